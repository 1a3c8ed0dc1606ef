/** That a prescription is on hold, why, by whom and until when; and the way out. */
import { Alert, Button, Group, Text } from '@mantine/core';
import type { PrescriptionView } from '../../../core/contract/prescription.ts';
import { KeyHint } from '../../components/key-hint.tsx';
import { When } from '../../components/when.tsx';
import { words } from '../../words.ts';

export function HeldNote({
  hold,
  keys,
  resume,
}: {
  hold: NonNullable<PrescriptionView['hold']>;
  keys: string;
  resume: () => void;
}) {
  return (
    <Alert color="orange" p="xs" title={`On hold: ${words.holdReason[hold.reason]}`}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">
          {hold.note && `${hold.note} `}
          Held by {hold.owner.name} <When at={hold.heldAt} />, follow up <When at={hold.followUpAt} />.
        </Text>
        <Button
          size="xs"
          variant="default"
          flex="none"
          rightSection={<KeyHint keys={keys} />}
          onClick={resume}
        >
          Resume
        </Button>
      </Group>
    </Alert>
  );
}
