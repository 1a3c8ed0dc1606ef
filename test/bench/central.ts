/**
 * A central for measuring: a real broker on the loopback with the topics of the table, workstations of one branch that
 * exchange with it, and what they have reached. Where no broker can be had, a bench says so and its goal is not met.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startBroker } from '../../core/central/broker.ts';
import { NoKafka } from '../../core/central/kafka-files.ts';
import { makeTopics } from '../../core/central/make-topics.ts';
import type { Store } from '../../core/store/database.ts';
import { openKafkaLink } from '../../core/sync/kafka/kafka.ts';
import { openWorkstation, type Workstation } from '../../core/workstation.ts';
import { addPeople, BRANCH, peopleAt } from './branch-events.ts';
import { benchKey } from './dataset.ts';
import type { Figure } from './measure.ts';

/** How many events the largest run has; `MORTAR_BENCH_EVENTS` names fewer for trying out. */
export const eventsAtMost = (full: number): number => Number(process.env.MORTAR_BENCH_EVENTS ?? full);

export interface Central {
  bootstrap: string;
  /** A new folder that is removed with the broker. */
  folder(): string;
}

/** Measures against a broker of its own, which ends with it. */
export const withCentral = async (
  name: string,
  measure: (central: Central) => Promise<Figure[]>,
): Promise<Figure[]> => {
  const base = mkdtempSync(join(tmpdir(), 'mortar-bench-central-'));
  try {
    const broker = await startBroker({ folder: join(base, 'broker') });
    try {
      await makeTopics(broker.bootstrap, '');
      return await measure({
        bootstrap: broker.bootstrap,
        folder: () => mkdtempSync(join(base, 'data-')),
      });
    } finally {
      await broker.kill();
    }
  } catch (error) {
    if (!(error instanceof NoKafka)) throw error;
    const nothing = { value: Number.NaN, unit: '', comparator: null, ratio: null, met: false };
    return [{ ...nothing, name, goal: `not measured: ${error.message}` }];
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
};

/** A link of the bench's own. */
export const openLinkTo = ({ bootstrap }: Central) =>
  openKafkaLink({ brokers: [bootstrap], security: { kind: 'none' }, clientId: 'bench', topics: {} });

/** Names the central at a workstation; from then on it exchanges with it. */
export const nameCentral = async (workstation: Workstation, { bootstrap }: Central): Promise<void> => {
  const { run } = peopleAt(workstation);
  for (const [name, value] of Object.entries({ 'branch.id': BRANCH, 'central.brokers': bootstrap }))
    await run('setting.change', { name, value, reason: 'bench' } as never, 'mona');
};

/** A new workstation of the branch that does not know anything yet. */
export const openNew = (central: Central): Workstation => {
  const workstation = openWorkstation({
    ...{ dataFolder: central.folder(), key: benchKey, create: true },
    onFault: (name, error) => process.stderr.write(`${name}: ${(error as Error).stack}\n`),
  });
  addPeople(workstation);
  return workstation;
};

export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await wait(10);
};

const count = (store: Store, sql: string): number => store.get<{ count: number }>(sql)!.count;

/** Records that central has not acknowledged. */
export const unsent = (store: Store): number =>
  count(store, 'SELECT ifnull(sum(numbered - acknowledged), 0) AS count FROM outgoing_mark');
/** Whether anything waits to be said back. */
export const isSaidBack = (store: Store): boolean =>
  count(store, 'SELECT EXISTS (SELECT 1 FROM outgoing) AS count') === 0;
/** Whether the rows of something are still to be made. */
export const isShown = (store: Store): boolean =>
  count(store, "SELECT EXISTS (SELECT 1 FROM standing WHERE waits_for = '[]') AS count") === 0;
/** Everything is connected, read, said back and shown. */
export const isQuiet = ({ store, health }: Workstation): boolean =>
  health.central.state === 'online' && unsent(store) === 0 && isSaidBack(store) && isShown(store);

/** Throws where anything was held back, is missing or contradicts something: then nothing was measured. */
export const assertClean = (store: Store): void => {
  for (const table of ['quarantine', 'gap', 'conflict', 'outgoing_parked'])
    if (count(store, `SELECT count(*) AS count FROM ${table}`) > 0)
      throw new Error(`There are rows in ${table}.`);
};
