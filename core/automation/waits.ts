/**
 * How long each request to automation has waited for what it waits for now: for central to take it, then for the answer.
 *
 * Always: told by a monotonic clock from when it was first seen, so that the clock on the wall neither prolongs a wait nor
 * ends it. What waited before the start is told by the wall, for there is nothing else; where the wall lies before the
 * request nobody can tell, and it counts as having waited long enough. Seen later, it cannot have begun before the
 * last look.
 */
export interface Waiting {
  id: string;
  /** Instants by the wall. */
  askedAt: string;
  acknowledgedAt: string | null;
}

/** Milliseconds that may pass. */
export interface Limits {
  acknowledgement: number;
  answer: number;
}

export interface Waits {
  /** Takes the requests that wait now; answers the milliseconds each has left, 0 or less where it is due. */
  look(waiting: readonly Waiting[], limits: Limits): Map<string, number>;
}

/**
 * @param clock the wall, in milliseconds since 1970
 * @param monotonic milliseconds that only go forward, from any beginning
 */
export const openWaits = (clock: () => number, monotonic: () => number): Waits => {
  let known = new Map<string, { acknowledged: boolean; since: number }>();
  /** When was last looked; null before the first time. */
  let lookedAt: number | null = null;
  const passedByWall = (at: string): number => {
    const passed = clock() - Date.parse(at);
    return passed < 0 ? Number.POSITIVE_INFINITY : passed;
  };
  return {
    look: (waiting, limits) => {
      const now = monotonic();
      const next: typeof known = new Map();
      const left = new Map<string, number>();
      for (const { id, askedAt, acknowledgedAt } of waiting) {
        const acknowledged = acknowledgedAt !== null;
        const before = known.get(id);
        const passed = passedByWall(acknowledgedAt ?? askedAt);
        const wait =
          before?.acknowledged === acknowledged
            ? before
            : { acknowledged, since: now - (lookedAt === null ? passed : Math.min(passed, now - lookedAt)) };
        next.set(id, wait);
        left.set(id, (acknowledged ? limits.answer : limits.acknowledgement) - (now - wait.since));
      }
      known = next;
      lookedAt = now;
      return left;
    },
  };
};
