/**
 * Sees to it that nothing waits for automation longer than it may: a minute for central to take the request, a quarter
 * of an hour for the answer, as the settings have it. Then a person gets the order.
 *
 * Always: what is waited for stands in rows, so that a restart goes on with it; giving twice has no second effect. How long
 * a request has waited whatever the clocks do is in waits.ts.
 */
import type { Announcement, Dispatcher } from '../dispatch.ts';
import type { Session } from '../handler.ts';
import { newId } from '../identity.ts';
import { loadPrescription } from '../prescription/store.ts';
import type { Reader } from '../store/database.ts';
import { type OpenRequest, openRequests } from './store.ts';
import { openWaits } from './waits.ts';

export interface Sweep {
  /** Looks at every request that waits, now; resolves when what was due has been given to people. */
  look(): Promise<void>;
  /** Nothing more is given; resolves when the look under way has ended. */
  stop(): Promise<void>;
}

export interface SweepParts {
  dispatcher: Dispatcher;
  store: Reader;
  /** The session of the workstation itself. */
  system: Session;
  /** Wall clock, in milliseconds. */
  clock: () => number;
  /** Milliseconds that only ever go forward, from any beginning. */
  monotonic?: () => number;
  /** Whether it looks by itself, every minute and whenever something is due. */
  running?: boolean;
  onFault?: (error: unknown) => void;
}

const EVERY_MS = 60_000;
/** What could not be given is not tried all the time. */
const SOONEST_MS = 250;

/** Events after which something may wait that did not, or no longer. */
const wakes: ReadonlySet<string> = new Set([
  'automation.asked',
  'automation.acknowledged',
  'prescription.transcribed',
  'prescription.reject',
  'setting.changed',
]);

type Because = 'no-answer' | 'offline' | 'taken' | 'switched-off';

export const startSweep = (parts: SweepParts): Sweep => {
  const { dispatcher, store, system, clock, onFault = () => {}, running = true } = parts;
  const waits = openWaits(clock, parts.monotonic ?? (() => performance.now()));
  /** Milliseconds until the next one is due. */
  let soonest = Number.POSITIVE_INFINITY;
  let looking: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const becauseOf = (row: OpenRequest, left: number): Because | null => {
    if (loadPrescription(store, row.prescription_id).automation !== 'asked') return 'taken';
    if (!dispatcher.setting('automation.on')) return 'switched-off';
    if (left > 0) return null;
    return row.sent_at === null ? 'offline' : 'no-answer';
  };

  const lookOnce = async (): Promise<void> => {
    const open = openRequests(store);
    const left = waits.look(
      open.map(({ request_id, asked_at, sent_at }) => ({
        ...{ id: request_id, askedAt: asked_at, acknowledgedAt: sent_at },
      })),
      {
        acknowledgement: dispatcher.setting('automation.offlineSeconds') * 1_000,
        answer: dispatcher.setting('automation.waitMinutes') * 60_000,
      },
    );
    soonest = Math.min(...left.values());
    const due = open.flatMap((row) => {
      const because = becauseOf(row, left.get(row.request_id)!);
      return because === null ? [] : [{ requestId: row.request_id, because }];
    });
    for (const input of due) {
      if (stopped) return;
      const reply = await dispatcher.run('automation.give', { commandId: newId(), input }, system);
      if (!reply.ok) onFault(new Error(reply.error.code));
    }
  };

  const schedule = () => {
    clearTimeout(timer);
    if (!running || stopped) return;
    timer = setTimeout(() => void look(), Math.max(Math.min(EVERY_MS, soonest), SOONEST_MS)).unref();
  };

  /** One look at a time; who asks during one gets another after it. */
  const look = (): Promise<void> => {
    again = looking !== null;
    looking ??= (async () => {
      do {
        again = false;
        await lookOnce().catch(onFault);
      } while (again && !stopped);
      looking = null;
      schedule();
    })();
    return looking;
  };

  const stopListening = dispatcher.listen((announcements: Announcement[]) => {
    if (!stopped && announcements.some(({ name }) => wakes.has(name))) void look();
  });
  if (running) void look();

  return {
    look,
    stop: async () => {
      stopped = true;
      stopListening();
      clearTimeout(timer);
      await looking;
    },
  };
};
