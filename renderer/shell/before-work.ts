/** Does one thing before work (set up, open, restore) and looks at the workstation's state afterwards. */
import { useState } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import { answers } from '../client/answers.ts';
import { failureOf } from '../client/hooks.ts';
import { stateKey } from '../client/session.ts';

/** Looks at the state of the workstation again, after something that changes it. */
export const refreshState = () => answers.invalidateQueries({ queryKey: stateKey });

export function useBeforeWork() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function attempt(work: () => Promise<unknown>) {
    setBusy(true);
    setFailure(null);
    let failed: Failure | null = null;
    try {
      await work();
    } catch (error) {
      failed = failureOf(error);
    }
    await refreshState();
    // Said only now: whoever reads it can try again with the next key.
    setFailure(failed);
    setBusy(false);
  }
  return { attempt, busy, failure };
}
