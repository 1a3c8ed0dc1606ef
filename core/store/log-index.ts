/**
 * How much stands in the write-ahead log, by SQLite’s own index of it (the file ending in -shm; its header is described in “WAL-mode
 * File Format”, section 2.1). The size of the log itself does not say so: it is started over without being shortened, because
 * writing where something was written before is far cheaper than a file that grows.
 * Not here: what follows from it (checkpoint.ts).
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';

/** All in bytes. */
export interface LogLength {
  /** Since the log was last started over. */
  readonly written: number;
  /** Of that, what is not yet in the data file. */
  readonly left: number;
}

export interface LogIndex {
  /** Costs a microsecond or two. Nothing, while there is no log. */
  read(): LogLength;
  close(): void;
}

/** Places in the header: page size, last frame, and how many frames are in the data file. */
const PAGE_SIZE = 14;
const LAST_FRAME = 16;
const MOVED_FRAMES = 96;
const HEADER_BYTES = 100;

/** Of the log of a data file that stays open meanwhile. */
export const openLogIndex = (dataFile: string): LogIndex => {
  let file: number | undefined;
  const bytes = Buffer.alloc(HEADER_BYTES);
  const isLittle = endianness() === 'LE';
  const number = (at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const nothing: LogLength = { written: 0, left: 0 };
  return {
    read: () => {
      try {
        file ??= openSync(`${dataFile}-shm`, 'r');
      } catch {
        return nothing;
      }
      if (readSync(file, bytes, 0, HEADER_BYTES, 0) < HEADER_BYTES) return nothing;
      const size = isLittle ? bytes.readUInt16LE(PAGE_SIZE) : bytes.readUInt16BE(PAGE_SIZE);
      // One stands for 65,536, which does not fit.
      const pageSize = size === 1 ? 65_536 : size;
      return {
        written: number(LAST_FRAME) * pageSize,
        left: Math.max(0, number(LAST_FRAME) - number(MOVED_FRAMES)) * pageSize,
      };
    },
    close: () => {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
};
