/** The inbox folder with real files: complete ones are taken once, the rest wait, nothing is lost or overwritten. */
import { createHash } from 'node:crypto';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Inbox,
  type InboxFile,
  type InboxOptions,
  type Taken,
  watchInbox,
} from '../../core/document/inbox-folder.ts';

const settleMs = 1500;

let root = '';
let folder = '';
let inbox: Inbox;
let taken: InboxFile[];
let problems: (string | null)[];
/** The clock that the waits go by: it moves when the test says so. */
let now: number;

const inFolder = (...names: string[]) => join(folder, ...names);
const list = async (...names: string[]) => (await readdir(inFolder(...names))).sort();

/** Watches with a long interval, so that only the test's own looks count. */
function watch(
  take: (file: InboxFile) => Promise<Taken> = async () => ({ kept: true }),
  more: Partial<InboxOptions> = {},
) {
  inbox = watchInbox({
    folder,
    settleMs,
    intervalMs: 60_000,
    clock: () => now,
    ...more,
    onProblem: (sentence) => problems.push(sentence),
    take: async (file) => {
      taken.push(file);
      return take(file);
    },
  });
  return inbox.sweep();
}

/** Sees what is there, lets it settle, and looks again. */
async function settleAndSweep(): Promise<void> {
  await inbox.sweep();
  now += settleMs;
  await inbox.sweep();
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'inbox-folder-'));
  folder = join(root, 'shared', 'faxes');
  taken = [];
  problems = [];
  now = 0;
});

afterEach(async () => {
  await inbox.stop();
  await rm(root, { recursive: true, force: true });
});

describe('a file put into the inbox folder', () => {
  it('is taken with its bytes and hash once it stands still, and moved to done', async () => {
    await watch();
    await writeFile(inFolder('fax.tif'), 'a fax');
    await inbox.sweep();
    expect(taken).toEqual([]);
    await settleAndSweep();
    expect(taken.map(({ fileName, sha256 }) => [fileName, sha256])).toEqual([
      ['fax.tif', createHash('sha256').update('a fax').digest('hex')],
    ]);
    expect(Buffer.from(taken[0]!.bytes).toString()).toBe('a fax');
    expect(await list()).toEqual(['done', 'failed']);
    expect(await readFile(inFolder('done', 'fax.tif'), 'utf8')).toBe('a fax');
    await settleAndSweep();
    expect(taken).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  it('is taken by the watch itself, with nobody asking', async () => {
    await watch(undefined, { intervalMs: 20, settleMs: 80, clock: Date.now });
    await writeFile(inFolder('fax.tif'), 'a fax');
    await expect.poll(() => list('done')).toEqual(['fax.tif']);
  });

  it('is left alone while it still grows, and taken whole after', async () => {
    await watch();
    for (let part = 0; part < 4; part += 1) {
      await appendFile(inFolder('slow.tif'), `part ${part};`);
      await inbox.sweep();
      now += settleMs * 0.75;
      await inbox.sweep();
    }
    expect(taken).toEqual([]);
    await settleAndSweep();
    expect(taken.map((file) => Buffer.from(file.bytes).toString())).toEqual(['part 0;part 1;part 2;part 3;']);
  });

  it('is not touched under the name of an unfinished download, and taken when it gets its own', async () => {
    await watch();
    const names = ['.hidden.tif', 'a.tmp', 'b.PART', 'c.pdf.crdownload', '~lock.pdf'];
    for (const name of names) await writeFile(inFolder(name), name);
    await settleAndSweep();
    expect(taken).toEqual([]);
    await rename(inFolder('b.PART'), inFolder('b.pdf'));
    await settleAndSweep();
    expect(taken.map((file) => file.fileName)).toEqual(['b.pdf']);
  });

  it('that is a folder or a link is ignored', async () => {
    await watch();
    await mkdir(inFolder('directory.tif'));
    await writeFile(inFolder('directory.tif', 'inner.tif'), 'inner');
    await writeFile(join(root, 'elsewhere.tif'), 'elsewhere');
    await symlink(join(root, 'elsewhere.tif'), inFolder('link.tif'));
    await settleAndSweep();
    expect(taken).toEqual([]);
    expect(await list()).toEqual(['directory.tif', 'done', 'failed', 'link.tif']);
  });

  it('waits its turn: the oldest first, one at a time', async () => {
    let atOnce = 0;
    let most = 0;
    await watch(async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce -= 1;
      return { kept: true };
    });
    const ages = { 'b.tif': 100, 'a.tif': 300, 'd.tif': 200, 'c.tif': 200 };
    const now = Date.now() / 1000;
    for (const [name, age] of Object.entries(ages)) {
      await writeFile(inFolder(name), name);
      const time = now - age;
      await utimes(inFolder(name), time, time);
    }
    await Promise.all([settleAndSweep(), settleAndSweep()]);
    expect(taken.map((file) => file.fileName)).toEqual(['a.tif', 'c.tif', 'd.tif', 'b.tif']);
    expect(most).toBe(1);
  });

  it('of the same name twice is kept twice', async () => {
    await watch();
    for (const content of ['first', 'second', 'third']) {
      await writeFile(inFolder('fax.tif'), content);
      await settleAndSweep();
    }
    expect(await list('done')).toEqual(['fax (2).tif', 'fax (3).tif', 'fax.tif']);
    expect(await readFile(inFolder('done', 'fax.tif'), 'utf8')).toBe('first');
    expect(await readFile(inFolder('done', 'fax (3).tif'), 'utf8')).toBe('third');
  });

  it('is kept beside a folder of its name that stands in the way in done', async () => {
    await watch();
    await mkdir(inFolder('done', 'fax.tif'));
    await writeFile(inFolder('fax.tif'), 'a fax');
    await settleAndSweep();
    expect(await list('done')).toEqual(['fax (2).tif', 'fax.tif']);
    expect(problems).toEqual([]);
  });
});

describe('a file that is no fax', () => {
  const judge = async ({ bytes }: InboxFile): Promise<Taken> =>
    bytes.length > 5 ? { kept: true } : { kept: false, reason: 'The file is empty.' };

  it('goes to failed with the reason beside it, and the others are taken', async () => {
    await watch(judge);
    await writeFile(inFolder('empty.tif'), '');
    await writeFile(inFolder('good.tif'), 'a real fax');
    await settleAndSweep();
    expect(await list('failed')).toEqual(['empty.tif', 'empty.tif.reason.txt']);
    expect(await readFile(inFolder('failed', 'empty.tif.reason.txt'), 'utf8')).toBe('The file is empty.\n');
    expect(await list('done')).toEqual(['good.tif']);
    expect(problems).toEqual([]);
  });

  it('never overwrites an earlier one or its reason', async () => {
    await watch(judge);
    await writeFile(inFolder('failed', 'fax.tif.reason.txt'), 'an older reason');
    for (const content of ['1', '22']) {
      await writeFile(inFolder('fax.tif'), content);
      await settleAndSweep();
    }
    expect(await list('failed')).toEqual([
      'fax (2).tif',
      'fax (2).tif.reason.txt',
      'fax (3).tif',
      'fax (3).tif.reason.txt',
      'fax.tif.reason.txt',
    ]);
    expect(await readFile(inFolder('failed', 'fax.tif.reason.txt'), 'utf8')).toBe('an older reason');
    expect(await readFile(inFolder('failed', 'fax (3).tif'), 'utf8')).toBe('22');
  });

  it('of more than 50 MB is failed without being offered', async () => {
    await watch();
    await writeFile(inFolder('huge.tif'), '');
    await truncate(inFolder('huge.tif'), 50 * 1024 * 1024 + 1);
    await settleAndSweep();
    expect(taken).toEqual([]);
    expect(await list('failed')).toEqual(['huge.tif', 'huge.tif.reason.txt']);
  });
});

describe('when the taking itself fails', () => {
  it('the file stays, the others go on, and it is tried again later and later', async () => {
    let broken = true;
    await watch(
      async ({ fileName }) => {
        if (fileName === 'unlucky.tif' && broken) throw new Error('Jane Roe, 1970-01-01');
        return { kept: true };
      },
      { intervalMs: 10_000 },
    );
    await writeFile(inFolder('unlucky.tif'), 'a fax');
    await writeFile(inFolder('later.tif'), 'another');
    await settleAndSweep();
    expect(await list('done')).toEqual(['later.tif']);
    expect(await list()).toContain('unlucky.tif');
    const tries = () => taken.filter((file) => file.fileName === 'unlucky.tif').length;
    // Each wait is twice the one before, a minute at most.
    for (const [index, waitMs] of [20_000, 40_000, 60_000, 60_000].entries()) {
      expect(tries()).toBe(index + 1);
      now += waitMs - 1;
      await inbox.sweep();
      expect(tries()).toBe(index + 1);
      now += 1;
      await inbox.sweep();
    }
    expect(tries()).toBe(5);
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toMatch(/Jane|1970|unlucky/);
    broken = false;
    now += 60_000;
    await inbox.sweep();
    expect(await list('done')).toEqual(['later.tif', 'unlucky.tif']);
    await inbox.sweep();
    expect(problems.at(-1)).toBeNull();
  });

  it('after a crash between taking and moving, the same bytes are offered again under the same hash', async () => {
    const kept = new Set<string>();
    let crashes = true;
    await watch(async ({ sha256 }) => {
      kept.add(sha256);
      if (!crashes) return { kept: true };
      // What a crash leaves: committed, but no answer, and the file where it was.
      crashes = false;
      throw new Error('the power went');
    });
    await writeFile(inFolder('fax.tif'), 'a fax');
    await settleAndSweep();
    await inbox.stop();
    expect(await list()).toContain('fax.tif');
    await watch(async ({ sha256 }) => {
      kept.add(sha256);
      return { kept: true };
    });
    await settleAndSweep();
    expect(taken.map((file) => file.sha256)).toEqual([taken[0]!.sha256, taken[0]!.sha256]);
    expect(kept.size).toBe(1);
    expect(await list('done')).toEqual(['fax.tif']);
  });
});

describe('when the folder goes away', () => {
  it('it is said once, not created anew in its place, and said again when it is back', async () => {
    await watch();
    const unplugged = join(root, 'unplugged');
    await rename(folder, unplugged);
    for (let look = 0; look < 3; look += 1) await inbox.sweep();
    expect(problems).toHaveLength(1);
    expect(await readdir(join(root, 'shared'))).toEqual([]);
    await rename(unplugged, folder);
    await writeFile(inFolder('fax.tif'), 'a fax');
    await settleAndSweep();
    expect(problems).toHaveLength(2);
    expect(problems[1]).toBeNull();
    expect(await list('done')).toEqual(['fax.tif']);
  });

  it('a file in the place of the done folder is a problem said once, and nothing is taken until it is gone', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(inFolder('done'), 'not a folder');
    await writeFile(inFolder('fax.tif'), 'a fax');
    await watch();
    await settleAndSweep();
    expect(problems).toHaveLength(1);
    expect(taken).toEqual([]);
    await rm(inFolder('done'));
    await settleAndSweep();
    expect(await list('done')).toEqual(['fax.tif']);
  });

  it.skipIf(process.getuid?.() === 0)('a folder that may not be written is a problem said once', async () => {
    await watch();
    const { chmod } = await import('node:fs/promises');
    await rm(inFolder('done'), { recursive: true });
    await chmod(folder, 0o500);
    await inbox.sweep();
    await inbox.sweep();
    expect(problems).toHaveLength(1);
    await chmod(folder, 0o700);
  });
});

it('stopping waits for the file in hand and takes no other', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await watch(async () => {
    await held;
    return { kept: true };
  });
  await writeFile(inFolder('a.tif'), 'first');
  await writeFile(inFolder('b.tif'), 'second');
  await inbox.sweep();
  now += settleMs;
  const looking = inbox.sweep();
  await expect.poll(() => taken.length).toBe(1);
  const stopping = inbox.stop();
  release();
  await Promise.all([looking, stopping]);
  expect(taken).toHaveLength(1);
  expect(await list('done')).toHaveLength(1);
  await inbox.sweep();
  expect(taken).toHaveLength(1);
});
