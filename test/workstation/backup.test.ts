/** Backups and the way back, on real files: whole or not there, encrypted, checked; nothing is ever deleted. */
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { backUp, listBackups, restoreBackup } from '../../core/store/backup.ts';
import { openStore, StoreError } from '../../core/store/database.ts';
import { backupFolderOf, dataFileOf } from '../../core/workstation.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const patient = {
  familyName: 'Alvarez',
  givenNames: 'Mariana',
  dateOfBirth: '1992-08-30',
  sex: 'female',
} as const;

/** Turns one bit around where the patients stand: an index is made anew for a copy, and never read for it. */
const flipByte = (file: string, key: string) => {
  const store = openStore(file, key);
  const { at } = store.get<{ at: number }>(
    `SELECT cast((rootpage - 0.5) * page_size AS INTEGER) AS at FROM sqlite_schema, pragma_page_size
     WHERE type = 'table' AND name = 'patient'`,
  )!;
  store.close();
  const byte = readFileSync(file)[at]!;
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.of(byte ^ 0x10), 0, 1, at);
  closeSync(handle);
};

const troubleOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof StoreError ? error.trouble : error;
  }
  return null;
};

const optionsFor = (test: TestWorkstation) => ({
  dataFile: dataFileOf(test.folder),
  key: test.key,
  now: test.workstation.dispatcher.now(),
});

/** Backs up, damages the data file, and answers what a restore needs. */
const damaged = async (test: TestWorkstation) => {
  await test.run('patient.register', patient);
  const { file } = await test.run('workstation.backUp', {}, 'mona');
  await test.workstation.close();
  flipByte(dataFileOf(test.folder), test.key);
  return { backupFile: file, ...optionsFor(test) };
};

it('a manager writes a backup, it holds everything, and nobody reads it without the key', async () => {
  const test = await openTestWorkstation();
  await test.run('patient.register', patient);
  const { file, bytes } = await test.run('workstation.backUp', {}, 'mona');
  expect(statSync(file).size).toBe(bytes);
  expect(readFileSync(file).includes('Alvarez')).toBe(false);
  expect(troubleOf(() => openStore(file, 'f'.repeat(64)))).toBe('wrong-key');
  const copy = openStore(file, test.key);
  expect(copy.get('SELECT family_name FROM patient')).toEqual({ family_name: 'Alvarez' });
  copy.close();
  expect(test.ask('workstation.status', {}).lastBackupAt).toBe(test.workstation.dispatcher.now());
});

it('a technician may not write a backup', async () => {
  const test = await openTestWorkstation();
  expect((await test.refused('workstation.backUp', {}, 'tina')).kind).toBe('forbidden');
});

it('the counter goes on while a backup is written, and the backup is of one moment', async () => {
  const test = await openTestWorkstation();
  const writing = test.run('workstation.backUp', {}, 'mona');
  await test.run('patient.register', patient);
  const { file } = await writing;
  const copy = openStore(file, test.key);
  const { patients, events } = copy.get<{ patients: number; events: number }>(
    `SELECT (SELECT count(*) FROM patient) AS patients,
       (SELECT count(*) FROM event WHERE name = 'patient.registered') AS events`,
  )!;
  copy.close();
  expect(patients).toBe(events);
});

it('only the newest backups are kept', async () => {
  const test = await openTestWorkstation();
  await test.run('setting.change', { name: 'backup.keep', value: 2, reason: 'test' }, 'mona');
  const written: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    test.clock.advance(3_600_000);
    written.push(basename((await test.run('workstation.backUp', {}, 'mona')).file));
  }
  expect(listBackups(backupFolderOf(test.folder)).map(({ file }) => file)).toEqual(
    written.slice(2).reverse(),
  );
});

it('a backup that cannot be written is said to the person, and leaves nothing behind', async () => {
  const test = await openTestWorkstation();
  writeFileSync(backupFolderOf(test.folder), 'a file where the folder should be');
  expect(await test.refused('workstation.backUp', {}, 'mona')).toMatchObject({ code: 'backup.failed' });
  expect(readdirSync(test.folder).filter((name) => name.includes('partial'))).toEqual([]);
});

it('no backup is made of a damaged data file, and the good ones stay', async () => {
  const test = await openTestWorkstation();
  const { backupFile, ...options } = await damaged(test);
  const folder = backupFolderOf(test.folder);
  const later = '2026-03-02T15:00:00.000Z';
  await expect(backUp({ ...options, folder, now: later, keep: 2 })).rejects.toBeInstanceOf(StoreError);
  expect(readdirSync(folder)).toEqual([basename(backupFile)]);
});

it('a restored workstation has what the backup had, and the damaged file is set aside whole', async () => {
  const test = await openTestWorkstation();
  const options = await damaged(test);
  const broken = readFileSync(options.dataFile);
  const { aside } = restoreBackup(options);
  expect(readFileSync(join(aside!, 'mortar.db')).equals(broken)).toBe(true);
  const store = openStore(options.dataFile, test.key);
  expect(store.get('SELECT family_name FROM patient')).toEqual({ family_name: 'Alvarez' });
  store.close();
  expect(existsSync(options.backupFile)).toBe(true);
});

it('a damaged backup is refused before anything is touched', async () => {
  const test = await openTestWorkstation();
  const options = await damaged(test);
  const broken = readFileSync(options.dataFile);
  flipByte(options.backupFile, test.key);
  expect(troubleOf(() => restoreBackup(options))).toBe('damaged');
  expect(readFileSync(options.dataFile).equals(broken)).toBe(true);
  expect(readdirSync(test.folder).filter((name) => /restoring|damaged-/.test(name))).toEqual([]);
});

it('a backup of another pharmacy is refused', async () => {
  const test = await openTestWorkstation();
  const options = await damaged(test);
  expect(troubleOf(() => restoreBackup({ ...options, key: 'a'.repeat(64) }))).toBe('wrong-key');
});
