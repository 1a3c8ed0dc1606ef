/** Queries on what came in: a fax, files that could not be taken, pages that were set aside. */
import type { QueryHandlers } from '../handler.ts';
import type { Health } from '../operation/health.ts';
import { documentViewOf, openSetAsides, orderPagesOf, setAsides } from './store.ts';

type Own = 'document.failures' | 'document.get' | 'intake.setAsides';

export const intakeQueryHandlers = (health: Health): QueryHandlers<Own> => ({
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
  'intake.setAsides': ({ store }, { destination, settled, limit }) => ({
    rows: setAsides(store, { destination: destination ?? null, settled, limit }).map((row) => ({
      id: row.id,
      prescriptionId: row.prescription_id,
      kind: row.kind,
      destination: row.destination,
      note: row.note,
      by: { id: row.user_id, name: row.by_name },
      at: row.at,
      pages: orderPagesOf(store, row.prescription_id),
      settled:
        row.settled_at === null
          ? null
          : {
              by: { id: row.settled_by!, name: row.settled_name! },
              at: row.settled_at,
              note: row.settled_note!,
            },
      takenBackAs: row.taken_back_as,
    })),
    counts: openSetAsides(store),
  }),
});
