/** On the screen of a thing: that two versions of it wait for a person, and the way to both. */
import { Alert, Anchor, VisuallyHidden } from '@mantine/core';
import { IconAlertOctagon } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useAsk } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { words } from '../../words.ts';

export function ConflictBanner({ subjectId }: { subjectId: string }) {
  const { may } = useMe();
  const { data } = useAsk(
    'sync.conflicts',
    { open: true, subjectId, limit: 20 },
    { enabled: may.has('sync.conflicts') },
  );
  return data?.rows.map(({ id, kind, severity, sentence }) => (
    <Alert
      key={id}
      color={severity === 1 ? 'red' : 'orange'}
      variant={severity === 1 ? 'light' : 'outline'}
      icon={severity === 1 && <IconAlertOctagon aria-hidden="true" />}
      title={words.conflictKind[kind]}
    >
      {sentence}{' '}
      <Anchor inherit component={Link} href={`/conflict/${id}`} underline="always">
        Look at both versions
        <VisuallyHidden>: {words.conflictKind[kind]}</VisuallyHidden>
      </Anchor>
    </Alert>
  ));
}
