/**
 * A pool of threads of our own, the lanes, and the queue before them.
 * Always: one question in flight a lane; every question ends with an answer or the reason there is none, whatever
 * becomes of its thread; a thread that is late or dies is replaced; after a time without work they all end.
 * Not here: what is asked and how it is answered, which are their users’ (recognise/page-reader.ts, adt/keeping/reader.ts).
 */
import { Worker } from 'node:worker_threads';
import { limitThread } from './thread-limit.ts';

export type Ending<Answer> =
  | { readonly ended: 'answered'; readonly answer: Answer }
  | { readonly ended: 'timed-out' | 'died' };

export interface Lanes<Question, Answer> {
  /** `question` is made for the lane that gets it; `urgent` ones go before the others. Never rejects. */
  ask(question: (lane: object) => Question, urgent?: boolean): Promise<Ending<Answer>>;
  /** Ends every thread; what is waiting or in flight ends as `died`. */
  close(): Promise<void>;
}

export interface LaneOptions<Question> {
  readonly file: URL;
  readonly count: number;
  /** Processor time a question may take. */
  readonly timeLimitMs: number;
  readonly idleLimitMs: number;
  /** A thread is replaced after so many questions: what a library leaks goes with it. */
  readonly questionsALane: number;
  readonly workerData: unknown;
  /** What of a question is handed over and not copied: nobody here may look at it afterwards. */
  readonly handedOver?: (question: Question) => ArrayBuffer[];
}

/** JavaScript's own heap; pictures and the engine's memory lie outside it. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 };

interface Lane {
  readonly worker: Worker;
  asked: number;
  busy: boolean;
}
interface Waiting<Question, Answer> {
  readonly question: (lane: object) => Question;
  readonly end: (ending: Ending<Answer>) => void;
}

/** Opens a pool; threads start when there is work for them. */
export function openLanes<Question, Answer>(options: LaneOptions<Question>): Lanes<Question, Answer> {
  const lanes = new Set<Lane>();
  const waiting: Waiting<Question, Answer>[] = [];
  let idle: NodeJS.Timeout | undefined;
  let closed = false;

  const startLane = (): Lane => {
    // What a library prints may quote the page: it is kept from the program's own output and never read. (Reading
    // these streams, were it only to empty them, would hold the program open.)
    const worker = new Worker(options.file, {
      workerData: options.workerData,
      resourceLimits,
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    const lane = { worker, asked: 0, busy: false };
    worker.on('error', () => {});
    worker.on('exit', () => lanes.delete(lane));
    lanes.add(lane);
    return lane;
  };

  const endLane = (lane: Lane) => {
    lanes.delete(lane);
    return lane.worker.terminate();
  };

  const run = (lane: Lane, { question, end }: Waiting<Question, Answer>) => {
    const { worker } = lane;
    const finish = (ending: Ending<Answer>) => {
      endLimit();
      worker.off('message', onAnswer);
      worker.off('error', onDeath);
      worker.off('exit', onDeath);
      worker.unref();
      lane.busy = false;
      if (ending.ended !== 'answered' || lane.asked >= options.questionsALane) void endLane(lane);
      end(ending);
      work();
    };
    const onAnswer = (answer: Answer) => finish({ ended: 'answered', answer });
    const onDeath = () => finish({ ended: 'died' });
    const endLimit = limitThread(worker, options.timeLimitMs, () => finish({ ended: 'timed-out' }));
    lane.busy = true;
    lane.asked += 1;
    worker.on('message', onAnswer);
    worker.on('error', onDeath);
    worker.on('exit', onDeath);
    worker.ref();
    const asked = question(lane);
    worker.postMessage(asked, options.handedOver?.(asked));
  };

  /** Gives waiting questions to lanes that are free, the longest running first, starting lanes as needed. */
  const work = () => {
    clearTimeout(idle);
    while (waiting.length > 0 && !closed) {
      const free = [...lanes].find((lane) => !lane.busy);
      if (!free && lanes.size >= options.count) return;
      run(free ?? startLane(), waiting.shift()!);
    }
    if (![...lanes].some((lane) => lane.busy))
      idle = setTimeout(() => void Promise.all([...lanes].map(endLane)), options.idleLimitMs).unref();
  };

  return {
    ask: (question, urgent = false) =>
      new Promise((end) => {
        if (closed) return end({ ended: 'died' });
        waiting[urgent ? 'unshift' : 'push']({ question, end });
        work();
      }),
    close: async () => {
      closed = true;
      clearTimeout(idle);
      for (const { end } of waiting.splice(0)) end({ ended: 'died' });
      await Promise.all([...lanes].map(endLane));
    },
  };
}
