/** What people do about messages: apply them again, send a corrected one in place of one, lay one aside. */
import { refuse } from '../../contract/errors.ts';
import type { CommandContext, CommandHandlers, EventDraft } from '../../handler.ts';
import type { Writer } from '../../store/database.ts';
import { createKeeping } from '../keeping/desk-keep.ts';
import type { MessageState } from '../keeping/desk-store.ts';
import { sourceById } from '../source/source-store.ts';
import { cancelOpenOfMessage } from '../task/settle.ts';
import { applyKept, isUnchanged, type KeptMessage, keptMessage } from './replay.ts';
import { correctedBytes } from './resubmit.ts';

/** Writes that a message fares otherwise from now on, and why. */
export const setState = (
  store: Writer,
  messageId: number,
  state: MessageState,
  {
    now,
    by,
    reason,
    problem = null,
    personId = null,
  }: {
    now: string;
    by: string | null;
    reason: string | null;
    problem?: string | null;
    personId?: number | null;
  },
): void => {
  store.run(
    'UPDATE adt_message SET state = ?, problem = ?, person_id = coalesce(?, person_id) WHERE id = ?',
    [state, problem, personId, messageId],
  );
  store.run(
    'INSERT INTO adt_message_history (message_id, at, user_id, state, reason) VALUES (?, ?, ?, ?, ?)',
    [messageId, now, by, state, reason],
  );
};

/** Applies one message anew; where that throws, nothing of it is left and the others go on. */
const replayOne = (context: CommandContext, kept: KeptMessage) => {
  const { store } = context;
  store.run('SAVEPOINT adt_replay');
  try {
    const applied = applyKept(store, context, kept);
    store.run('RELEASE adt_replay');
    return applied;
  } catch {
    store.run('ROLLBACK TO adt_replay');
    store.run('RELEASE adt_replay');
    return null;
  }
};

const subject = (messageId: number): EventDraft['subject'] => ({ kind: 'adt', id: String(messageId) });

export const messageCommandHandlers = {
  'adt.replay': (context, { messageIds, reason }) => {
    const { store, now } = context;
    const by = context.actor?.id ?? null;
    const result = { applied: 0, unchanged: 0, failed: 0 };
    const events: EventDraft[] = [];
    for (const messageId of [...new Set(messageIds)].sort((a, b) => a - b)) {
      const kept = keptMessage(store, messageId);
      const applied = kept.state === 'superseded' ? null : replayOne(context, kept);
      if (!applied || applied.state === 'refused') {
        result.failed += 1;
        continue;
      }
      if (isUnchanged(kept, applied)) {
        result.unchanged += 1;
        continue;
      }
      result.applied += 1;
      setState(store, messageId, applied.state, {
        now,
        by,
        reason,
        problem: applied.problem,
        personId: applied.personId,
      });
      events.push(...applied.events, {
        name: 'adt.replayed',
        subject: subject(messageId),
        data: { messageId, state: applied.state },
        reason,
      });
    }
    return { result, events };
  },

  'adt.resubmit': (context, { messageId, lines, reason }) => {
    const { store, now } = context;
    const kept = keptMessage(store, messageId);
    if (kept.state === 'superseded') refuse('adt.superseded');
    if (kept.state === 'applied' || kept.state === 'received') refuse('adt.not-open');
    const source = sourceById(store, kept.source_id)!;
    const bytes = correctedBytes(kept.bytes, source.profile.charset, lines);
    const keeping = createKeeping({ sourceOf: () => source, now: () => now });
    const read = keeping.read({
      sourceId: source.id,
      way: 'resubmitted',
      peer: `in place of ${messageId}`,
      bytes,
      insteadOf: messageId,
    });
    const problem = read.noise ?? read.refused?.problem;
    if (problem) refuse('adt.still-wrong', problem);
    const [keptOne] = keeping.keepAll(store, [read]);
    const newId = keptOne!.answer.messageId!;
    const by = context.actor?.id ?? null;
    const cancelled = cancelOpenOfMessage(context, kept, 'A corrected message was sent in its place');
    setState(store, messageId, 'superseded', { now, by, reason });
    const applied = applyKept(store, context, keptMessage(store, newId));
    if (applied.state === 'failed') refuse('adt.still-wrong', applied.problem ?? undefined);
    setState(store, newId, applied.state, {
      now,
      by,
      reason,
      problem: applied.problem,
      personId: applied.personId,
    });
    return {
      result: { messageId: newId },
      events: [
        ...cancelled,
        ...applied.events,
        {
          name: 'adt.resubmitted',
          subject: subject(newId),
          data: { messageId: newId, insteadOf: messageId },
          reason,
        },
      ],
    };
  },

  'adt.dismiss': (context, { messageId, reason }) => {
    const kept = keptMessage(context.store, messageId);
    if (['applied', 'no-action', 'superseded', 'dismissed'].includes(kept.state)) refuse('adt.not-open');
    const events = cancelOpenOfMessage(context, kept, reason);
    setState(context.store, messageId, 'dismissed', {
      now: context.now,
      by: context.actor?.id ?? null,
      reason,
    });
    return {
      result: {},
      events: [
        ...events,
        { name: 'adt.dismissed', subject: subject(messageId), data: { messageId }, reason },
      ],
    };
  },
} satisfies CommandHandlers<'adt.replay' | 'adt.resubmit' | 'adt.dismiss'>;
