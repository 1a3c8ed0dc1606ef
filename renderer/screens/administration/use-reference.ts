/** What the reference data screen shows, kept up while something runs: a check ends without an event of its own. */
import { useEffect, useRef } from 'react';
import { answers } from '../../client/answers.ts';
import { useAsk } from '../../client/hooks.ts';

const EVERY_MILLISECONDS = 600;

export function useReference() {
  const { data: running, error } = useAsk('reference.job', {}, { everyMilliseconds: EVERY_MILLISECONDS });
  const { data: found } = useAsk('reference.findings', {});
  const { data: listed } = useAsk('reference.versions', {});
  const job = running?.job ?? null;
  const before = useRef<string | null>(null);
  useEffect(() => {
    const now = job?.id ?? null;
    if (before.current === now) return;
    before.current = now;
    for (const name of ['reference.findings', 'reference.versions'])
      void answers.invalidateQueries({ queryKey: [name] });
  }, [job?.id]);
  return {
    job,
    check: found?.check ?? null,
    versions: listed?.versions,
    failure: error?.failure ?? null,
    /** Asks at once what runs now. */
    lookAgain: () => void answers.invalidateQueries({ queryKey: ['reference.job'] }),
  };
}
