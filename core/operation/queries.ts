/** How the workstation fares, for the status bar. */
import { parkedCount } from '../delivery/store.ts';
import type { QueryHandlers } from '../handler.ts';
import { labelsToSettle } from '../label/store.ts';
import type { Reader } from '../store/database.ts';
import type { Health } from './health.ts';

const failedFiles = (store: Reader) =>
  store.get<{ count: number }>('SELECT count(*) AS count FROM failed_file WHERE dismissed_at IS NULL')!.count;

const isDemo = (store: Reader) =>
  store.get("SELECT 1 FROM counter WHERE name = 'demo' AND value = 1") !== undefined;

export const operationQueryHandlers = (health: Health): QueryHandlers<'workstation.status'> => ({
  'workstation.status': ({ store, setting }) => ({
    branch: setting('branch.name'),
    timeZone: setting('branch.timeZone'),
    demo: isDemo(store),
    parked: parkedCount(store),
    labelsToSettle: labelsToSettle(store),
    failedFiles: failedFiles(store),
    lastBackupAt: health.backedUpAt,
    trouble: health.trouble ?? health.folderProblem,
  }),
});
