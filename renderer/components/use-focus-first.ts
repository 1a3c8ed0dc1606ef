/**
 * Gives the focus to the field a dialogue begins with in the moment it stands there: what is typed right after the key
 * that opened it is typed into it. The trap of the dialogue does the same only a moment later.
 */
import { useLayoutEffect, useRef } from 'react';

/** @returns the ref of the element that holds the field, which is marked `data-autofocus` */
export const useFocusFirst = <Root extends HTMLElement>() => {
  const root = useRef<Root>(null);
  useLayoutEffect(() => {
    root.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus({ preventScroll: true });
  }, []);
  return root;
};
