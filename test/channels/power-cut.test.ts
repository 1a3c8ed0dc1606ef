/**
 * The power goes, again and again, while a hospital sends, people work at the counter, and central is told: what is on the disk at
 * that moment is a data file in good order, with everything in it that was answered, and no number that others know of is free.
 * The disk is a real file system, of which what was not asked to be on it is left out.
 * MORTAR_CUTS makes it longer (`npm run test:power-cut`), MORTAR_SEED repeats the choices.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { rawOf } from '../../core/adt/keeping/raw-store.ts';
import { newId } from '../../core/identity.ts';
import { openStore, type Store } from '../../core/store/database.ts';
import { prefixed, topicNames, topicOf, topics } from '../../core/sync/topics.ts';
import { verify } from '../../core/verification/verify.ts';
import { freePort } from '../support/adt-desk.ts';
import { ownTopics } from '../support/automation-topics.ts';
import { listen, openLink, ownEnvelope, sharedBroker } from '../support/broker.ts';
import { chanceOf, seedOfRun } from '../support/chance.ts';
import { openCore, wholeNetwork } from '../support/core-process.ts';
import { openDaysWork } from '../support/days-work.ts';
import { canHaveDisk, realDisk } from '../support/real-disk.ts';
import { sendingHospital } from '../support/sending-hospital.ts';
import { openLine, servedKey, staffAtWork, staffedFolder } from '../support/served.ts';

const CUTS = Number(process.env.MORTAR_CUTS ?? 5);
const bootstrap = await sharedBroker();

test.skipIf(bootstrap === null || !canHaveDisk)(
  `${CUTS} power cuts take back nothing that was answered or told (needs root, to mount a disk)`,
  async () => {
    const chance = chanceOf(seedOfRun());
    console.log(`MORTAR_SEED=${chance.seed}`);
    const disk = realDisk(512 << 20);
    const data = join(disk.folder, 'data');
    mkdirSync(data);
    await staffedFolder(data);
    const core = await openCore({ network: wholeNetwork, data, demo: false });
    onTestFinished(() => core.close());
    const staff = staffAtWork(openLine(core.origin), new URL(core.link).hash.slice('#token='.length));
    const prefix = await ownTopics(bootstrap!);
    for (const [name, value] of Object.entries({
      ...{ 'workstation.name': 'Counter 1', 'branch.id': 'north', 'recognition.on': false },
      ...{ 'central.prefix': prefix, 'central.brokers': bootstrap },
    }))
      await staff.run('setting.change', { name, value, reason: 'set-up' }, 'mona');
    const port = await freePort();
    await staff.run(
      'adt.addSource',
      {
        name: 'St Mary',
        profile: { authority: 'GEN', timeZone: 'UTC', putsOnFile: true, mllp: { port } },
      },
      'mona',
    );
    const link = openLink({ brokers: [bootstrap!] });
    const told = listen(
      link,
      topicNames
        .filter((name) => !name.includes('<'))
        .flatMap((name) =>
          Array.from({ length: topics[name].partitions }, (_, partition) => ({
            ...{ topic: prefixed(prefix, name), partition, next: 0 },
          })),
        ),
    );

    const hospital = sendingHospital(port, chance.seed);
    const messages = hospital.answered;
    let working = true;
    const commands = new Set<string>();
    const day = await openDaysWork(
      {
        run: async (name, input, as) => {
          const commandId = newId();
          const result = await staff.run(name, input, as, { commandId });
          commands.add(commandId);
          return result;
        },
        ask: staff.ask,
      },
      chance,
    );
    const counter = async () => {
      while (working) await day.workOneOrder();
    };
    const work = Promise.all([hospital.ended, counter()]);
    work.catch(() => {});

    /** What of what was answered or told until now a data file does not have. */
    const lacking = (store: Store) => {
      const kept = new Map(
        store
          .all<{ id: number; control_id: string }>('SELECT id, control_id FROM adt_message')
          .map(({ id, control_id }) => [control_id, id]),
      );
      const done = new Set(
        store.all<{ command_id: string }>('SELECT command_id FROM event').map((row) => row.command_id),
      );
      const self = store.get<{ id: string }>('SELECT id FROM producer')!;
      const numbered = new Map(
        store
          .all<{ topic: string; partition: number; seq: number }>(
            'SELECT topic, partition, numbered - base AS seq FROM outgoing_mark',
          )
          .map(({ topic, partition, seq }) => [`${topic} ${partition}`, seq]),
      );
      return {
        messages: [...messages]
          .filter(([id, bytes]) => !kept.has(id) || !Buffer.from(rawOf(store, kept.get(id)!)).equals(bytes))
          .map(([id]) => id),
        commands: [...commands].filter((id) => !done.has(id)),
        told: told.batches.flatMap(({ topic, partition, records }) =>
          records.flatMap((record) => {
            const said = ownEnvelope(record);
            const place = `${topicOf(prefix, topic)} ${partition}`;
            return said?.producerId === self.id && Number(said.producerSeq) > (numbered.get(place) ?? 0)
              ? [`${place} ${said.producerSeq}`]
              : [];
          }),
        ),
        twice: store.all('SELECT control_id FROM adt_message GROUP BY control_id HAVING count(*) > 1'),
        notInOrder: verify(store).violations,
      };
    };
    for (let cut = 1; cut <= CUTS; cut += 1) {
      const enough = messages.size + 1 + chance.below(200);
      while (messages.size < enough) await Promise.race([work, wait(2)]);
      await wait(chance.below(80));
      await disk.asCutOff(core.pid(), (folder) => {
        const store = openStore(join(folder, 'data', 'mortar.db'), servedKey);
        try {
          expect(lacking(store), `seed ${chance.seed}, cut ${cut}`).toEqual({
            ...{ messages: [], commands: [], told: [], twice: [], notInOrder: [] },
          });
        } finally {
          store.close();
        }
      });
    }
    working = false;
    await hospital.stop();
    await work;
    await told.following.stop();
    await link.close();
    console.log(
      `${messages.size} messages and ${commands.size} commands answered, ${told.records.length} records told`,
    );
    expect(messages.size).toBeGreaterThan(CUTS * 10);
    expect(commands.size).toBeGreaterThan(CUTS);
    expect(told.records.length).toBeGreaterThan(CUTS);
  },
  90_000 + CUTS * 8_000,
);
