/** Each typed value with the piece of paper it came from, and the picked drug held against the page. */
import { describe, expect, test } from 'vitest';
import type { CommandInput } from '../../core/contract/index.ts';
import type { ReadField } from '../../core/contract/recognition.ts';
import { verify } from '../../core/verification/verify.ts';
import { lisinopril, type Shelf, stockedCounter } from '../support/counter.ts';
import { type Reads, readFax } from '../support/read-fax.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

type Typed = Partial<CommandInput<'prescription.transcribe'>>;

const counter = async () => {
  const test = await openTestWorkstation();
  return { test, shelf: await stockedCounter(test) };
};

const typed = (shelf: Shelf, prescriptionId: string, changes: Typed = {}) => ({
  prescriptionId,
  patientId: shelf.patientId,
  prescriberId: shelf.prescriberId,
  ndc11: shelf.ndc11,
  writtenOn: '2026-03-01',
  sigText: '1 tab po daily',
  quantity: '30',
  daysSupply: 30,
  refills: 2,
  substitutionAllowed: true,
  ...changes,
});

/** What a clean page says of it. */
const clean: Reads = {
  patientName: 'Alvarez, Mariana',
  dateOfBirth: '1992-08-30',
  prescriberName: 'Okonjo, Ngozi',
  npi: '1234567893',
  drug: 'lisinopril',
  strength: '10 mg',
  form: 'tablet',
  sig: 'take 1 tablet po daily',
  quantity: '30',
  refills: '2',
};

const evidenceOf = (test: TestWorkstation, prescriptionId: string) =>
  new Map(test.ask('prescription.get', { prescriptionId }).evidence.map((one) => [one.field, one]));
const outcomes = (test: TestWorkstation, prescriptionId: string) =>
  Object.fromEntries([...evidenceOf(test, prescriptionId)].map(([field, { outcome }]) => [field, outcome]));

describe('evidence', () => {
  test('what was accepted keeps its place, its suggestion and its confidence, also after a restart', async () => {
    const { test, shelf } = await counter();
    const { documentId, prescriptionId } = await readFax(test, { ...clean, quantity: ['30', 'check'] });
    expect(test.ask('prescription.get', { prescriptionId }).evidence).toEqual([]);
    await test.run('prescription.transcribe', typed(shelf, prescriptionId));
    await test.restart();
    const evidence = evidenceOf(test, prescriptionId);
    expect(evidence.get('quantity')).toEqual({
      field: 'quantity',
      region: { documentId, page: 1, x: 10, y: 74, width: 120, height: 8 },
      suggested: '30',
      confidence: 'check',
      outcome: 'accepted',
    });
    for (const field of Object.keys(clean) as ReadField[])
      expect(evidence.get(field)).toMatchObject({ outcome: 'accepted', region: { documentId } });
  });

  test('the page is shown the way the machine turned it', async () => {
    const { test } = await counter();
    const unread = await readFax(test, null);
    const { pages } = test.ask('prescription.get', { prescriptionId: unread.prescriptionId });
    expect(pages).toMatchObject([{ documentId: unread.documentId, number: 1, rotation: 0 }]);
    const { prescriptionId } = await readFax(test, clean);
    expect(test.ask('prescription.get', { prescriptionId }).pages).toMatchObject([{ rotation: 90 }]);
  });

  test.each<[ReadField, string]>([
    ['patientName', 'MARIANA ÁLVAREZ'],
    ['patientName', 'Alvarez, Mariana J'],
    ['prescriberName', 'Dr Ngozi Okonjo, MD'],
    ['npi', '123-456-7893'],
    ['drug', 'Lisinopril'],
    ['drug', 'Prinivil'],
    ['strength', '10mg'],
    ['form', 'tabs'],
    ['sig', '1 tablet by mouth daily'],
    ['quantity', '30.0'],
    ['refills', '2'],
    ['substitution', 'allowed'],
    ['daysSupply', '30'],
    ['writtenOn', '2026-03-01'],
    ['patientAddress', '77 Wilmer St, Rochester NY 14607'],
  ])('%s read as “%s” was accepted', async (field, value) => {
    const { test, shelf } = await counter();
    await test.run(
      'drug.add',
      {
        ...{ ndc11: '00006001954', name: 'lisinopril', brand: 'Prinivil', strength: '10 mg', form: 'tablet' },
        ...{ unit: 'tablet', packageSize: '100', schedule: null },
      },
      'mona',
    );
    const { prescriptionId } = await readFax(test, { [field]: value });
    await test.run('prescription.transcribe', typed(shelf, prescriptionId));
    expect(outcomes(test, prescriptionId)[field]).toBe('accepted');
  });

  test.each<[ReadField, string]>([
    ['patientName', 'Alvarez, Maria'],
    ['dateOfBirth', '1992-03-08'],
    ['prescriberName', 'Okafor, Ngozi'],
    ['npi', '1234567890'],
    ['sig', '2 tab po daily'],
    ['quantity', '80'],
    ['refills', '3'],
    ['substitution', 'not allowed'],
    ['daysSupply', '90'],
    ['writtenOn', '2026-01-03'],
    ['patientAddress', '71 Wilmer St, Rochester NY 14607'],
  ])('%s read as “%s” was corrected', async (field, value) => {
    const { test, shelf } = await counter();
    const { prescriptionId } = await readFax(test, { [field]: value });
    await test.run('prescription.transcribe', typed(shelf, prescriptionId));
    expect(evidenceOf(test, prescriptionId).get(field)).toMatchObject({
      outcome: 'corrected',
      suggested: value,
      confidence: 'sure',
    });
  });

  test('a clinic on file with its address is the clinic on the page, another one is not', async () => {
    const { test, shelf } = await counter();
    const { prescriberId } = await test.run('prescriber.register', {
      ...{ familyName: 'Singh', givenNames: 'Amar', npi: '1245319599' },
      clinic: 'Genesee Family Medicine, 1425 Genesee Street, Rochester',
    });
    const read = async (clinic: string) => {
      const { prescriptionId } = await readFax(test, { clinic });
      const [earlier] = test.ask('prescription.duplicates', {
        ...{ prescriptionId, patientId: shelf.patientId, ndc11: shelf.ndc11 },
      }).rows;
      const duplicate = earlier ? { of: earlier.prescriptionId, answer: 'renew' as const } : null;
      await test.run('prescription.transcribe', typed(shelf, prescriptionId, { prescriberId, duplicate }));
      return outcomes(test, prescriptionId).clinic;
    };
    expect(await read('Genesee Family Medicine')).toBe('accepted');
    expect(await read('Genesee Family Dentistry')).toBe('corrected');
  });

  test('what nobody proposed was typed; what is neither typed nor on file has no evidence', async () => {
    const { test, shelf } = await counter();
    const { prescriptionId } = await readFax(test, { patientPhone: '5855550142', gmc: '1234567' });
    await test.run('prescription.transcribe', typed(shelf, prescriptionId));
    const evidence = evidenceOf(test, prescriptionId);
    expect(evidence.get('quantity')).toEqual({
      field: 'quantity',
      region: null,
      suggested: null,
      confidence: null,
      outcome: 'typed',
    });
    expect([evidence.has('patientPhone'), evidence.has('gmc'), evidence.has('npi')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('a mark of the person is the place that counts', async () => {
    const { test, shelf } = await counter();
    const { documentId, prescriptionId } = await readFax(test, { quantity: '80' });
    const region = { documentId, page: 1, x: 200, y: 300, width: 40, height: 20 };
    await test.run(
      'prescription.transcribe',
      typed(shelf, prescriptionId, {
        marks: [
          { field: 'quantity', region },
          { field: 'sig', region },
        ],
      }),
    );
    const evidence = evidenceOf(test, prescriptionId);
    expect(evidence.get('quantity')).toMatchObject({ region, suggested: '80', outcome: 'corrected' });
    expect(evidence.get('sig')).toMatchObject({ region, suggested: null, outcome: 'typed' });
  });

  test('a mark has to lie on a page of the order', async () => {
    const { test, shelf } = await counter();
    const other = await readFax(test, null);
    const { documentId, prescriptionId } = await readFax(test, clean);
    const place = { documentId, page: 1, x: 0, y: 0, width: 10, height: 10 };
    const marked = (region: typeof place) =>
      test.refused(
        'prescription.transcribe',
        typed(shelf, prescriptionId, { marks: [{ field: 'sig', region }] }),
      );
    expect(await marked({ ...place, page: 2 })).toMatchObject({ code: 'prescription.page-unknown' });
    expect(await marked({ ...place, documentId: other.documentId })).toMatchObject({
      code: 'prescription.page-unknown',
    });
    expect(await marked({ ...place, x: 5000 })).toMatchObject({ kind: 'invalid', code: 'mark.outside' });
  });

  test('an order that came by telephone has none', async () => {
    const { test, shelf } = await counter();
    const { prescriptionId } = await test.run('intake.receive', { source: 'phone' });
    await test.run('prescription.transcribe', typed(shelf, prescriptionId));
    const { evidence, pages } = test.ask('prescription.get', { prescriptionId });
    expect([evidence, pages]).toEqual([[], []]);
  });

  test('each transcription has its own; the last one is shown', async () => {
    const { test, shelf } = await counter();
    const { prescriptionId } = await readFax(test, { quantity: '80' });
    await test.run('prescription.transcribe', typed(shelf, prescriptionId));
    await test.run('prescription.sendBack', { prescriptionId, reason: 'wrong-quantity' }, 'phoebe');
    await test.run('prescription.transcribe', typed(shelf, prescriptionId, { quantity: '80' }));
    expect(outcomes(test, prescriptionId).quantity).toBe('accepted');
    const { rows } = test.ask(
      'recognition.corrections',
      { from: '2026-03-01', to: '2026-03-31', by: 'field' },
      'mona',
    );
    expect(rows.find(({ name }) => name === 'quantity')).toMatchObject({ accepted: 1, corrected: 0 });
    expect(verify(test.workstation.store).violations).toEqual([]);
  });
});

describe('a drug that differs from the page', () => {
  const differing = async (reads: Reads) => {
    const { test, shelf } = await counter();
    const { prescriptionId } = await readFax(test, reads);
    return { test, shelf, prescriptionId };
  };
  const strength = { what: 'strength', page: '20 mg', picked: '10 mg' } as const;

  test('is said before it is sent', async () => {
    const { test, prescriptionId } = await differing({ drug: 'lisinopril', strength: '20 mg' });
    expect(test.ask('prescription.compareDrug', { prescriptionId, ndc11: lisinopril })).toEqual({
      differences: [strength],
      stops: true,
    });
  });

  test('does not go on without a reason', async () => {
    const { test, shelf, prescriptionId } = await differing({ drug: 'lisinopril', strength: '20 mg' });
    expect(await test.refused('prescription.transcribe', typed(shelf, prescriptionId))).toMatchObject({
      code: 'prescription.drug-differs',
      details: { differences: [strength] },
    });
    expect(test.ask('prescription.get', { prescriptionId }).prescription.stage).toBe('transcribing');
  });

  test('goes on with one, and the pharmacist sees both', async () => {
    const { test, shelf, prescriptionId } = await differing({ drug: 'lisinopril', strength: '20 mg' });
    const drugDiffers = 'Prescriber changed it by telephone.';
    await test.run('prescription.transcribe', typed(shelf, prescriptionId, { drugDiffers }));
    await test.restart();
    const shown = test.ask('prescription.get', { prescriptionId }, 'phoebe');
    expect(shown.drugDiffers).toEqual({ differences: [strength], reason: drugDiffers });
    expect(shown.evidence.find(({ field }) => field === 'strength')?.outcome).toBe('corrected');
    const [row] = test.ask('prescription.workQueue', { stage: 'verifying' }).rows;
    expect(row?.flags).toContain('drug not as prescribed');
    const { entries } = test.ask('prescription.timeline', { prescriptionId });
    expect(entries.at(-1)?.sentence).toBe(`Typed in, another drug than on the page: ${drugDiffers}`);
  });

  test('a reason where nothing differs is kept nowhere', async () => {
    const { test, shelf, prescriptionId } = await differing({ drug: 'lisinopril', strength: '10 mg' });
    await test.run('prescription.transcribe', typed(shelf, prescriptionId, { drugDiffers: 'x' }));
    expect(test.ask('prescription.get', { prescriptionId }).drugDiffers).toBeNull();
  });

  test('a guess of the machine stops nobody', async () => {
    const { test, shelf, prescriptionId } = await differing({ drug: ['enalapril', 'guess'] });
    await test.run('prescription.transcribe', typed(shelf, prescriptionId));
    expect(test.ask('prescription.get', { prescriptionId }).evidence).toContainEqual(
      expect.objectContaining({ field: 'drug', suggested: 'enalapril', outcome: 'corrected' }),
    );
  });

  test('once it was typed anew as on the page, nothing is left of it', async () => {
    const { test, shelf, prescriptionId } = await differing({ drug: 'lisinopril', strength: '20 mg' });
    const { ndc11 } = await test.run(
      'drug.add',
      {
        ...{ ndc11: '68180051401', name: 'lisinopril', strength: '20 mg', form: 'tablet', unit: 'tablet' },
        ...{ packageSize: '100', schedule: null },
      },
      'mona',
    );
    await test.run('prescription.transcribe', typed(shelf, prescriptionId, { drugDiffers: 'misread' }));
    await test.run('prescription.sendBack', { prescriptionId, reason: 'wrong-strength' }, 'phoebe');
    await test.run('prescription.transcribe', typed(shelf, prescriptionId, { ndc11 }));
    expect(test.ask('prescription.get', { prescriptionId }).drugDiffers).toBeNull();
  });

  test('an order nothing was read for is held against nothing', async () => {
    const { test, shelf } = await counter();
    const { prescriptionId } = await readFax(test, null);
    expect(test.ask('prescription.compareDrug', { prescriptionId, ndc11: shelf.ndc11 })).toEqual({
      differences: [],
      stops: false,
    });
  });
});
