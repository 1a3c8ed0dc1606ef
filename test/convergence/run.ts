/**
 * One run of the convergence test from a seed: some workstations of one or two branches on a simulated log, random work
 * and faults, then quiet, then whether all agree.
 */
import type { Reader } from '../../core/store/database.ts';
import type { SyncParts } from '../../core/sync/engine.ts';
import { type Chance, chanceOf } from '../support/chance.ts';
import { disagreements } from './agreement.ts';
import { connect, type Node, openNode } from './node.ts';
import { againstTheLog, movedPastHeld } from './oracle.ts';
import { doSomething, stock } from './random-work.ts';
import { type Faults, openSimulatedLog, type SimulatedLog } from './simulated-log.ts';

export interface RunOptions {
  /** Things done, over all workstations. */
  steps?: number;
  workstations?: number;
  /** Whether files come back older, or twice. */
  copies?: boolean;
  /** Whether somebody writes what nobody can read. */
  garbage?: boolean;
  compose?: (parts: SyncParts) => SyncParts;
  /** Whether the log keeps the time of whoever sends, and not its own. */
  sendersClock?: boolean;
  /** Looks after which it is taken for never quiet. */
  patience?: number;
}

export interface Outcome {
  seed: number;
  problems: string[];
  counts: { workstations: number; records: number; conflicts: number; gaps: number };
}

const turn = () => new Promise<void>((done) => setTimeout(done, 1));

const branches = ['east', 'west'];

const faultsOf = (chance: Chance): Faults => ({
  refusals: chance.pick([0, 5, 20]),
  lostAcknowledgements: chance.pick([0, 5, 20]),
  duplicates: chance.pick([0, 5, 20]),
  delays: chance.pick([0, 20, 60]),
});

/** What waits behind a record that is held back comes through once somebody has dealt with that. */
const waitingSql = `SELECT 1 FROM outgoing o WHERE NOT EXISTS
  (SELECT 1 FROM quarantine q WHERE q.key = o.urn AND q.state = 'held' AND q.kind <> 'twin') LIMIT 1`;

const isQuiet = (node: Node, log: SimulatedLog): boolean => {
  const { store } = node.workstation;
  if (store.get(waitingSql) || store.get('SELECT 1 FROM standing WHERE waits_for IS NOT NULL LIMIT 1'))
    return false;
  if (store.get('SELECT 1 FROM outgoing_mark WHERE acknowledged < numbered LIMIT 1')) return false;
  const latest = log.latest();
  return (
    store
      .all<{ topic: string; partition: number; next: number }>('SELECT topic, partition, next FROM position')
      .every(({ topic, partition, next }) => next >= latest.get(`${topic}/${partition}`)!) &&
    store.get("SELECT 1 FROM counter WHERE name = 'sync-baseline'") !== undefined
  );
};

/** What has not come through, for whoever has to find out why. */
const stuckOf = (store: Reader): string =>
  JSON.stringify(
    store.all(
      `SELECT o.topic, o.partition, o.place AS seq, o.type, m.numbered, m.acknowledged, m.base, p.epoch, h.seq AS heard,
         (SELECT next FROM position r WHERE r.topic = o.topic AND r.partition = o.partition) AS next,
         (SELECT count(*) FROM quarantine q WHERE q.state = 'held' AND q.key = o.urn) AS held
       FROM outgoing o JOIN outgoing_mark m ON m.topic = o.topic AND m.partition = o.partition JOIN producer p
       LEFT JOIN producer_mark h ON h.producer_id = p.id AND h.epoch = p.epoch AND h.topic = o.topic AND h.partition = o.partition
       LIMIT 4`,
    ),
  );

const settle = async (
  nodes: readonly Node[],
  log: SimulatedLog,
  patience = 3_000,
): Promise<string | null> => {
  for (let quiet = 0, tries = 0; quiet < 5; tries += 1) {
    for (const node of nodes)
      if (node.workstation.store.get('SELECT 1 FROM producer WHERE fenced_at IS NOT NULL'))
        await node.run('sync.becomeNew', { reason: 'a copy' }, 'mona');
    if (tries % 200 === 150) for (const node of nodes) node.workstation.sync.tryNow();
    await turn();
    quiet = nodes.every((node) => isQuiet(node, log)) ? quiet + 1 : 0;
    if (tries > patience)
      return `never quiet: ${nodes
        .filter((node) => !isQuiet(node, log))
        .map(
          ({ name, workstation: { health, store } }) => `${name} ${stuckOf(store)} (${health.central.state})`,
        )
        .join(', ')}`;
  }
  return null;
};

/** Bytes that are no record, under the key of an order that has one. */
const writeGarbage = (log: SimulatedLog, chance: Chance): void => {
  const some = log
    .partitions()
    .filter(({ name, records }) => name.startsWith('prescription.events/') && records.length > 2);
  if (some.length === 0) return;
  const { name, records } = chance.pick(some);
  const [topic, partition] = name.split('/');
  log.append(
    { topic: topic!, partition: Number(partition) },
    { key: records.at(-1)!.key!, value: Buffer.from([1, 2, 3]) },
  );
};

/** Somebody looks at each record held back, and leaves it for good. */
const dismissAll = async (nodes: readonly Node[]): Promise<void> => {
  for (const node of nodes)
    for (const { id } of node.workstation.store.all<{ id: string }>(
      "SELECT id FROM quarantine WHERE state = 'held' AND kind = 'corrupt' ORDER BY topic, partition, offset",
    ))
      await node.run('sync.dismiss', { heldId: id, reason: 'looked at' }, 'mona');
};

const gapsOf = (node: Node): string[] =>
  node.workstation.store
    .all<{ topic: string; first: number; last: number }>('SELECT topic, first, last FROM gap')
    .map(({ topic, first, last }) => `${node.name}: ${topic} lacks numbers ${first} to ${last}`);

export const runSeed = async (seed: number, options: RunOptions = {}): Promise<Outcome> => {
  const chance = chanceOf(seed);
  const log = openSimulatedLog(chance, options.sendersClock);
  const workstations = options.workstations ?? 3 + chance.below(3);
  const steps = options.steps ?? 60 + chance.below(60);
  const nodes: Node[] = [];
  try {
    for (let index = 0; index < workstations; index += 1) {
      const node = await openNode({
        log,
        name: `w${index + 1}`,
        number: index + 1,
        branch: branches[index % 2]!,
        skew: (chance.below(3) - 1) * chance.below(7_200_000),
        faults: faultsOf(chance),
        ...(options.compose && { compose: options.compose }),
      });
      nodes.push(node);
      await stock(node, chance);
      if (chance.percent(50)) for (let early = 0; early < 3; early += 1) await doSomething(node, chance);
      await connect(node);
    }
    for (let step = 0; step < steps; step += 1) {
      const node = chance.pick(nodes);
      const drawn = chance.below(100);
      if (drawn < 4) node.cut(!node.isCut);
      else if (drawn < 7) await node.crash();
      else if (drawn < 9) node.backUp();
      else if (drawn < 11 && (options.copies ?? true) && node.hasBackup) await node.restore();
      else if (drawn < 12 && (options.copies ?? true) && nodes.length < workstations + 2)
        nodes.push(await node.clone(`${node.name}-copy${step}`));
      else await doSomething(node, chance);
      if ((options.garbage ?? chance.percent(20)) && step % 15 === 14) writeGarbage(log, chance);
      log.pass(chance.pick([10, 1_000, 60_000, 15 * 60_000]));
      if (chance.percent(60)) await turn();
    }
    for (const node of nodes) node.cut(false);
    const stuck = await settle(nodes, log, options.patience);
    const held = nodes.flatMap(movedPastHeld);
    await dismissAll(nodes);
    const still = await settle(nodes, log, options.patience);
    const problems = [
      ...[stuck, still].filter((line) => line !== null),
      ...held,
      ...nodes.flatMap((node) => againstTheLog(log, node)),
      ...disagreements(nodes),
      ...(options.copies === false ? nodes.flatMap(gapsOf) : []),
    ];
    const { store } = nodes[0]!.workstation;
    const countOf = (table: string) =>
      store.get<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)!.count;
    const records = [...log.latest().values()].reduce((sum, one) => sum + one, 0);
    return {
      seed,
      problems,
      counts: { workstations: nodes.length, records, conflicts: countOf('conflict'), gaps: countOf('gap') },
    };
  } finally {
    for (const node of nodes) await node.close().catch(() => {});
  }
};
