/** The window while somebody works in it: rail, screen, status bar, and the keys that work everywhere. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Redirect, Route as RouteAt, Switch, useLocation } from 'wouter';
import type { Route } from '../app.tsx';
import { run } from '../client/api.ts';
import { lastWorker, refreshSession, rememberWorker, useMe } from '../client/session.ts';
import { Empty } from '../components/empty.tsx';
import { ReasonDialogHost } from '../components/reason-dialog.tsx';
import { counter, homeOf, isFor, records, workflow } from './destinations.ts';
import classes from './frame.module.css';
import { KeySheet, useKeySheet } from './key-sheet.tsx';
import { useKeys } from './keys.ts';
import { Mishap } from './mishap.tsx';
import { Palette, usePalette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { Screen } from './screen.tsx';
import { StatusBar } from './status-bar.tsx';

/** Covers the window. If the workstation does not answer, it asks for a sign-in as soon as it does. */
export async function lockWindow() {
  await run('user.lock', {}).catch(() => undefined);
  await refreshSession();
}

interface FrameProps {
  routes: readonly Route[];
  lockAfterMinutes: number;
}

export function Frame({ routes, lockAfterMinutes }: FrameProps) {
  const { user, may } = useMe();
  const [path, goTo] = useLocation();
  useIdleLock(lockAfterMinutes);
  // Another person begins at the start of their own work, not in the middle of somebody else's.
  const [worker, setWorker] = useState(lastWorker);
  const begins = worker !== user.userName;
  useLayoutEffect(() => {
    if (!begins) return;
    rememberWorker(user.userName);
    setWorker(user.userName);
    goTo('/', { replace: true });
  }, [begins, user.userName, goTo]);
  const places = [...workflow, ...counter, ...records].filter((place) => isFor(may, place));
  useKeys(
    [
      ...places.map(({ path: to, label, keys }) => ({ keys, label, run: () => goTo(to) })),
      ...workflow.map(({ path: to, label }, index) => ({
        keys: `Alt+${index + 1}`,
        label,
        run: () => goTo(to),
        hidden: true,
      })),
      { keys: '/', label: 'Search everything', run: () => usePalette.setState({ mode: 'search' }) },
      { keys: 'Ctrl+k', label: 'Do or find anything', run: () => usePalette.setState({ mode: 'all' }) },
      { keys: '?', label: 'The keys of this screen', run: () => useKeySheet.setState({ open: true }) },
      { keys: 'F8', label: 'Lock', run: () => void lockWindow() },
    ],
    'workstation',
  );
  if (begins) return null;
  return (
    <div className={classes.frame}>
      <Rail />
      <main className={classes.main}>
        {/* A screen that breaks must not take the rail with it; another address starts afresh. */}
        <Mishap key={path}>
          <Switch>
            {routes.map(({ path: at, screen }) => (
              <RouteAt key={at} path={at} component={screen} />
            ))}
            <RouteAt path="/">
              <Redirect to={homeOf[user.role]} replace />
            </RouteAt>
            <RouteAt>
              <Screen title="Nothing here">
                <Empty title="There is no such screen" hint="Choose one on the left, or press Ctrl+K." />
              </Screen>
            </RouteAt>
          </Switch>
        </Mishap>
      </main>
      <StatusBar />
      <Palette />
      <KeySheet />
      <ReasonDialogHost />
    </div>
  );
}

const lookEvery = 5000;
const signsOfLife = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Locks the window when nobody has touched it for so many minutes. */
function useIdleLock(minutes: number) {
  const lastTouch = useRef(Date.now());
  useEffect(() => {
    const touch = () => {
      lastTouch.current = Date.now();
    };
    touch();
    for (const sign of signsOfLife) window.addEventListener(sign, touch, { passive: true });
    const timer = setInterval(() => {
      if (Date.now() - lastTouch.current > minutes * 60_000) void lockWindow();
    }, lookEvery);
    return () => {
      clearInterval(timer);
      for (const sign of signsOfLife) window.removeEventListener(sign, touch);
    };
  }, [minutes]);
}
