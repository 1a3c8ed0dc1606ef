/**
 * What the window asks of hospitals: the board, a task, a patient's stays and lists, messages as they came and in words.
 * Messages go through the real desk; what they do is proved elsewhere, here it is that a person finds it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AdtHouse, openAdtHouse } from '../support/adt-desk.ts';
import { filledOrder, type Shelf, stockedCounter } from '../support/counter.ts';

const folder = mkdtempSync(join(tmpdir(), 'hospital-'));
let house: AdtHouse;
let shelf: Shelf;
let sourceId: string;
let control = 0;

beforeEach(async () => {
  house = await openAdtHouse();
  shelf = await stockedCounter(house.test);
  ({ sourceId } = await house.add({ mllp: null, folder }));
});
afterEach(async () => {
  await house.end();
  rmSync(folder, { recursive: true, force: true });
});

/** The patient of the shelf as the hospital has her: certain by name, birth date, sex and postcode. */
const mariana = (more = '') =>
  `PID|1||777^^^STMARY^MR||Alvarez^Mariana||19920830|F|||77 Wilmer Street^^Rochester^NY^14607||${more}`;
const stranger = 'PID|1||888^^^STMARY^MR||Pruitt^Eleanor||19521130|F';

/** One message as the hospital writes it, in its own time; answers its number. */
const send = async (event: string, segments: readonly string[], at = '202603020900'): Promise<number> => {
  control += 1;
  const lines = [
    `MSH|^~\\&|ADT|STMARY|||${at}||ADT^${event}|Q${control}|P|2.5.1`,
    `EVN|${event}|${at}`,
    ...segments,
  ];
  const bytes = new TextEncoder().encode(lines.map((line) => `${line}\r`).join(''));
  const [kept] = await house.desk.take([{ sourceId, way: 'folder', peer: 'morning.hl7, message 1', bytes }]);
  await house.desk.settle();
  expect(house.faults).toEqual([]);
  return kept!.messageId!;
};
const visit = (rest = '') =>
  `PV1|1|I|4B^12^2^St Mary||||1285641234^Whitfield^Anne||1093817465^Okafor^Samuel||||||||||V1^^^STMARY^VN${rest}`;
const board = () => house.test.ask('adt.board', {});
const admit = () => send('A01', [mariana(), visit()]);

test('a patient of ours who is admitted stands on the board with ward, pause and what waits; others do not', async () => {
  await filledOrder(house.test, shelf);
  await admit();
  await send('A01', [stranger, visit().replace('V1', 'V2')]);
  const { inpatients, discharged, expected, asOf } = board();
  expect(inpatients).toMatchObject([
    {
      who: { patientId: shelf.patientId, name: 'Alvarez, Mariana' },
      stay: { location: '4B, room 12, bed 2', facility: 'St Mary', kind: 'Inpatient', state: 'in' },
      pause: { because: 'inpatient' },
      waitingFills: 1,
      openTasks: 1,
    },
  ]);
  expect([discharged, expected]).toEqual([[], []]);
  expect(asOf).toBe('2026-03-02T14:00:00.000Z');
  expect(house.test.ask('adt.state', {})).toMatchObject({
    sources: 1,
    inpatients: 1,
    openTasks: 1,
    waiting: 0,
  });
});

test('who left today stands under today with what to do; tomorrow no longer', async () => {
  await admit();
  await send('A03', [mariana(), visit(`${'|'.repeat(17)}01${'|'.repeat(9)}202603020930`)], '202603020931');
  expect(board()).toMatchObject({
    inpatients: [],
    discharged: [{ stay: { state: 'discharged', disposition: 'Home' }, pause: { because: 'inpatient' } }],
    tasks: [{ kind: 'reconcile', outcomes: ['resume', 'keep-paused'], settled: null }],
  });
  house.test.clock.advance(24 * 3_600_000);
  expect(board()).toMatchObject({ discharged: [], tasks: [{ kind: 'reconcile' }] });
});

test('what may mean harm comes first, however late it came', async () => {
  await filledOrder(house.test, shelf);
  await admit();
  await send('A08', [mariana(), 'AL1|1|DA|^lisinopril|SV|anaphylaxis'], '202603020910');
  const { tasks } = board();
  expect(tasks.map(({ kind }) => kind)).toEqual(['new-allergy', 'admitted']);
  expect(tasks.map(({ severity }) => severity)).toEqual([...tasks].map(({ severity }) => severity).sort());
  expect(house.test.ask('adt.state', {}).urgentTasks).toBe(
    tasks.filter(({ severity }) => severity === 1).length,
  );
});

test('a patient’s page tells stays, what is reported and not on file, cover, contacts, numbers and each message', async () => {
  await send('A01', [
    mariana(),
    'NK1|1|Alvarez^Luis|^Brother||585-555-0199||EC',
    visit(),
    'AL1|1|DA|^latex|MO|itching',
    'IN1|1|MCR-A|00450|Medicare Part A||||||||||||||||||||||||||||||||1EG4',
  ]);
  const known = house.test.ask('adt.ofPatient', { patientId: shelf.patientId });
  expect(known).toMatchObject({
    current: {
      location: '4B, room 12, bed 2',
      visitNumber: 'V1',
      attending: expect.stringContaining('Whitfield'),
      consulting: expect.stringContaining('Okafor'),
    },
    pause: { because: 'inpatient' },
    reported: [{ source: 'St Mary', substance: 'latex', reaction: 'itching', onFile: false, goneAt: null }],
    contacts: [{ sentence: 'Luis Alvarez, Brother, 585-555-0199, emergency contact' }],
    coverage: [{ sentence: expect.stringContaining('Medicare Part A') }],
    numbers: ['MR 777 (STMARY)'],
    movements: [{ event: 'A01', sentence: 'Admitted' }],
  });
  expect(known.stays).toHaveLength(1);
});

test('persons of a hospital are found by number and by the beginning of their name', async () => {
  await admit();
  await send('A28', [stranger]);
  const found = (text: string) => house.test.ask('adt.persons', { text }).rows;
  expect(found('888')).toMatchObject([
    { name: 'Pruitt, Eleanor', linked: false, numbers: ['MR 888 (STMARY)'] },
  ]);
  expect(found('prui')).toMatchObject([{ name: 'Pruitt, Eleanor' }]);
  expect(found('Alvarez, Mar')).toMatchObject([{ patientId: shelf.patientId, linked: true }]);
  expect(found('nobody')).toEqual([]);
});

test('messages are listed newest first, by state, event, source and patient, page by page', async () => {
  const first = await admit();
  const second = await send('A28', [stranger]);
  const third = await send('A08', [mariana()], '202603020905');
  const refused = await send('A40', [stranger, 'MRG|888^^^STMARY^MR']);
  const ids = (input: object) => house.test.ask('adt.messages', input, 'phoebe').rows.map(({ id }) => id);
  expect(ids({})).toEqual([refused, third, second, first]);
  expect(ids({ limit: 2 })).toEqual([refused, third]);
  expect(ids({ limit: 2, before: third })).toEqual([second, first]);
  expect(ids({ state: 'to-look-at' })).toEqual([refused]);
  expect(ids({ state: 'refused' })).toEqual([refused]);
  expect(ids({ state: 'failed' })).toEqual([]);
  expect(ids({ state: 'dismissed' })).toEqual([]);
  expect(ids({ event: 'A08' })).toEqual([third]);
  expect(ids({ event: 'A08', state: 'to-look-at', sourceId })).toEqual([]);
  expect(ids({ patientId: shelf.patientId })).toEqual([third, first]);
  expect(ids({ sourceId })).toHaveLength(4);
  expect(house.test.ask('adt.messages', {}, 'phoebe').total).toBe(4);
  expect(house.test.ask('adt.state', {}).toLookAt).toBe(1);
});

test('a message is shown as it came without social security numbers, in words, with what it changed', async () => {
  const id = await send('A01', [mariana('||||||123-45-6789'), visit()]);
  const shown = house.test.ask('adt.message', { messageId: id }, 'phoebe');
  expect(shown).toMatchObject({
    title: 'Admitted',
    name: 'Alvarez, Mariana',
    state: 'applied',
    acknowledgement: null,
    way: 'folder',
    peer: 'morning.hl7, message 1',
  });
  expect(shown.raw.map((line) => line.slice(0, 3))).toEqual(['MSH', 'EVN', 'PID', 'PV1']);
  expect(JSON.stringify(shown)).not.toMatch(/123-45-6789|123456789/);
  const pid = shown.translated.find(({ segment }) => segment === 'PID')!;
  expect(pid.fields.map(({ value }) => value).join(' ')).toContain('Mariana');
  expect(shown.changes).toContainEqual(expect.objectContaining({ after: '4B', before: null }));
});

test('a message of bytes nobody can read is shown as its text, and nothing is asked of it', async () => {
  const [kept] = await house.desk.take([
    { sourceId, way: 'folder', peer: 'x', bytes: new TextEncoder().encode('not a message at all') },
  ]);
  expect(kept!.messageId).toBeNull();
  expect(house.test.ask('adt.messages', {}, 'phoebe').rows).toEqual([]);
});

test('a merge that looks wrong shows both records, why a person is asked, and what it would change', async () => {
  const other = {
    familyName: 'Alvarado',
    givenNames: 'Marina',
    dateOfBirth: '1962-03-08',
    sex: 'female' as const,
  };
  const { patientId } = await house.test.run('patient.register', {
    ...{ ...other, phone: '585-555-0143' },
    ...{ allergyStatus: 'listed', allergies: [{ substance: 'latex' }] },
  });
  await send('A31', [mariana()]);
  await send('A31', ['PID|1||999^^^STMARY^MR||Alvarado^Marina||19620308|F|||||585-555-0143']);
  await send('A40', [mariana(), 'MRG|999^^^STMARY^MR'], '202603020930');
  const task = board().tasks.find(({ kind }) => kind === 'merge')!;
  expect(task.outcomes).toEqual(['merge', 'keep-apart']);
  const { merge } = house.test.ask('adt.task', { taskId: task.id });
  expect(merge).toMatchObject({
    survivor: { who: { patientId: shelf.patientId } },
    retired: { who: { patientId }, allergies: ['latex'] },
  });
  expect(merge!.risks.length).toBeGreaterThan(0);
  expect(merge!.changes).toContainEqual(expect.objectContaining({ before: null, after: 'latex' }));

  // Merged, both are still told apart, with what it changed; parted, nobody is asked any more.
  const settle = (taskId: string, outcome: 'merge' | 'undo') =>
    house.test.run('adt.settleTask', { taskId, outcome, reason: 'looked at' }, 'phoebe');
  await settle(task.id, 'merge');
  const [merged] = board().tasks;
  expect(merged).toMatchObject({ kind: 'merged', outcomes: ['done', 'undo'] });
  expect(house.test.ask('adt.task', { taskId: merged!.id }).merge).toMatchObject({
    survivor: { who: { name: 'Alvarez, Mariana' } },
    retired: { who: { name: 'Alvarado, Marina' }, numbers: ['999 (STMARY)'], allergies: ['latex'] },
    changes: expect.arrayContaining([expect.objectContaining({ what: expect.stringContaining('999') })]),
  });
  await settle(merged!.id, 'undo');
  expect(board().tasks).toEqual([]);
  expect(house.test.ask('adt.task', { taskId: task.id }).settled).toMatchObject({
    ...{ by: 'Phoebe', outcome: 'merge', reason: 'looked at' },
  });
});
