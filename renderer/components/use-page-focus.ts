/**
 * Which page a viewer shows, and the place on it that is looked at now: a field that gets the focus turns to its page.
 * Always: a place is shown once, when it is asked for; from then on the person moves the page as they like.
 */
import { useCallback, useRef, useState } from 'react';
import type { OrderPage } from '../../core/contract/entry.ts';
import type { Region } from '../../core/contract/recognition.ts';

/** A look at places, the first of them the one that counts. Another object is another look. */
export interface PageFocus {
  places: readonly Region[];
}

export const usePageFocus = (pages: readonly OrderPage[]) => {
  const [pageIndex, onPage] = useState(0);
  const [focus, setFocus] = useState<PageFocus | null>(null);
  /** What the viewer shows now. */
  const inSight = useRef<Region | null>(null);

  /** Turns to the page of the first place and shows it large; with no place the page stays as it is. */
  const focusRegion = useCallback(
    (...places: readonly Region[]) => {
      setFocus(places.length === 0 ? null : { places });
      const to = pages.findIndex(
        ({ documentId, number }) => documentId === places[0]?.documentId && number === places[0].page,
      );
      if (to >= 0) onPage(to);
    },
    [pages],
  );
  return { viewer: { pages, pageIndex, onPage, focus, inSight }, focusRegion };
};
export type PageViewing = ReturnType<typeof usePageFocus>['viewer'];
