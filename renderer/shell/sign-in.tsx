/**
 * Who works here? Names as tiles, then PIN or password. The same page is the lock: it covers everything and says
 * who locked the window. Arrow keys choose a name, Enter goes on.
 */
import { Alert, Button, Group, PasswordInput, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { QueryResult } from '../../core/contract/index.ts';
import { roles } from '../../core/contract/values.ts';
import { useAsk, useRun } from '../client/hooks.ts';
import { refreshSession } from '../client/session.ts';
import { FailureNote } from '../components/failure.tsx';
import { KeyHint } from '../components/key-hint.tsx';
import { useNow } from '../components/when.tsx';
import { words } from '../words.ts';
import classes from './cover.module.css';
import { Cover } from './cover.tsx';

type Tile = QueryResult<'user.tiles'>['tiles'][number];

const rankOf = ({ role }: Tile) => roles.indexOf(role);

interface Choice {
  chosen: string | null;
  turn: number;
}

interface SignInProps {
  /** Who locked the window; null when nobody is signed in. */
  lockedBy: string | null;
  /** The user name of who worked in this window last. */
  lastUser: string | null;
}

export function SignIn({ lockedBy, lastUser }: SignInProps) {
  const { data, error } = useAsk('user.tiles', {});
  // Each choice is a new one, even of the same name, so that the field is empty and has the focus.
  const [{ chosen, turn }, setChoice] = useState<Choice>({ chosen: lastUser, turn: 0 });
  const choose = (userName: string) => setChoice({ chosen: userName, turn: turn + 1 });
  // Those who come most often stand first.
  const tiles = (data?.tiles ?? []).toSorted((one, other) => rankOf(one) - rankOf(other));
  const tile = tiles.find(({ userName }) => userName === chosen) ?? tiles[0];
  return (
    <Cover wide>
      <Group justify="space-between" align="end">
        <Text className={classes.branch}>{data?.branch ?? '\u00a0'}</Text>
        <Today timeZone={data?.timeZone} />
      </Group>
      {lockedBy === null ? (
        <Title order={1}>Who works here?</Title>
      ) : (
        <Alert icon={<IconLock aria-hidden="true" />} color="gray" variant="light">
          <Title order={1}>Locked by {lockedBy}</Title>
          <Text>Unlock to go on where it was left, or take over under your own name.</Text>
        </Alert>
      )}
      {error && <FailureNote failure={error.failure} />}
      {/* The arrow keys move the choice from the field of the secret too, so that no Tab is needed. */}
      <Stack gap="md" onKeyDown={(event) => tile && moveByArrow(event, tiles, tile, choose)}>
        <Tiles tiles={tiles} chosen={tile} onChoose={choose} />
        {tile && (
          <Secret
            key={`${tile.userName} ${turn}`}
            tile={tile}
            isLast={tile.userName === lastUser}
            locked={lockedBy !== null}
          />
        )}
      </Stack>
      {data?.demo && <DemoSignIns tiles={tiles} />}
    </Cover>
  );
}

/** The branch's own day and time; this machine may be set to another zone. */
function Today({ timeZone }: { timeZone: string | undefined }) {
  const now = useNow();
  if (timeZone === undefined) return null;
  const date = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  return <Text size="xl">{date.format(now)}</Text>;
}

interface TilesProps {
  tiles: readonly Tile[];
  chosen: Tile | undefined;
  onChoose: (userName: string) => void;
}

function Tiles({ tiles, chosen, onChoose }: TilesProps) {
  return (
    <div role="radiogroup" aria-label="Name" className={classes.tiles}>
      {tiles.map((tile) => (
        <UnstyledButton
          key={tile.userName}
          role="radio"
          aria-checked={tile === chosen}
          tabIndex={tile === chosen ? 0 : -1}
          className={classes.tile}
          title={tile.displayName}
          onClick={() => onChoose(tile.userName)}
        >
          <span className={classes.tileName}>{tile.displayName}</span>
          <Text span size="sm" c="dimmed">
            {words.role[tile.role]}
          </Text>
        </UnstyledButton>
      ))}
    </div>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function moveByArrow(
  event: KeyboardEvent,
  tiles: readonly Tile[],
  from: Tile,
  onChoose: (userName: string) => void,
) {
  const step = steps[event.key];
  const { target } = event;
  const isCaretKey =
    target instanceof HTMLInputElement && target.value !== '' && /Left|Right/.test(event.key);
  if (step === undefined || isCaretKey) return;
  event.preventDefault();
  const next = tiles[(tiles.indexOf(from) + step + tiles.length) % tiles.length];
  if (next) onChoose(next.userName);
}

interface SecretProps {
  tile: Tile;
  isLast: boolean;
  locked: boolean;
}

function Secret({ tile, isLast, locked }: SecretProps) {
  const [byPin, setByPin] = useState(tile.pinWorks);
  const [secret, setSecret] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const unlock = useRun('user.unlock');
  const signIn = useRun('user.signIn');
  const { busy, failure } = byPin ? unlock : signIn;
  const { userName } = tile;
  useEffect(() => field.current?.focus(), []);

  async function enter() {
    if (secret === '' || busy) return;
    // At once, so that nothing typed for the next attempt is taken away with it.
    setSecret('');
    const entered = byPin
      ? await unlock.run({ userName, pin: secret })
      : await signIn.run({ userName, password: secret });
    if (!entered) return field.current?.focus();
    await refreshSession();
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <Group align="end" gap="sm" mb={failure ? 'sm' : 0}>
        <PasswordInput
          ref={field}
          size="md"
          w={340}
          label={byPin ? `PIN of ${tile.displayName}` : `Password of ${tile.displayName}`}
          inputMode={byPin ? 'numeric' : 'text'}
          autoComplete="off"
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
        />
        <Button
          type="submit"
          size="md"
          loading={busy}
          disabled={secret === ''}
          rightSection={<KeyHint keys="Enter" />}
        >
          {isLast && locked ? 'Unlock' : 'Sign in'}
        </Button>
        {tile.pinWorks && (
          <Button variant="default" size="md" onClick={() => setByPin(!byPin)}>
            {byPin ? 'With the password' : 'With the PIN'}
          </Button>
        )}
      </Group>
      {failure && <FailureNote failure={failure} />}
    </form>
  );
}

function DemoSignIns({ tiles }: { tiles: readonly Tile[] }) {
  return (
    <Alert color="gray" variant="light" title="Demo pharmacy: everybody's password">
      <Text size="sm">
        {tiles.map(({ userName, displayName, demoPassword, demoPin }) => (
          <span key={userName} style={{ display: 'inline-block', minWidth: '25rem' }}>
            {displayName}: <strong>{demoPassword}</strong>
            {demoPin && `, PIN ${demoPin}`}
          </span>
        ))}
      </Text>
    </Alert>
  );
}
