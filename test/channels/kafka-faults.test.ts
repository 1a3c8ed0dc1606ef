/** The link while the broker is in trouble: killed, started again, silent, or never there; nothing is lost or doubled. */
import { createServer, type Socket } from 'node:net';
import type { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { LinkError } from '../../core/sync/link.ts';
import { openPatience } from '../../core/sync/patience.ts';
import { listen, newTopic, openLink, ownBroker, record, until } from '../support/broker.ts';

const broker = await ownBroker();
afterAll(() => broker?.end());

const troubleOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: LinkError) => `${error.trouble}: ${error.message}`,
  );

/** A port on which something accepts and then does as it is told; never answers by itself. */
async function port(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

describe.skipIf(broker === null)('a real Kafka in trouble', () => {
  const brokers = [broker?.bootstrap ?? ''];

  it('is found again after it was killed and started: each record once, in order, what was published meanwhile too', async () => {
    const topic = await newTopic(broker!.bootstrap);
    const to = { topic, partition: 0 };
    const link = openLink({ brokers, answerMs: 3_000 });
    const heard = listen(link, [{ ...to, next: 0 }]);
    await link.publish(to, [record('before')]);
    await until(() => heard.records.length === 1);
    await broker!.kill();
    await until(() => heard.troubles.length >= 2);
    expect(heard.troubles[1]).toMatchObject({ trouble: 'transient' });
    expect(await troubleOf(link.publish(to, [record('lost call')]))).toMatch(/^transient: /);
    // What was refused for now is published again until it is taken: as the outbox does.
    const persistent = (async (): Promise<number> => {
      for (;;) {
        try {
          return await link.publish(to, [record('while it was away')]);
        } catch {}
      }
    })();
    await broker!.restart();
    link.tryNow();
    expect(await persistent).toBe(1);
    await until(() => heard.records.length === 2);
    expect(heard.texts()).toEqual(['before', 'while it was away']);
    expect(heard.troubles.at(-1)).toBeNull();
  });

  it('that accepts and never answers is trouble that passes, and all goes on once it answers', async () => {
    const topic = await newTopic(broker!.bootstrap);
    const to = { topic, partition: 0 };
    const link = openLink({ brokers, answerMs: 1_000 });
    const heard = listen(link, [{ ...to, next: 0 }]);
    await until(() => heard.troubles.length === 1);
    broker!.pause();
    onTestFinished(() => broker!.resume());
    expect(await troubleOf(link.publish(to, [record('a')]))).toBe(
      `transient: Central (${broker!.bootstrap}) does not answer. It is tried again by itself.`,
    );
    await until(() => heard.troubles.length === 2);
    expect(heard.troubles[1]).toMatchObject({ trouble: 'transient' });
    broker!.resume();
    for (;;) {
      link.tryNow();
      if ((await troubleOf(link.publish(to, [record('b')]))) === 'nothing') break;
    }
    await until(() => heard.texts().includes('b'));
    // What was rejected as transient may be there all the same.
    expect(heard.texts().filter((text) => text === 'b').length).toBe(1);
  });

  it('a failed publish is not overtaken by those behind it', async () => {
    const topic = await newTopic(broker!.bootstrap);
    const to = { topic, partition: 0 };
    const link = openLink({ brokers, answerMs: 800 });
    await link.publish(to, [record('0')]);
    broker!.pause();
    onTestFinished(() => broker!.resume());
    const results = await Promise.all(
      ['1', '2', '3'].map((key) => troubleOf(link.publish(to, [record(key)]))),
    );
    broker!.resume();
    expect(new Set(results).size).toBe(1);
    expect(results[0]).toMatch(/^transient: /);
    while ((await troubleOf(link.publish(to, [record('4')]))) !== 'nothing') link.tryNow();
    const heard = listen(link, [{ ...to, next: 0 }]);
    await until(() => heard.texts().includes('4'));
    expect(heard.texts().filter((text) => text !== '1')).toEqual(['0', '4']);
  });

  it('a thread that dies is replaced, and following goes on where it was', async () => {
    const topic = await newTopic(broker!.bootstrap);
    const to = { topic, partition: 0 };
    const threads: Worker[] = [];
    const onThread = (worker: Worker) => threads.push(worker);
    process.on('worker', onThread);
    onTestFinished(() => void process.off('worker', onThread));
    const link = openLink({ brokers });
    const heard = listen(link, [{ ...to, next: 0 }]);
    await link.publish(to, [record('a'), record('b')]);
    await until(() => heard.records.length === 2);
    for (const word of ['c', 'd']) {
      await threads.at(-1)!.terminate();
      link.tryNow();
      while ((await troubleOf(link.publish(to, [record(word)]))) !== 'nothing') link.tryNow();
      await until(() => heard.texts().includes(word));
    }
    expect(heard.texts()).toEqual(['a', 'b', 'c', 'd']);
    expect(threads).toHaveLength(3);
  });
});

describe('a central that is not one', () => {
  const to = { topic: 'a', partition: 0 };

  it('where nothing listens is trouble that passes', async () => {
    const link = openLink({ brokers: ['127.0.0.1:1'] });
    expect(await troubleOf(link.publish(to, [record('a')]))).toBe(
      'transient: Central (127.0.0.1:1) does not take calls at the moment. It is tried again by itself.',
    );
  });

  it.each([
    ['never says a word', () => {}, 'does not answer'],
    ['hangs up at once', (socket: Socket) => socket.destroy(), 'was cut'],
    ['hangs up politely', (socket: Socket) => socket.end(), 'was cut'],
    [
      'hangs up in the middle of an answer',
      (socket: Socket) => socket.once('data', () => socket.end(Buffer.from([0, 0, 1, 0, 0, 0]))),
      'was cut',
    ],
    [
      'speaks something else',
      (socket: Socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'was cut',
    ],
    [
      'answers what nobody asked',
      (socket: Socket) => socket.once('data', () => socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 99]))),
      'does not answer',
    ],
    [
      'answers an ending too early',
      (socket: Socket) =>
        socket.once('data', () => socket.write(Buffer.from([0, 0, 0, 6, 0, 0, 0, 0, 0, 0]))),
      'was cut',
    ],
  ])('which %s is trouble that passes', async (_, act, words) => {
    const link = openLink({ brokers: [await port(act)], answerMs: 500 });
    const heard = listen(link, [{ ...to, next: 0 }]);
    const said = await troubleOf(link.publish(to, [record('a')]));
    expect(said).toMatch(/^transient: /);
    expect(said).toContain(words);
    await until(() => heard.troubles.length > 0);
    expect(heard.troubles[0]).toMatchObject({ trouble: 'transient' });
  });

  it('is called less and less often, and at once when asked', async () => {
    let calls = 0;
    const address = await port((socket) => {
      calls += 1;
      socket.destroy();
    });
    const link = openLink({ brokers: [address] });
    for (let tries = 0; tries < 3; tries += 1) await troubleOf(link.publish(to, [record('a')]));
    const waiting = troubleOf(link.publish(to, [record('a')]));
    const before = calls;
    link.tryNow();
    await waiting;
    expect(calls).toBe(before + 1);
  });
});

describe('patience', () => {
  it('waits no longer than a minute, and ends every wait when told to', async () => {
    const patience = openPatience();
    const waits = [1, 5, 20, 1_000_000].map((failures) => patience.wait(failures));
    patience.tryNow();
    await Promise.all(waits);
  });
});
