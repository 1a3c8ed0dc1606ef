/** The blind second entry: for whom it is asked, who types it and what that person sees. */
import { describe, expect, test } from 'vitest';
import { checkOrder, filledOrder, handOver, oxycodone } from '../support/counter.ts';
import { readFax } from '../support/read-fax.ts';
import {
  anotherPatient,
  approve,
  counter,
  first,
  get,
  otherPackage,
  same,
  sound,
  stateOf,
  waiting,
  wantTwice,
} from '../support/typed-twice.ts';
import type { Person } from '../support/workstation.ts';

describe('a second entry is asked for', () => {
  test('for the classes the manager set, and then nobody verifies before it', async () => {
    const { test, shelf } = await counter();
    const prescriptionId = await waiting(test, shelf);
    expect(get(test, prescriptionId, 'phoebe')).toMatchObject({
      secondEntry: { state: 'needed', classes: ['opioid'], by: null, differences: [] },
      possible: {
        approve: 'Another person has to type the high-risk fields a second time first.',
        enterAgain: null,
        sendBack: null,
      },
    });
    expect(await test.refused('prescription.approve', approve(prescriptionId), 'phoebe')).toMatchObject({
      code: 'prescription.second-entry-needed',
    });
  });

  test('not for others, and not where the manager set none', async () => {
    const { test, shelf } = await counter(['insulin']);
    const prescriptionId = await waiting(test, shelf);
    expect(get(test, prescriptionId).secondEntry).toBeNull();
    await test.run('prescription.approve', approve(prescriptionId), 'phoebe');
    expect(await test.refused('prescription.enterAgain', { prescriptionId, ...same }, 'tom')).toMatchObject({
      code: 'workflow.not-here',
    });
  });

  test('for a child below the set age, whatever the medicine', async () => {
    const { test, shelf } = await counter(['child']);
    const child = await test.run('patient.register', {
      ...{ familyName: 'Alvarez', givenNames: 'Nina', dateOfBirth: '2014-03-03', sex: 'female' },
    });
    const typedFor = async () => waiting(test, { ...shelf, patientId: child.patientId });
    expect(stateOf(test, await typedFor())).toBe('needed');
    test.clock.set('2026-03-04T14:00:00.000Z');
    const { prescriptionId } = await test.run('intake.receive', { source: 'phone' });
    const [earlier] = test.ask('prescription.duplicates', {
      ...{ prescriptionId, patientId: child.patientId, ndc11: shelf.ndc11 },
    }).rows;
    await test.run('prescription.transcribe', {
      ...first({ ...shelf, patientId: child.patientId }, prescriptionId),
      duplicate: { of: earlier!.prescriptionId, answer: 'renew' },
    });
    expect(stateOf(test, prescriptionId)).toBeNull();
  });

  test('not for a refill that is a copy of what was verified, but for one that is not', async () => {
    const { test, shelf } = await counter([], { name: 'tramadol', strength: '50 mg', schedule: 'CIV' });
    const original = await filledOrder(test, shelf, { refills: 5 });
    await handOver(test, original, await checkOrder(test, original));
    await wantTwice(test, ['opioid']);
    const refill = async (changes: object) => {
      const { prescriptionId } = await test.run('intake.receive', { source: 'refill', refillOf: original });
      const { sigText = '', quantity = '' } = get(test, prescriptionId).draft!;
      await test.run('prescription.transcribe', {
        ...{ ...first(shelf, prescriptionId), sigText, quantity, ...changes },
      });
      return stateOf(test, prescriptionId);
    };
    expect(await refill({})).toBeNull();
    expect(await refill({ sigText: '2 tabs po daily' })).toBe('needed');
    expect(await refill({ quantity: '31' })).toBe('needed');
    expect(await refill({ patientId: (await anotherPatient(test)).patientId })).toBe('needed');
  });

  test('is seen in the queue, by filter and in the counts', async () => {
    const { test, shelf } = await counter();
    const needed = await waiting(test, shelf);
    const counts = () => test.ask('prescription.counts', {}).secondEntry;
    const queue = (secondEntry: 'needed' | 'differs') =>
      test.ask('prescription.workQueue', { secondEntry }).rows.map(({ id, flags }) => [id, flags[0]]);
    expect(counts()).toEqual({ needed: 1, differs: 0 });
    expect(queue('needed')).toEqual([[needed, 'second entry needed']]);
    await test.run('prescription.enterAgain', { prescriptionId: needed, ...same, quantity: '30' }, 'tom');
    expect(counts()).toEqual({ needed: 0, differs: 1 });
    expect([queue('needed'), queue('differs')]).toEqual([[], [[needed, 'entries differ']]]);
    await test.run('prescription.reject', { prescriptionId: needed, reason: 'clinical' }, 'phoebe');
    expect([counts(), queue('differs')]).toEqual([{ needed: 0, differs: 0 }, []]);
    sound(test);
  });
});

describe('the second person', () => {
  test('is somebody else than the first', async () => {
    const { test, shelf } = await counter();
    const prescriptionId = await waiting(test, shelf);
    expect(await test.refused('prescription.enterAgain', { prescriptionId, ...same }, 'tina')).toMatchObject({
      code: 'prescription.second-entry-own',
    });
    const seen = (as: Person) => test.ask('prescription.forSecondEntry', { prescriptionId }, as).refusal;
    expect(seen('tina')).toBe('You typed the first entry. Another person has to type the second.');
    expect([seen('tom'), seen('mona'), seen('phoebe')]).toEqual([null, null, null]);
  });

  test('sees the pages and what the caller said, and nothing that was typed', async () => {
    const { test, shelf } = await counter();
    const { documentId, prescriptionId } = await readFax(test, { drug: 'oxycodone' });
    await test.run('prescription.transcribe', { ...first(shelf, prescriptionId), note: 'Zebra' });
    const seen = test.ask('prescription.forSecondEntry', { prescriptionId }, 'tom');
    expect(seen).toMatchObject({ pages: [{ documentId, number: 1, rotation: 90 }] });
    expect(Object.keys(seen).sort()).toEqual(
      ['intake', 'pages', 'prescriptionId', 'receivedAt', 'refusal', 'version'].sort(),
    );
    // The class is left out too: it would name the drug.
    for (const typed of [oxycodone, 'oxycodone', 'opioid', 'Alvarez', '1992-08-30', 'tab', 'Zebra'])
      expect(JSON.stringify(seen)).not.toContain(typed);
    const called = await waiting(test, { ...shelf, patientId: (await anotherPatient(test)).patientId });
    expect(test.ask('prescription.forSecondEntry', { prescriptionId: called }, 'tom').intake).toMatchObject({
      source: 'phone',
      note: 'Read back twice.',
    });
  });

  test('agrees by meaning, and the pharmacist verifies', async () => {
    const { test, shelf } = await counter();
    const prescriptionId = await waiting(test, shelf);
    const { agreed } = await test.run(
      'prescription.enterAgain',
      { prescriptionId, ...same, ndc11: otherPackage, sigText: '1 TAB PO BID', quantity: '60.0' },
      'tom',
    );
    expect(agreed).toBe(true);
    await test.restart();
    expect(get(test, prescriptionId, 'phoebe')).toMatchObject({
      secondEntry: { state: 'agreed', by: { id: 'user-tom', name: 'Tom' }, differences: [] },
      prescription: { transcription: { ndc11: oxycodone, quantity: '60' } },
    });
    await test.run('prescription.approve', approve(prescriptionId), 'phoebe');
    sound(test);
  });

  test('types once: a second time is refused, agreed or not', async () => {
    const { test, shelf } = await counter();
    const prescriptionId = await waiting(test, shelf);
    await test.run('prescription.enterAgain', { prescriptionId, ...same, quantity: '30' }, 'tom');
    expect(await test.refused('prescription.enterAgain', { prescriptionId, ...same }, 'mona')).toMatchObject({
      code: 'prescription.second-entry-differs',
    });
  });

  test('writes directions that can be read, as the first has to', async () => {
    const { test, shelf } = await counter();
    const prescriptionId = await waiting(test, shelf);
    expect(
      await test.refused(
        'prescription.enterAgain',
        { prescriptionId, ...same, sigText: '1 tab od bid' },
        'tom',
      ),
    ).toMatchObject({ code: 'prescription.sig-refused' });
    expect(stateOf(test, prescriptionId)).toBe('needed');
  });

  test('leaves the order free for the next one', async () => {
    const { test, shelf } = await counter();
    const prescriptionId = await waiting(test, shelf);
    await test.run('prescription.claim', { prescriptionId }, 'tom');
    await test.run('prescription.enterAgain', { prescriptionId, ...same }, 'tom');
    expect(get(test, prescriptionId, 'phoebe').possible.approve).toBeNull();
  });

  test('may be a pharmacist, who then verifies only because both agreed by themselves', async () => {
    const { test, shelf } = await counter();
    const agreed = await waiting(test, shelf);
    await test.run('prescription.enterAgain', { prescriptionId: agreed, ...same }, 'phoebe');
    expect(get(test, agreed, 'phoebe').possible.approve).toBeNull();
    const patientId = (await anotherPatient(test)).patientId;
    const differing = await waiting(test, { ...shelf, patientId });
    await test.run(
      'prescription.enterAgain',
      { prescriptionId: differing, ...same, dateOfBirth: '1950-01-02', quantity: '30' },
      'phoebe',
    );
    await test.run(
      'prescription.decideEntry',
      { prescriptionId: differing, choices: [{ field: 'quantity', take: 'first' }], reason: 'page says 60' },
      'paul',
    );
    expect(get(test, differing, 'phoebe').possible.approve).toBe(
      'You typed one of the two entries. Another pharmacist has to verify it.',
    );
    expect(await test.refused('prescription.approve', approve(differing), 'phoebe')).toMatchObject({
      code: 'prescription.own-transcription',
    });
    await test.run('prescription.approve', approve(differing), 'paul');
    sound(test);
  });
});
