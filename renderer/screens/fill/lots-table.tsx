/** Every lot of the drug in the order it is to be taken, and for each that is not offered, why. */
import { Table, Text } from '@mantine/core';
import type { Lot } from './fill-lines.ts';

export function LotsTable({ lots }: { lots: readonly Lot[] }) {
  if (lots.length === 0)
    return <Text c="dimmed">No lot of this package is on file. Receive a delivery.</Text>;
  return (
    <Table aria-label="Lots of this drug">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Lot</Table.Th>
          <Table.Th scope="col">Expires</Table.Th>
          <Table.Th scope="col">Bin</Table.Th>
          <Table.Th scope="col" ta="right">
            On hand
          </Table.Th>
          <Table.Th scope="col">Offered</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lots.map((lot) => (
          <Table.Tr key={lot.id}>
            <Table.Td>{lot.lot}</Table.Td>
            <Table.Td style={{ whiteSpace: 'nowrap' }}>{lot.expiry}</Table.Td>
            <Table.Td>{lot.bin}</Table.Td>
            <Table.Td ta="right">{lot.onHand}</Table.Td>
            <Table.Td>{lot.whyNot ? `No: ${lot.whyNot}` : 'Yes'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
