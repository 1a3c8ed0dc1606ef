/**
 * Which page a viewer shows, and the place on it that is looked at now: a field that gets the focus turns to its page.
 * Always: a place is shown once, when it is asked for; from then on the person moves the page as they like; pages put
 * into another order leave the one that is shown where it is.
 */
import { useCallback, useRef, useState } from 'react';
import type { OrderPage } from '../../core/contract/entry.ts';
import type { Region } from '../../core/contract/recognition.ts';

/** A look at places, the first of them the one that counts. Another object is another look. */
export interface PageFocus {
  places: readonly Region[];
}

type Shown = Pick<OrderPage, 'documentId' | 'number'>;

export const usePageFocus = (pages: readonly OrderPage[]) => {
  const [shown, setShown] = useState<Shown | null>(null);
  const [focus, setFocus] = useState<PageFocus | null>(null);
  /** What the viewer shows now. */
  const inSight = useRef<Region | null>(null);
  const at = pages.findIndex(
    ({ documentId, number }) => documentId === shown?.documentId && number === shown.number,
  );

  /** Turns to the page of the first place and shows it large; with no place the page stays as it is. */
  const focusRegion = useCallback((...places: readonly Region[]) => {
    const [first] = places;
    setFocus(first ? { places } : null);
    if (first) setShown({ documentId: first.documentId, number: first.page });
  }, []);
  const onPage = (index: number) => setShown(pages[index] ?? null);
  return { viewer: { pages, pageIndex: Math.max(at, 0), onPage, focus, inSight }, focusRegion };
};
export type PageViewing = ReturnType<typeof usePageFocus>['viewer'];
