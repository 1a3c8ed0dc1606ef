/**
 * Books a delivery of one lot in. A scan of the package fills drug, lot and expiry; what the code does not say is
 * typed. Always: a code that was not understood changes no field.
 */
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { amountWords, pluralUnit } from '../../../core/contract/amount.ts';
import type { DrugView } from '../../../core/contract/drug.ts';
import { commands } from '../../../core/contract/index.ts';
import { ask } from '../../client/api.ts';
import { failureOf, useRun } from '../../client/hooks.ts';
import { FailureNote } from '../../components/failure.tsx';
import { fieldErrors } from '../../components/field-errors.ts';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys, useScanner } from '../../shell/keys.ts';
import { DrugPicker } from '../intake/drug-picker.tsx';

interface ReceiveDialogProps {
  /** The code whose scan opened the form; empty when it was opened by hand. */
  code: string;
  drug: DrugView | null;
  onClose: () => void;
}

const emptyLot = { lot: '', expiry: '', quantity: '', bin: '', reference: '' };

export function ReceiveDialog({ code, drug, onClose }: ReceiveDialogProps) {
  const [ndc11, setNdc11] = useState(drug?.ndc11);
  const [named, setNamed] = useState(drug);
  const [fields, setFields] = useState(emptyLot);
  const [said, setSaid] = useState('Scan the package: drug, lot and expiry are filled in.');
  const [tried, setTried] = useState(false);
  const [booked, setBooked] = useState('');
  const receiving = useRun('stock.receive');
  const firstScan = useRef(code);
  const lotField = useRef<HTMLInputElement>(null);
  const quantityField = useRef<HTMLInputElement>(null);

  async function read(barcode: string) {
    try {
      const reading = await ask('stock.readBarcode', { barcode: barcode.slice(0, 200) });
      setSaid(reading.sentence);
      if (!reading.drug) return;
      const { lot, expiry } = reading;
      setNdc11(reading.drug.ndc11);
      setNamed(reading.drug);
      setFields((before) => ({ ...before, lot: lot ?? before.lot, expiry: expiry ?? before.expiry }));
      quantityField.current?.focus();
    } catch (error) {
      setSaid(failureOf(error).message);
    }
  }
  useScanner((barcode) => void read(barcode));
  useEffect(() => {
    const scanned = firstScan.current;
    firstScan.current = '';
    if (scanned) void read(scanned);
  });

  const parsed = commands['stock.receive'].input.safeParse({ ndc11, ...fields });
  const errors = tried ? fieldErrors(parsed.error) : {};

  async function book() {
    setTried(true);
    if (!parsed.success || !(await receiving.run(parsed.data))) return;
    setBooked(
      `Booked in: ${amountWords(fields.quantity, named?.unit ?? '')} of lot ${fields.lot}, bin ${fields.bin}.`,
    );
    setTried(false);
    setFields({ ...emptyLot, bin: fields.bin, reference: fields.reference });
    setSaid('Scan the next package, or close.');
  }
  useKeys(
    [{ keys: 'Ctrl+Enter', label: 'Book in', run: () => void book(), when: !receiving.busy }],
    'dialog',
  );

  const field = (name: keyof typeof emptyLot) => ({
    value: fields[name],
    error: errors[name],
    autoComplete: 'off',
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
    },
  });

  return (
    <Modal opened onClose={onClose} title="Receive a delivery" size="lg" withCloseButton={false}>
      <Stack gap="sm">
        <Text role="status">{said}</Text>
        {booked && (
          <Text role="status" fw={600} c="green">
            {booked}
          </Text>
        )}
        {receiving.failure && <FailureNote failure={receiving.failure} />}
        <DrugPicker
          ndc11={ndc11}
          error={errors.ndc11}
          onPick={(picked) => {
            setNdc11(picked);
            setNamed(null);
          }}
          onDone={() => lotField.current?.focus()}
        />
        {named && (
          <Text size="sm" c="dimmed">
            {named.labeler} · {named.packageDescription || amountWords(named.packageSize, named.unit)}
          </Text>
        )}
        <Group grow align="start">
          <TextInput ref={lotField} label="Lot" maxLength={20} {...field('lot')} />
          <TextInput type="date" label="Expires" {...field('expiry')} />
        </Group>
        <Group grow align="start">
          <TextInput
            ref={quantityField}
            label={named ? `Quantity, in ${pluralUnit(named.unit)}` : 'Quantity, in its unit'}
            inputMode="decimal"
            {...field('quantity')}
          />
          <TextInput label="Bin" maxLength={20} {...field('bin')} />
        </Group>
        <TextInput label="Delivery note or invoice number" maxLength={80} {...field('reference')} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} rightSection={<KeyHint keys="Esc" />}>
            Close
          </Button>
          <Button
            loading={receiving.busy}
            onClick={() => void book()}
            rightSection={<KeyHint keys="Ctrl+Enter" />}
          >
            Book in
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
