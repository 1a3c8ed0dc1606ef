/** Drugs, prescribers, search over everything and settings at the real workstation. */
import { describe, expect, test } from 'vitest';
import { demoDrugs } from '../../core/demo/drugs.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const openWithDrugs = async () => {
  const work = await openTestWorkstation();
  const drugs = demoDrugs.map((row) => ({ ...row, packageSize: String(row.packageSize) }));
  await work.run('drug.addMany', { drugs }, 'mona');
  return work;
};
const drugs = (work: TestWorkstation, text: string, limit = 60) =>
  work.ask('drug.find', { text, limit }).rows;

describe('finding a drug', () => {
  test('those whose name begins so stand first, strengths in the order of their numbers', async () => {
    const work = await openWithDrugs();
    const rows = drugs(work, 'lisin');
    expect(rows.length).toBeGreaterThan(3);
    const lisinopril = rows.filter(({ name }) => name === 'lisinopril');
    expect(rows.slice(0, lisinopril.length)).toEqual(lisinopril);
    const strengths = lisinopril.map(({ strength }) => Number.parseFloat(strength));
    expect(strengths).toEqual(strengths.toSorted((a, b) => a - b));
    expect(strengths).toContain(2.5);
  });

  test('name and strength together', async () => {
    const work = await openWithDrugs();
    const rows = drugs(work, 'lisinopril 20 mg');
    expect(rows.length).toBeGreaterThan(0);
    for (const { name, strength } of rows)
      expect([name, strength]).toEqual([
        expect.stringContaining('lisinopril'),
        expect.stringMatching(/\b20 mg/),
      ]);
    expect(drugs(work, '20 mg lisin').map(({ ndc11 }) => ndc11)).toEqual(rows.map(({ ndc11 }) => ndc11));
  });

  test('by NDC: whole, in pieces, with and without hyphens', async () => {
    const work = await openWithDrugs();
    const wanted = demoDrugs[7]!;
    const [a, b, c] = [wanted.ndc11.slice(0, 5), wanted.ndc11.slice(5, 9), wanted.ndc11.slice(9)];
    for (const text of [wanted.ndc11, `${a}-${b}-${c}`, `${a}-${b}`, wanted.ndc11.slice(2, 10)])
      expect([text, drugs(work, text).map(({ ndc11 }) => ndc11)]).toEqual([
        text,
        expect.arrayContaining([wanted.ndc11]),
      ]);
    expect(drugs(work, wanted.ndc11)).toMatchObject([{ why: 'this NDC' }]);
  });

  test('by brand, with the reason', async () => {
    const work = await openWithDrugs();
    const branded = demoDrugs.find(
      ({ brand, name }) => brand && !name.startsWith(brand.toLowerCase().slice(0, 4)),
    )!;
    const row = drugs(work, branded.brand!).find(({ ndc11 }) => ndc11 === branded.ndc11);
    expect(row?.why).toBe(`brand ${branded.brand}`);
  });

  test('tall-man letters, and what it is mistaken for when that is on file', async () => {
    const work = await openTestWorkstation();
    const tablet = { form: 'tablet', unit: 'tablet', strength: '25 mg', packageSize: '100', schedule: null };
    await work.run('drug.add', { ...tablet, ndc11: '00000000001', name: 'hydroxyzine' }, 'mona');
    expect(drugs(work, 'hydrox')[0]).toMatchObject({
      nameTallMan: 'hydrOXYzine',
      lookAlike: null,
      onHand: '0',
    });
    await work.run('drug.add', { ...tablet, ndc11: '00000000002', name: 'hydralazine' }, 'mona');
    expect(drugs(work, 'hydrox')[0]?.lookAlike).toBe('looks like hydrALAZINE');
    const again = await work.refused(
      'drug.add',
      { ...tablet, ndc11: '00000000002', name: 'hydralazine' },
      'mona',
    );
    expect(again.code).toBe('drug.exists');
  });

  test('those already on file are left as they are', async () => {
    const work = await openWithDrugs();
    const [row] = demoDrugs;
    const changed = { ...row!, packageSize: '1', strength: 'wrong' };
    expect(await work.run('drug.addMany', { drugs: [changed] }, 'mona')).toEqual({
      added: 0,
      alreadyThere: 1,
    });
    expect(work.ask('drug.get', { ndc11: row!.ndc11 }).drug.strength).toBe(row!.strength);
    expect(work.ask('drug.count', {}).count).toBe(demoDrugs.length);
  });
});

describe('prescribers', () => {
  const doctor = {
    familyName: 'Morrison',
    givenNames: 'Bea',
    npi: '1588400725',
    dea: 'bm4826179',
    clinic: 'Park Clinic',
    phone: '(585) 555-0111',
  };
  const why = (work: TestWorkstation, text: string) =>
    work.ask('prescriber.find', { text }).rows.map((row) => row.why);

  test('are found by name, numbers, clinic and telephone, each with the reason', async () => {
    const work = await openTestWorkstation();
    await work.run('prescriber.register', doctor);
    expect(why(work, 'Dr. Morrison')).toEqual(['name matches']);
    expect(why(work, 'bea morr')).toEqual(['name matches, name begins so']);
    expect(why(work, 'morison')).toEqual(['name 1 letter off']);
    expect(why(work, '1588400725')).toEqual(['NPI matches']);
    expect(why(work, 'BM4826179')).toEqual(['DEA number matches']);
    expect(why(work, '555-0111')).toEqual(['phone holds 5550111']);
    expect(why(work, 'park')).toEqual(['clinic Park Clinic']);
    expect(why(work, 'nobody')).toEqual([]);
  });

  test('with a wrong check digit are refused, and the same NPI is on file once', async () => {
    const work = await openTestWorkstation();
    expect((await work.refused('prescriber.register', { ...doctor, npi: '1588400726' })).code).toBe(
      'prescriber.npi-wrong',
    );
    expect((await work.refused('prescriber.register', { ...doctor, dea: 'BM4826178' })).code).toBe(
      'prescriber.dea-wrong',
    );
    const { prescriberId, warnings } = await work.run('prescriber.register', doctor);
    expect(warnings).toEqual([]);
    expect((await work.refused('prescriber.register', doctor)).code).toBe('prescriber.exists');
    const changed = await work.run('prescriber.change', {
      ...doctor,
      familyName: 'Ash',
      prescriberId,
      reason: 'married',
    });
    expect(changed).toMatchObject({ version: 2, warnings: [expect.stringContaining('not the initial')] });
  });
});

test('one search box finds patients, prescriptions, drugs and faxes', async () => {
  const work = await openWithDrugs();
  const { patientId } = await work.run('patient.register', {
    familyName: 'Smith',
    givenNames: 'John',
    dateOfBirth: '1961-03-04',
    sex: 'male',
  });
  const { prescriptionId } = await work.run('intake.receive', { source: 'phone', patientId });
  const hits = (text: string) => work.ask('search.everything', { text }).hits;
  expect(hits('smit')).toEqual([
    { kind: 'patient', id: patientId, title: 'Smith, John', detail: 'born 1961-03-04 · name begins so' },
    {
      kind: 'prescription',
      id: prescriptionId,
      title: 'Prescription without a number',
      detail: 'Smith, John · to be typed in · came in 2026-03-02',
    },
  ]);
  expect(hits('lisinop')[0]).toMatchObject({ kind: 'drug', title: expect.stringMatching(/^lisinopril/) });
  expect(hits('03/04/1961')[0]).toMatchObject({ kind: 'patient', id: patientId });
  expect(hits('')).toEqual([]);

  const { id, version: _v, name: _n, age: _a, ...fields } = work.ask('patient.get', { patientId }).patient;
  await work.run('patient.change', { ...fields, patientId: id, familyName: 'Quill', reason: 'married' });
  expect(hits('quill').map(({ kind }) => kind)).toEqual(['patient', 'prescription']);
  expect(hits('smit')).toEqual([]);
});

describe('settings', () => {
  const change = (name: string, value: unknown) => ({ name, value, reason: 'asked for' });

  test('are listed with a value, a default, a sentence and a schema', async () => {
    const work = await openTestWorkstation();
    await work.run('setting.change', change('claim.minutes', 15), 'mona');
    const setting = work
      .ask('setting.list', {}, 'mona')
      .settings.find(({ name }) => name === 'claim.minutes');
    expect(setting).toMatchObject({
      value: 15,
      default: 20,
      schema: { type: 'integer', minimum: 1, maximum: 240 },
    });
    await work.restart();
    expect(work.workstation.dispatcher.setting('claim.minutes')).toBe(15);
  });

  test('a value of the wrong kind, an unknown name and an unknown time zone are refused', async () => {
    const work = await openTestWorkstation();
    expect((await work.refused('setting.change', change('claim.minutes', 'soon'), 'mona')).kind).toBe(
      'invalid',
    );
    expect((await work.refused('setting.change', change('claim.minutes', 0), 'mona')).kind).toBe('invalid');
    expect((await work.refused('setting.change', change('toString', 1), 'mona')).code).toBe(
      'setting.unknown',
    );
    expect(
      (await work.refused('setting.change', change('branch.timeZone', 'Mars/Olympus'), 'mona')).kind,
    ).toBe('invalid');
    expect(work.workstation.dispatcher.setting('claim.minutes')).toBe(20);
  });

  test('a change is in the history, but no key that stands in an address', async () => {
    const work = await openTestWorkstation();
    await work.run('setting.change', change('robot.url', 'https://robot.example/in?key=hush'), 'mona');
    const [entry] = work.ask('event.log', { name: 'setting.changed' }, 'mona').entries;
    expect(entry).toMatchObject({
      sentence: 'Setting robot.url changed: asked for',
      before: { value: '' },
      after: { value: 'https://robot.example' },
    });
  });
});
