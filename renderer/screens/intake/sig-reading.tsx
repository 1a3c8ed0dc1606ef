/** What the patient will read, and the arithmetic, as the core reads the directions while they are typed. */
import { Alert, Stack, Text } from '@mantine/core';
import type { QueryResult } from '../../../core/contract/index.ts';

export const SigReading = ({ reading }: { reading: QueryResult<'prescription.readSig'> | undefined }) => (
  <Stack gap={4} mih={66} aria-live="polite">
    <Text size="xs" c="dimmed">
      The patient will read
    </Text>
    {reading && reading.sentence !== '' ? (
      <Text size="lg" fw={600} lh={1.3}>
        {reading.sentence}
      </Text>
    ) : (
      <Text size="sm" c="dimmed">
        Type the directions as on the page, such as 1 tab po bid.
      </Text>
    )}
    {reading?.arithmetic && (
      <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {reading.arithmetic}
      </Text>
    )}
    {reading?.agrees === false && (
      <Alert color="orange" p="xs">
        By this arithmetic the quantity lasts {reading.daysSupply} days. Compare quantity and days’ supply
        with the page.
      </Alert>
    )}
    {reading?.flags.map((flag) => (
      <Alert key={flag.code} color={flag.severity === 'refuse' ? 'red' : 'orange'} p="xs">
        {flag.severity === 'refuse' ? 'Rewrite it: ' : 'Check: '}
        {flag.text}
      </Alert>
    ))}
  </Stack>
);
