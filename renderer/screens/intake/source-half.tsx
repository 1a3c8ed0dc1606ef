/** The left half: the page as it came, or, where there is no page, what was written down when it was taken in. */
import { Alert, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { PageViewer } from '../../components/page-viewer.tsx';
import type { PageViewing } from '../../components/use-page-focus.ts';
import { When } from '../../components/when.tsx';
import classes from './transcribe.module.css';
import { WrittenDown } from './written-down.tsx';

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
  return (
    <Stack className={classes.half} gap="xs">
      <WrittenDown intake={intake} />
      {children}
    </Stack>
  );
}
