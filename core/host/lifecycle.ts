/**
 * The life of the workstation behind the host: new → ready, locked → ready, or trouble with a way on.
 * The host serves in every state, so that a person always sees what is wrong and what to do.
 * Set-up, opening, restoring and closing happen one after the other, however they are asked for.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal } from '../contract/errors.ts';
import { listBackups, restoreBackup } from '../store/backup.ts';
import { type StoreTrouble, troubleOf } from '../store/database.ts';
import { backupFolderOf, dataFileOf, openWorkstation, type Workstation } from '../workstation.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { demoKeyOf, isSealed, keepDemoKey, newKey, sealKey, unsealKey } from './key-file.ts';
import { errorFields, log } from './log.ts';
import {
  beginSetUp,
  checkSetUp,
  finishSetUp,
  type SetUpInput,
  setAsideUnfinished,
  setUpDemo,
  setUpPharmacy,
} from './set-up.ts';

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

/** With a key, with the passphrase, or once more with what was tried last, after a trouble was mended. */
export const openInput = z.union([
  z.object({ key: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.object({ passphrase: z.string().min(1).max(500) }),
  z.object({ again: z.literal(true) }),
]);

const sentences: Record<Trouble['code'], string> = {
  'wrong-key':
    'The data file does not open with this key. Nothing was changed. Give the right passphrase, or restore a backup.',
  damaged: 'The data file is damaged. It is kept as it is. Restore the newest backup to go on.',
  missing:
    'The data file is missing, though its key is there. Nothing was changed. Put the file back, or restore the newest backup.',
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
}

const refused = (kind: 'refused' | 'conflict' | 'unavailable', code: string, message: string): never => {
  throw new Refusal({ kind, code, message });
};

export const createLifecycle = (options: LifecycleOptions): Lifecycle => {
  const { dataFolder } = options;
  let clockNow = options.clock ?? Date.now;
  let lock: FolderLock | null = null;
  let current: Workstation | null = null;
  let name: State['state'] = 'new';
  let trouble: Trouble | null = null;
  /** The key that was last tried, so that a backup can be restored after damage. */
  let lastKey: string | null = null;

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };

  const backups = () => {
    const folder = backupFolderOf(dataFolder);
    return existsSync(folder) ? listBackups(folder) : [];
  };
  const become = (state: State['state']) => {
    name = state;
    trouble = null;
  };
  const inTrouble = (code: Trouble['code']) => {
    name = 'trouble';
    trouble = { code, sentence: sentences[code], backups: backups() };
  };
  const closeCurrent = async () => {
    const open = current;
    current = null;
    await open?.close().catch((error) => log('error', 'close', errorFields(error)));
  };

  /** Damage found while working ends the work: the way on is a backup, and only a closed file can be restored. */
  const onFault = (workstation: Workstation | null, what: string, error: unknown) => {
    log('error', 'fault', { what, ...errorFields(error) });
    if (troubleOf(error) !== 'damaged') return;
    void inTurn(async () => {
      if (workstation === null || workstation !== current || name !== 'ready') return;
      inTrouble('damaged');
      await closeCurrent();
    });
  };

  const openWith = (key: string, create = false): Workstation => {
    let opened: Workstation | null = null;
    opened = openWorkstation({
      dataFolder,
      key,
      create,
      clock: () => clockNow(),
      ...(options.migrationsFolder ? { migrationsFolder: options.migrationsFolder } : {}),
      onFault: (what, error) => onFault(opened, what, error),
    });
    current = opened;
    return opened;
  };

  const tryOpen = (key: string): void => {
    lastKey = key;
    try {
      openWith(key);
      become('ready');
    } catch (error) {
      log('error', 'open', errorFields(error));
      inTrouble(troubleOf(error) ?? 'other');
    }
  };

  /** Whether this core may use the folder. One that cannot be written to has no lock; opening says what is wrong. */
  const isOurs = (): boolean => {
    try {
      lock ??= lockFolder(dataFolder);
      return lock !== null;
    } catch (error) {
      log('error', 'lock', errorFields(error));
      return true;
    }
  };

  const look = async (): Promise<void> => {
    try {
      mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
      if (!isOurs()) return inTrouble('in-use');
      setAsideUnfinished(dataFolder, clockNow());
      const demoKey = demoKeyOf(dataFolder);
      const exists = existsSync(dataFileOf(dataFolder)) && statSync(dataFileOf(dataFolder)).size > 0;
      // Backups without their data file: something took it away, and a new one must not take its place.
      const expected = exists || backups().length > 0;
      if (expected && demoKey) return tryOpen(demoKey);
      if (expected && isSealed(dataFolder)) return lastKey === null ? become('locked') : tryOpen(lastKey);
      // A data file without any key file: kept, and said so, never written over.
      if (exists) return inTrouble('wrong-key');
      become('new');
      if (options.demo) await make({ kind: 'demo' });
    } catch (error) {
      log('error', 'begin', errorFields(error));
      inTrouble(troubleOf(error) ?? 'other');
    }
  };

  /** Makes a new workstation, or leaves the folder as new as it was. */
  const make = async (input: SetUpInput): Promise<{ key: string | null }> => {
    const key = newKey();
    lastKey = key;
    try {
      beginSetUp(dataFolder, clockNow());
      if (input.kind === 'demo') keepDemoKey(dataFolder, key);
      else await sealKey(dataFolder, key, input.passphrase);
      // Until the last step stands, a window sees a workstation that is still being set up.
      const workstation = openWith(key, true);
      if (input.kind === 'demo') await makeDemo(workstation);
      else await setUpPharmacy(workstation, input);
      workstation.dispatcher.record(() => ({
        result: undefined,
        events: [{ name: 'workstation.setUp', subject: { kind: 'workstation', id: 'this' }, data: {} }],
      }));
      finishSetUp(dataFolder);
      become('ready');
      return { key: input.kind === 'demo' ? null : key };
    } catch (error) {
      lastKey = null;
      await closeCurrent();
      setAsideUnfinished(dataFolder, clockNow());
      throw error;
    }
  };

  const makeDemo = async (workstation: Workstation) => {
    const real = clockNow;
    try {
      await setUpDemo(workstation, real(), (instant) => {
        clockNow = () => instant;
      });
    } finally {
      clockNow = real;
    }
  };

  const setUp: Lifecycle['setUp'] = async (input) => {
    if (name !== 'new') refused('conflict', 'set-up.done', 'This workstation is set up already.');
    checkSetUp(input);
    try {
      return await make(input);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      log('error', 'set-up', errorFields(error));
      const code = troubleOf(error) ?? 'other';
      return refused('unavailable', code, sentences[code]);
    }
  };

  const open: Lifecycle['open'] = async (input) => {
    if (name === 'ready') return { key: null };
    if ('again' in input) {
      await look();
      return { key: null };
    }
    if (trouble?.code === 'in-use') refused('conflict', 'in-use', sentences['in-use']);
    if (name === 'new') refused('conflict', 'open.new', 'This workstation is not set up yet.');
    if ('key' in input) {
      tryOpen(input.key);
      return { key: null };
    }
    if (!isSealed(dataFolder))
      refused('refused', 'key-file.missing', 'There is no sealed key in this folder. Put its key.json back.');
    const key = await unsealKey(dataFolder, input.passphrase);
    if (key === null) return refused('refused', 'passphrase', 'The passphrase is not right.');
    tryOpen(key);
    return { key: current !== null ? key : null };
  };

  const restore: Lifecycle['restore'] = async (file) => {
    // Over a workstation that runs, here or elsewhere, nothing is ever put.
    if (name !== 'trouble' || trouble?.code === 'in-use')
      refused('conflict', 'backup.not-now', 'A backup is restored only while the data file cannot be used.');
    if (!backups().some((one) => one.file === file))
      refused('refused', 'backup.unknown', 'There is no such backup.');
    if (lastKey === null)
      return refused('refused', 'backup.locked', 'Open the workstation with its passphrase first.');
    try {
      restoreBackup({
        dataFile: dataFileOf(dataFolder),
        backupFile: join(backupFolderOf(dataFolder), file),
        key: lastKey,
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
    tryOpen(lastKey);
  };

  return {
    begin: () => inTurn(look),
    setUp: (input) => inTurn(() => setUp(input)),
    state: () => ({
      state: name,
      demo: existsSync(join(dataFolder, 'demo-key.json')),
      dataFolder,
      ...(trouble ? { trouble } : {}),
    }),
    workstation: () => (name === 'ready' ? current : null),
    open: (input) => inTurn(() => open(input)),
    restore: (file) => inTurn(() => restore(file)),
    close: () =>
      inTurn(async () => {
        become('locked');
        await closeCurrent();
        lock?.release();
        lock = null;
      }),
  };
};
