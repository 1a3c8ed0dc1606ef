/** Counting: one field a scanned lot, the sum against what is ordered, and the promise for what is short. */
import { Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { amountWords, pluralUnit } from '../../../core/contract/amount.ts';
import type { FillDraft } from './fill-draft.ts';
import type { Lot, Reckoning } from './fill-lines.ts';

interface CountEntryProps {
  lots: readonly Lot[];
  ordered: string;
  unit: string;
  draft: FillDraft;
  reckoning: Reckoning;
  onChange: (part: Partial<FillDraft>) => void;
}

export function CountEntry({ lots, ordered, unit, draft, reckoning, onChange }: CountEntryProps) {
  const newest = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (lots.length > 0) newest.current?.focus();
  }, [lots.length]);
  if (lots.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="count">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="count">
          Count
        </Title>
        <Text fw={600} role="status">
          {reckoning.counted} of {amountWords(ordered, unit)} counted
          {reckoning.short && `, ${reckoning.short} short`}
        </Text>
      </Group>
      <Stack gap="xs">
        {lots.map((lot, index) => (
          <Group key={lot.id} gap="sm" wrap="nowrap">
            <TextInput
              ref={index === lots.length - 1 ? newest : null}
              aria-label={`Counted from lot ${lot.lot}, in ${pluralUnit(unit)}`}
              w={110}
              size="md"
              inputMode="decimal"
              autoComplete="off"
              value={draft.counts[lot.id] ?? ''}
              onChange={(event) =>
                onChange({ counts: { ...draft.counts, [lot.id]: event.currentTarget.value } })
              }
              styles={{ input: { textAlign: 'right', fontWeight: 600 } }}
            />
            <Text>
              {pluralUnit(unit)} from lot <b>{lot.lot}</b>, expires {lot.expiry}, {lot.onHand} on hand
            </Text>
          </Group>
        ))}
        {reckoning.short && reckoning.lines.length > 0 && (
          <Group gap="sm" align="end" mt="xs">
            <TextInput
              type="date"
              label={`${amountWords(reckoning.short, unit)} owed, promised for`}
              value={draft.promisedOn}
              onChange={(event) => onChange({ promisedOn: event.currentTarget.value })}
            />
            <TextInput
              label="Note on what is owed"
              value={draft.owingNote}
              maxLength={2000}
              style={{ flex: 1 }}
              onChange={(event) => onChange({ owingNote: event.currentTarget.value })}
            />
          </Group>
        )}
      </Stack>
    </Paper>
  );
}
