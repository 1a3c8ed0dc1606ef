/** Who, where, and what waits, in words: nothing here is a mere light. */
import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconLock, IconMoon, IconSun } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { QueryResult } from '../../core/contract/index.ts';
import { useStream } from '../client/answers.ts';
import { useAsk } from '../client/hooks.ts';
import { useMe } from '../client/session.ts';
import { KeyHint } from '../components/key-hint.tsx';
import { whenWords } from '../components/when.tsx';
import { words } from '../words.ts';
import classes from './frame.module.css';
import { lockWindow } from './frame.tsx';
import { useKeySheet } from './key-sheet.tsx';
import { OwnSecrets, useOwnSecrets } from './own-secrets.tsx';

type Status = QueryResult<'workstation.status'>;

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** The link to central, in words. Events wait on this machine; none is lost. */
export function linkWords({ central, waitingForCentral }: Status): string {
  const waiting =
    waitingForCentral === 0
      ? 'Nothing waits.'
      : `${plural(waitingForCentral, 'event waits', 'events wait')}. Nothing is lost.`;
  if (central === null) return `No link to central. ${waiting}`;
  if (central.online) return waitingForCentral === 0 ? 'Central is up to date.' : `Central: ${waiting}`;
  return `Offline since ${whenWords(central.since)}. ${waiting}`;
}

export function StatusBar() {
  const { user } = useMe();
  const { data } = useAsk('workstation.status', {});
  const { open: streamOpen } = useStream();
  return (
    <footer className={classes.status}>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        fw={400}
        px={4}
        title="Own password and PIN"
        onClick={() => useOwnSecrets.setState({ open: true })}
      >
        {user.displayName}, {words.role[user.role].toLowerCase()}
      </Button>
      {data && (
        <>
          <span>{data.demo ? `${data.branch} (demo)` : data.branch}</span>
          <span className={classes.words} title={linkWords(data)}>
            {linkWords(data)}
          </span>
          <Waiting status={data} />
        </>
      )}
      <output>
        {!streamOpen && (
          <span data-tone="late">The workstation does not answer. What you see may be old.</span>
        )}
        {data?.trouble && <span data-tone="harm">{data.trouble}</span>}
      </output>
      <div className={classes.end}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          rightSection={<KeyHint keys="?" />}
          onClick={() => useKeySheet.setState({ open: true })}
        >
          Keys
        </Button>
        <SchemeToggle />
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconLock size={16} aria-hidden="true" />}
          rightSection={<KeyHint keys="F8" />}
          onClick={() => void lockWindow()}
        >
          Lock
        </Button>
      </div>
      <OwnSecrets />
    </footer>
  );
}

/** What asks for a person, each with the place to deal with it. */
function Waiting({ status: { parked, labelsToSettle, failedFiles } }: { status: Status }) {
  const waiting = [
    {
      path: '/labels',
      count: labelsToSettle,
      say: plural(labelsToSettle, 'label to settle', 'labels to settle'),
    },
    { path: '/inbox', count: failedFiles, say: plural(failedFiles, 'file failed', 'files failed') },
    { path: '/sent', count: parked, say: plural(parked, 'message needs a person', 'messages need a person') },
  ];
  return waiting
    .filter(({ count }) => count > 0)
    .map(({ path, say }) => (
      <Link key={path} href={path}>
        {say}
      </Link>
    ));
}

function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'light' ? 'dark' : 'light';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={32}
      aria-label={`Switch to ${other} colours`}
      title={`Switch to ${other} colours`}
      onClick={() => setColorScheme(other)}
    >
      {other === 'dark' ? <IconMoon size={18} /> : <IconSun size={18} />}
    </ActionIcon>
  );
}
