/** What a row of the queue shows: what the counter needs to see before opening it. */
import {
  type Icon,
  IconDeviceDesktop,
  IconPhone,
  IconPrinter,
  IconRefresh,
  IconUser,
} from '@tabler/icons-react';
import { amountWords } from '../../../core/contract/amount.ts';
import type { QueueRow } from '../../../core/contract/queue.ts';
import { DrugName } from '../../components/drug-name.tsx';
import { Flags } from '../../components/flags.tsx';
import type { Column } from '../../components/grid.tsx';
import { promisedWords, useNow, whenShort, whenWords } from '../../components/when.tsx';
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

/** What is late the core says: a bag that waits to be fetched is not. */
const isLate = ({ flags }: QueueRow) => flags.includes('late');

function Promised({ row }: { row: QueueRow }) {
  const now = useNow();
  if (row.promisedAt === null) {
    return (
      <span className={classes.dim} title={`came in ${whenWords(row.receivedAt, now)}, no time promised`}>
        in {whenShort(row.receivedAt, now)}
      </span>
    );
  }
  return (
    <span title={promisedWords(row.promisedAt, now)} className={isLate(row) ? classes.late : ''}>
      {whenShort(row.promisedAt, now)}
    </span>
  );
}

function Patient({ row: { patient } }: { row: QueueRow }) {
  if (!patient) return <span className={classes.dim}>not known yet</span>;
  return (
    <div className={classes.patient} title={`${patient.name}, born ${patient.dateOfBirth}`}>
      <div>
        <span className={classes.name}>{patient.name}</span>
        <span className={classes.dim}>{patient.dateOfBirth}</span>
      </div>
    </div>
  );
}

function Origin({ source }: { source: Source }) {
  const SourceIcon = sourceIcons[source];
  return (
    <span title={words.source[source]}>
      <SourceIcon
        size={18}
        stroke={1.6}
        className={classes.icon}
        role="img"
        aria-label={words.source[source]}
      />
    </span>
  );
}

/** Priority first, unless it is the common one; then the hold; then what the core says. */
const noteWords = ({ priority, hold, flags }: QueueRow): string[] => [
  ...(priority === 'routine' ? [] : [words.priority[priority].toLowerCase()]),
  ...(hold ? [`on hold: ${words.holdReason[hold.reason].toLowerCase()}`] : []),
  ...flags,
];

const firstName = (name: string) => name.split(' ')[0];

export const columnsFor = (userId: string): readonly Column<QueueRow>[] => [
  { title: 'From', titleHidden: true, width: '20px', cell: ({ source }) => <Origin source={source} /> },
  { title: 'Promised', width: '76px', cell: (row) => <Promised row={row} /> },
  { title: 'Patient', width: 'minmax(136px, 4fr)', cell: (row) => <Patient row={row} /> },
  {
    title: 'Drug',
    width: 'minmax(200px, 6fr)',
    cell: ({ drug }) =>
      drug ? <DrugName drug={drug} size="sm" /> : <span className={classes.dim}>not typed yet</span>,
  },
  {
    title: 'Quantity',
    width: '88px',
    align: 'right',
    cell: ({ quantity, unit }) => (quantity === null ? '' : amountWords(quantity, unit ?? '')),
  },
  {
    title: 'With',
    width: '52px',
    cell: ({ claim }) =>
      claim && (
        <span
          title={`${claim.by.name}, until ${claim.expiresAt ? whenWords(claim.expiresAt) : 'given back'}`}
        >
          {claim.by.id === userId ? <strong>you</strong> : firstName(claim.by.name)}
        </span>
      ),
  },
  {
    title: 'To note',
    width: 'minmax(110px, 3fr)',
    cell: (row) => <Flags oneLine flags={[...new Set(noteWords(row))]} />,
  },
];
