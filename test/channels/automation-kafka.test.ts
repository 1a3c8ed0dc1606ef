/**
 * The whole loop over a real Kafka: a fax comes in, its request goes out, a process of its own reads the page, and the
 * order stands in verification, typed by automation.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AUTOMATION } from '../../core/automation/store.ts';
import { patientIndex, prescriberIndex } from '../../core/demo/find.ts';
import { demoPatients, demoPrescribers } from '../../core/demo/people.ts';
import { verify } from '../../core/verification/verify.ts';
import { ownTopics } from '../support/automation-topics.ts';
import { sharedBroker } from '../support/broker.ts';
import { drawnForm, sendFax } from '../support/drawn-fax.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const bootstrap = await sharedBroker();
const day = '2026-03-01';

const faxOf = (patient: string, seed: number): Uint8Array => {
  const sheet = drawnForm({ prescriber: 'Prescott', patient, day }, [
    {
      ...{ drug: 'lisinopril', strength: '20 mg', form: 'tablet', quantity: '90', refills: '3' },
      sig: 'Take 1 tablet by mouth once daily',
    },
  ]);
  return sendFax([sheet], () => ({ seed }), { day, time: '10:00' }).bytes;
};

/** The service, in a process of its own. */
const startService = (prefix: string): ChildProcess => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-automation-'));
  const program = spawn(
    process.execPath,
    ['core/central/automation.ts', '--brokers', bootstrap!, '--prefix', prefix, '--data', folder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => {
    program.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  return program;
};

/** A branch on this central that puts its faxes to automation. */
const branch = async (prefix: string) => {
  const test = await openTestWorkstation({ channels: true });
  const { allergies: _, ...patient } = demoPatients[patientIndex('Lars Peterson')]!;
  const { patientId } = await test.run('patient.register', { ...patient, allergyStatus: 'none-known' });
  const { familyName, givenNames, npi, dea } = demoPrescribers[prescriberIndex('Prescott')]!;
  await test.run('prescriber.register', { familyName, givenNames, npi, dea });
  const tablet = { form: 'tablet', unit: 'tablet', route: 'oral', packageSize: '90', labeler: 'Example' };
  await test.run(
    'drug.add',
    { ...tablet, ndc11: '68180098101', name: 'lisinopril', strength: '20 mg', schedule: null },
    'mona',
  );
  for (const [name, value] of Object.entries({
    'branch.id': 'north',
    'central.prefix': prefix,
    'central.brokers': bootstrap,
    'automation.on': true,
    // A busy machine may take its time to reach the broker and to read.
    'automation.offlineSeconds': 600,
  }))
    await test.run('setting.change', { name, value, reason: 'test' }, 'mona');
  return { test, patientId };
};

/** What is said of a prescription that the branch can fill, in a call or a message. */
const prescott = demoPrescribers[prescriberIndex('Prescott')]!;
const said = `Dr. ${prescott.givenNames} ${prescott.familyName}, NPI ${prescott.npi}
Lars Peterson, date of birth 02/20/1998
lisinopril 20 mg tablet
Take 1 tablet by mouth once daily
Quantity: 90
Refills: 3
Date written: 03/01/2026`;

const receive = async (test: TestWorkstation, bytes: Uint8Array): Promise<string> => {
  const { prescriptionId } = await test.run('document.receive', {
    fileName: 'fax.tif',
    bytesBase64: Buffer.from(bytes).toString('base64'),
  });
  return prescriptionId!;
};
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((again) => setTimeout(again, 50));
};
const orderOf = (test: TestWorkstation, prescriptionId: string) =>
  test.ask('prescription.get', { prescriptionId }).prescription;

describe.skipIf(bootstrap === null)('a fax put to automation over a real Kafka', () => {
  it.each(['inline', 'reference'])('is typed by it, its page sent %s', async (pages) => {
    const prefix = await ownTopics(bootstrap!);
    startService(prefix);
    const { test, patientId } = await branch(prefix);
    await test.run('setting.change', { name: 'automation.pages', value: pages, reason: 'test' }, 'mona');
    const prescriptionId = await receive(test, faxOf('Lars Peterson', 2));
    expect(orderOf(test, prescriptionId)).toMatchObject({ stage: 'transcribing', automation: 'asked' });
    await until(() => orderOf(test, prescriptionId).automation !== 'asked');
    const [said] = test.ask('automation.ofPrescription', { prescriptionId }).requests;
    expect(said!.judgements.filter(({ passed }) => !passed)).toEqual([]);
    expect(said).toMatchObject({ verdict: 'sufficient', service: 'mortar-reference 1' });
    expect(said!.acknowledgedAt).not.toBeNull();
    expect(orderOf(test, prescriptionId)).toMatchObject({
      ...{ stage: 'verifying', automation: 'entered', transcribedBy: { id: AUTOMATION } },
      transcription: { patientId, ndc11: '68180098101', quantity: '90', daysSupply: 90, refills: 3 },
    });
    const { evidence } = test.ask('prescription.get', { prescriptionId });
    expect(evidence.find(({ field }) => field === 'drug')?.region).toMatchObject({ page: 1 });
    expect(verify(test.workstation.store).violations).toEqual([]);
  });

  it('goes to a person with what was read where the patient is not on file', async () => {
    const prefix = await ownTopics(bootstrap!);
    startService(prefix);
    const { test } = await branch(prefix);
    const prescriptionId = await receive(test, faxOf('Åsa Bergström', 1));
    await until(() => orderOf(test, prescriptionId).automation !== 'asked');
    expect(orderOf(test, prescriptionId)).toMatchObject({ stage: 'transcribing', automation: null });
    const [said] = test.ask('automation.ofPrescription', { prescriptionId }).requests;
    expect(said).toMatchObject({ verdict: 'insufficient', givenToPerson: { because: 'insufficient' } });
    const { suggestions } = test.ask('recognition.ofPrescription', { prescriptionId });
    expect(suggestions.find(({ field }) => field === 'drug')?.value).toBe('lisinopril');
  });
});

describe.skipIf(bootstrap === null)('what came without a page, put to automation over a real Kafka', () => {
  it.each([
    ['a call that was written down', 'phone', { note: said }],
    ['an electronic message in words', 'electronic', { note: said }],
    [
      'an electronic message in fields',
      'electronic',
      {
        note: 'Sent by the system of the clinic.',
        fields: {
          ...{
            patientName: 'Peterson, Lars',
            dateOfBirth: '1998-02-20',
            prescriberName: `${prescott.familyName}, ${prescott.givenNames}`,
          },
          npi: prescott.npi,
          ...{ drug: 'lisinopril', strength: '20 mg', form: 'tablet', quantity: '90', refills: '3' },
          ...{ sig: 'Take 1 tablet by mouth once daily', writtenOn: '2026-03-01' },
        },
      },
    ],
  ] as const)('is typed by it: %s', async (_, source, received) => {
    const prefix = await ownTopics(bootstrap!);
    startService(prefix);
    const { test, patientId } = await branch(prefix);
    const { prescriptionId } = await test.run('intake.receive', { source, ...received });
    expect(orderOf(test, prescriptionId)).toMatchObject({ stage: 'transcribing', automation: 'asked' });
    await until(() => orderOf(test, prescriptionId).automation !== 'asked');
    const [answer] = test.ask('automation.ofPrescription', { prescriptionId }).requests;
    expect(answer!.judgements.filter(({ passed }) => !passed)).toEqual([]);
    expect(answer!.values.every(({ region }) => region === null)).toBe(true);
    expect(orderOf(test, prescriptionId)).toMatchObject({
      ...{ stage: 'verifying', automation: 'entered', transcribedBy: { id: AUTOMATION } },
      transcription: { patientId, ndc11: '68180098101', quantity: '90', daysSupply: 90, refills: 3 },
    });
    const { intake } = test.ask('prescription.get', { prescriptionId });
    expect(intake).toMatchObject({
      note: received.note,
      fields: 'fields' in received ? received.fields : {},
    });
    expect(verify(test.workstation.store).violations).toEqual([]);
  });

  it('goes to a person with what was read where the patient is not on file', async () => {
    const prefix = await ownTopics(bootstrap!);
    startService(prefix);
    const { test, patientId } = await branch(prefix);
    const note = said.replace('Lars Peterson', 'Lars Petersen').replace('02/20/1998', '02/20/1989');
    const { prescriptionId } = await test.run('intake.receive', { source: 'phone', note });
    await until(() => orderOf(test, prescriptionId).automation !== 'asked');
    const [answer] = test.ask('automation.ofPrescription', { prescriptionId }).requests;
    expect(answer).toMatchObject({ verdict: 'insufficient', givenToPerson: { because: 'insufficient' } });
    const { suggestions, drugs } = test.ask('recognition.ofPrescription', { prescriptionId });
    expect(suggestions.find(({ field }) => field === 'sig')).toMatchObject({
      value: 'Take 1 tablet by mouth once daily',
      region: null,
    });
    expect(drugs[0]).toMatchObject({ name: 'lisinopril', strength: '20 mg' });
    // What is typed is held against it as against a page.
    const { id: prescriberId } = test.workstation.store.get<{ id: string }>('SELECT id FROM prescriber')!;
    const tablet = { form: 'tablet', unit: 'tablet', route: 'oral', packageSize: '90', labeler: 'Example' };
    await test.run(
      'drug.add',
      { ...tablet, ndc11: '68180051301', name: 'lisinopril', strength: '10 mg', schedule: null },
      'mona',
    );
    const typed = {
      ...{ prescriptionId, patientId, prescriberId, writtenOn: '2026-03-01', quantity: '90', daysSupply: 90 },
      ...{ sigText: 'Take 1 tablet by mouth once daily', refills: 3, duplicate: null },
      substitutionAllowed: true,
    };
    expect((await test.refused('prescription.transcribe', { ...typed, ndc11: '68180051301' })).code).toBe(
      'prescription.drug-differs',
    );
    await test.run('prescription.transcribe', { ...typed, ndc11: '68180098101' });
    expect(verify(test.workstation.store).violations).toEqual([]);
  });

  it('goes to a person where the text says too little, and at once where there is none', async () => {
    const prefix = await ownTopics(bootstrap!);
    startService(prefix);
    const { test } = await branch(prefix);
    const little = { source: 'phone', note: 'Mr Peterson wants his blood pressure tablets.' } as const;
    const { prescriptionId } = await test.run('intake.receive', little);
    await until(() => orderOf(test, prescriptionId).automation !== 'asked');
    expect(orderOf(test, prescriptionId)).toMatchObject({ stage: 'transcribing', automation: null });
    const [answer] = test.ask('automation.ofPrescription', { prescriptionId }).requests;
    expect(answer).toMatchObject({
      verdict: 'insufficient',
      problem: 'No prescription was found in the text.',
    });
    const silent = await test.run('intake.receive', { source: 'phone' });
    expect(orderOf(test, silent.prescriptionId).automation).toBeNull();
  });
});
