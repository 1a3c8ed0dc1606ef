/** Two records of one patient become one, and two again: whatever is asked, both are his, and nothing is moved. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../core/contract/errors.ts';
import { mergePatients, undoPatientMerge } from '../../core/patient/merge.ts';
import { livesOnAs } from '../../core/patient/records.ts';
import { matchPatients } from '../../core/recognise/match-patients.ts';
import { verify } from '../../core/verification/verify.ts';
import {
  bothAreNeeded,
  checkOrder,
  filledOrder,
  handOver,
  type Shelf,
  stockedCounter,
} from '../support/counter.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const mariana = {
  ...{ familyName: 'Alvares', givenNames: 'Mariana', dateOfBirth: '1992-08-30', sex: 'female' as const },
  anotherPerson: true,
};
const rash = { substance: 'Penicillin', reaction: 'rash', severity: 'severe' as const };
const latex = { substance: 'Latex', reaction: '', severity: 'mild' as const };

const register = async (work: TestWorkstation, more: object = {}): Promise<string> =>
  (await work.run('patient.register', { ...mariana, ...more })).patientId;

const merge = (work: TestWorkstation, retired: string, survivor: string): void =>
  work.workstation.dispatcher.record((store) => ({
    result: undefined,
    events: mergePatients({ store, actor: null }, retired, survivor, { reason: 'registered twice' }),
  }));
const undo = (work: TestWorkstation, retired: string): void =>
  work.workstation.dispatcher.record((store) => ({
    result: undefined,
    events: undoPatientMerge({ store }, retired, { reason: 'two people after all' }),
  }));
const refusalOf = (act: () => void): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.failure.code;
    throw error;
  }
  return 'not refused';
};

/** The patient of the shelf, and the record by which she was put on file before. */
const registeredTwice = async () => {
  const work = await openTestWorkstation();
  const shelf = await stockedCounter(work);
  const retired = await register(work, { allergyStatus: 'listed', allergies: [rash], mrn: 'OLD-7' });
  return { work, shelf, retired, survivor: shelf.patientId, old: { ...shelf, patientId: retired } };
};

const get = (work: TestWorkstation, patientId: string) => work.ask('patient.get', { patientId });
const typedFor = (shelf: Shelf, prescriptionId: string) => ({
  ...{ prescriptionId, patientId: shelf.patientId, prescriberId: shelf.prescriberId, ndc11: shelf.ndc11 },
  ...{ writtenOn: '2026-03-01', sigText: '1 tab po daily', quantity: '30', daysSupply: 30, refills: 0 },
  substitutionAllowed: true,
});

describe('two records of one patient, merged', () => {
  test('the address of the retired one opens the survivor, and says so', async () => {
    const { work, retired, survivor } = await registeredTwice();
    merge(work, retired, survivor);
    for (const asked of [retired, survivor])
      expect(get(work, asked)).toMatchObject({
        patient: { id: survivor, name: 'Alvarez, Mariana' },
        merged: [{ id: retired, name: 'Alvares, Mariana', mrn: 'OLD-7' }],
      });
  });

  test('what the retired one says finds the survivor, once, and on a page the survivor alone is proposed', async () => {
    const { work, retired, survivor } = await registeredTwice();
    const found = () => work.ask('patient.find', { text: 'mariana 1992-08-30' }).rows.map(({ id }) => id);
    const everything = () =>
      work
        .ask('search.everything', { text: 'mariana' })
        .hits.flatMap(({ kind, id }) => (kind === 'patient' ? [id] : []));
    const onPage = () =>
      matchPatients(work.workstation.store, {
        ...{ name: 'Mariana Alvares', dateOfBirth: '1992-08-30', phone: '', address: '', nhsNumber: '' },
      }).map(({ row }) => row.id);
    for (const look of [found, everything, onPage]) expect(look()).toContain(retired);
    merge(work, retired, survivor);
    for (const look of [found, everything, onPage]) {
      expect(look()).toContain(survivor);
      expect(look()).not.toContain(retired);
    }
    expect(work.ask('patient.find', { text: 'OLD-7' }).rows).toMatchObject([
      { id: survivor, name: 'Alvarez, Mariana', why: 'record number, on a record merged into this one' },
    ]);
    expect(work.ask('search.everything', { text: 'OLD-7' }).hits).toMatchObject([
      { kind: 'patient', id: survivor },
    ]);
  });

  test('prescriptions of both stand under the survivor’s name in the queue, with the patient and in the search', async () => {
    const { work, old, retired, survivor } = await registeredTwice();
    const id = await filledOrder(work, old);
    merge(work, retired, survivor);
    expect(work.ask('prescription.workQueue', {}).rows).toMatchObject([
      { id, patient: { id: survivor, name: 'Alvarez, Mariana' } },
    ]);
    expect(get(work, survivor).underWay.map((row) => row.id)).toEqual([id]);
    expect(work.ask('prescription.get', { prescriptionId: id })).toMatchObject({
      patient: { id: survivor },
      prescription: { transcription: { patientId: survivor } },
    });
    const hits = (text: string) => work.ask('search.everything', { text }).hits.map((hit) => hit.id);
    expect(hits('alvarez')).toContain(id);
    expect(hits('alvares')).not.toContain(id);
    undo(work, retired);
    expect(hits('alvares')).toContain(id);
    expect(hits('alvarez')).not.toContain(id);
  });

  test('the same medicine is asked about, whichever record it was written for', async () => {
    const { work, shelf, old, retired, survivor } = await registeredTwice();
    const first = await filledOrder(work, old);
    const { prescriptionId } = await work.run('intake.receive', { source: 'phone' });
    const repeated = () => bothAreNeeded(work, prescriptionId, shelf);
    expect(await repeated()).toBeNull();
    merge(work, retired, survivor);
    expect(await repeated()).toMatchObject({ of: first });
    expect((await work.refused('prescription.transcribe', typedFor(shelf, prescriptionId))).code).toBe(
      'prescription.duplicate-unanswered',
    );
  });

  test('bags of both are handed over together to the one patient', async () => {
    const { work, shelf, old, retired, survivor } = await registeredTwice();
    const ids = [await filledOrder(work, old), await filledOrder(work, shelf)];
    const scannedBags = [await checkOrder(work, ids[0]!), await checkOrder(work, ids[1]!)];
    const together = { prescriptionIds: ids, scannedBags };
    await expect(handOver(work, ids[0]!, scannedBags[0]!, together)).rejects.toThrow(/different-patients/);
    merge(work, retired, survivor);
    expect(work.ask('prescription.byBag', { bagCode: scannedBags[0]! }).together.map(({ id }) => id)).toEqual(
      [ids[1]],
    );
    await handOver(work, ids[0]!, scannedBags[0]!, together);
    expect(
      get(work, retired)
        .medicines.map((one) => one.prescriptionId)
        .sort(),
    ).toEqual([...ids].sort());
    expect(verify(work.workstation.store).violations).toEqual([]);
    undo(work, retired);
    expect(verify(work.workstation.store).violations).toEqual([]);
  });

  test('insurer, patient and central are told of the survivor', async () => {
    const { work, old, retired, survivor } = await registeredTwice();
    const id = await filledOrder(work, old);
    const told = () =>
      work.workstation.store.all<{ topic: string; patient: string | null }>(
        "SELECT topic, content ->> '$.patientId' AS patient FROM delivery WHERE patient IS NOT NULL ORDER BY rowid",
      );
    expect(new Set(told().map(({ patient }) => patient))).toEqual(new Set([retired]));
    const before = told().length;
    merge(work, retired, survivor);
    await handOver(work, id, await checkOrder(work, id));
    const since = told().slice(before);
    expect(since.length).toBeGreaterThan(0);
    expect(new Set(since.map(({ patient }) => patient))).toEqual(new Set([survivor]));
  });

  test('what is typed for the retired one afterwards is the survivor’s', async () => {
    const { work, old, retired, survivor } = await registeredTwice();
    merge(work, retired, survivor);
    const { prescriptionId } = await work.run('intake.receive', { source: 'phone', patientId: retired });
    await work.run('prescription.transcribe', { ...typedFor(old, prescriptionId), duplicate: null });
    undo(work, retired);
    expect(work.ask('prescription.get', { prescriptionId }).patient?.id).toBe(survivor);
  });

  test('the timeline tells what happened to both, and the merge', async () => {
    const { work, retired, survivor } = await registeredTwice();
    await work.run('patient.addNote', { patientId: retired, kind: 'note', note: 'prefers blister packs' });
    merge(work, retired, survivor);
    const told = work.ask('patient.timeline', { patientId: survivor }).entries.map((one) => one.sentence);
    expect(told).toEqual([
      'Two records of this patient became one: registered twice',
      'Note: prefers blister packs',
      'Patient put on file',
      'Patient put on file',
    ]);
  });
});

describe('allergies of a merged patient', () => {
  test('are those of both, and neither list is rewritten', async () => {
    const { work, retired, survivor } = await registeredTwice();
    merge(work, retired, survivor);
    expect(get(work, survivor).patient).toMatchObject({ allergyStatus: 'listed', allergies: [rash] });
    undo(work, retired);
    expect(get(work, survivor).patient).toMatchObject({ allergyStatus: 'none-known', allergies: [] });
    expect(get(work, retired).patient).toMatchObject({ allergyStatus: 'listed', allergies: [rash] });
  });

  test('one added with the patient open is the survivor’s own; what he had from the other stays the other’s', async () => {
    const { work, retired, survivor } = await registeredTwice();
    merge(work, retired, survivor);
    const { patient } = get(work, survivor);
    await work.run('patient.change', {
      ...{ ...mariana, familyName: 'Alvarez', patientId: survivor, reason: 'told at the counter' },
      ...{ allergyStatus: 'listed', allergies: [...patient.allergies, latex] },
    });
    expect(get(work, survivor).patient.allergies).toEqual([latex, rash]);
    undo(work, retired);
    expect(get(work, survivor).patient.allergies).toEqual([latex]);
    expect(get(work, retired).patient.allergies).toEqual([rash]);
  });

  test('one taken off with a reason is gone, though the other record said it', async () => {
    const { work, retired, survivor } = await registeredTwice();
    merge(work, retired, survivor);
    await work.run('patient.change', {
      ...{ ...mariana, familyName: 'Alvarez', patientId: survivor, reason: 'tested: no allergy' },
      ...{ allergyStatus: 'none-known', allergies: [] },
    });
    expect(get(work, survivor).patient).toMatchObject({ allergyStatus: 'none-known', allergies: [] });
    expect(work.ask('patient.timeline', { patientId: survivor }).entries[0]).toMatchObject({
      sentence: 'Patient corrected: tested: no allergy',
    });
  });
});

describe('chains and circles', () => {
  test('a chain is followed to its end, and each link can be undone by itself', async () => {
    const work = await openTestWorkstation();
    const [a, b, c] = [await register(work), await register(work), await register(work)] as const;
    merge(work, a, b);
    merge(work, b, c);
    const ends = () => [a, b, c].map((id) => livesOnAs(work.workstation.store, id));
    expect(ends()).toEqual([c, c, c]);
    expect(
      get(work, c)
        .merged.map(({ id }) => id)
        .sort(),
    ).toEqual([a, b].sort());
    undo(work, b);
    expect(ends()).toEqual([b, b, c]);
    merge(work, b, c);
    undo(work, a);
    expect(ends()).toEqual([a, c, c]);
  });

  test('a record is not merged with itself, in a circle, or into a second one', async () => {
    const work = await openTestWorkstation();
    const [a, b, c] = [await register(work), await register(work), await register(work)] as const;
    expect(refusalOf(() => merge(work, a, a))).toBe('patient.merge-itself');
    expect(refusalOf(() => undo(work, a))).toBe('patient.not-merged');
    merge(work, a, b);
    expect(refusalOf(() => merge(work, b, a))).toBe('patient.merge-circle');
    expect(refusalOf(() => merge(work, a, c))).toBe('patient.merged-already');
    const events = work.ask('event.log', { limit: 100 }, 'adam').entries.length;
    merge(work, a, b);
    expect(work.ask('event.log', { limit: 100 }, 'adam').entries).toHaveLength(events);
  });

  test('after any merges and undone merges each record leads where its pointers do, and nowhere once all are undone', async () => {
    const work = await openTestWorkstation();
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push(await register(work));
    const one = fc.constantFrom(...ids);
    const step = fc.record({ undo: fc.boolean(), retired: one, survivor: one });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 16 }), (steps) => {
        const into = new Map<string, string>();
        const end = (id: string): string => (into.has(id) ? end(into.get(id)!) : id);
        for (const { undo: taking, retired, survivor } of steps)
          if (taking) {
            expect(refusalOf(() => undo(work, retired)) === 'not refused').toBe(into.delete(retired));
          } else {
            const already = into.has(retired);
            const fits = already ? end(retired) === end(survivor) : end(survivor) !== retired;
            const done = refusalOf(() => merge(work, retired, survivor)) === 'not refused';
            expect(done).toBe(fits && retired !== survivor);
            if (done && !already) into.set(retired, survivor);
          }
        for (const id of ids) {
          expect(livesOnAs(work.workstation.store, id)).toBe(end(id));
          const { patient, merged } = get(work, id);
          expect([patient.id, ...merged.map((record) => record.id)].sort()).toEqual(
            ids.filter((other) => end(other) === end(id)).sort(),
          );
        }
        for (const id of into.keys()) undo(work, id);
        expect(ids.map((id) => livesOnAs(work.workstation.store, id))).toEqual(ids);
      }),
      { numRuns: 60 },
    );
  });

  test('who has the retired record open cannot write over the survivor', async () => {
    const { work, retired, survivor } = await registeredTwice();
    merge(work, retired, survivor);
    const refused = await work.refused('patient.change', {
      ...{ ...mariana, patientId: retired, reason: 'moved' },
    });
    expect(refused.code).toBe('patient.record-merged');
  });
});

test('a merge and its undo leave every row but versions, events and the search as it was', async () => {
  const { work, shelf, old, retired, survivor } = await registeredTwice();
  await filledOrder(work, old);
  await filledOrder(work, shelf);
  const { store } = work.workstation;
  const rows = () =>
    ['patient', 'prescription', 'transcription', 'hand_over', 'movement', 'delivery'].map((table) =>
      store
        .all<Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY 1`)
        .map(({ version: _, ...rest }) => rest),
    );
  const before = rows();
  merge(work, retired, survivor);
  expect(rows()).not.toEqual(before);
  undo(work, retired);
  expect(rows()).toEqual(before);
  const found = (text: string) =>
    store.all('SELECT rowid FROM prescription_search WHERE prescription_search MATCH ?', [text]).length;
  expect([found('alvares'), found('alvarez')]).toEqual([1, 1]);
});
