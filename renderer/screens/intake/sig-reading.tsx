/** What the patient will read, and the arithmetic, as the core reads the directions while they are typed. */
import { Alert, Stack, Text } from '@mantine/core';
import type { SigRead } from './use-sig-reading.ts';

const severityWords: Record<SigRead['flags'][number]['severity'], string> = {
  warn: 'Check',
  refuse: 'Rewrite it',
  stop: 'Stop',
};

/** @param proposed whether the directions are only proposed: nobody has taken them yet */
export const SigReading = ({
  reading,
  proposed = false,
}: {
  reading: SigRead | undefined;
  proposed?: boolean;
}) => (
  <Stack gap={4} mih={66} aria-live={proposed ? 'off' : 'polite'}>
    <Text size="xs" c="dimmed">
      {proposed ? 'As proposed, the patient would read' : 'The patient will read'}
    </Text>
    {reading && reading.sentence !== '' ? (
      <Text size="lg" lh={1.3} {...(proposed ? { c: 'dimmed' } : { fw: 600 })}>
        {reading.sentence}
      </Text>
    ) : (
      <Text size="sm" c="dimmed">
        Type the directions as prescribed, such as 1 tab po bid.
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
        with the prescription.
      </Alert>
    )}
    {reading && reading.unread.length > 0 && (
      <Text size="sm" c="dimmed">
        Kept as typed, not understood: {reading.unread.join(', ')}
      </Text>
    )}
    {reading?.flags.map((flag) => (
      <Alert key={flag.code} color={flag.severity === 'warn' ? 'orange' : 'red'} p="xs">
        {severityWords[flag.severity]}: {flag.text}
      </Alert>
    ))}
  </Stack>
);
