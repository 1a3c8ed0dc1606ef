/**
 * Where hospitals' messages are kept and worked on, whatever way they came. Raw first: those that arrived since the last turn go to
 * disk in one transaction and are answered after it; applying follows by itself, in pieces of some milliseconds, so that the
 * counter is served between two.
 * Always: what is answered AA or CA is on disk; the same message again, by whatever way, gets the same answer and has no second
 * effect; messages are applied in the order they were kept; one that cannot be applied is set aside with its reason and holds up
 * no other; what was not applied when the program ended is applied at the next start.
 * What a message says and does is not here (read-adt.ts, apply.ts).
 */
import type { Dispatcher } from '../dispatch.ts';
import type { EventDraft } from '../handler.ts';
import { sentenceOfTrouble } from '../reply.ts';
import { type Store, StoreError, troubleOf, type Writer } from '../store/database.ts';
import type { AdtHealth } from './adt-health.ts';
import type { Arrived, Desk, Kept } from './arrived.ts';
import { type ApplyMessage, applyWaiting, failWaiting, type Waiting } from './desk-apply.ts';
import { createKeeping } from './desk-keep.ts';
import { markAcknowledged, raiseAttempts, waitingMessages } from './desk-store.ts';
import { sourceById } from './source-store.ts';

export interface DeskParts {
  readonly dispatcher: Dispatcher;
  readonly store: Store;
  readonly health: AdtHealth;
  /** Lets one message have its effects; apply.ts in the program. */
  readonly apply: ApplyMessage;
  readonly onFault: (error: unknown) => void;
}

/** So many are kept in one transaction at most, unless they were handed over together. */
const MOST_AT_ONCE = 256;
/** How long applying goes on before others have their turn. */
const PIECE_MS = 10;
/** What waits is kept in memory up to here; beyond it is read again from the file. */
const MOST_IN_MEMORY = 32 * 1024 * 1024;
const TOLD_EVERY_MS = 50;
const TRY_AGAIN_MS = 1_000;
/** So often a message was begun and the program ended: it is set aside. */
const MOST_ATTEMPTS = 2;

interface Taking {
  readonly arrived: readonly Arrived[];
  readonly alongside: ((writer: Writer) => void) | undefined;
  resolve(kept: Kept[]): void;
  reject(error: unknown): void;
}

export const startDesk = ({ dispatcher, store, health, apply, onFault }: DeskParts): Desk => {
  const takings: Taking[] = [];
  let waiting: Waiting[] = [];
  let from = 0;
  let inMemory = 0;
  /** Up to this one each is applied by itself, and its attempts are counted: one of them may end the program. */
  let carefulUntil = 0;
  let acknowledged: number[] = [];
  let turning = false;
  let stopped = false;
  let notBefore = 0;
  let tryAgain: NodeJS.Timeout | undefined;
  const settling: (() => void)[] = [];

  const sources = new Map<string, ReturnType<typeof sourceById>>();
  const sourceOf = (id: string) => {
    if (!sources.has(id)) sources.set(id, sourceById(store, id));
    return sources.get(id)!;
  };
  const keeping = createKeeping({ sourceOf, now: dispatcher.now });

  let toldAt = 0;
  let telling: NodeJS.Timeout | undefined;
  const tellNow = () => {
    telling = undefined;
    toldAt = performance.now();
    dispatcher.tell([{ seq: 0, name: 'adt.arrived', subject: { kind: 'adt', id: 'desk' } }]);
  };
  /** Whoever looks is told at once, and then some times a second. */
  const tellSoon = () => {
    telling ??= setTimeout(tellNow, Math.max(0, toldAt + TOLD_EVERY_MS - performance.now())).unref();
  };

  const countWaiting = (sourceId: string, change: number) =>
    health.waiting.set(sourceId, (health.waiting.get(sourceId) ?? 0) + change);
  const enqueue = (one: Waiting) => {
    const size = one.content?.size ?? 0;
    const fits = inMemory + size <= MOST_IN_MEMORY;
    if (fits) inMemory += size;
    waiting.push(fits ? one : { ...one, content: null });
    countWaiting(one.sourceId, 1);
  };
  const dequeue = (count: number) => {
    for (const one of waiting.slice(from, from + count)) {
      inMemory -= one.content?.size ?? 0;
      countWaiting(one.sourceId, -1);
    }
    from += count;
    if (from < 4_096 && from < waiting.length) return;
    waiting = waiting.slice(from);
    from = 0;
  };
  const lookForWaiting = () => {
    const last = waiting.at(-1)?.id ?? 0;
    for (const { id, source_id, attempts } of waitingMessages(store, from < waiting.length ? last : 0)) {
      enqueue({ id, sourceId: source_id, content: null, attempts });
      carefulUntil = id;
    }
  };

  /** What is wrong with the file or the disk, said and tried again later. */
  const rest = (error: unknown) => {
    const trouble = troubleOf(error);
    health.trouble =
      `Messages cannot be kept just now. ${sentenceOfTrouble[trouble ?? 'other'] ?? ''}`.trim();
    notBefore = performance.now() + TRY_AGAIN_MS;
    clearTimeout(tryAgain);
    tryAgain = setTimeout(wake, TRY_AGAIN_MS).unref();
    tellSoon();
  };
  const wellAgain = () => {
    if (health.trouble !== null) tellSoon();
    health.trouble = null;
  };

  const keep = () => {
    const now = takings.splice(0, 1);
    for (let count = now[0]!.arrived.length; takings.length > 0; ) {
      count += takings[0]!.arrived.length;
      if (count > MOST_AT_ONCE) break;
      now.push(takings.shift()!);
    }
    try {
      const arrived = now.flatMap((one) => one.arrived);
      const read = arrived.map(keeping.read);
      const kept = store.transaction(() => {
        for (const { alongside } of now) alongside?.(store);
        return keeping.keepAll(store, read);
      });
      for (const one of kept) if (one.waiting) enqueue(one.waiting);
      let at = 0;
      for (const one of now) {
        one.resolve(kept.slice(at, at + one.arrived.length).map(({ answer }) => answer));
        at += one.arrived.length;
      }
      if (arrived.length > 0) tellSoon();
      wellAgain();
    } catch (error) {
      for (const one of now) one.reject(new StoreError(troubleOf(error) ?? 'other', error));
      onFault(error);
      rest(error);
    }
  };

  /** Keeps that these were acknowledged, in whatever transaction comes next. */
  const flushAcknowledged = (writer: Writer, now: string) => {
    if (acknowledged.length > 0) markAcknowledged(writer, acknowledged, now);
  };

  const applySome = () => {
    const ids = acknowledged.length;
    let begun = 0;
    try {
      const first = waiting[from];
      if (first === undefined && ids === 0) return;
      if (first !== undefined && first.id <= carefulUntil) {
        if (first.attempts >= MOST_ATTEMPTS) {
          store.transaction(() => failWaiting(store, first.id));
          return dequeue(1);
        }
        store.transaction(() => raiseAttempts(store, first.id), true);
        waiting[from] = { ...first, attempts: first.attempts + 1 };
      }
      const until = performance.now() + PIECE_MS;
      const done = dispatcher.record((writer, now) => {
        flushAcknowledged(writer, now);
        const events: EventDraft[] = [];
        let count = 0;
        for (; from + count < waiting.length; count += 1) {
          const one = waiting[from + count]!;
          const alone = one.id <= carefulUntil;
          if (count > 0 && (alone || performance.now() >= until)) break;
          begun += 1;
          events.push(
            ...applyWaiting({ store: writer, now, setting: dispatcher.setting, sourceOf, apply }, one),
          );
          if (alone) {
            count += 1;
            break;
          }
        }
        return { result: count, events };
      }, true);
      acknowledged = acknowledged.slice(ids);
      dequeue(done);
      wellAgain();
      tellSoon();
    } catch (error) {
      if (troubleOf(error) !== undefined || isBusy(error)) {
        rest(error);
        return;
      }
      onFault(error);
      const last = waiting[from + begun - 1];
      if (last === undefined) return rest(error);
      if (begun > 1 || last.id > carefulUntil) carefulUntil = last.id;
      else {
        store.transaction(() => failWaiting(store, last.id));
        dequeue(1);
        tellSoon();
      }
    }
  };

  const hasWork = () => takings.length > 0 || from < waiting.length || acknowledged.length > 0;
  const turn = () => {
    turning = false;
    if (stopped) return;
    if (takings.length > 0) keep();
    if (performance.now() >= notBefore)
      try {
        applySome();
      } catch (error) {
        onFault(error);
        rest(error);
      }
    if (!hasWork()) for (const resolve of settling.splice(0)) resolve();
    else wake();
  };
  function wake() {
    if (turning || stopped || !hasWork()) return;
    if (takings.length === 0 && performance.now() < notBefore) return;
    turning = true;
    setImmediate(turn);
  }

  const unlisten = dispatcher.listen((announcements) => {
    if (announcements.some(({ name }) => name === 'adt.sourceChanged' || name === 'adt.sourceAdded'))
      sources.clear();
    if (announcements.some(({ name }) => name === 'adt.resubmitted')) {
      lookForWaiting();
      wake();
    }
  });
  lookForWaiting();
  wake();

  return {
    take: (arrived, alongside) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(new StoreError('other'));
        takings.push({ arrived, alongside, resolve, reject });
        wake();
      }),
    acknowledged: (messageIds) => {
      for (const id of messageIds) acknowledged.push(id);
      wake();
    },
    settle: () =>
      new Promise((resolve) => {
        if (!hasWork()) return resolve();
        settling.push(resolve);
        wake();
      }),
    stop: async () => {
      while (takings.length > 0) keep();
      stopped = true;
      unlisten();
      clearTimeout(tryAgain);
      clearTimeout(telling);
      if (acknowledged.length > 0) store.transaction(() => flushAcknowledged(store, dispatcher.now()), true);
      for (const resolve of settling.splice(0)) resolve();
    },
  };
};

/** Another program holds the file, a backup for instance. */
const isBusy = (error: unknown) =>
  /^SQLITE_(BUSY|LOCKED)/.test(String((error as { code?: unknown } | null)?.code));
