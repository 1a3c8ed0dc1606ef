/** What runs, what the last check found, and every version there was. */
import { existsSync } from 'node:fs';
import type { ReferenceVersion } from '../contract/reference.ts';
import type { QueryHandlers } from '../handler.ts';
import type { Importer } from './importer.ts';
import { allVersions, type KeptFile, newestStanding, type VersionNames, type VersionRow } from './store.ts';

const interruptedAs: Partial<Record<VersionRow['state'], ReferenceVersion['state']>> = {
  applying: 'interrupted',
  'setting-back': 'set-back-interrupted',
};

const setBackOf = (row: VersionRow & VersionNames): ReferenceVersion['setBack'] =>
  row.set_back_by === null || row.state !== 'set-back'
    ? null
    : {
        by: { id: row.set_back_by, name: row.set_back_name ?? '' },
        at: row.set_back_at!,
        reason: row.set_back_reason ?? '',
        kept: row.left_standing,
      };

/** @param importerNow the importer of this workstation, once it runs */
export const referenceQueryHandlers = (
  importerNow: () => Importer,
): QueryHandlers<'reference.job' | 'reference.findings' | 'reference.versions'> => ({
  'reference.job': () => ({ job: importerNow().job() }),

  'reference.findings': () => ({ check: importerNow().lastCheck()?.check ?? null }),

  'reference.versions': ({ store }) => {
    const importer = importerNow();
    const running = importer.job();
    const newest = [newestStanding(store, 'drugs')?.id, newestStanding(store, 'prescribers')?.id];
    const versions = allVersions(store).map((row): ReferenceVersion => {
      const files: KeptFile[] = JSON.parse(row.files);
      const isRunning = running?.id === row.id;
      const state = (isRunning ? null : interruptedAs[row.state]) ?? row.state;
      const isIdle = running === null;
      return {
        id: row.id,
        number: row.number,
        catalogue: row.catalogue,
        files: files.map(({ part, name, bytes, sha256 }) => ({ part, name, bytes, sha256 })),
        state,
        problem: isRunning ? null : (importer.problemOf(row.id) ?? row.problem),
        changes: {
          added: row.added,
          changed: row.changed,
          ended: row.ended,
          unchanged: row.unchanged,
          kept: row.kept,
          refused: row.refused,
          leftOut: row.left_out,
        },
        by: { id: row.user_id, name: row.user_name },
        startedAt: row.started_at,
        finishedAt: row.finished_at,
        setBack: setBackOf(row),
        canContinue:
          isIdle &&
          (state === 'set-back-interrupted' ||
            (state === 'interrupted' && files.every(({ path }) => existsSync(path)))),
        canRollBack: isIdle && newest.includes(row.id),
      };
    });
    return { versions };
  },
});
