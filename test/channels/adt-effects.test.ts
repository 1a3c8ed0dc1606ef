/**
 * Each trigger event from its bytes to its effect: stays, the register of persons, and what follows for patients of ours.
 * Our patient is Mariana Alvarez, known to the hospital by the medical record number that is on file here.
 */
import { describe, expect, test } from 'vitest';
import { triggerEvents } from '../../core/adt/trigger-events.ts';
import { group, type Hospital, message, mr, openHospital, type Said } from '../support/adt-effects.ts';
import { approvedOrder, stockedCounter } from '../support/counter.ts';

const stayOf = (hospital: Hospital, visit = 'V1') =>
  hospital.rows<Record<string, string | number | null>>(
    'SELECT * FROM adt_stay WHERE visit_number = ? ORDER BY id',
    [visit],
  )[0];
const personOf = (hospital: Hospital, number = 'M1') =>
  hospital.rows<Record<string, string | number | null>>(
    'SELECT p.*, i.retired_at FROM adt_identifier i JOIN adt_person p ON p.id = i.person_id WHERE i.value = ?',
    [number],
  )[0];
const pauses = (hospital: Hospital) =>
  hospital.rows<{ because: string; lifted: number }>(
    'SELECT because, lifted_at IS NOT NULL AS lifted FROM outreach_pause ORDER BY rowid',
  );

/** Mariana on file, with the number of the hospital. */
const withPatient = async () => {
  const hospital = await openHospital();
  const { patientId } = await hospital.test.run('patient.register', {
    familyName: 'Alvarez',
    givenNames: 'Mariana',
    dateOfBirth: '1992-08-30',
    sex: 'female',
    mrn: 'M1',
  });
  hospital.told();
  return { hospital, patientId };
};

/** What is sent before, the message itself, and what must hold after. Times count up. */
interface Case {
  before?: Partial<Said>[];
  said?: Partial<Said>;
  groups?: () => string[][];
  state?: string;
  stay?: Record<string, unknown>;
  also?: (hospital: Hospital) => void;
}

const admitted: Partial<Said> = { event: 'A01' };
const cases: Partial<Record<keyof typeof triggerEvents, Case>> = {
  A01: {
    said: { pv1: { 7: '1^Okafor^Chidi', 44: '202603020830' } },
    stay: {
      state: 'in',
      class: 'I',
      ward: '4B',
      room: '12',
      bed: '1',
      admitted_at: '2026-03-02T08:30:00.000Z',
    },
    also: (hospital) => expect(stayOf(hospital)!.attending).toContain('Okafor'),
  },
  A02: {
    before: [admitted],
    said: { ward: 'ICU^3^2', family: 'OTHER', given: 'NAME' },
    stay: { state: 'in', ward: 'ICU', room: '3', bed: '2' },
    also: (hospital) => expect(personOf(hospital)).toMatchObject({ family_name: 'ALVAREZ' }),
  },
  A03: {
    before: [admitted],
    said: { pv1: { 36: '01', 45: '202603021101' } },
    stay: { state: 'discharged', disposition: '01', discharged_at: '2026-03-02T11:01:00.000Z', ward: '4B' },
  },
  A04: { said: { class: 'E' }, stay: { state: 'in', class: 'E' } },
  A05: { said: { class: 'P' }, stay: { state: 'expected', class: 'P', admitted_at: null } },
  A06: { before: [{ event: 'A04', class: 'E' }], said: { class: 'I' }, stay: { state: 'in', class: 'I' } },
  A07: { before: [admitted], said: { class: 'O' }, stay: { state: 'in', class: 'O', discharged_at: null } },
  A08: {
    before: [{ ...admitted, address: '1 High St^^Rochester^NY^14604', phone: '5855550100' }],
    said: { given: 'MARIANA', family: 'ALVAREZ-RUIZ', address: '', phone: '""' },
    stay: { state: 'in' },
    also: (hospital) =>
      expect(personOf(hospital)).toMatchObject({
        family_name: 'ALVAREZ-RUIZ',
        address: '1 High St, Rochester, NY 14604',
        phone: '',
      }),
  },
  A09: { before: [admitted], said: { ward: 'XRAY' }, stay: { state: 'in', ward: 'XRAY', room: '' } },
  A10: { before: [admitted], said: { ward: 'OR^1' }, stay: { state: 'in', ward: 'OR', room: '1' } },
  A11: {
    before: [admitted],
    stay: { state: 'cancelled' },
    also: (hospital) => expect(personOf(hospital)).toBeDefined(),
  },
  A12: {
    before: [admitted, { event: 'A02', ward: 'ICU^3^2' }],
    said: { ward: '4B^12^1' },
    stay: { ward: '4B', room: '12', bed: '1', state: 'in' },
  },
  A13: {
    before: [admitted, { event: 'A03', pv1: { 36: '01' } }],
    stay: { state: 'in', discharged_at: null, disposition: '' },
  },
  A14: { said: { class: 'I' }, stay: { state: 'expected' } },
  A15: { before: [admitted], said: { ward: 'ICU', phone: '5855550199' }, stay: { ward: '4B', state: 'in' } },
  A16: {
    before: [admitted],
    said: { pv1: { 3: '4B^12^1' }, rest: ['PV2||||||||20260303|20260304'] },
    stay: { state: 'in', expected_discharge_at: '2026-03-04T00:00:00.000Z', discharged_at: null },
  },
  A17: {
    before: [
      admitted,
      { event: 'A01', ids: mr('M2'), visit: 'V2', ward: '5C^1^1', given: 'JO', family: 'PARK' },
    ],
    groups: () => [
      group({ ward: '5C^1^1' }),
      group({ ids: mr('M2'), visit: 'V2', ward: '4B^12^1', given: 'JO', family: 'PARK' }),
    ],
    stay: { ward: '5C', room: '1', bed: '1' },
    also: (hospital) => expect(stayOf(hospital, 'V2')).toMatchObject({ ward: '4B', room: '12' }),
  },
  A18: {
    before: [{ event: 'A28', ids: mr('M9'), visit: null }, admitted],
    said: { mrg: mr('M9') },
    also: merged,
  },
  A19: { state: 'no-action' },
  A20: { state: 'no-action' },
  A21: { before: [admitted], stay: { state: 'on-leave' } },
  A22: { before: [admitted, { event: 'A21' }], stay: { state: 'in' } },
  A23: { before: [admitted], stay: { state: 'in-error' } },
  A24: {
    groups: () => [group({ visit: null }), group({ ids: mr('M2'), visit: null })],
    also: (hospital) => {
      expect(hospital.rows('SELECT * FROM adt_person_link')).toHaveLength(1);
      expect(hospital.rows('SELECT * FROM adt_person WHERE merged_into IS NOT NULL')).toEqual([]);
    },
  },
  A25: {
    before: [admitted, { event: 'A16', rest: ['PV2||||||||20260303|20260304'] }],
    stay: { expected_discharge_at: null, state: 'in' },
  },
  A26: { before: [admitted, { event: 'A15' }], stay: { state: 'in', ward: '4B' } },
  A27: { before: [{ event: 'A14' }], stay: { state: 'cancelled' } },
  A28: {
    said: { class: 'N', visit: '' },
    also: (hospital) => {
      expect(personOf(hospital)).toMatchObject({ date_of_birth: '1992-08-30', sex: 'F' });
      expect(hospital.rows('SELECT * FROM adt_stay')).toEqual([]);
    },
  },
  A29: {
    before: [{ event: 'A28', visit: null }],
    said: { visit: null },
    also: (hospital) => expect(personOf(hospital)!.withdrawn_at).not.toBeNull(),
  },
  A30: {
    before: [{ event: 'A28', ids: mr('M9'), visit: null }, admitted],
    said: { mrg: mr('M9') },
    also: merged,
  },
  A31: {
    before: [admitted],
    said: { class: 'N', ward: '', visit: '', phone: '5855550111' },
    stay: { state: 'in', class: 'I', ward: '4B' },
    also: (hospital) => expect(personOf(hospital)).toMatchObject({ phone: '5855550111' }),
  },
  A32: { before: [admitted, { event: 'A10', ward: 'OR' }], said: { ward: '4B' }, stay: { ward: '4B' } },
  A33: { before: [admitted, { event: 'A09', ward: 'XRAY' }], said: { ward: '4B' }, stay: { ward: '4B' } },
  A34: {
    before: [{ event: 'A28', ids: mr('M9'), visit: null }, admitted],
    said: { mrg: mr('M9') },
    also: merged,
  },
  A35: {
    before: [{ ...admitted, account: 'ACC1' }],
    said: { account: 'ACC2', mrg: '||ACC1' },
    stay: { account: 'ACC2' },
  },
  A36: {
    before: [{ event: 'A01', ids: mr('M9'), account: 'ACC1' }],
    said: { ids: mr('M1'), account: 'ACC2', mrg: `${mr('M9')}||ACC1`, visit: null },
    stay: { account: 'ACC2' },
    also: merged,
  },
  A37: {
    before: [],
    groups: () => [group({ visit: null }), group({ ids: mr('M2'), visit: null })],
    also: (hospital) => expect(hospital.rows('SELECT * FROM adt_person_link')).toEqual([]),
  },
  A38: { before: [{ event: 'A05', class: 'P' }], said: { class: 'P' }, stay: { state: 'cancelled' } },
  A39: { state: 'no-action', said: { mrg: mr('M9') } },
  A40: {
    before: [{ event: 'A28', ids: mr('M9'), visit: null }, admitted],
    said: { mrg: mr('M9') },
    also: merged,
  },
  A41: {
    before: [{ ...admitted, account: 'ACC1' }],
    said: { account: 'ACC2', mrg: '||ACC1' },
    stay: { account: 'ACC2' },
  },
  A42: {
    before: [admitted, { event: 'A04', visit: 'V2', class: 'E' }],
    said: { visit: 'V1', mrg: `${mr('M1')}||||V2^^^STM^VN` },
    stay: { state: 'in' },
    also: (hospital) => expect(stayOf(hospital, 'V2')).toMatchObject({ state: 'cancelled' }),
  },
  A43: {
    before: [{ event: 'A28', ids: `${mr('M8')}~${mr('M9')}`, visit: null }, admitted],
    said: { mrg: mr('M9'), visit: null },
    also: (hospital) => {
      expect(personOf(hospital, 'M9')!.id).toBe(personOf(hospital, 'M1')!.id);
      expect(personOf(hospital, 'M8')!.id).not.toBe(personOf(hospital, 'M1')!.id);
    },
  },
  A44: {
    before: [
      { event: 'A01', ids: mr('M9'), account: 'ACC1' },
      { event: 'A28', visit: null },
    ],
    said: { account: 'ACC1', mrg: `${mr('M9')}||ACC1`, visit: null },
    also: (hospital) => expect(stayOf(hospital)!.person_id).toBe(personOf(hospital, 'M1')!.id),
  },
  A45: {
    before: [
      { event: 'A01', ids: mr('M9') },
      { event: 'A28', visit: null },
    ],
    said: { visit: 'V7', mrg: `${mr('M9')}||||V1^^^STM^VN` },
    also: (hospital) => expect(stayOf(hospital, 'V7')!.person_id).toBe(personOf(hospital, 'M1')!.id),
  },
  A46: { state: 'no-action', said: { mrg: mr('M9') } },
  A47: {
    before: [{ ...admitted, ids: mr('M0') }],
    said: { ids: mr('M1'), mrg: mr('M0'), visit: null },
    also: (hospital) => {
      expect(personOf(hospital, 'M0')!.id).toBe(personOf(hospital, 'M1')!.id);
      expect(personOf(hospital, 'M0')!.retired_at).not.toBeNull();
      expect(personOf(hospital, 'M1')!.retired_at).toBeNull();
    },
  },
  A48: { state: 'no-action', said: { mrg: mr('M9') } },
  A49: {
    before: [{ ...admitted, account: 'ACC1' }],
    said: { account: 'ACC2', mrg: '||ACC1' },
    stay: { account: 'ACC2' },
  },
  A50: {
    before: [admitted],
    said: { visit: 'V7', mrg: `${mr('M1')}||||V1^^^STM^VN` },
    also: (hospital) => {
      expect(stayOf(hospital, 'V7')).toMatchObject({ state: 'in', ward: '4B' });
      expect(stayOf(hospital, 'V1')).toBeUndefined();
    },
  },
  A51: {
    before: [{ event: 'A01', visit: '', pv1: { 19: '', 50: 'X1^^^STM^VN' } }],
    said: { visit: '', pv1: { 19: '', 50: 'X7^^^STM^VN' }, mrg: `${mr('M1')}|||||X1^^^STM^VN` },
    also: (hospital) => expect(stayOf(hospital, 'X7')).toMatchObject({ state: 'in' }),
  },
  A52: { before: [admitted, { event: 'A21' }], stay: { state: 'in' } },
  A53: { before: [admitted, { event: 'A21' }, { event: 'A22' }], stay: { state: 'on-leave' } },
  A54: {
    before: [admitted],
    said: { ward: 'ELSEWHERE', pv1: { 7: '9^Lindqvist^Per' } },
    stay: { ward: '4B', state: 'in' },
    also: (hospital) => expect(stayOf(hospital)!.attending).toContain('Lindqvist'),
  },
  A55: {
    before: [admitted, { event: 'A54', pv1: { 7: '9^Lindqvist^Per' } }],
    said: { pv1: { 7: '1^Okafor^Chidi' } },
    also: (hospital) => expect(stayOf(hospital)!.attending).toContain('Okafor'),
  },
  A60: {
    before: [{ event: 'A28', visit: null, rest: ['AL1|1|DA|^Penicillin||Rash'] }],
    said: { visit: null, rest: ['IAM|1|DA|^Aspirin|SV|Hives|A', 'IAM|2|DA|^Penicillin|||D'] },
    also: (hospital) =>
      expect(allergies(hospital)).toEqual([
        ['Aspirin', false],
        ['Penicillin', true],
      ]),
  },
  A61: {
    before: [admitted],
    said: { pv1: { 9: '9^Lindqvist^Per' } },
    also: (hospital) => expect(stayOf(hospital)!.consulting).toContain('Lindqvist'),
  },
  A62: {
    before: [admitted, { event: 'A61', pv1: { 9: '9^Lindqvist^Per' } }],
    said: { pv1: { 9: '1^Okafor^Chidi' } },
    also: (hospital) => expect(stayOf(hospital)!.consulting).toContain('Okafor'),
  },
};

function merged(hospital: Hospital): void {
  const survivor = personOf(hospital, 'M1')!;
  expect(personOf(hospital, 'M9')).toMatchObject({ id: survivor.id });
  expect(personOf(hospital, 'M9')!.retired_at).not.toBeNull();
  expect(hospital.rows('SELECT * FROM adt_person WHERE merged_into = ?', [String(survivor.id)])).toHaveLength(
    1,
  );
  expect(hospital.rows('SELECT * FROM adt_stay WHERE person_id <> ?', [String(survivor.id)])).toEqual([]);
}

/** Substance, and whether it is no longer reported. */
function allergies(hospital: Hospital): [string, boolean][] {
  return hospital
    .rows<{ items: string }>("SELECT items FROM adt_list WHERE kind = 'allergies' ORDER BY source_id")
    .flatMap(({ items }) => JSON.parse(items) as { substance: string; gone?: string }[])
    .map(({ substance, gone }): [string, boolean] => [substance, gone !== undefined])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

describe('from bytes to effect', () => {
  const minute = (number: number) => `2026030210${String(number).padStart(2, '0')}`;
  test.each(Object.keys(triggerEvents) as (keyof typeof triggerEvents)[])('%s', async (event) => {
    const found = cases[event];
    expect(found, `${event} has no case`).toBeDefined();
    const { before = [], said = {}, groups, state = 'applied', stay, also } = found!;
    const hospital = await openHospital();
    const texts = before.map((one, at) => message({ event: 'A08', at: minute(at + 1), ...one }));
    if (event === 'A37') texts.push(message({ event: 'A24', at: minute(8) }, ...groups!()));
    expect(await hospital.send(...texts)).toEqual(texts.map(() => 'applied'));
    const given = { at: minute(30), ...said, event };
    expect(await hospital.send(message(given, ...(groups?.() ?? [])))).toEqual([state]);
    if (stay) expect(stayOf(hospital)).toMatchObject(stay);
    also?.(hospital);
    // Nobody here is a patient of ours.
    expect(hospital.rows('SELECT * FROM adt_task')).toEqual([]);
    expect(pauses(hospital)).toEqual([]);
    expect(hospital.told()).toEqual([]);
    if (state === 'no-action') expect(hospital.rows('SELECT * FROM adt_person')).toEqual([]);
  });

  test('a message once more, and one applied again, change nothing', async () => {
    const { hospital } = await withPatient();
    const texts = [
      message({ event: 'A01', rest: ['AL1|1|DA|^Penicillin'] }),
      message({ event: 'A02', at: '202603021100', ward: 'ICU' }),
      message({ event: 'A03', at: '202603021200' }),
      message({ event: 'A13', at: '202603021300' }),
      message({ event: 'A60', at: '202603021310', rest: ['IAM|1|DA|^Aspirin|SV|Hives|A'], visit: null }),
    ];
    await hospital.send(...texts);
    const tables = ['adt_person', 'adt_stay', 'adt_list', 'adt_task', 'outreach_pause', 'adt_change'];
    const before = hospital.whole(...tables);
    hospital.told();
    await hospital.send(...texts);
    expect(hospital.whole(...tables)).toEqual(before);
    const ids = hospital.rows<{ id: number }>('SELECT id FROM adt_message').map(({ id }) => id);
    expect(ids).toHaveLength(texts.length);
    const result = await hospital.test.run(
      'adt.replay',
      { messageIds: ids, reason: 'Asked by the hospital.' },
      'mona',
    );
    expect(result).toEqual({ applied: 0, unchanged: texts.length, failed: 0 });
    expect(hospital.whole(...tables)).toEqual(before);
    expect(hospital.told()).toEqual([]);
    expect(hospital.rows('SELECT DISTINCT state FROM adt_message')).toEqual([{ state: 'applied' }]);
  });
});

describe('a patient of ours', () => {
  test('who is admitted has refills, delivery and messages rest; fills that wait are for somebody to look at', async () => {
    const hospital = await openHospital({ mrnAuthority: '' });
    const shelf = await stockedCounter(hospital.test);
    await approvedOrder(hospital.test, shelf);
    hospital.told();
    await hospital.send({ event: 'A01', address: '77 Wilmer Street^^Rochester^NY^14607' });
    expect(pauses(hospital)).toEqual([{ because: 'inpatient', lifted: 0 }]);
    expect(hospital.open()).toEqual(['admitted 2']);
    expect(hospital.told()).toEqual(['patient.linked', 'stay.began', 'outreach.paused', 'adt.taskOpened']);
    const { tasks } = hospital.test.ask('adt.board', {}, 'phoebe');
    expect(tasks[0]).toMatchObject({ kind: 'admitted', waitingFills: 1, source: 'St Mary' });
    expect(tasks[0]!.facts).toEqual([
      { name: 'To be filled', value: expect.stringContaining('lisinopril 10 mg tablet'), ours: null },
    ]);
  });

  test('who is discharged has medicines to be compared today; nothing is resumed before a pharmacist says so', async () => {
    const { hospital, patientId } = await withPatient();
    await hospital.send({ event: 'A01' }, { event: 'A03', at: '202603021200' });
    expect(hospital.open()).toEqual(['reconcile 2']);
    expect(pauses(hospital)).toEqual([{ because: 'inpatient', lifted: 0 }]);
    const [task] = hospital.rows<{ id: string }>('SELECT id FROM adt_task');
    expect(
      (await hospital.test.refused('adt.settleTask', { taskId: task!.id, outcome: 'merge' }, 'phoebe')).code,
    ).toBe('adt.outcome-unfit');
    hospital.told();
    await hospital.test.run(
      'adt.settleTask',
      { taskId: task!.id, outcome: 'resume', reason: 'Called her.' },
      'phoebe',
    );
    expect(pauses(hospital)).toEqual([{ because: 'inpatient', lifted: 1 }]);
    expect(hospital.told()).toEqual(['adt.taskSettled', 'outreach.resumed']);
    expect(
      (await hospital.test.refused('adt.settleTask', { taskId: task!.id, outcome: 'resume' }, 'phoebe')).code,
    ).toBe('adt.task-settled');
    expect((await hospital.test.refused('adt.resume', { patientId, reason: 'Again.' }, 'phoebe')).code).toBe(
      'adt.nothing-rests',
    );
  });

  test('whose discharge is taken back is in hospital as before: rests again, nothing to compare', async () => {
    const { hospital } = await withPatient();
    await hospital.send({ event: 'A01', pv1: { 44: '202603020800' } });
    const before = stayOf(hospital)!;
    await hospital.send({ event: 'A03', at: '202603021200', pv1: { 36: '01', 44: '202603020800' } });
    const [task] = hospital.rows<{ id: string }>("SELECT id FROM adt_task WHERE kind = 'reconcile'");
    await hospital.test.run('adt.settleTask', { taskId: task!.id, outcome: 'resume' }, 'phoebe');
    await hospital.send({ event: 'A13', at: '202603021300' });
    const { version: _v, as_of: _a, as_of_message: _m, ...same } = before;
    expect(stayOf(hospital)).toMatchObject(same);
    expect(pauses(hospital)).toEqual([
      { because: 'inpatient', lifted: 1 },
      { because: 'inpatient', lifted: 0 },
    ]);
    expect(hospital.open()).toEqual([]);
  });

  test('whose admission is taken back rests no more, and is asked about no more; after a move a person asks first', async () => {
    const { hospital } = await withPatient();
    await hospital.send({ event: 'A01' }, { event: 'A11', at: '202603021100' });
    expect(stayOf(hospital)).toMatchObject({ state: 'cancelled' });
    expect(pauses(hospital)).toEqual([{ because: 'inpatient', lifted: 1 }]);
    expect(hospital.told().slice(-2)).toEqual(['stay.cancelled', 'outreach.resumed']);
    expect(
      await hospital.send(
        { event: 'A01', at: '202603021200', visit: 'V2' },
        { event: 'A02', at: '202603021300', visit: 'V2', ward: 'ICU' },
        { event: 'A11', at: '202603021400', visit: 'V2' },
      ),
    ).toEqual(['applied', 'applied', 'held']);
    expect(stayOf(hospital, 'V2')).toMatchObject({ state: 'in', ward: 'ICU' });
    expect(hospital.open()).toEqual(['contradiction 2']);
  });

  test('an admission from the waiting list that is taken back leaves the patient expected, as before', async () => {
    const { hospital } = await withPatient();
    await hospital.send({ event: 'A05', class: 'P', ward: 'MED' });
    const { version: _v, as_of: _a, as_of_message: _m, ...same } = stayOf(hospital)!;
    await hospital.send(
      { event: 'A01', at: '202603021100' },
      // The feed goes on talking; that is no news of the stay.
      { event: 'A08', at: '202603021110', pv1: { 7: '1^Okafor^Chidi' } },
      { event: 'A11', at: '202603021200' },
    );
    expect(stayOf(hospital)).toMatchObject({ ...same, attending: expect.stringContaining('Okafor') });
    expect(pauses(hospital)).toEqual([{ because: 'inpatient', lifted: 1 }]);
  });

  test('who is reported deceased has everything rest at once; a person confirms it, or finds that she lives', async () => {
    const { hospital } = await withPatient();
    await hospital.send({ event: 'A01' }, { event: 'A03', at: '202603021200', pv1: { 36: '20' } });
    expect(hospital.open()).toEqual(['deceased 1']);
    expect(
      pauses(hospital)
        .map(({ because }) => because)
        .sort(),
    ).toEqual(['deceased', 'inpatient']);
    // Once is enough, however it is said.
    await hospital.send({ event: 'A31', at: '202603021210', dead: 'Y', visit: null });
    expect(hospital.open()).toEqual(['deceased 1']);
    // A discharge taken back does not bring anybody back to life by itself.
    await hospital.send({ event: 'A13', at: '202603021300' });
    expect(hospital.open()).toEqual(['contradiction 1', 'deceased 1']);
    expect(personOf(hospital)!.deceased_at).not.toBeNull();
    // Nor does a hospital that says so outright: a person is asked.
    await hospital.send({ event: 'A31', at: '202603021310', dead: 'N', visit: null });
    expect(hospital.open()).toEqual(['contradiction 1', 'contradiction 1', 'deceased 1']);
    expect(personOf(hospital)!.deceased_at).not.toBeNull();
    const [task] = hospital.rows<{ id: string }>("SELECT id FROM adt_task WHERE kind = 'deceased'");
    await hospital.test.run(
      'adt.settleTask',
      { taskId: task!.id, outcome: 'resume', reason: 'She is here.' },
      'phoebe',
    );
    expect(pauses(hospital).every(({ lifted }) => lifted === 1)).toBe(true);
    expect(personOf(hospital)!.deceased_at).toBeNull();
  });

  test('with an allergy not on file is asked about at once, urgently where something is filled; it can be put on file', async () => {
    const { hospital, patientId } = await withPatient();
    await hospital.send({ event: 'A08', visit: null, rest: ['AL1|1|DA|^No known allergies'] });
    expect(hospital.open()).toEqual([]);
    await hospital.send({
      event: 'A08',
      at: '202603021100',
      visit: null,
      rest: ['AL1|1|DA|^Penicillin G|SV|Hives', 'AL1|2|DA|^Latex'],
    });
    await hospital.send({
      event: 'A60',
      at: '202603021110',
      visit: null,
      rest: ['IAM|1|DA|^Aspirin|MO|Rash|A'],
    });
    expect(hospital.open()).toEqual(['new-allergy 2']);
    const [task] = hospital.rows<{ id: string; detail: string }>('SELECT id, detail FROM adt_task');
    await hospital.test.run(
      'adt.settleTask',
      { taskId: task!.id, outcome: 'take-over', reason: 'She says so.' },
      'phoebe',
    );
    const { patient } = hospital.test.ask('patient.get', { patientId });
    expect(patient.allergyStatus).toBe('listed');
    expect(patient.allergies).toEqual([
      { substance: 'Penicillin G', reaction: 'Hives', severity: 'severe' },
      { substance: 'Latex', reaction: '', severity: 'unknown' },
      { substance: 'Aspirin', reaction: 'Rash', severity: 'moderate' },
    ]);
    const [change] = hospital.test
      .ask('patient.timeline', { patientId })
      .entries.filter(({ name }) => name === 'patient.changed');
    expect(change).toMatchObject({
      by: { id: 'user-phoebe' },
      sentence: expect.stringContaining('She says so.'),
    });
    // On file now, in whichever spelling: nothing to ask.
    await hospital.send({
      event: 'A08',
      at: '202603021200',
      visit: null,
      rest: ['AL1|1|DA|^PENICILLIN-G', 'AL1|2|DA|^latex', 'AL1|3|DA|^Aspirin'],
    });
    expect(hospital.open().filter((task) => task.startsWith('new-allergy'))).toEqual([]);
  });

  test('with fills waiting: the fills stand in the question about the allergy', async () => {
    const hospital = await openHospital({ mrnAuthority: '' });
    const shelf = await stockedCounter(hospital.test);
    await approvedOrder(hospital.test, shelf);
    await hospital.send({
      event: 'A31',
      visit: null,
      address: '77 Wilmer Street^^Rochester^NY^14607',
      rest: ['AL1|1|DA|^Lisinopril'],
    });
    expect(hospital.open()).toContain('new-allergy 1');
    const { tasks } = hospital.test.ask('adt.board', {}, 'phoebe');
    expect(tasks[0]!.facts.map(({ value }) => value).join()).toContain('lisinopril 10 mg tablet');
  });

  test('whose allergy somebody put on file by hand is asked about it no more', async () => {
    const { hospital, patientId } = await withPatient();
    await hospital.send({ event: 'A31', visit: null, rest: ['AL1|1|DA|^Penicillin'] });
    expect(hospital.open()).toEqual(['new-allergy 2']);
    await hospital.test.run('patient.change', {
      ...hospital.test.ask('patient.get', { patientId }).patient,
      patientId,
      allergyStatus: 'listed',
      allergies: [{ substance: 'penicillin' }],
      reason: 'She says so.',
    });
    expect(hospital.open()).toEqual([]);
  });

  test('keeps what a pharmacist entered, whatever a hospital no longer lists; that is asked about', async () => {
    const { hospital, patientId } = await withPatient();
    await hospital.send({ event: 'A31', visit: null, rest: ['AL1|1|DA|^Penicillin', 'AL1|2|DA|^Latex'] });
    const [task] = hospital.rows<{ id: string }>('SELECT id FROM adt_task');
    await hospital.test.run('adt.settleTask', { taskId: task!.id, outcome: 'take-over' }, 'phoebe');
    const onFile = hospital.test.ask('patient.get', { patientId }).patient.allergies;
    await hospital.send({ event: 'A31', at: '202603021200', visit: null, rest: ['AL1|1|DA|^Latex'] });
    expect(allergies(hospital)).toEqual([
      ['Latex', false],
      ['Penicillin', true],
    ]);
    expect(hospital.open()).toEqual(['allergy-gone 3']);
    await hospital.send({ event: 'A31', at: '202603021300', visit: null, rest: ['AL1|1|""|""'] });
    expect(hospital.test.ask('patient.get', { patientId }).patient.allergies).toEqual(onFile);
    expect(allergies(hospital).every(([, gone]) => gone)).toBe(true);
  });

  test('has a list of each hospital: one replaces its own only', async () => {
    const { hospital } = await withPatient();
    const other = hospital.source('County', { mrnAuthority: 'STM' });
    await hospital.send({
      event: 'A31',
      visit: null,
      rest: ['AL1|1|DA|^Penicillin', 'NK1|1|Ruiz^Ana|MTH|||5855550100'],
    });
    await hospital.sendFrom(other, {
      event: 'A31',
      at: '202603021100',
      visit: null,
      rest: ['AL1|1|DA|^Latex'],
    });
    await hospital.sendFrom(other, { event: 'A31', at: '202603021200', visit: null, rest: ['AL1|1|""|""'] });
    expect(allergies(hospital)).toEqual([
      ['Latex', true],
      ['Penicillin', false],
    ]);
    expect(hospital.rows("SELECT * FROM adt_list WHERE kind = 'contacts'")).toHaveLength(1);
  });

  test('whose details differ has one open question, brought up to date, that goes when they agree', async () => {
    const { hospital, patientId } = await withPatient();
    await hospital.send({ event: 'A31', visit: null, address: '9 Low St^^Rochester^NY^14604' });
    await hospital.send({ event: 'A31', at: '202603021100', visit: null, phone: '5855550123' });
    expect(hospital.open()).toEqual(['details-differ 3']);
    const [task] = hospital.test.ask('adt.board', {}, 'phoebe').tasks;
    expect(task!.facts).toEqual([
      { name: 'Address', value: '9 Low St, Rochester, NY 14604', ours: '' },
      { name: 'Telephone', value: '5855550123', ours: '' },
    ]);
    await hospital.test.run(
      'adt.settleTask',
      { taskId: task!.id, outcome: 'take-over', reason: 'She moved.' },
      'phoebe',
    );
    expect(hospital.test.ask('patient.get', { patientId }).patient).toMatchObject({
      address: '9 Low St, Rochester, NY 14604',
      phone: '5855550123',
      familyName: 'Alvarez',
    });
    await hospital.send({ event: 'A31', at: '202603021200', visit: null, phone: '5855550999' });
    expect(hospital.open()).toEqual(['details-differ 3']);
    await hospital.send({ event: 'A31', at: '202603021300', visit: null, phone: '585-555-0123' });
    expect(hospital.open()).toEqual([]);
  });

  test('withdrawn by the hospital stays on file; a person decides', async () => {
    const { hospital, patientId } = await withPatient();
    await hospital.send({ event: 'A28', visit: null }, { event: 'A29', at: '202603021100', visit: null });
    expect(hospital.open()).toEqual(['withdrawn 3']);
    expect(hospital.test.ask('patient.get', { patientId }).patient.name).toBe('Alvarez, Mariana');
  });
});

describe('order', () => {
  test('a late message changes nothing newer; a late discharge of somebody said to be in hospital is for a person', async () => {
    const { hospital } = await withPatient();
    await hospital.send({ event: 'A08', at: '202603021200', phone: '5855550200' });
    expect(
      await hospital.send({ event: 'A08', at: '202603021100', phone: '5855550100', address: '9 Low St' }),
    ).toEqual(['late']);
    expect(personOf(hospital)).toMatchObject({ phone: '5855550200', address: '9 Low St' });
    expect(await hospital.send({ event: 'A03', at: '202603021130' })).toEqual(['held']);
    expect(stayOf(hospital)).toMatchObject({ state: 'in' });
    expect(hospital.open()).toContain('contradiction 2');
  });

  test('a cancel of a stay nobody knows is kept and has no effect', async () => {
    const hospital = await openHospital();
    expect(await hospital.send({ event: 'A11' }, { event: 'A13' }, { event: 'A12' })).toEqual([
      'no-action',
      'no-action',
      'no-action',
    ]);
    expect(hospital.rows('SELECT * FROM adt_person')).toEqual([]);
  });

  test('a feed that begins in the middle: the person and the stay are made from what is there', async () => {
    const { hospital } = await withPatient();
    expect(await hospital.send({ event: 'A02', ward: 'ICU' })).toEqual(['applied']);
    expect(stayOf(hospital)).toMatchObject({ state: 'in', ward: 'ICU' });
    expect(pauses(hospital)).toHaveLength(1);
  });
});
