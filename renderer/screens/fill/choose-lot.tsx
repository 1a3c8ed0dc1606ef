/** When the code names no lot: which lot is it? Chosen by its number key, first expiry first. */
import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import type { CommandResult } from '../../../core/contract/index.ts';
import { useKeys } from '../../shell/keys.ts';

type LotChoice = CommandResult<'prescription.scan'>['lots'][number];

interface ChooseLotProps {
  lots: readonly LotChoice[];
  onChoose: (lotId: string) => void;
}

export function ChooseLot({ lots, onChoose }: ChooseLotProps) {
  useKeys(
    lots.slice(0, 9).map((lot, index) => ({
      keys: String(index + 1),
      label: `The bottle is of lot ${lot.lot}`,
      run: () => onChoose(lot.lotId),
    })),
  );
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="choose-lot">
      <Title order={2} size="h4" id="choose-lot" mb="xs">
        The code names no lot. Which lot stands on the bottle?
      </Title>
      <Stack gap="xs">
        {lots.map((lot, index) => (
          <Button
            key={lot.lotId}
            variant="default"
            justify="start"
            autoFocus={index === 0}
            onClick={() => onChoose(lot.lotId)}
            leftSection={<Text fw={700}>{index + 1}</Text>}
          >
            Lot {lot.lot} · expires {lot.expiry} · bin {lot.bin} · {lot.onHand} on hand
          </Button>
        ))}
      </Stack>
    </Paper>
  );
}
