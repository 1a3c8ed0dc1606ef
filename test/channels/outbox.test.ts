/** Telling other systems what happened: real services on the loopback, real rows, a clock the test moves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Outbox, startOutbox, waitAfter } from '../../core/channel/outbox.ts';
import type { outlets } from '../../core/contract/workstation.ts';
import { openWorkstation, type Workstation } from '../../core/workstation.ts';
import { chanceOf, seedOfRun } from '../support/chance.ts';
import { openService, type Service } from '../support/services.ts';
import { soon } from '../support/soon.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

type Outlet = (typeof outlets)[number];

/** Commits messages, each `key number`, in this order. */
const told = ({ dispatcher }: Workstation, outlet: Outlet, ...messages: string[]) => {
  for (const message of messages) {
    const [key, number] = message.split(' ');
    dispatcher.record(() => ({
      result: undefined,
      events: [
        {
          name: 'prescription.noted',
          subject: { kind: 'prescription', id: key! },
          data: {},
          deliveries: [{ outlet, topic: 'test.message', content: { key, number: Number(number) } }],
        },
      ],
    }));
  }
};

const open = (test: TestWorkstation, options: { timeoutMs?: number } = {}): Outbox => {
  const outbox = startOutbox(test.workstation.dispatcher, test.workstation.store, {
    clock: test.clock.now,
    timeoutMs: 2_000,
    ...options,
  });
  onTestFinished(() => outbox.stop());
  return outbox;
};

const setAddress = (test: TestWorkstation, outlet: string, value: string) =>
  test.run('setting.change', { name: `${outlet}.url`, value, reason: 'test' }, 'mona');

const listed = (test: TestWorkstation, outlet: Outlet) =>
  test.ask('delivery.list', { outlet }, 'mona').rows.toReversed();
const states = (test: TestWorkstation, outlet: Outlet) => listed(test, outlet).map(({ state }) => state);
const arrived = ({ received }: Service) => received.map(({ content }) => `${content.key} ${content.number}`);

/** What a power cut would leave at this moment, opened again. */
const afterPowerCut = (test: TestWorkstation): Workstation => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'mortar-cut-'));
  test.workstation.store.copyTo(join(dataFolder, 'mortar.db'));
  const workstation = openWorkstation({ dataFolder, key: test.key, clock: test.clock.now, channels: true });
  onTestFinished(async () => {
    await workstation.close();
    rmSync(dataFolder, { recursive: true });
  });
  return workstation;
};

it('while no service is set, messages are listed as sent and none of them is for central', async () => {
  const test = await openTestWorkstation();
  told(test.workstation, 'insurer', 'a 1', 'b 1');
  told(test.workstation, 'central', 'a 1');
  open(test);
  await soon(() => expect(states(test, 'insurer')).toEqual(['delivered', 'delivered']));
  expect(listed(test, 'insurer').map(({ via }) => via)).toEqual(['sent list', 'sent list']);
  expect(states(test, 'central')).toEqual([]);
  expect(test.ask('sync.state', {}).waiting).toBe(0);
});

it('a message that arrives is delivered once, under its own idempotency key', async () => {
  const test = await openTestWorkstation();
  const service = await openService();
  await setAddress(test, 'robot', service.url);
  const outbox = open(test);
  told(test.workstation, 'robot', 'a 1');
  await soon(() => expect(states(test, 'robot')).toEqual(['delivered']));
  outbox.nudge();
  await outbox.stop();
  const [delivery] = listed(test, 'robot');
  expect(service.received).toEqual([
    expect.objectContaining({ key: delivery!.id, topic: 'test.message', content: { key: 'a', number: 1 } }),
  ]);
  expect(delivery).toMatchObject({ via: service.url, attempts: 1, problem: null });
});

it('a service that fails gets the same message again later, and what follows it does not overtake', async () => {
  const test = await openTestWorkstation();
  const service = await openService();
  const answers = [500];
  service.answer = ({ content }) => (content.key === 'a' ? (answers.shift() ?? 200) : 200);
  await setAddress(test, 'robot', service.url);
  told(test.workstation, 'robot', 'a 1', 'a 2', 'b 1');
  const outbox = open(test);
  await soon(() => expect(states(test, 'robot')).toEqual(['waiting', 'waiting', 'delivered']));
  expect(arrived(service)).toEqual(['a 1', 'b 1']);
  expect(listed(test, 'robot')[0]!.problem).toBe('The service failed inside (500).');
  test.clock.advance(1_000);
  outbox.nudge();
  await soon(() => expect(states(test, 'robot')).toEqual(['delivered', 'delivered', 'delivered']));
  expect(arrived(service)).toEqual(['a 1', 'b 1', 'a 1', 'a 2']);
  expect(service.received[2]!.key).toBe(service.received[0]!.key);
});

it('a refused message is parked and holds back its own key until a person gives it up', async () => {
  const test = await openTestWorkstation();
  const service = await openService();
  service.answer = ({ content }) => (content.key === 'a' && content.number === 1 ? 400 : 200);
  await setAddress(test, 'robot', service.url);
  told(test.workstation, 'robot', 'a 1', 'a 2', 'b 1');
  open(test);
  await soon(() => expect(states(test, 'robot')).toEqual(['parked', 'waiting', 'delivered']));
  const [parked, behind] = listed(test, 'robot');
  expect(test.ask('workstation.status', {}).parked).toBe(1);
  expect((await test.refused('delivery.dismiss', { deliveryId: behind!.id, reason: 'x' }, 'mona')).code).toBe(
    'delivery.not-parked',
  );
  await test.run('delivery.dismiss', { deliveryId: parked!.id, reason: 'told them by telephone' }, 'mona');
  await soon(() => expect(states(test, 'robot')).toEqual(['dismissed', 'delivered', 'delivered']));
  expect(arrived(service)).toEqual(['a 1', 'b 1', 'a 2']);
});

it('a parked message that a person tries again goes out before those it held back', async () => {
  const test = await openTestWorkstation();
  const service = await openService();
  service.answer = () => 422;
  await setAddress(test, 'robot', service.url);
  told(test.workstation, 'robot', 'a 1', 'a 2');
  open(test);
  await soon(() => expect(states(test, 'robot')).toEqual(['parked', 'waiting']));
  service.answer = () => 200;
  await test.run('delivery.retry', { deliveryId: listed(test, 'robot')[0]!.id }, 'mona');
  await soon(() => expect(states(test, 'robot')).toEqual(['delivered', 'delivered']));
  expect(arrived(service)).toEqual(['a 1', 'a 1', 'a 2']);
});

it('one outlet in trouble does not stop another', async () => {
  const test = await openTestWorkstation();
  const service = await openService();
  service.answer = () => 503;
  await setAddress(test, 'robot', service.url);
  told(test.workstation, 'robot', 'a 1');
  told(test.workstation, 'support', 'a 1');
  open(test);
  await soon(() => expect(states(test, 'support')).toEqual(['delivered']));
  expect(states(test, 'robot')).toEqual(['waiting']);
});

it('while nobody listens the messages wait, longer each time, across a restart, and then go out in order', async () => {
  const test = await openTestWorkstation();
  const gone = await openService();
  await gone.close();
  await setAddress(test, 'insurer', gone.url);
  told(test.workstation, 'insurer', 'a 1', 'b 1', 'a 2');
  const outbox = open(test);
  await soon(() => expect(listed(test, 'insurer')[0]).toMatchObject({ attempts: 1, via: null }));
  expect(listed(test, 'insurer')[0]!.problem).toBe('The service does not listen.');
  expect(listed(test, 'insurer')[1]!.attempts).toBe(0);
  test.clock.advance(999);
  outbox.nudge();
  await outbox.stop();
  expect(listed(test, 'insurer')[0]!.attempts).toBe(1);

  await test.restart();
  test.clock.advance(1);
  const again = open(test);
  await soon(() => expect(listed(test, 'insurer')[0]).toMatchObject({ attempts: 2, via: null }));
  const service = await openService(Number(new URL(gone.url).port));
  test.clock.advance(2_000);
  again.nudge();
  await soon(() => expect(states(test, 'insurer')).toEqual(['delivered', 'delivered', 'delivered']));
  expect(arrived(service)).toEqual(['a 1', 'b 1', 'a 2']);
});

it('the wait before the next try doubles from one second to five minutes', () => {
  expect([1, 2, 3, 9, 10, 40].map(waitAfter)).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
});

it('a message to the robot that may have arrived is sent again under the same key', async () => {
  const test = await openTestWorkstation();
  const service = await openService();
  const answers: ('lose' | 200)[] = ['lose'];
  service.answer = () => answers.shift() ?? 200;
  await setAddress(test, 'robot', service.url);
  told(test.workstation, 'robot', 'a 1');
  const outbox = open(test);
  await soon(() => expect(listed(test, 'robot')[0]!.problem).toContain('may have arrived'));
  test.clock.advance(1_000);
  outbox.nudge();
  await soon(() => expect(states(test, 'robot')).toEqual(['delivered']));
  expect(new Set(service.received.map(({ key }) => key)).size).toBe(1);
  expect(service.received).toHaveLength(2);
});

it.each(['lose', 'hang'] as const)(
  'a claim that may have arrived (%s) waits for a person and is not sent again by itself',
  async (answer) => {
    const test = await openTestWorkstation();
    const service = await openService();
    service.answer = () => answer;
    await setAddress(test, 'insurer', service.url);
    told(test.workstation, 'insurer', 'a 1');
    const outbox = open(test, { timeoutMs: 100 });
    await soon(() => expect(states(test, 'insurer')).toEqual(['parked']));
    test.clock.advance(3_600_000);
    outbox.nudge();
    await outbox.stop();
    expect(service.received).toHaveLength(1);
  },
);

it('after a power cut while sending, a claim waits for a person and a robot order is sent again', async () => {
  const test = await openTestWorkstation();
  const service = await openService();
  service.answer = () => 'hang';
  await setAddress(test, 'insurer', service.url);
  await setAddress(test, 'robot', service.url);
  told(test.workstation, 'insurer', 'a 1');
  told(test.workstation, 'robot', 'a 1');
  open(test, { timeoutMs: 500 });
  await soon(() => expect(service.received).toHaveLength(2));
  service.answer = () => 200;
  const reopened = afterPowerCut(test);
  const stateOf = (outlet: Outlet) =>
    reopened.store.get<{ state: string; problem: string | null }>(
      'SELECT state, problem FROM delivery WHERE outlet = ?',
      [outlet],
    )!;
  await soon(() => expect(stateOf('robot').state).toBe('delivered'));
  await soon(() => expect(stateOf('insurer').state).toBe('parked'));
  expect(stateOf('insurer').problem).toContain('may have arrived');
  const keys = service.received.map(({ key }) => key);
  expect(keys).toHaveLength(3);
  expect(keys.filter((key) => key === listed(test, 'insurer')[0]!.id)).toHaveLength(1);
});

it('the counter is answered while thousands of messages go out', async () => {
  const test = await openTestWorkstation();
  const { dispatcher, store } = test.workstation;
  dispatcher.record(() => ({
    result: undefined,
    events: Array.from({ length: 3_000 }, (_, number) => ({
      name: 'prescription.noted' as const,
      subject: { kind: 'prescription' as const, id: `order-${number}` },
      data: {},
      deliveries: [{ outlet: 'support' as const, topic: 'test', content: { number } }],
    })),
  }));
  const count = () =>
    store.get<{ n: number }>("SELECT count(*) AS n FROM delivery WHERE state = 'delivered'")!.n;
  open(test);
  await soon(() => expect(count()).toBeGreaterThan(0));
  await test.run('patient.register', {
    familyName: 'Chen',
    givenNames: 'Wei',
    dateOfBirth: '1958-09-09',
    sex: 'male',
  });
  expect(count()).toBeLessThan(3_000);
  await soon(() => expect(count()).toBe(3_000));
  expect(
    store.get<{ n: number }>("SELECT count(*) AS n FROM event WHERE name = 'delivery.delivered'")!.n,
  ).toBe(3_000);
});

it('whatever the service does, each message takes effect once and each key in its order', async () => {
  const { seed, below: random } = chanceOf(seedOfRun());
  const test = await openTestWorkstation();
  const service = await openService();
  const effects = new Map<string, string>();
  service.answer = ({ key, content }) => {
    const mood = random(8);
    if (mood === 0) return 500;
    if (mood === 1) return 429;
    effects.set(key, effects.get(key) ?? `${content.key} ${content.number}`);
    return mood === 2 ? 'lose' : 200;
  };
  await setAddress(test, 'robot', service.url);
  const messages = Array.from({ length: 60 }, (_, number) => `${'abcde'[random(5)]} ${number}`);
  let outbox = open(test);
  for (const message of messages) {
    told(test.workstation, 'robot', message);
    if (random(20) === 0) {
      await outbox.stop();
      await test.restart();
      outbox = open(test);
    }
  }
  await soon(() => {
    test.clock.advance(300_000);
    outbox.nudge();
    expect(
      states(test, 'robot').every((one) => one === 'delivered'),
      `seed ${seed}`,
    ).toBe(true);
  });
  const took = [...effects.values()];
  expect(took.toSorted(), `seed ${seed}`).toEqual(messages.toSorted());
  for (const key of 'abcde')
    expect(
      took.filter((message) => message.startsWith(key)),
      `seed ${seed}`,
    ).toEqual(messages.filter((message) => message.startsWith(key)));
});
