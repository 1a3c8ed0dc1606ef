/**
 * What automation had to do with an order: that it typed it in and what it was least sure of; an answer that came too
 * late, held against what was typed; why a person got it instead.
 * Always: only said, never put into a field.
 */
import { Alert, Group, Table, Text } from '@mantine/core';
import { IconRobot } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type Judgement, wordOfConfidence } from '../../../core/contract/automation.ts';
import { ConfidenceWord } from '../../components/confidence.tsx';
import { When } from '../../components/when.tsx';
import { words } from '../../words.ts';
import classes from './automation.module.css';
import { nameOfJudged, unsureOf } from './judged.ts';
import type { AutomationKnown, AutomationRequest } from './use-automation.ts';

interface AutomationNoteProps {
  known: AutomationKnown;
  /** Whether the order is typed in: before, there is nothing a late answer could be held against. */
  typed: boolean;
}

export function AutomationNote({ known: { state, latest, entered }, typed }: AutomationNoteProps) {
  if (!latest) return null;
  return (
    <>
      {state === 'asked' && (
        <Text size="sm" c="dimmed">
          With automation since <When at={latest.askedAt} />
          {latest.acknowledgedAt === null && '; central has not got it yet'}.
        </Text>
      )}
      {entered && <Entered request={entered} />}
      {state === null && latest.verdict === 'insufficient' && <NotEnough request={latest} />}
      {state === null && latest.verdict === null && latest.givenToPerson && (
        <Text size="sm" c="dimmed">
          A person got it: {words.automationGiven[latest.givenToPerson.because]}.
        </Text>
      )}
      {latest.verdict === 'late' && typed && <Late request={latest} />}
    </>
  );
}

interface NoteProps {
  title: string;
  at?: string | null;
  warns?: boolean;
  children: ReactNode;
}

const Note = ({ title, at, warns = false, children }: NoteProps) => (
  <Alert
    color={warns ? 'orange' : 'gray'}
    variant="outline"
    p="xs"
    icon={<IconRobot aria-hidden="true" />}
    title={
      <>
        {title}
        {at && (
          <>
            , <When at={at} />
          </>
        )}
      </>
    }
  >
    {children}
  </Alert>
);

function Entered({ request: { judgements, answeredAt } }: { request: AutomationRequest }) {
  const unsure = unsureOf(judgements);
  return (
    <Note title="Typed in by automation" at={answeredAt}>
      {unsure.length === 0 ? 'It was sure of every field.' : 'It was less sure of these; look at them twice:'}
      <Judgements of={unsure} />
    </Note>
  );
}

function NotEnough({ request: { judgements, problem } }: { request: AutomationRequest }) {
  const failed = judgements.filter(({ passed, words: why }) => !passed && why !== problem);
  return (
    <Note title="Automation was not sure enough">
      {problem || 'What it read is proposed in the fields. A person types it because of:'}
      <Judgements of={failed} />
    </Note>
  );
}

const Judgements = ({ of }: { of: readonly Judgement[] }) =>
  of.length > 0 && (
    <ul className={classes.judgements}>
      {of.map(({ about, words: why, confidence }) => (
        <li key={about}>
          <Group gap={6} wrap="nowrap" component="span">
            <b>{nameOfJudged(about)}</b>
            {confidence !== null && <ConfidenceWord confidence={wordOfConfidence(confidence)} />}
            <span>{why}</span>
          </Group>
        </li>
      ))}
    </ul>
  );

/** What it would have typed, beside what a person did. */
function Late({ request: { differs, answeredAt } }: { request: AutomationRequest }) {
  return (
    <Note title="Automation answered late" at={answeredAt} warns={differs.length > 0}>
      {differs.length === 0 ? (
        'It read the same.'
      ) : (
        <Table className={classes.late} aria-label="What automation read beside what was typed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">It differs in</Table.Th>
              <Table.Th scope="col">Typed</Table.Th>
              <Table.Th scope="col">Automation read</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differs.map(({ field, automation, typed }) => (
              <Table.Tr key={field}>
                <Table.Th scope="row">{nameOfJudged(field)}</Table.Th>
                <Table.Td>{typed || 'nothing'}</Table.Td>
                <Table.Td>{automation || 'nothing'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Note>
  );
}
