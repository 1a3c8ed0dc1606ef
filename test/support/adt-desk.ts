// The desk of hospitals' messages with its ways in, for a test: on a real workstation, real sockets, real folders. Only what
// lets a message have its effects may be given, so that a test can make it fail.

import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { apply } from '../../core/adt/apply.ts';
import type { Desk } from '../../core/adt/arrived.ts';
import { startDesk } from '../../core/adt/desk.ts';
import type { ApplyMessage } from '../../core/adt/keeping/desk-apply.ts';
import { type Reader, startReader } from '../../core/adt/keeping/reader.ts';
import type { AdtHealth } from '../../core/adt/source/adt-health.ts';
import { type Sources, startSources } from '../../core/adt/sources.ts';
import type { CommandInput } from '../../core/contract/index.ts';
import { openTestWorkstation, type TestWorkstation } from './workstation.ts';

type ProfileInput = CommandInput<'adt.addSource'>['profile'];

export interface AdtHouse {
  readonly test: TestWorkstation;
  readonly health: AdtHealth;
  desk: Desk;
  reader: Reader;
  sources: Sources;
  readonly faults: unknown[];
  /** Adds a source; where it has a way by MLLP, resolves once that listens, or is said not to. */
  add(profile?: Partial<ProfileInput>, name?: string): Promise<{ sourceId: string; port: number }>;
  /** Ends the desk and its ways in and begins them again on the same file, with other effects if given. */
  again(apply?: ApplyMessage): Promise<void>;
  rows<T = Record<string, unknown>>(sql: string): T[];
  count(sql: string): number;
  end(): Promise<void>;
}

/** A port that nothing listens on just now. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await wait(10);
};

const mllpDefaults = { address: '127.0.0.1' };

export const openAdtHouse = async (
  options: {
    apply?: ApplyMessage;
    workstation?: Parameters<typeof openTestWorkstation>[0];
    ways?: boolean;
  } = {},
): Promise<AdtHouse> => {
  const test = await openTestWorkstation(options.workstation);
  const health = test.workstation.health.adt;
  const faults: unknown[] = [];
  const begin = (applying: ApplyMessage = apply) => {
    const { dispatcher, store } = test.workstation;
    const onFault = (error: unknown) => void faults.push(error);
    const desk = startDesk({ dispatcher, store, health, apply: applying, onFault });
    const reader = startReader(store);
    const sources = startSources({ dispatcher, store, desk, reader, health, onFault });
    return { desk, reader, sources };
  };
  const end = async () => {
    await house.sources.stop();
    await house.reader.stop();
    await house.desk.stop();
  };
  const house: AdtHouse = {
    test,
    health,
    faults,
    ...begin(options.apply),
    add: async (profile = {}, name = 'St Mary') => {
      const port = profile.mllp?.port || (await freePort());
      const { sourceId } = await test.run(
        'adt.addSource',
        {
          name,
          profile: {
            authority: 'STMARY',
            timeZone: 'America/New_York',
            ...profile,
            mllp: profile.mllp === null ? null : { ...mllpDefaults, ...profile.mllp, port },
          },
        },
        'mona',
      );
      if (profile.mllp !== null)
        await until(
          () => !/being opened/.test(health.ways.get(sourceId)?.get('mllp')?.sentence ?? 'being opened'),
        );
      return { sourceId, port };
    },
    again: async (applying) => {
      await end();
      Object.assign(house, begin(applying));
    },
    rows: <T>(sql: string) => test.workstation.store.all<T>(sql),
    count: (sql) => Object.values(test.workstation.store.get<Record<string, number>>(sql)!)[0]!,
    end: async () => {
      await end();
      await test.close();
    },
  };
  return house;
};
