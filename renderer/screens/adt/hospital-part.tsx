/**
 * What hospitals say of one patient: stays, the pause with the way to lift it, what they report and is not on file here,
 * contacts, cover, numbers, and what happened there. Shown once a hospital is connected.
 */
import { Anchor, Button, Group, Skeleton, Table, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconPlayerPause } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { FailureNote } from '../../components/failure.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { When } from '../../components/when.tsx';
import { useKeys } from '../../shell/keys.ts';
import { words } from '../../words.ts';
import classes from './adt.module.css';
import { LinkDialog } from './link-dialog.tsx';
import { TaskKind } from './task-kind.tsx';

type OfPatient = QueryResult<'adt.ofPatient'>;

/** Movements that are listed at once. */
const fewMovements = 8;

export function HospitalPart({ patientId }: { patientId: string }) {
  const { may } = useMe();
  const [linking, setLinking] = useState(false);
  const { data, error } = useAsk('adt.ofPatient', { patientId }, { enabled: may.has('adt.ofPatient') });
  const resuming = useRun('adt.resume');
  const askReason = useReasonDialog();
  const pause = data?.pause ?? null;
  const mayResume = pause !== null && may.has('adt.resume');
  const resume = async () => {
    const answer = await askReason({
      title: 'Let refills, delivery and messages go on',
      explain:
        'What rests for this patient goes on at once. Tasks that wait on it stay until they are settled.',
      noteRequired: true,
      noteLabel: 'Why it may go on',
      action: 'Let it go on',
    });
    if (answer) await resuming.run({ patientId, reason: answer.note });
  };
  const mayLink = may.has('adt.link');
  useKeys([
    { keys: 'r', label: 'Let refills and messages go on', run: () => void resume(), when: mayResume },
    { keys: 'l', label: 'Link a person of a hospital', run: () => setLinking(true), when: mayLink },
  ]);
  return (
    <>
      {error && <FailureNote failure={error.failure} />}
      {resuming.failure && <FailureNote failure={resuming.failure} onClose={resuming.clear} />}
      {!data && !error && <Skeleton height={80} />}
      {data && (
        <>
          {pause && (
            <Group gap="sm" mb={6}>
              <Text
                className={`${classes.inline} ${pause.because === 'deceased' ? classes.harm : classes.late}`}
              >
                <IconPlayerPause size={16} aria-hidden="true" />
                <span>
                  {words.pauseBecause[pause.because]}, since <When at={pause.since} />
                </span>
              </Text>
              {mayResume && (
                <Button
                  size="xs"
                  variant="default"
                  rightSection={<KeyHint keys="r" />}
                  onClick={() => void resume()}
                >
                  Let it go on
                </Button>
              )}
            </Group>
          )}
          <Known of={data} />
          {mayLink && (
            <Button
              mt={8}
              size="xs"
              variant="default"
              rightSection={<KeyHint keys="l" />}
              onClick={() => setLinking(true)}
            >
              Link a person of a hospital
            </Button>
          )}
        </>
      )}
      <LinkDialog opened={linking} patientId={patientId} onClose={() => setLinking(false)} />
    </>
  );
}

function Known({ of }: { of: OfPatient }) {
  const { may } = useMe();
  const [all, setAll] = useState(false);
  const { stays, reported, coverage, contacts, numbers, tasks, movements } = of;
  const missing = reported.filter(({ onFile }) => !onFile);
  if ([stays, movements, numbers, tasks].every(({ length }) => length === 0))
    return (
      <Text size="sm" c="dimmed">
        No hospital has spoken of this patient.
      </Text>
    );
  const shown = all ? movements : movements.slice(0, fewMovements);
  return (
    <>
      {tasks.map((task) => (
        <div key={task.id}>
          <Anchor component={Link} href={`/adt/task/${task.id}`} size="sm" underline="always">
            <TaskKind kind={task.kind} severity={task.severity} />
          </Anchor>{' '}
          <Text span size="sm">
            {task.sentence}
          </Text>
        </div>
      ))}
      {stays.length > 0 && <Stays stays={stays} />}
      {missing.length > 0 && (
        <Sub title="Allergies reported, not on file here">
          <ul className={classes.list}>
            {missing.map(({ source, substance, reaction, goneAt }) => (
              <li key={`${source} ${substance}`} className={classes.late}>
                <IconAlertTriangle size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} />{' '}
                {substance}
                {reaction && ` (${reaction})`}{' '}
                <Text span size="sm" c="dimmed" fw={400}>
                  {source}
                  {goneAt && ', no longer reported'}
                </Text>
              </li>
            ))}
          </ul>
        </Sub>
      )}
      <Said title="Cover, as the hospital has it (medical, not for prescriptions)" said={coverage} />
      <Said title="Contacts" said={contacts} />
      {numbers.length > 0 && (
        <Sub title="Numbers">
          <Text size="sm">{numbers.join(' · ')}</Text>
        </Sub>
      )}
      {movements.length > 0 && (
        <Sub title="What hospitals sent">
          <ul className={classes.list}>
            {shown.map(({ messageId, at, source, event, sentence }) => (
              <li key={messageId}>
                <Text span size="sm" c="dimmed">
                  <When at={at} />
                </Text>{' '}
                {may.has('adt.message') ? (
                  <Anchor component={Link} href={`/adt/messages/${messageId}`} size="sm" underline="always">
                    {sentence}
                  </Anchor>
                ) : (
                  <Text span size="sm">
                    {sentence}
                  </Text>
                )}{' '}
                <Text span size="sm" c="dimmed">
                  {source}, {event}
                </Text>
              </li>
            ))}
          </ul>
          {shown.length < movements.length && (
            <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
              All {movements.length}
            </Button>
          )}
        </Sub>
      )}
    </>
  );
}

const Stays = ({ stays }: Pick<OfPatient, 'stays'>) => (
  <Table aria-label="Stays">
    <Table.Thead>
      <Table.Tr>
        <Table.Th scope="col">Where</Table.Th>
        <Table.Th scope="col">From</Table.Th>
        <Table.Th scope="col">Until</Table.Th>
        <Table.Th scope="col">State</Table.Th>
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {stays.map((stay) => (
        <Table.Tr key={stay.id}>
          <Table.Td>
            {[stay.facility || stay.source, stay.location].filter(Boolean).join(', ')}
            <Text size="sm" c="dimmed">
              {[
                stay.kind,
                stay.attending && `attending ${stay.attending}`,
                stay.consulting && `consulting ${stay.consulting}`,
                stay.visitNumber && `visit ${stay.visitNumber}`,
                stay.reason,
              ]
                .filter(Boolean)
                .join(', ')}
            </Text>
            {stay.heardAt && (
              <Text size="sm" c="dimmed">
                Heard at {stay.heardAt}, as of <When at={stay.asOf} />
              </Text>
            )}
          </Table.Td>
          <Table.Td>{stay.admittedAt && <When at={stay.admittedAt} />}</Table.Td>
          <Table.Td>
            {stay.dischargedAt ? (
              <When at={stay.dischargedAt} />
            ) : (
              stay.expectedDischargeAt && (
                <>
                  expected <When at={stay.expectedDischargeAt} />
                </>
              )
            )}
          </Table.Td>
          <Table.Td>
            {words.stayState[stay.state]}
            {stay.disposition && (
              <Text size="sm" c="dimmed">
                {stay.disposition}
              </Text>
            )}
          </Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
);

function Said({ title, said }: { title: string; said: OfPatient['contacts'] }) {
  if (said.length === 0) return null;
  return (
    <Sub title={title}>
      <ul className={classes.list}>
        {said.map(({ source, sentence }) => (
          <li key={`${source} ${sentence}`}>
            {sentence}{' '}
            <Text span size="sm" c="dimmed">
              {source}
            </Text>
          </li>
        ))}
      </ul>
    </Sub>
  );
}

const Sub = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Title order={3} size="sm" mt={8} mb={2}>
      {title}
    </Title>
    {children}
  </section>
);
