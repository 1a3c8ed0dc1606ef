/**
 * A prescription opened to be worked on: claimed on opening, the claim renewed while it is open, released on
 * leaving unless it moved on.
 * Always: opening, keeping and releasing run one after the other, so that going from one to the next, or leaving
 * and coming back at once, never crosses over. What is given is read freshly, drafts included, never from memory.
 */
import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import type { QueryResult } from '../../core/contract/index.ts';
import type { Stage } from '../../core/contract/values.ts';
import { ask, run } from './api.ts';
import { failureOf, useAsk } from './hooks.ts';

let last: Promise<unknown> = Promise.resolve();

/** Runs after everything given before it has ended, well or badly. */
export const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
  const next = last.then(work);
  last = next.catch(() => undefined);
  return next;
};

export interface Work {
  /** As it was when it was opened. */
  got: QueryResult<'prescription.get'>;
  /** The version after the claim. */
  version: number;
  /** Why it could not be claimed; null when it is ours. */
  refused: Failure | null;
}

/**
 * Opens a prescription to work on it at one stage. At another stage it is read but not claimed.
 * @returns `finish` is called once it has moved on, so that leaving does not release it
 */
export const useWork = (prescriptionId: string, stage: Stage) => {
  const [work, setWork] = useState<Work | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const ours = useRef(false);

  useEffect(() => {
    let left = false;
    let renewal: ReturnType<typeof setTimeout> | undefined;
    const claim = async () => {
      const { version, expiresAt } = await run('prescription.claim', { prescriptionId });
      ours.current = true;
      if (!left) renewal = setTimeout(renew, Math.max(5_000, (Date.parse(expiresAt) - Date.now()) / 2));
      return version;
    };
    const renew = () => {
      if (ours.current) inTurn(claim).catch(failureOf);
    };
    const open = async () => {
      const got = await ask('prescription.get', { prescriptionId });
      if (got.prescription.stage !== stage) return { got, version: got.prescription.version, refused: null };
      try {
        return { got, version: await claim(), refused: null };
      } catch (thrown) {
        return { got, version: got.prescription.version, refused: failureOf(thrown) };
      }
    };
    inTurn(open).then(
      (opened) => {
        if (!left) setWork(opened);
      },
      (thrown) => {
        if (!left) setFailure(failureOf(thrown));
      },
    );
    return () => {
      left = true;
      clearTimeout(renewal);
      inTurn(async () => {
        if (!ours.current) return;
        ours.current = false;
        // A release that fails is no loss: the claim runs out by itself.
        await run('prescription.release', { prescriptionId });
      }).catch(failureOf);
    };
  }, [prescriptionId, stage]);

  const finish = () => {
    ours.current = false;
  };
  return { work, failure, finish };
};

/** What is known now of what was opened: an answer kept from before the claim is older than what was opened. */
export const useLatest = (work: Work) => {
  const asked = useAsk('prescription.get', { prescriptionId: work.got.prescription.id }).data;
  const got = asked && asked.prescription.version >= work.version ? asked : work.got;
  return { got, version: Math.max(got.prescription.version, work.version) };
};
