/**
 * The lexicon of this pharmacy for extraction: the drugs on file without their packages, the profile, the day.
 * Always: gathered a piece at a time, so that no command waits while a hundred thousand drugs are gone through;
 * gathered anew only after drugs were changed and the changing has paused.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { dayOf } from '../calendar.ts';
import type { Dispatcher } from '../dispatch.ts';
import type { Reader } from '../store/database.ts';
import type { Lexicon, LexiconDrug } from './reading.ts';
import { drugsAfter } from './store.ts';

/** Rows of one turn: some milliseconds. */
const PIECE = 2_000;
/** An import adds drugs for a while; the lexicon follows when it has paused. */
const PAUSE_MS = 5_000;

const gather = async (store: Reader): Promise<LexiconDrug[]> => {
  const drugs = new Map<string, LexiconDrug>();
  for (let after = 0; ; ) {
    const piece = drugsAfter(store, after, PIECE);
    for (const { rowid: _, ...drug } of piece) {
      const key = Object.values(drug).join('\u0000').toLowerCase();
      if (!drugs.has(key)) drugs.set(key, drug);
    }
    if (piece.length < PIECE) return [...drugs.values()];
    after = piece.at(-1)!.rowid;
    await nextTurn();
  }
};

export interface LexiconSource {
  /** Drugs were changed. */
  stale(): void;
  /** The lexicon as it should be now; the very same object while nothing changed. */
  current(): Promise<Lexicon>;
}

export const lexiconSource = (dispatcher: Dispatcher, store: Reader): LexiconSource => {
  let drugs: Promise<LexiconDrug[]> | null = null;
  let staleSince: number | null = null;
  let known: Lexicon | null = null;
  return {
    stale: () => {
      staleSince = performance.now();
    },
    current: async () => {
      if (drugs === null || (staleSince !== null && performance.now() - staleSince >= PAUSE_MS)) {
        staleSince = null;
        drugs = gather(store);
      }
      const now = {
        profile: dispatcher.setting('branch.profile'),
        today: dayOf(dispatcher.now(), dispatcher.setting('branch.timeZone')),
        drugs: await drugs,
      };
      if (known?.drugs !== now.drugs || known.profile !== now.profile || known.today !== now.today)
        known = now;
      return known;
    },
  };
};
