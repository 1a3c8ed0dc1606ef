/**
 * Which high-risk fields were confirmed against the page, one after the other.
 * Always: what was confirmed holds for exactly the content it was confirmed on; looking up and coming back keeps it
 * while the window is open.
 */
import { useState } from 'react';
import { highRiskFields } from '../../../core/contract/prescription.ts';

export type HighRiskField = (typeof highRiskFields)[number];

const remembered = new Map<string, number>();

/** @param content what is being confirmed, as text: prescription, person and every typed value */
export const useConfirmations = (content: string) => {
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
    confirmed: highRiskFields.slice(0, count),
    /** The field that is lit; undefined when all are confirmed. */
    current: highRiskFields[count],
    confirm: () => set(Math.min(count + 1, highRiskFields.length)),
    takeBack: () => set(Math.max(count - 1, 0)),
  };
};
