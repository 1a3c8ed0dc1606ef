/** The left half: the page as it came, or, where there is no page, what was written down when it was taken in. */
import { Alert, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { readFields } from '../../../core/contract/recognition.ts';
import { Facts } from '../../components/facts.tsx';
import { PageViewer } from '../../components/page-viewer.tsx';
import type { PageViewing } from '../../components/use-page-focus.ts';
import { When } from '../../components/when.tsx';
import { words } from '../../words.ts';
import classes from './transcribe.module.css';

type SourceHalfProps = Pick<QueryResult<'prescription.get'>, 'intake' | 'document'> & {
  viewer: PageViewing;
  /** What stands beneath it. */
  children?: ReactNode;
};

export function SourceHalf({ intake, document, viewer, children }: SourceHalfProps) {
  if (viewer.pages.length > 0)
    return (
      <Stack className={classes.half} gap="xs">
        {document !== null && document.cameAgain > 0 && (
          <Alert color="orange" p="xs">
            This very fax came {document.cameAgain === 1 ? 'once more' : `${document.cameAgain} times more`}
            {document.cameAgainAt && (
              <>
                , last <When at={document.cameAgainAt} />
              </>
            )}
            . No second order was made of it.
          </Alert>
        )}
        <div style={{ flex: 1, minHeight: 0 }}>
          <PageViewer {...viewer} />
        </div>
        {children}
      </Stack>
    );
  const given = readFields.flatMap((field) =>
    intake.fields[field] === undefined ? [] : [[words.readField[field], intake.fields[field]] as const],
  );
  return (
    <Stack className={classes.half} gap="xs">
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
      {children}
    </Stack>
  );
}
