/**
 * Verification: the page on the left, what was typed on the right; each high-risk field is confirmed in turn.
 * Always: what is approved is the version on the screen; approval waits for all six; whoever typed it is told in
 * words that another pharmacist has to look.
 */
import { Alert, Anchor, Button, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link, useLocation, useParams } from 'wouter';
import { amountWords } from '../../../core/contract/amount.ts';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { useWork, type Work } from '../../client/work.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { PatientBanner } from '../../components/patient-banner.tsx';
import { When, whenWords } from '../../components/when.tsx';
import { useKeys } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { nextAt } from '../intake/next-at.ts';
import { SourceHalf } from '../intake/source-half.tsx';
import halves from '../intake/transcribe.module.css';
import { HoldNote } from '../prescription/hold-note.tsx';
import { ConfirmList } from './confirm-list.tsx';
import type { Difference } from './difference.tsx';
import { Entry } from './entry.tsx';
import { useConfirmations } from './use-confirmations.ts';
import { useDecisions } from './use-decisions.ts';
import classes from './verify.module.css';

const queue = '/queue/verifying';
type Got = QueryResult<'prescription.get'>;

export default function Verify() {
  const { id = '' } = useParams<{ id: string }>();
  return <Opened key={id} prescriptionId={id} />;
}

function Opened({ prescriptionId }: { prescriptionId: string }) {
  const { work, failure, finish } = useWork(prescriptionId, 'verifying');
  if (work?.got.prescription.stage === 'verifying')
    return <Verification prescriptionId={prescriptionId} work={work} finish={finish} />;
  return (
    <Screen title="Verify" back={queue}>
      {failure && <FailureNote failure={failure} />}
      {work && (
        <Empty
          title={`There is nothing to verify: ${words.stage[work.got.prescription.stage]}`}
          hint="Its history says who did what."
          action={
            <Anchor component={Link} href={`/prescription/${prescriptionId}`}>
              Open its history
            </Anchor>
          }
        />
      )}
      {!failure && !work && (
        <div className={halves.halves}>
          <Skeleton height="100%" />
          <Skeleton height="100%" />
        </div>
      )}
    </Screen>
  );
}

interface VerificationProps {
  prescriptionId: string;
  work: Work;
  finish: () => void;
}

function Verification({ prescriptionId, work, finish }: VerificationProps) {
  const [, navigate] = useLocation();
  const { user } = useMe();
  const asked = useAsk('prescription.get', { prescriptionId }).data;
  const got = asked && asked.prescription.version >= work.version ? asked : work.got;
  const version = Math.max(got.prescription.version, work.version);
  const { hold, transcription } = got.prescription;
  const confirmations = useConfirmations(JSON.stringify([prescriptionId, user.id, transcription]));
  const approve = useRun('prescription.approve');
  const reading = useAsk(
    'prescription.readSig',
    {
      sigText: transcription?.sigText ?? '',
      ndc11: transcription?.ndc11 ?? '',
      quantity: transcription?.quantity ?? '',
      daysSupply: String(transcription?.daysSupply ?? ''),
    },
    { enabled: transcription !== null },
  ).data;

  const openNext = async () => {
    finish();
    const next = await nextAt('verifying', 'approve', prescriptionId).catch(() => null);
    navigate(next === null ? queue : `/verify/${next}`);
  };
  const decisions = useDecisions(prescriptionId, version, openNext);
  const send = async () => {
    const confirmed = [...confirmations.confirmed];
    if (!(await approve.run({ prescriptionId, confirmed }, { expectedVersion: version }))) return;
    notifications.show({ message: `Rx ${got.prescription.rxNumber} is approved and waits to be filled.` });
    await openNext();
  };

  const refused = got.possible.approve ?? work.refused?.message ?? null;
  const actions = [
    { keys: 'b', label: 'Send back', run: () => void decisions.sendBack() },
    { keys: 'x', label: 'Reject', run: () => void decisions.reject() },
    hold
      ? { keys: 'h', label: 'Resume', run: () => void decisions.resume() }
      : { keys: 'h', label: 'Hold', run: () => void decisions.hold() },
  ];
  const confirm = () => {
    if (refused === null) confirmations.confirm();
  };
  useKeys([
    ...actions,
    { keys: 'Space', label: 'Confirm the lit field against the page', run: confirm },
    { keys: 'y', label: 'Confirm the lit field against the page', run: confirm, hidden: true },
    { keys: 'u', label: 'Take the last confirmation back', run: confirmations.takeBack },
  ]);

  const left = 6 - confirmations.confirmed.length;
  const unconfirmed = left === 0 ? null : `${left} of 6 fields are still to be confirmed.`;
  const failure = approve.failure ?? decisions.failure;
  const differences = differencesOf(got);
  return (
    <Screen
      title="Verify"
      back={queue}
      breadcrumb={
        <>
          Rx {got.prescription.rxNumber}, {words.source[got.intake.source]} of{' '}
          <When at={got.prescription.receivedAt} />
        </>
      }
      actions={actions.map(({ keys, label, run }) => (
        <Button
          key={label}
          size="xs"
          flex="none"
          variant="default"
          rightSection={<KeyHint keys={keys.toUpperCase()} />}
          onClick={run}
        >
          {label}
        </Button>
      ))}
      primary={{
        label: 'Approve',
        run: () => void send(),
        busy: approve.busy,
        disabled: refused !== null || unconfirmed !== null,
        why: refused ?? unconfirmed,
      }}
    >
      <div className={halves.halves}>
        <SourceHalf intake={got.intake} document={got.document} />
        <div className={`${halves.half} ${halves.form}`}>
          <Stack gap="xs">
            {got.patient && <PatientBanner patient={got.patient} />}
            {failure && <FailureNote failure={failure} />}
            <HoldNote prescription={got.prescription} />
            {refused !== null && hold === null && (
              <Alert color="orange" p="xs" title="You cannot approve this">
                {refused}
              </Alert>
            )}
            {transcription && (
              <ConfirmList
                values={valuesOf(got, transcription)}
                differences={{
                  patient: differences.patient ?? [],
                  drug: differences.drug ?? [],
                  sig: differences.directions ?? [],
                  quantity: differences.quantity ?? [],
                }}
                confirmed={confirmations.confirmed}
                current={refused === null ? confirmations.current : undefined}
                confirm={confirm}
              />
            )}
            {reading?.flags.map(({ code, text }) => (
              <Alert key={code} color="orange" p="xs">
                Directions: {text}
              </Alert>
            ))}
            {reading?.arithmetic && (
              <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
                {reading.arithmetic}
                {reading.agrees === false &&
                  `; by that the quantity lasts ${reading.daysSupply} days, not as typed`}
              </Text>
            )}
            <LastDispensing last={got.lastDispensing} />
            <Entry got={got} differences={differences} />
          </Stack>
        </div>
      </div>
    </Screen>
  );
}

const valuesOf = (
  { patient, drug }: Got,
  typed: NonNullable<Got['prescription']['transcription']>,
): Parameters<typeof ConfirmList>[0]['values'] => ({
  patient: patient && (
    <span>
      {patient.name}, <span style={{ whiteSpace: 'nowrap' }}>born {patient.dateOfBirth}</span>
    </span>
  ),
  drug: drug && (
    <>
      {drug.nameTallMan}
      <span className={classes.typed}>
        {[drug.brand, drug.labeler, `NDC ${drug.ndcDisplay}`].filter(Boolean).join(' · ')}{' '}
        {drug.schedule && <b>{drug.schedule}</b>}
      </span>
    </>
  ),
  strength: drug?.strength,
  form: drug?.form,
  sig: (
    <>
      {typed.sigSentence}
      <span className={classes.typed}>typed as: {typed.sigText}</span>
    </>
  ),
  quantity: amountWords(typed.quantity, drug?.unit ?? ''),
});

/** By the field's name as the core says it: what changed since the last look, and against the last dispensing. */
const differencesOf = ({ changedSinceLastLook, lastDispensing }: Got): Record<string, Difference[]> => {
  const all = [
    ...changedSinceLastLook.map((one) => ({ ...one, against: 'changed since the last look' })),
    ...(lastDispensing?.changes ?? []).map((one) => ({
      ...one,
      against: `dispensed ${whenWords(lastDispensing?.at ?? '')}`,
    })),
  ];
  return Object.groupBy(all, ({ field }) => field) as Record<string, Difference[]>;
};

function LastDispensing({ last }: { last: Got['lastDispensing'] }) {
  return (
    <Text size="sm" c="dimmed">
      {last === null ? (
        'Not dispensed to this patient before.'
      ) : (
        <>
          <Anchor component={Link} href={`/prescription/${last.prescriptionId}`}>
            Last dispensed
          </Anchor>{' '}
          <When at={last.at} />
          {last.changes.length === 0 ? ', with nothing different.' : '; what differs is marked.'}
        </>
      )}
    </Text>
  );
}
