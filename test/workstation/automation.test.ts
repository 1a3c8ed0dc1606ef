/** Intakes put to automation: what is entered without a person, what a person gets and when, and what is only shown. */
import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readRequest } from '../../core/automation/message.ts';
import { AUTOMATION } from '../../core/automation/store.ts';
import { highRiskFields } from '../../core/contract/prescription.ts';
import { openDocuments } from '../../core/recognise/store.ts';
import { AutomationOutcome } from '../../core/sync/gen/mortar/v1/intake_pb.js';
import { verify } from '../../core/verification/verify.ts';
import {
  answerBytes,
  answered,
  askedFax,
  automatedCounter,
  clean,
  ownSweep,
  type Says,
} from '../support/automation.ts';
import { oxycodone } from '../support/counter.ts';
import { readFax } from '../support/read-fax.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const counter = async (drug: Parameters<typeof automatedCounter>[1] = {}) => {
  const test = await openTestWorkstation();
  return { test, shelf: await automatedCounter(test, drug) };
};

const orderOf = (test: TestWorkstation, prescriptionId: string) =>
  test.ask('prescription.get', { prescriptionId }).prescription;
const saidOf = (test: TestWorkstation, prescriptionId: string) =>
  test.ask('automation.ofPrescription', { prescriptionId }).requests[0]!;
const failed = (test: TestWorkstation, prescriptionId: string) =>
  Object.fromEntries(
    saidOf(test, prescriptionId)
      .judgements.filter(({ passed }) => !passed)
      .map(({ about, words }) => [about, words]),
  );
const queue = (test: TestWorkstation, automation: 'without' | 'only') =>
  test.ask('prescription.workQueue', { stage: 'transcribing', automation }).rows.map(({ id }) => id);
const timeline = (test: TestWorkstation, prescriptionId: string) =>
  test.ask('prescription.timeline', { prescriptionId }).entries.map(({ sentence }) => sentence);

const minutes = (count: number) => count * 60_000;
const acknowledge = (test: TestWorkstation, requestId: string) =>
  test.run('automation.acknowledged', { requestId }, test.workstation.system);

const typed = (prescriptionId: string, shelf: Awaited<ReturnType<typeof automatedCounter>>) => ({
  ...{ prescriptionId, patientId: shelf.patientId, prescriberId: shelf.prescriberId, ndc11: shelf.ndc11 },
  ...{ writtenOn: '2026-03-01', sigText: '1 tab po daily', quantity: '90', daysSupply: 90, refills: 1 },
  substitutionAllowed: true,
});

describe('asking', () => {
  test('an order waits outside the queue, its request in the same transaction and with its pages', async () => {
    const { test } = await counter();
    const { prescriptionId, documentId, requestId } = await askedFax(test);
    expect(orderOf(test, prescriptionId)).toMatchObject({ stage: 'transcribing', automation: 'asked' });
    expect(queue(test, 'without')).toEqual([]);
    expect(queue(test, 'only')).toEqual([prescriptionId]);
    const counts = test.ask('prescription.counts', {});
    expect([counts.stages.transcribing!.total, counts.withAutomation]).toEqual([0, 1]);
    expect(test.ask('automation.waiting', {})).toMatchObject({
      rows: [{ prescriptionId, documentId, acknowledgedAt: null }],
      total: 1,
    });
    const { request } = test.workstation.store.get<{ request: Uint8Array }>(
      'SELECT request FROM intake_automation_results WHERE request_id = ?',
      [requestId],
    )!;
    const { png } = test.workstation.store.get<{ png: Uint8Array }>('SELECT png FROM page')!;
    expect(readRequest(request).pages).toMatchObject([
      { documentUrn: `urn:mortar:document:${documentId}`, number: 1, sha256: hash('sha256', png, 'hex') },
    ]);
    expect(timeline(test, prescriptionId)).toContain('Put to automation');
  });

  test('nothing is asked while automation is off, no central is named, or the source is left out', async () => {
    const { test } = await counter();
    const asked = async () => {
      const { prescriptionId } = await readFax(test, null);
      return orderOf(test, prescriptionId).automation;
    };
    const change = (name: string, value: unknown) =>
      test.run('setting.change', { name, value, reason: 'test' }, 'mona');
    await change('automation.sources', ['phone']);
    expect(await asked()).toBeNull();
    await change('automation.sources', ['fax']);
    await change('automation.on', false);
    expect(await asked()).toBeNull();
    await change('automation.on', true);
    await change('central.brokers', '');
    expect(await asked()).toBeNull();
  });

  test('a walk-in, which a person holds in the hand, is not put to it', async () => {
    const { test } = await counter();
    const { prescriptionId } = await test.run('intake.receive', { source: 'walk-in' });
    expect(orderOf(test, prescriptionId).automation).toBeNull();
  });
});

test('the machine here leaves a page alone that automation is asked about, until a person gets it', async () => {
  const { test } = await counter();
  const { prescriptionId, documentId } = await askedFax(test);
  const open = () => openDocuments(test.workstation.store, new Date(test.clock.now()).toISOString());
  expect(open()).toEqual([]);
  await test.run('automation.take', { prescriptionId });
  expect(open()).toEqual([documentId]);
});

describe('a sufficient answer', () => {
  test('stands in verification with the place of each value, typed by automation, for a pharmacist to approve', async () => {
    const { test, shelf } = await counter();
    const { prescriptionId, documentId, requestId } = await askedFax(test);
    expect(await answered(test, answerBytes(requestId, clean))).toEqual({ outcome: 'sufficient' });
    const view = test.ask('prescription.get', { prescriptionId });
    expect(view.prescription).toMatchObject({
      stage: 'verifying',
      automation: 'entered',
      transcribedBy: { id: AUTOMATION, name: 'Automation' },
      transcription: {
        patientId: shelf.patientId,
        prescriberId: shelf.prescriberId,
        ndc11: shelf.ndc11,
        ...{
          writtenOn: '2026-03-01',
          sigText: 'take 1 tablet by mouth daily',
          quantity: '30',
          daysSupply: 30,
        },
        ...{ refills: 2, substitutionAllowed: true },
      },
    });
    expect(view.prescription.rxNumber).not.toBeNull();
    expect(view.evidence.find(({ field }) => field === 'drug')).toMatchObject({
      outcome: 'accepted',
      suggested: 'lisinopril',
      region: { documentId, page: 1, x: 10, width: 120 },
    });
    expect(view.pages).toMatchObject([{ rotation: 90 }]);
    const [row] = test.ask('prescription.workQueue', { stage: 'verifying' }).rows;
    expect(row).toMatchObject({ automation: 'entered', flags: ['typed by automation'] });
    expect(failed(test, prescriptionId)).toEqual({});
    expect(timeline(test, prescriptionId)).toContain('Typed in by automation');
    await test.run('prescription.approve', { prescriptionId, confirmed: [...highRiskFields] }, 'phoebe');
    expect(verify(test.workstation.store).violations).toEqual([]);
  });

  test('is taken once, however often it comes, also after a restart', async () => {
    const { test } = await counter();
    const { prescriptionId, requestId } = await askedFax(test);
    await answered(test, answerBytes(requestId, clean));
    const before = orderOf(test, prescriptionId);
    expect(await answered(test, answerBytes(requestId, { ...clean, quantity: '90' }))).toEqual({
      outcome: 'repeated',
    });
    await test.restart();
    expect(await answered(test, answerBytes(requestId, clean))).toEqual({ outcome: 'repeated' });
    expect(orderOf(test, prescriptionId)).toEqual(before);
    expect(test.ask('automation.unusable', {}, 'mona').rows).toEqual([]);
  });

  test('puts a patient on file who is not there, once', async () => {
    const { test } = await counter();
    const says: Says = {
      ...clean,
      ...{ patientName: 'Brandenburg, Wilhelmina', dateOfBirth: '1948-11-03', patientPhone: '5855550199' },
    };
    const first = await askedFax(test);
    expect(await answered(test, answerBytes(first.requestId, says))).toEqual({ outcome: 'sufficient' });
    const { patient } = test.ask('prescription.get', { prescriptionId: first.prescriptionId });
    expect(patient).toMatchObject({
      ...{ name: 'Brandenburg, Wilhelmina', dateOfBirth: '1948-11-03', phone: '5855550199' },
      ...{ address: '77 Wilmer Street, Rochester, NY 14607', sex: 'unknown', allergyStatus: 'not-asked' },
    });
    const second = await askedFax(test);
    await answered(test, answerBytes(second.requestId, { ...says, drug: 'lisinopril' }));
    const { rows } = test.ask('patient.find', { text: 'Brandenburg' });
    expect(rows.map(({ id }) => id)).toEqual([patient!.id]);
    // It repeats what she has just been prescribed, which a person has to decide on.
    expect(failed(test, second.prescriptionId)).toMatchObject({
      order: expect.stringContaining('same medicine'),
    });
  });

  test('of a medicine that is typed twice still waits for the second entry', async () => {
    const { test } = await counter({ name: 'methotrexate', strength: '2.5 mg' });
    await test.run(
      'setting.change',
      { name: 'second-entry.classes', value: ['methotrexate'], reason: 'test' },
      'mona',
    );
    const { prescriptionId, requestId } = await askedFax(test);
    const says = {
      drug: 'methotrexate',
      strength: '2.5 mg',
      sig: 'take 4 tablets by mouth once weekly on Friday',
    };
    expect(
      await answered(test, answerBytes(requestId, { ...clean, ...says, quantity: '16', daysSupply: '28' })),
    ).toEqual({ outcome: 'sufficient' });
    expect(test.ask('prescription.get', { prescriptionId }).secondEntry).toMatchObject({ state: 'needed' });
    const refused = await test.refused(
      'prescription.approve',
      { prescriptionId, confirmed: [...highRiskFields] },
      'phoebe',
    );
    expect(refused.code).toBe('prescription.second-entry-needed');
  });
});

describe('an insufficient answer', () => {
  test('gives a person what was read as suggestions, and says field by field what was missing', async () => {
    const { test } = await counter();
    const { prescriptionId, documentId, requestId } = await askedFax(test);
    expect(await answered(test, answerBytes(requestId, { ...clean, quantity: ['30', 0.5] }))).toEqual({
      outcome: 'insufficient',
    });
    expect(orderOf(test, prescriptionId)).toMatchObject({ stage: 'transcribing', automation: null });
    expect(queue(test, 'without')).toEqual([prescriptionId]);
    expect(failed(test, prescriptionId)).toEqual({ quantity: 'read with 0.5, 0.7 is wanted' });
    expect(saidOf(test, prescriptionId).givenToPerson).toMatchObject({ because: 'insufficient' });
    const proposed = test.ask('recognition.ofPrescription', { prescriptionId });
    expect(proposed).toMatchObject({ state: 'read', kind: 'prescription' });
    expect(proposed.suggestions.find(({ field }) => field === 'quantity')).toMatchObject({
      value: '30',
      confidence: 'guess',
      region: { documentId, page: 1 },
    });
    // The machine here need not read it a second time.
    expect(test.ask('recognition.status', {}).waiting).toBe(0);
    expect(verify(test.workstation.store).violations).toEqual([]);
  });

  test.each<[string, string, Says]>([
    ['a patient born another day', 'patient', { dateOfBirth: '1992-08-31' }],
    ['a prescriber nobody knows', 'prescriber', { prescriberName: 'Stranger, Ann', npi: '1588400725' }],
    ['a strength that is not on file', 'product', { strength: '20 mg' }],
    ['directions that mean nothing', 'directions', { sig: 'take 1 tablet whenever glorp' }],
    ['a quantity that lasts another time', 'supply', { quantity: '60' }],
    ['a day written tomorrow', 'writtenOn', { writtenOn: '2026-03-03' }],
  ])('%s is for a person', async (_, about, says) => {
    const { test } = await counter();
    const { prescriptionId, requestId } = await askedFax(test);
    expect(await answered(test, answerBytes(requestId, { ...clean, ...says }))).toEqual({
      outcome: 'insufficient',
    });
    expect(Object.keys(failed(test, prescriptionId))).toContain(about);
    expect(orderOf(test, prescriptionId).transcription).toBeNull();
  });

  test('directions that would harm are for a person, whatever was read', async () => {
    const { test } = await counter({ name: 'methotrexate', strength: '2.5 mg' });
    const { prescriptionId, requestId } = await askedFax(test);
    const says = { drug: 'methotrexate', strength: '2.5 mg', sig: 'take 1 tablet by mouth daily' };
    expect(await answered(test, answerBytes(requestId, { ...clean, ...says }))).toEqual({
      outcome: 'insufficient',
    });
    expect(failed(test, prescriptionId)).toEqual({
      directions: expect.stringContaining('Call the prescriber.'),
    });
  });

  test('two prescriptions on one fax are for a person, who finds both', async () => {
    const { test } = await counter();
    const { prescriptionId, requestId } = await askedFax(test);
    await answered(test, answerBytes(requestId, clean, { twice: true }));
    expect(failed(test, prescriptionId)).toEqual({ order: '2 prescriptions were found' });
    expect(test.ask('recognition.ofPrescription', { prescriptionId }).found).toHaveLength(2);
  });

  test('pages automation could not read go to a person with the reason, and to the machine here', async () => {
    const { test } = await counter();
    const { prescriptionId, requestId } = await askedFax(test);
    const problem = 'The picture of this page could not be read.';
    await answered(test, answerBytes(requestId, clean, { outcome: AutomationOutcome.UNREADABLE, problem }));
    expect(failed(test, prescriptionId)).toEqual({ order: problem });
    expect(test.ask('recognition.status', {}).waiting).toBe(1);
  });

  test('a controlled medicine is never typed by automation, unless the branch says so', async () => {
    const { test } = await counter({
      ndc11: oxycodone,
      name: 'oxycodone',
      strength: '5 mg',
      schedule: 'CII',
    });
    const says = { ...clean, drug: 'oxycodone', strength: '5 mg' };
    const first = await askedFax(test);
    expect(await answered(test, answerBytes(first.requestId, says))).toEqual({ outcome: 'insufficient' });
    expect(failed(test, first.prescriptionId)).toEqual({
      product: 'controlled (CII): always typed by a person',
    });
    await test.run('setting.change', { name: 'automation.controlled', value: true, reason: 'test' }, 'mona');
    const second = await askedFax(test);
    expect(await answered(test, answerBytes(second.requestId, says))).toEqual({ outcome: 'sufficient' });
  });
});

describe('a person first', () => {
  test('takes an order at any time; what automation says later is shown beside what was typed', async () => {
    const { test, shelf } = await counter();
    const { prescriptionId, requestId } = await askedFax(test);
    const { version } = await test.run('automation.take', { prescriptionId });
    expect(orderOf(test, prescriptionId)).toMatchObject({
      version,
      automation: null,
      claim: { by: { id: 'user-tina' } },
    });
    expect((await test.refused('automation.take', { prescriptionId }, 'tom')).code).toBe(
      'automation.not-waiting',
    );
    await test.run('prescription.transcribe', typed(prescriptionId, shelf));
    const before = orderOf(test, prescriptionId);
    expect(await answered(test, answerBytes(requestId, clean))).toEqual({ outcome: 'late' });
    expect(orderOf(test, prescriptionId)).toEqual(before);
    expect(saidOf(test, prescriptionId)).toMatchObject({
      verdict: 'late',
      givenToPerson: { because: 'taken' },
      differs: [
        { field: 'quantity', automation: '30', typed: '90' },
        { field: 'daysSupply', automation: '30', typed: '90' },
        { field: 'refills', automation: '2', typed: '1' },
      ],
    });
    expect(verify(test.workstation.store).violations).toEqual([]);
  });

  test('opening it to work on is taking it', async () => {
    const { test } = await counter();
    const { prescriptionId, requestId } = await askedFax(test);
    await test.run('prescription.claim', { prescriptionId });
    expect(orderOf(test, prescriptionId).automation).toBeNull();
    expect(await answered(test, answerBytes(requestId, clean))).toEqual({ outcome: 'late' });
    // She has nothing proposed yet: what automation read is better than nothing, and her form is hers.
    expect(orderOf(test, prescriptionId).stage).toBe('transcribing');
    expect(test.ask('recognition.ofPrescription', { prescriptionId }).suggestions).not.toEqual([]);
  });

  test('an order that has ended stays ended, and waits no longer', async () => {
    const { test } = await counter();
    const { prescriptionId, requestId } = await askedFax(test);
    await test.run('prescription.reject', { prescriptionId, reason: 'not-a-prescription', note: '' });
    expect(test.ask('automation.waiting', {}).total).toBe(0);
    const sweep = ownSweep(test);
    await sweep.look();
    await sweep.stop();
    expect(saidOf(test, prescriptionId).givenToPerson).toMatchObject({ because: 'taken' });
    expect(verify(test.workstation.store).violations).toEqual([]);
    expect(await answered(test, answerBytes(requestId, clean))).toEqual({ outcome: 'late' });
    expect(orderOf(test, prescriptionId).stage).toBe('rejected');
  });
});

test('nobody signs in as automation, and nobody lets it', async () => {
  const { test } = await counter();
  expect(test.ask('user.tiles', {}).tiles.map(({ displayName }) => displayName)).not.toContain('Automation');
  expect(test.ask('user.list', {}, 'mona').users.map(({ id }) => id)).not.toContain(AUTOMATION);
  for (const active of [true, false])
    await test.refused(
      'user.change',
      { userId: AUTOMATION, displayName: 'Automation', role: 'pharmacist', active, reason: 'test' },
      'adam',
    );
  await test.refused('user.setPassword', { userId: AUTOMATION, password: 'a-long-password-7' }, 'adam');
});

describe('what cannot be used', () => {
  test('garbage and answers to no question are kept with the reason; of another workstation they are its own', async () => {
    const { test } = await counter();
    const { prescriptionId } = await askedFax(test);
    expect(await answered(test, new Uint8Array([255, 1, 2, 3]))).toEqual({ outcome: 'unusable' });
    expect(await answered(test, answerBytes('nobody-asked', clean))).toEqual({ outcome: 'unusable' });
    expect(await answered(test, answerBytes('nobody-asked', clean, { askedBy: 'another-producer' }))).toEqual(
      {
        outcome: 'elsewhere',
      },
    );
    const { rows } = test.ask('automation.unusable', {}, 'mona');
    expect(rows.map(({ problem }) => problem).sort()).toEqual([
      'It answers no question of this workstation.',
      'The bytes are not an answer as it was agreed.',
    ]);
    expect(orderOf(test, prescriptionId).automation).toBe('asked');
  });
});

describe('waiting', () => {
  test('a request central does not take reaches a person within a minute', async () => {
    const { test } = await counter();
    const sweep = ownSweep(test);
    const { prescriptionId, requestId } = await askedFax(test);
    await sweep.look();
    await sweep.pass(59_000);
    expect(orderOf(test, prescriptionId).automation).toBe('asked');
    await sweep.pass(1_000);
    expect(orderOf(test, prescriptionId).automation).toBeNull();
    expect(saidOf(test, prescriptionId).givenToPerson).toMatchObject({ because: 'offline' });
    expect(await answered(test, answerBytes(requestId, clean))).toEqual({ outcome: 'late' });
    await sweep.stop();
  });

  test('without an answer a person gets it fifteen minutes after central took the request', async () => {
    const { test } = await counter();
    const sweep = ownSweep(test);
    const { prescriptionId, requestId } = await askedFax(test);
    await sweep.pass(50_000);
    await acknowledge(test, requestId);
    await sweep.look();
    await sweep.pass(minutes(15) - 1);
    expect(orderOf(test, prescriptionId).automation).toBe('asked');
    await sweep.pass(1);
    expect(orderOf(test, prescriptionId).automation).toBeNull();
    expect(saidOf(test, prescriptionId).givenToPerson).toMatchObject({ because: 'no-answer' });
    const given = timeline(test, prescriptionId).filter((line) => line.includes('did not answer'));
    await sweep.pass(minutes(60));
    expect(timeline(test, prescriptionId).filter((line) => line.includes('did not answer'))).toEqual(given);
    expect(given).toHaveLength(1);
    await sweep.stop();
  });

  test('a clock set back or forward neither ends nor prolongs the wait', async () => {
    const { test } = await counter();
    const sweep = ownSweep(test);
    const { prescriptionId, requestId } = await askedFax(test);
    await acknowledge(test, requestId);
    await sweep.look();
    test.clock.advance(minutes(11));
    await sweep.look();
    test.clock.advance(minutes(600));
    await sweep.look();
    expect(orderOf(test, prescriptionId).automation).toBe('asked');
    test.clock.advance(-minutes(2_000));
    await sweep.pass(minutes(14));
    expect(orderOf(test, prescriptionId).automation).toBe('asked');
    await sweep.pass(minutes(1));
    expect(orderOf(test, prescriptionId).automation).toBeNull();
    await sweep.stop();
  });

  test('a restart goes on with the time that has passed by the clock on the wall', async () => {
    const { test } = await counter();
    const { prescriptionId, requestId } = await askedFax(test);
    await acknowledge(test, requestId);
    await test.restart();
    test.clock.advance(minutes(10));
    const sweep = ownSweep(test);
    await sweep.look();
    await sweep.pass(minutes(5) - 1);
    expect(orderOf(test, prescriptionId).automation).toBe('asked');
    await sweep.pass(1);
    expect(orderOf(test, prescriptionId).automation).toBeNull();
    await sweep.stop();
  });

  test('after a restart with the clock set back before the request, a person gets it at once', async () => {
    const { test } = await counter();
    const { prescriptionId, requestId } = await askedFax(test);
    await acknowledge(test, requestId);
    await test.restart();
    test.clock.advance(-minutes(180));
    const sweep = ownSweep(test);
    await sweep.look();
    expect(orderOf(test, prescriptionId).automation).toBeNull();
    await sweep.stop();
  });

  test('switching automation off gives people what it was asked about', async () => {
    const { test } = await counter();
    const { prescriptionId } = await askedFax(test);
    await test.run('setting.change', { name: 'automation.on', value: false, reason: 'test' }, 'mona');
    const sweep = ownSweep(test);
    await sweep.look();
    expect(orderOf(test, prescriptionId).automation).toBeNull();
    expect(saidOf(test, prescriptionId).givenToPerson).toMatchObject({ because: 'switched-off' });
    await sweep.stop();
  });
});

test('the report counts what was entered, what was corrected of it, and the time that saved', async () => {
  const { test, shelf } = await counter();
  const entered = await askedFax(test);
  test.clock.advance(4_000);
  await answered(test, answerBytes(entered.requestId, clean));
  const wrong = await askedFax(test);
  test.clock.advance(6_000);
  await answered(test, answerBytes(wrong.requestId, { ...clean, patientName: 'Brandenburg, Wilhelmina' }));
  await test.run(
    'prescription.sendBack',
    { prescriptionId: wrong.prescriptionId, reason: 'wrong-patient', note: '' },
    'phoebe',
  );
  await test.run('prescription.transcribe', {
    ...{ ...typed(wrong.prescriptionId, shelf), sigText: 'take 1 tablet by mouth daily', quantity: '30' },
    ...{ daysSupply: 30, refills: 2 },
    duplicate: { of: entered.prescriptionId, answer: 'new', reason: 'For school.' },
  });
  const byHand = await askedFax(test);
  test.clock.advance(60_000);
  await test.run('automation.take', { prescriptionId: byHand.prescriptionId });
  test.clock.advance(90_000);
  await test.run('prescription.transcribe', {
    ...typed(byHand.prescriptionId, shelf),
    duplicate: { of: entered.prescriptionId, answer: 'new', reason: 'For school.' },
  });
  const span = { from: '2026-03-02', to: '2026-03-02' } as const;
  for (const by of ['day', 'week'] as const)
    expect(test.ask('automation.report', { ...span, by }, 'mona')).toEqual({
      rows: [
        { from: '2026-03-02', asked: 3, entered: 2, insufficient: 0, unanswered: 0, late: 0, corrected: 1 },
      ],
      corrections: [{ field: 'patient', count: 1 }],
      time: { entered: 5, typed: 150, handling: 90, savedSeconds: 90 },
    });
});
