/** Looking at reference files, taking them over, continuing, stopping, setting back. The importer does the work. */
import { statSync } from 'node:fs';
import { dayOf } from '../calendar.ts';
import { refuse } from '../contract/errors.ts';
import { type CommandHandlers, type EventDraft, personOf, prepared } from '../handler.ts';
import { newId } from '../identity.ts';
import type { ChosenFile } from './files.ts';
import type { Importer } from './importer.ts';
import { writesOf } from './reference.ts';
import {
  insertVersion,
  type KeptFile,
  loadVersion,
  newestStanding,
  openVersions,
  setVersion,
  type VersionRow,
} from './store.ts';

const about = (
  name: EventDraft['name'],
  { id, number, catalogue }: Pick<VersionRow, 'id' | 'number' | 'catalogue'>,
  reason: string | null = null,
): EventDraft => ({
  name,
  subject: { kind: 'reference', id },
  data: { versionId: id, number, catalogue },
  reason,
});

const isSame = ({ path, bytes, modified }: ChosenFile): boolean => {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.size === bytes && stats.mtimeMs === modified;
};

type Name =
  | 'reference.check'
  | 'reference.apply'
  | 'reference.continue'
  | 'reference.stop'
  | 'reference.rollBack';

/** @param importerNow the importer of this workstation, once it runs */
export const referenceCommandHandlers = (importerNow: () => Importer): CommandHandlers<Name> => {
  const free = (): Importer => {
    const importer = importerNow();
    return importer.job() === null ? importer : refuse('reference.busy');
  };

  return {
    'reference.check': prepared({
      prepare: async (_context, { files, otc, states }) => {
        const importer = free();
        return importer.beginCheck(importer.desk.choose(files), { otc, states });
      },
      run: (_context, _input, checkId) => ({ result: { checkId }, events: [] }),
    }),

    'reference.apply': (context, { checkId, accepted }) => {
      const { store } = context;
      const known = free().lastCheck();
      if (known?.check.id !== checkId || known.check.state !== 'done' || known.check.taken)
        return refuse('reference.not-checked');
      const { check, files } = known;
      if (writesOf(check.changes) === 0) refuse('reference.nothing-new');
      if (check.notices.length > 0 && !accepted) refuse('reference.unusual');
      if (openVersions(store).some(({ catalogue }) => catalogue === check.catalogue))
        refuse('reference.unfinished');
      if (!files.every(isSame)) refuse('reference.file-changed');
      const kept: KeptFile[] = files.map(({ part, name, bytes, path, uploadId }, at) => ({
        part,
        name,
        bytes,
        path,
        uploadId,
        sha256: check.files[at]!.sha256!,
      }));
      const id = newId();
      const row = {
        id,
        catalogue: check.catalogue,
        files: JSON.stringify(kept),
        options: JSON.stringify(known.options),
        day: dayOf(context.now, context.setting('branch.timeZone')),
        expected: writesOf(check.changes),
        unchanged: check.changes.unchanged,
        kept: check.changes.kept,
        refused: check.changes.refused,
        left_out: check.changes.leftOut,
        user_id: personOf(context).id,
        started_at: context.now,
      };
      const number = insertVersion(store, row);
      return {
        result: { versionId: id },
        events: [about('reference.started', { id, number, catalogue: check.catalogue })],
      };
    },

    'reference.continue': ({ store }, { versionId }) => {
      free();
      const version = loadVersion(store, versionId);
      if (version.state !== 'applying' && version.state !== 'setting-back') refuse('reference.not-open');
      setVersion(store, versionId, { problem: null });
      return { result: {}, events: [about('reference.continued', version)] };
    },

    'reference.stop': (context) => ({
      result: { stopped: importerNow().stop(personOf(context).name) },
      events: [],
    }),

    'reference.rollBack': (context, { versionId, reason }) => {
      const { store } = context;
      free();
      const version = loadVersion(store, versionId);
      if (newestStanding(store, version.catalogue)?.id !== versionId) refuse('reference.not-newest');
      setVersion(store, versionId, {
        state: 'setting-back',
        problem: null,
        set_back_by: personOf(context).id,
        set_back_reason: reason,
      });
      return { result: {}, events: [about('reference.rollBackStarted', version, reason)] };
    },
  };
};
