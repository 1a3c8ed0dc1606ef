/**
 * What goes wrong with disks and files, on real ones: a full disk, a folder that cannot be written to, a file that is
 * damaged, of a newer version, or under another key. Each is said in a sentence, nothing is lost, and there is a way on.
 */
import {
  closeSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepDemoKey } from '../../core/host/key-file.ts';
import { newId } from '../../core/identity.ts';
import { openStore } from '../../core/store/database.ts';
import { verify } from '../../core/verification/verify.ts';
import { chanceOf, seedOfRun } from '../support/chance.ts';
import {
  type Answer,
  failureOf,
  servedKey,
  signIn,
  sitDownAt,
  staffedFolder,
  temporaryFolder,
} from '../support/served.ts';
import { canMount, fillUp, mount, smallDisk } from '../support/small-disk.ts';

const open = async (dataFolder: string) => {
  const sitting = await sitDownAt(dataFolder);
  return {
    ...sitting,
    register: (givenNames: string, commandId = newId()): Promise<Answer> =>
      sitting.seat.post('/api/run/patient.register', {
        commandId,
        input: {
          familyName: 'Alvarez',
          givenNames,
          dateOfBirth: '1992-08-30',
          sex: 'female',
          anotherPerson: true,
        },
      }),
  };
};
const patientsIn = (folder: string): string[] => {
  const store = openStore(join(folder, 'mortar.db'), servedKey);
  try {
    expect(verify(store).violations).toEqual([]);
    return store
      .all<{ given_names: string }>('SELECT given_names FROM patient')
      .map((row) => row.given_names);
  } finally {
    store.close();
  }
};

describe.skipIf(!canMount)('a full disk (needs root, to mount one)', () => {
  test('refuses what it cannot keep, in words, and takes it when there is room', async () => {
    const disk = smallDisk('24m');
    const folder = join(disk, 'data');
    mkdirSync(folder);
    await staffedFolder(folder);
    const house = await open(folder);
    await signIn(house.seat, 'tina');
    expect((await house.register('Before')).status).toBe(200);
    const filler = fillUp(disk);
    // The journal may have room for a few more.
    const kept: string[] = [];
    let refused: { name: string; commandId: string; answer: Answer } | null = null;
    for (let number = 0; refused === null && number < 2000; number += 1) {
      const [name, commandId] = [`Full${number}`, newId()];
      const answer = await house.register(name, commandId);
      if (answer.status === 200) kept.push(name);
      else refused = { name, commandId, answer };
    }
    expect(refused?.answer.status).toBe(503);
    expect(failureOf(refused!.answer)).toMatchObject({ kind: 'unavailable', code: 'disk-full' });
    expect(failureOf(refused!.answer).message).toMatch(/disk is full.*Free some space/);
    // What is on file can be read all the while.
    const found = await house.seat.post('/api/ask/patient.find', { input: { text: 'alvarez' } });
    expect(found.status).toBe(200);
    expect(found.text).toContain('Before');
    rmSync(filler);
    expect((await house.register(refused!.name, refused!.commandId)).status).toBe(200);
    await house.close();
    expect(patientsIn(folder).sort()).toEqual(['Before', ...kept, refused!.name].sort());
  });

  test('at the start is said, and opens when there is room', async () => {
    const disk = smallDisk('24m');
    const folder = join(disk, 'data');
    mkdirSync(folder);
    await staffedFolder(folder);
    const filler = fillUp(disk);
    const house = await open(folder);
    const state = await house.state();
    expect(state).toMatchObject({ state: 'trouble', trouble: { code: 'disk-full' } });
    expect(state.trouble?.sentence).toMatch(/disk is full.*Free some space/);
    rmSync(filler);
    expect((await house.seat.post('/api/open', { again: true })).status).toBe(200);
    expect(await house.state()).toMatchObject({ state: 'ready' });
  });

  test('at set-up is said, and leaves the folder new', async () => {
    const disk = smallDisk('2m');
    const folder = join(disk, 'data');
    mkdirSync(folder);
    const house = await open(folder);
    const filler = fillUp(disk);
    const answer = await house.seat.post('/api/set-up', { kind: 'demo' });
    expect(answer.status).toBe(503);
    expect(failureOf(answer)).toMatchObject({ kind: 'unavailable', code: 'disk-full' });
    rmSync(filler);
    await house.seat.post('/api/open', { again: true });
    expect(await house.state()).toMatchObject({ state: 'new' });
  });
});

test.skipIf(!canMount)(
  'a folder that cannot be written to is said, and opens when it can be (needs root, to mount one)',
  async () => {
    const disk = smallDisk('24m');
    await staffedFolder(join(disk));
    const bytes = readFileSync(join(disk, 'mortar.db'));
    expect(mount('-o', 'remount,ro', disk)).toBe(true);
    const house = await open(disk);
    const state = await house.state();
    expect(state).toMatchObject({ state: 'trouble', trouble: { code: 'read-only' } });
    expect(state.trouble?.sentence).toMatch(/cannot be written to.*Make it writable/);
    expect((await house.seat.post('/api/ask/user.tiles', { input: {} })).status).toBe(503);
    expect(mount('-o', 'remount,rw', disk)).toBe(true);
    expect(readFileSync(join(disk, 'mortar.db')).equals(bytes)).toBe(true);
    expect((await house.seat.post('/api/open', { again: true })).status).toBe(200);
    expect(await house.state()).toMatchObject({ state: 'ready' });
    await signIn(house.seat, 'tina');
    expect((await house.register('After')).status).toBe(200);
  },
);

test('a file of a newer version is refused and not touched; the newer version opens it', async () => {
  const folder = await staffedFolder();
  const setVersion = (version: number) => {
    const store = openStore(join(folder, 'mortar.db'), servedKey);
    const { user_version } = store.get<{ user_version: number }>('PRAGMA user_version')!;
    store.exec(`PRAGMA user_version = ${version}`);
    store.close();
    return user_version;
  };
  const ours = setVersion(4711);
  const bytes = readFileSync(join(folder, 'mortar.db'));
  const house = await open(folder);
  const state = await house.state();
  expect(state).toMatchObject({ state: 'trouble', trouble: { code: 'newer' } });
  expect(state.trouble?.sentence).toMatch(/newer version.*Install the newer version/);
  await house.seat.post('/api/open', { again: true });
  expect(await house.state()).toMatchObject({ trouble: { code: 'newer' } });
  expect(readFileSync(join(folder, 'mortar.db')).equals(bytes)).toBe(true);
  setVersion(ours);
  await house.seat.post('/api/open', { again: true });
  expect(await house.state()).toMatchObject({ state: 'ready' });
});

test('a file under another key is refused and not touched; the right key file opens it', async () => {
  const folder = await staffedFolder();
  keepDemoKey(folder, 'ab'.repeat(32));
  const bytes = readFileSync(join(folder, 'mortar.db'));
  const house = await open(folder);
  const state = await house.state();
  expect(state).toMatchObject({ state: 'trouble', trouble: { code: 'wrong-key' } });
  expect(state.trouble?.sentence).toMatch(/does not open with this key.*Nothing was changed/);
  expect(readFileSync(join(folder, 'mortar.db')).equals(bytes)).toBe(true);
  keepDemoKey(folder, servedKey);
  await house.seat.post('/api/open', { again: true });
  expect(await house.state()).toMatchObject({ state: 'ready' });
});

const PAGE = 4096;
const flip = (file: string, at: number) => {
  const handle = openSync(file, 'r+');
  const byte = readFileSync(file)[at]!;
  writeSync(handle, Buffer.from([byte ^ 0x10]), 0, 1, at);
  closeSync(handle);
};

describe('a damaged file', () => {
  /** A folder with one patient and a backup that has her. */
  const backedUp = async (): Promise<string> => {
    const folder = await staffedFolder();
    const house = await open(folder);
    await signIn(house.seat, 'mona');
    expect((await house.register('Mariana')).status).toBe(200);
    const written = await house.seat.post('/api/run/workstation.backUp', { commandId: newId(), input: {} });
    expect(written.status, written.text).toBe(200);
    await house.close();
    return folder;
  };

  test('is noticed wherever a byte was flipped, or it does not matter; a backup is the way on', async () => {
    const chance = chanceOf(seedOfRun());
    console.log(`MORTAR_SEED=${chance.seed}`);
    const original = await backedUp();
    const { size } = statSync(join(original, 'mortar.db'));
    const places = [
      ...[0, 15, 16, 24, 100, PAGE - 1, PAGE, PAGE + 50, size - 1, size - 40],
      ...Array.from({ length: 30 }, () => chance.below(size)),
    ];
    let noticed = 0;
    for (const [round, at] of places.entries()) {
      const said = `seed ${chance.seed}, byte ${at} of ${size}`;
      const folder = temporaryFolder();
      cpSync(original, folder, { recursive: true });
      flip(join(folder, 'mortar.db'), at);
      const damaged = readFileSync(join(folder, 'mortar.db'));
      const house = await open(folder);
      const { state, trouble } = await house.state();
      if (state === 'ready') {
        await house.close();
        expect(patientsIn(folder), said).toEqual(['Mariana']);
        continue;
      }
      noticed += 1;
      expect(state, said).toBe('trouble');
      // A first page that was hit looks like a file under another key.
      expect(at < PAGE ? ['wrong-key', 'damaged'] : ['damaged'], said).toContain(trouble?.code);
      expect(trouble?.sentence, said).toMatch(/[Rr]estore .*backup/);
      expect(trouble?.backups, said).toHaveLength(1);
      if (round % 4 !== 0) {
        await house.close();
        continue;
      }
      const file = trouble!.backups[0]!.file;
      for (const wrong of ['../mortar.db', 'mortar.db', ''])
        expect((await house.seat.post('/api/restore', { file: wrong })).status, said).toBe(422);
      expect((await house.seat.post('/api/restore', { file })).status, said).toBe(200);
      expect(await house.state(), said).toMatchObject({ state: 'ready' });
      await house.close();
      expect(patientsIn(folder), said).toEqual(['Mariana']);
      // What was damaged is kept beside it, byte by byte.
      const aside = readdirSync(folder).find((name) => name.startsWith('damaged-'));
      expect(readFileSync(join(folder, aside!, 'mortar.db')).equals(damaged), said).toBe(true);
    }
    expect(noticed).toBeGreaterThan(places.length / 2);
  });

  test('and a damaged backup is refused without harm; another one is taken', async () => {
    const folder = await backedUp();
    const backups = join(folder, 'backups');
    const [good] = readdirSync(backups);
    const bad = 'mortar-20990101T000000000Z.backup';
    copyFileSync(join(backups, good!), join(backups, bad));
    flip(join(backups, bad), 3 * PAGE + 7);
    flip(join(folder, 'mortar.db'), 5 * PAGE + 9);
    const house = await open(folder);
    expect((await house.state()).trouble?.backups.map(({ file }) => file)).toEqual([bad, good]);
    const answer = await house.seat.post('/api/restore', { file: bad });
    expect(answer.status).toBe(503);
    expect(failureOf(answer).message).toMatch(/cannot be used. Nothing was changed/);
    expect(await house.state()).toMatchObject({ state: 'trouble' });
    expect((await house.seat.post('/api/restore', { file: good })).status).toBe(200);
    expect(await house.state()).toMatchObject({ state: 'ready' });
  });

  test('too large to be checked at the start is noticed while working, and leads to the backups too', async () => {
    const folder = await staffedFolder();
    const store = openStore(join(folder, 'mortar.db'), servedKey);
    store.run(
      "INSERT INTO document (id, sha256, media_type, file_name, bytes, received_at) VALUES ('d', 'x', 'image/tiff', 'big.tif', zeroblob(36000000), '2026-03-02T14:00:00.000Z')",
    );
    const { rootpage } = store.get<{ rootpage: number }>(
      "SELECT rootpage FROM sqlite_schema WHERE name = 'patient_by_name'",
    )!;
    store.close();
    const first = await open(folder);
    await signIn(first.seat, 'mona');
    expect((await first.register('Mariana')).status).toBe(200);
    await first.seat.post('/api/run/workstation.backUp', { commandId: newId(), input: {} });
    await first.close();
    flip(join(folder, 'mortar.db'), (rootpage - 1) * PAGE + 200);

    const house = await open(folder);
    expect(await house.state()).toMatchObject({ state: 'ready' });
    await signIn(house.seat, 'tina');
    const answer = await house.register('Second');
    expect(answer.status).toBe(503);
    expect(failureOf(answer)).toMatchObject({ code: 'damaged' });
    await expect.poll(async () => (await house.state()).trouble?.code).toBe('damaged');
    const { file } = (await house.state()).trouble!.backups[0]!;
    expect((await house.seat.post('/api/restore', { file })).status).toBe(200);
    expect(await house.state()).toMatchObject({ state: 'ready' });
    await signIn(house.seat, 'tina');
    const found = await house.seat.post('/api/ask/patient.find', { input: { text: 'alvarez' } });
    expect(found.text).toContain('Mariana');
    expect(found.text).not.toContain('Second');
  });
});

describe('a data file that is gone', () => {
  test('is not made anew while there are backups of it; one of them is the way on', async () => {
    const folder = await staffedFolder();
    const first = await open(folder);
    await signIn(first.seat, 'mona');
    await first.register('Mariana');
    await first.seat.post('/api/run/workstation.backUp', { commandId: newId(), input: {} });
    await first.close();
    rmSync(join(folder, 'mortar.db'));
    // As a file system may leave it after a power cut.
    writeFileSync(join(folder, 'mortar.db'), '');
    const house = await open(folder);
    const { trouble } = await house.state();
    expect(trouble).toMatchObject({ code: 'missing' });
    expect(trouble?.sentence).toMatch(/missing.*restore the newest backup/);
    expect((await house.seat.post('/api/set-up', { kind: 'demo' })).status).toBe(409);
    expect((await house.seat.post('/api/restore', { file: trouble!.backups[0]!.file })).status).toBe(200);
    await house.close();
    expect(patientsIn(folder)).toEqual(['Mariana']);
  });

  test('leaves its key, which a new set-up puts aside and never writes over', async () => {
    const folder = await staffedFolder();
    const key = readFileSync(join(folder, 'demo-key.json'));
    rmSync(join(folder, 'mortar.db'));
    const house = await open(folder);
    expect(await house.state()).toMatchObject({ state: 'new' });
    const pharmacy = {
      name: 'Corner',
      address: '',
      phone: '',
      npi: '',
      dea: '',
      timeZone: 'America/New_York',
    };
    const administrator = { userName: 'ada', displayName: 'Ada', password: 'ada-keeps-9' };
    const passphrase = 'three dry camels swim';
    const input = { kind: 'pharmacy', pharmacy, administrator, passphrase };
    expect((await house.seat.post('/api/set-up', input)).status).toBe(200);
    const aside = readdirSync(folder).find((name) => name.startsWith('earlier-key-'));
    expect(readFileSync(join(folder, aside!, 'demo-key.json')).equals(key)).toBe(true);
  });
});

test('a data folder that is gone is made again, and a file in its place is said', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), 'x');
  const inPlace = await open(join(folder, 'file'));
  const state = await inPlace.state();
  expect(state.state).toBe('trouble');
  expect(state.trouble?.sentence).toMatch(/^[A-Z].+\.$/);
  const house = await open(join(folder, 'one', 'two'));
  expect(await house.state()).toMatchObject({ state: 'new' });
});
