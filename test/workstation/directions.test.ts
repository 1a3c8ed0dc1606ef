/** Directions at the desk: what the machine reads of them, what it reckons, and what it does not let pass. */
import { describe, expect, test } from 'vitest';
import type { CommandInput } from '../../core/contract/index.ts';
import { lisinopril, stockedCounter } from '../support/counter.ts';
import { openTestWorkstation, type Person } from '../support/workstation.ts';

const methotrexate = '00054455025';
const glargine = '00088221905';

const desk = async () => {
  const test = await openTestWorkstation();
  const shelf = await stockedCounter(test);
  const rest = { labeler: 'Example', route: 'oral', schedule: null } as const;
  await test.run(
    'drug.add',
    {
      ...rest,
      ndc11: methotrexate,
      name: 'methotrexate',
      strength: '2.5 mg',
      form: 'tablet',
      unit: 'tablet',
      packageSize: '100',
    },
    'mona',
  );
  await test.run(
    'drug.add',
    {
      ...rest,
      ndc11: glargine,
      name: 'insulin glargine',
      strength: '100 units/mL',
      form: 'injection pen',
      unit: 'mL',
      packageSize: '15',
      packageDescription: '5 pens of 3 mL',
    },
    'mona',
  );
  const read = (sigText: string, ndc11: string, more: { quantity?: string; daysSupply?: string } = {}) =>
    test.ask('prescription.readSig', { sigText, ndc11, ...more });
  const typed = (prescriptionId: string, sigText: string): CommandInput<'prescription.transcribe'> => ({
    prescriptionId,
    patientId: shelf.patientId,
    prescriberId: shelf.prescriberId,
    ndc11: methotrexate,
    writtenOn: '2026-03-01',
    sigText,
    quantity: '24',
    daysSupply: 28,
    refills: 0,
    substitutionAllowed: true,
  });
  const order = async () => (await test.run('intake.receive', { source: 'phone' })).prescriptionId;
  return { test, read, typed, order };
};

describe('directions as they are typed', () => {
  test('are said in words, with how often a day, and the quantity the days need', async () => {
    const { read } = await desk();
    expect(read('1-2 tabs po q6h prn pain', lisinopril, { daysSupply: '10' })).toEqual({
      sentence: 'Take 1 to 2 tablets by mouth every 6 hours as needed for pain.',
      flags: [],
      unread: [],
      stop: false,
      perDay: { min: '4', max: '4' },
      arithmetic: 'up to 8 tablets a day × 10 days = 80 tablets',
      daysSupply: null,
      quantity: '80',
      agrees: null,
    });
    expect(read('6 tabs weekly', methotrexate, { quantity: '24' })).toMatchObject({
      perDay: { min: '1/7', max: '1/7' },
      daysSupply: 28,
      quantity: null,
    });
  });

  test('are reckoned in the units of the package, as the branch has set them', async () => {
    const { test, read } = await desk();
    expect(read('20 units subcut qhs', glargine, { quantity: '15' })).toMatchObject({ daysSupply: 68 });
    await test.run(
      'setting.change',
      { name: 'supply.insulinUnitsToPrime', value: 0, reason: 'not reckoned here' },
      'mona',
    );
    expect(read('20 units subcut qhs', glargine, { quantity: '15' })).toMatchObject({ daysSupply: 75 });
    const apart = read('2 puffs bid', glargine, { quantity: '15' });
    expect(apart.daysSupply).toBeNull();
    expect(apart.flags.map(({ text }) => text)).toContain(
      'The directions count in puffs, the quantity in mL. Work out the days’ supply by hand.',
    );
  });

  test('name the words no rule knows, and keep them', async () => {
    const { read } = await desk();
    expect(read('1 tab daily under supervision', lisinopril)).toMatchObject({
      sentence: 'Take 1 tablet daily under supervision.',
      unread: ['under', 'supervision'],
    });
  });

  test('that would be read differently in plain words are not taken', async () => {
    const { test, typed, order } = await desk();
    const refused = await test.refused('prescription.transcribe', {
      ...typed(await order(), '8 to tid'),
      ndc11: lisinopril,
    });
    expect(refused).toMatchObject({
      code: 'prescription.sig-refused',
      details: { code: 'sig-disagrees' },
    });
  });
});

describe('directions nobody may follow', () => {
  test('are told at once, and neither a technician nor a pharmacist can send them on', async () => {
    const { test, read, typed, order } = await desk();
    expect(read('1 tab daily', methotrexate)).toMatchObject({
      stop: true,
      flags: [{ severity: 'stop', text: 'Methotrexate is taken once a week. Call the prescriber.' }],
    });
    const prescriptionId = await order();
    for (const person of ['tina', 'phoebe'] as const satisfies Person[])
      expect(
        await test.refused('prescription.transcribe', typed(prescriptionId, '1 tab daily'), person),
      ).toMatchObject({
        kind: 'refused',
        code: 'prescription.sig-stop',
        message: 'Methotrexate is taken once a week. Call the prescriber.',
      });
    expect(test.ask('prescription.get', { prescriptionId }).prescription.stage).toBe('transcribing');
  });

  test('wait on hold for the call, and go on as the prescriber then says', async () => {
    const { test, typed, order } = await desk();
    const prescriptionId = await order();
    await test.run('prescription.hold', {
      prescriptionId,
      reason: 'prescriber-call',
      note: 'Methotrexate daily?',
      followUpAt: '2026-03-03T14:00:00.000Z',
    });
    await test.run('prescription.resume', { prescriptionId, note: 'Six tablets on Mondays.' });
    await test.run('prescription.transcribe', typed(prescriptionId, '6 tabs once a week on Monday'));
    const { prescription } = test.ask('prescription.get', { prescriptionId });
    expect(prescription.stage).toBe('verifying');
    expect(prescription.transcription?.sigSentence).toBe('Take 6 tablets once a week on Monday.');
  });
});
