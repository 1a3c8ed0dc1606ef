/**
 * Two records of a hospital are one person: merged, held for a pharmacist where it is risky, and undone so that patients,
 * prescriptions, allergies, numbers and stays are as they were.
 */
import { describe, expect, test } from 'vitest';
import { group, type Hospital, message, mr, openHospital } from '../support/adt-effects.ts';
import { approvedOrder, stockedCounter } from '../support/counter.ts';

const at = (number: number) => `2026030210${String(number).padStart(2, '0')}`;
/** How new a row is, and how often it was written, is not what it says. */
const aside = ['version', 'as_of', 'as_of_message', 'said'];
const everything = (hospital: Hospital) =>
  Object.fromEntries(
    Object.entries(
      hospital.whole('patient', 'prescription', 'adt_person', 'adt_identifier', 'adt_stay', 'adt_list'),
    ).map(([table, rows]) => [
      table,
      (rows as Record<string, unknown>[]).map((row) =>
        Object.fromEntries(Object.entries(row).filter(([column]) => !aside.includes(column))),
      ),
    ]),
  );
const livesOn = (hospital: Hospital, number: string) =>
  hospital.rows<{ person_id: number }>('SELECT person_id FROM adt_identifier WHERE value = ?', [number])[0]
    ?.person_id;
const taskOf = (hospital: Hospital, kind: string) =>
  hospital.rows<{ id: string }>("SELECT id FROM adt_task WHERE kind = ? AND state = 'open'", [kind])[0]!.id;
const settle = (hospital: Hospital, kind: string, outcome: 'merge' | 'keep-apart' | 'undo' | 'done') =>
  hospital.test.run(
    'adt.settleTask',
    { taskId: taskOf(hospital, kind), outcome, reason: 'Asked her.' },
    'phoebe',
  );

const jane = {
  familyName: 'Alvarez',
  givenNames: 'Mariana',
  dateOfBirth: '1992-08-30',
  sex: 'female',
} as const;

/** Mariana is on file twice, with a number of the hospital each; the second has stays, allergies and an order. */
const twice = async ({ sure = true } = {}) => {
  const hospital = await openHospital();
  const shelf = await stockedCounter(hospital.test);
  const first = shelf.patientId;
  const { patientId: second } = await hospital.test.run('patient.register', {
    ...jane,
    anotherPerson: true,
    mrn: 'M9',
    allergyStatus: 'listed',
    allergies: [{ substance: 'Penicillin' }],
  });
  await hospital.test.run('patient.change', {
    ...hospital.test.ask('patient.get', { patientId: first }).patient,
    patientId: first,
    mrn: 'M1',
    reason: 'Number of the hospital.',
  });
  await approvedOrder(hospital.test, { ...shelf, patientId: second });
  if (!sure) await approvedOrder(hospital.test, shelf);
  await hospital.send(
    {
      event: 'A31',
      at: at(1),
      visit: null,
      rest: ['AL1|1|DA|^Latex'],
      address: '77 Wilmer Street^^Rochester^NY^14607',
    },
    {
      event: 'A01',
      at: at(2),
      ids: `${mr('M9')}~9990001^^^NHS^NH`,
      visit: 'V9',
      rest: ['AL1|1|DA|^Penicillin', 'AL1|2|DA|^Aspirin'],
    },
    { event: 'A03', at: at(3), ids: mr('M9'), visit: 'V9' },
    { event: 'A04', at: at(4), ids: mr('M9'), visit: 'V10', class: 'E' },
  );
  return { hospital, first, second };
};
const merge = (survivor: string, retired: string, minute: number) =>
  message({ event: 'A40', at: at(minute) }, group({ ids: mr(survivor), mrg: mr(retired), visit: null }));

describe('a merge', () => {
  test('of a patient on file twice makes one patient of two, and its undoing leaves everything as it was', async () => {
    const { hospital, first, second } = await twice();
    const before = everything(hospital);
    expect(await hospital.send(merge('M1', 'M9', 10))).toEqual(['applied']);
    const { patient, underWay } = hospital.test.ask('patient.get', { patientId: second });
    expect(patient.id).toBe(first);
    expect(patient.allergies.map(({ substance }) => substance)).toEqual(['Penicillin']);
    expect(underWay).toHaveLength(1);
    expect(livesOn(hospital, 'M9')).toBe(livesOn(hospital, 'M1'));
    // His other numbers go on.
    expect(hospital.rows('SELECT value FROM adt_identifier WHERE retired_at IS NULL ORDER BY value')).toEqual(
      [{ value: '9990001' }, { value: 'M1' }],
    );
    expect(hospital.rows('SELECT DISTINCT person_id FROM adt_stay')).toEqual([
      { person_id: livesOn(hospital, 'M1') },
    ]);
    // What the other record’s hospital list held is held against this patient’s file now.
    const allergies = hospital.rows<{ detail: string }>(
      "SELECT detail FROM adt_task WHERE kind = 'new-allergy' AND patient_id = ?",
      [first],
    );
    expect(allergies.map(({ detail }) => detail).join()).toContain('Aspirin');
    await settle(hospital, 'merged', 'undo');
    expect(everything(hospital)).toEqual(before);
    expect(hospital.test.ask('patient.get', { patientId: second }).patient.id).toBe(second);
    expect(hospital.rows("SELECT state FROM adt_message WHERE event = 'A40'")).toEqual([
      { state: 'dismissed' },
    ]);
  });

  test('is held where both have prescriptions under way; a pharmacist merges, and can undo that too', async () => {
    const { hospital, first, second } = await twice({ sure: false });
    const before = everything(hospital);
    expect(await hospital.send(merge('M1', 'M9', 10))).toEqual(['held']);
    expect(everything(hospital)).toEqual(before);
    const { merge: sides } = hospital.test.ask('adt.task', { taskId: taskOf(hospital, 'merge') }, 'phoebe');
    expect(sides!.risks).toEqual(['Both have prescriptions under way']);
    await settle(hospital, 'merge', 'merge');
    expect(hospital.test.ask('patient.get', { patientId: second }).patient.id).toBe(first);
    expect(hospital.rows("SELECT state FROM adt_message WHERE event = 'A40'")).toEqual([
      { state: 'applied' },
    ]);
    await settle(hospital, 'merged', 'undo');
    expect(everything(hospital)).toEqual(before);
  });

  test('is held where birth dates, sexes or family names differ, and kept apart if a pharmacist says so', async () => {
    const hospital = await openHospital();
    await hospital.test.run('patient.register', { ...jane, mrn: 'M1' });
    await hospital.send(
      { event: 'A28', at: at(1), visit: null },
      {
        event: 'A28',
        at: at(2),
        ids: mr('M9'),
        family: 'PARK',
        given: 'JOSEPH',
        born: '19500101',
        sex: 'M',
        visit: null,
      },
    );
    const before = everything(hospital);
    expect(await hospital.send(merge('M1', 'M9', 10))).toEqual(['held']);
    const { merge: sides } = hospital.test.ask('adt.task', { taskId: taskOf(hospital, 'merge') }, 'phoebe');
    expect(sides!.risks).toEqual([
      'The dates of birth differ',
      'The sexes differ',
      'The family names differ',
    ]);
    await settle(hospital, 'merge', 'keep-apart');
    expect(everything(hospital)).toEqual(before);
    expect(hospital.rows("SELECT state FROM adt_message WHERE event = 'A40'")).toEqual([
      { state: 'dismissed' },
    ]);
  });

  test('with a record nobody knows: later messages for the old number mean the one who lives on', async () => {
    const hospital = await openHospital();
    expect(await hospital.send(merge('M1', 'M9', 1))).toEqual(['applied']);
    await hospital.send({ event: 'A01', at: at(2), ids: mr('M9') });
    expect(hospital.rows('SELECT * FROM adt_person')).toHaveLength(1);
    expect(hospital.rows('SELECT person_id FROM adt_stay')).toEqual([{ person_id: livesOn(hospital, 'M1') }]);
  });

  test('of several groups in one message merges each', async () => {
    const hospital = await openHospital();
    for (const [index, number] of ['M1', 'M2', 'M3', 'M4'].entries())
      await hospital.send({ event: 'A28', at: at(index), ids: mr(number), visit: null });
    await hospital.send(
      message(
        { event: 'A40', at: at(10) },
        group({ ids: mr('M1'), mrg: mr('M2'), visit: null }),
        group({ ids: mr('M3'), mrg: mr('M4'), visit: null }),
      ),
    );
    expect(livesOn(hospital, 'M2')).toBe(livesOn(hospital, 'M1'));
    expect(livesOn(hospital, 'M4')).toBe(livesOn(hospital, 'M3'));
    expect(livesOn(hospital, 'M3')).not.toBe(livesOn(hospital, 'M1'));
  });

  test('of a chain ends at its end; a circle, or the other way round, is for a person', async () => {
    const hospital = await openHospital();
    await hospital.test.run('patient.register', { ...jane, mrn: 'M3' });
    for (const [index, number] of ['M1', 'M2', 'M3'].entries())
      await hospital.send({ event: 'A28', at: at(index), ids: mr(number), visit: null });
    expect(await hospital.send(merge('M2', 'M1', 10), merge('M3', 'M2', 11))).toEqual(['applied', 'applied']);
    const end = livesOn(hospital, 'M3')!;
    expect([livesOn(hospital, 'M1'), livesOn(hospital, 'M2')]).toEqual([end, end]);
    expect(
      hospital.rows('SELECT DISTINCT merged_into FROM adt_person WHERE merged_into IS NOT NULL'),
    ).toEqual([{ merged_into: end }]);
    const before = everything(hospital);
    expect(await hospital.send(merge('M1', 'M3', 12), merge('M2', 'M3', 13))).toEqual(['held', 'held']);
    expect(everything(hospital)).toEqual(before);
    expect(hospital.open()).toContain('contradiction 2');
    // The same merge once more, under a new control id, is no news.
    expect(await hospital.send(merge('M2', 'M1', 14))).toEqual(['applied']);
    expect(everything(hospital)).toEqual(before);
  });

  test('that something newer rests on is undone only after that', async () => {
    const hospital = await openHospital();
    await hospital.test.run('patient.register', { ...jane, mrn: 'M1' });
    for (const [index, number] of ['M1', 'M2', 'M3'].entries())
      await hospital.send({ event: 'A28', at: at(index), ids: mr(number), visit: null });
    await hospital.send(merge('M1', 'M2', 10));
    const task = taskOf(hospital, 'merged');
    const before = everything(hospital);
    await hospital.send(merge('M3', 'M1', 11));
    expect(
      (await hospital.test.refused('adt.settleTask', { taskId: task, outcome: 'undo' }, 'phoebe')).code,
    ).toBe('adt.cannot-undo');
    const newer = hospital.rows<{ id: string }>(
      "SELECT id FROM adt_task WHERE kind = 'merged' AND id <> ? AND state = 'open'",
      [task],
    )[0]!;
    await hospital.test.run('adt.settleTask', { taskId: newer.id, outcome: 'undo' }, 'phoebe');
    expect(everything(hospital)).toEqual(before);
    await hospital.test.run('adt.settleTask', { taskId: task, outcome: 'undo' }, 'phoebe');
    expect(livesOn(hospital, 'M2')).not.toBe(livesOn(hospital, 'M1'));
  });
});

describe('who somebody is', () => {
  const anna = { event: 'A01', family: 'ALVARES', given: 'MARIANA', ids: mr('M5') } as const;

  test('is asked once, and only where it matters; a person’s answer counts', async () => {
    const hospital = await openHospital();
    const { patientId } = await hospital.test.run('patient.register', jane);
    await hospital.send({ ...anna, event: 'A31', at: at(1), visit: null });
    expect(hospital.open()).toEqual([]);
    await hospital.send(
      { ...anna, at: at(2) },
      { ...anna, event: 'A03', at: at(3) },
      { ...anna, at: at(4), visit: 'V2' },
    );
    expect(hospital.open()).toEqual(['who-is-it 2']);
    const [task] = hospital.test.ask('adt.board', {}, 'phoebe').tasks;
    expect(task!.candidates).toMatchObject([{ patientId, why: 'same birth date, nearly the same name' }]);
    await hospital.test.run('adt.settleTask', { taskId: task!.id, outcome: 'ours', patientId }, 'phoebe');
    expect(hospital.rows('SELECT because FROM outreach_pause')).toEqual([{ because: 'inpatient' }]);
    expect(hospital.open()).toEqual(['details-differ 3']);
  });

  test('once said to be none of ours, nobody is asked again', async () => {
    const hospital = await openHospital();
    await hospital.test.run('patient.register', jane);
    await hospital.send({ ...anna, at: at(2) });
    await hospital.test.run(
      'adt.settleTask',
      { taskId: taskOf(hospital, 'who-is-it'), outcome: 'not-ours' },
      'phoebe',
    );
    await hospital.send(
      { ...anna, event: 'A03', at: at(3) },
      { ...anna, at: at(4), visit: 'V2', phone: '5855550100' },
    );
    expect(hospital.open()).toEqual([]);
  });

  test('a patient registered later is found in the register, and what is known of him counts at once', async () => {
    const hospital = await openHospital();
    await hospital.send({ event: 'A01', at: at(1), rest: ['AL1|1|DA|^Penicillin'] });
    hospital.told();
    const { patientId } = await hospital.test.run('patient.register', { ...jane, mrn: 'M1' });
    expect(hospital.told()).toEqual([
      'patient.registered',
      'patient.linked',
      'outreach.paused',
      'adt.taskOpened',
    ]);
    expect(hospital.open()).toEqual(['new-allergy 2']);
    expect(hospital.test.ask('patient.get', { patientId }).patient.stay).toMatchObject({
      state: 'inpatient',
      paused: true,
    });
    // A mistake: what rests because of it goes on.
    const [{ id } = { id: 0 }] = hospital.rows<{ id: number }>('SELECT id FROM adt_person');
    await hospital.test.run(
      'adt.link',
      { personId: id, patientId: null, reason: 'Another Mariana.' },
      'tina',
    );
    expect(hospital.open()).toEqual([]);
    expect(hospital.rows('SELECT lifted_at IS NOT NULL AS lifted FROM outreach_pause')).toEqual([
      { lifted: 1 },
    ]);
  });

  test('a hospital’s own pharmacy puts whom it does not know on file', async () => {
    const hospital = await openHospital({ putsOnFile: true });
    await hospital.send({ event: 'A01', at: at(1), address: '9 Low St^^Rochester^NY^14604' });
    const { rows } = hospital.test.ask('patient.find', { text: 'Alvarez' });
    expect(rows).toMatchObject([{ mrn: 'M1', dateOfBirth: '1992-08-30', stay: { state: 'inpatient' } }]);
  });
});

describe('a visit that belongs to somebody else', () => {
  test('rests for the right patient, and both are looked at', async () => {
    const hospital = await openHospital();
    await hospital.test.run('patient.register', { ...jane, mrn: 'M1' });
    await hospital.test.run('patient.register', {
      familyName: 'Park',
      givenNames: 'Joseph',
      dateOfBirth: '1950-01-01',
      sex: 'male',
      mrn: 'M9',
    });
    const joseph = { ids: mr('M9'), family: 'PARK', given: 'JOSEPH', born: '19500101', sex: 'M' };
    await hospital.send({ event: 'A28', at: at(1), visit: null }, { event: 'A01', at: at(2), ...joseph });
    await hospital.send(message({ event: 'A45', at: at(3) }, group({ mrg: `${mr('M9')}||||V1^^^STM^VN` })));
    expect(
      hospital.rows(
        'SELECT t.family_name, o.lifted_at IS NOT NULL AS lifted FROM outreach_pause o JOIN patient t ON t.id = o.patient_id ORDER BY o.rowid',
      ),
    ).toEqual([
      { family_name: 'Park', lifted: 1 },
      { family_name: 'Alvarez', lifted: 0 },
    ]);
    expect(hospital.open()).toEqual(['moved 3', 'moved 3']);
  });
});
