/** Two records that a hospital says are one person: side by side, what differs marked, and what merging would change. */
import { Stack, Table, Text, Title } from '@mantine/core';
import { IconEqualNot } from '@tabler/icons-react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { words } from '../../words.ts';
import classes from './adt.module.css';
import { Differences } from './differences.tsx';

type Merge = NonNullable<QueryResult<'adt.task'>['merge']>;
type Side = Merge['survivor'];

const sexWords = (code: string) => (code in words.sex ? words.sex[code as keyof typeof words.sex] : code);

const rows: readonly [name: string, of: (record: Side) => string][] = [
  ['Name', ({ who }) => who.name],
  ['Date of birth', ({ who }) => who.dateOfBirth],
  ['Sex', ({ sex }) => sexWords(sex)],
  ['Address', ({ address }) => address],
  ['Telephone', ({ phone }) => phone],
  ['Allergies', ({ allergies }) => allergies.join(', ')],
  ['Active prescriptions', ({ prescriptions }) => String(prescriptions)],
  ['Of these controlled', ({ controlled }) => String(controlled)],
  ['Numbers', ({ numbers }) => numbers.join(', ')],
  ['On file here', ({ who }) => (who.patientId === null ? 'no' : 'yes')],
];
/** Two people share none of these; where they differ, it may be two people. */
const telling = new Set(['Name', 'Date of birth', 'Sex']);

export function MergeReview({ merge, isDone }: { merge: Merge; isDone: boolean }) {
  const { survivor, retired, changes } = merge;
  const what = isDone ? 'What merging changed' : 'What merging changes';
  return (
    <Stack gap="md">
      <section>
        <Title order={2} size="h4" mb={4}>
          Both records
        </Title>
        <Table withTableBorder className={classes.sides} aria-label="Both records">
          <colgroup>
            <col style={{ width: '24%' }} />
            <col style={{ width: '38%' }} />
            <col style={{ width: '38%' }} />
          </colgroup>
          <Table.Thead>
            <Table.Tr>
              <Table.Td />
              <Table.Th scope="col">Lives on</Table.Th>
              <Table.Th scope="col">Is retired</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(([name, of]) => {
              const differs = telling.has(name) && of(survivor) !== of(retired);
              return (
                <Table.Tr key={name} data-differs={differs || undefined}>
                  <Table.Th scope="row">
                    {name}{' '}
                    {differs && (
                      <span className={`${classes.inline} ${classes.late}`}>
                        <IconEqualNot size={14} aria-hidden="true" /> differs
                      </span>
                    )}
                  </Table.Th>
                  {[survivor, retired].map((record, side) => (
                    <Table.Td key={side}>
                      {of(record) || (
                        <Text span size="sm" c="dimmed">
                          none on file
                        </Text>
                      )}
                    </Table.Td>
                  ))}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </section>
      <section>
        <Title order={2} size="h4" mb={4}>
          {what}
        </Title>
        <Differences
          changes={changes}
          label={what}
          none="Nothing beyond the numbers: the retired one is found under the one that lives on."
        />
      </section>
    </Stack>
  );
}
