/** How the exchange with central fares, as far as only the running process knows it. */
import type { centralStates } from '../contract/sync.ts';

export interface CentralHealth {
  state: (typeof centralStates)[number];
  since: string;
  /** What is wrong and what to do, where a person has to do something. */
  problem: string | null;
  /** When central was last heard. */
  heardAt: string | null;
  /** Records still to be read, while that is known. */
  toRead: number | null;
  /** How many were to be read when catching up began. */
  toReadAtFirst: number;
  /** By topic, as far as the life of the link that goes on has heard. */
  toReadBy: ReadonlyMap<string, number>;
}

export const newCentralHealth = (now: string): CentralHealth => ({
  state: 'off',
  since: now,
  problem: null,
  heardAt: null,
  toRead: null,
  toReadAtFirst: 0,
  toReadBy: new Map(),
});

/** Whether what other branches did is known. */
export const isOnline = ({ state }: CentralHealth): boolean => state === 'online';

const reading: readonly CentralHealth['state'][] = ['online', 'catching-up', 'fenced'];
/** Records of a topic that central has and we have not read; null while that is not known. */
export const toReadOf = ({ state, toReadBy }: CentralHealth, topic: string): number | null =>
  reading.includes(state) ? (toReadBy.get(topic) ?? null) : null;

/** Writes a change down. Answers whether it is one that windows should hear of. */
export const changeHealth = (
  health: CentralHealth,
  change: Partial<Omit<CentralHealth, 'since'>>,
  now: string,
): boolean => {
  const before = `${health.state} ${health.problem}`;
  Object.assign(health, change);
  if (`${health.state} ${health.problem}` === before) return false;
  health.since = now;
  return true;
};
