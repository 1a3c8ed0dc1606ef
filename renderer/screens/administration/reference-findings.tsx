/** The second step: what taking the files over would change, what is unusual in it, and the rows to look at. */
import { Alert, Checkbox, Stack, Table, Text, Title } from '@mantine/core';
import type { Changes, ReferenceCheck } from '../../../core/contract/reference.ts';
import { Figure, Figures } from '../../components/facts.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { words } from '../../words.ts';
import classes from './reference-data.module.css';

interface FindingsProps {
  check: ReferenceCheck;
  accepted: boolean;
  onAccepted: (accepted: boolean) => void;
}

const order: readonly (keyof Changes)[] = [
  'added',
  'changed',
  'ended',
  'unchanged',
  'kept',
  'refused',
  'leftOut',
];
const tones: Partial<Record<keyof Changes, 'harm' | 'late'>> = {
  refused: 'harm',
  kept: 'late',
  ended: 'late',
};

const reasonKinds: Record<ReferenceCheck['reasons'][number]['kind'], string> = {
  ...words.referenceFinding,
  'left-out': words.referenceChange.leftOut,
};

const filesWords = (check: ReferenceCheck) =>
  check.files
    .toSorted((a, b) => b.part.localeCompare(a.part))
    .map(({ name, bytes }) => `${name} (${(bytes / 1e6).toFixed(1)} MB)`)
    .join(' and ');

export function ReferenceFindings({ check, accepted, onAccepted }: FindingsProps) {
  const { state, problem, changes, notices, reasons, findings } = check;
  return (
    <section className={classes.step} aria-label="What was found">
      <Stack gap="sm">
        <Title order={2} size="h4">
          2. Look at what they change
        </Title>
        <Text size="sm">
          {words.catalogue[check.catalogue]}: {filesWords(check)}
        </Text>
        {state === 'running' && <Text role="status">The files are being looked at.</Text>}
        {state === 'stopped' && (
          <Text role="status">Looking at the files was stopped. Nothing was changed.</Text>
        )}
        {state === 'failed' && (
          <Alert role="alert" color="orange" title="These files cannot be taken over">
            {problem} Nothing was changed.
          </Alert>
        )}
        {state === 'done' && (
          <>
            <Text size="sm" role="status">
              {check.taken
                ? 'What these files came to when they were looked at. How it went stands with the version below.'
                : 'Nothing has been written yet. Taking these files over would come to:'}
            </Text>
            <Figures size="large">
              {order.map((kind) => (
                <Figure
                  key={kind}
                  name={words.referenceChange[kind]}
                  tone={changes[kind] > 0 ? tones[kind] : undefined}
                >
                  {changes[kind].toLocaleString('en')}
                </Figure>
              ))}
            </Figures>
            {notices.length > 0 && (
              <Alert color="orange" title="This is unusual">
                <Stack gap="xs">
                  {notices.map((notice) => (
                    <Text key={notice}>{words.referenceNotice[notice]}</Text>
                  ))}
                  {!check.taken && (
                    <Checkbox
                      label="I have looked at it, and it is right"
                      checked={accepted}
                      onChange={(event) => onAccepted(event.currentTarget.checked)}
                    />
                  )}
                </Stack>
              </Alert>
            )}
            {reasons.length > 0 && <Reasons reasons={reasons} />}
            {findings.length > 0 && <Rows findings={findings} />}
          </>
        )}
      </Stack>
    </section>
  );
}

function Reasons({ reasons }: { reasons: ReferenceCheck['reasons'] }) {
  return (
    <ul className={classes.reasons} aria-label="Reasons">
      {reasons.slice(0, 8).map(({ kind, reason, count }) => (
        <li key={`${kind} ${reason}`}>
          <span className={classes.number}>{count.toLocaleString('en')}</span>
          <span>{reasonKinds[kind]}</span>
          <span>{reason}</span>
        </li>
      ))}
    </ul>
  );
}

function Rows({ findings }: { findings: ReferenceCheck['findings'] }) {
  return (
    <ScrollRegion className={classes.scroll} label="Rows to look at">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Outcome</Table.Th>
            <Table.Th scope="col">File</Table.Th>
            <Table.Th scope="col" className={classes.number}>
              Line
            </Table.Th>
            <Table.Th scope="col">Why</Table.Th>
            <Table.Th scope="col">The row</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {findings.map(({ kind, part, line, reason, text }, at) => (
            <Table.Tr key={`${kind} ${part} ${line} ${at}`}>
              <Table.Td className={classes.nowrap}>{words.referenceFinding[kind]}</Table.Td>
              <Table.Td>{part}</Table.Td>
              <Table.Td className={classes.number}>{line?.toLocaleString('en') ?? '–'}</Table.Td>
              <Table.Td>{reason}</Table.Td>
              <Table.Td className={classes.text}>{text}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  );
}
