/**
 * What a new workstation is made of: the demo, or a pharmacy with its first administrator.
 * Until `finishSetUp` a mark lies in the folder; what it finds beside it at the next start was never worked with and
 * is set aside, key and all. Nothing is deleted.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { settings } from '../config.ts';
import { Refusal, refuse } from '../contract/errors.ts';
import { userCommands } from '../contract/user.ts';
import { line } from '../contract/values.ts';
import { newId } from '../identity.ts';
import { hashSecret } from '../user/secret.ts';
import { insertUser } from '../user/store.ts';
import { isWeakPassword } from '../user/user.ts';
import { dataFileOf, type Workstation } from '../workstation.ts';
import { keyFilesOf } from './key-file.ts';

const account = userCommands['user.create'].input.shape;
export const setUpInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('demo') }),
  z.object({
    kind: z.literal('pharmacy'),
    pharmacy: z.object({
      name: line(120),
      address: settings['branch.address'].schema,
      phone: settings['branch.phone'].schema,
      npi: settings['branch.npi'].schema,
      dea: settings['branch.dea'].schema,
      timeZone: line(60).refine((zone) => {
        try {
          new Intl.DateTimeFormat('en', { timeZone: zone });
          return true;
        } catch {
          return false;
        }
      }, 'This is no time zone.'),
    }),
    administrator: z.object({
      userName: account.userName,
      displayName: account.displayName,
      password: account.password,
    }),
    passphrase: z.string().min(12, 'A passphrase has at least 12 characters.').max(500),
  }),
]);
export type SetUpInput = z.output<typeof setUpInput>;
type PharmacyInput = Extract<SetUpInput, { kind: 'pharmacy' }>;

const markOf = (dataFolder: string) => join(dataFolder, 'set-up.unfinished');

/** Moves those of the files that are there into a folder of their own. */
const moveAside = (dataFolder: string, name: string, files: string[]): void => {
  const there = files.filter((path) => existsSync(path));
  if (there.length === 0) return;
  const aside = join(dataFolder, name);
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (const path of there) renameSync(path, join(aside, basename(path)));
};

/**
 * Marks the folder before the first key is written; the mark is on disk when this returns. A key that is there
 * already may be the only one of a file somewhere: it is moved aside, never written over.
 */
export const beginSetUp = (dataFolder: string, now: number): void => {
  moveAside(dataFolder, `earlier-key-${now}`, keyFilesOf(dataFolder));
  const mark = openSync(markOf(dataFolder), 'w', 0o600);
  fsyncSync(mark);
  closeSync(mark);
};

export const finishSetUp = (dataFolder: string): void => rmSync(markOf(dataFolder), { force: true });

/** Moves what a set-up that was cut off has left into a folder of its own. */
export const setAsideUnfinished = (dataFolder: string, now: number): void => {
  if (!existsSync(markOf(dataFolder))) return;
  const file = dataFileOf(dataFolder);
  const journals = [`${file}-wal`, `${file}-shm`];
  moveAside(dataFolder, `unfinished-set-up-${now}`, [file, ...journals, ...keyFilesOf(dataFolder)]);
  // Last: cut off before this, the next start goes on from here.
  finishSetUp(dataFolder);
};

/** The set-up form again, where the rules of sign-in refuse it; asked before anything is made. */
export const checkSetUp = (input: SetUpInput): void => {
  if (input.kind === 'demo') return;
  const { userName, password } = input.administrator;
  if (isWeakPassword(password, userName)) refuse('user.weak-password');
};

/** Fills a new workstation with the demo as it looks at `now`. */
export const setUpDemo = async (
  workstation: Workstation,
  now: number,
  setClock: (instant: number) => void,
): Promise<void> => {
  workstation.store.run("INSERT INTO counter (name, value) VALUES ('demo', 1)");
  const { loadDemo } = await import('../demo/load.ts');
  await loadDemo({ workstation, setClock, now });
};

/** Names the branch, gives the administrator a sign-in and puts a shelf list of common packages on file. */
export const setUpPharmacy = async (workstation: Workstation, input: PharmacyInput): Promise<void> => {
  const { pharmacy, administrator } = input;
  const passwordHash = await hashSecret(administrator.password);
  const userId = newId();
  workstation.dispatcher.record((store) => {
    const branch = Object.entries(pharmacy).map(([field, value]) => [`branch.${field}`, value] as const);
    for (const [setting, value] of branch)
      store.run('INSERT INTO setting (name, value) VALUES (?, ?)', [setting, JSON.stringify(value)]);
    insertUser(store, {
      id: userId,
      user_name: administrator.userName,
      display_name: administrator.displayName,
      role: 'administrator',
      password_hash: passwordHash,
    });
    return {
      result: undefined,
      events: [
        ...branch.map(([setting, value]) => ({
          name: 'setting.changed' as const,
          subject: { kind: 'setting' as const, id: setting },
          data: { name: setting },
          after: { value },
          reason: 'set-up',
        })),
        { name: 'user.created', subject: { kind: 'user', id: userId }, data: { userId }, reason: 'set-up' },
      ],
    };
  });
  // What it stocks is booked in lot by lot.
  const { demoDrugInputs } = await import('../demo/load.ts');
  const reply = await workstation.dispatcher.run(
    'drug.addMany',
    { commandId: newId(), input: { drugs: demoDrugInputs } },
    workstation.system,
  );
  if (!reply.ok) throw new Refusal(reply.error);
};
