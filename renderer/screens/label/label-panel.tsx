/** The label of one prescription: as it was printed, else as it will look; and printing it. */
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { FailureNote } from '../../components/failure.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { When } from '../../components/when.tsx';
import { useKeys } from '../../shell/keys.ts';
import { words } from '../../words.ts';
import { DidItComeOut } from './did-it-come-out.tsx';
import { LabelPicture } from './label-picture.tsx';
import { isOpenQuestion, type LabelJob, type useLabelPrint } from './use-label-print.ts';

interface LabelPanelProps {
  prescriptionId: string;
  version: number;
  /** The prints of this fill, newest first. */
  jobs: readonly LabelJob[];
  printing: ReturnType<typeof useLabelPrint>;
  /** Null when it may be printed now, else why not. */
  whyNot: string | null;
}

export function LabelPanel({ prescriptionId, version, jobs, printing, whyNot }: LabelPanelProps) {
  const open = jobs.find(isOpenQuestion);
  const printed = jobs.find((job) => job.state !== 'failed');
  const print = () => void printing.print(prescriptionId, jobs.length);
  const mayPrint = whyNot === null && !open && !printing.busy;
  useKeys([{ keys: 'p', label: 'Print the label', run: print, when: mayPrint }]);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="label">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4" id="label">
            Label
          </Title>
          {whyNot === null && (
            <Button
              variant="default"
              disabled={!mayPrint}
              onClick={print}
              rightSection={<KeyHint keys="p" />}
            >
              {jobs.length === 0 ? 'Print' : 'Print again'}
            </Button>
          )}
        </Group>
        {printing.failure && <FailureNote failure={printing.failure} />}
        {open && (
          <DidItComeOut
            job={open}
            busy={printing.busy}
            onAnswer={(printed) => void printing.settle(open.id, printed)}
            onAgain={() => void printing.toPaper(open.id)}
          />
        )}
        <LabelPicture
          source={
            printed
              ? `/api/labels/${printed.id}.pdf`
              : `/api/prescriptions/${prescriptionId}/label-preview.pdf`
          }
          version={version}
        />
        <PrintHistory jobs={jobs} />
      </Stack>
    </Paper>
  );
}

function PrintHistory({ jobs }: { jobs: readonly LabelJob[] }) {
  if (jobs.length === 0) return <Text c="dimmed">Not printed yet.</Text>;
  return (
    <Stack gap={2}>
      {jobs.map((job) => (
        <Text key={job.id} size="sm">
          {job.copy === 1 ? 'First print' : `Print ${job.copy}`}: {words.labelState[job.state]},{' '}
          <When at={job.at} />, {job.by.name}
          {job.reason && `, because: ${job.reason}`}
          {job.problem && `. ${job.problem}`}
        </Text>
      ))}
    </Stack>
  );
}
