/**
 * A workstation is killed again and again while people work at it and it tells a real Kafka, which is itself silent for
 * a while and killed once; another workstation of the branch reads along and is killed too. Afterwards everything that
 * was answered stands on the topics, in the order it was numbered in, without a hole, and has happened once at either.
 * MORTAR_KILLS makes it longer (`npm run test:kill-sync`), MORTAR_SEED repeats the choices.
 */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { newId } from '../../core/identity.ts';
import { openStore, type Store } from '../../core/store/database.ts';
import { treatmentOf } from '../../core/sync/event-classes.ts';
import { prefixed, type TopicName, topicNames, topicOf, topics } from '../../core/sync/topics.ts';
import { verify } from '../../core/verification/verify.ts';
import { ownTopics } from '../support/automation-topics.ts';
import { listen, openLink, ownBroker, ownEnvelope } from '../support/broker.ts';
import { chanceOf, seedOfRun } from '../support/chance.ts';
import { type CoreProcess, openCore } from '../support/core-process.ts';
import { openDaysWork, type Workers } from '../support/days-work.ts';
import { openLine, type StaffAtWork, servedKey, staffAtWork, staffedFolder } from '../support/served.ts';

const KILLS = Number(process.env.MORTAR_KILLS ?? 8);
const LANES = 2;
const broker = await ownBroker();
afterAll(() => broker?.end());

const wholeNetwork = {
  loopbackOnly: false,
  commandFor: (program: string, given: readonly string[]): [string, string[]] => [program, [...given]],
  close: () => {},
};

/** A workstation as it really runs, in a process of its own, connected to central. */
const openServed = async (prefix: string, number: number) => {
  const data = await staffedFolder();
  const core = await openCore({ network: wholeNetwork, data, demo: false });
  onTestFinished(() => core.close());
  const token = new URL(core.link).hash.slice('#token='.length);
  const sitDown = () => staffAtWork(openLine(core.origin), token);
  const { run } = sitDown();
  for (const [name, value] of Object.entries({
    'workstation.number': number,
    'workstation.name': `Counter ${number}`,
    'branch.id': 'north',
    // What reads pages has nothing to do with what is told.
    'recognition.on': false,
    'central.prefix': prefix,
    'central.brokers': broker!.bootstrap,
  }))
    await run('setting.change', { name, value, reason: 'set-up' }, 'mona');
  return { core, data, sitDown };
};

const looking = <T>(data: string, look: (store: Store) => T): T => {
  const store = openStore(join(data, 'mortar.db'), servedKey);
  try {
    return look(store);
  } finally {
    store.close();
  }
};
const numberIn = (store: Store, sql: string) =>
  Object.values(store.get<Record<string, number>>(sql) ?? { none: 0 })[0] ?? 0;

const brokeOff = (error: unknown): boolean => {
  const { code, message } = error as NodeJS.ErrnoException;
  return (
    ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(code ?? '') || /socket hang up|aborted/.test(message)
  );
};

/** Reads every topic from its beginning, whatever happens to the broker. */
const readAll = (prefix: string) => {
  const names = topicNames.filter((name) => !name.includes('<'));
  const link = openLink({ brokers: [broker!.bootstrap] });
  const heard = listen(
    link,
    names.flatMap((name) =>
      Array.from({ length: topics[name].partitions }, (_, partition) => ({
        topic: prefixed(prefix, name),
        partition,
        next: 0,
      })),
    ),
  );
  return { link, heard, names };
};

describe.skipIf(broker === null)('the outbox', () => {
  test(
    `tells everything that was answered, in order and once, over ${KILLS} kills and a broker in trouble`,
    async () => {
      const chance = chanceOf(seedOfRun());
      console.log(`MORTAR_SEED=${chance.seed}`);
      const prefix = await ownTopics(broker!.bootstrap);
      const [here, there] = await Promise.all([openServed(prefix, 1), openServed(prefix, 2)]);
      const { link, heard, names } = readAll(prefix);

      const answered = new Set<string>();
      let people: Promise<StaffAtWork> = Promise.resolve(here.sitDown());
      const untilAnswered = async <T>(act: (staff: StaffAtWork) => Promise<T>): Promise<T> => {
        for (;;)
          try {
            return await act(await people);
          } catch (error) {
            if (!brokeOff(error)) throw error;
            await wait(20);
          }
      };
      const workers: Workers = {
        run: async (name, input, as) => {
          const commandId = newId();
          const result = await untilAnswered((staff) => staff.run(name, input, as, { commandId }));
          answered.add(commandId);
          return result;
        },
        ask: (name, input, as) => untilAnswered((staff) => staff.ask(name, input, as)),
      };
      const day = await openDaysWork(workers, chance);
      let closing = false;
      const lane = async () => {
        while (!closing) await day.workOneOrder();
      };
      const lanes = Promise.all(Array.from({ length: LANES }, lane));
      lanes.catch(() => {});

      const killed = async (core: CoreProcess) => {
        await core.kill();
        await core.start();
      };
      /** What befalls the broker, by the kill before which it does. */
      let restarted: Promise<void> = Promise.resolve();
      const troubles = new Map<number, () => unknown>([
        [Math.floor(KILLS * 0.25), () => broker!.pause()],
        [Math.floor(KILLS * 0.4), () => broker!.resume()],
        [Math.floor(KILLS * 0.55), () => broker!.kill()],
        [
          Math.floor(KILLS * 0.7),
          () => {
            restarted = broker!.restart();
          },
        ],
      ]);
      let withWaiting = 0;
      for (let kill = 1; kill <= KILLS; kill += 1) {
        // After some work, however long that takes here; some of them before it has even found central again.
        const enough = answered.size + 1 + chance.below(12);
        while (answered.size < enough) await Promise.race([lanes, wait(5)]);
        if (chance.percent(50)) await wait(chance.below(400));
        await troubles.get(kill)?.();
        const back = chance.percent(30) ? killed(there.core) : Promise.resolve();
        await here.core.kill();
        if (looking(here.data, (store) => numberIn(store, 'SELECT count(*) FROM outgoing')) > 0)
          withWaiting += 1;
        let revived: (staff: StaffAtWork) => void = () => {};
        people = new Promise((resolve) => {
          revived = resolve;
        });
        await here.core.start();
        await back;
        revived(here.sitDown());
      }
      closing = true;
      await lanes;
      await restarted;

      /** Tries at once whatever waits for its next try. */
      const hurry = async () => {
        link.tryNow();
        for (const { sitDown } of [here, there]) await sitDown().run('sync.tryNow', {}, 'mona');
      };
      await hurry();
      const reachOf = async () =>
        (
          await Promise.all(
            names.map(async (name) =>
              (await link.reach(prefixed(prefix, name))).map((one) => ({ topic: name, ...one })),
            ),
          )
        ).flat();
      const isSent = () =>
        looking(here.data, (store) => numberIn(store, 'SELECT count(*) FROM outgoing')) === 0;
      while (!isSent()) await wait(100);
      const reach = await reachOf();
      const hasRead = () =>
        looking(there.data, (store) =>
          reach
            .filter(({ topic }) => topics[topic].followed)
            .every(
              ({ topic, partition, latest }) =>
                numberIn(
                  store,
                  `SELECT next FROM position WHERE topic = '${topic}' AND partition = ${partition}`,
                ) >= latest,
            ),
        );
      while (!hasRead()) await wait(100);
      const total = reach.reduce((sum, { latest }) => sum + latest, 0);
      while (heard.records.length < total) await wait(20);
      await Promise.all([here.core.stop(), there.core.stop()]);
      await heard.following.stop();
      const said = `seed ${chance.seed}`;

      // What stands on the topics, as the checking reader has it.
      const ids = new Set<string>();
      const numbers = new Map<string, Map<number, string>>();
      const dispensed = new Set<string>();
      const self = looking(
        here.data,
        (store) => store.get<{ id: string; epoch: number }>('SELECT * FROM producer')!,
      );
      for (const batch of heard.batches)
        for (const record of batch.records) {
          const topic: TopicName = topicOf(prefix, batch.topic)!;
          if (topic === 'prescription.dispensed') dispensed.add(record.headers.ce_id!);
          const one = ownEnvelope(record);
          if (one === null || one.producerId !== self.id) continue;
          ids.add(one.eventId);
          const lane = `${one.producerEpoch} ${topic} ${batch.partition}`;
          const known = numbers.get(lane) ?? new Map<number, string>();
          const seq = Number(one.producerSeq);
          // What may have arrived is sent again, as it was; nothing overtakes and nothing is left out.
          expect(known.get(seq) ?? one.eventId, `${said}: ${lane} ${seq}`).toBe(one.eventId);
          expect(
            known.has(seq) || seq === known.size + 1,
            `${said}: ${lane} ${seq} after ${known.size}`,
          ).toBe(true);
          known.set(seq, one.eventId);
          numbers.set(lane, known);
        }
      const all = [...numbers.values()].flatMap((lane) => [...lane.values()]);
      expect(new Set(all).size, `${said}: one event under two numbers`).toBe(all.length);
      expect(self.epoch, `${said}: a kill was taken for a restored file`).toBe(1);

      looking(here.data, (store) => {
        const events = store.all<{ id: string; name: string; command_id: string; subject_kind: string }>(
          'SELECT id, name, command_id, subject_kind FROM event',
        );
        const toTell = events.filter(
          ({ name, command_id, subject_kind }) =>
            answered.has(command_id) &&
            subject_kind !== 'intake' &&
            treatmentOf[name as keyof typeof treatmentOf] !== 'local',
        );
        expect(toTell.length).toBeGreaterThan(KILLS);
        expect(
          toTell.filter(({ id }) => !ids.has(id)),
          `${said}: answered and never told`,
        ).toEqual([]);
      });
      // A pharmacist's check is what is told there, whether the bag is then collected or goes back on the shelf.
      const checked = [...day.tally.stages.values()].filter((stage) => stage === 'completed');
      expect(dispensed.size, said).toBe(checked.length);

      // What it made of both workstations.
      for (const [name, data] of [
        ['here', here.data],
        ['there', there.data],
      ] as const)
        looking(data, (store) => {
          const who = `${said}, ${name}`;
          const stages = store.all<{ id: string; stage: string }>('SELECT id, stage FROM prescription');
          expect(new Map(stages.map(({ id, stage }) => [id, stage])), who).toEqual(day.tally.stages);
          const one = (sql: string) => numberIn(store, sql);
          expect(one('SELECT count(*) FROM hand_over'), who).toBe(day.tally.handOvers);
          expect(one('SELECT count(*) FROM document'), who).toBe(day.tally.documents);
          expect(one('SELECT sum(quantity) FROM movement'), who).toBe(day.tally.onHand * 1000);
          expect(store.all('SELECT * FROM gap'), who).toEqual([]);
          expect(store.all('SELECT id, topic, kind, problem FROM quarantine'), who).toEqual([]);
          expect(store.all('SELECT id, kind FROM conflict'), who).toEqual([]);
          expect(verify(store).violations, who).toEqual([]);
        });

      // The kills fell into the work, and some of what was sent was sent twice or would have been.
      console.log(
        `${answered.size} commands answered, ${all.length} events told, ${withWaiting} kills with some of them unsaid, ${heard.records.length - all.length} other records`,
      );
      expect(withWaiting).toBeGreaterThan(0);
    },
    120_000 + KILLS * 10_000,
  );
});

/** The envelope of a record; null where it has none, as what is told in JSON. */
