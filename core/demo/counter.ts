/**
 * The people of the demo pharmacy at work: commands and queries as they would send them from their windows.
 * A refusal is a mistake of the demo data and throws, with the code alone.
 */
import type {
  CommandInput,
  CommandName,
  CommandResult,
  QueryInput,
  QueryName,
  QueryResult,
} from '../contract/index.ts';
import type { Session } from '../handler.ts';
import { newId } from '../identity.ts';
import { newSession, type Workstation } from '../workstation.ts';
import type { demoStaff } from './people.ts';

export type Who = (typeof demoStaff)[number]['userName'];

export interface Counter {
  run<N extends CommandName>(who: Who, name: N, input: CommandInput<N>): Promise<CommandResult<N>>;
  ask<N extends QueryName>(who: Who, name: N, input: QueryInput<N>): QueryResult<N>;
}

/** @param users user name → id of those who have a sign-in by now; may grow */
export const openCounter = ({ dispatcher }: Workstation, users: ReadonlyMap<Who, string>): Counter => {
  const sessions = new Map<Who, Session>();
  const sessionOf = (who: Who): Session => {
    const session = sessions.get(who) ?? newSession(false, 0);
    sessions.set(who, session);
    session.userId = users.get(who) ?? null;
    return session;
  };
  return {
    run: async <N extends CommandName>(who: Who, name: N, input: CommandInput<N>) => {
      const reply = await dispatcher.run(name, { commandId: newId(), input }, sessionOf(who));
      if (!reply.ok) throw new Error(`the demo data: ${name} was refused as ${reply.error.code}`);
      return reply.result as CommandResult<N>;
    },
    ask: <N extends QueryName>(who: Who, name: N, input: QueryInput<N>) => {
      const reply = dispatcher.ask(name, input, sessionOf(who));
      if (!reply.ok) throw new Error(`the demo data: ${name} was refused as ${reply.error.code}`);
      return reply.result as QueryResult<N>;
    },
  };
};
