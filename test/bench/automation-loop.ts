/**
 * Automation end to end over a real Kafka: from a fax taken in to its order out of automation's hands, the page read by
 * the service in a process of its own. Beside it, the same pages only read by the same recogniser in the same run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { addDays } from '../../core/calendar.ts';
import { demoLexicon } from '../../core/central/automation.ts';
import { prescriberIndex } from '../../core/demo/find.ts';
import { demoPatients, demoPrescribers } from '../../core/demo/people.ts';
import { readPages } from '../../core/document/read-pages.ts';
import { newId } from '../../core/identity.ts';
import { createPageReader } from '../../core/recognise/page-reader.ts';
import { insertUser } from '../../core/user/store.ts';
import { newSession, openWorkstation } from '../../core/workstation.ts';
import { drawnForm, sendFax } from '../support/drawn-fax.ts';
import { type Central, eventsAtMost, withCentral } from './central.ts';
import { type Figure, percentile } from './measure.ts';

const FAXES = Math.min(20, eventsAtMost(20));
const WARM_UP = 2;
const GOAL_MS = 10_000;
/** Yesterday: what was written long ago is read with less trust. */
const day = addDays(new Date().toISOString().slice(0, 10), -1);

const nameOf = ({ givenNames, familyName }: (typeof demoPatients)[number]) => `${givenNames} ${familyName}`;
/** Namesakes are for a person, and the sheet knows its patient by the name. */
const patients = demoPatients
  .filter((one) => demoPatients.filter((other) => nameOf(other) === nameOf(one)).length === 1)
  .slice(0, FAXES + WARM_UP);

const faxes = (): Uint8Array[] =>
  patients.map((patient, seed) => {
    const sheet = drawnForm({ prescriber: 'Prescott', patient: nameOf(patient), day }, [
      {
        ...{ drug: 'lisinopril', strength: '20 mg', form: 'tablet', quantity: '90', refills: '3' },
        sig: 'Take 1 tablet by mouth once daily',
      },
    ]);
    return sendFax([sheet], () => ({ seed }), { day, time: '10:00' }).bytes;
  });

/** A branch that puts its faxes to automation at a central. */
const branch = async (folder: string, bootstrap: string) => {
  mkdirSync(folder, { recursive: true });
  const workstation = openWorkstation({ dataFolder: folder, key: '0'.repeat(64), create: true });
  const { dispatcher } = workstation;
  dispatcher.record((store) => {
    insertUser(store, {
      ...{ id: 'manager', user_name: 'manager', display_name: 'Manager', role: 'manager', password_hash: '' },
    });
    return { result: undefined, events: [] };
  });
  const session = { ...newSession(false, Date.now()), userId: 'manager' };
  const run = async (name: string, input: unknown): Promise<unknown> => {
    const reply = await dispatcher.run(name, { commandId: newId(), input }, session);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
    return reply.result;
  };
  for (const { allergies: _, ...patient } of patients)
    await run('patient.register', { ...patient, anotherPerson: true });
  const { familyName, givenNames, npi, dea } = demoPrescribers[prescriberIndex('Prescott')]!;
  await run('prescriber.register', { familyName, givenNames, npi, dea });
  await run('drug.add', {
    ...{ ndc11: '68180098101', name: 'lisinopril', strength: '20 mg', form: 'tablet', unit: 'tablet' },
    ...{ route: 'oral', packageSize: '90', labeler: 'Example', schedule: null },
  });
  const settings = { 'branch.id': 'north', 'central.brokers': bootstrap, 'automation.on': true };
  for (const [name, value] of Object.entries(settings))
    await run('setting.change', { name, value, reason: 'bench' });
  const automationOf = (prescriptionId: string) =>
    workstation.store.get<{ automation: string | null }>('SELECT automation FROM prescription WHERE id = ?', [
      prescriptionId,
    ])!.automation;
  return {
    workstation,
    /** Takes a fax in and answers the milliseconds until automation is done with it, and what came of it. */
    through: async (bytes: Uint8Array): Promise<{ took: number; automation: string | null }> => {
      const began = performance.now();
      const received = await run('document.receive', {
        ...{ fileName: 'fax.tif', bytesBase64: Buffer.from(bytes).toString('base64') },
      });
      const { prescriptionId } = received as { prescriptionId: string };
      while (automationOf(prescriptionId) === 'asked') await new Promise((again) => setTimeout(again, 10));
      return { took: performance.now() - began, automation: automationOf(prescriptionId) };
    },
  };
};

/** Milliseconds each fax takes to be read and gone through, without anything around it. */
const onlyRead = async (bytes: readonly Uint8Array[]): Promise<number[]> => {
  const reader = createPageReader();
  reader.setLexicon({ profile: 'us', today: day, drugs: demoLexicon() });
  const took: number[] = [];
  for (const one of bytes) {
    const began = performance.now();
    const read = await readPages(one);
    if (!read.ok) throw new Error(read.sentence);
    const results = await Promise.all(read.pages.map(({ png }) => reader.read(png)));
    await reader.extract(results.flatMap((result) => (result.ok ? [result.reading] : [])));
    took.push(performance.now() - began);
  }
  await reader.close();
  return took.slice(WARM_UP);
};

const measure = async (central: Central, say: (text: string) => void): Promise<Figure[]> => {
  const folder = central.folder();
  const service = spawn(
    process.execPath,
    ['core/central/automation.ts', '--brokers', central.bootstrap, '--data', join(folder, 'automation')],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(service.stdout!, 'data');
  const { workstation, through } = await branch(join(folder, 'data'), central.bootstrap);
  try {
    const drawn = faxes();
    const done = [];
    for (const bytes of drawn) done.push(await through(bytes));
    const measured = done.slice(WARM_UP);
    const entered = measured.filter(({ automation }) => automation === 'entered').length;
    const alone = percentile(await onlyRead(drawn), 0.95);
    const p95 = percentile(
      measured.map(({ took }) => took),
      0.95,
    );
    say(`  ${entered} of ${measured.length} faxes were typed by automation`);
    return [
      {
        name: `fax taken in → read by automation → order in verification, ${FAXES} faxes one after the other, p95`,
        ...{
          value: p95,
          unit: 'ms',
          comparator: { name: 'only read by the same recogniser, p95', value: alone },
        },
        ...{
          ratio: p95 / alone,
          goal: `≤ ${GOAL_MS / 1000} s, all of them`,
          met: p95 <= GOAL_MS && entered === measured.length,
        },
      },
    ];
  } finally {
    await workstation.close();
    service.kill('SIGTERM');
    await once(service, 'exit');
  }
};

export const automationLoop = (say: (text: string) => void): Promise<Figure[]> =>
  withCentral('fax taken in → order in verification', (central) => measure(central, say));
