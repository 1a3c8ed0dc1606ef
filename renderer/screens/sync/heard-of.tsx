/** The workstations and branches that were heard of, and when last. */
import { Badge, Table } from '@mantine/core';
import type { QueryResult } from '../../../core/contract/index.ts';
import { Empty } from '../../components/empty.tsx';
import { When } from '../../components/when.tsx';
import classes from './sync.module.css';

type Heard = QueryResult<'sync.topics'>['workstations'];

const byBranch = (one: Heard[number], other: Heard[number]) =>
  Number(other.isThis) - Number(one.isThis) ||
  one.branch.localeCompare(other.branch) ||
  one.name.localeCompare(other.name);

export function HeardOf({ workstations }: { workstations: Heard }) {
  if (workstations.length === 0)
    return (
      <Empty
        title="No workstation was heard of yet"
        hint="Each workstation that exchanges with the same central is listed here, once something was read from it."
      />
    );
  return (
    <Table aria-label="Workstations and branches">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Branch</Table.Th>
          <Table.Th scope="col">Workstation</Table.Th>
          <Table.Th scope="col" className={classes.numbers}>
            Last heard
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {workstations.toSorted(byBranch).map(({ branch, name, heardAt, isThis }) => (
          <Table.Tr key={`${branch} ${name} ${heardAt}`}>
            <Table.Td>{branch}</Table.Td>
            <Table.Td>
              {name || 'without a name'}{' '}
              {isThis && (
                <Badge size="sm" variant="outline" color="gray">
                  this one
                </Badge>
              )}
            </Table.Td>
            <Table.Td className={classes.numbers}>
              <When at={heardAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
