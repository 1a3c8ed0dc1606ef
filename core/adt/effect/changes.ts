/**
 * What a message changed, kept beside it and told in words. Always: rows before and after, changed columns only.
 * Not here: taking it back (undo.ts).
 */
import type { z } from 'zod';
import type { difference } from '../../contract/adt-values.ts';
import type { Reader, Row, Value, Writer } from '../../store/database.ts';
import { classWords, dispositionWords } from '../board/stay-view.ts';
import type { Change } from './rows.ts';

type Difference = z.output<typeof difference>;

/** What one message changed; empty where it changed nothing. */
export const changesOf = (store: Reader, messageId: number): Change[] => {
  const row = store.get<{ changes: string }>('SELECT changes FROM adt_change WHERE message_id = ?', [
    messageId,
  ]);
  return row ? JSON.parse(row.changes) : [];
};

/** Keeps what a message changed, after what it changed when it was applied before. */
export const keepChanges = (
  store: Writer,
  messageId: number,
  at: string,
  changes: readonly Change[],
): void => {
  if (changes.length === 0) return;
  store.run(
    `INSERT INTO adt_change (message_id, at, changes) VALUES (?, ?, ?)
     ON CONFLICT (message_id) DO UPDATE SET at = excluded.at, undone_at = NULL,
       changes = iif(changes = '[]', excluded.changes, substr(changes, 1, length(changes) - 1) || ',' || substr(excluded.changes, 2))`,
    [messageId, at, JSON.stringify(changes)],
  );
};

const labels: Record<string, string> = {
  family_name: 'Family name',
  given_names: 'Given names',
  date_of_birth: 'Date of birth',
  sex: 'Sex',
  address: 'Address',
  phone: 'Telephone',
  deceased_at: 'Died',
  merged_into: 'Lives on under',
  withdrawn_at: 'Withdrawn by the hospital',
  patient_id: 'Patient on file',
  person_id: 'Belongs to',
  retired_at: 'No longer used',
  visit_number: 'Visit number',
  account: 'Account',
  class: 'Kind',
  state: 'State',
  ward: 'Ward',
  room: 'Room',
  bed: 'Bed',
  facility: 'Facility',
  attending: 'Doctor',
  consulting: 'Doctors consulted',
  admitted_at: 'Admitted',
  discharged_at: 'Discharged',
  disposition: 'Went to',
  expected_discharge_at: 'Expected to leave',
  reason: 'Reason',
  items: 'List',
  detail: 'Facts',
  severity: 'Severity',
  because: 'Because',
  since: 'Since',
  lifted_at: 'Lifted',
  kind: 'Kind',
};

const tableWords: Record<Change['table'], string> = {
  adt_person: 'Person',
  adt_identifier: 'Number',
  adt_person_link: 'Link',
  adt_list: 'List',
  adt_stay: 'Stay',
  adt_task: 'Task',
  outreach_pause: 'Pause',
  patient: 'Patient on file',
};

const listWords: Record<string, string> = {
  allergies: 'Allergies',
  contacts: 'Contacts',
  coverage: 'Coverage',
  diagnoses: 'Diagnoses',
  measures: 'Measures',
};

/** One line for an item of a list, whichever kind it is. */
const itemWords = (item: Record<string, unknown>): string => {
  const { gone, at: _at, seen: _seen, system: _system, ...rest } = item;
  const said = Object.values(rest).filter((value) => typeof value === 'string' && value !== '');
  return `${said.join(', ')}${gone === undefined ? '' : ' (no longer reported)'}`;
};

const wordsFor = (store: Reader, column: string, value: Value | undefined): string | null => {
  if (value === null || value === undefined || value === '') return null;
  if (column === 'items')
    return (JSON.parse(String(value)) as Record<string, unknown>[]).map(itemWords).join('; ') || null;
  if (column === 'detail') return (JSON.parse(String(value)) as { sentence: string }).sentence;
  if (column === 'class') return classWords(String(value));
  if (column === 'disposition') return dispositionWords(String(value));
  if (column === 'patient_id') {
    const row = store.get<{ name: string }>(
      "SELECT family_name || ', ' || given_names AS name FROM patient WHERE id = ?",
      [value],
    );
    return row?.name ?? null;
  }
  if (column === 'merged_into' || column === 'person_id') {
    const row = store.get<{ name: string }>(
      `SELECT p.family_name || ', ' || p.given_names || ifnull(' (' || (SELECT i.value FROM adt_identifier i
         WHERE i.person_id = p.id ORDER BY i.retired_at IS NOT NULL LIMIT 1) || ')', '') AS name
       FROM adt_person p WHERE p.id = ?`,
      [value],
    );
    return row?.name ?? String(value);
  }
  return String(value);
};

const whatOf = ({ table, key, before, after }: Change): string => {
  const row: Row = { ...after, ...before };
  if (table === 'adt_identifier') return `Number ${String((key as Value[])[1])}`;
  if (table === 'adt_list') return listWords[String((key as Value[])[2])] ?? 'List';
  if (table === 'adt_task' && typeof row.kind === 'string') return `Task: ${row.kind.replaceAll('-', ' ')}`;
  return tableWords[table];
};

/** What changed in words, as a person compares it; columns that only the machine needs are left out. */
export const differencesOf = (store: Reader, changes: readonly Change[]): Difference[] =>
  changes.flatMap((change) => {
    const columns = Object.keys(change.after ?? change.before ?? {}).filter((column) => labels[column]);
    const what = whatOf(change);
    const made = change.before === null;
    return columns.flatMap((column): Difference[] => {
      if (made && (column === 'person_id' || column === 'kind' || column === 'severity')) return [];
      const before = wordsFor(store, column, change.before?.[column]);
      const after = wordsFor(store, column, change.after?.[column]);
      return before === after ? [] : [{ what, field: labels[column]!, before, after }];
    });
  });
