/** Where somebody was in each queue: filter and cursor, so that coming back is coming back to the same row. */
import { create } from 'zustand';
import type { CommandInput, QueryInput } from '../../../core/contract/index.ts';
import { type Cursor, startOfRows } from '../../components/cursor.ts';

export type OpenStage = NonNullable<QueryInput<'prescription.workQueue'>['stage']>;
export type Source = CommandInput<'intake.receive'>['source'] | 'fax';

export interface Filter {
  mine: boolean;
  late: boolean;
  held: 'with' | 'only';
  source: Source | null;
}

export const noFilter: Filter = { mine: false, late: false, held: 'with', source: null };

interface Place {
  filter: Filter;
  cursor: Cursor;
}

const start: Place = { filter: noFilter, cursor: startOfRows };
const usePlaces = create<Partial<Record<OpenStage, Place>>>(() => ({}));

/** The place in the queue of a stage, and how to move it. A new filter starts at the first row. */
export function usePlace(stage: OpenStage) {
  const place = usePlaces()[stage] ?? start;
  const change = (part: Partial<Place>) =>
    usePlaces.setState((places) => ({ [stage]: { ...(places[stage] ?? start), ...part } }));
  return {
    ...place,
    setCursor: (cursor: Cursor) => change({ cursor }),
    setFilter: (part: Partial<Filter>) =>
      change({ filter: { ...place.filter, ...part }, cursor: startOfRows }),
  };
}
