/**
 * One request in, one reply out: name known, input parses, role allowed, receipt looked up, version still true,
 * then the handler, and its rows, events, deliveries and receipt in one transaction.
 * A reply of `ok` means: it is on disk. No rule of a feature lives here.
 */
import { hash } from 'node:crypto';
import { isSettingName, type SettingName, type SettingValue, settings } from './config.ts';
import type { Command, Query } from './contract/define.ts';
import { type Failure, Refusal } from './contract/errors.ts';
import { type CommandName, commands, type QueryName, queries } from './contract/index.ts';
import type { Role } from './contract/values.ts';
import { insertDeliveries } from './delivery/store.ts';
import type {
  CommandContext,
  CommandHandlers,
  Context,
  EventDraft,
  Outcome,
  QueryHandlers,
  Session,
} from './handler.ts';
import { newId } from './identity.ts';
import { failed, type Reply, sentenceOfTrouble, wrongInput } from './reply.ts';
import { askers, type Runner, runners } from './roles.ts';
import { type Store, troubleOf } from './store/database.ts';
import { appendEvents, type EventRow } from './store/event-log.ts';

export interface Request {
  commandId: string;
  input: unknown;
  expectedVersion?: number | undefined;
}

/** What listeners are told of a committed event: names and ids, nothing of a patient. */
export interface Announcement {
  seq: number;
  name: string;
  subject: { kind: string; id: string };
}

export interface Dispatcher {
  run(name: string, request: Request, session: Session): Promise<Reply>;
  ask(name: string, input: unknown, session: Session): Reply;
  /** Commits events that no command caused (a delivery went out, a label was printed), with their rows. */
  record<T>(
    work: (store: Store, now: string) => { result: T; events: EventDraft[] },
    /** Whether it may reach the disk later, because it is done again by itself where it did not (`transaction`). */
    later?: boolean,
  ): T;
  /** Tells listeners what was heard from elsewhere and is committed. */
  tell(announcements: Announcement[]): void;
  listen(listener: (announcements: Announcement[]) => void): () => void;
  setting<N extends SettingName>(name: N): SettingValue<N>;
  now(): string;
  /** When somebody last ran or asked something, in milliseconds of `performance.now()`. */
  usedAt(): number;
}

export interface DispatcherParts {
  store: Store;
  clock: () => number;
  commandHandlers: CommandHandlers;
  queryHandlers: QueryHandlers;
  /** Whether central can be reached now. */
  online: () => boolean;
  /** Keeps for central what the events tell, in their transaction. */
  capture: (
    store: Store,
    captured: {
      at: string;
      userId: string | null;
      commandId: string;
      drafts: EventDraft[];
      rows: EventRow[];
    },
  ) => void;
  /** Told of faults, so that they reach the log; never holds what a patient would not want read. */
  onFault: (name: string, error: unknown) => void;
}

type AnyOutcome = Outcome<unknown>;
interface AnyPrepared {
  prepare(context: Context, input: unknown): Promise<unknown>;
  run(context: CommandContext, input: unknown, prepared: unknown): AnyOutcome;
}
type AnyHandler = AnyPrepared | ((context: CommandContext, input: unknown) => AnyOutcome);

const COMMAND_ID = /^[A-Za-z0-9_-]{8,64}$/;

export const createDispatcher = (parts: DispatcherParts): Dispatcher => {
  const { store, clock, onFault } = parts;
  const commandHandlers = parts.commandHandlers as unknown as Record<string, AnyHandler>;
  const queryHandlers = parts.queryHandlers as unknown as Record<string, (c: Context, i: unknown) => unknown>;
  const listeners = new Set<(announcements: Announcement[]) => void>();
  const now = () => new Date(clock()).toISOString();
  let usedAt = Number.NEGATIVE_INFINITY;

  const changed = new Map<string, unknown>();
  const loadSettings = () => {
    changed.clear();
    for (const { name, value } of store.all<{ name: string; value: string }>(
      'SELECT name, value FROM setting',
    ))
      if (isSettingName(name)) changed.set(name, JSON.parse(value));
  };
  loadSettings();
  const setting = <N extends SettingName>(name: N) =>
    (changed.has(name) ? changed.get(name) : settings[name].default) as SettingValue<N>;

  const contextOf = (session: Session, at: string): Context => ({
    store,
    now: at,
    session,
    actor: actorOf(session),
    setting,
    online: parts.online(),
  });

  const actorOf = (session: Session) => {
    if (session.userId === null || session.lockedBy !== null) return null;
    const user = store.get<{ id: string; display_name: string; role: Role; active: number }>(
      'SELECT id, display_name, role, active FROM user WHERE id = ? AND elsewhere = 0',
      [session.userId],
    );
    return user?.active ? { id: user.id, name: user.display_name, role: user.role } : null;
  };

  const announce = (rows: EventRow[]) => {
    if (rows.length === 0) return;
    if (rows.some(({ name }) => name === 'setting.changed' || name === 'workstation.setUp')) loadSettings();
    tell(
      rows.map(({ seq, name, subject_kind: kind, subject_id: id }) => ({ seq, name, subject: { kind, id } })),
    );
  };
  const tell = (announcements: Announcement[]) => {
    if (announcements.length > 0) for (const listener of listeners) listener(announcements);
  };

  /** Inside a transaction: events, what they tell central, and a delivery for each other outlet that is to be told. */
  const keep = (at: string, userId: string | null, commandId: string, drafts: EventDraft[]): EventRow[] => {
    const rows = appendEvents(store, { at, userId, commandId }, drafts);
    for (const [index, { deliveries = [] }] of drafts.entries())
      insertDeliveries(store, rows[index]!, deliveries, at);
    parts.capture(store, { at, userId, commandId, drafts, rows });
    return rows;
  };

  const faultReply = (name: string, error: unknown): Reply => {
    const trouble = troubleOf(error);
    onFault(name, error);
    return trouble
      ? failed('unavailable', trouble, sentenceOfTrouble[trouble])
      : failed('fault', 'fault', 'Something went wrong inside Mortar. Nothing was changed. Try again.');
  };

  /** What was tried and refused is history too. */
  const auditRefusal = (
    name: CommandName,
    input: unknown,
    failure: Failure,
    request: Request,
    session: Session,
  ) => {
    const actor = actorOf(session);
    const subjectId = (input as { prescriptionId?: unknown } | null)?.prescriptionId;
    const aboutPrescription =
      typeof subjectId === 'string' &&
      store.get('SELECT 1 FROM prescription WHERE id = ?', [subjectId]) !== undefined;
    announce(
      store.transaction(() =>
        keep(now(), actor?.id ?? null, request.commandId, [
          {
            name: aboutPrescription ? 'prescription.refused' : 'workstation.refused',
            subject: aboutPrescription
              ? { kind: 'prescription', id: subjectId as string }
              : { kind: 'workstation', id: 'this' },
            data: { command: name, code: failure.code },
            reason: failure.message,
          },
        ]),
      ),
    );
  };

  const receiptFor = (
    name: CommandName,
    inputHash: Buffer,
    request: Request,
    session: Session,
  ): Reply | null => {
    const receipt = store.get<{
      name: string;
      user_id: string | null;
      input_hash: Uint8Array;
      reply: string;
    }>('SELECT name, user_id, input_hash, reply FROM receipt WHERE command_id = ?', [request.commandId]);
    if (!receipt) return null;
    const same =
      receipt.name === name &&
      inputHash.equals(Buffer.from(receipt.input_hash)) &&
      (runners[name].includes('anyone') || receipt.user_id === (actorOf(session)?.id ?? null));
    return same
      ? { ok: true, result: JSON.parse(receipt.reply) }
      : failed('conflict', 'command.id-used', 'This command id was used for something else.');
  };

  /** Why this session may not run or ask something that `allowed` may, or null when it may. */
  const forbiddenTo = (allowed: readonly Runner[], session: Session): Reply | null => {
    if (allowed.includes('anyone')) return null;
    if (session.system && allowed.includes('system')) return null;
    const actor = actorOf(session);
    if (!actor)
      return session.lockedBy === null
        ? failed('forbidden', 'sign-in', 'Sign in first.')
        : failed('forbidden', 'locked', 'This window is locked. Unlock it first.');
    return allowed.includes(actor.role) ? null : failed('forbidden', 'role', 'Your role may not do this.');
  };

  const checkVersion = (definition: Command, input: unknown, expected: number | undefined) => {
    const kind = definition.versionOf;
    if (!kind || expected === undefined) return;
    const found = store.get<{ version: number }>(`SELECT version FROM ${kind} WHERE id = ?`, [
      (input as Record<string, string>)[`${kind}Id`]!,
    ]);
    if (found && found.version !== expected)
      throw new Refusal({
        kind: 'conflict',
        code: 'version',
        message: 'Somebody changed this meanwhile. Look at it again, then decide.',
        details: { version: found.version },
      });
  };

  const runKnown = async (name: CommandName, request: Request, session: Session): Promise<Reply> => {
    const definition: Command = commands[name];
    const parsed = definition.input.safeParse(request.input);
    if (!parsed.success) return wrongInput(parsed.error);
    const input = parsed.data;
    const forbidden = forbiddenTo(runners[name], session);
    if (forbidden) {
      if (!forbidden.ok && forbidden.error.code === 'role')
        auditRefusal(name, input, forbidden.error, request, session);
      return forbidden;
    }
    const inputHash = hash('sha256', definition.transient ? name : JSON.stringify(input), 'buffer');
    const earlier = receiptFor(name, inputHash, request, session);
    if (earlier) return earlier;

    session.lastActiveAt = clock();
    const handler = commandHandlers[name]!;
    try {
      const prepared =
        typeof handler === 'function' ? undefined : await handler.prepare(contextOf(session, now()), input);
      const at = now();
      // The same command may have been answered, or the window locked, while this one was being prepared.
      const overtaken =
        prepared === undefined
          ? null
          : (forbiddenTo(runners[name], session) ?? receiptFor(name, inputHash, request, session));
      if (overtaken) return overtaken;
      const context: CommandContext = { ...contextOf(session, at), store, commandId: request.commandId };
      const { outcome, rows } = store.transaction(() => {
        checkVersion(definition, input, request.expectedVersion);
        const outcome =
          typeof handler === 'function' ? handler(context, input) : handler.run(context, input, prepared);
        const userId = context.actor?.id ?? outcome.session?.userId ?? null;
        const rows = keep(at, userId, request.commandId, outcome.events);
        if (!outcome.refusal)
          store.run(
            'INSERT INTO receipt (command_id, name, user_id, input_hash, reply, at) VALUES (?, ?, ?, ?, ?, ?)',
            [
              request.commandId,
              name,
              context.actor?.id ?? null,
              inputHash,
              JSON.stringify(outcome.result),
              at,
            ],
          );
        return { outcome, rows };
      });
      if (outcome.session) Object.assign(session, outcome.session);
      announce(rows);
      return outcome.refusal ? { ok: false, error: outcome.refusal } : { ok: true, result: outcome.result };
    } catch (error) {
      if (!(error instanceof Refusal)) return faultReply(name, error);
      const { failure } = error;
      if (failure.kind === 'refused' || failure.kind === 'forbidden')
        try {
          auditRefusal(name, input, failure, request, session);
        } catch (auditError) {
          return faultReply(name, auditError);
        }
      return { ok: false, error: failure };
    }
  };

  return {
    now,
    setting,
    usedAt: () => usedAt,
    run: async (name, request, session) => {
      if (!session.system) usedAt = performance.now();
      if (!Object.hasOwn(commands, name))
        return failed('not-found', 'command.unknown', 'There is no such command.');
      if (typeof request.commandId !== 'string' || !COMMAND_ID.test(request.commandId))
        return failed(
          'invalid',
          'command.id',
          'A command id has 8 to 64 letters, digits, dashes or underscores.',
        );
      if (request.expectedVersion !== undefined && !Number.isSafeInteger(request.expectedVersion))
        return failed('invalid', 'command.version', 'expectedVersion is a whole number.');
      try {
        return await runKnown(name as CommandName, request, session);
      } catch (error) {
        return faultReply(name, error);
      }
    },
    ask: (name, rawInput, session) => {
      if (!session.system) usedAt = performance.now();
      if (!Object.hasOwn(queries, name))
        return failed('not-found', 'query.unknown', 'There is no such query.');
      const definition: Query = queries[name as QueryName];
      const parsed = definition.input.safeParse(rawInput ?? {});
      if (!parsed.success) return wrongInput(parsed.error);
      try {
        const forbidden = session.system ? null : forbiddenTo(askers[name as QueryName], session);
        if (forbidden) return forbidden;
        return { ok: true, result: queryHandlers[name]!(contextOf(session, now()), parsed.data) };
      } catch (error) {
        return error instanceof Refusal ? { ok: false, error: error.failure } : faultReply(name, error);
      }
    },
    record: (work, later) => {
      const at = now();
      const { result, rows } = store.transaction(() => {
        const done = work(store, at);
        return { result: done.result, rows: keep(at, null, newId(), done.events) };
      }, later);
      announce(rows);
      return result;
    },
    tell,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
