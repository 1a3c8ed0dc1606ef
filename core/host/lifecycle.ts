/**
 * The life of the workstation behind the host: new → ready, locked → ready, or trouble with a way on.
 * The host serves in every state, so that a person always sees what is wrong and what to do.
 */
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hash as hashPassword } from '@node-rs/argon2';
import { z } from 'zod';
import { settings } from '../config.ts';
import { Refusal } from '../contract/errors.ts';
import { userCommands } from '../contract/user.ts';
import { line } from '../contract/values.ts';
import { demoDrugInputs, loadDemo } from '../demo/load.ts';
import { newId } from '../identity.ts';
import { listBackups, restoreBackup } from '../store/backup.ts';
import { openStore, type StoreTrouble, troubleOf } from '../store/database.ts';
import { insertUser } from '../user/store.ts';
import { backupFolderOf, dataFileOf, openWorkstation, type Workstation } from '../workstation.ts';
import { demoKeyOf, isSealed, keepDemoKey, newKey, sealKey, unsealKey } from './key-file.ts';
import { errorFields, log } from './log.ts';

export interface Trouble {
  code: StoreTrouble | 'in-use';
  sentence: string;
  backups: { file: string; at: string }[];
}

export interface State {
  state: 'new' | 'locked' | 'ready' | 'trouble';
  demo: boolean;
  dataFolder: string;
  trouble?: Trouble;
}

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

export const openInput = z.union([
  z.object({ key: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.object({ passphrase: z.string().min(1).max(500) }),
]);

const sentences: Record<Trouble['code'], string> = {
  'wrong-key':
    'The data file does not open with this key. Nothing was changed. Give the right passphrase, or restore a backup.',
  damaged: 'The data file is damaged. It is kept as it is. Restore the newest backup to go on.',
  newer:
    'The data file was written by a newer version of Mortar. Nothing was changed. Install the newer version.',
  'read-only': 'The data folder cannot be written to. Nothing was changed. Make it writable, then try again.',
  'disk-full': 'The disk is full. Nothing is lost. Free some space, then try again.',
  'in-use': 'Mortar is already running on this data folder. Use that window, or close it first.',
  other: 'The data file cannot be opened. Nothing was changed.',
};

export interface Lifecycle {
  state(): State;
  workstation(): Workstation | null;
  /** Looks at the folder and opens what can be opened without asking. */
  begin(): Promise<void>;
  /** Answers the key once, for a shell that keeps it. */
  setUp(input: SetUpInput): Promise<{ key: string | null }>;
  open(input: z.output<typeof openInput>): Promise<{ key: string | null }>;
  restore(file: string): Promise<void>;
  close(): Promise<void>;
}

export interface LifecycleOptions {
  dataFolder: string;
  demo: boolean;
  clock?: () => number;
  migrationsFolder?: string;
  /** Set when another process has the folder. */
  heldElsewhere?: boolean;
}

const refused = (kind: 'refused' | 'conflict' | 'unavailable', code: string, message: string): never => {
  throw new Refusal({ kind, code, message });
};

export const createLifecycle = (options: LifecycleOptions): Lifecycle => {
  const { dataFolder } = options;
  let clockNow = options.clock ?? Date.now;
  let current: Workstation | null = null;
  let name: State['state'] = 'new';
  let trouble: Trouble | null = null;
  /** The key that was last tried, so that a backup can be restored after damage. */
  let lastKey: string | null = null;

  const backups = () => {
    const folder = backupFolderOf(dataFolder);
    return existsSync(folder) ? listBackups(folder) : [];
  };
  const inTrouble = (code: Trouble['code']) => {
    name = 'trouble';
    trouble = { code, sentence: sentences[code], backups: backups() };
  };

  const openWith = (key: string, create = false): Workstation => {
    const workstation = openWorkstation({
      dataFolder,
      key,
      create,
      clock: () => clockNow(),
      ...(options.migrationsFolder ? { migrationsFolder: options.migrationsFolder } : {}),
      onFault: (what, error) => log('error', 'fault', { what, ...errorFields(error) }),
    });
    current = workstation;
    name = 'ready';
    trouble = null;
    return workstation;
  };

  const tryOpen = (key: string): void => {
    lastKey = key;
    try {
      openWith(key);
    } catch (error) {
      log('error', 'open', errorFields(error));
      inTrouble(troubleOf(error) ?? 'other');
    }
  };

  /** A set-up that was cut off before its end left a file nobody can have worked with. */
  const setAsideHalfSetUp = (key: string): boolean => {
    const file = dataFileOf(dataFolder);
    try {
      const store = openStore(file, key);
      const complete = store.get("SELECT 1 FROM sqlite_schema WHERE name = 'counter'")
        ? store.get("SELECT 1 FROM counter WHERE name = 'set-up'")
        : undefined;
      store.close();
      if (complete) return false;
    } catch {
      return false;
    }
    const aside = join(dataFolder, `unfinished-set-up-${Date.now()}`);
    mkdirSync(aside);
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(file + suffix)) renameSync(file + suffix, join(aside, `mortar.db${suffix}`));
    return true;
  };

  const begin = async () => {
    if (options.heldElsewhere) return inTrouble('in-use');
    try {
      mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
      const demoKey = demoKeyOf(dataFolder);
      const exists = existsSync(dataFileOf(dataFolder)) && statSync(dataFileOf(dataFolder)).size > 0;
      if (demoKey && exists && !setAsideHalfSetUp(demoKey)) return tryOpen(demoKey);
      if (exists && isSealed(dataFolder)) {
        name = 'locked';
        return;
      }
      // A data file without any key file: kept, and said so, never written over.
      if (exists && !demoKey) return inTrouble('wrong-key');
      name = 'new';
      if (options.demo) await setUp({ kind: 'demo' });
    } catch (error) {
      log('error', 'begin', errorFields(error));
      inTrouble(troubleOf(error) ?? 'other');
    }
  };

  const setUp: Lifecycle['setUp'] = async (input) => {
    if (name !== 'new') refused('conflict', 'set-up.done', 'This workstation is set up already.');
    const key = newKey();
    lastKey = key;
    try {
      if (input.kind === 'demo') keepDemoKey(dataFolder, key);
      else await sealKey(dataFolder, key, input.passphrase);
      const workstation = openWith(key, true);
      // Until the last step stands, a window sees a workstation that is still being set up.
      name = 'new';
      if (input.kind === 'demo') await setUpDemo(workstation);
      else await setUpPharmacy(workstation, input);
      workstation.dispatcher.record((store) => {
        store.run("INSERT INTO counter (name, value) VALUES ('set-up', 1)");
        return {
          result: undefined,
          events: [{ name: 'workstation.setUp', subject: { kind: 'workstation', id: 'this' }, data: {} }],
        };
      });
      name = 'ready';
      return { key: input.kind === 'demo' ? null : key };
    } catch (error) {
      await current?.close().catch(() => {});
      current = null;
      if (error instanceof Refusal) throw error;
      log('error', 'set-up', errorFields(error));
      inTrouble(troubleOf(error) ?? 'other');
      return refused('unavailable', 'set-up.failed', trouble!.sentence);
    }
  };

  const setUpDemo = async (workstation: Workstation) => {
    workstation.store.run("INSERT INTO counter (name, value) VALUES ('demo', 1)");
    const real = clockNow;
    try {
      await loadDemo({
        workstation,
        setClock: (instant) => {
          clockNow = () => instant;
        },
        now: real(),
      });
    } finally {
      clockNow = real;
    }
  };

  const setUpPharmacy = async (
    workstation: Workstation,
    input: Extract<SetUpInput, { kind: 'pharmacy' }>,
  ) => {
    const { pharmacy, administrator } = input;
    const passwordHash = await hashPassword(administrator.password.normalize('NFKC'));
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
    // A pharmacy begins with the shelf list of common packages; what it stocks is booked in lot by lot.
    const reply = await workstation.dispatcher.run(
      'drug.addMany',
      { commandId: newId(), input: { drugs: demoDrugInputs } },
      workstation.system,
    );
    if (!reply.ok) throw new Refusal(reply.error);
  };

  return {
    begin,
    setUp,
    state: () => ({
      state: name,
      demo: existsSync(join(dataFolder, 'demo-key.json')),
      dataFolder,
      ...(trouble ? { trouble } : {}),
    }),
    workstation: () => (name === 'ready' ? current : null),
    open: async (input) => {
      if (name === 'ready') return { key: null };
      if (name !== 'locked' && name !== 'trouble')
        refused('conflict', 'open.new', 'This workstation is not set up yet.');
      const key = 'key' in input ? input.key : await unsealKey(dataFolder, input.passphrase);
      if (key === null) return refused('refused', 'passphrase', 'The passphrase is not right.');
      tryOpen(key);
      return { key: current !== null && 'passphrase' in input ? key : null };
    },
    restore: async (file) => {
      const backup = backups().find((one) => one.file === file);
      if (!backup) refused('refused', 'backup.unknown', 'There is no such backup.');
      if (lastKey === null)
        refused('refused', 'backup.locked', 'Open the workstation with its passphrase first.');
      await current?.close().catch(() => {});
      current = null;
      try {
        restoreBackup({
          dataFile: dataFileOf(dataFolder),
          backupFile: join(backupFolderOf(dataFolder), file),
          key: lastKey!,
          now: new Date(clockNow()).toISOString(),
        });
      } catch (error) {
        log('error', 'restore', errorFields(error));
        return refused(
          'unavailable',
          'backup.bad',
          'This backup cannot be used. Nothing was changed. Choose another one.',
        );
      }
      tryOpen(lastKey!);
    },
    close: async () => {
      const open = current;
      current = null;
      await open?.close();
    },
  };
};
