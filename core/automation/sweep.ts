/**
 * Sees to it that nothing waits for automation longer than it may: a minute for central to take the request, a quarter
 * of an hour for the answer, as the settings have it. Then a person gets the order.
 *
 * Always: how long a request has waited is told by the monotonic clock of this start of the program, so that a clock
 * set back or forward neither prolongs a wait nor ends it; for what waited before the start there is the wall clock
 * alone, and where that lies before the request nobody can tell, so a person gets it at once. What is waited for stands
 * in rows; giving twice has no second effect.
 */
import type { Announcement, Dispatcher } from '../dispatch.ts';
import type { Session } from '../handler.ts';
import { newId } from '../identity.ts';
import { loadPrescription } from '../prescription/store.ts';
import type { Reader } from '../store/database.ts';
import { type OpenRequest, openRequests } from './store.ts';

export interface Sweep {
  /** Looks at every request that waits, now; resolves when what was due has been given to people. */
  look(): Promise<void>;
  stop(): void;
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

/** Events after which something may wait that did not, or no longer. */
const wakes: ReadonlySet<string> = new Set([
  'automation.asked',
  'automation.acknowledged',
  'prescription.transcribed',
  'prescription.reject',
  'setting.changed',
]);

type Because = 'no-answer' | 'offline' | 'taken' | 'switched-off';

/** Since when, by the monotonic clock, a request waits for what it waits for now. */
interface Wait {
  acknowledged: boolean;
  since: number;
}

export const startSweep = (parts: SweepParts): Sweep => {
  const { dispatcher, store, system, clock, onFault = () => {}, running = true } = parts;
  const { monotonic = () => performance.now() } = parts;
  const waits = new Map<string, Wait>();
  /** When it looked last, by the monotonic clock; null before the first time. */
  let lookedAt: number | null = null;
  let looking: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  /** Milliseconds since an instant before this start; without end where the clock was set back behind it. */
  const sinceInstant = (at: string): number => {
    const passed = clock() - Date.parse(at);
    return passed < 0 ? Number.POSITIVE_INFINITY : passed;
  };

  const waitOf = (row: OpenRequest): Wait => {
    const acknowledged = row.sent_at !== null;
    const known = waits.get(row.request_id);
    if (known?.acknowledged === acknowledged) return known;
    const passed = sinceInstant(row.sent_at ?? row.asked_at);
    // Seen for the first time, it cannot have begun before the last look, whatever the clock on the wall says.
    const before = lookedAt === null ? passed : Math.min(passed, monotonic() - lookedAt);
    const wait = { acknowledged, since: monotonic() - before };
    waits.set(row.request_id, wait);
    return wait;
  };

  const mostOf = ({ acknowledged }: Wait): number =>
    acknowledged
      ? dispatcher.setting('automation.waitMinutes') * 60_000
      : dispatcher.setting('automation.offlineSeconds') * 1_000;

  /** Milliseconds until a request is due; 0 or less when it is. */
  const left = (wait: Wait): number => mostOf(wait) - (monotonic() - wait.since);

  const becauseOf = (row: OpenRequest): Because | null => {
    const wait = waitOf(row);
    if (loadPrescription(store, row.prescription_id).automation !== 'asked') return 'taken';
    if (!dispatcher.setting('automation.on')) return 'switched-off';
    if (left(wait) > 0) return null;
    return wait.acknowledged ? 'no-answer' : 'offline';
  };

  const lookOnce = async (): Promise<void> => {
    const open = openRequests(store);
    const ids = new Set(open.map(({ request_id }) => request_id));
    for (const id of waits.keys()) if (!ids.has(id)) waits.delete(id);
    const due = open.flatMap((row) => {
      const because = becauseOf(row);
      return because === null ? [] : [{ requestId: row.request_id, because }];
    });
    lookedAt = monotonic();
    for (const input of due) {
      if (stopped) return;
      const reply = await dispatcher.run('automation.give', { commandId: newId(), input }, system);
      if (!reply.ok) onFault(new Error(reply.error.code));
    }
  };

  const schedule = () => {
    clearTimeout(timer);
    if (!running || stopped) return;
    const soonest = Math.min(EVERY_MS, ...[...waits.values()].map(left));
    timer = setTimeout(() => void look(), Math.max(soonest, 250)).unref();
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
    stop: () => {
      stopped = true;
      stopListening();
      clearTimeout(timer);
    },
  };
};
