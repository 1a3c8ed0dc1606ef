/** The history at the real workstation: in words, in order, by pages, and never with what was refused left out. */
import { expect, test } from 'vitest';
import { checkOrder, filledOrder, handOver, stockedCounter } from '../support/counter.ts';
import { openTestWorkstation } from '../support/workstation.ts';

const ann = { familyName: 'Ash', givenNames: 'Ann', dateOfBirth: '1961-03-04', sex: 'female' as const };

test('what happened to an order and to its patient is told in the words of the counter', async () => {
  const work = await openTestWorkstation();
  const { patientId } = await work.run('patient.register', ann);
  const { prescriptionId } = await work.run('intake.receive', { source: 'phone', patientId });
  await work.run('prescription.claim', { prescriptionId });
  const followUpAt = '2026-03-03T14:00:00.000Z';
  await work.run('prescription.hold', {
    prescriptionId,
    reason: 'prescriber-call',
    note: 'dose?',
    followUpAt,
  });
  await work.refused('prescription.startFill', { prescriptionId });
  await work.run('prescription.resume', { prescriptionId }, 'tom');
  await work.run('prescription.reject', { prescriptionId, reason: 'prescriber-cancelled' }, 'phoebe');
  await work.run('patient.addNote', { patientId, kind: 'call', note: 'will come on Monday' });

  const order = work.ask('prescription.timeline', { prescriptionId }).entries;
  expect(order.map(({ sentence, by }) => [sentence, by?.name])).toEqual([
    ['Order received', 'Tina'],
    ['Taken to work on', 'Tina'],
    ['Put on hold: prescriber call: dose?', 'Tina'],
    [expect.stringMatching(/^Refused: /), 'Tina'],
    ['Hold lifted', 'Tom'],
    ['Rejected: prescriber cancelled', 'Phoebe'],
  ]);
  const patient = work.ask('patient.timeline', { patientId }).entries;
  expect(patient[0]).toMatchObject({
    sentence: 'Call: will come on Monday',
    subject: { kind: 'patient', id: patientId },
  });
  expect(patient.at(-1)?.sentence).toBe('Patient put on file');
  expect(patient.map(({ seq }) => seq)).toEqual(patient.map(({ seq }) => seq).toSorted((a, b) => b - a));
});

test('the log is read page by page, newest first, by name or by kind', async () => {
  const work = await openTestWorkstation();
  for (let day = 1; day <= 9; day += 1)
    await work.run('patient.register', { ...ann, dateOfBirth: `1961-03-0${day}` });
  const first = work.ask('event.log', { name: 'patient.', limit: 4 }, 'mona').entries;
  const rest = { name: 'patient.registered', limit: 9, before: first.at(-1)!.seq };
  const second = work.ask('event.log', rest, 'mona').entries;
  expect([first.length, second.length]).toEqual([4, 5]);
  const numbers = [...first, ...second].map(({ seq }) => seq);
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  expect(work.ask('event.log', { name: 'patient.changed' }, 'mona').entries).toEqual([]);
});

test.each([
  ['drawn', 'Handed over'],
  ['typed', 'Handed over, typed signature'],
] as const)('a %s signature is kept as such, and the story says: %s', async (signatureKind, said) => {
  const work = await openTestWorkstation();
  const prescriptionId = await filledOrder(work, await stockedCounter(work));
  const bagCode = await checkOrder(work, prescriptionId);
  await handOver(work, prescriptionId, bagCode, { signature: [[[10, 10]]], signatureKind });
  expect(work.ask('prescription.timeline', { prescriptionId }).entries.at(-1)?.sentence).toBe(said);
  const kept = work.workstation.store.get<{ signature: string }>('SELECT signature FROM hand_over');
  expect(JSON.parse(kept!.signature)).toEqual({ kind: signatureKind, strokes: [[[10, 10]]] });
});
