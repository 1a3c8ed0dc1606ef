/** What is in a bag: the drug, how much was counted into it, and what of the order is still owed. */
import { Badge, Text } from '@mantine/core';
import { amountWords } from '../../../core/contract/amount.ts';
import { useAsk } from '../../client/hooks.ts';
import { DrugName } from '../../components/drug-name.tsx';
import type { Row } from './bags.ts';

export function BagContent({ row }: { row: Row }) {
  const known = useAsk('prescription.get', { prescriptionId: row.id }).data?.prescription;
  const owing = known?.owing;
  return (
    <>
      {row.drug && <DrugName drug={row.drug} size="md" />}
      <Text size="sm">
        {amountWords(known?.filledQuantity ?? row.quantity ?? '', row.unit ?? '')} · {row.rxNumber}
      </Text>
      {row.drug?.schedule && (
        <Badge color="red" variant="outline" miw="max-content">
          Controlled {row.drug.schedule}
        </Badge>
      )}
      {owing && (
        <Text size="sm" fw={600} c="orange">
          {amountWords(owing.quantity, row.unit ?? '')} still owed, promised for {owing.promisedOn}
        </Text>
      )}
    </>
  );
}
