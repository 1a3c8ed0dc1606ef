/**
 * One field finds patients, prescriptions, drugs and documents by any fragment.
 * Newest first within a kind: who was entered lately is who is asked for; an exact Rx number comes before all.
 */
import type { QueryResult } from '../contract/index.ts';
import { type Stage, statusOfStage } from '../contract/values.ts';
import { formatNdc } from '../drug/identifiers.ts';
import { tallMan } from '../drug/tall-man.ts';
import type { Context, QueryHandlers } from '../handler.ts';
import type { Row } from '../store/database.ts';
import { folded, searchingFor } from './search.ts';

type Hit = QueryResult<'search.everything'>['hits'][number];

interface Kind {
  kind: Hit['kind'];
  index: string;
  /** Columns of the row whose rowid the index holds. */
  rows: string;
  hit: (row: never) => Omit<Hit, 'kind'>;
}

const kind = <R>(definition: Omit<Kind, 'hit'> & { hit: (row: R) => Omit<Hit, 'kind'> }): Kind =>
  definition as Kind;

const prescriptionHit = (row: PrescriptionHit): Omit<Hit, 'kind'> => ({
  id: row.id,
  title: `${row.rx_number ? `Rx ${row.rx_number}` : 'Not typed in yet'}${row.drug ? ` · ${tallMan(row.drug)} ${row.strength}` : ''}`,
  detail: [row.family_name && `${row.family_name}, ${row.given_names}`, statusOfStage[row.stage]]
    .filter(Boolean)
    .join(' · '),
});

interface PrescriptionHit {
  id: string;
  rx_number: string | null;
  stage: Stage;
  family_name: string | null;
  given_names: string | null;
  drug: string | null;
  strength: string | null;
}
const prescriptionRows = `SELECT p.id, p.rx_number, p.stage, t.family_name, t.given_names, d.name AS drug, d.strength
  FROM prescription p LEFT JOIN patient t ON t.id = p.patient_id LEFT JOIN drug d ON d.ndc11 = p.ndc11`;

const kinds: Kind[] = [
  kind<{ id: string; family_name: string; given_names: string; date_of_birth: string; phone: string }>({
    kind: 'patient',
    index: 'patient_search',
    rows: 'SELECT p.id, p.family_name, p.given_names, p.date_of_birth, p.phone FROM patient p',
    hit: (row) => ({
      id: row.id,
      title: `${row.family_name}, ${row.given_names}`,
      detail: [row.date_of_birth, row.phone].filter(Boolean).join(' · '),
    }),
  }),
  kind<PrescriptionHit>({
    kind: 'prescription',
    index: 'prescription_search',
    rows: prescriptionRows,
    hit: prescriptionHit,
  }),
  kind<{ ndc11: string; name: string; brand: string; strength: string; form: string; labeler: string }>({
    kind: 'drug',
    index: 'drug_search',
    rows: 'SELECT p.ndc11, p.name, p.brand, p.strength, p.form, p.labeler FROM drug p',
    hit: (row) => ({
      id: row.ndc11,
      title: `${tallMan(row.name)} ${row.strength} ${row.form}`,
      detail: [row.brand, row.labeler, formatNdc(row.ndc11)].filter(Boolean).join(' · '),
    }),
  }),
  kind<{ id: string; file_name: string; received_at: string; order_id: string | null }>({
    kind: 'document',
    index: 'document_search',
    // A document opens as the prescription made from it.
    rows: `SELECT p.id, p.file_name, p.received_at,
      (SELECT o.id FROM prescription o WHERE o.document_id = p.id ORDER BY o.received_at LIMIT 1) AS order_id FROM document p`,
    hit: (row) => ({
      id: row.order_id ?? row.id,
      title: row.file_name,
      detail: `received ${row.received_at.slice(0, 10)}`,
    }),
  }),
];

/** Short words are looked for among this many hits of the long ones. */
const NARROWED = 200;

const hitsOf = (
  context: Context,
  { kind: name, index, rows, hit }: Kind,
  text: string,
  limit: number,
): Hit[] => {
  const { match, narrows } = searchingFor(text);
  if (match === null) return [];
  const found = context.store.all<Row>(
    `${rows} JOIN (SELECT rowid AS found FROM ${index} WHERE ${index} MATCH ? ORDER BY rowid DESC LIMIT ?) ON found = p.rowid
     ORDER BY p.rowid DESC`,
    [match, narrows.length > 0 ? NARROWED : limit],
  );
  return found
    .map((row) => ({ kind: name, ...hit(row as never) }))
    .filter((one) => narrows.every((word) => folded(`${one.title} ${one.detail}`).includes(word)))
    .slice(0, limit);
};

const exactNumber = (context: Context, text: string): Hit[] => {
  const number = text.trim().replace(/^rx\s*/i, '');
  if (!/^\d{4,}(-\d+)?$/.test(number)) return [];
  const row = context.store.get<PrescriptionHit>(`${prescriptionRows} WHERE p.rx_number = ?`, [number]);
  return row ? [{ kind: 'prescription', ...prescriptionHit(row) }] : [];
};

export const searchQueryHandlers: QueryHandlers<'search.everything'> = {
  'search.everything': (context, { text, limit }) => {
    const exact = exactNumber(context, text);
    const rest = kinds
      .flatMap((one) => hitsOf(context, one, text, limit))
      .filter(({ kind: name, id }) => !exact.some((hit) => hit.kind === name && hit.id === id));
    return { hits: [...exact, ...rest] };
  },
};
