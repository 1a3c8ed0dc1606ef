/**
 * Sends labels to the network printer, one after another.
 * Always: a label is marked `printing` on disk before its first byte leaves, so one found `printing` at the start may
 * have come out: it becomes `unsure` and waits for a person. Only what surely did not print is tried again.
 * Not here: labels that the window prints (`pdf`).
 */
import { addMinutes } from '../calendar.ts';
import { type Pump, startPump } from '../channel/pump.ts';
import type { Dispatcher } from '../dispatch.ts';
import type { EventDraft } from '../handler.ts';
import type { Store } from '../store/database.ts';
import { labelSettled } from './commands.ts';
import type { LabelContent } from './label.ts';
import { changeLabel, dueLabel, interruptedLabels, type LabelRow, nextLabelDue } from './store.ts';
import { sendZpl } from './zpl-printer.ts';

export interface Spool {
  nudge(): void;
  stop(): Promise<void>;
}

export interface SpoolOptions {
  clock: () => number;
  /** False where nothing is to be sent at all. */
  running?: boolean;
  /** Allowed for connecting, and again for the printer to take the label. */
  timeoutMs?: number;
  onFault?: (error: unknown) => void;
}

const interrupted =
  'Mortar stopped while this label was being sent. It may have printed: look at the printer before printing again.';
const noPrinter = 'No label printer is set. Set one, or settle this print and print it again as PDF.';

const FIRST_WAIT_MINUTES = 1 / 30;
const LONGEST_WAIT_MINUTES = 2;

export const startSpool = (dispatcher: Dispatcher, store: Store, options: SpoolOptions): Spool => {
  const { clock, running = true, timeoutMs = 8_000, onFault } = options;

  /** Writes what became of a label; the history is told when that is news. */
  const settle = (label: LabelRow, state: LabelRow['state'], problem: string | null, attempts: number) =>
    dispatcher.record((writer, now) => {
      const wait = Math.min(FIRST_WAIT_MINUTES * 2 ** attempts, LONGEST_WAIT_MINUTES);
      const next_attempt_at = state === 'waiting' ? addMinutes(now, wait) : null;
      changeLabel(writer, label.id, { state, problem, attempts, next_attempt_at });
      const isNews = state !== label.state || problem !== label.problem;
      const events: EventDraft[] = isNews ? [labelSettled(writer, label, state, problem)] : [];
      return { result: undefined, events };
    });

  const send = async (label: LabelRow): Promise<void> => {
    const address = dispatcher.setting('label.printer');
    if (!address) return settle(label, 'waiting', noPrinter, label.attempts + 1);
    const attempts = label.attempts + 1;
    dispatcher.record((writer) => {
      changeLabel(writer, label.id, { state: 'printing', problem: label.problem, attempts });
      return { result: undefined, events: [] };
    });
    const colon = address.lastIndexOf(':');
    const printer = { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
    // Loaded with the first label that goes to a network printer.
    const { labelZpl } = await import('./label-zpl.ts');
    const zpl = labelZpl(JSON.parse(label.content) as LabelContent, { dpi: dispatcher.setting('label.dpi') });
    const outcome = await sendZpl(printer, zpl, { timeoutMs });
    if (outcome === 'sent') settle(label, 'printed', null, attempts);
    else settle(label, outcome.failed === 'ambiguous' ? 'unsure' : 'waiting', outcome.sentence, attempts);
  };

  let stopping = false;
  const work = async (): Promise<number | null> => {
    // Nothing is being sent here and now: what is marked so was cut off.
    for (const label of interruptedLabels(store)) settle(label, 'unsure', interrupted, label.attempts);
    while (!stopping) {
      const label = dueLabel(store, dispatcher.now());
      if (!label) break;
      await send(label);
    }
    const due = nextLabelDue(store);
    return due === null ? null : Date.parse(due);
  };

  if (!running) return { nudge: () => {}, stop: async () => {} };
  const pump: Pump = startPump({ clock, work, ...(onFault ? { onFault } : {}) });
  const stopListening = dispatcher.listen((announcements) => {
    if (announcements.some(({ name }) => name === 'label.queued' || name === 'setting.changed')) pump.nudge();
  });
  return {
    nudge: pump.nudge,
    stop: async () => {
      stopping = true;
      stopListening();
      await pump.stop();
    },
  };
};
