/**
 * Applying a kept message again, from its bytes: in earnest, or as a dry run that says what would change.
 * Always: what was applied before changes nothing but what was missing then; a dry run leaves nothing behind; nobody is
 * answered by it.
 */

import { notFound } from '../../contract/errors.ts';
import type { QueryResult } from '../../contract/index.ts';
import type { Context } from '../../handler.ts';
import type { Store, Writer } from '../../store/database.ts';
import { type Applied, apply } from '../apply.ts';
import { differencesOf } from '../effect/changes.ts';
import { readMessage } from '../hl7.ts';
import type { MessageState } from '../keeping/desk-store.ts';
import { rawOf } from '../keeping/raw-store.ts';
import { readAndJudge } from '../keeping/refuse.ts';
import { readHeader } from '../reading/header.ts';
import { readAdt } from '../reading/read-adt.ts';
import { Hl7Error } from '../reading/separators.ts';
import { type Source, sourceById } from '../source/source-store.ts';

export interface KeptMessage {
  id: number;
  source_id: string;
  received_at: string;
  state: MessageState;
  problem: string | null;
  person_id: number | null;
  bytes: Uint8Array;
}

/** Throws `message.not-found`. */
export const keptMessage = (store: Writer, id: number): KeptMessage => {
  const row = store.get<Omit<KeptMessage, 'bytes'>>(
    'SELECT id, source_id, received_at, state, problem, person_id FROM adt_message WHERE id = ?',
    [id],
  );
  return row ? { ...row, bytes: rawOf(store, id) } : notFound('message');
};

const refused = (problem: string): Applied => ({
  state: 'refused',
  problem,
  personId: null,
  changes: [],
  events: [],
});

/** States in which a message had its effects. */
const hadEffects: readonly MessageState[] = ['applied', 'late', 'no-action'];

/** Applies a message anew, inside the transaction of whoever calls it. `bytes`: others in place of those that came. */
export const applyKept = (
  store: Writer,
  { now, setting }: Pick<Context, 'now' | 'setting'>,
  kept: KeptMessage,
  bytes: Uint8Array = kept.bytes,
): Applied => {
  const source = sourceById(store, kept.source_id) as Source;
  const header = readHeader(bytes);
  if (!header) return refused('The head of the message (MSH) cannot be read.');
  try {
    const judged = readAndJudge(header, source.profile, () => readMessage(bytes, source.profile.charset));
    if (judged.refused || !judged.message) return refused(judged.refused?.problem ?? 'It cannot be read.');
    return apply(
      {
        store,
        now,
        receivedAt: kept.received_at,
        source,
        setting,
        again: bytes === kept.bytes && (kept.state === 'applied' || kept.state === 'late'),
      },
      kept.id,
      readAdt(judged.message, header, source.profile),
    );
  } catch (error) {
    if (error instanceof Hl7Error) return refused(error.message);
    throw error;
  }
};

/** Whether applying it anew left everything as it was. */
export const isUnchanged = (kept: KeptMessage, applied: Applied): boolean =>
  applied.changes.length === 0 && hadEffects.includes(kept.state);

class RolledBack extends Error {
  readonly result: QueryResult<'adt.replayPreview'>;
  constructor(result: QueryResult<'adt.replayPreview'>) {
    super('a dry run leaves nothing behind');
    this.result = result;
  }
}

/** What a message (or `bytes` in its place) would change now. It is applied in a transaction that is taken back. */
export const previewOf = (
  store: Store,
  context: Pick<Context, 'now' | 'setting'>,
  messageId: number,
  bytesFor?: (kept: KeptMessage, source: Source) => Uint8Array,
): QueryResult<'adt.replayPreview'> => {
  try {
    return store.transaction((): QueryResult<'adt.replayPreview'> => {
      const kept = keptMessage(store, messageId);
      const source = sourceById(store, kept.source_id) as Source;
      const applied = applyKept(store, context, kept, bytesFor?.(kept, source));
      const state = isUnchanged(kept, applied) ? kept.state : applied.state;
      throw new RolledBack({
        state,
        problem: applied.problem,
        changes: differencesOf(store, applied.changes),
      });
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.result;
    throw error;
  }
};
