/** The spool as a person sees it. */
import { dayOf } from '../calendar.ts';
import type { QueryHandlers } from '../handler.ts';
import { spooledLabels } from './store.ts';

const A_DAY = 24 * 3_600_000;

export const labelQueryHandlers: QueryHandlers<'label.spool'> = {
  'label.spool': ({ store, now, setting }) => {
    const timeZone = setting('branch.timeZone');
    const today = dayOf(now, timeZone);
    // A day of the branch began less than a day and an hour ago, even when the clocks change.
    const since = new Date(Date.parse(now) - A_DAY - 3_600_000).toISOString();
    const isSettled = (state: string) => state === 'printed' || state === 'failed';
    return {
      rows: spooledLabels(store, since).filter(
        ({ state, at }) => !isSettled(state) || dayOf(at, timeZone) === today,
      ),
    };
  },
};
