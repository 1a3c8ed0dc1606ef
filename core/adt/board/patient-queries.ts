/** What hospitals say of one patient, and persons of hospitals who may be a patient of ours. */
import { addDays, dayOf, instantOfDay } from '../../calendar.ts';
import { digitsOf, lettersOf } from '../../fragments.ts';
import type { QueryHandlers } from '../../handler.ts';
import { outreachOf } from '../../patient/outreach.ts';
import { allergiesOf, livesOnAs } from '../../patient/records.ts';
import { loadPatient } from '../../patient/store.ts';
import type { Reader } from '../../store/database.ts';
import { type AllergyItem, substanceKey } from '../effect/allergy-list.ts';
import { numberWords, whoOf } from '../effect/who.ts';
import { messageStateWords } from '../kept/message-words.ts';
import { eventTitle } from '../trigger-events.ts';
import { taskView } from './board-queries.ts';
import { listsOf, messagesAbout, numbersOf, openTasksOf, personsOf, staysOf } from './board-store.ts';
import { type StayShown, stayViewOf } from './stay-view.ts';

/** Days after a discharge on which a stay is still the one to speak of. */
const justDischarged = 3;
const mostStays = 50;
const mostMovements = 60;

/** What lies in the lists of a source, as register and lists write it. */
interface Listed {
  name: string;
  relationship: string;
  phone: string;
  emergency: boolean;
  company: string;
  plan: string;
  memberId: string;
  policyNumber: string;
  from: string | null;
  until: string | null;
  rxBin: string;
  rxPcn: string;
}

const said = (...parts: (string | null | undefined | false)[]) => parts.filter(Boolean).join(', ');

const contactWords = ({ name, relationship, phone, emergency }: Listed) =>
  said(name, relationship, phone, emergency && 'emergency contact');

const coverageWords = (cover: Listed) =>
  said(
    cover.company,
    cover.plan,
    cover.memberId && `member ${cover.memberId}`,
    cover.policyNumber && `policy ${cover.policyNumber}`,
    cover.rxBin && `Rx BIN ${cover.rxBin}`,
    cover.rxPcn && `PCN ${cover.rxPcn}`,
    cover.until && `until ${cover.until}`,
  );

/** The stay a banner speaks of: now in hospital, or just out of it. */
const currentOf = (stays: readonly StayShown[], from: string): StayShown | undefined =>
  stays.find(({ state }) => state === 'in' || state === 'on-leave') ??
  stays.find(({ state, discharged_at }) => state === 'discharged' && (discharged_at ?? '') >= from);

interface PersonFound {
  person_id: number;
  patient_id: string | null;
  family_name: string;
  given_names: string;
  date_of_birth: string;
}

const personColumns = 'p.id AS person_id, p.patient_id, p.family_name, p.given_names, p.date_of_birth';

/** By number, whoever gave it, where digits were typed, else by the beginning of the family name. There are few authorities. */
const findPersons = (store: Reader, text: string, limit: number): PersonFound[] => {
  if (digitsOf(text) !== '')
    return store.all<PersonFound>(
      `WITH RECURSIVE known (authority) AS (
         SELECT min(authority) FROM adt_identifier UNION ALL
         SELECT (SELECT min(i.authority) FROM adt_identifier i WHERE i.authority > known.authority)
         FROM known WHERE known.authority IS NOT NULL)
       SELECT DISTINCT ${personColumns} FROM known
       CROSS JOIN adt_identifier i ON i.authority = known.authority AND i.value = ?
       JOIN adt_person p ON p.id = i.person_id LIMIT ?`,
      [text.trim(), limit],
    );
  const [family = '', ...given] = text
    .split(/[\s,]+/)
    .map(lettersOf)
    .filter(Boolean);
  if (family === '') return [];
  const key = given.length === 0 ? family : `${family} ${given.join('')}`;
  return store.all<PersonFound>(
    `SELECT ${personColumns} FROM adt_person p
     WHERE p.name_key >= ? AND p.name_key < ? AND p.merged_into IS NULL ORDER BY p.name_key LIMIT ?`,
    [key, `${key}\u{10ffff}`, limit],
  );
};

export const patientQueryHandlers = {
  'adt.ofPatient': ({ store, now, setting }, input) => {
    const patientId = livesOnAs(store, input.patientId);
    const patient = loadPatient(store, patientId);
    const timeZone = setting('branch.timeZone');
    const persons = personsOf(store, patientId);
    const stays = staysOf(store, patientId, mostStays);
    const current = currentOf(stays, instantOfDay(addDays(dayOf(now, timeZone), -justDischarged), timeZone));
    const lists = listsOf(store, persons);
    const itemsOf = <Item>(kind: string) =>
      lists
        .filter((list) => list.kind === kind)
        .flatMap(({ source, items }) => (JSON.parse(items) as Item[]).map((item) => ({ source, item })));
    const onFile = new Set(
      allergiesOf(store, patient).allergies.map(({ substance }) => substanceKey(substance)),
    );
    return {
      current: current ? stayViewOf(current) : null,
      pause: outreachOf(store, patientId),
      stays: stays.map(stayViewOf),
      reported: itemsOf<AllergyItem>('allergies').map(({ source, item }) => ({
        source,
        substance: item.substance,
        reaction: item.reaction,
        onFile: onFile.has(substanceKey(item.substance)),
        goneAt: item.gone ?? null,
      })),
      coverage: itemsOf<Listed>('coverage').map(({ source, item }) => ({
        source,
        sentence: coverageWords(item),
      })),
      contacts: itemsOf<Listed>('contacts').map(({ source, item }) => ({
        source,
        sentence: contactWords(item),
      })),
      numbers: numbersOf(store, persons).map((number) =>
        said(numberWords(number), number.retired === 1 && 'no longer used'),
      ),
      tasks: openTasksOf(store, patientId).map((row) => taskView(store, row)),
      movements: messagesAbout(store, persons, mostMovements).map((row) => ({
        messageId: row.id,
        at: row.received_at,
        source: row.source,
        event: row.event,
        sentence: said(eventTitle(row.event), messageStateWords(row.state)),
      })),
    };
  },

  'adt.persons': ({ store }, { text, limit }) => ({
    rows: findPersons(store, text, limit).map((row) => ({
      ...whoOf(row),
      numbers: numbersOf(store, [row.person_id]).map(numberWords),
      linked: row.patient_id !== null,
    })),
  }),
} satisfies QueryHandlers<'adt.ofPatient' | 'adt.persons'>;
