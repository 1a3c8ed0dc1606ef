/** The report on automation as tables with a length beside each number that is compared. */
import { Table, Text, Title } from '@mantine/core';
import type { QueryResult } from '../../../core/contract/index.ts';
import { ShareBar } from '../../components/share-bar.tsx';
import { dayWords } from '../patient/day.ts';
import { nameOfJudged } from './judged.ts';

type Got = QueryResult<'automation.report'>;
export type By = 'day' | 'week';

const counted = ['asked', 'insufficient', 'unanswered', 'late', 'corrected'] as const;
const countedWords: Record<(typeof counted)[number], string> = {
  asked: 'Asked',
  insufficient: 'Not sure enough',
  unanswered: 'No answer',
  late: 'Late',
  corrected: 'Corrected',
};

export const ReportRows = ({ rows, by, today }: { rows: Got['rows']; by: By; today: string }) => (
  <section aria-labelledby="counts">
    <Title order={2} size="h4" id="counts">
      {by === 'day' ? 'By day' : 'By week'}
    </Title>
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{by === 'day' ? 'Day' : 'Week from'}</Table.Th>
          <Table.Th scope="col">Typed in by automation</Table.Th>
          {counted.map((name) => (
            <Table.Th key={name} scope="col" ta="right">
              {countedWords[name]}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.toReversed().map((row) => (
          <Table.Tr key={row.from}>
            <Table.Td style={{ whiteSpace: 'nowrap' }}>{dayWords(row.from, today).split(', ')[0]}</Table.Td>
            <Table.Td>
              <ShareBar part={row.entered} whole={row.asked} />
            </Table.Td>
            {counted.map((name) => (
              <Table.Td key={name} ta="right">
                {row[name]}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </section>
);

/** What people put right of entries, the commonest first. */
export const Corrections = ({ corrections }: Pick<Got, 'corrections'>) => (
  <section aria-labelledby="corrections">
    <Title order={2} size="h4" id="corrections">
      Corrected, by field
    </Title>
    {corrections.length === 0 ? (
      <Text size="sm" mt={4}>
        Nothing automation typed in was corrected.
      </Text>
    ) : (
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Field</Table.Th>
            <Table.Th scope="col">Times</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {corrections.map(({ field, count }) => (
            <Table.Tr key={field}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{nameOfJudged(field)}</Table.Td>
              <Table.Td>
                <ShareBar
                  part={count}
                  whole={corrections[0]?.count ?? count}
                  say={String(count)}
                  tone="plain"
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    )}
  </section>
);
