/**
 * The encrypted SQLite file: the only place that knows the driver.
 * Every connection runs in WAL with synchronous=FULL, so that an answered command survives a power cut
 * (AEGIS-256 pages, raw 256-bit key). A `Reader` cannot write: a query that writes does not compile.
 * What a table means is not here.
 */
import { closeSync, fdatasync, openSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';

export type Value = string | number | bigint | null | Uint8Array;
export type Row = Record<string, Value>;
export type Parameters = Record<string, Value> | readonly Value[];

export interface Reader {
  get<T = Row>(sql: string, parameters?: Parameters): T | undefined;
  all<T = Row>(sql: string, parameters?: Parameters): T[];
  each<T = Row>(sql: string, parameters?: Parameters): IterableIterator<T>;
}

export interface Writer extends Reader {
  run(sql: string, parameters?: Parameters): { changes: number; lastInsertRowid: number | bigint };
}

export interface LogLength {
  readonly written: number;
  readonly left: number;
}

export interface Store extends Writer {
  /**
   * Runs `work` in one transaction: all of it is on disk when this returns, or none of it. Where `later` is true a power
   * cut may take back all of it, with whatever was so written since the last one on disk; that is for what is read
   * again by itself.
   */
  transaction<T>(work: () => T, later?: boolean): T;
  /**
   * Resolves once every transaction committed before this call is on disk, without holding up this thread meanwhile, and at once where
   * they are; rejects with the trouble of the file system where it cannot be. For what was perhaps written `later` and is now to be
   * answered for, or told to others.
   */
  flush(): Promise<void>;
  /**
   * How much stands in the write-ahead log since it was last started over, and how much of that is not yet in the file itself, in
   * bytes. The log keeps its size, so that does not say so. Outside of any transaction; costs some microseconds.
   */
  logLength(): LogLength;
  exec(sql: string): void;
  /** An encrypted copy of the whole file as it stands; the target must not exist. */
  copyTo(file: string): void;
  close(): void;
  readonly file: string;
}

/** What can be wrong with a data file, told apart so that a screen can say what to do. */
export const storeTroubles = [
  'wrong-key',
  'damaged',
  'missing',
  'newer',
  'read-only',
  'disk-full',
  'other',
] as const;
export type StoreTrouble = (typeof storeTroubles)[number];

export class StoreError extends Error {
  readonly trouble: StoreTrouble;
  constructor(trouble: StoreTrouble, cause?: unknown) {
    super(`the data file: ${trouble}`, { cause });
    this.trouble = trouble;
  }
}

const troubleOfCode: [prefix: string, trouble: StoreTrouble][] = [
  ['SQLITE_NOTADB', 'wrong-key'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_IOERR_DATA', 'damaged'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_CANTOPEN', 'read-only'],
  ['SQLITE_PERM', 'read-only'],
  ['SQLITE_FULL', 'disk-full'],
  ['SQLITE_IOERR', 'disk-full'],
];

/** The trouble behind an error of the driver or the file system, or undefined when it is neither. */
export const troubleOf = (error: unknown): StoreTrouble | undefined => {
  if (error instanceof StoreError) return error.trouble;
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'disk-full';
  // The last two: something else stands where the folder should be.
  if (['EROFS', 'EACCES', 'EPERM', 'EEXIST', 'ENOTDIR'].includes(code)) return 'read-only';
  return code.startsWith('SQLITE_')
    ? troubleOfCode.find(([prefix]) => code.startsWith(prefix))?.[1]
    : undefined;
};

const KEY = /^[0-9a-f]{64}$/;

/** Opens (or, with `create`, makes) the file with a raw key of 64 hex digits. Throws `StoreError`. */
export const openStore = (file: string, key: string, { create = false } = {}): Store => {
  if (!KEY.test(key)) throw new StoreError('wrong-key');
  // An empty file is none: opened, it would become a workstation without anything in it.
  if (!create && !statSync(file, { throwIfNoEntry: false })?.size) throw new StoreError('missing');
  try {
    return connect(file, key, create);
  } catch (error) {
    const trouble = troubleOf(error);
    throw trouble ? new StoreError(trouble, error) : error;
  }
};

/**
 * Holds a file of its own against every other process until it is let go or this process ends, however it ends.
 * Answers how to let it go, or null when another process holds it. The file stays empty.
 */
export const holdFile = (file: string): (() => void) | null => {
  const database = new Database(file, { timeout: 0 });
  try {
    // Without a journal on disk, so that it can be held on a full disk too.
    database.pragma('journal_mode=MEMORY');
    database.exec('BEGIN EXCLUSIVE');
    return () => {
      database.close();
    };
  } catch (error) {
    database.close();
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return null;
    throw error;
  }
};

const connect = (file: string, key: string, create: boolean): Store => {
  const database = new Database(file, { fileMustExist: !create });
  try {
    database.pragma("cipher='aegis'");
    database.pragma(`key='raw:${key}'`);
    // A wrong key shows at the first statement that reads, not at the key itself.
    database.pragma('schema_version');
    database.pragma('journal_mode=WAL');
    database.pragma('synchronous=FULL');
    database.pragma('foreign_keys=ON');
    database.pragma('busy_timeout=5000');
    database.pragma('temp_store=MEMORY');
    database.pragma('trusted_schema=OFF');
    // Without it, INSERT OR REPLACE takes rows away behind the back of the triggers that keep them.
    database.pragma('recursive_triggers=ON');
    database.pragma('cache_size=-32768');
    // Up to here the log keeps its size when it is started over: writing over what was there is far cheaper than growing.
    database.pragma('journal_size_limit=67108864');
    // A safety net of 64 MB: checkpoint-worker.ts keeps the log far shorter, outside of any command.
    database.pragma('wal_autocheckpoint=16384');
    // A damaged table tree is found here at the price of reading the schema alone.
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (error) {
    database.close();
    throw error;
  }

  const statements = new Map<string, Database.Statement>();
  const statement = (sql: string) => {
    let prepared = statements.get(sql);
    if (!prepared) {
      prepared = database.prepare(sql);
      statements.set(sql, prepared);
    }
    return prepared;
  };
  const none: Parameters = [];
  // Not `database.transaction`: its savepoints would let a half-done command commit inside another.
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  // Asks how the log stands and moves nothing.
  const standing = database.prepare('PRAGMA wal_checkpoint(NOOP)');
  const pageSize = database.pragma('page_size', { simple: true }) as number;

  // The log holds all that was committed and is not yet in the file itself, which a checkpoint puts on disk before it goes on.
  let log: number | undefined;
  let flushes = 0;
  /** How many transactions were committed `later`, and up to which of them all are known to be on disk. */
  let committedLater = 0;
  let onDisk = 0;
  let closed = false;
  const closeLog = () => {
    if (log === undefined || !closed || flushes > 0) return;
    closeSync(log);
    log = undefined;
  };
  const flush = () =>
    new Promise<void>((resolve, reject) => {
      if (onDisk === committedLater) return resolve();
      const upTo = committedLater;
      log ??= openSync(`${file}-wal`, 'r+');
      flushes += 1;
      fdatasync(log, (error) => {
        flushes -= 1;
        closeLog();
        if (error) return reject(new StoreError(troubleOf(error) ?? 'disk-full', error));
        onDisk = Math.max(onDisk, upTo);
        resolve();
      });
    });

  return {
    file,
    flush,
    get: <T>(sql: string, parameters = none) => statement(sql).get(parameters) as T | undefined,
    all: <T>(sql: string, parameters = none) => statement(sql).all(parameters) as T[],
    each: <T>(sql: string, parameters = none) => statement(sql).iterate(parameters) as IterableIterator<T>,
    run: (sql, parameters = none) => statement(sql).run(parameters),
    transaction: (work, later = false) => {
      // The next transaction that is to be on disk takes those before it along. A pragma acts when it is compiled.
      if (later) database.exec('PRAGMA synchronous=NORMAL');
      try {
        begin.run();
        const result = work();
        commit.run();
        if (later) committedLater += 1;
        return result;
      } catch (error) {
        if (database.inTransaction) rollback.run();
        throw error;
      } finally {
        if (later) database.exec('PRAGMA synchronous=FULL');
      }
    },
    logLength: () => {
      const { log, checkpointed } = standing.get() as { log: number; checkpointed: number };
      return { written: log * pageSize, left: (log - checkpointed) * pageSize };
    },
    exec: (sql) => {
      database.exec(sql);
    },
    copyTo: (target) => {
      database.prepare('VACUUM INTO ?').run(target);
    },
    close: () => {
      closed = true;
      closeLog();
      database.close();
    },
  };
};
