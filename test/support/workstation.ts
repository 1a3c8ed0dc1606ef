/**
 * A whole workstation for a test: real file, real SQLite, real handlers, a clock the test moves.
 * Commands and queries go through the contract only. Nothing is faked.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import { onTestFinished } from 'vitest';
import type { Failure } from '../../core/contract/errors.ts';
import type {
  CommandInput,
  CommandName,
  CommandResult,
  QueryInput,
  QueryName,
  QueryResult,
} from '../../core/contract/index.ts';
import type { Role } from '../../core/contract/values.ts';
import type { Session } from '../../core/handler.ts';
import { newId } from '../../core/identity.ts';
import { insertUser } from '../../core/user/store.ts';
import {
  newSession,
  openWorkstation,
  type Workstation,
  type WorkstationOptions,
} from '../../core/workstation.ts';

/** Who a test acts as: two of each role that matters for four eyes. */
export const staff = {
  tina: 'technician',
  tom: 'technician',
  phoebe: 'pharmacist',
  paul: 'pharmacist',
  mona: 'manager',
  adam: 'administrator',
} as const satisfies Record<string, Role>;
export type Person = keyof typeof staff;
export const passwordOf = (person: Person) => `${person}-counter-7`;

export interface TestWorkstation {
  readonly folder: string;
  readonly key: string;
  workstation: Workstation;
  readonly clock: { now(): number; advance(milliseconds: number): void; set(instant: string): void };
  session(person: Person | null): Session;
  run<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    as?: Person | Session,
    options?: { expectedVersion?: number; commandId?: string },
  ): Promise<CommandResult<N>>;
  /** Runs a command that has to fail and answers how. */
  refused<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    as?: Person | Session,
    options?: { expectedVersion?: number; commandId?: string },
  ): Promise<Failure>;
  ask<N extends QueryName>(name: N, input: QueryInput<N>, as?: Person | Session): QueryResult<N>;
  /** Closes and opens again on the same file, or on what it was made to be in between. */
  restart(meanwhile?: () => void): Promise<void>;
  close(): Promise<void>;
}

const key = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
/** One hash a process: Argon2 is slow on purpose. */
const hashes = new Map<Person, Promise<string>>();
const hashOf = (person: Person) => {
  const known =
    hashes.get(person) ?? hash(passwordOf(person), { memoryCost: 1024, timeCost: 1, parallelism: 1 });
  hashes.set(person, known);
  return known;
};

export const openTestWorkstation = async (
  options: {
    now?: string;
    channels?: boolean;
    compose?: WorkstationOptions['compose'];
    /** Whoever opens it for all tests of a file closes it after them. */
    forAll?: boolean;
    /** An empty folder to put the data into, instead of one of its own. */
    folder?: string;
    /** Puts a data file with these people in it into the folder, instead of a new one. */
    dataFrom?: (folder: string) => void;
  } = {},
): Promise<TestWorkstation> => {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'mortar-test-'));
  options.dataFrom?.(folder);
  let now = Date.parse(options.now ?? '2026-03-02T14:00:00.000Z');
  const open = (create: boolean) =>
    openWorkstation({
      dataFolder: folder,
      key,
      create,
      clock: () => now,
      channels: options.channels ?? false,
      ...(options.compose && { compose: options.compose }),
    });
  const test = { workstation: open(options.dataFrom === undefined) };
  const people = Object.entries(staff) as [Person, Role][];
  const hashed = await Promise.all(people.map(([person]) => hashOf(person)));
  if (!options.dataFrom)
    test.workstation.dispatcher.record((store) => {
      people.forEach(([person, role], index) => {
        insertUser(store, {
          id: `user-${person}`,
          user_name: person,
          display_name: person[0]!.toUpperCase() + person.slice(1),
          role,
          password_hash: hashed[index]!,
        });
      });
      return { result: undefined, events: [] };
    });

  const sessions = new Map<Person | null, Session>();
  const session = (person: Person | null) => {
    const known = sessions.get(person) ?? newSession(false, now);
    if (person !== null) known.userId = `user-${person}`;
    sessions.set(person, known);
    return known;
  };
  const sessionOf = (as: Person | Session | undefined) =>
    as === undefined ? session('tina') : typeof as === 'string' ? session(as) : as;
  type Sending = { expectedVersion?: number; commandId?: string } | undefined;
  const send = (name: CommandName, input: unknown, as: Person | Session | undefined, sending: Sending) =>
    test.workstation.dispatcher.run(
      name,
      { commandId: sending?.commandId ?? newId(), input, expectedVersion: sending?.expectedVersion },
      sessionOf(as),
    );
  const explain = (name: string, error: Failure) =>
    new Error(`${name}: ${error.kind} ${error.code}: ${error.message}`);

  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await test.workstation.close();
    rmSync(folder, { recursive: true, force: true });
  };
  if (!options.forAll) onTestFinished(close);

  return Object.assign(test, {
    folder,
    key,
    clock: {
      now: () => now,
      advance: (milliseconds: number) => {
        now += milliseconds;
      },
      set: (instant: string) => {
        now = Date.parse(instant);
      },
    },
    session,
    run: async <N extends CommandName>(
      name: N,
      input: CommandInput<N>,
      as?: Person | Session,
      sending?: Sending,
    ) => {
      const reply = await send(name, input, as, sending);
      if (!reply.ok) throw explain(name, reply.error);
      return reply.result as CommandResult<N>;
    },
    refused: async <N extends CommandName>(
      name: N,
      input: CommandInput<N>,
      as?: Person | Session,
      sending?: Sending,
    ) => {
      const reply = await send(name, input, as, sending);
      if (reply.ok) throw new Error(`${name} was not refused`);
      return reply.error;
    },
    ask: <N extends QueryName>(name: N, input: QueryInput<N>, as?: Person | Session) => {
      const reply = test.workstation.dispatcher.ask(name, input, sessionOf(as));
      if (!reply.ok) throw explain(name, reply.error);
      return reply.result as QueryResult<N>;
    },
    restart: async (meanwhile?: () => void) => {
      await test.workstation.close();
      meanwhile?.();
      test.workstation = open(false);
    },
    close,
  });
};
