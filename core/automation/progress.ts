/**
 * How far the reference service has come: who it is in the log, its positions, and how it numbered its answers. One small
 * file, written whole and moved into place, so that it is never half-written.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../identity.ts';
import type { PartitionOf, Position } from '../sync/link.ts';

const kept = z.object({
  producerId: z.string().min(1),
  positions: z.record(z.string(), z.int().min(0)),
  /** By partition of the answers: the number of the last one. */
  numbered: z.record(z.string(), z.int().min(0)),
});

export interface Progress {
  readonly producerId: string;
  /** The offset of the next record to read; null where nothing was read yet. */
  next(of: PartitionOf): number | null;
  /** The number of the last answer in a partition of answers; 0 before the first. */
  numbered(partition: number): number;
  /** Writes down that everything before a position was dealt with, and in which partition an answer went out, if any. */
  take(position: Position, answeredIn: number | null): void;
}

const keyOf = ({ topic, partition }: PartitionOf): string => `${topic}/${partition}`;

/** Opens what is kept in a folder, or begins anew. Throws where the file is there and cannot be read. */
export const openProgress = (folder: string): Progress => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'progress.json');
  const state = existsSync(file)
    ? kept.parse(JSON.parse(readFileSync(file, 'utf8')))
    : { producerId: newId(), positions: {}, numbered: {} };
  const write = () => {
    writeFileSync(`${file}.new`, JSON.stringify(state), { flush: true });
    renameSync(`${file}.new`, file);
  };
  write();
  return {
    producerId: state.producerId,
    next: (of) => state.positions[keyOf(of)] ?? null,
    numbered: (partition) => state.numbered[partition] ?? 0,
    take: (position, answeredIn) => {
      state.positions[keyOf(position)] = position.next;
      if (answeredIn !== null) state.numbered[answeredIn] = (state.numbered[answeredIn] ?? 0) + 1;
      write();
    },
  };
};
