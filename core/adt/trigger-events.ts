/**
 * The trigger events of ADT, one row each: what it is called, what it means for a pharmacy, what a message of it needs to be
 * understood, and what follows, in order. `apply.ts` carries out what stands here and nothing else.
 * Table 0003 has no A56 to A59. Those that nothing follows from are kept and answered all the same.
 */
export type Need = 'PID' | 'PV1' | 'MRG' | 'IAM' | 'two PID';

export const effectNames = [
  // Of the person: found only; found or put in the register; taken over with lists.
  'find',
  'know',
  'person',
  'admit',
  'register',
  'expect',
  'move',
  'locate',
  'discharge',
  'visit',
  'to-inpatient',
  'to-outpatient',
  'cancel-admission',
  'cancel-move',
  'cancel-discharge',
  'cancel-expected',
  'expect-discharge',
  'cancel-expected-discharge',
  'leave',
  'return',
  'delete-visit',
  'doctor',
  'allergies',
  'withdraw',
  'merge',
  'merge-account',
  'merge-visit',
  'move-numbers',
  'move-account',
  'move-visit',
  'change-number',
  'change-account',
  'change-visit',
  'change-alternate-visit',
  'link',
  'unlink',
] as const;
export type EffectName = (typeof effectNames)[number];

export interface TriggerEvent {
  /** As a list of messages names it. */
  readonly title: string;
  /** What it means to a pharmacist, in a sentence. */
  readonly meaning: string;
  readonly needs: readonly Need[];
  readonly effects: readonly EffectName[];
}

const row = (title: string, meaning: string, needs: Need[], effects: EffectName[]): TriggerEvent => ({
  title,
  meaning,
  needs,
  effects,
});
const nothing = (title: string, why: string) => row(title, why, [], []);
const visit: Need[] = ['PID', 'PV1'];
const merged: Need[] = ['PID', 'MRG'];

export const triggerEvents = {
  A01: row('Admitted', 'The patient is in hospital: refills, delivery and messages rest.', visit, [
    'person',
    'admit',
  ]),
  A02: row('Moved', 'The patient lies elsewhere in the hospital; nothing else changes.', visit, [
    'know',
    'move',
  ]),
  A03: row('Discharged', 'The patient left the hospital: the medicines have to be compared today.', visit, [
    'person',
    'discharge',
  ]),
  A04: row('Registered', 'A visit to a clinic or the emergency room; the patient is not admitted.', visit, [
    'person',
    'register',
  ]),
  A05: row('To be admitted', 'The patient is expected in hospital; nothing rests yet.', visit, [
    'person',
    'expect',
  ]),
  A06: row('Outpatient became inpatient', 'The patient is in hospital now: as admitted.', visit, [
    'person',
    'to-inpatient',
  ]),
  A07: row(
    'Inpatient became outpatient',
    'The patient does not stay in hospital any more: the medicines have to be compared.',
    visit,
    ['person', 'to-outpatient'],
  ),
  A08: row(
    'Updated',
    'The hospital corrected or added to what it says of the patient or the visit.',
    ['PID'],
    ['person', 'visit'],
  ),
  A09: row('Leaves a place', 'The patient is on the way within the hospital.', visit, ['know', 'locate']),
  A10: row('Arrives at a place', 'The patient arrived at a place within the hospital.', visit, [
    'know',
    'locate',
  ]),
  A11: row(
    'Admission taken back',
    'The admission was a mistake: it is taken back, and with it what rests.',
    visit,
    ['find', 'cancel-admission'],
  ),
  A12: row('Move taken back', 'The patient lies where he lay before.', visit, ['find', 'cancel-move']),
  A13: row('Discharge taken back', 'The patient is still in hospital.', visit, ['find', 'cancel-discharge']),
  A14: row('Admission planned', 'The patient is to be admitted; nothing rests yet.', visit, [
    'person',
    'expect',
  ]),
  A15: row(
    'Move planned',
    'The patient is to be moved; only what is said of the person is taken.',
    ['PID'],
    ['person'],
  ),
  A16: row('Discharge planned', 'Prescriptions of a discharge may come soon.', visit, [
    'person',
    'expect-discharge',
  ]),
  A17: row(
    'Two patients exchanged beds',
    'Both lie elsewhere in the hospital.',
    ['two PID', 'PV1'],
    ['know', 'move'],
  ),
  A18: row('Records merged', 'Two records of the hospital are one person.', merged, ['merge']),
  A19: nothing('Query', 'A question of another system; nothing follows.'),
  A20: nothing('Bed changed', 'A bed is free or closed; nothing follows for a patient.'),
  A21: row('On leave', 'The patient left the hospital for a while and comes back.', visit, ['know', 'leave']),
  A22: row('Back from leave', 'The patient is back in hospital.', visit, ['know', 'return']),
  A23: row('Visit deleted', 'The visit was entered in error; it is marked so and kept.', visit, [
    'find',
    'delete-visit',
  ]),
  A24: row('Persons linked', 'Two records belong together, and both live on.', ['two PID'], ['link']),
  A25: row('Planned discharge taken back', 'The patient is not to be discharged yet.', visit, [
    'find',
    'cancel-expected-discharge',
  ]),
  A26: row(
    'Planned move taken back',
    'The patient stays where he is; only what is said of the person is taken.',
    ['PID'],
    ['person'],
  ),
  A27: row('Planned admission taken back', 'The patient is not expected any more.', visit, [
    'find',
    'cancel-expected',
  ]),
  A28: row('Person added', 'The hospital knows a person; this is no visit.', ['PID'], ['person']),
  A29: row(
    'Person deleted',
    'The hospital withdrew its record; ours is kept, a person decides.',
    ['PID'],
    ['find', 'withdraw'],
  ),
  A30: row('Records merged', 'Two records of the hospital are one person.', merged, ['merge']),
  A31: row(
    'Person updated',
    'The hospital corrected what it says of a person; this is no visit.',
    ['PID'],
    ['person'],
  ),
  A32: row('Arrival taken back', 'The patient did not arrive at that place.', visit, ['find', 'locate']),
  A33: row('Leaving taken back', 'The patient did not leave that place.', visit, ['find', 'locate']),
  A34: row('Records merged', 'Two records of the hospital are one person.', merged, ['merge']),
  A35: row('Accounts merged', 'Two accounts of a patient became one.', merged, ['know', 'merge-account']),
  A36: row(
    'Records and accounts merged',
    'Two records of the hospital are one person, with one account.',
    merged,
    ['merge', 'merge-account'],
  ),
  A37: row('Persons unlinked', 'Two records do not belong together after all.', ['two PID'], ['unlink']),
  A38: row('Expected admission taken back', 'The patient is not expected any more.', visit, [
    'find',
    'cancel-expected',
  ]),
  A39: nothing('External numbers merged', 'Numbers that no record here is found by.'),
  A40: row('Records merged', 'Two records of the hospital are one person.', merged, ['merge']),
  A41: row('Accounts merged', 'Two accounts of a patient became one.', merged, ['know', 'merge-account']),
  A42: row('Visits merged', 'Two visits of a patient were one.', merged, ['know', 'merge-visit']),
  A43: row('Numbers moved', 'A number belongs to another person than the hospital had said.', merged, [
    'know',
    'move-numbers',
  ]),
  A44: row('Account moved', 'An account belongs to another person than the hospital had said.', merged, [
    'know',
    'move-account',
  ]),
  A45: row('Visit moved', 'A visit belongs to another person than the hospital had said.', merged, [
    'know',
    'move-visit',
  ]),
  A46: nothing('External number changed', 'A number that no record here is found by.'),
  A47: row('Number changed', 'The hospital knows the person by another number now.', merged, [
    'change-number',
  ]),
  A48: nothing('Alternate number changed', 'A number that no record here is found by.'),
  A49: row('Account number changed', 'The account has another number now.', merged, [
    'know',
    'change-account',
  ]),
  A50: row('Visit number changed', 'The visit has another number now.', merged, ['know', 'change-visit']),
  A51: row('Alternate visit number changed', 'The visit has another alternate number now.', merged, [
    'know',
    'change-alternate-visit',
  ]),
  A52: row('Leave taken back', 'The patient did not go on leave.', visit, ['find', 'return']),
  A53: row('Return from leave taken back', 'The patient is still on leave.', visit, ['find', 'leave']),
  A54: row('Attending doctor changed', 'Another doctor is responsible.', visit, ['know', 'doctor']),
  A55: row('Change of doctor taken back', 'The doctor named is responsible.', visit, ['find', 'doctor']),
  A60: row(
    'Allergies updated',
    'The hospital added, changed or took off allergies one by one.',
    ['PID', 'IAM'],
    ['person', 'allergies'],
  ),
  A61: row('Consulting doctor changed', 'Another doctor is consulted.', visit, ['know', 'doctor']),
  A62: row('Change of consulting doctor taken back', 'The doctors named are consulted.', visit, [
    'find',
    'doctor',
  ]),
} as const satisfies Record<string, TriggerEvent>;

export type TriggerCode = keyof typeof triggerEvents;

/** The row of an event as written in MSH-9, or undefined where table 0003 has none. */
export const triggerEventOf = (code: string): TriggerEvent | undefined =>
  Object.hasOwn(triggerEvents, code) ? triggerEvents[code as TriggerCode] : undefined;

/** Table 0003 among ADT: what may be refused as unknown is not in it. */
export const isTriggerEvent = (code: string): code is TriggerCode => Object.hasOwn(triggerEvents, code);

/** What a list of messages calls an event: “Discharged”; the code itself where the table has none. */
export const eventTitle = (code: string): string => triggerEventOf(code)?.title ?? code;
