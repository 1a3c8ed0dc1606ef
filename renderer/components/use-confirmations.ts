/**
 * Which of some fields were confirmed, one after the other.
 * Always: what was confirmed holds for exactly the content it was confirmed on; looking up and coming back keeps it
 * while the window is open.
 */
import { useState } from 'react';

const remembered = new Map<string, number>();

/** @param content what is being confirmed, as text: prescription, person and every value held against another */
export const useConfirmations = <Field extends string>(fields: readonly Field[], content: string) => {
  const [count, setCount] = useState(() => remembered.get(content) ?? 0);
  const [of, setOf] = useState(content);
  if (of !== content) {
    setOf(content);
    setCount(remembered.get(content) ?? 0);
  }
  const set = (next: number) => {
    remembered.set(content, next);
    setCount(next);
  };
  return {
    confirmed: fields.slice(0, count),
    /** The field that is lit; undefined when all are confirmed. */
    current: fields[count],
    confirm: () => set(Math.min(count + 1, fields.length)),
    takeBack: () => set(Math.max(count - 1, 0)),
  };
};
