/**
 * How the ways in of hospitals' messages fare, as far as only the running process knows it: everything else is in rows.
 * Written by whatever runs a way in and by the desk, read by the query of the sources.
 */
import type { Arrived } from '../arrived.ts';

export type Way = Exclude<Arrived['way'], 'resubmitted'>;

/** How a way stands, in words; `well` is false where a person has to do something. */
export interface WayState {
  readonly well: boolean;
  readonly sentence: string;
}

export interface AdtHealth {
  /** By source and way. */
  readonly ways: Map<string, Map<Way, WayState>>;
  /** Connections open now, by source. */
  readonly connections: Map<string, number>;
  /** Messages kept and not yet applied, by source. */
  readonly waiting: Map<string, number>;
  /** Why nothing can be kept or applied just now, in words; null while it can. */
  trouble: string | null;
}

export const newAdtHealth = (): AdtHealth => ({
  ways: new Map(),
  connections: new Map(),
  waiting: new Map(),
  trouble: null,
});

/** Says how a way stands; null where the source has no such way any more. */
export const tellWay = (health: AdtHealth, sourceId: string, way: Way, state: WayState | null): void => {
  const ways = health.ways.get(sourceId) ?? new Map<Way, WayState>();
  if (state === null) ways.delete(way);
  else ways.set(way, state);
  health.ways.set(sourceId, ways);
};
