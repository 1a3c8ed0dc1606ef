/**
 * Tells other systems what happened, from the rows the commands left.
 *
 * Always: within an outlet, messages of one ordering key go in their order and never overtake. A message that waits
 * for its next try, or is parked, holds its own key back in its own outlet and nothing else; a parked one until a
 * person has retried or dismissed it. Every try carries the same Idempotency-Key, so a receiver that honours it
 * sees one effect. What may have arrived is sent again by itself, except to the insurer, where money moves: there
 * a person decides.
 * A message to a patient in hospital, or reported deceased, rests until a pharmacist lets it go.
 * While an outlet has no address, its messages are only listed as sent. Messages to central wait: it has no link.
 */
import type { SettingName } from '../config.ts';
import {
  changeDelivery,
  type DeliveryRow,
  interruptedIn,
  isResting,
  loadDelivery,
  type Outlet,
  parkedKeys,
  waitingIn,
} from '../delivery/store.ts';
import type { Dispatcher } from '../dispatch.ts';
import type { EventDraft } from '../handler.ts';
import type { Store } from '../store/database.ts';
import { type DeliveryFailure, failureOfError, failureOfStatus } from './failure.ts';
import { type Pump, startPump } from './pump.ts';

export interface Outbox {
  /** Look for what is due now. */
  nudge(): void;
  /** Nothing more is sent; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

export interface OutboxOptions {
  clock: () => number;
  /** False where nothing is to be sent at all. */
  running?: boolean;
  fetch?: typeof globalThis.fetch;
  timeoutMs?: number;
  onFault?: (error: unknown) => void;
}

type Service = Exclude<Outlet, 'central'>;

const services: Record<Service, { address: SettingName & `${string}.url`; resendsWhenUnsure: boolean }> = {
  insurer: { address: 'insurer.url', resendsWhenUnsure: false },
  robot: { address: 'robot.url', resendsWhenUnsure: true },
  'patient-message': { address: 'patient-message.url', resendsWhenUnsure: true },
  fax: { address: 'fax.url', resendsWhenUnsure: false },
  support: { address: 'support.url', resendsWhenUnsure: true },
};

const SENT_LIST = 'sent list';
/** Rows of one look: few enough that a command never waits for them. */
const BATCH = 50;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const STOP_PATIENCE_MS = 3_000;

/** The wait before the next try: a second, doubling up to five minutes. */
export const waitAfter = (attempts: number): number =>
  Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_WAIT_MS);

/** What the outbox itself has told is no reason to look again. */
const ownNews: ReadonlySet<string> = new Set(['delivery.delivered', 'delivery.parked']);

const told = (row: DeliveryRow, name: EventDraft['name'], reason: string | null = null): EventDraft => ({
  name,
  subject: { kind: 'delivery', id: row.id },
  data: { deliveryId: row.id, outlet: row.outlet, topic: row.topic },
  reason,
});

const instant = (milliseconds: number) => new Date(milliseconds).toISOString();
const nextTurn = () => new Promise((done) => setImmediate(done));

/** What may be sent now, in order, and when the first that may not is due. */
const dueIn = (store: Store, outlet: Outlet, now: string): { ids: string[]; nextDue: number | null } => {
  const held = new Set(parkedKeys(store, outlet));
  const ids: string[] = [];
  let nextDue: number | null = null;
  for (const row of waitingIn(store, outlet)) {
    if (held.has(row.ordering_key)) continue;
    if (row.next_attempt_at !== null && row.next_attempt_at > now) {
      held.add(row.ordering_key);
      nextDue = Math.min(nextDue ?? Number.POSITIVE_INFINITY, Date.parse(row.next_attempt_at));
    } else if (ids.push(row.id) === BATCH) break;
  }
  return { ids, nextDue };
};

export const startOutbox = (dispatcher: Dispatcher, store: Store, options: OutboxOptions): Outbox => {
  const { clock, running = true, fetch = globalThis.fetch, timeoutMs = 10_000, onFault } = options;
  if (!running) return { nudge: () => {}, stop: async () => {} };
  const stopping = new AbortController();
  const impatient = new AbortController();

  const change = (row: DeliveryRow, changes: Parameters<typeof changeDelivery>[2], events: EventDraft[]) =>
    dispatcher.record((writer) => {
      changeDelivery(writer, row.id, changes);
      return { result: undefined, events };
    });

  const park = (row: DeliveryRow, problem: string) =>
    change(row, { state: 'parked', problem, next_attempt_at: null }, [told(row, 'delivery.parked', problem)]);

  /** Lists messages as sent, a batch in one transaction. */
  const listAsSent = (ids: string[]) =>
    dispatcher.record((writer, now) => {
      const rows = ids.map((id) => loadDelivery(writer, id));
      for (const { id } of rows)
        changeDelivery(writer, id, {
          state: 'delivered',
          via: SENT_LIST,
          delivered_at: now,
          next_attempt_at: null,
          problem: null,
        });
      return { result: undefined, events: rows.map((row) => told(row, 'delivery.delivered')) };
    });

  const post = async (row: DeliveryRow, address: string): Promise<DeliveryFailure | null> => {
    try {
      const response = await fetch(address, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': row.id },
        body: JSON.stringify({
          topic: row.topic,
          createdAt: row.created_at,
          content: JSON.parse(row.content),
        }),
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), impatient.signal]),
      });
      await response.body?.cancel();
      return response.ok ? null : failureOfStatus(response.status);
    } catch (error) {
      return failureOfError(error);
    }
  };

  /** Sends one message and writes what became of it. */
  const deliver = async (outlet: Service, id: string, address: string): Promise<DeliveryFailure | null> => {
    const row = loadDelivery(store, id);
    const attempts = row.attempts + 1;
    // On disk before the first byte: a row that waits and knows where it went was cut off while being sent.
    change(row, { attempts, via: address }, []);
    const failure = await post(row, address);
    if (failure === null) {
      const delivered_at = dispatcher.now();
      change(row, { state: 'delivered', delivered_at, next_attempt_at: null, problem: null }, [
        told(row, 'delivery.delivered'),
      ]);
    } else if (
      failure.kind === 'permanent' ||
      (failure.kind === 'ambiguous' && !services[outlet].resendsWhenUnsure)
    )
      park(row, failure.sentence);
    else
      change(
        row,
        { via: null, problem: failure.sentence, next_attempt_at: instant(clock() + waitAfter(attempts)) },
        [],
      );
    return failure;
  };

  /** A service that cannot be reached is left alone until the message that found out is due again. */
  const pausedUntil = new Map<Service, number>();

  const work = async (outlet: Service): Promise<number | null> => {
    for (;;) {
      const address = dispatcher.setting(services[outlet].address);
      const pause = pausedUntil.get(outlet) ?? 0;
      if (address && pause > clock()) return pause;
      const { ids, nextDue } = dueIn(store, outlet, dispatcher.now());
      if (ids.length === 0 || stopping.signal.aborted) return nextDue;
      if (address) await deliverAll(outlet, ids, address);
      else listAsSent(ids);
      await nextTurn();
    }
  };

  const deliverAll = async (outlet: Service, ids: string[], address: string): Promise<void> => {
    const failed = new Set<string>();
    for (const id of ids) {
      if (stopping.signal.aborted) return;
      const { ordering_key, state } = loadDelivery(store, id);
      if (state !== 'waiting' || failed.has(ordering_key) || isResting(store, id)) continue;
      const failure = await deliver(outlet, id, address);
      if (failure === null) continue;
      failed.add(ordering_key);
      if (failure.unreachable) {
        pausedUntil.set(outlet, Date.parse(loadDelivery(store, id).next_attempt_at ?? instant(clock())));
        return;
      }
    }
  };

  /** What was being sent when the workstation stopped, or its disk failed, may have arrived. */
  const settleInterrupted = (outlet: Service): void => {
    for (const row of interruptedIn(store, outlet))
      if (services[outlet].resendsWhenUnsure) change(row, { via: null }, []);
      else park(row, 'Mortar stopped while this was being sent. The message may have arrived.');
  };

  const interrupted = new Set(Object.keys(services) as Service[]);
  const pumps: Pump[] = [...interrupted].map((outlet) =>
    startPump({
      clock,
      work: async () => {
        if (interrupted.has(outlet)) settleInterrupted(outlet);
        interrupted.add(outlet);
        const due = await work(outlet);
        interrupted.delete(outlet);
        return due;
      },
      ...(onFault ? { onFault } : {}),
    }),
  );
  const nudge = () => {
    for (const pump of pumps) pump.nudge();
  };
  const stopListening = dispatcher.listen((announcements) => {
    const names = new Set(announcements.map(({ name }) => name));
    if (names.has('setting.changed') || names.has('delivery.retried')) pausedUntil.clear();
    // Its own successes are no news to it.
    if ([...names].some((name) => !ownNews.has(name))) nudge();
  });
  return {
    nudge,
    stop: async () => {
      stopping.abort();
      stopListening();
      // What is under way may end in order; after that it counts as lost on the way.
      const patience = setTimeout(() => impatient.abort(), STOP_PATIENCE_MS);
      await Promise.all(pumps.map((pump) => pump.stop()));
      clearTimeout(patience);
    },
  };
};
