/** The card read from a metre: which drug, how much, and which bottle to take first. */
import { Badge, Group, Paper, Stack, Text } from '@mantine/core';
import { amountWords, unitOf } from '../../../core/contract/amount.ts';
import type { DrugView } from '../../../core/contract/drug.ts';
import type { PrescriptionView } from '../../../core/contract/prescription.ts';
import { DrugName } from '../../components/drug-name.tsx';
import { Figure, Figures } from '../../components/facts.tsx';
import classes from './fill.module.css';
import type { Lot } from './fill-lines.ts';

interface FillCardProps {
  drug: DrugView;
  quantity: string;
  unit: string;
  /** The lot to take first; undefined when no lot is offered, null while it is looked up. */
  first: Lot | undefined | null;
  /** What was taken; none until it is filled. */
  taken: PrescriptionView['fill'];
}

export function FillCard({ drug, quantity, unit, first, taken }: FillCardProps) {
  return (
    <Paper withBorder p="md">
      <Stack gap="md">
        <Group justify="space-between" align="start" wrap="nowrap">
          <div className={classes.drug}>
            <DrugName drug={drug} size="xl" />
          </div>
          <div className={classes.amount}>
            {quantity} <Text span>{unitOf(quantity, unit)}</Text>
          </div>
        </Group>
        <Group gap="xs">
          {drug.schedule && (
            <Badge color="red" variant="outline">
              Controlled {drug.schedule}
            </Badge>
          )}
          <Text c="dimmed">
            {[drug.labeler, `NDC ${drug.ndcDisplay}`, drug.packageDescription].filter(Boolean).join(' · ')}
          </Text>
        </Group>
        {taken.length > 0 ? <Taken lines={taken} unit={unit} /> : <Bottle first={first} />}
      </Stack>
    </Paper>
  );
}

function Bottle({ first }: { first: Lot | undefined | null }) {
  if (first === null) return <Text mih={56}>Looking for the bottle to take…</Text>;
  if (!first) {
    return (
      <Text mih={56} fw={600}>
        No lot of this package can be taken. The reasons stand beside each lot.
      </Text>
    );
  }
  return (
    <Figures size="huge">
      <Figure name="Take first, from bin">{first.bin}</Figure>
      <Figure name="Lot">{first.lot}</Figure>
      <Figure name="Expires">{first.expiry}</Figure>
      <Figure name="On hand">{first.onHand}</Figure>
    </Figures>
  );
}

function Taken({ lines, unit }: { lines: PrescriptionView['fill']; unit: string }) {
  return lines.map((line) => (
    <Figures key={line.lotId} size="huge">
      <Figure name="Taken">{amountWords(line.quantity, unit)}</Figure>
      <Figure name="From lot">{line.lot}</Figure>
      <Figure name="Expires">{line.expiry}</Figure>
    </Figures>
  ));
}
