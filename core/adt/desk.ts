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
import type { Arrived, Desk, Kept } from './arrived.ts';
import { type ApplyMessage, applyWaiting, failWaiting, type Waiting } from './keeping/desk-apply.ts';
import { createKeeping } from './keeping/desk-keep.ts';
import { markAcknowledged, raiseAttempts, waitingMessages } from './keeping/desk-store.ts';
import { createRush } from './keeping/rush.ts';
import type { AdtHealth } from './source/adt-health.ts';
import { sourceById } from './source/source-store.ts';

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
/** How long applying goes on before others have their turn; pieces are longer, and so fewer pages written, while nobody works here. */
const PIECE_MS = { atWork: 10, alone: 30 };
/** For so long after something was run or asked, somebody is at work. */
const AT_WORK_MS = 300;
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
  /** Since when the first of them waits. */
  let waitingSince = 0;
  /** Up to this one each is applied by itself, and its attempts are counted: one of them may end the program. */
  let carefulUntil = 0;
  let acknowledged: number[] = [];
  const rush = createRush();
  let turning: NodeJS.Timeout | NodeJS.Immediate | undefined;
  /** When the next turn is due, by performance.now(). */
  let turnAt = 0;
  let stopped = false;
  let notBefore = 0;
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
    if (from === waiting.length) waitingSince = performance.now();
    waiting.push(fits ? one : { ...one, content: null });
    countWaiting(one.sourceId, 1);
  };
  const dequeue = (count: number) => {
    for (const one of waiting.slice(from, from + count)) {
      inMemory -= one.content?.size ?? 0;
      countWaiting(one.sourceId, -1);
    }
    from += count;
    if (count > 0) waitingSince = performance.now();
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
    tellSoon();
  };
  const wellAgain = () => {
    if (health.trouble !== null) tellSoon();
    health.trouble = null;
  };

  /** What arrived first, as much as goes into one transaction. */
  const nextTakings = (): Taking[] => {
    let count = 0;
    const end = takings.findIndex(({ arrived }, index) => {
      count += arrived.length;
      return index > 0 && count > MOST_AT_ONCE;
    });
    return end < 0 ? takings.slice() : takings.slice(0, end);
  };

  /** How many of those that wait the transaction under way has begun to apply. */
  let begun = 0;
  const applyPiece = (writer: Writer, now: string): { count: number; events: EventDraft[] } => {
    const began = performance.now();
    const until = began + (began - dispatcher.usedAt() < AT_WORK_MS ? PIECE_MS.atWork : PIECE_MS.alone);
    const events: EventDraft[] = [];
    while (from + begun < waiting.length && (begun === 0 || performance.now() < until)) {
      const one = waiting[from + begun]!;
      begun += 1;
      events.push(...applyWaiting({ store: writer, now, setting: dispatcher.setting, sourceOf, apply }, one));
    }
    return { count: begun, events };
  };

  /**
   * One transaction: what arrived is kept, and what was kept before applied for a while. Together, because each transaction costs
   * the disk a wait and each page is written once in it.
   */
  const work = (taken: readonly Taking[], applying: boolean) => {
    begun = 0;
    const read = taken.flatMap(({ arrived }) => arrived.map(keeping.read));
    const ids = acknowledged.length;
    const done = dispatcher.record((writer, now) => {
      for (const { alongside } of taken) alongside?.(writer);
      const kept = keeping.keepAll(writer, read);
      if (ids > 0) markAcknowledged(writer, acknowledged, now);
      const { count, events } = applying ? applyPiece(writer, now) : { count: 0, events: [] };
      return { result: { kept, count }, events };
      // What is applied is applied again where it was lost; what arrived never is.
    }, taken.length === 0);
    acknowledged = acknowledged.slice(ids);
    dequeue(done.count);
    takings.splice(0, taken.length);
    rush.kept(read.length);
    for (const one of done.kept) if (one.waiting) enqueue(one.waiting);
    let at = 0;
    for (const one of taken) {
      one.resolve(done.kept.slice(at, at + one.arrived.length).map(({ answer }) => answer));
      at += one.arrived.length;
    }
    if (read.length > 0 || done.count > 0) tellSoon();
    wellAgain();
  };

  const attempt = (taken: readonly Taking[], applying: boolean) => {
    try {
      work(taken, applying);
    } catch (error) {
      const isDisk = troubleOf(error) !== undefined || isBusy(error);
      if (begun > 0) {
        // It was applying that failed, or the whole was too much: what arrived is tried by itself.
        if (isDisk) rest(error);
        else carefulUntil = waiting[from + begun - 1]!.id;
        onFault(error);
        if (taken.length > 0) attempt(taken, false);
        return;
      }
      takings.splice(0, taken.length);
      for (const one of taken) one.reject(new StoreError(troubleOf(error) ?? 'other', error));
      onFault(error);
      rest(error);
    }
  };

  /** The next that waits, by itself: begun is written down before, so that one that ends the program is known by it. */
  const applyCarefully = () => {
    const first = waiting[from]!;
    const fail = () => {
      store.transaction(() => failWaiting(store, first.id));
      dequeue(1);
      tellSoon();
    };
    try {
      if (first.attempts >= MOST_ATTEMPTS) return fail();
      store.transaction(() => raiseAttempts(store, first.id), true);
      waiting[from] = { ...first, attempts: first.attempts + 1 };
      dispatcher.record((writer, now) => {
        const parts = { store: writer, now, setting: dispatcher.setting, sourceOf, apply };
        return { result: undefined, events: applyWaiting(parts, first) };
      }, true);
      dequeue(1);
      tellSoon();
    } catch (error) {
      onFault(error);
      if (troubleOf(error) !== undefined || isBusy(error)) return rest(error);
      try {
        fail();
      } catch (failure) {
        rest(failure);
      }
    }
  };

  const hasWork = () => takings.length > 0 || from < waiting.length || acknowledged.length > 0;
  const applyInMs = () => rush.applyInMs(waiting.length - from, waitingSince);
  const turn = () => {
    turning = undefined;
    if (stopped) return;
    const first = waiting[from];
    const isCareful = first !== undefined && first.id <= carefulUntil;
    const isDue = performance.now() >= notBefore && applyInMs() <= 0;
    const taken = nextTakings();
    if (taken.length > 0 || isDue) attempt(taken, isDue && first !== undefined && !isCareful);
    if (isCareful && isDue) applyCarefully();
    if (!hasWork()) for (const resolve of settling.splice(0)) resolve();
    else wake();
  };
  /** Milliseconds until the next turn has something to do. */
  const restMs = () => {
    if (takings.length === 0) return Math.max(applyInMs(), notBefore - performance.now());
    return rush.gatherMs(takings.reduce((sum, { arrived }) => sum + arrived.length, 0));
  };
  function wake() {
    if (stopped || !hasWork()) return;
    const inMs = restMs();
    const at = performance.now() + inMs;
    if (turning !== undefined && turnAt <= at) return;
    clearTimeout(turning as NodeJS.Timeout | undefined);
    turnAt = at;
    turning = inMs > 0 ? setTimeout(turn, inMs) : setImmediate(turn);
  }

  const unlisten = dispatcher.listen((announcements) => {
    if (announcements.some(({ name }) => name === 'adt.sourceChanged' || name === 'adt.sourceAdded'))
      sources.clear();
    if (announcements.some(({ name }) => name === 'adt.resubmitted')) {
      lookForWaiting();
      wake();
    }
  });
  health.waiting.clear();
  lookForWaiting();
  wake();

  return {
    take: (arrived, alongside) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(new StoreError('other'));
        takings.push({ arrived, alongside, resolve, reject });
        rush.arrived(arrived.length);
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
      while (takings.length > 0) attempt(nextTakings(), false);
      stopped = true;
      unlisten();
      clearTimeout(turning as NodeJS.Timeout | undefined);
      clearTimeout(telling);
      if (acknowledged.length > 0)
        store.transaction(() => markAcknowledged(store, acknowledged, dispatcher.now()), true);
      for (const resolve of settling.splice(0)) resolve();
    },
  };
};

/** Another program holds the file, a backup for instance. */
const isBusy = (error: unknown) =>
  /^SQLITE_(BUSY|LOCKED)/.test(String((error as { code?: unknown } | null)?.code));
