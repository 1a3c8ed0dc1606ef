/**
 * How much automation did in a span of days, what was put right afterwards, and the time that saved.
 * Pure arithmetic over rows; the rows are in store.ts. Time saved is what typing took people here in the same days.
 */
import { addDays } from '../calendar.ts';
import type { QueryResult } from '../contract/index.ts';
import type { RequestRow } from './store.ts';

type Report = QueryResult<'automation.report'>;

/** A request with the day it was made, and what was changed of its entry, by the words for the fields. */
export interface Reported {
  day: string;
  verdict: RequestRow['verdict'];
  because: RequestRow['given_because'];
  changed: readonly string[];
}

/** Seconds of single orders. */
export interface Durations {
  /** From arrival to verification. */
  entered: readonly number[];
  typed: readonly number[];
  /** From taking one to work on to having typed it. */
  handling: readonly number[];
}

export const median = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The Monday of the week of a day. */
export const mondayOf = (day: string): string =>
  addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

const unanswered: ReadonlySet<string | null> = new Set(['no-answer', 'offline', 'switched-off']);

export const reportOf = (requests: readonly Reported[], durations: Durations, by: 'day' | 'week'): Report => {
  const groups = Map.groupBy(requests, ({ day }) => (by === 'day' ? day : mondayOf(day)));
  const rows = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, group]) => {
      const count = (holds: (one: Reported) => boolean) => group.filter(holds).length;
      return {
        from,
        asked: group.length,
        entered: count(({ verdict }) => verdict === 'sufficient'),
        insufficient: count(({ verdict }) => verdict === 'insufficient'),
        unanswered: count(({ because }) => unanswered.has(because)),
        late: count(({ verdict }) => verdict === 'late'),
        corrected: count(({ changed }) => changed.length > 0),
      };
    });
  const fields = Map.groupBy(
    requests.flatMap(({ changed }) => changed),
    (field) => field,
  );
  const corrections = [...fields]
    .map(([field, all]) => ({ field, count: all.length }))
    .sort((a, b) => b.count - a.count || (a.field < b.field ? -1 : 1));
  const unchanged = rows.reduce((sum, { entered, corrected }) => sum + entered - corrected, 0);
  const handling = median(durations.handling);
  return {
    rows,
    corrections,
    time: {
      entered: median(durations.entered),
      typed: median(durations.typed),
      handling,
      savedSeconds: handling === null ? null : handling * unchanged,
    },
  };
};
