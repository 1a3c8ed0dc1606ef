/**
 * Verification: the page on the left, what was typed on the right; each high-risk field is confirmed in turn.
 * Always: what is approved is the version on the screen; approval waits for all six; whoever typed it is told in
 * words that another pharmacist has to look.
 */
import { Alert, Anchor, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { Link } from 'wouter';
import type { QueryResult } from '../../../core/contract/index.ts';
import { highRiskFields } from '../../../core/contract/prescription.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { useLatest } from '../../client/work.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { ConfirmList } from '../../components/confirm-list.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { PatientBanner } from '../../components/patient-banner.tsx';
import { useConfirmations } from '../../components/use-confirmations.ts';
import { usePageFocus } from '../../components/use-page-focus.ts';
import { When, whenWords } from '../../components/when.tsx';
import { useLeaveFor } from '../../shell/leave-for.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { AutomationNote } from '../automation/automation-note.tsx';
import { useAutomation } from '../automation/use-automation.ts';
import { nextAt } from '../intake/next-at.ts';
import { SourceHalf } from '../intake/source-half.tsx';
import halves from '../intake/transcribe.module.css';
import { HoldNote } from '../prescription/hold-note.tsx';
import { type Opened, OpenedWork } from '../prescription/opened-work.tsx';
import { ConflictBanner } from '../sync/conflict-banner.tsx';
import { DecideEntries } from './decide-entries.tsx';
import type { Difference } from './difference.tsx';
import { Entry } from './entry.tsx';
import { EntryNotes } from './entry-notes.tsx';
import { fieldsOf, placesOfField } from './high-risk-fields.tsx';
import { placesOf } from './paper.tsx';
import { useDecisions } from './use-decisions.ts';
import { readFor, useEntryDecision } from './use-entry-decision.ts';

const queue = '/queue/verifying';
type Got = QueryResult<'prescription.get'>;

export default function Verify() {
  return (
    <OpenedWork title="Verify" stage="verifying" elsewhere="There is nothing to verify">
      {(opened) => <Verification {...opened} />}
    </OpenedWork>
  );
}

function Verification({ prescriptionId, work, finish }: Opened) {
  const leaveFor = useLeaveFor();
  const { user } = useMe();
  const { got, version } = useLatest(work);
  const { hold, transcription } = got.prescription;
  const confirmations = useConfirmations(
    highRiskFields,
    JSON.stringify([prescriptionId, user.id, transcription]),
  );
  const { viewer, focusRegion } = usePageFocus(got.pages);
  const refused = got.possible.approve ?? work.refused?.message ?? null;
  const deciding = got.possible.decideEntry === null && (got.secondEntry?.differences.length ?? 0) > 0;
  const decision = useEntryDecision(
    prescriptionId,
    version,
    deciding ? (got.secondEntry?.differences ?? []) : [],
  );
  // What is lit shows its place on the page; the page stays where it is when there is none.
  const field = deciding ? undefined : confirmations.current;
  const question = deciding ? decision.lit : undefined;
  const looked = question ? placesOf(got, readFor(question)) : field ? placesOfField(got, field) : [];
  const places = JSON.stringify(looked);
  useEffect(() => {
    if (places !== '[]') focusRegion(...JSON.parse(places));
  }, [places, focusRegion]);
  const automation = useAutomation(prescriptionId);
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
    leaveFor(next === null ? queue : `/verify/${next}`);
  };
  const decisions = useDecisions(prescriptionId, version, openNext);
  const send = async () => {
    const confirmed = [...confirmations.confirmed];
    if (!(await approve.run({ prescriptionId, confirmed }, { expectedVersion: version }))) return;
    notifications.show({ message: `Rx ${got.prescription.rxNumber} is approved and waits to be filled.` });
    await openNext();
  };

  const actions = [
    { keys: 'b', label: 'Send back', run: () => void decisions.sendBack() },
    { keys: 'x', label: 'Reject', run: () => void decisions.reject() },
    hold
      ? { keys: 'h', label: 'Resume', run: () => void decisions.resume() }
      : { keys: 'h', label: 'Hold', run: () => void decisions.hold() },
  ];
  const left = highRiskFields.length - confirmations.confirmed.length;
  const unconfirmed =
    left === 0 ? null : `${left} of ${highRiskFields.length} fields are still to be confirmed.`;
  const failure = approve.failure ?? decisions.failure ?? decision.failure;
  // Of a second entry that is not settled the notes say more.
  const told = got.secondEntry?.state === 'needed' || got.secondEntry?.state === 'differs';
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
      actions={<ActionButtons actions={actions} />}
      primary={
        deciding
          ? {
              label: 'Take these',
              run: () => void decision.submit(),
              busy: decision.busy,
              disabled: decision.missing !== null,
              why: decision.missing,
            }
          : {
              label: 'Approve',
              run: () => void send(),
              busy: approve.busy,
              disabled: refused !== null || unconfirmed !== null,
              why: refused ?? unconfirmed,
            }
      }
    >
      <div className={halves.halves}>
        <SourceHalf intake={got.intake} document={got.document} viewer={viewer} />
        <div className={`${halves.half} ${halves.form}`}>
          <Stack gap="xs">
            {got.patient && <PatientBanner patient={got.patient} />}
            {failure && <FailureNote failure={failure} />}
            <HoldNote prescription={got.prescription} />
            {refused !== null && hold === null && !told && (
              <Alert color="orange" p="xs" title="You cannot approve this">
                {refused}
              </Alert>
            )}
            <ConflictBanner subjectId={prescriptionId} />
            <AutomationNote known={automation} typed={transcription !== null} />
            <EntryNotes got={got} deciding={deciding} />
            {deciding && <DecideEntries got={got} decision={decision} />}
            {transcription && (
              <ConfirmList
                label="High-risk fields"
                fields={fieldsOf(got, transcription, differences, automation.sureness)}
                confirmed={confirmations.confirmed}
                current={refused === null ? confirmations.current : undefined}
                confirm={confirmations.confirm}
                takeBack={confirmations.takeBack}
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
