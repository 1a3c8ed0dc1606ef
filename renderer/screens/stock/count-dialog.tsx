/** Brings a lot to what was counted. The difference and its reason go into the ledger; nothing is overwritten. */
import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { amountWords, pluralUnit } from '../../../core/contract/amount.ts';
import type { CommandInput } from '../../../core/contract/index.ts';
import { adjustReasons } from '../../../core/contract/stock.ts';
import { useRun } from '../../client/hooks.ts';
import { FailureNote } from '../../components/failure.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';
import { words } from '../../words.ts';
import type { Lot } from '../fill/fill-lines.ts';
import { fromThousandths, thousandths } from './quantity.ts';

type Reason = CommandInput<'stock.adjust'>['reason'];

interface CountDialogProps {
  lot: Lot;
  unit: string;
  onClose: () => void;
}

export function CountDialog({ lot, unit, onClose }: CountDialogProps) {
  const [counted, setCounted] = useState('');
  const [reason, setReason] = useState<Reason>('counted');
  const [note, setNote] = useState('');
  const adjusting = useRun('stock.adjust');
  const value = thousandths(counted);
  const valid = value !== null && value >= 0;

  async function book() {
    const input = { lotId: lot.id, counted: counted.trim(), reason, note };
    if (valid && (await adjusting.run(input, { expectedVersion: lot.version }))) onClose();
  }
  useKeys(
    [{ keys: 'Ctrl+Enter', label: 'Book the count', run: () => void book(), when: valid && !adjusting.busy }],
    'dialog',
  );

  return (
    <Modal opened onClose={onClose} title={`Count lot ${lot.lot}`} withCloseButton={false}>
      <Stack gap="sm">
        {adjusting.failure && <FailureNote failure={adjusting.failure} />}
        <TextInput
          data-autofocus
          label={`Counted, in ${pluralUnit(unit)}`}
          inputMode="decimal"
          autoComplete="off"
          value={counted}
          onChange={(event) => setCounted(event.currentTarget.value)}
        />
        <Text role="status">
          {valid ? differenceWords(value, lot, unit) : 'Type what lies in the bin; 0 when nothing does.'}
        </Text>
        <NativeSelect
          label="Reason"
          value={reason}
          data={adjustReasons.map((code) => ({ value: code, label: words.adjustReason[code] }))}
          onChange={(event) => setReason(event.currentTarget.value as Reason)}
        />
        <TextInput
          label="Note"
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} rightSection={<KeyHint keys="Esc" />}>
            Close
          </Button>
          <Button
            disabled={!valid}
            loading={adjusting.busy}
            onClick={() => void book()}
            rightSection={<KeyHint keys="Ctrl+Enter" />}
          >
            Book the count
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function differenceWords(counted: number, lot: Lot, unit: string): string {
  const difference = counted - (thousandths(lot.onHand) ?? 0);
  if (difference === 0) return 'The count agrees with the ledger.';
  return `${amountWords(fromThousandths(Math.abs(difference)), unit)} ${difference > 0 ? 'more' : 'less'} than the ledger says.`;
}
