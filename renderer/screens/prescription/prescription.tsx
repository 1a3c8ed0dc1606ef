/**
 * One prescription: what it is, its story as a vertical line, its page, and what happens next in words.
 * Nothing is worked on here; the one action leads to where the work is done. Notes can be added at any stage.
 */
import { Anchor, Badge, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { BranchBadge } from '../../components/branch-badge.tsx';
import { DrugName } from '../../components/drug-name.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { PageViewer } from '../../components/page-viewer.tsx';
import { PatientBanner } from '../../components/patient-banner.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { Timeline } from '../../components/timeline.tsx';
import { usePageFocus } from '../../components/use-page-focus.ts';
import { promisedWords, useNow, When } from '../../components/when.tsx';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { AutomationNote } from '../automation/automation-note.tsx';
import { useAutomation } from '../automation/use-automation.ts';
import { EntryCard, ProductCard } from '../check/fact-cards.tsx';
import { WrittenDown } from '../intake/written-down.tsx';
import { ConflictBanner } from '../sync/conflict-banner.tsx';
import { HoldNote } from './hold-note.tsx';
import { nextStepOf } from './next-step.ts';
import classes from './prescription.module.css';
import { OtherBranchNote, useBranchMoves } from './use-branch-moves.tsx';
import { useSetbacks } from './use-setbacks.tsx';
import { type Known, WithPrescription } from './with-prescription.tsx';

export default function PrescriptionScreen() {
  return (
    <WithPrescription title="Prescription">
      {(known) => <Story key={known.prescription.id} known={known} />}
    </WithPrescription>
  );
}

function Story({ known }: { known: Known }) {
  const { prescription, patient, drug, pages, intake, possible, bagElsewhere, changedSinceLastLook } = known;
  const [, go] = useLocation();
  const setbacks = useSetbacks(known);
  const moves = useBranchMoves(known);
  const automation = useAutomation(prescription.id);
  const noting = useNote(prescription.id);
  const next = nextStepOf(known);
  const failure = setbacks.failure ?? moves.failure ?? noting.failure;
  const { viewer } = usePageFocus(pages);
  const hasWords = intake.note !== '' || Object.keys(intake.fields).length > 0;
  return (
    <Screen
      title="Prescription"
      breadcrumb={prescription.rxNumber ?? 'no number yet'}
      actions={
        <>
          {noting.button}
          {setbacks.buttons}
          {moves.buttons}
        </>
      }
      {...(next.open && {
        primary: {
          label: next.open.label,
          run: () => next.open && go(next.open.address),
          disabled: prescription.branch !== null || (prescription.stage === 'ready' && bagElsewhere !== null),
          why: bagElsewhere === null ? possible.claim : 'Its bag is not here.',
        },
      })}
    >
      <Stack gap="sm">
        {patient && <PatientBanner patient={patient} />}
        {failure && <FailureNote failure={failure} />}
        <OtherBranchNote known={known} />
        <ConflictBanner subjectId={prescription.id} />
        <HoldNote prescription={prescription} />
        <AutomationNote known={automation} typed={prescription.transcription !== null} />
        <Paper withBorder p="md">
          <Group justify="space-between" align="start" wrap="nowrap" className={classes.head}>
            <div>
              {drug ? <DrugName drug={drug} size="lg" /> : <Text fw={600}>Not typed in yet</Text>}
              <Text mt={4} fw={600}>
                What happens next{prescription.branch && ` at the ${prescription.branch} branch`}:{' '}
                {next.sentence}
              </Text>
              {drug && (
                <Anchor component={Link} href={`/stock/${drug.ndc11}`} underline="always">
                  Its stock
                </Anchor>
              )}
            </div>
            <Status known={known} />
          </Group>
        </Paper>
        <div className={classes.columns}>
          <Stack gap="sm">
            <History prescriptionId={prescription.id} />
          </Stack>
          <Stack gap="sm">
            {changedSinceLastLook.length > 0 && <Changes known={known} />}
            <EntryCard known={known} />
            {prescription.fill.length + prescription.filledElsewhere.length > 0 && (
              <ProductCard known={known} />
            )}
            <Relatives known={known} />
            {pages.length > 0 ? (
              <div className={classes.page}>
                <PageViewer {...viewer} />
              </div>
            ) : (
              hasWords && <WrittenDown intake={intake} />
            )}
          </Stack>
        </div>
      </Stack>
      {moves.dialog}
    </Screen>
  );
}

function Status({ known: { prescription, drug, intake } }: { known: Known }) {
  const now = useNow();
  const open = !['completed', 'rejected', 'failed'].includes(prescription.stage);
  return (
    <Stack gap={4} align="end" flex="none">
      <Group gap="xs">
        <BranchBadge branch={prescription.branch} />
        {drug?.schedule && (
          <Badge color="red" variant="outline">
            Controlled {drug.schedule}
          </Badge>
        )}
        <Badge variant="outline" color="gray">
          {words.stage[prescription.stage]}
        </Badge>
      </Group>
      <Text size="sm" c="dimmed">
        {words.source[intake.source]}, came <When at={prescription.receivedAt} />
      </Text>
      {open && (
        <Text size="sm">
          {words.priority[prescription.priority]}, {promisedWords(prescription.promisedAt, now)}
        </Text>
      )}
      {prescription.claim && <Text size="sm">{prescription.claim.by.name} is working on it</Text>}
    </Stack>
  );
}

function History({ prescriptionId }: { prescriptionId: string }) {
  const history = useAsk('prescription.timeline', { prescriptionId });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="story">
      <Title order={2} size="h4" id="story" mb="xs">
        Story
      </Title>
      {history.error && <FailureNote failure={history.error.failure} />}
      {history.isPending && <Skeleton height={240} />}
      {history.data && <Timeline entries={history.data.entries} />}
    </Paper>
  );
}

function Changes({ known: { changedSinceLastLook } }: { known: Known }) {
  return (
    <Paper withBorder p="sm" component="section" aria-labelledby="changes">
      <Title order={2} size="h5" id="changes" mb={4}>
        Changed by the last transcription
      </Title>
      {changedSinceLastLook.map((change) => (
        <Text key={change.field}>
          {change.field}: <del>{change.from || 'nothing'}</del> → <ins>{change.to || 'nothing'}</ins>
        </Text>
      ))}
    </Paper>
  );
}

/** Other prescriptions this one belongs with: of the same page, the refilled one, the one it is owed from. */
function Relatives({ known: { prescription, siblings } }: { known: Known }) {
  const links = [
    ...siblings.map(({ id, rxNumber, drug, stage }) => ({
      id,
      text: `Same page: ${rxNumber ?? ''} ${drug ?? 'not typed in yet'}, ${words.stage[stage]}`,
    })),
    ...(prescription.refillOf ? [{ id: prescription.refillOf, text: 'A refill of this prescription' }] : []),
    ...(prescription.owingOf ? [{ id: prescription.owingOf, text: 'The rest that was owed from this' }] : []),
    ...(prescription.owing?.prescriptionId
      ? [{ id: prescription.owing.prescriptionId, text: 'What is owed is an order of its own' }]
      : []),
  ];
  if (links.length === 0) return null;
  return (
    <Paper withBorder p="sm" component="section" aria-labelledby="belongs">
      <Title order={2} size="h5" id="belongs" mb={4}>
        Belongs with
      </Title>
      {links.map(({ id, text }) => (
        <Anchor key={id} component={Link} href={`/prescription/${id}`} display="block" underline="always">
          {text}
        </Anchor>
      ))}
    </Paper>
  );
}

/** The button that adds a note to the history. */
function useNote(prescriptionId: string) {
  const adding = useRun('prescription.addNote');
  const askReason = useReasonDialog();
  const { may } = useMe();
  const allowed = may.has('prescription.addNote');
  async function add() {
    const written = await askReason({
      title: 'Add a note',
      explain: 'It stays in the history and cannot be changed.',
      noteLabel: 'Note',
      action: 'Add the note',
    });
    if (written) await adding.run({ prescriptionId, note: written.note });
  }
  return {
    button: <ActionButtons actions={[{ keys: 'n', label: 'Note', run: () => void add(), when: allowed }]} />,
    failure: adding.failure,
  };
}
