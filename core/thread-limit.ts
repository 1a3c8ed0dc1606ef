/**
 * How long a thread may take over one piece of work: so much processor time, and of the clock's time three times as much,
 * since on a machine with much else to do a thread is not late for what the others took from it.
 */
import type { Worker } from 'node:worker_threads';

const MOST_WAIT = 3;
/** A thread that does not say within this what it used hangs in foreign code. */
const ANSWERS_MS = 1000;

/** Processor time a thread has used; null where it does not say: on an older runtime, before it runs, when it hangs. */
const processorMs = async (worker: Worker): Promise<number | null> => {
  const asked = worker.cpuUsage?.().then(({ user, system }) => (user + system) / 1000);
  const silent = new Promise<null>((tell) => setTimeout(() => tell(null), ANSWERS_MS).unref());
  return Promise.race([asked ?? null, silent]).catch(() => null);
};

/**
 * Watches a thread from now on.
 * @param limitMs of processor time; what a new thread takes to start counts
 * @param late called once, when it has had its time
 * @returns ends the watching, before or after
 */
export const limitThread = (worker: Worker, limitMs: number, late: () => void): (() => void) => {
  const begun = performance.now();
  const before = processorMs(worker);
  let over = false;
  const look = async () => {
    const used = await processorMs(worker);
    const left = used === null ? 0 : limitMs - (used - ((await before) ?? 0));
    if (over) return;
    const stays = begun + MOST_WAIT * limitMs - performance.now();
    if (left > 0 && stays > 0) {
      timer = setTimeout(look, Math.min(left, stays));
      return;
    }
    over = true;
    late();
  };
  let timer = setTimeout(look, limitMs);
  return () => {
    over = true;
    clearTimeout(timer);
  };
};
