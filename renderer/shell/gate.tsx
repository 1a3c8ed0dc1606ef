/**
 * What the window shows before anybody works in it: set-up, passphrase, trouble, sign-in, lock, in that order.
 * Always: while the window is locked or nobody is signed in, no screen is mounted and no answer is kept.
 */
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Route } from '../app.tsx';
import { listenForEvents, useStream } from '../client/answers.ts';
import { type ApiError, readState, type WorkstationState } from '../client/api.ts';
import { forgetPatients, lastWorker, stateKey, useSession } from '../client/session.ts';
import { refreshState } from './before-work.ts';
import { FirstRun } from './first-run.tsx';
import { Frame } from './frame.tsx';
import { NotConnected, Starting } from './not-there.tsx';
import { Passphrase } from './passphrase.tsx';
import { SignIn } from './sign-in.tsx';
import { Trouble } from './trouble.tsx';

const askAgainAfter = 1500;

interface GateProps {
  routes: readonly Route[];
}

export function Gate({ routes }: GateProps) {
  const { data, error } = useQuery<WorkstationState, ApiError>({
    queryKey: stateKey,
    queryFn: readState,
    retry: false,
    // While it starts, it is asked again until it answers.
    refetchInterval: ({ state }) => (state.error?.failure.kind === 'unavailable' ? askAgainAfter : false),
  });
  if (error?.failure.code === 'token') return <NotConnected />;
  if (!data) return <Starting failure={error?.failure ?? null} />;
  if (data.state === 'new') return <FirstRun dataFolder={data.dataFolder} />;
  if (data.state === 'locked') return <Passphrase dataFolder={data.dataFolder} />;
  if (data.state === 'trouble' && data.trouble) {
    return <Trouble trouble={data.trouble} dataFolder={data.dataFolder} />;
  }
  return <People routes={routes} />;
}

function People({ routes }: GateProps) {
  const { data: me, error } = useSession();
  useEffect(listenForEvents, []);
  const covered = me !== undefined && (me.user === null || me.lockedBy !== null);
  useEffect(() => {
    if (!covered) return;
    forgetPatients();
    notifications.clean();
  }, [covered]);
  // The workstation may have closed or come into trouble meanwhile: then nothing answers, and the stream ends.
  const { open: streamOpen } = useStream();
  useEffect(() => {
    if (error || !streamOpen) void refreshState();
  }, [error, streamOpen]);
  if (!me) return <Starting failure={error?.failure ?? null} />;
  if (covered) return <SignIn lockedBy={me.lockedBy} lastUser={me.user?.userName ?? lastWorker()} />;
  return <Frame routes={routes} lockAfterMinutes={me.lockAfterMinutes} />;
}
