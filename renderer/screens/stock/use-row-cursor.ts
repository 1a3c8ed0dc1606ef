/** A cursor over the rows of a table: j and k or the arrows move it, Enter opens the row it stands on. */
import { type Ref, useEffect, useRef, useState } from 'react';
import { useKeys } from '../../shell/keys.ts';

interface RowCursor {
  /** The row the cursor stands on; -1 when there is none. */
  at: number;
  /** What a row needs to show the cursor and take a click. */
  rowProps: (index: number) => {
    ref: Ref<HTMLTableRowElement>;
    'aria-selected': boolean;
    'data-cursor': true | undefined;
    onClick: () => void;
  };
}

export function useRowCursor(count: number, onOpen: (index: number) => void): RowCursor {
  const [wanted, setWanted] = useState(0);
  const row = useRef<HTMLTableRowElement>(null);
  const at = Math.min(wanted, count - 1);
  const move = (by: number) => setWanted(Math.min(Math.max(at + by, 0), Math.max(count - 1, 0)));
  useEffect(() => {
    if (at >= 0) row.current?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const some = count > 0;
  useKeys([
    { keys: 'j', label: 'Next row', run: () => move(1), when: some },
    { keys: 'k', label: 'Row before', run: () => move(-1), when: some },
    { keys: 'ArrowDown', label: 'Next row', run: () => move(1), when: some, hidden: true },
    { keys: 'ArrowUp', label: 'Row before', run: () => move(-1), when: some, hidden: true },
    { keys: 'Enter', label: 'Open the row', run: () => onOpen(at), when: some },
  ]);
  return {
    at,
    rowProps: (index) => ({
      ref: index === at ? row : null,
      'aria-selected': index === at,
      'data-cursor': index === at || undefined,
      onClick: () => {
        setWanted(index);
        onOpen(index);
      },
    }),
  };
}
