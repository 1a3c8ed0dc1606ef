/**
 * Where hospitals' messages are kept and worked on, whatever way they came. Raw first: those that arrived since the last turn are
 * committed in one transaction and answered once that is on disk, for which nobody here waits; applying follows by itself, in pieces
 * of some milliseconds, so that the counter is served between two.
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
import {
  type ApplyingParts,
  type ApplyMessage,
  applyWaiting,
  askingWhetherWaiting,
  failWaiting,
} from './keeping/desk-apply.ts';
import { createKeeping } from './keeping/desk-keep.ts';
import { markAcknowledged, raiseAttempts, waitingMessages } from './keeping/desk-store.ts';
import { createRush } from './keeping/rush.ts';
import { createWaitingQueue } from './keeping/waiting-queue.ts';
import type { AdtHealth } from './source/adt-health.ts';
import { sourceById } from './source/source-store.ts';

export interface DeskParts {
  readonly dispatcher: Dispatcher;
  readonly store: Store;
  readonly health: AdtHealth;
  /** Lets one message have its effects; apply.ts in the program. */
  readonly apply: ApplyMessage;
  /** What to wait for while the log of the data file is long, so that no commit has to shorten it. */
  readonly relieve?: () => Promise<void> | undefined;
  readonly onFault: (error: unknown) => void;
}

/** So many are kept in one transaction at most, unless they were handed over together. */
const MOST_AT_ONCE = 256;
/** How long applying goes on before others have their turn; pieces are longer, and so fewer pages written, while nobody works here. */
const PIECE_MS = { atWork: 10, alone: 40 };
/** For so long after something was run or asked, somebody is at work. */
const AT_WORK_MS = 3_000;
const TOLD_EVERY_MS = 50;
/** That the network has an acknowledgement is written down with what is written anyway, or so much later. */
const NOTE_WITHIN_MS = 20;
const TRY_AGAIN_MS = 1_000;
/** So often a message was begun and the program ended: it is set aside. */
const MOST_ATTEMPTS = 2;

interface Taking {
  readonly arrived: readonly Arrived[];
  readonly alongside: ((writer: Writer) => void) | undefined;
  resolve(kept: Kept[]): void;
  reject(error: unknown): void;
}

export const startDesk = ({ dispatcher, store, health, apply, relieve, onFault }: DeskParts): Desk => {
  const takings: Taking[] = [];
  /** Up to this one each is applied by itself, and its attempts are counted: one of them may end the program. */
  let carefulUntil = 0;
  let acknowledged: number[] = [];
  /** Since when the first of them waits to be written down. */
  let acknowledgedSince = 0;
  const rush = createRush();
  /** Committed and not known to be on disk: their answers wait. */
  let unflushed: { taking: Taking; kept: Kept[] }[] = [];
  let flushing: Promise<void> | null = null;
  /** While the log of the data file is made shorter, nothing is written here. */
  let relieving: Promise<void> | undefined;
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

  const partsOf = (writer: Writer, now: string): ApplyingParts => ({
    ...{ store: writer, now, setting: dispatcher.setting, sourceOf, apply },
    stillWaits: askingWhetherWaiting(writer),
  });

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

  const waiting = createWaitingQueue((sourceId, change) =>
    health.waiting.set(sourceId, (health.waiting.get(sourceId) ?? 0) + change),
  );
  const lookForWaiting = () => {
    for (const { id, source_id, attempts } of waitingMessages(store, waiting.last()?.id)) {
      waiting.add({ id, sourceId: source_id, content: null, attempts });
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

  /** Answers what was committed once it is on disk. Several transactions go together while the disk is at work. */
  const flush = async () => {
    while (unflushed.length > 0) {
      const these = unflushed;
      unflushed = [];
      try {
        await store.flush();
        for (const { taking, kept } of these) taking.resolve(kept);
      } catch (error) {
        for (const { taking } of these) taking.reject(new StoreError(troubleOf(error) ?? 'other', error));
        onFault(error);
        rest(error);
      }
    }
    flushing = null;
    goOn();
  };

  /** How many of those that wait the transaction under way has begun to apply. */
  let begun = 0;
  const applyPiece = (writer: Writer, now: string): { count: number; events: EventDraft[] } => {
    const began = performance.now();
    const until = began + (began - dispatcher.usedAt() < AT_WORK_MS ? PIECE_MS.atWork : PIECE_MS.alone);
    const events: EventDraft[] = [];
    const parts = partsOf(writer, now);
    while (begun < waiting.length && (begun === 0 || performance.now() < until)) {
      const one = waiting.at(begun)!;
      begun += 1;
      events.push(...applyWaiting(parts, one));
    }
    return { count: begun, events };
  };

  /** One transaction: what arrived is kept, and what was kept before applied for a while. Together each page is written once. */
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
      // What is applied is applied again where it was lost; what arrived is answered only once it is on disk.
    }, true);
    acknowledged = acknowledged.slice(ids);
    waiting.drop(done.count);
    takings.splice(0, taken.length);
    rush.kept(read.length);
    for (const one of done.kept) if (one.waiting) waiting.add(one.waiting);
    let at = 0;
    for (const taking of taken) {
      const end = at + taking.arrived.length;
      unflushed.push({ taking, kept: done.kept.slice(at, end).map(({ answer }) => answer) });
      at = end;
    }
    if (taken.length > 0) flushing ??= flush();
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
        else carefulUntil = waiting.at(begun - 1)!.id;
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
    const first = waiting.at(0)!;
    const fail = () => {
      store.transaction(() => failWaiting(store, first.id));
      waiting.drop(1);
      tellSoon();
    };
    try {
      if (first.attempts >= MOST_ATTEMPTS) return fail();
      store.transaction(() => raiseAttempts(store, first.id), true);
      waiting.setFirst({ ...first, attempts: first.attempts + 1 });
      dispatcher.record((writer, now) => {
        return { result: undefined, events: applyWaiting(partsOf(writer, now), first) };
      }, true);
      waiting.drop(1);
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

  const isDone = () => takings.length + acknowledged.length + waiting.length === 0 && flushing === null;
  /** Milliseconds until what was kept is to be applied. */
  const applyInMs = () =>
    waiting.length > 0
      ? rush.applyInMs(waiting.length, waiting.since, takings.length > 0 || flushing !== null)
      : Number.POSITIVE_INFINITY;
  /** The same until it is written down what was acknowledged, if nothing else is written before. */
  const noteInMs = () =>
    acknowledged.length > 0
      ? acknowledgedSince + NOTE_WITHIN_MS - performance.now()
      : Number.POSITIVE_INFINITY;
  const turn = () => {
    turning = undefined;
    if (stopped) return;
    relieving = relieve?.()?.then(() => {
      relieving = undefined;
      goOn();
    });
    if (relieving !== undefined) return;
    const first = waiting.at(0);
    const isCareful = first !== undefined && first.id <= carefulUntil;
    const isWell = performance.now() >= notBefore;
    const applies = isWell && applyInMs() <= 0;
    // While the disk is at work, what arrives waits for it, and goes together.
    const taken = flushing === null ? nextTakings() : [];
    if (taken.length > 0 || (applies && !isCareful) || (isWell && noteInMs() <= 0))
      attempt(taken, applies && !isCareful);
    if (isCareful && applies) applyCarefully();
    goOn();
  };
  /** Milliseconds until the next turn has something to do. */
  const restMs = () => {
    if (takings.length > 0 && flushing === null)
      return rush.gatherMs(takings.reduce((sum, { arrived }) => sum + arrived.length, 0));
    return Math.max(Math.min(applyInMs(), noteInMs()), notBefore - performance.now());
  };
  function goOn() {
    if (isDone()) for (const resolve of settling.splice(0)) resolve();
    else wake();
  }
  function wake() {
    const inMs = restMs();
    if (stopped || relieving !== undefined || inMs === Number.POSITIVE_INFINITY) return;
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
      if (acknowledged.length === 0) acknowledgedSince = performance.now();
      for (const id of messageIds) acknowledged.push(id);
      wake();
    },
    settle: () =>
      new Promise((resolve) => {
        if (isDone()) return resolve();
        settling.push(resolve);
        wake();
      }),
    stop: async () => {
      while (takings.length > 0) attempt(nextTakings(), false);
      stopped = true;
      await Promise.all([flushing, relieving]);
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
