/** What a row of the queue shows: what the counter needs to see before opening it. */
import {
  type Icon,
  IconDeviceDesktop,
  IconPhone,
  IconPrinter,
  IconRefresh,
  IconUser,
} from '@tabler/icons-react';
import type { QueueRow } from '../../../core/contract/queue.ts';
import { DrugName } from '../../components/drug-name.tsx';
import { Flags } from '../../components/flags.tsx';
import type { Column } from '../../components/grid.tsx';
import { isLate, promisedWords, useNow, whenWords } from '../../components/when.tsx';
import { words } from '../../words.ts';
import type { Source } from './place.ts';
import classes from './queue.module.css';

export const sourceIcons: Record<Source, Icon> = {
  fax: IconPrinter,
  phone: IconPhone,
  electronic: IconDeviceDesktop,
  'walk-in': IconUser,
  refill: IconRefresh,
};

function Promised({ row }: { row: QueueRow }) {
  const now = useNow();
  if (row.promisedAt === null) {
    return <span title={`came in ${whenWords(row.receivedAt, now)}`}>{words.priority[row.priority]}</span>;
  }
  return (
    <span
      title={promisedWords(row.promisedAt, now)}
      className={isLate(row.promisedAt, now) ? classes.late : ''}
    >
      {whenWords(row.promisedAt, now)}
      {row.priority !== 'routine' && `, ${words.priority[row.priority].toLowerCase()}`}
    </span>
  );
}

function Patient({ row: { patient } }: { row: QueueRow }) {
  if (!patient) return <span className={classes.dim}>not known yet</span>;
  return (
    <span title={`${patient.name}, born ${patient.dateOfBirth}`}>
      {patient.name} <span className={classes.dim}>{patient.dateOfBirth}</span>
    </span>
  );
}

function Origin({ source }: { source: Source }) {
  const SourceIcon = sourceIcons[source];
  return (
    <span title={words.source[source]}>
      <SourceIcon size={18} stroke={1.6} role="img" aria-label={words.source[source]} />
    </span>
  );
}

const holdWords = ({ hold }: QueueRow) =>
  hold ? [`on hold: ${words.holdReason[hold.reason].toLowerCase()}`] : [];

export const columnsFor = (userId: string): readonly Column<QueueRow>[] => [
  { title: 'Promised', width: '148px', cell: (row) => <Promised row={row} /> },
  { title: 'Patient', width: 'minmax(150px, 3fr)', cell: (row) => <Patient row={row} /> },
  {
    title: 'Drug',
    width: 'minmax(170px, 4fr)',
    cell: ({ drug }) =>
      drug ? <DrugName drug={drug} size="sm" /> : <span className={classes.dim}>not typed yet</span>,
  },
  {
    title: 'Quantity',
    width: '92px',
    align: 'right',
    cell: ({ quantity, unit }) => (quantity === null ? '' : `${quantity} ${unit ?? ''}`),
  },
  { title: 'From', width: '34px', cell: ({ source }) => <Origin source={source} /> },
  {
    title: 'With',
    width: '104px',
    cell: ({ claim }) =>
      claim && (
        <span title={`${claim.by.name}, until ${whenWords(claim.expiresAt)}`}>
          {claim.by.id === userId ? <strong>you</strong> : claim.by.name}
        </span>
      ),
  },
  {
    title: 'To note',
    width: 'minmax(120px, 3fr)',
    cell: (row) => <Flags oneLine flags={[...new Set([...holdWords(row), ...row.flags])]} />,
  },
];
