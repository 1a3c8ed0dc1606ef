/**
 * What was counted so far for each prescription, kept while this window is open, so that going back loses nothing.
 * Holds lots and numbers alone, never a name. The scans themselves are kept by the core.
 */
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { Lot } from './fill-lines.ts';

export interface FillDraft {
  /** Lot id → the count as typed. */
  counts: Record<string, string>;
  /** Lots of an equivalent package that were scanned in place of the ordered one. */
  otherLots: Lot[];
  promisedOn: string;
  owingNote: string;
}

/** What to change, or how it follows from the draft as it is by then. */
type Change = Partial<FillDraft> | ((before: FillDraft) => Partial<FillDraft>);

interface Drafts {
  drafts: Record<string, FillDraft>;
  change: (prescriptionId: string, change: Change) => void;
  discard: (prescriptionId: string) => void;
}

const empty: FillDraft = { counts: {}, otherLots: [], promisedOn: '', owingNote: '' };

const useDrafts = create<Drafts>()(
  persist(
    (set) => ({
      drafts: {},
      change: (prescriptionId, change) =>
        set(({ drafts }) => {
          const before = drafts[prescriptionId] ?? empty;
          const part = typeof change === 'function' ? change(before) : change;
          return { drafts: { ...drafts, [prescriptionId]: { ...before, ...part } } };
        }),
      discard: (prescriptionId) =>
        set(({ drafts }) => {
          const { [prescriptionId]: _gone, ...others } = drafts;
          return { drafts: others };
        }),
    }),
    { name: 'mortar.fill', storage: createJSONStorage(() => sessionStorage) },
  ),
);

/** The draft of one prescription, how to change it, and how to let it go when it is filled. */
export function useFillDraft(prescriptionId: string) {
  const { drafts, change, discard } = useDrafts();
  return {
    draft: drafts[prescriptionId] ?? empty,
    change: (part: Change) => change(prescriptionId, part),
    discard: () => discard(prescriptionId),
  };
}
