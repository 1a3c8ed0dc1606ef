/** The chips that narrow a queue, each with its key. */
import { Button, Group } from '@mantine/core';
import { sources } from '../../../core/contract/values.ts';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';
import { words } from '../../words.ts';
import { type Filter, noFilter } from './place.ts';

interface FiltersProps {
  filter: Filter;
  onChange: (part: Partial<Filter>) => void;
}

/** All sources, then each, then all again. */
const nextSource = (source: Filter['source']) =>
  source === null ? sources[0] : (sources[sources.indexOf(source) + 1] ?? null);

export function Filters({ filter, onChange }: FiltersProps) {
  const chips = [
    { keys: 'm', label: 'Mine', on: filter.mine, toggle: () => onChange({ mine: !filter.mine }) },
    { keys: 'l', label: 'Late', on: filter.late, toggle: () => onChange({ late: !filter.late }) },
    {
      keys: 'o',
      label: 'On hold',
      on: filter.held === 'only',
      toggle: () => onChange({ held: filter.held === 'only' ? 'with' : 'only' }),
    },
    {
      keys: 's',
      label:
        filter.source === null ? 'From anywhere' : `From ${words.source[filter.source].toLowerCase()} only`,
      on: filter.source !== null,
      toggle: () => onChange({ source: nextSource(filter.source) }),
    },
  ];
  const narrowed = chips.some(({ on }) => on);
  useKeys([
    ...chips.map(({ keys, label, toggle }) => ({ keys, label: `Show: ${label}`, run: toggle })),
    { keys: 'x', label: 'Show all again', run: () => onChange(noFilter), when: narrowed },
  ]);
  return (
    <Group gap={4} wrap="nowrap" role="group" aria-label="Show only">
      {chips.map(({ keys, label, on, toggle }) => (
        <Button
          key={keys}
          size="xs"
          radius="xl"
          flex="none"
          variant={on ? 'filled' : 'default'}
          aria-pressed={on}
          onClick={toggle}
          rightSection={<KeyHint keys={keys} />}
        >
          {label}
        </Button>
      ))}
      {narrowed && (
        <Button
          size="xs"
          radius="xl"
          flex="none"
          variant="subtle"
          px={6}
          onClick={() => onChange(noFilter)}
          rightSection={<KeyHint keys="x" />}
        >
          Show all
        </Button>
      )}
    </Group>
  );
}
