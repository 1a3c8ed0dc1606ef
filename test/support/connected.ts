/**
 * Whole workstations on a real central, and a network between them that a test can cut, slow down or make swallow what
 * is sent. What two workstations show is compared as people see it, through the queries of the window.
 * Always: a workstation works on whether it is connected or not; only its exchange is started and stopped.
 */
import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { openCentral } from '../../core/sync/central-link.ts';
import type { SyncParts } from '../../core/sync/engine.ts';
import { followedTopics, prefixed } from '../../core/sync/topics.ts';
import { verify } from '../../core/verification/verify.ts';
import { openLink, until } from './broker.ts';
import { copyData } from './copy-data.ts';
import { openTestWorkstation, type TestWorkstation } from './workstation.ts';

export interface Central {
  bootstrap: string;
  prefix: string;
}

export interface Connected extends TestWorkstation {
  readonly name: string;
  /** What went wrong inside the exchange, which is never to happen. */
  readonly faults: string[];
  /** Starts the exchange anew, or stops it, as a restart of the program with or without a network. */
  exchange(on: boolean): Promise<void>;
  state(): string;
}

interface Joining {
  name: string;
  number: number;
  branch?: string;
  /** Host and port at which it calls central, where that is not the broker itself. */
  brokers?: string;
  now?: string;
  settings?: Readonly<Record<string, unknown>>;
  /** What this version of the program does otherwise. */
  compose?: (parts: SyncParts) => SyncParts;
  /** A workstation of which this is a copy. */
  copyOf?: TestWorkstation;
}

/** A workstation that exchanges with central; a new one is told of the branch it stands in. */
export async function join(central: Central, joining: Joining): Promise<Connected> {
  const { name, number, branch = 'north', brokers = central.bootstrap, copyOf } = joining;
  const faults: string[] = [];
  let on = true;
  const test = await openTestWorkstation({
    ...(joining.now && { now: joining.now }),
    ...(copyOf && { dataFrom: (folder) => copyData(copyOf.workstation, folder) }),
    compose: (parts) =>
      (joining.compose ?? ((same) => same))({
        ...parts,
        running: on,
        firstWaitMs: 50,
        openLink: () => openCentral(parts.dispatcher.setting, { answerMs: 2_000 }),
        onFault: (error) => faults.push((error as Error)?.stack ?? String(error)),
      }),
  });
  const settings = {
    'branch.name': branch === 'north' ? 'North Street' : 'South Quay',
    'branch.address': '350 East Avenue, Rochester, NY 14604',
    'branch.phone': '585-555-0180',
    'workstation.name': name,
    'workstation.number': number,
    'branch.id': branch,
    'central.prefix': central.prefix,
    ...joining.settings,
    'central.brokers': brokers,
  };
  if (!copyOf)
    for (const [setting, value] of Object.entries(settings))
      await test.run('setting.change', { name: setting, value, reason: 'set-up' }, 'mona');
  return Object.assign(test, {
    name,
    faults,
    exchange: async (running: boolean) => {
      on = running;
      await test.restart();
    },
    state: () => test.ask('sync.state', {}).state,
  });
}

const isIdle = ({ workstation: { store } }: Connected): boolean =>
  store.get('SELECT 1 FROM outgoing LIMIT 1') === undefined &&
  store.get("SELECT 1 FROM standing WHERE waits_for = '[]' LIMIT 1") === undefined;

/** A link of the test's own to each central, to ask how far its log reaches. */
const links = new WeakMap<Central, ReturnType<typeof openLink>>();
const linkTo = (central: Central) => {
  const link = links.get(central) ?? openLink({ brokers: [central.bootstrap] });
  links.set(central, link);
  return link;
};

/** Waits until everything was sent by all of them, and read by all of them. */
export async function untilTheyMet(central: Central, ...all: Connected[]): Promise<void> {
  const link = linkTo(central);
  for (;;) {
    await until(() => all.every(isIdle));
    const reach = await Promise.all(
      followedTopics.map(async (topic) =>
        (await link.reach(prefixed(central.prefix, topic))).map((one) => ({ topic, ...one })),
      ),
    );
    const hasRead = ({ workstation: { store } }: Connected) => {
      const read = new Map(
        store
          .all<{ name: string; next: number }>("SELECT topic || ' ' || partition AS name, next FROM position")
          .map(({ name, next }) => [name, next]),
      );
      return reach
        .flat()
        .every(({ topic, partition, latest }) => (read.get(`${topic} ${partition}`) ?? 0) >= latest);
    };
    await until(() => all.every(hasRead));
    if (all.every(isIdle)) return;
  }
}

/** What a person sees here, in words that are the same wherever they are seen. */
export const seenAt = (test: Connected) => {
  const { store, dispatcher } = test.workstation;
  const own = dispatcher.setting('branch.id');
  const ids = (sql: string) => store.all<{ id: string }>(sql).map(({ id }) => id);
  return {
    orders: store
      .all<{ id: string; branch: string }>('SELECT id, branch FROM prescription ORDER BY id')
      .map(({ id, branch }) => {
        const { prescription } = test.ask('prescription.get', { prescriptionId: id }, 'phoebe');
        // Versions count what was done to rows here; a bottle scanned travels with the next fact.
        const { version: _version, scans: _scans, claim: _claim, ...seen } = prescription;
        return { ...seen, branch: branch === '' ? own : branch };
      }),
    patients: ids('SELECT id FROM patient ORDER BY id').map((patientId) => {
      const { version: _version, ...seen } = test.ask('patient.get', { patientId }).patient;
      return seen;
    }),
    shelf: store.all(
      `SELECT l.lot, l.ndc11, l.quarantine, sum(m.quantity) AS quantity FROM lot l
       LEFT JOIN movement m ON m.lot_id = l.id GROUP BY l.id ORDER BY l.ndc11, l.lot`,
    ),
    conflicts: test
      .ask('sync.conflicts', { open: false })
      .rows.concat(test.ask('sync.conflicts', { open: true }).rows)
      .map(({ id, kind, severity, subject, settled }) => ({ id, kind, severity, subject, settled }))
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
  };
};

/** What is seen at every branch: a shelf, and what was taken from it, is its branch's own. */
const seenAnywhere = ({ shelf: _shelf, orders, ...seen }: ReturnType<typeof seenAt>) => ({
  ...seen,
  // What was taken from a shelf is a fill there and taken elsewhere here: the same lots, wherever one looks.
  orders: orders.map(({ fill, filledElsewhere, ...order }) => ({
    ...order,
    taken: [...fill, ...filledElsewhere]
      .map(({ lot, expiry, quantity }) => `${lot} ${expiry} ${quantity}`)
      .sort(),
  })),
});

/** They have met, show the same, prove their histories, and nothing went wrong on the way. */
export async function expectToAgree(central: Central, ...all: Connected[]): Promise<void> {
  await untilTheyMet(central, ...all);
  const branchOf = (one: Connected) => one.workstation.dispatcher.setting('branch.id');
  const [first, ...others] = all;
  const expected = seenAt(first!);
  for (const one of others) {
    const seen = seenAt(one);
    const told = `${one.name} against ${first!.name}`;
    if (branchOf(one) === branchOf(first!)) expect(seen, told).toEqual(expected);
    else expect(seenAnywhere(seen), told).toEqual(seenAnywhere(expected));
  }
  for (const { name, faults, workstation } of all) {
    expect(faults, name).toEqual([]);
    expect(verify(workstation.store).violations, name).toEqual([]);
  }
}

export type Wire = 'whole' | 'cut' | 'swallowing' | { delayMs: number };

/**
 * A piece of network before a broker: what calls it reaches the broker as the test wants.
 * @param host an address of this machine that the broker gives out as its own and does not listen on
 */
export async function layWire(host: string, bootstrap: string): Promise<{ set(wire: Wire): void }> {
  const port = Number(bootstrap.split(':')[1]);
  let wire: Wire = 'whole';
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket) => {
    from.on('data', (bytes) => {
      if (wire === 'swallowing') return;
      if (typeof wire === 'object') setTimeout(() => to.writable && to.write(bytes), wire.delayMs);
      else to.write(bytes);
    });
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  };
  const server = createServer((near) => {
    if (wire === 'cut') return void near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    end();
    server.close();
  });
  return {
    set: (next) => {
      wire = next;
      // What was swallowed is gone for good: such connections do not come to life again.
      if (next !== 'swallowing') end();
    },
  };
}
