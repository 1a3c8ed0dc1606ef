/**
 * The two catalogues a file can keep up, each with the same four things: how a wanted row is held against the row on
 * file, how it is written, and how a change is undone.
 *
 * Always: a change is written with the row as it was before it; undoing one never takes away what has been used since,
 * and never overwrites what a person changed since.
 */

import type { Catalogue } from '../contract/reference.ts';
import { drugSearchText } from '../drug/drug.ts';
import {
  changeDrug,
  type DrugRow,
  findDrug,
  insertDrug,
  isDrugUsed,
  keptUpDrugs,
  removeDrug,
} from '../drug/store.ts';
import { lettersOf } from '../fragments.ts';
import { newId } from '../identity.ts';
import { prescriberSearchText } from '../prescriber/prescriber.ts';
import {
  changePrescriber,
  findByNpi,
  findPrescriber,
  insertPrescriber,
  isPrescriberUsed,
  type PrescriberRow,
  removePrescriber,
} from '../prescriber/store.ts';
import type { Reader, Writer } from '../store/database.ts';
import type { WantedDrug } from './ndc-directory.ts';
import type { EndedPrescriber, WantedPrescriber } from './nppes.ts';
import { type Decision, decide, differing } from './reference.ts';

/** A row of a file as it travels to where it is written: whole, or only that it has ended. */
export type WantedRow = WantedDrug | { ndc11: string; ended_on: string } | WantedPrescriber | EndedPrescriber;

export interface Held {
  decision: Decision;
  /** What changes in something that is in use, in words. */
  inUse: string | null;
}

/** A row as it was before a change: the columns that were changed, or null where there was no row. */
export type Before = Record<string, unknown> | null;

export interface Written {
  kind: Decision['kind'];
  /** Null where nothing was written. */
  change: { key: string; before: Before; rowVersion: number | null } | null;
}

/** How a change was undone: whole, or not because it was used or changed since. */
export type Undone = 'undone' | 'left-standing';

export interface CatalogueRules {
  hold(store: Reader, wanted: WantedRow): Held;
  write(store: Writer, wanted: WantedRow): Written;
  undo(
    store: Writer,
    change: { key: string; before: Before; rowVersion: number | null },
    today: string,
  ): Undone;
  /**
   * Keys of rows that earlier files put on file and that have not ended: what is missing from a new file has. Null where
   * a file need not be whole.
   */
  current: ((store: Reader) => IterableIterator<{ key: string }>) | null;
  searchTable: 'drug_search' | 'prescriber_search';
}

const pick = <Row extends object>(row: Row, columns: readonly (keyof Row)[]): Before =>
  Object.fromEntries(columns.map((column) => [column, row[column]]));

const typedOfDrug: readonly (keyof DrugRow)[] = [
  'name',
  'brand',
  'strength',
  'form',
  'unit',
  'route',
  'labeler',
  'package_size',
  'package_description',
  'schedule',
  'ended_on',
];
/** What tells one drug from another on a prescription. */
const identity = ['name', 'strength', 'form'] as const;

const holdDrug = (store: Reader, wanted: Partial<DrugRow> & { ndc11: string }) => {
  const found = findDrug(store, wanted.ndc11);
  const decision = decide<DrugRow>({
    found,
    wanted,
    typed: typedOfDrug,
    forbids: (row) =>
      wanted.unit !== undefined && wanted.unit !== row.unit && isDrugUsed(store, row.ndc11)
        ? 'It is in use here and counted in another unit; on hand would no longer be right.'
        : null,
  });
  return { found, decision };
};

const identityChange = (found: DrugRow, wanted: Partial<DrugRow>): string | null => {
  const changed = identity.filter(
    (column) => wanted[column] !== undefined && wanted[column] !== found[column],
  );
  if (changed.length === 0) return null;
  const said = (row: Partial<DrugRow>) => changed.map((column) => row[column]).join(' ');
  return `In use here: “${said(found)}” becomes “${said(wanted)}”.`;
};

const writeDrug = (store: Writer, wanted: Partial<DrugRow> & { ndc11: string }): Written => {
  const { found, decision } = holdDrug(store, wanted);
  const { kind } = decision;
  const { ndc11: key } = wanted;
  if (kind === 'added') {
    const row = { ...(wanted as DrugRow), origin: 'reference' as const };
    insertDrug(store, row, drugSearchText(row));
    return { kind, change: { key, before: null, rowVersion: null } };
  }
  if ((kind !== 'changed' && kind !== 'ended') || found === undefined) return { kind, change: null };
  const columns = differing(found, wanted);
  const after = { ...found, ...wanted };
  const text = drugSearchText(after);
  changeDrug(
    store,
    key,
    pick(after, columns) as Partial<DrugRow>,
    text === drugSearchText(found) ? null : text,
  );
  return { kind, change: { key, before: pick(found, columns), rowVersion: null } };
};

const drugs: CatalogueRules = {
  hold: (store, wanted) => {
    const drug = wanted as Partial<DrugRow> & { ndc11: string };
    const { found, decision } = holdDrug(store, drug);
    const words = found && decision.kind === 'changed' ? identityChange(found, drug) : null;
    return { decision, inUse: words !== null && isDrugUsed(store, drug.ndc11) ? words : null };
  },
  write: (store, wanted) => writeDrug(store, wanted as Partial<DrugRow> & { ndc11: string }),
  undo: (store, { key, before }, today) => {
    const found = findDrug(store, key);
    if (found === undefined) return 'undone';
    if (before !== null) {
      const text = drugSearchText({ ...found, ...before });
      changeDrug(store, key, before as Partial<DrugRow>, text === drugSearchText(found) ? null : text);
      return 'undone';
    }
    if (!isDrugUsed(store, key)) {
      removeDrug(store, key);
      return 'undone';
    }
    if (found.ended_on === null) changeDrug(store, key, { ended_on: today }, null);
    return 'left-standing';
  },
  current: keptUpDrugs,
  searchTable: 'drug_search',
};

const typedOfPrescriber: readonly (keyof PrescriberRow)[] = [
  'family_name',
  'given_names',
  'phone',
  'fax',
  'ended_on',
];

const columnsOf = (wanted: WantedPrescriber | EndedPrescriber): Partial<PrescriberRow> & { npi: string } =>
  'family_name' in wanted ? { ...wanted, family_key: lettersOf(wanted.family_name) } : wanted;

const holdPrescriber = (store: Reader, wanted: Partial<PrescriberRow> & { npi: string }) => {
  const found = findByNpi(store, wanted.npi);
  return { found, decision: decide<PrescriberRow>({ found, wanted, typed: typedOfPrescriber }) };
};

const writePrescriber = (store: Writer, row: WantedPrescriber | EndedPrescriber): Written => {
  const wanted = columnsOf(row);
  const { found, decision } = holdPrescriber(store, wanted);
  const { kind } = decision;
  if (kind === 'added') {
    const id = newId();
    const none = { dea: '', clinic: '' };
    const columns = { ...none, ...(wanted as PrescriberRow), origin: 'reference' as const };
    insertPrescriber(store, id, columns, prescriberSearchText(columns));
    return { kind, change: { key: id, before: null, rowVersion: 1 } };
  }
  if ((kind !== 'changed' && kind !== 'ended') || found === undefined) return { kind, change: null };
  const columns = differing(found, wanted);
  const after = { ...found, ...wanted };
  const text = prescriberSearchText(after);
  const rowVersion = changePrescriber(
    store,
    found,
    pick(after, columns) as Partial<PrescriberRow>,
    text === prescriberSearchText(found) ? null : text,
  );
  return { kind, change: { key: found.id, before: pick(found, [...columns, 'version']), rowVersion } };
};

const prescribers: CatalogueRules = {
  hold: (store, wanted) => ({
    decision: holdPrescriber(store, columnsOf(wanted as WantedPrescriber | EndedPrescriber)).decision,
    inUse: null,
  }),
  write: (store, wanted) => writePrescriber(store, wanted as WantedPrescriber | EndedPrescriber),
  undo: (store, { key, before, rowVersion }) => {
    const found = findPrescriber(store, key);
    if (found === undefined) return 'undone';
    if (found.version !== rowVersion) return 'left-standing';
    if (before !== null) {
      const text = prescriberSearchText({ ...found, ...before });
      changePrescriber(
        store,
        found,
        before as Partial<PrescriberRow>,
        text === prescriberSearchText(found) ? null : text,
      );
      return 'undone';
    }
    if (isPrescriberUsed(store, key)) return 'left-standing';
    removePrescriber(store, key);
    return 'undone';
  },
  current: null,
  searchTable: 'prescriber_search',
};

export const rulesOf: Record<Catalogue, CatalogueRules> = { drugs, prescribers };
