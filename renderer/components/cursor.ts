/**
 * A cursor over rows that stays on the same thing when the rows change around it. When the thing itself is gone it
 * stays at its place in the list, which is then the next one.
 */
import { useState } from 'react';

export interface Cursor {
  index: number;
  /** The key of the row it is on. */
  key: string | null;
}

export const startOfRows: Cursor = { index: 0, key: null };

/** Where the cursor is now that the rows may have changed. `find` answers -1 for a row that is not there. */
export function settledCursor(cursor: Cursor, total: number, find: (key: string) => number): number {
  const found = cursor.key === null ? -1 : find(cursor.key);
  return found >= 0 ? found : Math.max(0, Math.min(cursor.index, total - 1));
}

/** The cursor of a list that is wholly loaded. */
export function useCursor<Row>(rows: readonly Row[], keyOf: (row: Row) => string) {
  const [cursor, setCursor] = useState(startOfRows);
  const index = settledCursor(cursor, rows.length, (key) => rows.findIndex((row) => keyOf(row) === key));
  const moveTo = (to: number) => {
    const row = rows[to];
    setCursor({ index: to, key: row === undefined ? null : keyOf(row) });
  };
  return { index, row: rows[index], moveTo };
}
