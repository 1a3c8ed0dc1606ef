/**
 * One record that was held back: why, where it stood, its bytes beside what can be read of them, and the ways on.
 * Always: whatever is done, the record itself is kept.
 */
import { Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useParams } from 'wouter';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { Facts } from '../../components/facts.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { When } from '../../components/when.tsx';
import { useLeaveFor } from '../../shell/leave-for.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import classes from './sync.module.css';

type Got = QueryResult<'sync.heldRecord'>;
const list = '/central/held';

export default function HeldRecord() {
  const { id = '' } = useParams<{ id: string }>();
  const { data, error } = useAsk('sync.heldRecord', { heldId: id });
  if (data) return <Known key={id} got={data} />;
  return (
    <Screen title="Record held back" back={list}>
      {error ? <FailureNote failure={error.failure} /> : <Skeleton height={320} />}
    </Screen>
  );
}

function Known({ got: { row, headers, hex, translated } }: { got: Got }) {
  const { may } = useMe();
  const ways = useRecordWays(row);
  const isHeld = row.state === 'held';
  const isTwin = row.kind === 'twin';
  return (
    <Screen
      title="Record held back"
      breadcrumb={`${words.heldKind[row.kind]}, ${row.topic}`}
      back={list}
      actions={
        <ActionButtons
          actions={[
            {
              keys: 'd',
              label: 'Leave it for good',
              run: () => void ways.dismiss(),
              when: isHeld && may.has('sync.dismiss'),
            },
          ]}
        />
      }
      primary={{
        label: row.direction === 'out' ? 'Send it again' : 'Take it again',
        run: () => void ways.replay(),
        busy: ways.busy,
        disabled: !isHeld || isTwin || !may.has('sync.replay'),
        why: !isHeld
          ? `${words.heldState[row.state]}.`
          : isTwin
            ? 'Something else bears its number already; it can only be left.'
            : undefined,
      }}
    >
      <Stack gap="md">
        {ways.failure && <FailureNote failure={ways.failure} />}
        <Paper withBorder p="md">
          <Text fw={600} mb="xs">
            {row.problem}
          </Text>
          <Facts
            facts={[
              ['State', `${words.heldState[row.state]}: ${words.heldKind[row.kind].toLowerCase()}`],
              ['Way', words.heldDirection[row.direction]],
              ['When', <When key="at" at={row.at} />],
              ['Waits behind it', row.behind === 0 ? 'nothing' : row.behind.toLocaleString('en')],
              ['Topic', row.topic],
              ['Key', row.key || 'none'],
              [
                'Partition, offset',
                `${row.partition}, ${row.offset === null ? 'none yet' : row.offset.toLocaleString('en')}`,
              ],
              ['Size', `${row.bytes.toLocaleString('en')} bytes`],
            ]}
          />
        </Paper>
        <div className={classes.halves}>
          <Part title="As it came">
            {hex === '' ? (
              <Text>It is empty.</Text>
            ) : (
              <ScrollRegion
                className={`${classes.raw} ${classes.asIs}`}
                label="Bytes as hexadecimal and letters"
              >
                {hex}
              </ScrollRegion>
            )}
          </Part>
          <Stack gap="md">
            <Part title="What can be read of it">
              {translated === null ? (
                <Text>Nothing. Its bytes are all there is.</Text>
              ) : (
                <ScrollRegion className={`${classes.raw} ${classes.wrapped}`} label="Translated">
                  {translated}
                </ScrollRegion>
              )}
            </Part>
            <Part title="Headers">
              {Object.keys(headers).length === 0 ? (
                <Text>None.</Text>
              ) : (
                <Facts facts={Object.entries(headers)} />
              )}
            </Part>
          </Stack>
        </div>
      </Stack>
    </Screen>
  );
}

/** Taking it once more, or leaving it; both lead back to the list. */
function useRecordWays({ id, direction, behind }: Got['row']) {
  const leaveFor = useLeaveFor();
  const replaying = useRun('sync.replay');
  const dismissing = useRun('sync.dismiss');
  const askReason = useReasonDialog();
  const out = direction === 'out';
  return {
    replay: async () => {
      const done = await replaying.run({ heldId: id });
      if (!done) return;
      const taken = done.taken === 1 ? 'One record was' : `${done.taken.toLocaleString('en')} records were`;
      notifications.show({ message: out ? 'It is sent once more.' : `${taken} taken.` });
      leaveFor(list);
    },
    dismiss: async () => {
      const others = behind > 0 ? `, and the ${behind.toLocaleString('en')} behind it are taken` : '';
      const answer = await askReason({
        title: 'Leave this record for good',
        explain: out
          ? 'Central will not be told what it says. It stays in the list of what was left.'
          : `What it says will not be done here. It stays in the list of what was left${others}.`,
        action: 'Leave it',
      });
      if (answer && (await dismissing.run({ heldId: id, reason: answer.reason }))) leaveFor(list);
    },
    busy: replaying.busy,
    failure: replaying.failure ?? dismissing.failure,
  };
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Title order={2} size="h4" mb={4}>
      {title}
    </Title>
    {children}
  </section>
);
