/**
 * Watches a folder into which a fax service, a scanner or a person puts documents.
 *
 * Always: a file is taken only when it is complete; it leaves the folder only after `take` has answered; nothing in
 * `done` or `failed` is ever overwritten; one bad file does not hold up the others. The folder is polled, because
 * notifications of the file system do not arrive from a network share, where most fax services write.
 * What a document is, and whether it is known already, is for `take` to say. No name of a file reaches a sentence:
 * people put patients' names in them.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { LARGEST_FILE, refusals } from './page-limits.ts';

export type InboxFile = { fileName: string; bytes: Uint8Array; sha256: string };

export type Taken = { kept: true } | { kept: false; reason: string };

export type InboxOptions = {
  folder: string;
  /**
   * Stores the file for good before it answers, or says why not. It must be idempotent by `sha256`: after a crash
   * between its commit and the file's move, the same file is offered again and must get the same answer without a
   * second effect. When it throws, the file stays and is offered again later.
   */
  take: (file: InboxFile) => Promise<Taken>;
  /** Told when what is wrong changes: a sentence for the screen that never names a file, or null once all is well. */
  onProblem: (sentence: string | null) => void;
  /** Largest file in bytes that is read, and why a larger one is refused. */
  largest?: { bytes: number; reason: string };
  /** Names of the folders in it for what was taken and what was refused. */
  places?: { done: string; failed: string };
  /** What is said where the folder, or a file in it, cannot be had. */
  sentences?: { away: string; notTaken: string };
  intervalMs?: number;
  /** How long a file's size and time must stand still before it counts as complete. */
  settleMs?: number;
  /** The clock these waits go by, in milliseconds. */
  clock?: () => number;
};

export type Inbox = {
  /** Ends watching, after the file in hand. */
  stop(): Promise<void>;
  /** Looks once more, after any look now running, and resolves when that is done. */
  sweep(): Promise<void>;
};

type Seen = { size: number; modified: number; since: number; failures: number; notBefore: number };

const unfinished = /^[.~]|\.(tmp|part|filepart|crdownload)$/i;
const LONGEST_WAIT_MS = 60_000;

const ownSentences = {
  away: 'The inbox folder cannot be read or written. Faxes that arrive there are taken as soon as it can.',
  notTaken: 'A file in the inbox folder could not be taken. It stays there and will be tried again.',
};

/** Moves a file under its own name, or the first free numbered one. A refused file gets its reason beside it. */
async function moveInto(folder: string, source: string, fileName: string, reason?: string): Promise<void> {
  const { name, ext } = parse(fileName);
  for (let number = 1; ; number += 1) {
    const target = join(folder, number === 1 ? fileName : `${name} (${number})${ext}`);
    const reasonFile = `${target}.reason.txt`;
    // The name is reserved by creating it, so that two workstations on one folder cannot choose the same.
    const reserved: string[] = [];
    try {
      for (const path of reason === undefined ? [target] : [target, reasonFile]) {
        await writeFile(path, path === reasonFile ? `${reason}\n` : '', { flag: 'wx' });
        reserved.push(path);
      }
      await rename(source, target);
      return;
    } catch (error) {
      for (const path of reserved) await rm(path, { force: true });
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** The whole file, or nothing when it is not the file that was seen. A link is not followed. */
async function readSettled(path: string, seen: Seen): Promise<Uint8Array | undefined> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const bytes = await handle.readFile();
    const { size, mtimeMs } = await handle.stat();
    const same = bytes.length === seen.size && size === seen.size && mtimeMs === seen.modified;
    return same ? bytes : undefined;
  } finally {
    await handle.close();
  }
}

/** Starts watching. Creates the folder, `done` and `failed`; looks at once, then every `intervalMs`. */
export function watchInbox(options: InboxOptions): Inbox {
  const { folder, take, onProblem, intervalMs = 1000, settleMs = 1500, clock = Date.now } = options;
  const { places = { done: 'done', failed: 'failed' }, sentences = ownSentences } = options;
  const { largest = { bytes: LARGEST_FILE, reason: refusals['too-large'] } } = options;
  const done = join(folder, places.done);
  const failed = join(folder, places.failed);
  let seenByName = new Map<string, Seen>();
  let created = false;
  let stopped = false;

  /** The folder itself is created once: later, its absence means a lost share, not a wish for a local folder. */
  const prepareFolders = async () => {
    if (!created) await mkdir(folder, { recursive: true });
    created = true;
    for (const place of [done, failed]) {
      await mkdir(place).catch(async (error) => {
        if (!(await lstat(place).catch(() => undefined))?.isDirectory()) throw error;
      });
    }
  };

  /** Names of complete files, oldest first. Remembers what was seen, for the next look. */
  const listSettled = async (): Promise<string[]> => {
    const now = clock();
    const next = new Map<string, Seen>();
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (!entry.isFile() || unfinished.test(entry.name)) continue;
      const stats = await lstat(join(folder, entry.name)).catch(() => undefined);
      if (!stats?.isFile()) continue;
      const before = seenByName.get(entry.name);
      const still = before?.size === stats.size && before.modified === stats.mtimeMs;
      next.set(
        entry.name,
        still ? before : { size: stats.size, modified: stats.mtimeMs, since: now, failures: 0, notBefore: 0 },
      );
    }
    seenByName = next;
    return [...next]
      .filter(([, seen]) => now - seen.since >= settleMs && now >= seen.notBefore)
      .sort(([nameA, a], [nameB, b]) => a.modified - b.modified || (nameA < nameB ? -1 : 1))
      .map(([name]) => name);
  };

  const takeOne = async (fileName: string, seen: Seen): Promise<void> => {
    const path = join(folder, fileName);
    if (seen.size > largest.bytes) return moveInto(failed, path, fileName, largest.reason);
    const bytes = await readSettled(path, seen);
    if (!bytes) return;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const taken = await take({ fileName, bytes, sha256 });
    if (taken.kept) await moveInto(done, path, fileName);
    else await moveInto(failed, path, fileName, taken.reason);
  };

  let problem: string | null = null;
  const report = (found: string | null) => {
    if (found !== problem) onProblem(found);
    problem = found;
  };

  const look = async (): Promise<void> => {
    let names: string[];
    try {
      await prepareFolders();
      names = await listSettled();
    } catch {
      report(sentences.away);
      return;
    }
    for (const name of names) {
      if (stopped) return;
      const seen = seenByName.get(name)!;
      try {
        await takeOne(name, seen);
      } catch (error) {
        // Somebody else may have taken the file away: that is no problem of ours.
        if (
          (error as NodeJS.ErrnoException).code === 'ENOENT' &&
          !(await lstat(join(folder, name)).catch(() => undefined))
        )
          continue;
        seen.failures += 1;
        seen.notBefore = clock() + Math.min(LONGEST_WAIT_MS, intervalMs * 2 ** seen.failures);
      }
    }
    report([...seenByName.values()].some(({ failures }) => failures > 0) ? sentences.notTaken : null);
  };

  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const sweep = (): Promise<void> => {
    running = running.then(() => (stopped ? undefined : look()));
    return running;
  };
  const keepLooking = async () => {
    await sweep();
    if (!stopped) timer = setTimeout(keepLooking, intervalMs);
  };
  void keepLooking();

  return {
    sweep,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
