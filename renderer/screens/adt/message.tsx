/**
 * One message of a hospital: translated beside the raw text, what it changed, how it fared, what its sender was told,
 * and the ways on: apply it again, correct it, lay it aside. Always: what came in stays as it came.
 */
import { Anchor, Paper, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
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
import classes from './adt.module.css';
import { Differences } from './differences.tsx';
import { MessageState } from './message-state.tsx';
import { ReplayDialog } from './replay-dialog.tsx';

type View = QueryResult<'adt.message'>;
const list = '/adt/messages';

export default function MessageScreen() {
  const { id = '' } = useParams<{ id: string }>();
  const { data, error } = useAsk('adt.message', { messageId: Number(id) });
  if (data) return <Known key={id} message={data} />;
  return (
    <Screen title="Hospital message" back={list}>
      {error ? <FailureNote failure={error.failure} /> : <Skeleton height={320} />}
    </Screen>
  );
}

const isOver = ({ state }: View) => state === 'superseded' || state === 'dismissed';

function Known({ message }: { message: View }) {
  const [, navigate] = useLocation();
  const leaveFor = useLeaveFor();
  const { may } = useMe();
  const [replaying, setReplaying] = useState(false);
  const dismissing = useRun('adt.dismiss');
  const askReason = useReasonDialog();
  const { id, patientId } = message;
  const needsSomebody = ['held', 'failed', 'refused', 'late'].includes(message.state);
  const dismiss = async () => {
    const answer = await askReason({
      title: 'Lay this message aside',
      explain: 'Nothing follows from it. It stays in the list with what is written here.',
      noteRequired: true,
      action: 'Lay it aside',
    });
    if (answer && (await dismissing.run({ messageId: id, reason: answer.note }))) leaveFor(list);
  };
  const correct = () => navigate(`${list}/${id}/correct`);
  const replay = () => setReplaying(true);
  const mayCorrect = !isOver(message) && may.has('adt.resubmit');
  const mayReplay = !isOver(message) && may.has('adt.replay');
  // What was refused would be refused again as it stands.
  const primary =
    message.state === 'refused'
      ? { label: 'Correct it', run: correct, disabled: !mayCorrect }
      : { label: 'Apply it again', run: replay, disabled: !mayReplay };
  const actions = [
    {
      keys: 'p',
      label: 'Open the patient',
      run: () => navigate(`/patient/${patientId}`),
      when: patientId !== null,
    },
    { keys: 'e', label: 'Correct it', run: correct, when: mayCorrect && message.state !== 'refused' },
    { keys: 'r', label: 'Apply it again', run: replay, when: mayReplay && message.state === 'refused' },
    {
      keys: 'd',
      label: 'Lay it aside',
      run: () => void dismiss(),
      when: needsSomebody && may.has('adt.dismiss'),
    },
  ];
  return (
    <Screen
      title="Hospital message"
      breadcrumb={`${message.event} ${message.title}, ${message.source}`}
      back={list}
      actions={<ActionButtons actions={actions} />}
      primary={{
        ...primary,
        why: isOver(message) ? `${words.messageState[message.state]}.` : undefined,
      }}
    >
      <Stack gap="md">
        {dismissing.failure && <FailureNote failure={dismissing.failure} />}
        <Paper withBorder p="md">
          <Text fw={650} size="lg" style={{ overflowWrap: 'anywhere' }}>
            {message.title}
            {message.name && `: ${message.name}`}
          </Text>
          {message.problem && (
            <Text mt={2} fw={600}>
              {message.problem}
            </Text>
          )}
          <div className={classes.halves} style={{ marginTop: 8 }}>
            <Fared message={message} />
            <Facts
              facts={[
                ['Came', <When key="at" at={message.receivedAt} />],
                ['Way', `${words.messageWay[message.way]}, ${message.peer}`],
                ['Control id', message.controlId || 'none'],
                ...(message.charset ? [['Characters read as', message.charset] as const] : []),
                ...(message.cameAgain > 0
                  ? [
                      [
                        'Came again',
                        <span key="again">
                          {message.cameAgain} × without a second effect
                          {message.cameAgainAt && (
                            <>
                              , last <When at={message.cameAgainAt} />
                            </>
                          )}
                        </span>,
                      ] as const,
                    ]
                  : []),
              ]}
            />
          </div>
        </Paper>
        <Part title="What it changed">
          <Differences
            changes={message.changes}
            label="What it changed"
            none="Nothing that is kept of persons, stays and lists."
          />
        </Part>
        <div className={classes.halves}>
          <Part title="What it says">
            <Translated segments={message.translated} more={message.moreSegments} />
          </Part>
          <Part title="As it came">
            <Raw lines={message.raw} />
          </Part>
        </div>
        <Part title="What happened to it">
          <History history={message.history} />
        </Part>
      </Stack>
      <ReplayDialog opened={replaying} messageId={id} onClose={() => setReplaying(false)} />
    </Screen>
  );
}

/** How it fared, and what the sender was told: one can be well without the other. */
const Fared = ({ message }: { message: View }) => (
  <Facts
    facts={[
      ['How it fared', <MessageState key="state" state={message.state} />],
      [
        'Acknowledgement',
        message.acknowledgement === null ? (
          'none is wanted, or none was possible'
        ) : (
          <span key="ack">
            {message.acknowledgement},{' '}
            {message.acknowledgedAt ? (
              <>
                told <When at={message.acknowledgedAt} />
              </>
            ) : (
              'not handed to the network'
            )}
          </span>
        ),
      ],
      ...(message.attempts > 0 ? [['Tried', `${message.attempts} ×`] as const] : []),
      ...(message.insteadOf === null
        ? []
        : [['In place of', <Other key="instead" id={message.insteadOf} />] as const]),
      ...(message.replacedBy === null
        ? []
        : [['Corrected by', <Other key="replaced" id={message.replacedBy} />] as const]),
    ]}
  />
);

const Other = ({ id }: { id: number }) => (
  <Anchor component={Link} href={`${list}/${id}`} underline="always">
    message {id}
  </Anchor>
);

function Translated({ segments, more: moreSegments }: { segments: View['translated']; more: number }) {
  if (segments.length === 0) return <Text>Nothing of it can be read. Its bytes are kept.</Text>;
  return (
    <ScrollRegion className={classes.said} label="The message in words">
      {segments.map(({ segment, title, fields, more }, index) => (
        <section key={index}>
          <Title order={3} size="h4">
            {title}{' '}
            <Text span size="xs" c="dimmed" fw={400}>
              {segment}
            </Text>
          </Title>
          <Facts
            facts={fields.map(({ place, name, value }) => [
              name,
              <span key={place} title={place}>
                {value}
              </span>,
            ])}
          />
          {more > 0 && <More count={more} of="fields" />}
        </section>
      ))}
      {moreSegments > 0 && <More count={moreSegments} of="segments" />}
    </ScrollRegion>
  );
}

/** What is not shown of what no sender means. */
const More = ({ count, of }: { count: number; of: string }) => (
  <Text size="sm" c="dimmed" px={10} pb={8}>
    And {count.toLocaleString('en')} more {of}. All of it is kept.
  </Text>
);

/** So many lines, and letters of each, are laid out; a message of noise may have a hundred thousand. */
const MOST = { lines: 1_000, letters: 20_000 };

const Raw = ({ lines }: { lines: readonly string[] }) => (
  <ScrollRegion className={classes.raw} label="Segments as they came">
    {lines.slice(0, MOST.lines).map((line, index) => (
      <p key={index}>
        <b>{line.slice(0, 3)}</b>
        {line.slice(3, MOST.letters)}
        {line.length > MOST.letters &&
          ` … and ${(line.length - MOST.letters).toLocaleString('en')} more characters`}
      </p>
    ))}
    {lines.length > MOST.lines && <More count={lines.length - MOST.lines} of="segments" />}
  </ScrollRegion>
);

function History({ history }: { history: View['history'] }) {
  if (history.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Nothing since it came.
      </Text>
    );
  return (
    <Table aria-label="What happened to it">
      <Table.Tbody>
        {history.map(({ at, by, state, reason }, index) => (
          <Table.Tr key={index}>
            <Table.Td w={120}>
              <When at={at} />
            </Table.Td>
            <Table.Td>{(words.messageState as Record<string, string>)[state] ?? state}</Table.Td>
            <Table.Td>{by ?? 'The workstation'}</Table.Td>
            <Table.Td>{reason}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Title order={2} size="h4" mb={4}>
      {title}
    </Title>
    {children}
  </section>
);
