/** How the exchange with central stands, for every part of the window that says so. */
import { useState } from 'react';
import { useAsk } from './hooks.ts';
import { useMe } from './session.ts';

/** What is sent and read changes its numbers without an event: seldom while all is well, quickly while there is much. */
const seldom = 10_000;
const often = 1_000;

export function useCentral() {
  const { may } = useMe();
  const [reads, setReads] = useState(false);
  const asked = useAsk(
    'sync.state',
    {},
    { enabled: may.has('sync.state'), everyMilliseconds: reads ? often : seldom },
  );
  const readsNow = asked.data?.state === 'catching-up';
  if (reads !== readsNow) setReads(readsNow);
  return asked;
}
