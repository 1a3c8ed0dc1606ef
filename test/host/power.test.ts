/**
 * The power goes in the middle of the work, again and again: the process of the core is killed at moments of chance
 * while people work over HTTP, and started on the same folder. What was answered is there, what was not answered is
 * sent once more and has one effect, and the data file is sound after each cut.
 * MORTAR_KILLS makes it longer (`npm run test:kill`), MORTAR_SEED repeats the choices.
 */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { newId } from '../../core/identity.ts';
import { openStore, type Store } from '../../core/store/database.ts';
import { verify } from '../../core/verification/verify.ts';
import { chanceOf, seedOfRun } from '../support/chance.ts';
import { openCore } from '../support/core-process.ts';
import { openDaysWork, type Workers } from '../support/days-work.ts';
import { openLine, type StaffAtWork, servedKey, staffAtWork, staffedFolder } from '../support/served.ts';

const KILLS = Number(process.env.MORTAR_KILLS ?? 8);
/** Orders that are worked on side by side. */
const LANES = 4;

const plainNetwork = {
  loopbackOnly: false,
  commandFor: (program: string, given: readonly string[]): [string, string[]] => [program, [...given]],
  close: () => {},
};

/** Whether the connection broke, as against an answer that refuses. */
const brokeOff = (error: unknown): boolean => {
  const { code, message } = error as NodeJS.ErrnoException;
  return (
    ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(code ?? '') || /socket hang up|aborted/.test(message)
  );
};

test(
  `${KILLS} power cuts lose no answered command and do nothing twice`,
  async () => {
    const chance = chanceOf(seedOfRun());
    console.log(`MORTAR_SEED=${chance.seed}`);
    const data = await staffedFolder();
    const core = await openCore({ network: plainNetwork, data, demo: false });
    onTestFinished(() => core.close());
    const token = new URL(core.link).hash.slice('#token='.length);

    /** What was answered, by command id: name and reply. */
    const answered = new Map<string, { name: string; reply: string }>();
    const sentAgain = new Set<string>();
    let people: Promise<StaffAtWork> = Promise.resolve(staffAtWork(openLine(core.origin), token));

    const untilAnswered = async <T>(
      act: (staff: StaffAtWork) => Promise<T>,
      onBreak = () => {},
    ): Promise<T> => {
      for (;;)
        try {
          return await act(await people);
        } catch (error) {
          if (!brokeOff(error)) throw error;
          onBreak();
          await wait(20);
        }
    };
    const workers: Workers = {
      run: async (name, input, as) => {
        const commandId = newId();
        const result = await untilAnswered(
          (staff) => staff.run(name, input, as, { commandId }),
          () => sentAgain.add(commandId),
        );
        answered.set(commandId, { name, reply: JSON.stringify(result) });
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
    // A fault of a lane is told at the end, or at once when it is awaited.
    lanes.catch(() => {});

    /** Everything that was answered so far, as the file has it. */
    const checkAnswered = (store: Store, said: string) => {
      const kept = new Map(
        store
          .all<{ command_id: string; name: string; reply: string }>(
            'SELECT command_id, name, reply FROM receipt',
          )
          .map(({ command_id, name, reply }) => [command_id, { name, reply }]),
      );
      for (const [commandId, { name, reply }] of answered)
        expect(kept.get(commandId), `${said}: ${name} was answered and is gone`).toEqual({ name, reply });
      expect(
        store.all(
          'SELECT command_id, name, subject_id FROM event GROUP BY command_id, name, subject_id HAVING count(*) > 1',
        ),
        `${said}: done twice`,
      ).toEqual([]);
      expect(verify(store).violations, said).toEqual([]);
    };
    const look = async (said: string) => {
      const store = openStore(join(data, 'mortar.db'), servedKey);
      try {
        // One moment of a file that is being worked on.
        store.exec('BEGIN');
        checkAnswered(store, said);
      } finally {
        store.close();
      }
    };

    for (let kill = 1; kill <= KILLS; kill += 1) {
      await Promise.race([lanes, wait(30 + chance.below(400))]);
      const said = `seed ${chance.seed}, kill ${kill}`;
      await core.kill();
      let revived: (staff: StaffAtWork) => void = () => {};
      people = new Promise((resolve) => {
        revived = resolve;
      });
      await core.start();
      // Nobody has gone on yet: what stands in the file now is what the cut left.
      await look(said);
      revived(staffAtWork(openLine(core.origin), token));
    }
    closing = true;
    await lanes;
    await core.stop();

    const said = `seed ${chance.seed}, at the end`;
    const store = openStore(join(data, 'mortar.db'), servedKey);
    checkAnswered(store, said);
    const stages = store.all<{ id: string; stage: string }>('SELECT id, stage FROM prescription');
    expect(new Map(stages.map(({ id, stage }) => [id, stage])), said).toEqual(day.tally.stages);
    const one = (sql: string) => Object.values(store.get<Record<string, number>>(sql)!)[0];
    expect(one('SELECT count(*) FROM hand_over'), said).toBe(day.tally.handOvers);
    expect(one('SELECT count(*) FROM document'), said).toBe(day.tally.documents);
    expect(one('SELECT sum(quantity) FROM movement'), said).toBe(day.tally.onHand * 1000);
    store.close();
    // The cuts fell into the work: there were answers lost on the way.
    console.log(`${answered.size} commands answered, ${sentAgain.size} of them after a cut`);
    expect(answered.size).toBeGreaterThan(KILLS * 2);
    expect(sentAgain.size).toBeGreaterThan(0);
  },
  60_000 + KILLS * 8_000,
);
