/** The bags of the patient at the counter: scanned, still to be scanned with the bin they lie in, or left there. */
import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { BagContent } from './bag-content.tsx';
import type { Bag } from './bags.ts';

interface BagListProps {
  bags: readonly Bag[];
  onLeave: (bag: Bag) => void;
}

export function BagList({ bags, onLeave }: BagListProps) {
  return (
    <Stack gap="xs" component="ul" p={0} m={0} aria-label="Bags">
      {bags.map((bag) => (
        <Paper key={bag.row.id} withBorder p="sm" component="li" style={{ listStyle: 'none' }}>
          <Group justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              {bag.state === 'scanned' ? (
                <IconCircleCheck size={24} color="var(--mantine-color-green-8)" aria-hidden />
              ) : (
                <IconCircleDashed size={24} aria-hidden />
              )}
              <div>
                <BagContent row={bag.row} />
                <Text size="sm" fw={600}>
                  {stateWords(bag)}
                </Text>
              </div>
            </Group>
            {bag.state !== 'scanned' && (
              <Button size="compact-md" variant="default" flex="none" onClick={() => onLeave(bag)}>
                {bag.state === 'left' ? 'Take it along' : 'Leave it this time'}
              </Button>
            )}
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}

function stateWords({ state, row }: Bag): string {
  const bin = row.bin ? `bin ${row.bin}` : 'its bin';
  return { scanned: 'Scanned', waiting: `Not scanned: it lies in ${bin}`, left: `Stays in ${bin}` }[state];
}
