/**
 * The form of a transcription as far as it is filled in, kept by the core while it is typed.
 * Always: what was typed is on disk within half a second, and at once on leaving; what could not be kept (the core
 * was away) is there again when its typist comes back; a draft that was sent on is never kept again.
 * Not here: whether what was typed is right.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Failure } from '../../../core/contract/errors.ts';
import type { QueryResult } from '../../../core/contract/index.ts';
import type { draftContent } from '../../../core/contract/prescription.ts';
import { run } from '../../client/api.ts';
import { failureOf } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { inTurn } from '../../client/work.ts';

export type Draft = z.infer<typeof draftContent>;
type Opened = QueryResult<'prescription.get'>;

/** Where typing begins: the draft, else what was typed before it came back, else what the intake knew. */
export const firstDraft = ({ draft, prescription, patient, prescriber, drug }: Opened): Draft => {
  if (draft !== null) return draft;
  if (prescription.transcription === null)
    return {
      ...(patient && { patientId: patient.id }),
      ...(prescriber && { prescriberId: prescriber.id }),
      ...(drug && { ndc11: drug.ndc11 }),
    };
  const { sigSentence: _, daysSupply, refills, ...typed } = prescription.transcription;
  return { ...typed, daysSupply: String(daysSupply), refills: String(refills) };
};

const keepAfter = 400;

/** What was typed and is not on disk yet, by typist and prescription: ids and directions, never a name. */
const unkept = new Map<string, Draft>();

export const useDraft = (prescriptionId: string, first: Draft) => {
  const { user } = useMe();
  const key = `${user.id} ${prescriptionId}`;
  const [draft, setDraft] = useState(() => unkept.get(key) ?? first);
  const [failure, setFailure] = useState<Failure | null>(null);
  const latest = useRef<{ draft: Draft; kept: Draft | null }>({
    draft,
    kept: unkept.has(key) ? null : draft,
  });

  /** Resolves once what is in the form now is on disk, or could not be put there. */
  const keep = useCallback(async () => {
    const { draft: now, kept } = latest.current;
    if (now === kept) return inTurn(async () => undefined);
    latest.current.kept = now;
    unkept.set(key, now);
    await inTurn(() => run('prescription.saveDraft', { prescriptionId, draft: now })).then(
      () => {
        if (unkept.get(key) === now) unkept.delete(key);
        setFailure(null);
      },
      (thrown) => {
        if (latest.current.kept === now) latest.current.kept = null;
        setFailure(failureOf(thrown));
      },
    );
  }, [prescriptionId, key]);

  useEffect(() => {
    latest.current.draft = draft;
    const timer = setTimeout(() => void keep(), keepAfter);
    return () => clearTimeout(timer);
  }, [draft, keep]);

  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && void keep();
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      void keep();
    };
  }, [keep]);

  const change = useCallback((part: Draft) => setDraft((now) => ({ ...now, ...part })), []);
  /** It was sent on: nothing is left to keep. */
  const settle = () => {
    latest.current.kept = latest.current.draft;
    unkept.delete(key);
  };
  /** The core filled the form: this stands in it now, and is kept there already. */
  const replace = (filled: Draft) => {
    latest.current.kept = filled;
    unkept.delete(key);
    setDraft(filled);
  };
  return { draft, change, keep, replace, settle, failure };
};
