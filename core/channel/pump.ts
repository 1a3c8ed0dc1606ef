/**
 * The beat of everything that is sent: work until nothing is due, sleep until the next is, wake when nudged.
 * Always: one run at a time; no timer while nothing is due; a run that throws is told and tried again later.
 * Not here: what is sent.
 */

export interface Pump {
  /** Look now. */
  nudge(): void;
  /** No new run begins; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

export interface PumpParts {
  clock: () => number;
  /** Does what is due and answers when the next is, in milliseconds of the clock; null when nothing waits. */
  work: () => Promise<number | null>;
  onFault?: (error: unknown) => void;
}

const LONGEST_SLEEP_MS = 60_000;
const AFTER_FAULT_MS = 5_000;

export const startPump = ({ clock, work, onFault = () => {} }: PumpParts): Pump => {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  const runOnce = async (): Promise<void> => {
    let due: number | null = null;
    try {
      due = await work();
    } catch (error) {
      onFault(error);
      due = clock() + AFTER_FAULT_MS;
    }
    // The clock may be set; a sleep is never longer than a minute, and looking early costs one query.
    if (due !== null && !again && !stopped)
      timer = setTimeout(nudge, Math.min(Math.max(due - clock(), 0), LONGEST_SLEEP_MS)).unref();
  };

  const loop = async (): Promise<void> => {
    do {
      again = false;
      await runOnce();
    } while (again && !stopped);
    running = null;
  };

  const nudge = (): void => {
    if (stopped) return;
    clearTimeout(timer);
    again = true;
    running ??= Promise.resolve().then(loop);
  };

  nudge();
  return {
    nudge,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
