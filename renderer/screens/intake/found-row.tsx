/** A person in the list of a picker: name and how to reach them, on the right what tells them apart and why it fits. Of
 * one that is proposed the reason is longer and has a line of its own. */
import { Group, Text } from '@mantine/core';
import type { Confidence } from '../../../core/contract/recognition.ts';
import { ConfidenceWord } from '../../components/confidence.tsx';

interface FoundRowProps {
  name: string;
  detail: readonly (string | null | undefined | false)[];
  apart: string;
  why: string | null;
  /** Where it is proposed: how likely it is. */
  confidence: Confidence | undefined;
}

export const FoundRow = ({ name, detail, apart, why, confidence }: FoundRowProps) => (
  <>
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <div>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {detail.filter(Boolean).join(' · ')}
        </Text>
      </div>
      <div style={{ textAlign: 'right', whiteSpace: 'nowrap' }}>
        <Text size="sm">{apart}</Text>
        {confidence === undefined && (
          <Text size="xs" c="dimmed">
            {why}
          </Text>
        )}
      </div>
    </Group>
    {confidence && (
      <Text size="xs" c="dimmed">
        {why} <ConfidenceWord confidence={confidence} />
      </Text>
    )}
  </>
);
