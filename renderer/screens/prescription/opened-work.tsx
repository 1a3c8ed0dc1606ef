/**
 * Opens the prescription of the address to be worked on at one stage, and hands it on once it is claimed.
 * Says so while it is opened, when it cannot be had, and when it is at another stage by now.
 */
import { Anchor, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useParams } from 'wouter';
import { useWork, type Work } from '../../client/work.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import classes from '../intake/transcribe.module.css';

export interface Opened {
  prescriptionId: string;
  work: Work;
  /** To be called once it has moved on, so that leaving does not release it. */
  finish: () => void;
}

interface OpenedWorkProps {
  title: string;
  stage: 'transcribing' | 'verifying';
  /** What is said when it is at another stage: "There is nothing to verify". */
  elsewhere: string;
  children: (opened: Opened) => ReactNode;
}

export function OpenedWork(props: OpenedWorkProps) {
  const { id = '' } = useParams<{ id: string }>();
  return <Opening key={id} prescriptionId={id} {...props} />;
}

function Opening({
  prescriptionId,
  title,
  stage,
  elsewhere,
  children,
}: OpenedWorkProps & { prescriptionId: string }) {
  const { work, failure, finish } = useWork(prescriptionId, stage);
  const isAt = work?.got.prescription.stage;
  if (work && isAt === stage) return children({ prescriptionId, work, finish });
  return (
    <Screen title={title} back={`/queue/${stage}`}>
      {failure && <FailureNote failure={failure} />}
      {isAt && (
        <Empty
          title={`${elsewhere}: ${words.stage[isAt]}`}
          hint="Its history says who did what."
          action={
            <Anchor component={Link} href={`/prescription/${prescriptionId}`}>
              Open its history
            </Anchor>
          }
        />
      )}
      {!failure && !work && (
        <div className={classes.halves}>
          <Skeleton height="100%" />
          <Skeleton height="100%" />
        </div>
      )}
    </Screen>
  );
}
