/**
 * Keeping what came from connections and was no message, a few times a second together.
 * Always: each is counted; so many of a source are kept with their bytes, beyond that in ten minutes only counted, so that a sender
 * gone mad fills no disk.
 */
import { addMinutes } from '../../calendar.ts';
import type { Dispatcher } from '../../dispatch.ts';
import type { Store, Writer } from '../../store/database.ts';
import { countsSince } from '../source/source-store.ts';
import { addToTally, insertNoise } from './desk-store.ts';

export interface Noise {
  readonly sourceId: string;
  readonly peer: string;
  readonly problem: string;
  readonly bytes: Uint8Array;
}

const TOGETHER_MS = 200;
const MOST_KEPT = 500;
/** What waits where the file cannot be written. */
const MOST_WAITING = 1_000;

/** Inside a transaction: keeps one, or only counts it where there was too much lately. */
export const writeNoise = (store: Writer, one: Noise, now: string): void => {
  const { noise } = countsSince(store, one.sourceId, addMinutes(now, -10).slice(0, 16));
  if (noise < MOST_KEPT) insertNoise(store, { ...one, at: now });
  addToTally(store, one.sourceId, now, { messages: 0, refused: 0, noise: 1, problem: one.problem });
};

export const createNoise = ({
  dispatcher,
  store,
  onFault,
}: {
  dispatcher: Dispatcher;
  store: Store;
  onFault: (error: unknown) => void;
}) => {
  let waiting: Noise[] = [];
  let timer: NodeJS.Timeout | undefined;

  const write = () => {
    timer = undefined;
    const now = dispatcher.now();
    store.transaction(() => {
      for (const one of waiting) writeNoise(store, one, now);
    }, true);
    waiting = [];
    dispatcher.tell([{ seq: 0, name: 'adt.arrived', subject: { kind: 'adt', id: 'noise' } }]);
  };
  const attempt = () => {
    try {
      write();
    } catch (error) {
      onFault(error);
      timer = setTimeout(attempt, TOGETHER_MS * 10).unref();
    }
  };

  return {
    keep: (noise: Noise) => {
      if (waiting.length < MOST_WAITING) waiting.push(noise);
      timer ??= setTimeout(attempt, TOGETHER_MS).unref();
    },
    stop: () => {
      clearTimeout(timer);
      if (waiting.length > 0) attempt();
      clearTimeout(timer);
    },
  };
};
