/**
 * Transcription: the page on the left, the form on the right, what the machine made of the fax above them.
 * Always: it is claimed while it is open; what is typed is kept as it is typed; sending opens the next one.
 */
import { Alert, Anchor, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import { sendBackReasons } from '../../../core/contract/prescription.ts';
import { useAsk } from '../../client/hooks.ts';
import { useLatest, type Work } from '../../client/work.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { When, whenWords } from '../../components/when.tsx';
import { useKeys } from '../../shell/keys.ts';
import { useLeaveFor } from '../../shell/leave-for.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { HoldNote } from '../prescription/hold-note.tsx';
import { type Opened, OpenedWork } from '../prescription/opened-work.tsx';
import { useDecisions } from '../verification/use-decisions.ts';
import { CallBackDialog } from './call-back-dialog.tsx';
import { DeskStrip } from './desk-strip.tsx';
import { DrugDifference } from './drug-difference.tsx';
import { DuplicatePanel } from './duplicate-panel.tsx';
import { onlyKind } from './found-words.ts';
import type { MachineReading } from './ghosts.ts';
import { nextAt } from './next-at.ts';
import { PagesDialog } from './pages-dialog.tsx';
import { SetAsideDialog } from './set-aside-dialog.tsx';
import { SourceHalf } from './source-half.tsx';
import classes from './transcribe.module.css';
import { TranscriptionForm } from './transcription-form.tsx';
import { useDeskActions } from './use-desk-actions.ts';
import { firstDraft, useDraft } from './use-draft.ts';
import { useEvidence } from './use-evidence.ts';
import { useRefillable } from './use-refillable.ts';
import { useTranscription } from './use-transcription.ts';

const queue = '/queue/transcribing';
/** While pages are being read: often enough to see it go on. */
const askAgainAfter = 1_000;

export default function Transcribe() {
  return (
    <OpenedWork title="Transcribe" stage="transcribing" elsewhere="This is not to be typed any more">
      {(opened) => <Transcription {...opened} />}
    </OpenedWork>
  );
}

/** What the machine proposes; asked again and again while it reads. Nobody waits for it. */
const useMachineReading = (prescriptionId: string): MachineReading | undefined => {
  const [reads, setReads] = useState(false);
  const { data } = useAsk(
    'recognition.ofPrescription',
    { prescriptionId },
    reads ? { everyMilliseconds: askAgainAfter } : {},
  );
  const readsNow = data?.state === 'waiting';
  if (reads !== readsNow) setReads(readsNow);
  return data;
};

function Transcription({ prescriptionId, work, finish }: Opened) {
  const leaveFor = useLeaveFor();
  const { got, version } = useLatest(work);
  const { hold, refillOf } = got.prescription;
  const machine = useMachineReading(prescriptionId);
  const typing = useDraft(prescriptionId, firstDraft(work.got));
  const { draft, change } = typing;
  const { viewer, onField, mark } = useEvidence(got.pages, draft, change, machine);
  const [dialog, setDialog] = useState<'pages' | 'set-aside' | 'call-back' | null>(null);
  const duplicatePanel = useRef<HTMLElement>(null);
  const askDuplicate = () => duplicatePanel.current?.focus();
  const entry = useTranscription({
    prescriptionId,
    version,
    isRefill: refillOf !== null,
    draft,
    change,
    machine,
    askDuplicate,
  });

  const leaveTo = async (next: string | null) => {
    finish();
    typing.settle();
    leaveFor(next === null ? queue : `/transcribe/${next}`);
  };
  const openNext = async () =>
    leaveTo(await nextAt('transcribing', 'transcribe', prescriptionId).catch(() => null));
  const decisions = useDecisions(prescriptionId, version, openNext);
  const desk = useDeskActions(prescriptionId, version, typing, decisions);
  const send = async () => {
    const rxNumber = await entry.send();
    if (rxNumber === undefined) return;
    notifications.show({ message: `Rx ${rxNumber} went to verification.` });
    await openNext();
  };

  const refillable = useRefillable(prescriptionId, draft, machine, refillOf !== null);
  const stripActions = {
    takeFound: { keys: 'F4', label: 'Make an order of each', run: () => void desk.takeFound() },
    readAgain: {
      keys: 'Shift+F4',
      label: 'Read again',
      run: () => {
        const [first] = got.pages;
        if (first) void desk.readAgain(first.documentId);
      },
    },
    setAside: { keys: 'F6', label: 'Set it aside', run: () => setDialog('set-aside') },
    rejectDuplicate: {
      keys: 'Alt+D',
      label: 'Reject as duplicate',
      run: () => {
        const [earlier] = machine?.sameFax ?? [];
        if (earlier) void desk.rejectDuplicate(`The fax of ${whenWords(earlier.receivedAt)} once more`);
      },
    },
    takeAsRefill: refillable
      ? {
          keys: 'F5',
          label: `Take as refill of ${refillable.words}`,
          run: () => void desk.takeAsRefill(refillable.prescriptionId),
        }
      : null,
  };
  const hasPages = got.pages.length > 0;
  const actions = [
    { keys: 'F2', label: 'Add Rx', run: () => void desk.addAnother() },
    { keys: 'F3', label: 'Pages', run: () => setDialog('pages'), when: hasPages },
    {
      keys: 'F6',
      label: 'Not an Rx',
      run: () => (hasPages ? setDialog('set-aside') : void decisions.reject(['not-a-prescription'])),
    },
    { keys: 'F7', label: 'Reject', run: () => void decisions.reject() },
    hold
      ? { keys: 'F9', label: 'Resume', run: () => void decisions.resume() }
      : { keys: 'F9', label: 'Hold', run: () => void decisions.hold() },
    {
      keys: 'F10',
      label: 'Call back',
      run: () => void typing.keep().then(() => setDialog('call-back')),
    },
  ];
  const leftToTake = machine?.found.some(({ prescriptionId: taken }) => taken === null) ?? false;
  useKeys([
    { ...stripActions.takeFound, when: leftToTake },
    { ...stripActions.readAgain, when: machine?.pages.some(({ state }) => state === 'given-up') ?? false },
    { ...stripActions.rejectDuplicate, when: (machine?.sameFax.length ?? 0) > 0 },
    ...(stripActions.takeAsRefill ? [stripActions.takeAsRefill] : []),
    {
      keys: 'Alt+A',
      label: 'Answer: the same medicine twice',
      run: askDuplicate,
      when: entry.duplicates.rows.length > 0,
    },
    { keys: 'Tab', label: 'Take what is proposed and go on', run: () => undefined, told: true },
    { keys: 'Alt+M', label: 'The field stands where the page is now', run: mark, when: hasPages },
  ]);

  const refused = got.possible.transcribe ?? work.refused?.message ?? null;
  const failure = entry.failure ?? desk.failure ?? typing.failure;
  return (
    <Screen
      title="Transcribe"
      breadcrumb={breadcrumb(got)}
      back={queue}
      actions={<ActionButtons actions={actions} />}
      primary={{
        label: 'Send to verification',
        run: () => void send(),
        busy: entry.busy,
        disabled: refused !== null,
        why: refused,
      }}
    >
      <div className={classes.desk}>
        {hasPages && <DeskStrip reading={machine} siblings={got.siblings} actions={stripActions} />}
        <div className={classes.halves}>
          <SourceHalf intake={got.intake} document={got.document} viewer={viewer}>
            <DuplicatePanel
              ref={duplicatePanel}
              rows={entry.duplicates.rows}
              answer={entry.duplicates.answer}
              onAnswer={entry.duplicates.setAnswer}
              onRefill={(of) => void desk.takeAsRefill(of.prescriptionId)}
              onCancel={(of) =>
                void desk.rejectDuplicate(
                  of.rxNumber ? `The same as Rx ${of.rxNumber}` : 'The same came before',
                )
              }
              hint="Alt+A"
            />
          </SourceHalf>
          <TranscriptionForm
            draft={draft}
            change={change}
            sent={entry.sent}
            sigRead={entry.sigRead}
            computedDays={entry.computedDays}
            machine={machine}
            proposals={entry.proposals}
            errors={entry.errors}
            disabled={refused !== null && hold === null}
            drugNote={
              entry.differences.length > 0 ? <DrugDifference differences={entry.differences} /> : null
            }
            onField={onField}
          >
            {work.refused && <FailureNote failure={work.refused} />}
            {failure && <FailureNote failure={failure} />}
            <HoldNote prescription={got.prescription} />
            <SentBack prescription={got.prescription} />
            {!atRest(machine) && got.siblings.length > 0 && <Siblings siblings={got.siblings} />}
          </TranscriptionForm>
        </div>
      </div>
      {dialog === 'pages' && (
        <PagesDialog
          got={got}
          version={version}
          reading={machine}
          onClose={() => setDialog(null)}
          onJoined={(into) => void leaveTo(into)}
        />
      )}
      {dialog === 'set-aside' && (
        <SetAsideDialog
          prescriptionId={prescriptionId}
          version={version}
          pageKind={machine ? onlyKind(machine) : null}
          onClose={() => setDialog(null)}
          onDone={() => void openNext()}
        />
      )}
      {dialog === 'call-back' && (
        <CallBackDialog
          prescriptionId={prescriptionId}
          version={version}
          faxOnPage={machine?.suggestions.find((one) => one.field === 'prescriberFax')?.value ?? ''}
          onClose={() => setDialog(null)}
          onDone={() => void openNext()}
        />
      )}
    </Screen>
  );
}

/** The machine is done, and what it found is told above. */
const atRest = (machine: MachineReading | undefined) =>
  machine?.state === 'read' || machine?.state === 'given-up';

const sendBackWords = (code: string) => {
  const known = sendBackReasons.find((reason) => reason === code);
  return known ? words.sendBackReason[known] : code;
};

const breadcrumb = ({ intake, prescription }: Work['got']) => (
  <>
    {words.source[intake.source]} of <When at={prescription.receivedAt} />
    {prescription.rxNumber && `, Rx ${prescription.rxNumber}`}, {words.priority[prescription.priority]}
  </>
);

function SentBack({ prescription: { sentBack } }: Pick<Work['got'], 'prescription'>) {
  if (sentBack === null) return null;
  return (
    <Alert color="red" p="xs" title={`Sent back: ${sendBackWords(sentBack.reason)}`}>
      {sentBack.note && <Text size="sm">{sentBack.note}</Text>}
      <Text size="sm">
        {sentBack.by.name}, <When at={sentBack.at} />
      </Text>
    </Alert>
  );
}

function Siblings({ siblings }: Pick<Work['got'], 'siblings'>) {
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600}>
        Also on this page
      </Text>
      {siblings.map(({ id, stage, rxNumber, drug }) => (
        <Anchor
          component={Link}
          key={id}
          href={stage === 'transcribing' ? `/transcribe/${id}` : `/prescription/${id}`}
        >
          {drug ?? 'Not typed yet'}
          {rxNumber && `, Rx ${rxNumber}`}: {words.stage[stage]}
        </Anchor>
      ))}
    </Stack>
  );
}
