/** When to follow up, in the branch's own time: typed, or one of the usual spans from now. */
import { Button, Group, TextInput } from '@mantine/core';
import { branchTimeZone } from '../client/session.ts';
import { instantOfWallTime, wallTimeOf } from './branch-time.ts';

const hour = 3_600_000;

const spans = [
  { name: 'in 1 hour', after: hour },
  { name: 'in 4 hours', after: 4 * hour },
  { name: 'tomorrow', after: 24 * hour },
  { name: 'in 3 days', after: 72 * hour },
];

/** The wall time so many hours from now, as the field takes it. */
export const hoursFromNow = (hours: number) => wallTimeOf(Date.now() + hours * hour, branchTimeZone());

/** The instant that was typed, or null while none can be read. */
export const followUpInstant = (wallTime: string) => instantOfWallTime(wallTime, branchTimeZone());

export const FollowUp = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => (
  <Group gap={4} align="end" wrap="nowrap">
    <TextInput
      type="datetime-local"
      label="Follow up"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
    {spans.map(({ name, after }) => (
      <Button
        key={name}
        variant="default"
        size="xs"
        px={8}
        h={36}
        flex="none"
        onClick={() => onChange(hoursFromNow(after / hour))}
      >
        {name}
      </Button>
    ))}
  </Group>
);
