/** What was made of the page, side by side: the entry, the product, and the record of the scans. */
import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { amountWords } from '../../../core/contract/amount.ts';
import { DrugName } from '../../components/drug-name.tsx';
import { When } from '../../components/when.tsx';
import { isGood } from '../fill/fill-lines.ts';
import type { Known } from '../prescription/with-prescription.tsx';
import classes from './check.module.css';

export function Card({ title, children }: { title: string; children: ReactNode }) {
  const heading = `card-${title.toLowerCase().replaceAll(' ', '-')}`;
  return (
    <Paper withBorder p="sm" component="section" aria-labelledby={heading}>
      <Title order={2} size="h5" id={heading} mb={4}>
        {title}
      </Title>
      {children}
    </Paper>
  );
}

/** A fact takes a whole line where its value is a sentence. */
type Fact = [name: string, value: ReactNode, width?: 'whole-line'];

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.list}>
      {facts.map(([name, value, width]) => (
        <div key={name} className={classes.fact} data-width={width}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What was typed in and verified. */
export function EntryCard({ known: { prescription, patient, prescriber, drug } }: { known: Known }) {
  const entry = prescription.transcription;
  if (!entry) return null;
  return (
    <Card title="Entry">
      <Facts
        facts={[
          ['Patient', patient?.name ?? '—'],
          ['Born', patient?.dateOfBirth ?? '—'],
          ['Directions', <b key="sig">{entry.sigSentence}</b>, 'whole-line'],
          ['Quantity', `${amountWords(entry.quantity, drug?.unit ?? '')}, ${entry.daysSupply} days`],
          ['Refills', String(entry.refills)],
          ['Written', entry.writtenOn],
          ['Prescriber', prescriber?.name ?? '—'],
          ['Typed by', prescription.transcribedBy?.name ?? '—'],
          ['Verified by', prescription.approvedBy?.name ?? '—'],
          ...(entry.note ? ([['Note', entry.note, 'whole-line']] satisfies Fact[]) : []),
        ]}
      />
    </Card>
  );
}

/** What was taken from the shelf for it. */
export function ProductCard({ known: { prescription, drug } }: { known: Known }) {
  const { fill, filledElsewhere, filledQuantity, owing } = prescription;
  return (
    <Card title="Product">
      <Stack gap="xs">
        {drug && <DrugName drug={drug} size="lg" />}
        {drug?.schedule && (
          <Badge color="red" variant="outline">
            Controlled {drug.schedule}
          </Badge>
        )}
        <Facts
          facts={[
            ['Labeler', drug?.labeler ?? '—'],
            ['NDC', drug?.ndcDisplay ?? '—'],
            ['Package', drug?.packageDescription ?? '—'],
            ...fill.map(
              (line, index): Fact => [
                fill.length === 1 ? 'Lot' : `Lot ${index + 1}`,
                <span key={line.lotId}>
                  {line.lot}: <b>{line.quantity}</b>,{' '}
                  <span className={classes.whole}>expires {line.expiry}</span>, bin {line.bin}
                </span>,
                'whole-line',
              ],
            ),
            ...filledElsewhere.map(
              ({ branch, drug: name, lot, quantity, expiry, by, at }, index): Fact => [
                filledElsewhere.length === 1 ? 'Elsewhere' : `Elsewhere ${index + 1}`,
                <span key={`${branch} ${lot} ${at}`}>
                  <b>{branch} branch</b>: {name}, <span className={classes.whole}>lot {lot}</span>:{' '}
                  <b>{quantity}</b>, <span className={classes.whole}>expires {expiry}</span>, taken{' '}
                  {by && `by ${by}, `}
                  <When at={at} />. It goes back on that shelf only.
                </span>,
                'whole-line',
              ],
            ),
            ['Counted', <b key="counted">{amountWords(filledQuantity ?? '0', drug?.unit ?? '')}</b>],
            ['Filled by', prescription.filledBy?.name ?? '—'],
          ]}
        />
        {owing && (
          <Text fw={600}>
            {amountWords(owing.quantity, drug?.unit ?? '')} owed, promised for {owing.promisedOn}
          </Text>
        )}
      </Stack>
    </Card>
  );
}

/** Every scan that was made for it, the wrong ones too. */
export function ScanCard({ known: { prescription } }: { known: Known }) {
  return (
    <Card title="Scan record">
      {prescription.scans.length === 0 && <Text c="dimmed">Nothing was scanned.</Text>}
      <Stack gap={4}>
        {prescription.scans.map((scan) => (
          <Group key={`${scan.at} ${scan.sentence}`} gap="xs" wrap="nowrap" align="start">
            <Text size="sm" fw={700} style={{ whiteSpace: 'nowrap' }}>
              {isGood(scan) || scan.verdict === 'right-choose-lot' ? '✓ Right' : '✗ Wrong'}
            </Text>
            <Text size="sm">
              {scan.sentence} <When at={scan.at} />, {scan.by.name}
            </Text>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
