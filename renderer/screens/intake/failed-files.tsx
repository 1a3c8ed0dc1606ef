/** The inbox: files that could not be taken in, each with its reason, and the place to drop a fax. */
import { Alert, Anchor, Button, Code, FileButton, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { When } from '../../components/when.tsx';
import { useKeys } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import classes from './failed-files.module.css';
import { type Outcome, receiveFaxes } from './receive-fax.ts';

const accepted = '.tif,.tiff,.pdf,.png,.jpg,.jpeg,image/tiff,application/pdf,image/png,image/jpeg';

export default function FailedFiles() {
  const failures = useAsk('document.failures', {});
  const choose = useRef<HTMLButtonElement>(null);
  useKeys([{ keys: 'o', label: 'Choose a fax to take in', run: () => choose.current?.click() }]);
  return (
    <Screen title="Faxes in" back="/queue/transcribing">
      <Stack gap="md">
        <DropZone chooseRef={choose} />
        {failures.error && <FailureNote failure={failures.error.failure} />}
        {failures.data?.folderProblem && (
          <Alert color="red" title="The inbox folder cannot be watched">
            {failures.data.folderProblem}
          </Alert>
        )}
        {failures.data && (
          <Text size="sm">
            Faxes that arrive in <Code>{failures.data.folder}</Code> are taken in by themselves. What was
            taken is moved to its folder “done”, what could not be taken to “failed”.
          </Text>
        )}
        {failures.isPending && <Skeleton height={160} />}
        {failures.data && <FailedTable rows={failures.data.rows} />}
      </Stack>
    </Screen>
  );
}

interface FailedRow {
  id: string;
  fileName: string;
  reason: string;
  at: string;
}

function FailedTable({ rows }: { rows: FailedRow[] }) {
  const { may } = useMe();
  const dismiss = useRun('document.dismissFailure');
  const ask = useReasonDialog();
  const deal = async (row: FailedRow) => {
    const answer = await ask({
      title: 'This file was dealt with',
      explain: 'It leaves the list. The file stays in the folder of failed files.',
      action: 'Dealt with',
    });
    if (answer) await dismiss.run({ failureId: row.id, note: answer.note });
  };
  if (rows.length === 0)
    return (
      <Empty
        title="Every file was taken in"
        hint="A file that cannot be read would be listed here, with the reason and what to do."
      />
    );
  return (
    <>
      {dismiss.failure && <FailureNote failure={dismiss.failure} />}
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>File</Table.Th>
            <Table.Th>Why it could not be taken in</Table.Th>
            <Table.Th>When</Table.Th>
            <Table.Th>
              <span className={classes.unseen}>Dealt with</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td className={classes.name} title={row.fileName}>
                {row.fileName}
              </Table.Td>
              <Table.Td>{row.reason}</Table.Td>
              <Table.Td>
                <When at={row.at} />
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  size="xs"
                  variant="default"
                  disabled={!may.has('document.dismissFailure')}
                  onClick={() => deal(row)}
                >
                  I have dealt with it
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

function DropZone({ chooseRef }: { chooseRef: React.RefObject<HTMLButtonElement | null> }) {
  const { may } = useMe();
  const [outcomes, setOutcomes] = useState<Outcome[]>([]);
  const [waiting, setWaiting] = useState(0);
  const [over, setOver] = useState(false);
  const take = async (files: File[]) => {
    setWaiting((now) => now + files.length);
    await receiveFaxes(files, (outcome) => {
      setWaiting((now) => now - 1);
      setOutcomes((now) => [outcome, ...now]);
    });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take([...event.dataTransfer.files]);
  };
  if (!may.has('document.receive')) return null;
  return (
    <section
      aria-label="Take in a fax"
      className={classes.zone}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group gap="md">
        <IconFileUpload size={28} aria-hidden="true" />
        <Text>Drop a fax here: TIFF, PDF, PNG or JPEG.</Text>
        <FileButton multiple accept={accepted} onChange={(files) => void take(files)}>
          {(props) => (
            <Button {...props} ref={chooseRef} variant="default" rightSection={<KeyHint keys="o" />}>
              Choose files
            </Button>
          )}
        </FileButton>
        {waiting > 0 && (
          <Text size="sm" role="status">
            {waiting} to take in
          </Text>
        )}
      </Group>
      <ul className={classes.outcomes} aria-live="polite">
        {outcomes.map((outcome, index) => (
          <li key={outcomes.length - index}>
            {outcome.fileName}: <OutcomeWords outcome={outcome} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OutcomeWords({ outcome }: { outcome: Outcome }) {
  if (outcome.kind === 'refused') return <b>not taken in. {outcome.failure.message}</b>;
  if (outcome.kind === 'came-before') return 'this very fax came before. No second order was made.';
  if (outcome.prescriptionId === null) return 'taken in.';
  return (
    <>
      taken in.{' '}
      <Anchor component={Link} href={`/transcribe/${outcome.prescriptionId}`}>
        Transcribe it now
      </Anchor>
    </>
  );
}
