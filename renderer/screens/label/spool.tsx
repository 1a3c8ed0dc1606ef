/**
 * The label spool: what waits for the printer, what may or may not have come out, what failed, and today's prints.
 * Always: an unsure print is settled by a person; nothing is printed again by itself.
 */
import { Anchor, Badge, Button, Group, Skeleton, Stack, Table } from '@mantine/core';
import { Link } from 'wouter';
import { useAsk } from '../../client/hooks.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { When } from '../../components/when.tsx';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import classes from '../stock/stock.module.css';
import { DidItComeOut } from './did-it-come-out.tsx';
import { isOpenQuestion, type LabelJob, useLabelPrint } from './use-label-print.ts';

const colours: Record<LabelJob['state'], string> = {
  waiting: 'gray',
  printing: 'blue',
  printed: 'green',
  unsure: 'orange',
  failed: 'red',
};

/** What needs a person first, then by time, newest first. */
const urgency: LabelJob['state'][] = ['unsure', 'failed', 'waiting', 'printing', 'printed'];
const inOrder = (rows: readonly LabelJob[]) =>
  rows.toSorted(
    (a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state) || Date.parse(b.at) - Date.parse(a.at),
  );

export default function SpoolScreen() {
  const spool = useAsk('label.spool', {});
  const printing = useLabelPrint();
  const rows = inOrder(spool.data?.rows ?? []);
  const open = rows.find(isOpenQuestion);
  return (
    <Screen title="Labels">
      <Stack gap="sm">
        {spool.error && <FailureNote failure={spool.error.failure} />}
        {printing.failure && <FailureNote failure={printing.failure} />}
        {open && (
          <DidItComeOut
            key={open.id}
            job={open}
            busy={printing.busy}
            onAnswer={(printed) => void printing.settle(open.id, printed)}
            onAgain={() => void printing.toPaper(open.id)}
          />
        )}
        {spool.isPending && <Skeleton height={240} aria-label="The spool is being read" />}
        {spool.data && rows.length === 0 && (
          <Empty
            title="No labels today"
            hint="A label is printed when a fill is finished. What the printer did not print waits here."
            action={
              <Anchor component={Link} href="/queue/to-fill">
                Go to what is to be filled
              </Anchor>
            }
          />
        )}
        {rows.length > 0 && (
          <SpoolTable
            rows={rows}
            busy={printing.busy}
            onAgain={(job) => void printing.print(job.prescriptionId, job.copy)}
          />
        )}
      </Stack>
    </Screen>
  );
}

interface SpoolTableProps {
  rows: readonly LabelJob[];
  busy: boolean;
  onAgain: (job: LabelJob) => void;
}

function SpoolTable({ rows, busy, onAgain }: SpoolTableProps) {
  return (
    <Table className={classes.rows} aria-label="Label prints">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Prescription</Table.Th>
          <Table.Th scope="col">State</Table.Th>
          <Table.Th scope="col">Print</Table.Th>
          <Table.Th scope="col">Printer</Table.Th>
          <Table.Th scope="col">When and who</Table.Th>
          <Table.Th scope="col">Why</Table.Th>
          <Table.Th scope="col">Print again</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((job) => (
          <Table.Tr key={job.id}>
            <Table.Td>
              <Anchor component={Link} href={`/prescription/${job.prescriptionId}`} underline="always">
                {job.rxNumber}
              </Anchor>
            </Table.Td>
            <Table.Td>
              <Badge color={colours[job.state]} variant="outline">
                {words.labelState[job.state]}
              </Badge>
            </Table.Td>
            <Table.Td>{job.copy === 1 ? 'First' : `Number ${job.copy}`}</Table.Td>
            <Table.Td>{words.labelPrinter[job.printer]}</Table.Td>
            <Table.Td>
              <When at={job.at} />, {job.by.name}
            </Table.Td>
            <Table.Td>{[job.reason, job.problem].filter(Boolean).join('. ')}</Table.Td>
            <Table.Td>
              <Group gap="xs">
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={busy || isOpenQuestion(job)}
                  aria-label={`Print again: the label of ${job.rxNumber}`}
                  onClick={() => onAgain(job)}
                >
                  Print again
                </Button>
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
