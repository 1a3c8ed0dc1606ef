/** The register of persons as hospitals know them: SQL, no rule. What is a change of a row is written through rows.ts. */
import type { Reader, Writer } from '../../store/database.ts';
import { asNewAsSaid } from './list-newness.ts';
import type { IdentifierRow, ListKind, ListRow, PersonRow, StayRow } from './row-types.ts';

export const identifierOf = (store: Reader, authority: string, value: string): IdentifierRow | undefined =>
  store.get<IdentifierRow>('SELECT * FROM adt_identifier WHERE authority = ? AND value = ?', [
    authority,
    value,
  ]);

export const identifiersOf = (store: Reader, personId: number): IdentifierRow[] =>
  store.all<IdentifierRow>('SELECT * FROM adt_identifier WHERE person_id = ?', [personId]);

/** The person as she stands, or undefined. */
export const personRow = (store: Reader, id: number): PersonRow | undefined =>
  store.get<PersonRow>('SELECT * FROM adt_person WHERE id = ?', [id]);

/** The person a record lives on under, through every merge. */
export const livingPerson = (store: Reader, id: number): PersonRow => {
  let row = personRow(store, id)!;
  while (row.merged_into !== null) row = personRow(store, row.merged_into)!;
  return row;
};

export const personsMergedInto = (store: Reader, id: number): PersonRow[] =>
  store.all<PersonRow>('SELECT * FROM adt_person WHERE merged_into = ?', [id]);

/** Everybody the register knows as one of our patients. */
export const personsOfPatient = (store: Reader, patientId: string): PersonRow[] =>
  store.all<PersonRow>('SELECT * FROM adt_person WHERE patient_id = ? AND merged_into IS NULL', [patientId]);

/** What sources list of a person, each as new as it is. */
export const listsOfPerson = (store: Reader, person: PersonRow): ListRow[] =>
  store
    .all<ListRow>('SELECT * FROM adt_list WHERE person_id = ?', [person.id])
    .map((row) => asNewAsSaid(person, row));

/** What one source lists of a person, each as new as it is. */
export const listsOfSource = (store: Reader, person: PersonRow, sourceId: string): ListRow[] =>
  store
    .all<ListRow>('SELECT * FROM adt_list WHERE person_id = ? AND source_id = ?', [person.id, sourceId])
    .map((row) => asNewAsSaid(person, row));

/** Since `asOf` nothing newer than this was said of a list. */
export const setListAsOf = (
  store: Writer,
  personId: number,
  sourceId: string,
  kind: ListKind,
  asOf: string,
): void => {
  store.run('UPDATE adt_list SET as_of = ? WHERE person_id = ? AND source_id = ? AND kind = ?', [
    asOf,
    personId,
    sourceId,
    kind,
  ]);
};

export const staysByVisit = (store: Reader, authority: string, visitNumber: string): StayRow[] =>
  store.all<StayRow>(
    "SELECT * FROM adt_stay WHERE authority = ? AND visit_number = ? AND visit_number <> '' ORDER BY id",
    [authority, visitNumber],
  );

export const staysOfPerson = (store: Reader, personId: number): StayRow[] =>
  store.all<StayRow>('SELECT * FROM adt_stay WHERE person_id = ? ORDER BY id DESC', [personId]);

/** The newest stay a source speaks of that has not ended, for messages that name no visit. */
export const openStayOf = (store: Reader, personId: number, sourceId: string): StayRow | undefined =>
  store.get<StayRow>(
    `SELECT * FROM adt_stay WHERE person_id = ? AND source_id = ? AND state IN ('expected', 'in', 'on-leave')
     ORDER BY id DESC LIMIT 1`,
    [personId, sourceId],
  );

/** The newest stay a source speaks of, ended or not. */
export const lastStayOf = (store: Reader, personId: number, sourceId: string): StayRow | undefined =>
  store.get<StayRow>(
    'SELECT * FROM adt_stay WHERE person_id = ? AND source_id = ? ORDER BY id DESC LIMIT 1',
    [personId, sourceId],
  );
