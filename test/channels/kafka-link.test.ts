/** The link to a real Kafka: what is published arrives once, in order, and is followed from where one likes. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Kafka, logLevel } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { openKafkaLink } from '../../core/sync/kafka/kafka.ts';
import {
  crc32c,
  packed,
  plainBatches,
  recordsOf,
  sealed,
  UnreadableBatch,
} from '../../core/sync/kafka/record-batch.ts';
import type { Batch, LinkError } from '../../core/sync/link.ts';
import {
  asAdmin,
  listen,
  newTopic,
  openLink,
  record,
  sharedBroker,
  textOf,
  until,
} from '../support/broker.ts';

const bootstrap = await sharedBroker();
const numbers = (count: number) =>
  Array.from({ length: count }, (_, index) => record(`k${index}`, `${index}`));
const troubleOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: LinkError) => `${error.trouble}: ${error.message}`,
  );

describe.skipIf(bootstrap === null)('publishing to a real Kafka', () => {
  const brokers = [bootstrap!];

  it('answers with the offset of the first record, and the records stand in the order they were given', async () => {
    const topic = await newTopic(bootstrap!);
    const link = openLink({ brokers, topics: { [topic]: 1 } });
    const to = { topic, partition: 0 };
    expect(await link.publish(to, numbers(3))).toBe(0);
    expect(await link.publish(to, [record('last')])).toBe(3);
    const heard = listen(link, [{ ...to, next: 0 }]);
    await until(() => heard.records.length === 4);
    expect(heard.texts()).toEqual(['0', '1', '2', 'last']);
    expect(heard.records.map(({ offset }) => offset)).toEqual([0, 1, 2, 3]);
  });

  it('keeps the order of what is published to one partition without waiting in between', async () => {
    const topic = await newTopic(bootstrap!);
    const link = openLink({ brokers });
    const to = { topic, partition: 0 };
    const offsets = await Promise.all(numbers(40).map((one) => link.publish(to, [one])));
    expect(offsets).toEqual(numbers(40).map((_, index) => index));
  });

  it('is read by kcat as it was published: keys, values, headers and a value that is none', async () => {
    const topic = await newTopic(bootstrap!, 2);
    const link = openLink({ brokers });
    await link.publish({ topic, partition: 1 }, [
      {
        key: 'urn:mortar:prescription:1',
        value: Buffer.from('Grüße 💊'),
        headers: { ce_type: 'a', ce_id: 'ü' },
      },
      { key: 'gone', value: null, headers: {} },
    ]);
    const read = spawnSync('kcat', [
      '-b',
      bootstrap!,
      '-C',
      '-t',
      topic,
      '-e',
      '-q',
      '-Z',
      '-f',
      '%p|%o|%k|%s|%h\n',
    ]);
    expect(read.stdout.toString()).toBe(
      '1|0|urn:mortar:prescription:1|Grüße 💊|ce_type=a,ce_id=ü\n1|1|gone|NULL|\n',
    );
  });

  it('is read by kcat when it is compressed', async () => {
    const topic = await newTopic(bootstrap!);
    const link = openLink({ brokers, compression: 'gzip' });
    const value = 'take one tablet daily '.repeat(50);
    await link.publish({ topic, partition: 0 }, [record('a', value), record('b', value)]);
    const read = spawnSync('kcat', ['-b', bootstrap!, '-C', '-t', topic, '-e', '-q', '-f', '%k=%S\n']);
    expect(read.stdout.toString()).toBe('a=1100\nb=1100\n');
  });

  it('sends more than the broker takes at a time in parts', async () => {
    const topic = await newTopic(bootstrap!);
    const link = openLink({ brokers });
    const value = new Uint8Array(400_000).fill(7);
    expect(
      await link.publish(
        { topic, partition: 0 },
        numbers(5).map(({ key }) => record(key, value)),
      ),
    ).toBe(0);
    expect(await link.reach(topic)).toEqual([{ partition: 0, earliest: 0, latest: 5 }]);
  });

  it('halves what is too large together where a topic takes less than is usual', async () => {
    const topic = await newTopic(bootstrap!, 1, { 'max.message.bytes': '4000' });
    const link = openLink({ brokers });
    await link.publish(
      { topic, partition: 0 },
      numbers(10).map(({ key }) => record(key, 'x'.repeat(1_500))),
    );
    const heard = listen(link, [{ topic, partition: 0, next: 0 }]);
    await until(() => heard.records.length === 10);
    expect(heard.records.map(({ key }) => key)).toEqual(numbers(10).map(({ key }) => key));
  });

  it('names a record that is too large, and takes the next one', async () => {
    const topic = await newTopic(bootstrap!);
    const link = openLink({ brokers });
    const to = { topic, partition: 0 };
    const tooLarge = link.publish(to, [record('big', new Uint8Array(1_200_000))]);
    const next = link.publish(to, [record('small')]);
    expect(await troubleOf(tooLarge)).toBe(
      `record: Central does not take a record of this size on ${topic}.`,
    );
    expect(await next).toBe(0);
  });

  it('says that a topic is missing, and publishes once it is made', async () => {
    const link = openLink({ brokers });
    const topic = `missing-${process.pid}-${Date.now()}`;
    const to = { topic, partition: 0 };
    expect(await troubleOf(link.publish(to, [record('a')]))).toBe(
      `setup: Central has no topic ${topic}. Ask whoever runs central to make it; check central.prefix.`,
    );
    await asAdmin(bootstrap!, (admin) => admin.createTopics({ topics: [{ topic, numPartitions: 1 }] }));
    const again = async (): Promise<number> => link.publish(to, [record('a')]).catch(again);
    expect(await again()).toBe(0);
  });

  it('says that a topic has another number of partitions than was agreed, for publishing, following and reach', async () => {
    const topic = await newTopic(bootstrap!, 3);
    const link = openLink({ brokers, topics: { [topic]: 4 } });
    const sentence = `The topic ${topic} has 3 partitions at central and not 4, as was agreed. Ask whoever runs central; nothing is exchanged over it until then.`;
    expect(await troubleOf(link.publish({ topic, partition: 0 }, [record('a')]))).toBe(`setup: ${sentence}`);
    expect(await troubleOf(link.reach(topic))).toBe(`setup: ${sentence}`);
    const heard = listen(link, [{ topic, partition: 0, next: 0 }]);
    await until(() => heard.troubles.length > 0);
    expect(heard.troubles.map((trouble) => trouble?.message)).toEqual([sentence]);
  });

  it('says that a topic has no such partition', async () => {
    const topic = await newTopic(bootstrap!);
    const link = openLink({ brokers });
    expect(await troubleOf(link.publish({ topic, partition: 5 }, [record('a')]))).toBe(
      `setup: The topic ${topic} has no partition 5 at central.`,
    );
  });

  it('finds a machine that answers among some that do not', async () => {
    const topic = await newTopic(bootstrap!);
    const link = openLink({ brokers: ['127.0.0.1:1', '[::1]:1', bootstrap!] });
    expect(await link.publish({ topic, partition: 0 }, [record('a')])).toBe(0);
  });

  it('is refused without a network beyond this machine, before anything is sent', () => {
    const open = () =>
      openKafkaLink({
        brokers: ['kafka.example:9092'],
        security: { kind: 'none' },
        clientId: 'a',
        topics: {},
      });
    expect(open).toThrow(
      'Central at kafka.example is not on this machine and cannot be used without security. Set central.security.',
    );
  });

  it('rejects what was not yet sent when it is closed', async () => {
    const link = openLink({ brokers: ['127.0.0.1:1'] });
    const waiting = troubleOf(link.publish({ topic: 'a', partition: 0 }, [record('a')]));
    await link.close();
    expect(await waiting).toMatch(/^transient: /);
    expect(await troubleOf(link.reach('a'))).toBe('transient: The link to central was closed.');
  });
});

describe.skipIf(bootstrap === null)('following a real Kafka', () => {
  const brokers = [bootstrap!];

  it('begins at the position it is given and tells how far the log reaches', async () => {
    const topic = await newTopic(bootstrap!);
    const link = openLink({ brokers });
    await link.publish({ topic, partition: 0 }, numbers(10));
    const heard = listen(link, [{ topic, partition: 0, next: 7 }]);
    await until(() => heard.records.length === 3);
    expect(heard.texts()).toEqual(['7', '8', '9']);
    expect(heard.batches[0]).toMatchObject({ topic, partition: 0, latest: 10, next: 10 });
  });

  it('says that it follows once the broker has answered, even where there is nothing yet', async () => {
    const topic = await newTopic(bootstrap!);
    const link = openLink({ brokers });
    const heard = listen(link, [{ topic, partition: 0, next: 0 }]);
    await until(() => heard.troubles.length > 0);
    expect(heard.troubles).toEqual([null]);
    await link.publish({ topic, partition: 0 }, [record('later')]);
    await until(() => heard.records.length === 1);
    expect(heard.texts()).toEqual(['later']);
  });

  it('gives the time at which the broker appended', async () => {
    const topic = await newTopic(bootstrap!);
    const link = openLink({ brokers });
    const before = Date.now();
    await link.publish({ topic, partition: 0 }, [record('a')]);
    const after = Date.now();
    const heard = listen(link, [{ topic, partition: 0, next: 0 }]);
    await until(() => heard.records.length === 1);
    expect(heard.records[0]!.appendedAt).toBeGreaterThanOrEqual(before);
    expect(heard.records[0]!.appendedAt).toBeLessThanOrEqual(after);
  });

  it('hands over many partitions, each in its order, each batch once', async () => {
    const topic = await newTopic(bootstrap!, 6);
    const link = openLink({ brokers });
    const partitions = [0, 1, 2, 3, 4, 5];
    for (let round = 0; round < 4; round += 1)
      await Promise.all(partitions.map((partition) => link.publish({ topic, partition }, numbers(50))));
    const heard = listen(
      link,
      partitions.map((partition) => ({ topic, partition, next: 0 })),
    );
    await until(() => heard.records.length >= 1_200);
    for (const partition of partitions) {
      const of = heard.batches.filter((batch) => batch.partition === partition);
      expect(of.flatMap(({ records }) => records.map(({ offset }) => offset))).toEqual(
        Array.from({ length: 200 }, (_, offset) => offset),
      );
    }
  });

  it('hands over the next batch of a partition only after the one before was taken, and other partitions meanwhile', async () => {
    const topic = await newTopic(bootstrap!, 2);
    const link = openLink({ brokers });
    const large = new Uint8Array(300_000);
    for (let index = 0; index < 6; index += 1)
      await link.publish({ topic, partition: 0 }, [record(`${index}`, large)]);
    const taken: Batch[] = [];
    const others: (string | null)[] = [];
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    link.follow(
      [0, 1].map((partition) => ({ topic, partition, next: 0 })),
      {
        take: async (batch) => {
          if (batch.partition === 1) return void others.push(...batch.records.map(textOf));
          taken.push(batch);
          if (taken.length === 1) await held;
        },
        onOutOfRange: () => {},
        onTrouble: () => {},
      },
    );
    await until(() => taken.length === 1);
    for (const word of ['one', 'two', 'three']) {
      await link.publish({ topic, partition: 1 }, [record(word)]);
      await until(() => others.includes(word));
    }
    expect(taken).toHaveLength(1);
    release();
    await until(() => taken.flatMap(({ records }) => records).length === 6);
    expect(taken.flatMap(({ records }) => records.map(({ key }) => key))).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
  });

  it('hands over the same records again when they could not be taken', async () => {
    const topic = await newTopic(bootstrap!);
    const link = openLink({ brokers });
    await link.publish({ topic, partition: 0 }, numbers(3));
    const offered: string[] = [];
    link.follow([{ topic, partition: 0, next: 0 }], {
      take: async ({ records }) => {
        offered.push(records.map(textOf).join());
        if (offered.length < 3) throw new Error('the disk is full');
      },
      onOutOfRange: () => {},
      onTrouble: () => {},
    });
    await until(() => offered.length === 3);
    await link.publish({ topic, partition: 0 }, [record('next')]);
    await until(() => offered.length === 4);
    expect(offered).toEqual(['0,1,2', '0,1,2', '0,1,2', 'next']);
  });

  it('stops after the batch under way', async () => {
    const topic = await newTopic(bootstrap!);
    const link = openLink({ brokers });
    await link.publish({ topic, partition: 0 }, [record('a')]);
    let release = () => {};
    const log: string[] = [];
    const following = link.follow([{ topic, partition: 0, next: 0 }], {
      take: async () => {
        log.push('begun');
        await new Promise<void>((done) => {
          release = done;
        });
        log.push('taken');
      },
      onOutOfRange: () => {},
      onTrouble: () => {},
    });
    await until(() => log.length === 1);
    const stopped = following.stop().then(() => log.push('stopped'));
    await link.publish({ topic, partition: 0 }, [record('b')]);
    release();
    await stopped;
    expect(log).toEqual(['begun', 'taken', 'stopped']);
  });

  it('tells a position the log no longer has, goes on with the other partitions, and skips nothing by itself', async () => {
    const topic = await newTopic(bootstrap!, 2);
    const link = openLink({ brokers });
    await link.publish({ topic, partition: 0 }, numbers(10));
    await link.publish({ topic, partition: 1 }, numbers(2));
    await asAdmin(bootstrap!, async (admin) => {
      // Without asking for something first it knows no leader.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '6' }] });
    });
    const heard = listen(
      link,
      [0, 1].map((partition) => ({ topic, partition, next: 2 })),
    );
    await until(() => heard.outOfRange.length === 1);
    await link.publish({ topic, partition: 1 }, [record('b')]);
    await until(() => heard.records.length === 1);
    expect(heard.outOfRange).toEqual([{ position: { topic, partition: 0, next: 2 }, earliest: 6 }]);
    expect(heard.texts()).toEqual(['b']);
    expect((await link.reach(topic))[0]).toEqual({ partition: 0, earliest: 6, latest: 10 });
  });

  it('tells a position beyond the end of the log, as after the topic was made anew', async () => {
    const topic = await newTopic(bootstrap!);
    const link = openLink({ brokers });
    const heard = listen(link, [{ topic, partition: 0, next: 50 }]);
    await until(() => heard.outOfRange.length === 1);
    expect(heard.outOfRange[0]).toEqual({ position: { topic, partition: 0, next: 50 }, earliest: 0 });
  });

  it('goes on where a topic is missing with the topics that are there', async () => {
    const topic = await newTopic(bootstrap!);
    const missing = `${topic}-missing`;
    const link = openLink({ brokers });
    const heard = listen(link, [
      { topic, partition: 0, next: 0 },
      { topic: missing, partition: 0, next: 0 },
    ]);
    await link.publish({ topic, partition: 0 }, [record('a')]);
    await until(() => heard.records.length === 1 && heard.troubles.length === 1);
    expect(heard.troubles[0]).toMatchObject({ trouble: 'setup' });
    await asAdmin(bootstrap!, (admin) =>
      admin.createTopics({ topics: [{ topic: missing, numPartitions: 1 }] }),
    );
    while (heard.troubles.length === 1) {
      link.tryNow();
      await new Promise((again) => setTimeout(again, 50));
    }
    expect(heard.troubles[1]).toBeNull();
  });

  it('reads what another client published in transactions: what was committed, not what was taken back', async () => {
    const topic = await newTopic(bootstrap!);
    const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true });
    await producer.connect();
    for (const word of ['kept', 'taken back', 'kept too']) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ key: word, value: word }] });
      await (word === 'taken back' ? transaction.abort() : transaction.commit());
    }
    await producer.disconnect();
    const link = openLink({ brokers });
    const [{ latest } = { latest: 0 }] = await link.reach(topic);
    const heard = listen(link, [{ topic, partition: 0, next: 0 }]);
    await until(() => heard.batches.at(-1)?.next === latest);
    expect(heard.texts()).toEqual(['kept', 'kept too']);
    // Three records and three marks.
    expect(latest).toBe(6);
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd', 'uncompressed'])(
    'reads a topic the broker keeps as %s',
    async (type) => {
      const topic = await newTopic(bootstrap!, 1, { 'compression.type': type });
      const link = openLink({ brokers });
      const to = { topic, partition: 0 };
      // Much alike, nothing alike, and far from what it is like.
      const noise = randomBytes(90_000);
      const values = [
        'a'.repeat(100_000),
        noise,
        Buffer.concat([noise, noise]),
        '',
        'x',
        'ab'.repeat(40_000),
        noise,
      ];
      const records = values.map((value, index) => record(`${index}`, value));
      await link.publish(to, records);
      await link.publish(to, numbers(20));
      const heard = listen(link, [{ ...to, next: 2 }]);
      await until(() => heard.records.length === 25);
      const wanted = [...records.slice(2), ...numbers(20)].map(({ value }) => Buffer.from(value!));
      expect(heard.records.map(({ value }, index) => wanted[index]!.equals(value!))).toEqual(
        wanted.map(() => true),
      );
    },
  );

  it('reads what kcat publishes compressed with Snappy and LZ4 of its own', async () => {
    const topic = await newTopic(bootstrap!);
    const heard = listen(openLink({ brokers }), [{ topic, partition: 0, next: 0 }]);
    const text = 'one tablet twice daily with food, '.repeat(60);
    for (const codec of ['snappy', 'lz4']) {
      const words = ['-P', '-b', bootstrap!, '-t', topic, '-p', '0', '-z', codec];
      expect(spawnSync('kcat', words, { input: `${text}\n${codec}\n` }).status).toBe(0);
    }
    await until(() => heard.records.length === 4);
    expect(heard.texts()).toEqual([text, 'snappy', text, 'lz4']);
  });

  it('reads what kafkajs publishes by itself', async () => {
    const topic = await newTopic(bootstrap!);
    const producer = new Kafka({ brokers, logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    await producer.send({
      topic,
      messages: [
        { value: 'no key', headers: { a: ['b', 'c'] } },
        { key: '', value: '' },
      ],
    });
    await producer.disconnect();
    const heard = listen(openLink({ brokers }), [{ topic, partition: 0, next: 0 }]);
    await until(() => heard.records.length === 2);
    expect(heard.records.map(({ key }) => key)).toEqual([null, '']);
    expect(heard.texts()).toEqual(['no key', '']);
    expect(heard.records[0]!.headers).toEqual({ a: 'c' });
  });
});

describe('packed records', () => {
  const anyRecord = fc.record({
    key: fc.string({ unit: 'grapheme' }),
    value: fc.option(fc.uint8Array({ maxLength: 300 })),
    headers: fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.string({ unit: 'grapheme' }), {
      maxKeys: 4,
    }),
  });

  it('are the same when they are read again, compressed or not', () => {
    fc.assert(
      fc.property(
        fc.array(anyRecord, { minLength: 1, maxLength: 80 }),
        fc.constantFrom('none' as const, 'gzip' as const),
        fc.nat(79),
        (records, compression, from) => {
          const plain = plainBatches(sealed(packed(records, 1_700_000_000_000), compression), []);
          const read = recordsOf(plain.bytes, from);
          expect(plain.next).toBe(records.length);
          expect(
            read.map(({ key, value, headers }) => ({
              key,
              value: value && new Uint8Array(value),
              headers: { ...headers },
            })),
          ).toEqual(records.slice(from).map((one) => ({ ...one, headers: { ...one.headers } })));
          expect(read.every(({ appendedAt }) => appendedAt === 1_700_000_000_000)).toBe(true);
        },
      ),
    );
  });

  it('are refused when a single bit of what is checked has changed', () => {
    const whole = sealed(packed(numbers(5), 1), 'none');
    fc.assert(
      fc.property(fc.integer({ min: 17 * 8, max: whole.length * 8 - 1 }), (bit) => {
        const damaged = Buffer.from(whole);
        damaged[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => plainBatches(damaged, [])).toThrow(UnreadableBatch);
      }),
    );
  });

  it.each([1, 2, 3, 4, 5, 7])(
    'with a body that codec %i cannot read are refused, whatever it is',
    (codec) => {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 1, maxLength: 120 }), fc.boolean(), (body, framed) => {
          const mark = framed && codec === 3 ? [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82] : [];
          const batch = sealed(
            new Uint8Array([...packed(numbers(1), 1).subarray(0, 61), ...mark, ...body]),
            'none',
          );
          batch.writeInt16BE(codec, 21);
          batch.writeUInt32BE(crc32c(batch, 21), 17);
          try {
            recordsOf(plainBatches(batch, []).bytes, 0);
          } catch (error) {
            expect(error).toBeInstanceOf(UnreadableBatch);
          }
        }),
      );
    },
  );

  it('that are cut short are left for the next time', () => {
    const two = Buffer.concat([sealed(packed(numbers(5), 1), 'none'), sealed(packed(numbers(5), 1), 'none')]);
    const first = sealed(packed(numbers(5), 1), 'none').length;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: two.length - 1 }), (length) => {
        const { bytes, next } = plainBatches(two.subarray(0, length), []);
        expect(next).toBe(length < first ? null : 5);
        expect(recordsOf(bytes, 0)).toHaveLength(length < first ? 0 : 5);
      }),
    );
  });
});
