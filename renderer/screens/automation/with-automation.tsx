/** Beside the queue of transcription: how many orders wait for automation, and the way to them. */
import { Anchor } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { useAsk } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';

export function WithAutomation() {
  const { may } = useMe();
  const [, navigate] = useLocation();
  const { data } = useAsk('automation.waiting', { limit: 1 }, { enabled: may.has('automation.waiting') });
  const some = data !== undefined && data.total > 0;
  useKeys([{ keys: 'a', label: 'Those with automation', run: () => navigate('/automation'), when: some }]);
  if (!some) return null;
  return (
    <>
      {', '}
      <Anchor component={Link} href="/automation" underline="always">
        {data.total} with automation
      </Anchor>{' '}
      <KeyHint keys="a" />
    </>
  );
}
