/** Numbers of another workstation that were left out: what they told is not known here. */
import { Alert, Button, Table, Text } from '@mantine/core';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { FailureNote } from '../../components/failure.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { When } from '../../components/when.tsx';
import classes from './sync.module.css';

export function Gaps({ gaps }: { gaps: QueryResult<'sync.topics'>['gaps'] }) {
  const { may } = useMe();
  const dismissing = useRun('sync.dismissGap');
  const askReason = useReasonDialog();
  const lookedInto = async (gapId: string) => {
    const answer = await askReason({
      title: 'These were looked into',
      explain: 'They leave the list. If they come after all, they are taken.',
      noteLabel: 'What was found out',
      action: 'Looked into',
    });
    if (answer) await dismissing.run({ gapId, reason: answer.note });
  };
  if (gaps.length === 0) return null;
  return (
    <Alert color="orange" variant="outline" m="sm" title="Something never came">
      <Text size="sm">
        Each workstation numbers what it sends, and these numbers are missing. Ask there what was done at that
        time.
      </Text>
      {dismissing.failure && <FailureNote failure={dismissing.failure} />}
      <Table aria-label="What never came">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">From</Table.Th>
            <Table.Th scope="col">Topic</Table.Th>
            <Table.Th scope="col" className={classes.numbers}>
              Missing
            </Table.Th>
            <Table.Th scope="col" className={classes.numbers}>
              Noticed
            </Table.Th>
            <Table.Th scope="col" className={classes.numbers}>
              Way on
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {gaps.map(({ id, topic, workstation, count, at }) => (
            <Table.Tr key={id}>
              <Table.Td>{workstation}</Table.Td>
              <Table.Td className={classes.code}>{topic}</Table.Td>
              <Table.Td className={classes.numbers}>{count.toLocaleString('en')}</Table.Td>
              <Table.Td className={classes.numbers}>
                <When at={at} />
              </Table.Td>
              <Table.Td className={classes.numbers}>
                <Button
                  size="xs"
                  variant="default"
                  disabled={!may.has('sync.dismissGap')}
                  aria-label={`Looked into what is missing from ${workstation}`}
                  onClick={() => void lookedInto(id)}
                >
                  Looked into
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Alert>
  );
}
