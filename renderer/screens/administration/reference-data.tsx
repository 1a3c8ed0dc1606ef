/**
 * Drugs and prescribers from public files: choose the files, look at what they would change, take them over, set a
 * version back. Always: nothing is written before a person has seen what it comes to; the counter works on meanwhile.
 */
import { Skeleton, Stack } from '@mantine/core';
import { useState } from 'react';
import { useRun } from '../../client/hooks.ts';
import { FailureNote } from '../../components/failure.tsx';
import { Screen } from '../../shell/screen.tsx';
import { filesOf, noChoice, ReferenceChoose, statesOf } from './reference-choose.tsx';
import { ReferenceFindings } from './reference-findings.tsx';
import { ReferenceProgress } from './reference-progress.tsx';
import { ReferenceVersions } from './reference-versions.tsx';
import { useReference } from './use-reference.ts';

export default function ReferenceDataScreen() {
  const { job, check, versions, failure, lookAgain } = useReference();
  const [choice, setChoice] = useState(noChoice);
  /** The check a person has said of that it is right. */
  const [acceptedId, setAcceptedId] = useState<string | null>(null);
  const checking = useRun('reference.check');
  const applying = useRun('reference.apply');

  const files = filesOf(choice);
  const look = async () => {
    const begun = await checking.run({ files, otc: choice.otc, states: statesOf(choice) });
    if (!begun) return;
    setChoice(noChoice);
    lookAgain();
  };
  const accepted = check !== null && acceptedId === check.id;
  const takeOver = async () => {
    if (check && (await applying.run({ checkId: check.id, accepted }))) lookAgain();
  };

  const writes = check ? check.changes.added + check.changes.changed + check.changes.ended : 0;
  // Files that were just chosen come first; without any, what was looked at last can be taken over.
  const isReady = check?.state === 'done' && !check.taken && writes > 0 && files.length === 0;
  const isUnusual = isReady && check.notices.length > 0 && !accepted;
  const busy = job !== null ? 'Something runs just now. The counter can go on working.' : null;
  const primary = isReady
    ? {
        label: `Take over ${writes.toLocaleString('en')} ${writes === 1 ? 'change' : 'changes'}`,
        run: () => void takeOver(),
        disabled: busy !== null || isUnusual,
        busy: applying.busy,
        why: busy ?? (isUnusual ? 'Say first that what is unusual is right.' : null),
      }
    : {
        label: 'Look at the files',
        run: () => void look(),
        disabled: busy !== null || files.length === 0,
        busy: checking.busy,
        why: busy ?? 'Choose files first.',
      };
  const refused = checking.failure ?? applying.failure ?? failure;

  return (
    <Screen
      title="Reference data"
      breadcrumb="lists of drugs and prescribers, from public files"
      primary={primary}
    >
      <Stack gap="md">
        {job && <ReferenceProgress job={job} />}
        {refused && <FailureNote failure={refused} />}
        <ReferenceChoose choice={choice} onChoice={setChoice} disabled={job !== null} />
        {check && (
          <ReferenceFindings
            check={check}
            accepted={accepted}
            onAccepted={(isRight) => setAcceptedId(isRight ? check.id : null)}
          />
        )}
        {versions ? (
          <ReferenceVersions versions={versions} onBegun={lookAgain} />
        ) : (
          <Skeleton height={160} aria-label="The versions are being read" />
        )}
      </Stack>
    </Screen>
  );
}
