/** What is exchanged, by topic: what waits, what is still to be read, what is held. */
import { Table } from '@mantine/core';
import type { QueryResult } from '../../../core/contract/index.ts';
import { When } from '../../components/when.tsx';
import { words } from '../../words.ts';
import classes from './sync.module.css';

const numberOf = (value: number | null) => (value === null ? '–' : value.toLocaleString('en'));

export function Topics({ topics }: { topics: QueryResult<'sync.topics'>['topics'] }) {
  const readIsKnown = topics.some(({ toRead }) => toRead !== null);
  const titles = [
    'Waits to be sent',
    ...(readIsKnown ? ['To be read'] : []),
    'Held back',
    'Not accepted',
    'Last read',
  ];
  return (
    <Table aria-label="Topics">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">What it is</Table.Th>
          <Table.Th scope="col">Way</Table.Th>
          {titles.map((title) => (
            <Table.Th key={title} scope="col" className={classes.numbers}>
              {title}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {topics.map(
          ({ name, what, direction, format, waiting, toRead, held, parked, lastReadAt, problem }) => (
            <Table.Tr key={name}>
              <Table.Td>
                {what}
                <div className={classes.code}>
                  {name}, {format}
                </div>
                {problem && <div className={classes.problem}>{problem}</div>}
              </Table.Td>
              <Table.Td className={classes.nowrap}>{words.topicDirection[direction]}</Table.Td>
              <Table.Td className={classes.numbers}>{direction === 'in' ? '' : numberOf(waiting)}</Table.Td>
              {readIsKnown && (
                <Table.Td className={classes.numbers}>{direction === 'out' ? '' : numberOf(toRead)}</Table.Td>
              )}
              <Table.Td className={classes.numbers}>
                <Trouble count={held} />
              </Table.Td>
              <Table.Td className={classes.numbers}>
                <Trouble count={parked} />
              </Table.Td>
              <Table.Td className={classes.numbers}>{lastReadAt && <When at={lastReadAt} />}</Table.Td>
            </Table.Tr>
          ),
        )}
      </Table.Tbody>
    </Table>
  );
}

const Trouble = ({ count }: { count: number }) =>
  count > 0 && <span className={classes.late}>{count.toLocaleString('en')}</span>;
