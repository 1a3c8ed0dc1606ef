/** What the cursor is on, seen before opening it: the first page of the fax, and the facts of the row. */
import { Skeleton, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { QueueRow } from '../../../core/contract/queue.ts';
import { useAsk } from '../../client/hooks.ts';
import { UprightPage } from '../../components/crop.tsx';
import { DrugName } from '../../components/drug-name.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { Flags } from '../../components/flags.tsx';
import { When } from '../../components/when.tsx';
import { words } from '../../words.ts';
import classes from './queue.module.css';

/** The cursor may fly over hundreds of rows; a page is fetched when it rests. */
const restFor = 120;

export function Preview({ row }: { row: QueueRow | undefined }) {
  const [resting] = useDebouncedValue(row?.id, restFor);
  if (!row) return <Text c="dimmed">Nothing is chosen.</Text>;
  return (
    <Stack gap="sm">
      {row.drug && <DrugName drug={row.drug} size="lg" />}
      <Facts facts={factsOf(row)} />
      {row.flags.length > 0 && <Flags flags={row.flags} />}
      {row.documentId === null ? (
        <SaidWords key={row.id} prescriptionId={row.id} resting={row.id === resting} />
      ) : (
        <Page key={row.id} prescriptionId={row.id} resting={row.id === resting} />
      )}
    </Stack>
  );
}

const factsOf = ({ patient, receivedAt, source, rxNumber, bin, claim, hold }: QueueRow): readonly Fact[] => [
  ...named('Patient', patient, ({ name, dateOfBirth }) => (
    <>
      <strong>{name}</strong>, <span className={classes.whole}>born {dateOfBirth}</span>
    </>
  )),
  [
    'Came in',
    <>
      <When at={receivedAt} />, {words.source[source].toLowerCase()}
    </>,
  ],
  ...named('Rx number', rxNumber, (number) => number),
  ...named('Bin', bin, (name) => name),
  ...named('With', claim, ({ by, expiresAt }) => (
    <>
      {by.name}, until {expiresAt ? <When at={expiresAt} /> : 'given back'}
    </>
  )),
  ...named('On hold', hold, ({ reason, owner, followUpAt, note }) => (
    <>
      {words.holdReason[reason]}, {owner.name}, follow up <When at={followUpAt} />
      {note && `: ${note}`}
    </>
  )),
];

/** A fact, where there is a value to say it of. */
const named = <Value,>(name: string, value: Value | null, say: (value: Value) => ReactNode): Fact[] =>
  value === null ? [] : [[name, say(value)]];

/** What was written down of an order that came without a page. */
function SaidWords({ prescriptionId, resting }: { prescriptionId: string; resting: boolean }) {
  const { data } = useAsk('prescription.get', { prescriptionId }, { enabled: resting });
  if (!data) return <Skeleton height={72} aria-label="What was written down is being read" />;
  const { callerName, callerPhone, note } = data.intake;
  const caller = [callerName, callerPhone].filter(Boolean).join(', ');
  return (
    <Stack gap={4}>
      {caller && <Text fw={600}>From {caller}</Text>}
      <Text className={classes.said}>{note || 'There is no page, and nothing was written down.'}</Text>
    </Stack>
  );
}

/** The first page the order stands on. Keeps the room of a page while it loads, so that nothing jumps. */
function Page({ prescriptionId, resting }: { prescriptionId: string; resting: boolean }) {
  const { data } = useAsk('prescription.get', { prescriptionId }, { enabled: resting });
  const page = data?.pages[0];
  return (
    <div style={{ aspectRatio: page ? undefined : '8.5 / 11' }}>
      {page && (
        <div className={classes.page}>
          <UprightPage
            page={page}
            alt="First page of the fax"
            missing={<Text c="dimmed">The page cannot be shown here. Open it to try again.</Text>}
          />
        </div>
      )}
    </div>
  );
}
