/**
 * How old what is known of other branches is, beside a decision that rests on it.
 * Always: said while this workstation is cut off or still reading, and quiet otherwise: a branch that says nothing
 * while central is reached has nothing to say, or is cut off itself, and nobody here can tell which.
 */
import { Text } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import type { QueryResult } from '../../core/contract/index.ts';
import { useCentral } from '../client/central.ts';
import { useAsk } from '../client/hooks.ts';
import { useMe } from '../client/session.ts';
import { useNow, whenWords } from './when.tsx';

/** States in which something done elsewhere may not be known here. */
const old: ReadonlySet<QueryResult<'sync.state'>['state']> = new Set([
  'connecting',
  'catching-up',
  'offline',
  'refused',
  'fenced',
]);

interface DataAgeProps {
  /** The names of the branches whose data is shown; null is ours. */
  branches: readonly (string | null)[];
}

export function DataAge({ branches }: DataAgeProps) {
  const { may } = useMe();
  const now = useNow();
  const state = useCentral().data;
  const isOld = state !== undefined && old.has(state.state);
  const known = useAsk('sync.branches', {}, { enabled: isOld && may.has('sync.branches') }).data;
  if (!isOld || !known || known.others.length === 0) return null;
  const heard = state.heardAt;
  const ages = known.others
    .filter(({ name }) => branches.includes(name))
    .map(({ name, heardAt }) => ` ${name}’s data as of ${whenWords(heardAt, now)}.`);
  return (
    <Text size="sm" c="orange" role="note" fw={500}>
      <IconClockExclamation size={15} aria-hidden="true" style={{ verticalAlign: '-2px' }} />{' '}
      {heard === null
        ? 'What other branches do is not known here yet.'
        : `What other branches did after ${whenWords(heard, now)} is not known here.`}
      {ages.join('')}
    </Text>
  );
}
