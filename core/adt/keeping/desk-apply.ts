/**
 * Applying one kept message: what it says is read, has its effects, and how it fared is written into its row, all in the
 * transaction of the desk. Which message comes next, and what happens when one throws, is for the desk.
 */
import type { Context, EventDraft } from '../../handler.ts';
import type { Writer } from '../../store/database.ts';
import type { ApplyContext } from '../effect/effect.ts';
import { readHeader } from '../reading/header.ts';
import type { Adt } from '../reading/message.ts';
import type { Source } from '../source/source-store.ts';
import { type MessageState, settleMessage, waitingAmong, waitingMessage } from './desk-store.ts';
import { rawOf } from './raw-store.ts';
import { type Content, readContent } from './read-arrived.ts';

/** What the desk has to know of how a message fared; its effects are in rows by then. */
export interface Fared {
  readonly state: MessageState;
  readonly problem: string | null;
  readonly personId: number | null;
  readonly events: EventDraft[];
}
export type ApplyMessage = (context: ApplyContext, messageId: number, adt: Adt) => Fared;

/** A message that is kept and not applied. */
export interface Waiting {
  readonly id: number;
  readonly sourceId: string;
  /** How often it was begun by itself. */
  readonly attempts: number;
  /** As it was read when it came; null: from the file. */
  readonly content:
    | (Content & {
        readonly receivedAt: string;
        /** In bytes. */
        readonly size: number;
      })
    | null;
}

export interface ApplyingParts {
  readonly store: Writer;
  readonly now: string;
  readonly setting: Context['setting'];
  readonly sourceOf: (id: string) => Source | null;
  readonly apply: ApplyMessage;
  /** Whether a message still waits. */
  readonly stillWaits: (id: number) => boolean;
}

/** So many are asked about at a time. */
const ASKED_TOGETHER = 64;

/** Inside a transaction: whether messages still wait, asked in the order of their numbers. */
export const askingWhetherWaiting = (store: Writer): ((id: number) => boolean) => {
  let last = 0;
  let among: ReadonlySet<number> = new Set();
  return (id) => {
    if (id > last) {
      last = id + ASKED_TOGETHER - 1;
      among = waitingAmong(store, id, last);
    }
    return among.has(id);
  };
};

/** Null where it waits no more. */
const waitingContent = ({ store, stillWaits }: ApplyingParts, { id, content }: Waiting, source: Source) => {
  if (content !== null) return stillWaits(id) ? content : null;
  const row = waitingMessage(store, id);
  if (!row) return null;
  const bytes = rawOf(store, id);
  const header = readHeader(bytes);
  return header && { ...readContent(bytes, header, source.profile), receivedAt: row.received_at };
};

/** Inside a transaction: lets a message have its effects. Answers the events it leaves for the log. */
export const applyWaiting = (parts: ApplyingParts, waiting: Waiting): EventDraft[] => {
  const { store, now, setting } = parts;
  const source = parts.sourceOf(waiting.sourceId)!;
  const content = waitingContent(parts, waiting, source);
  // Meanwhile a person laid it aside, applied it, or sent another in its place.
  if (content === null) return [];
  const { adt, receivedAt } = content;
  const applied = parts.apply(
    {
      store,
      now,
      receivedAt,
      source: { id: source.id, name: source.name, profile: source.profile },
      setting,
    },
    waiting.id,
    adt(),
  );
  settleMessage(store, waiting.id, {
    state: applied.state,
    problem: applied.problem,
    personId: applied.personId,
  });
  return applied.events;
};

/** Inside a transaction: sets aside a message that cannot be applied. */
export const failWaiting = (store: Writer, id: number): void => {
  settleMessage(store, id, {
    state: 'failed',
    problem:
      'Something went wrong inside Mortar while this was applied. Nothing of it was changed. Apply it again after an update, or lay it aside.',
    personId: null,
  });
};
