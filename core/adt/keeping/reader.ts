/**
 * Reads and packs messages of topics and files in a thread, while the desk keeps and applies those before them.
 * Always: the messages come back in their order, as they were handed in; what the thread could not read, whatever became of it, is
 * left to the desk, and so are a few, for which asking would take longer than reading.
 */
import { openLanes } from '../../lanes.ts';
import type { Reader as StoreReader } from '../../store/database.ts';
import type { Arrived } from '../arrived.ts';
import { sourceById } from '../source/source-store.ts';
import type { MostOfPiece } from './pieces.ts';
import { givenToDesk, type ReadAhead, together } from './read-ahead.ts';
import type { ReaderQuestion } from './reader-worker.ts';

export interface Reader {
  /** The same messages, as they were read by the profile their source has now. They are all of one source. */
  read(arrived: readonly Arrived[]): Promise<readonly Arrived[]>;
  stop(): Promise<void>;
}

/** So much is read, and goes to the desk, at a time, so that what comes by other ways is not held up. */
export const AT_A_TIME: MostOfPiece = { items: 200, bytes: 4_194_304 };
const FEW = 16;
/** Of processor time. Some hundred messages take some hundredths of a second. */
const TIME_LIMIT_MS = 20_000;
/** After so long without a message the thread ends. */
const IDLE_LIMIT_MS = 30_000;

const file = new URL(
  import.meta.url.endsWith('.ts') ? './reader-worker.ts' : './reader-worker.js',
  import.meta.url,
);

/** No thread runs before there is something to read. */
export const startReader = (store: StoreReader): Reader => {
  const lanes = openLanes<ReaderQuestion, ReadAhead>({
    file,
    count: 1,
    timeLimitMs: TIME_LIMIT_MS,
    idleLimitMs: IDLE_LIMIT_MS,
    questionsALane: Number.POSITIVE_INFINITY,
    workerData: undefined,
    handedOver: ({ whole }) => [whole.buffer],
  });
  return {
    read: async (arrived) => {
      if (arrived.length < FEW) return arrived;
      const { profile } = sourceById(store, arrived[0]!.sourceId)!;
      const ending = await lanes.ask(() => ({
        whole: together(arrived),
        lengths: arrived.map(({ bytes }) => bytes.length),
        profile,
      }));
      if (ending.ended !== 'answered') return arrived;
      const given = givenToDesk(ending.answer);
      return arrived.map((one, index) => ({ ...one, ...given[index] }));
    },
    stop: lanes.close,
  };
};

/** What becomes of each in turn; while one is worked on further, the next is under way. */
export async function* oneAhead<T, R>(list: readonly T[], work: (one: T) => Promise<R>): AsyncGenerator<R> {
  const begin = (index: number) => (index < list.length ? work(list[index]!) : undefined);
  let next = begin(0);
  for (let index = 0; next !== undefined; index += 1) {
    const done = await next;
    next = begin(index + 1);
    yield done;
  }
}
