/**
 * Fills a new workstation with the demo pharmacy, through commands only, each by somebody who may run it.
 * The clock goes through the past months in order, so that the log reads like a real one and ends this morning.
 * The first administrator is the one exception: nobody is there yet to give the sign-in.
 * A workstation with people in it is left as it is.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CommandInput } from '../contract/index.ts';
import { newId } from '../identity.ts';
import { hashSecret } from '../user/secret.ts';
import { insertUser } from '../user/store.ts';
import type { Workstation } from '../workstation.ts';
import { type Counter, openCounter, type Who } from './counter.ts';
import { demoDrugs } from './drugs.ts';
import type { DemoFax } from './faxes.ts';
import { demoHospital, demoMessages } from './hospital.ts';
import { type DemoStep, type OnFile, stepsOf } from './order-steps.ts';
import { branchDay, demoOrders } from './orders.ts';
import { demoBranch, demoPatients, demoPrescribers, demoStaff, willCallBins } from './people.ts';
import { demoLots } from './stock.ts';

export interface LoadDemo {
  workstation: Workstation;
  /** Sets the clock of the workstation, in milliseconds since 1970. */
  setClock: (instant: number) => void;
  /** The moment the demo is to look like. */
  now: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Before the oldest order, and while every lot that is expired by now was still good. */
const OPENED_DAYS_AGO = 95;
const MANAGER: Who = 'marge';

/** The shelf list as `drug.addMany` takes it. */
export const demoDrugInputs: CommandInput<'drug.addMany'>['drugs'] = demoDrugs.map(
  ({ packageSize, ...drug }) => ({
    ...drug,
    packageSize: String(packageSize),
  }),
);

const settings: Record<string, unknown> = {
  'branch.name': demoBranch.name,
  'branch.id': demoBranch.id,
  'branch.address': demoBranch.address,
  'branch.phone': demoBranch.phone,
  'branch.npi': demoBranch.npi,
  'branch.dea': demoBranch.dea,
  'branch.timeZone': demoBranch.timeZone,
  'workstation.name': 'Counter 1',
  bins: willCallBins,
  'return.afterDays': 7,
  'second-entry.classes': ['opioid', 'methotrexate'],
};

const giveFirstSignIn = async ({ dispatcher }: Workstation, users: Map<Who, string>): Promise<void> => {
  const { userName, displayName, role, password } = demoStaff.find((one) => one.role === 'administrator')!;
  const password_hash = await hashSecret(password);
  const id = newId();
  dispatcher.record((store) => {
    insertUser(store, { id, user_name: userName, display_name: displayName, role, password_hash });
    return {
      result: undefined,
      events: [
        {
          name: 'user.created',
          subject: { kind: 'user', id },
          data: { userId: id },
          reason: 'set-up',
          after: { userName, displayName, role },
        },
      ],
    };
  });
  users.set(userName, id);
};

const giveSignIns = async (counter: Counter, users: Map<Who, string>): Promise<void> => {
  const others = demoStaff.filter(({ userName }) => !users.has(userName));
  // Side by side: hashing a password is slow on purpose.
  const given = await Promise.all(
    others.map(({ pin: _, ...person }) => counter.run('admin', 'user.create', person)),
  );
  given.forEach(({ userId }, index) => {
    users.set(others[index]!.userName, userId);
  });
};

const stockTheShelf = async (counter: Counter, today: string): Promise<void> => {
  await counter.run(MANAGER, 'drug.addMany', { drugs: demoDrugInputs });
  for (const { quarantine, ...lot } of demoLots(today)) {
    const { lotId } = await counter.run(MANAGER, 'stock.receive', { ...lot, reference: 'opening stock' });
    if (quarantine)
      await counter.run(MANAGER, 'stock.quarantine', {
        lotId,
        quarantine,
        reason: 'Found when it was put away',
      });
  }
};

const fileOf = async (counter: Counter): Promise<OnFile> => {
  const file: OnFile = { patients: [], prescribers: [], orders: [] };
  for (const { allergies, ...patient } of demoPatients) {
    const known =
      typeof allergies === 'string'
        ? { allergyStatus: allergies }
        : { allergyStatus: 'listed' as const, allergies: [...allergies] };
    // Some share a name or a birth date on purpose.
    const { patientId } = await counter.run('ruth', 'patient.register', {
      ...patient,
      ...known,
      anotherPerson: true,
    });
    file.patients.push(patientId);
  }
  for (const { credential: _, clinic, clinicAddress, ...prescriber } of demoPrescribers) {
    const { prescriberId } = await counter.run('ruth', 'prescriber.register', {
      ...prescriber,
      clinic: `${clinic}, ${clinicAddress}`,
    });
    file.prescribers.push(prescriberId);
  }
  return file;
};

/** The messages of the hospital, each at its moment, through the desk; none where this workstation hears nobody. */
const messageSteps = async (
  { adt, health }: Workstation,
  counter: Counter,
  now: number,
): Promise<DemoStep[]> => {
  if (adt === null) return [];
  const folder = join(dirname(health.inboxFolder), 'hospital');
  await mkdir(folder, { recursive: true });
  const { sourceId } = await counter.run(MANAGER, 'adt.addSource', demoHospital(folder));
  return demoMessages(now).map(({ minutesAgo, bytes }, index) => ({
    at: now - minutesAgo * MINUTE,
    run: async () => {
      const peer = `messages.hl7, message ${index + 1}`;
      await adt.desk.take([{ sourceId, way: 'folder', peer, bytes }]);
      await adt.desk.settle();
    },
  }));
};

/** The thread's file has this file's own ending: TypeScript from source, JavaScript when bundled. */
const faxWorker = new URL(
  import.meta.url.endsWith('.ts') ? './fax-worker.ts' : './fax-worker.js',
  import.meta.url,
);

const drawFaxes = (day: string): Promise<DemoFax[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(faxWorker, { workerData: { day }, execArgv: [] });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the faxes were not drawn')));
  });

/** Puts the faxes into the inbox folder; each appears whole. */
const sendFaxes = async (folder: string, faxes: readonly DemoFax[]): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const { fileName, bytes } of faxes) {
    const unfinished = join(folder, `.${fileName}`);
    await writeFile(unfinished, bytes);
    await rename(unfinished, join(folder, fileName));
  }
};

/** Loads the demo pharmacy as it looks at `now`; a few seconds. The clock is left at `now`. */
export const loadDemo = async ({ workstation, setClock, now }: LoadDemo): Promise<void> => {
  if (workstation.store.get('SELECT 1 FROM user WHERE elsewhere = 0')) return;
  const users = new Map<Who, string>();
  const counter = openCounter(workstation, users);
  const today = branchDay(new Date(now));
  const drawn = drawFaxes(today);
  // Awaited at the end; a failure until then is told there.
  drawn.catch(() => {});

  setClock(now - OPENED_DAYS_AGO * DAY);
  await giveFirstSignIn(workstation, users);
  for (const [name, value] of Object.entries(settings))
    await counter.run('admin', 'setting.change', { name, value, reason: 'Set-up of the demonstration' });
  await giveSignIns(counter, users);
  await stockTheShelf(counter, today);
  const file = await fileOf(counter);

  const steps: DemoStep[] = demoOrders(new Date(now))
    .flatMap((order, index) => stepsOf(counter, file, order, index, now))
    .concat(await messageSteps(workstation, counter, now))
    .sort((a, b) => a.at - b.at);
  for (const step of steps) {
    setClock(step.at);
    await step.run();
  }

  setClock(now);
  await Promise.all(
    demoStaff.map(({ userName, password, pin }) => counter.run(userName, 'user.setPin', { password, pin })),
  );
  await sendFaxes(workstation.health.inboxFolder, await drawn);
};
