/** What was written down, or received field by field, of what came without a page. */
import { Paper, Text } from '@mantine/core';
import type { QueryResult } from '../../../core/contract/index.ts';
import { readFields } from '../../../core/contract/recognition.ts';
import { Facts } from '../../components/facts.tsx';
import { When } from '../../components/when.tsx';
import { words } from '../../words.ts';

export function WrittenDown({ intake }: Pick<QueryResult<'prescription.get'>, 'intake'>) {
  const given = readFields.flatMap((field) =>
    intake.fields[field] === undefined ? [] : [[words.readField[field], intake.fields[field]] as const],
  );
  return (
    <Paper withBorder p="md" style={{ overflow: 'auto' }}>
      <Text fw={600}>
        {words.source[intake.source]}, taken in <When at={intake.receivedAt} />. There is no page.
      </Text>
      {(intake.callerName || intake.callerPhone) && (
        <Text mt="xs">From {[intake.callerName, intake.callerPhone].filter(Boolean).join(', ')}</Text>
      )}
      <Text style={{ whiteSpace: 'pre-wrap' }} size="lg" mt="xs">
        {intake.note || (given.length === 0 && 'Nothing was written down with it.')}
      </Text>
      {given.length > 0 && <Facts facts={given} />}
    </Paper>
  );
}
