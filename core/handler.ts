/**
 * What a handler is given and what it gives back; one type for every feature.
 * A command handler is synchronous and returns its events; only `prepare` may wait (hashing a password, reading
 * a fax), and it cannot write.
 */

import type { SettingName, SettingValue } from './config.ts';
import type { SubjectKind } from './contract/define.ts';
import type {
  CommandName,
  CommandResult,
  EventName,
  ParsedCommandInput,
  ParsedQueryInput,
  QueryName,
  QueryResult,
} from './contract/index.ts';
import type { Role } from './contract/values.ts';
import type { outlets } from './contract/workstation.ts';
import type { Reader, Writer } from './store/database.ts';

export interface Actor {
  id: string;
  name: string;
  role: Role;
}

/** One window, script or channel that talks to the core. It lives in memory: a restart signs everybody out. */
export interface Session {
  readonly id: string;
  /** Channels of the workstation itself act without a person. */
  readonly system: boolean;
  userId: string | null;
  /** Display name of who locked it; null while it is not locked. */
  lockedBy: string | null;
  lastActiveAt: number;
}

export interface Context {
  readonly store: Reader;
  /** The instant of this request, ISO-8601 UTC. */
  readonly now: string;
  readonly session: Session;
  /** Who is signed in and not locked; null before that and for channels. */
  readonly actor: Actor | null;
  setting<N extends SettingName>(name: N): SettingValue<N>;
  /** Whether central can be reached, so that what other branches did is known; false while none is named. */
  readonly online: boolean;
}

export interface CommandContext extends Context {
  readonly store: Writer;
  readonly commandId: string;
}

/** To be told to another system, from the outbox, after the commit. */
export interface DeliveryDraft {
  outlet: (typeof outlets)[number];
  topic: string;
  content: Record<string, unknown>;
}

/** To be published in the exchange with central as it stands, in the transaction of its event. */
export interface MessageDraft {
  /** The id it is published under, and acknowledged by: the same id is the same message. */
  id: string;
  /** As the table of topics names it, without a prefix. */
  topic: string;
  key: string;
  /** The full name of what `payload` holds. */
  payloadType: string;
  payload: Uint8Array;
}

export interface EventDraft {
  name: EventName;
  subject: { kind: SubjectKind; id: string };
  data: Record<string, unknown>;
  patientId?: string | null;
  reason?: string | null;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  deliveries?: DeliveryDraft[];
  messages?: MessageDraft[];
}

export interface Outcome<Result> {
  result: Result;
  events: EventDraft[];
  /** What becomes of the session once the commit stands. */
  session?: Partial<Pick<Session, 'userId' | 'lockedBy'>>;
  /**
   * A refusal that is itself worth keeping (a wrong password is counted): the events are committed,
   * the reply is this refusal.
   */
  refusal?: import('./contract/errors.ts').Failure;
}

export interface PreparedHandler<N extends CommandName, P> {
  prepare(context: Context, input: ParsedCommandInput<N>): Promise<P>;
  run(context: CommandContext, input: ParsedCommandInput<N>, prepared: P): Outcome<CommandResult<N>>;
}

export type CommandHandler<N extends CommandName> =
  | ((context: CommandContext, input: ParsedCommandInput<N>) => Outcome<CommandResult<N>>)
  // The prepared value is the handler's own affair.
  | PreparedHandler<N, never>;

export type QueryHandler<N extends QueryName> = (
  context: Context,
  input: ParsedQueryInput<N>,
) => QueryResult<N>;

export type CommandHandlers<N extends CommandName = CommandName> = { [K in N]: CommandHandler<K> };
export type QueryHandlers<N extends QueryName = QueryName> = { [K in N]: QueryHandler<K> };

/** Ties the prepared value of a handler to itself. */
export const prepared = <N extends CommandName, P>(
  handler: PreparedHandler<N, P>,
): PreparedHandler<N, never> => handler as unknown as PreparedHandler<N, never>;

/** The person behind a command that only a person can run. */
export const personOf = (context: Context): Actor => {
  if (!context.actor) throw new Error('this command needs a person; roles.ts must not let a channel run it');
  return context.actor;
};
