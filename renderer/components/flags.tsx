/** Words about a prescription that deserve a look. A word carries the meaning, colour only repeats it. */
import { Badge, Group } from '@mantine/core';

const colours: [RegExp, string][] = [
  [/^(late|overdue)/i, 'orange'],
  [/^(C[IV]+$|allerg|recall|expired|sent back|wrong|reported deceased)/i, 'red'],
];

const colourOf = (flag: string) => colours.find(([pattern]) => pattern.test(flag))?.[1] ?? 'gray';

interface FlagsProps {
  flags: readonly string[];
  /** Keeps them on one line, cut where there is no room; for rows of fixed height. */
  oneLine?: boolean;
}

export function Flags({ flags, oneLine = false }: FlagsProps) {
  return (
    <Group gap={4} wrap={oneLine ? 'nowrap' : 'wrap'} title={flags.join(', ')} style={{ overflow: 'hidden' }}>
      {flags.map((flag) => (
        <Badge
          key={flag}
          size="sm"
          px={5}
          fw={600}
          variant="light"
          radius="sm"
          tt="none"
          color={colourOf(flag)}
          // A sentence may be cut, a word such as CII never.
          flex={oneLine && flag.includes(' ') ? '0 1 auto' : 'none'}
        >
          {flag}
        </Badge>
      ))}
    </Group>
  );
}
