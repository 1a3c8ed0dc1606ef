/** The event log of the workstation. */
import type { QueryHandlers } from '../handler.ts';
import { timelineOf } from './history.ts';

export const historyQueryHandlers: QueryHandlers<'event.log'> = {
  'event.log': (context, { before, limit, name }) => ({
    entries: timelineOf(context, { before, limit, name, order: 'newest' }),
  }),
};
