/** Two entries that differ: told to a pharmacist alone, decided field by field, and begun anew when sent back. */
import { describe, expect, test } from 'vitest';
import type { CommandInput } from '../../core/contract/index.ts';
import { verify } from '../../core/verification/verify.ts';
import {
  approve,
  counter,
  differing,
  first,
  get,
  same,
  sound,
  stateOf,
  tenMilligrams,
  waiting,
} from '../support/typed-twice.ts';
import type { Person } from '../support/workstation.ts';

describe('two entries that differ', () => {
  const both = [
    { field: 'strength', first: '5 mg', second: '10 mg' },
    { field: 'quantity', first: '60', second: '30' },
  ];

  test('are shown to a pharmacist who typed neither, and to nobody else', async () => {
    const { test, prescriptionId } = await differing({ ndc11: tenMilligrams, quantity: '30' });
    await test.restart();
    const seen = (as: Person) => get(test, prescriptionId, as).secondEntry?.differences;
    expect(seen('phoebe')).toEqual(both);
    for (const person of ['tina', 'tom', 'mona', 'adam'] as const) expect(seen(person)).toEqual([]);
    for (const person of ['tina', 'tom', 'phoebe'] as const) {
      const { entries } = test.ask('prescription.timeline', { prescriptionId }, person);
      expect(entries.at(-1)?.sentence).toBe('Typed a second time: the entries differ');
      expect(JSON.stringify(entries)).not.toContain(tenMilligrams);
    }
  });

  test('are not shown to a pharmacist who typed one of them', async () => {
    const { test, shelf } = await counter();
    const prescriptionId = await waiting(test, shelf, 'phoebe');
    await test.run('prescription.enterAgain', { prescriptionId, ...same, quantity: '30' }, 'paul');
    for (const person of ['phoebe', 'paul'] as const) {
      expect(get(test, prescriptionId, person).secondEntry?.differences).toEqual([]);
      expect(
        await test.refused(
          'prescription.decideEntry',
          { prescriptionId, choices: [{ field: 'quantity', take: 'first' }], reason: 'mine' },
          person,
        ),
      ).toMatchObject({ code: 'prescription.second-entry-own' });
    }
  });

  test('stop verification until they are decided', async () => {
    const { test, prescriptionId } = await differing({ quantity: '30' });
    expect(get(test, prescriptionId, 'phoebe').possible).toMatchObject({
      approve: 'The two entries differ. A pharmacist has to decide between them first.',
      decideEntry: null,
    });
    expect(await test.refused('prescription.approve', approve(prescriptionId), 'phoebe')).toMatchObject({
      code: 'prescription.second-entry-differs',
    });
  });

  test('are decided by a pharmacist, field by field, the drug as a whole', async () => {
    const { test, prescriptionId } = await differing({ ndc11: tenMilligrams, quantity: '30' });
    const decide = (choices: CommandInput<'prescription.decideEntry'>['choices'], as: Person = 'phoebe') =>
      test.refused('prescription.decideEntry', { prescriptionId, choices, reason: 'x' }, as);
    expect(await decide([{ field: 'strength', take: 'first' }])).toMatchObject({ kind: 'invalid' });
    expect(
      await decide(
        [
          { field: 'strength', take: 'first' },
          { field: 'quantity', take: 'first' },
        ],
        'mona',
      ),
    ).toMatchObject({ kind: 'forbidden' });
    expect(stateOf(test, prescriptionId)).toBe('differs');
  });

  test('decided for the first: what was typed stands, and the deciding pharmacist may verify', async () => {
    const { test, prescriptionId } = await differing({ quantity: '30' });
    await test.run(
      'prescription.decideEntry',
      { prescriptionId, choices: [{ field: 'quantity', take: 'first' }], reason: 'page says sixty' },
      'phoebe',
    );
    const shown = get(test, prescriptionId, 'phoebe');
    expect(shown).toMatchObject({
      prescription: { transcription: { quantity: '60' }, transcribedBy: { id: 'user-tina' } },
      secondEntry: { state: 'decided', differences: [{ field: 'quantity', first: '60', second: '30' }] },
      changedSinceLastLook: [],
    });
    const { entries } = test.ask('prescription.timeline', { prescriptionId });
    expect(entries.at(-1)?.sentence).toBe('Decided between the two entries: page says sixty');
    await test.run('prescription.approve', approve(prescriptionId), 'phoebe');
    sound(test);
  });

  test('decided for the second: it is the transcription now, and its typist the one who typed it', async () => {
    const { test, prescriptionId } = await differing(
      { ndc11: tenMilligrams, sigText: '1 tab po tid', quantity: '90' },
      { drug: 'oxycodone', strength: ['10 mg', 'guess'], quantity: '90', sig: '1 tab po tid' },
    );
    const before = new Map(get(test, prescriptionId).evidence.map(({ field, outcome }) => [field, outcome]));
    expect([before.get('strength'), before.get('quantity')]).toEqual(['corrected', 'corrected']);
    await test.run(
      'prescription.decideEntry',
      {
        ...{ prescriptionId, reason: 'the page says 10 mg, ninety' },
        choices: [
          { field: 'strength', take: 'second' },
          { field: 'sig', take: 'first' },
          { field: 'quantity', take: 'second' },
        ],
      },
      'phoebe',
    );
    await test.restart();
    const shown = get(test, prescriptionId, 'phoebe');
    expect(shown).toMatchObject({
      prescription: {
        transcription: { ndc11: tenMilligrams, sigText: '1 tab po bid', quantity: '90', daysSupply: 30 },
        transcribedBy: { id: 'user-tom' },
      },
      secondEntry: { state: 'decided', by: { id: 'user-tom' } },
      drug: { strength: '10 mg' },
    });
    expect(shown.changedSinceLastLook.map(({ field }) => field)).toEqual(['drug', 'quantity']);
    const after = new Map(shown.evidence.map((one) => [one.field, one]));
    expect(after.get('strength')).toMatchObject({ outcome: 'accepted', region: { page: 1 } });
    expect(after.get('quantity')).toMatchObject({ outcome: 'accepted', suggested: '90' });
    expect(after.get('sig')).toMatchObject({ outcome: 'corrected' });
    await test.run('prescription.approve', approve(prescriptionId), 'phoebe');
    sound(test);
  });

  test('where the decision itself differs from the page, its reason is kept as the reason for that', async () => {
    const { test, prescriptionId } = await differing(
      { ndc11: tenMilligrams },
      { drug: 'oxycodone', strength: '5 mg' },
    );
    const reason = 'prescriber raised it by telephone';
    await test.run(
      'prescription.decideEntry',
      { prescriptionId, choices: [{ field: 'strength', take: 'second' }], reason },
      'phoebe',
    );
    expect(get(test, prescriptionId, 'phoebe').drugDiffers).toEqual({
      differences: [{ what: 'strength', page: '5 mg', picked: '10 mg' }],
      reason,
    });
  });

  test('by the date of birth are another patient: that is sent back, not chosen', async () => {
    const { test, prescriptionId } = await differing({ dateOfBirth: '1982-08-30' });
    const decide = (take: 'first' | 'second') => ({
      ...{ prescriptionId, reason: 'looked at the page' },
      choices: [{ field: 'dateOfBirth' as const, take }],
    });
    expect(await test.refused('prescription.decideEntry', decide('second'), 'phoebe')).toMatchObject({
      code: 'prescription.second-entry-differs',
      message: expect.stringContaining('another patient'),
    });
    await test.run('prescription.decideEntry', decide('first'), 'phoebe');
    expect(stateOf(test, prescriptionId)).toBe('decided');
  });

  test('are decided once', async () => {
    const { test, prescriptionId } = await differing({ quantity: '30' });
    const decide = {
      ...{
        prescriptionId,
        choices: [{ field: 'quantity' as const, take: 'first' as const }],
        reason: 'page',
      },
    };
    await test.run('prescription.decideEntry', decide, 'phoebe');
    expect(await test.refused('prescription.decideEntry', decide, 'paul')).toMatchObject({
      code: 'prescription.second-entry-not-needed',
    });
  });
});

describe('an order that is sent back', () => {
  test('starts over: what is typed next is typed a second time, and the old entry settles nothing', async () => {
    const { test, shelf, prescriptionId } = await differing({ quantity: '30' });
    await test.run('prescription.sendBack', { prescriptionId, reason: 'wrong-quantity' }, 'phoebe');
    expect(get(test, prescriptionId).secondEntry).toBeNull();
    expect(test.ask('prescription.counts', {}).secondEntry).toEqual({ needed: 0, differs: 0 });
    // Who typed the second entry before may be the first now.
    await test.run(
      'prescription.transcribe',
      { ...first(shelf, prescriptionId), quantity: '30', daysSupply: 15 },
      'tom',
    );
    expect(get(test, prescriptionId, 'phoebe').secondEntry).toMatchObject({
      state: 'needed',
      by: null,
      differences: [],
    });
    await test.run('prescription.enterAgain', { prescriptionId, ...same, quantity: '30' }, 'tina');
    expect(stateOf(test, prescriptionId)).toBe('agreed');
    await test.run('prescription.approve', approve(prescriptionId), 'phoebe');
    sound(test);
  });

  test('needs one even after both had agreed', async () => {
    const { test, shelf } = await counter();
    const prescriptionId = await waiting(test, shelf);
    await test.run('prescription.enterAgain', { prescriptionId, ...same }, 'tom');
    await test.run('prescription.sendBack', { prescriptionId, reason: 'wrong-directions' }, 'phoebe');
    await test.run('prescription.transcribe', { ...first(shelf, prescriptionId), sigText: '1 tab po tid' });
    expect(await test.refused('prescription.approve', approve(prescriptionId), 'phoebe')).toMatchObject({
      code: 'prescription.second-entry-needed',
    });
    sound(test);
  });
});

/** Settled both ways, then changed as no command does. */
const tampered = async (sql: string): Promise<string> => {
  const { test, shelf, prescriptionId } = await differing({ quantity: '30' }, { quantity: ['60', 'check'] });
  await test.run(
    'prescription.decideEntry',
    { prescriptionId, choices: [{ field: 'quantity', take: 'second' }], reason: 'page' },
    'phoebe',
  );
  await test.run('prescription.approve', approve(prescriptionId), 'phoebe');
  const other = await test.run('patient.register', {
    ...{ familyName: 'Chen', givenNames: 'Wei', dateOfBirth: '1992-08-30', sex: 'male' },
  });
  const agreed = await waiting(test, { ...shelf, patientId: other.patientId });
  await test.run('prescription.enterAgain', { prescriptionId: agreed, ...same }, 'tom');
  await test.run('prescription.approve', approve(agreed), 'phoebe');
  sound(test);
  test.workstation.store.exec(sql);
  return verify(test.workstation.store).violations.join('\n');
};

test.each([
  [
    'one was verified before its second entry',
    "UPDATE prescription SET second_entry = 'needed' WHERE second_entry = 'agreed'",
    'past verification and its second entry is not settled',
  ],
  ['a second entry is gone', 'DELETE FROM second_entry', 'settled and there is none'],
  [
    'one is said to agree that differed',
    "UPDATE prescription SET second_entry = 'agreed' WHERE second_entry = 'decided'",
    'does not say what the two entries do',
  ],
  ['one person typed both', "UPDATE second_entry SET user_id = 'user-tina'", 'one person typed both entries'],
  [
    'a typist decided',
    "UPDATE second_entry SET decided_by = 'user-tom' WHERE decided_by IS NOT NULL",
    'who typed one of the two entries decided',
  ],
  [
    'a typist verified what was decided',
    "UPDATE prescription SET approved_by = 'user-tina' WHERE second_entry = 'decided'",
    'who typed one of the two entries verified',
  ],
  [
    'evidence belongs to nothing',
    'UPDATE evidence SET transcription = transcription + 20',
    'evidence of no transcription',
  ],
  ['evidence lies beside its page', 'UPDATE evidence SET x = 9000', 'lies on no page'],
  [
    'evidence says what was not proposed',
    "UPDATE evidence SET outcome = 'accepted' WHERE suggested IS NULL",
    'does not fit what was proposed',
  ],
])('it is found when %s', async (_what, sql, expected) => {
  expect(await tampered(sql)).toContain(expected);
});
