/**
 * Waiting between tries: longer after each failure, by chance a part of it, and ended early when there is reason to.
 * Always: a wait ends. Not here: counting the failures, which is the business of whoever tries.
 */

const FIRST_MS = 250;
const LONGEST_MS = 60_000;

export interface Patience {
  /** Waits after so many failures in a row: any time up to 250 ms after the first, doubled each time, up to a minute. */
  wait(failures: number): Promise<void>;
  /** Ends every wait under way. */
  tryNow(): void;
}

export function openPatience(): Patience {
  const waiting = new Set<() => void>();
  return {
    wait: (failures) =>
      new Promise((done) => {
        const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
        const end = () => {
          clearTimeout(timer);
          waiting.delete(end);
          done();
        };
        const timer = setTimeout(end, Math.random() * longest);
        waiting.add(end);
      }),
    tryNow: () => {
      for (const end of [...waiting]) end();
    },
  };
}
