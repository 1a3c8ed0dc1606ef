/** The event log of this workstation. */
import type { QueryHandlers } from '../handler.ts';
import { timelineOf } from './history.ts';

export const historyQueryHandlers = {
  'event.log': (context, { before, limit, name }) => ({
    entries: timelineOf(context, { before, limit, name, order: 'newest' }),
  }),
} satisfies QueryHandlers<'event.log'>;
