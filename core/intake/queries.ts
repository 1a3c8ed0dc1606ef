/** Queries on what came in: a fax, and files that could not be taken. */
import type { QueryHandlers } from '../handler.ts';
import type { Health } from '../operation/health.ts';
import { documentViewOf } from './store.ts';

export const intakeQueryHandlers = (health: Health): QueryHandlers<'document.failures' | 'document.get'> => ({
  'document.failures': (context) => ({
    rows: context.store
      .all<{ id: string; file_name: string; reason: string; at: string }>(
        'SELECT id, file_name, reason, at FROM failed_file WHERE dismissed_at IS NULL ORDER BY at DESC LIMIT 500',
      )
      .map(({ file_name, ...row }) => ({ ...row, fileName: file_name })),
    folderProblem: health.folderProblem,
    folder: health.inboxFolder,
  }),
  'document.get': ({ store }, { documentId }) => ({ document: documentViewOf(store, documentId) }),
});
