/** Who, where, and what waits, in words: nothing here is a mere light. */
import {
  ActionIcon,
  Button,
  useComputedColorScheme,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { IconLock, IconMoon, IconSun } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { QueryResult } from '../../core/contract/index.ts';
import { useStream } from '../client/answers.ts';
import { useCentral } from '../client/central.ts';
import { useAsk } from '../client/hooks.ts';
import { useMe } from '../client/session.ts';
import { KeyHint } from '../components/key-hint.tsx';
import { useNow } from '../components/when.tsx';
import { words } from '../words.ts';
import { centralAnnounced, centralWords, count } from './central-words.ts';
import classes from './frame.module.css';
import { lockWindow } from './frame.tsx';
import { useKeySheet } from './key-sheet.tsx';
import { OwnSecrets, useOwnSecrets } from './own-secrets.tsx';

type Status = QueryResult<'workstation.status'>;

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
          <span className={classes.branch}>{data.demo ? `${data.branch} (demo)` : data.branch}</span>
          <Central />
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

/** The exchange with central, while there is something to know or to do about it. */
function Central() {
  const { may } = useMe();
  const now = useNow();
  const { data } = useCentral();
  const said = data && centralWords(data, now);
  return (
    <>
      {/* A number that counts is not read out each time; that it stands otherwise is. */}
      <VisuallyHidden component="output">{data && centralAnnounced[data.state]}</VisuallyHidden>
      {said &&
        (may.has('sync.topics') ? (
          <Link href="/central" className={classes.words} data-tone={said.tone} title={said.text}>
            {said.text}
          </Link>
        ) : (
          <span className={classes.words} data-tone={said.tone} title={said.text}>
            {said.text}
          </span>
        ))}
    </>
  );
}

/** What asks for a person, each with the place to deal with it. */
function Waiting({ status: { parked, labelsToSettle, failedFiles } }: { status: Status }) {
  const waiting = [
    {
      path: '/labels',
      number: labelsToSettle,
      say: count(labelsToSettle, 'label to settle', 'labels to settle'),
    },
    { path: '/inbox', number: failedFiles, say: count(failedFiles, 'file failed', 'files failed') },
    { path: '/sent', number: parked, say: count(parked, 'message needs a person', 'messages need a person') },
  ];
  return waiting
    .filter(({ number }) => number > 0)
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
