/**
 * The same medicine twice: what the chosen patient has of the chosen drug already, and what a person says this one is.
 * Always: an answer speaks of one earlier prescription and lapses with it; a refill is taken by a command of its own.
 */
import { useState } from 'react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk } from '../../client/hooks.ts';
import type { Draft } from './use-draft.ts';

export type Duplicate = QueryResult<'prescription.duplicates'>['rows'][number];

export interface DuplicateAnswer {
  of: string;
  answer: 'renew' | 'new';
  reason: string;
}

/** @param isRefill an order that is a refill already repeats its own, and is not asked about it */
export const useDuplicates = (prescriptionId: string, draft: Draft, isRefill: boolean) => {
  const { patientId = '', ndc11 = '' } = draft;
  const [given, setGiven] = useState<DuplicateAnswer | null>(null);
  const enabled = patientId !== '' && ndc11 !== '' && !isRefill;
  const asked = useAsk('prescription.duplicates', { prescriptionId, patientId, ndc11 }, { enabled });
  const answerTo = (rows: readonly Duplicate[]) =>
    rows.some(({ prescriptionId: earlier }) => earlier === given?.of) ? given : null;
  const rows = (enabled && asked.data?.rows) || [];
  return {
    rows,
    answer: answerTo(rows),
    setAnswer: setGiven,
    /**
     * Asked anew: a fast hand is ahead of what stands on the screen.
     * @returns the answer that goes with it, null where none is needed, undefined where one is missing
     */
    answerNow: async (): Promise<DuplicateAnswer | null | undefined> => {
      const now = enabled ? ((await asked.refetch()).data?.rows ?? []) : [];
      if (now.length === 0) return null;
      const answer = answerTo(now);
      return answer && (answer.answer === 'renew' || answer.reason.trim() !== '') ? answer : undefined;
    },
  };
};
