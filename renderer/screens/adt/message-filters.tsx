/** Which messages are listed: those to look at, of one source, one state, one event; each choice a chip. */
import { Chip, Group, Select } from '@mantine/core';
import { messageStates } from '../../../core/contract/adt-values.ts';
import type { QueryInput } from '../../../core/contract/index.ts';
import { useAsk } from '../../client/hooks.ts';
import { words } from '../../words.ts';

export type MessageFilter = Pick<QueryInput<'adt.messages'>, 'sourceId' | 'state' | 'event' | 'patientId'>;
type State = NonNullable<MessageFilter['state']>;

/** The states people ask for; each has its place as its key. */
export const chipStates: readonly [State | '', string][] = [
  ['', 'All'],
  ['to-look-at', 'To look at'],
  ['failed', 'Failed'],
  ['refused', 'Refused'],
  ['held', 'Held'],
  ['late', 'Late'],
];
const further = messageStates.filter((state) => !chipStates.some(([known]) => known === state));

/** The events pharmacies live by; any other is typed. */
const usual: readonly [string, string][] = [
  ['A01', 'A01 admitted'],
  ['A02', 'A02 moved'],
  ['A03', 'A03 discharged'],
  ['A04', 'A04 registered'],
  ['A08', 'A08 updated'],
  ['A11', 'A11 admission cancelled'],
  ['A13', 'A13 discharge cancelled'],
  ['A28', 'A28 person added'],
  ['A31', 'A31 person updated'],
  ['A40', 'A40 merged'],
  ['A60', 'A60 allergies'],
];

interface MessageFiltersProps {
  filter: MessageFilter;
  onFilter: (filter: MessageFilter) => void;
}

export function MessageFilters({ filter, onFilter }: MessageFiltersProps) {
  const sources = useAsk('adt.sources', {}).data?.rows ?? [];
  const without = (name: keyof MessageFilter) => {
    const { [name]: _, ...rest } = filter;
    return rest;
  };
  const set = (name: keyof MessageFilter, value: string | null) =>
    onFilter({ ...without(name), ...(value && { [name]: value }) } as MessageFilter);
  return (
    <Group gap="xs">
      <Chip.Group multiple={false} value={filter.state ?? ''} onChange={(value) => set('state', value)}>
        <Group gap={4}>
          {chipStates.map(([state, label]) => (
            <Chip key={state} value={state} size="xs" variant="outline">
              {label}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Select
        aria-label="Further states"
        placeholder="Further states"
        size="xs"
        w={170}
        clearable
        clearButtonProps={{ 'aria-label': 'Show all states' }}
        data={further.map((state) => ({ value: state, label: words.messageState[state] }))}
        value={further.find((state) => state === filter.state) ?? null}
        onChange={(value) => set('state', value)}
      />
      <Select
        aria-label="Source"
        placeholder="Any source"
        size="xs"
        w={190}
        clearable
        clearButtonProps={{ 'aria-label': 'Show all sources' }}
        data={sources.map(({ id, name }) => ({ value: id, label: name }))}
        value={filter.sourceId ?? null}
        onChange={(value) => set('sourceId', value)}
      />
      <Select
        aria-label="Event"
        placeholder="Any event"
        size="xs"
        w={190}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': 'Show all events' }}
        data={usual.map(([value, label]) => ({ value, label }))}
        value={filter.event ?? null}
        onChange={(value) => set('event', value)}
      />
    </Group>
  );
}
