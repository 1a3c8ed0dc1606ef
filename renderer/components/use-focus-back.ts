/**
 * Gives the focus back to where it was before a dialogue that is mounted only while it is open, so that typing goes on
 * there. Where it was is gone when the dialogue led somewhere else; then nothing happens.
 */
import { useEffect, useState } from 'react';

export const useFocusBack = () => {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After the dialogue has let go of the focus.
      requestAnimationFrame(() => {
        if (before instanceof HTMLElement && before.isConnected) before.focus();
      });
    },
    [before],
  );
};
