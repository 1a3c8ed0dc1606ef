/**
 * Transcription: the page on the left, the form on the right.
 * Always: it is claimed while it is open; what is typed is kept as it is typed; sending opens the next one.
 */
import { Alert, Anchor, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { sendBackReasons } from '../../../core/contract/prescription.ts';
import { ask } from '../../client/api.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useLatest, type Work } from '../../client/work.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { usePageFocus } from '../../components/use-page-focus.ts';
import { When } from '../../components/when.tsx';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { HoldNote } from '../prescription/hold-note.tsx';
import { type Opened, OpenedWork } from '../prescription/opened-work.tsx';
import { useDecisions } from '../verification/use-decisions.ts';
import { nextAt } from './next-at.ts';
import { SourceHalf } from './source-half.tsx';
import classes from './transcribe.module.css';
import { asTranscription, sentFor } from './transcription.ts';
import { TranscriptionForm } from './transcription-form.tsx';
import { firstDraft, useDraft } from './use-draft.ts';

const queue = '/queue/transcribing';

export default function Transcribe() {
  return (
    <OpenedWork title="Transcribe" stage="transcribing" elsewhere="This is not to be typed any more">
      {(opened) => <Transcription {...opened} />}
    </OpenedWork>
  );
}

function Transcription({ prescriptionId, work, finish }: Opened) {
  const [, navigate] = useLocation();
  const { got, version } = useLatest(work);
  const { hold, sentBack } = got.prescription;
  const { draft, change, settle, failure: draftFailure } = useDraft(prescriptionId, firstDraft(work.got));
  const { viewer } = usePageFocus(got.pages);
  const transcribe = useRun('prescription.transcribe');
  const another = useRun('intake.addPrescription');
  const [tried, setTried] = useState(false);

  const { sigText = '', ndc11, quantity, daysSupply } = draft;
  const typed = { sigText, ndc11, quantity, daysSupply };
  const [question] = useDebouncedValue(typed, 120);
  const reading = useAsk('prescription.readSig', withoutGaps(question), {
    enabled: question.sigText.trim() !== '',
    keepPrevious: true,
  }).data;
  const sent = sentFor(draft, sigText.trim() === '' ? null : (reading?.daysSupply ?? null));
  const { errors } = asTranscription(draft, sent);

  const openNext = async () => {
    finish();
    settle();
    const next = await nextAt('transcribing', 'transcribe', prescriptionId).catch(() => null);
    navigate(next === null ? queue : `/transcribe/${next}`);
  };
  const decisions = useDecisions(prescriptionId, version, openNext);
  const send = async () => {
    setTried(true);
    // A fast hand is ahead of what is proposed on the screen: the days of an earlier quantity are not sent.
    const read =
      sigText.trim() === '' ? null : await ask('prescription.readSig', withoutGaps(typed)).catch(() => null);
    const { ready } = asTranscription(draft, sentFor(draft, read?.daysSupply ?? null));
    if (ready === null) return focusFirstError();
    const done = await transcribe.run({ prescriptionId, ...ready }, { expectedVersion: version });
    if (!done) return;
    notifications.show({ message: `Rx ${done.rxNumber} went to verification.` });
    await openNext();
  };
  const addAnother = async () => {
    if (await another.run({ prescriptionId }))
      notifications.show({ message: 'Another prescription of this page was made. It comes next.' });
  };

  const actions = [
    { keys: 'F2', label: 'Another Rx on this page', run: () => void addAnother() },
    { keys: 'F6', label: 'Not an Rx', run: () => void decisions.reject(['not-a-prescription']) },
    { keys: 'F7', label: 'Reject', run: () => void decisions.reject() },
    hold
      ? { keys: 'F9', label: 'Resume', run: () => void decisions.resume() }
      : { keys: 'F9', label: 'Hold', run: () => void decisions.hold() },
  ];

  const refused = got.possible.transcribe ?? work.refused?.message ?? null;
  const failure = transcribe.failure ?? another.failure ?? decisions.failure ?? draftFailure;
  return (
    <Screen
      title="Transcribe"
      breadcrumb={breadcrumb(got)}
      back={queue}
      actions={<ActionButtons actions={actions} />}
      primary={{
        label: 'Send to verification',
        run: () => void send(),
        busy: transcribe.busy,
        disabled: refused !== null,
        why: refused,
      }}
    >
      <div className={classes.halves}>
        <SourceHalf intake={got.intake} document={got.document} viewer={viewer} />
        <TranscriptionForm
          draft={draft}
          change={change}
          sent={sent}
          reading={reading}
          errors={tried ? errors : {}}
          disabled={refused !== null && hold === null}
        >
          {work.refused && <FailureNote failure={work.refused} />}
          {failure && <FailureNote failure={failure} />}
          <HoldNote prescription={got.prescription} />
          {sentBack && (
            <Alert color="red" p="xs" title={`Sent back: ${sendBackWords(sentBack.reason)}`}>
              {sentBack.note && <Text size="sm">{sentBack.note}</Text>}
              <Text size="sm">
                {sentBack.by.name}, <When at={sentBack.at} />
              </Text>
            </Alert>
          )}
          {got.siblings.length > 0 && <Siblings siblings={got.siblings} />}
        </TranscriptionForm>
      </div>
    </Screen>
  );
}

/** A query has no place for members that are undefined. */
const withoutGaps = ({
  sigText,
  ...others
}: {
  sigText: string;
  ndc11?: string | undefined;
  quantity?: string | undefined;
  daysSupply?: string | undefined;
}) => ({
  sigText,
  ...(others.ndc11 && { ndc11: others.ndc11 }),
  ...(others.quantity && { quantity: others.quantity }),
  ...(others.daysSupply && { daysSupply: others.daysSupply }),
});

const sendBackWords = (code: string) => {
  const known = sendBackReasons.find((reason) => reason === code);
  return known ? words.sendBackReason[known] : code;
};

/** After the errors are on the screen. */
const focusFirstError = () => {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
};

const breadcrumb = ({ intake, prescription }: Work['got']) => (
  <>
    {words.source[intake.source]} of <When at={prescription.receivedAt} />
    {prescription.rxNumber && `, Rx ${prescription.rxNumber}`}, {words.priority[prescription.priority]}
  </>
);

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
