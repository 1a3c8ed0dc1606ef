/**
 * Stays of our patients as they are shown and told (patient_stay), brought up to date from the register after a message or a
 * person changed that. Always: newer news counts, wherever it was heard, and a stay that is of somebody else after all is
 * marked so and not forgotten, so that nobody brings it back who has not heard of that.
 * Not here: what a stay is (stay-effects.ts), and how two versions are united (core/sync/merge-care.ts).
 */
import type { Context } from '../../handler.ts';
import type { Reader, Row, Writer } from '../../store/database.ts';
import { derivedId } from '../../sync/urn.ts';
import type { StayRow } from './row-types.ts';
import { stayName } from './stay-name.ts';

/** What of a stay of the register is told. */
const told = [
  ...([
    'visit_number',
    'class',
    'state',
    'ward',
    'room',
    'bed',
    'facility',
    'attending',
    'consulting',
  ] as const),
  ...(['admitted_at', 'discharged_at', 'disposition', 'expected_discharge_at', 'reason'] as const),
] as const;
type Told = Pick<StayRow, (typeof told)[number] | 'as_of'>;

interface Known extends Told {
  id: string;
  stay_id: number | null;
  revision: number;
  taken_back: number;
}

/** This workstation, as others are told where something was heard. */
export const heardHere = (setting: Context['setting']) => ({
  workstation: setting('workstation.name'),
  branch_name: setting('branch.name'),
});
type HeardAt = ReturnType<typeof heardHere>;

const stayIdOf = (store: Reader, patientId: string, stay: StayRow): string =>
  derivedId('stay', patientId, stayName(store, stay));

const knownById = (store: Reader, id: string): Known | undefined =>
  store.get<Known>('SELECT * FROM patient_stay WHERE id = ?', [id]);

/** The id under which a stay of the register is told of a patient. */
export const toldStayId = (store: Reader, patientId: string, stayId: number): string => {
  const linked = store.get<{ id: string }>(
    'SELECT id FROM patient_stay WHERE stay_id = ? AND patient_id = ?',
    [stayId, patientId],
  );
  if (linked) return linked.id;
  return stayIdOf(store, patientId, store.get<StayRow>('SELECT * FROM adt_stay WHERE id = ?', [stayId])!);
};

/** Whether another workstation has told of a stay as it is now, or of what came after. */
export const isToldElsewhere = (store: Reader, patientId: string, stay: StayRow): boolean => {
  const known = knownById(store, stayIdOf(store, patientId, stay));
  return known !== undefined && known.stay_id === null && known.taken_back === 0 && known.as_of >= stay.as_of;
};

const insertSql = `INSERT INTO patient_stay (id, patient_id, stay_id, revision, taken_back, source, workstation, branch_name,
    ${told.join(', ')}, as_of)
  VALUES (:id, :patientId, :stayId, 1, 0, :source, :workstation, :branch_name, ${told.map((one) => `:${one}`).join(', ')}, :as_of)`;
const updateSql = `UPDATE patient_stay SET revision = revision + 1, taken_back = 0, source = :source, workstation = :workstation,
    branch_name = :branch_name, ${told.map((one) => `${one} = :${one}`).join(', ')}, as_of = :as_of WHERE id = :id`;

const toldOf = (stay: StayRow & { source: string }, heardAt: HeardAt): Row => ({
  ...Object.fromEntries(told.map((column) => [column, stay[column]])),
  ...{ as_of: stay.as_of, source: stay.source, ...heardAt },
});

/** Answers whether anything of a stay is to be told. */
const bringUpToDate = (
  store: Writer,
  patientId: string,
  stay: StayRow & { source: string },
  linked: Known | undefined,
  heardAt: HeardAt,
): boolean => {
  const id = linked?.id ?? stayIdOf(store, patientId, stay);
  const known = linked ?? knownById(store, id);
  if (known === undefined) {
    store.run(insertSql, { ...toldOf(stay, heardAt), id, patientId, stayId: stay.id });
    return true;
  }
  if (known.stay_id !== stay.id) store.run('UPDATE patient_stay SET stay_id = ? WHERE id = ?', [stay.id, id]);
  const isSame = known.taken_back === 0 && told.every((column) => known[column] === stay[column]);
  if (isSame || stay.as_of < known.as_of) return false;
  store.run(updateSql, { ...toldOf(stay, heardAt), id });
  return true;
};

/** Brings the stays of a patient up to date. Answers whether anything of them is to be told. */
export const followStays = (store: Writer, patientId: string, heardAt: HeardAt): boolean => {
  const own = store.all<StayRow & { source: string }>(
    `SELECT y.*, s.name AS source FROM adt_person p JOIN adt_stay y ON y.person_id = p.id
     JOIN adt_source s ON s.id = y.source_id WHERE p.patient_id = ?`,
    [patientId],
  );
  const linked = store.all<Known & { stay_id: number }>(
    'SELECT * FROM patient_stay WHERE patient_id = ? AND stay_id IS NOT NULL',
    [patientId],
  );
  let isChanged = false;
  for (const stay of own) {
    const before = linked.find((one) => one.stay_id === stay.id);
    if (bringUpToDate(store, patientId, stay, before, heardAt)) isChanged = true;
  }
  const ids = new Set(own.map(({ id }) => id));
  for (const { id, stay_id, taken_back } of linked) {
    if (ids.has(stay_id) || taken_back === 1) continue;
    store.run('UPDATE patient_stay SET revision = revision + 1, taken_back = 1 WHERE id = ?', [id]);
    isChanged = true;
  }
  return isChanged;
};
