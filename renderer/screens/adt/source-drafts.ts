/**
 * What was typed of a source and not sent yet, kept while this window is open, so that going back loses nothing.
 * Nothing of a patient is in it. Not here: what the fields mean (source-draft.ts).
 */
import { create } from 'zustand';
import type { SourceDraft } from './source-draft.ts';

export interface Typed {
  draft: SourceDraft;
  /** Of the source it was begun from: what somebody else changed meanwhile is not written over. */
  version: number | undefined;
}

interface Drafts {
  typed: Readonly<Record<string, Typed>>;
  keep: (id: string, typed: Typed) => void;
  forget: (id: string) => void;
}

const useDrafts = create<Drafts>()((set) => ({
  typed: {},
  keep: (id, typed) => set((before) => ({ typed: { ...before.typed, [id]: typed } })),
  forget: (id) =>
    set(({ typed: { [id]: _gone, ...others } }) => ({
      typed: others,
    })),
}));

/** What was typed of a source, or how it stands where nothing was. `id` is `new` for one that is added. */
export function useSourceDraft(id: string, asItStands: Typed) {
  const { typed, keep, forget } = useDrafts();
  const { draft, version } = typed[id] ?? asItStands;
  return {
    draft,
    version,
    isTyped: typed[id] !== undefined,
    change: (next: SourceDraft) => keep(id, { draft: next, version }),
    forget: () => forget(id),
  };
}
