/** Two versions of one thing side by side: who, when, where, how long cut off, then field by field, what differs first. */
import { Table, Text } from '@mantine/core';
import { IconEqualNot } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { When } from '../../components/when.tsx';
import { words } from '../../words.ts';
import classes from './sync.module.css';

type View = QueryResult<'sync.conflict'>['conflict'];
type Version = View['standing'];

const heads: readonly [name: string, of: (version: Version) => ReactNode][] = [
  ['What', ({ sentence }) => <b>{sentence}</b>],
  ['Who', ({ by }) => by],
  ['When', ({ at }) => <When at={at} />],
  ['Where', ({ branch, workstation }) => [branch, workstation].filter(Boolean).join(', ')],
  ['Cut off since', ({ offlineSince }) => (offlineSince ? <When at={offlineSince} /> : '–')],
];

const bothHappened = ['The first', 'The second'] as const;
const oneStands = ['What stands', 'What came otherwise'] as const;

export function Versions({ conflict: { kind, standing, other, fields } }: { conflict: View }) {
  const sides = kind === 'both-stand' || kind === 'double-dispense' ? bothHappened : oneStands;
  const ordered = fields.toSorted((one, another) => Number(another.differs) - Number(one.differs));
  return (
    <Table className={classes.versions} withTableBorder aria-label="Both versions">
      <colgroup>
        <col style={{ width: '20%' }} />
        <col style={{ width: '40%' }} />
        <col style={{ width: '40%' }} />
      </colgroup>
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          <Table.Th scope="col">{sides[0]}</Table.Th>
          <Table.Th scope="col">{sides[1]}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {heads.map(([name, of]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" className={classes.name}>
              {name}
            </Table.Th>
            <Table.Td>{of(standing)}</Table.Td>
            <Table.Td>{of(other)}</Table.Td>
          </Table.Tr>
        ))}
        {ordered.map(({ name, as, standing: one, other: another, differs }) => (
          <Table.Tr key={name} data-differs={differs || undefined}>
            <Table.Th scope="row" className={differs ? undefined : classes.name}>
              {name}{' '}
              {differs && (
                <span className={classes.differs}>
                  <IconEqualNot size={14} aria-hidden="true" className={classes.sign} />
                  differs
                </span>
              )}
            </Table.Th>
            <Table.Td>{shown(as, one)}</Table.Td>
            <Table.Td>{shown(as, another)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

type FieldKind = View['fields'][number]['as'];

/** The words for the codes of each kind. */
const wordsOf: Partial<Record<FieldKind, Readonly<Record<string, string>>>> = {
  stage: words.stage,
  outcome: words.outcome,
  priority: words.priority,
  'hold-reason': words.holdReason,
  sex: words.sex,
};

const shown = (as: FieldKind, value: string): ReactNode => {
  if (value === '')
    return (
      <Text span size="sm" c="dimmed">
        nothing
      </Text>
    );
  return as === 'instant' ? <When at={value} /> : (wordsOf[as]?.[value] ?? value);
};
