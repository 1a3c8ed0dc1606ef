/**
 * Runs what is asked of reference files: looking at them, taking them over, setting a version back. One thing at a time.
 *
 * Always: files are read in a thread, and what is written is written by run-version.ts. What is to be done stands in
 * rows, so that a restart finds it; only a check lives in memory, and nothing on file depends on it.
 */
import { dayOf } from '../calendar.ts';
import type { Catalogue, ReferenceCheck, ReferenceJob } from '../contract/reference.ts';
import type { Dispatcher } from '../dispatch.ts';
import { newId } from '../identity.ts';
import type { Store } from '../store/database.ts';
import { rulesOf } from './catalogue.ts';
import { type ChosenFile, type FileDesk, fileDesk } from './files.ts';
import { readInThread } from './read-in-thread.ts';
import { noChanges } from './reference.ts';
import { type Run, type VersionRunner, versionRunner } from './run-version.ts';
import { type KeptFile, loadVersion, type Options, openVersions, searchManner } from './store.ts';

/** A check with what taking it over needs. */
export interface KnownCheck {
  check: ReferenceCheck;
  files: ChosenFile[];
  options: Options;
}

export interface Importer {
  readonly desk: FileDesk;
  job(): ReferenceJob | null;
  lastCheck(): KnownCheck | null;
  /** Why a version stopped, where that could not be written down. */
  problemOf: VersionRunner['problemOf'];
  /** Begins to look at files and answers the id of the check. Nothing else may be running. */
  beginCheck(chosen: { catalogue: Catalogue; files: ChosenFile[] }, options: Options): string;
  /** Stops what is running, in the name of somebody; false when nothing is. */
  stop(by: string): boolean;
  close(): Promise<void>;
}

export interface ImporterParts {
  dispatcher: Dispatcher;
  store: Store;
  /** 64 hex digits. */
  key: string;
  dataFolder: string;
  /** Waits while the write-ahead log has grown long. */
  relieve: () => Promise<void>;
  onFault: (error: unknown) => void;
}

const secondsLeft = (begun: number, done: number, total: number): number | null => {
  const seconds = (performance.now() - begun) / 1000;
  return seconds < 1 || done === 0 ? null : Math.ceil((seconds / done) * Math.max(0, total - done));
};

/** What is running, and how who runs it tells of it. */
interface Running extends Run {
  job: ReferenceJob;
  stop(by: string): void;
}

const newRunning = (job: Pick<ReferenceJob, 'kind' | 'id' | 'catalogue' | 'phase'>): Running => {
  let begun = performance.now();
  let doneBefore = 0;
  let stoppedBy: string | null = null;
  let stopBesides = () => {};
  const running: Running = {
    job: { ...job, done: 0, total: 0, secondsLeft: null },
    tell: (phase, done, total) => {
      if (running.job.phase !== phase) {
        begun = performance.now();
        doneBefore = done;
      }
      const ahead = secondsLeft(begun, done - doneBefore, total - doneBefore);
      running.job = { ...running.job, phase, done, total, secondsLeft: ahead };
    },
    stopped: () => (stoppedBy === null ? null : `Stopped by ${stoppedBy}.`),
    onStop: (stop) => {
      stopBesides = stop;
      if (stoppedBy !== null) stop();
    },
    stop: (by) => {
      stoppedBy ??= by;
      stopBesides();
    },
  };
  return running;
};

const filesOf = ({ files }: { files: string }): KeptFile[] => JSON.parse(files);

export const startImporter = (parts: ImporterParts): Importer => {
  const { dispatcher, store, onFault } = parts;
  const today = () => dayOf(dispatcher.now(), dispatcher.setting('branch.timeZone'));
  const desk = fileDesk(parts.dataFolder);
  const runner = versionRunner({ ...parts, today });
  let last: KnownCheck | null = null;
  let running: Running | null = null;
  let work: Promise<void> = Promise.resolve();

  const onlyNeededUploads = () => {
    const checked = last === null || last.check.taken ? [] : last.files;
    const kept = [...openVersions(store).flatMap(filesOf), ...checked];
    desk.keepOnly(new Set(kept.flatMap(({ uploadId }) => uploadId ?? [])));
  };

  const begin = (
    job: Pick<ReferenceJob, 'kind' | 'id' | 'catalogue' | 'phase'>,
    task: (mine: Running) => Promise<void>,
  ) => {
    const mine = newRunning(job);
    running = mine;
    work = task(mine)
      .catch(onFault)
      .finally(() => {
        if (running === mine) running = null;
        onlyNeededUploads();
      });
  };

  const check = async (mine: Running, known: KnownCheck): Promise<void> => {
    const thread = readInThread(
      {
        catalogue: known.check.catalogue,
        files: known.files,
        options: known.options,
        today: today(),
        dataFile: store.file,
        key: parts.key,
        expected: null,
      },
      { onProgress: mine.tell },
    );
    mine.onStop(thread.stop);
    const end = await thread.ended;
    if (end.kind === 'finished') {
      const { kind: _, sha256, ...found } = end;
      const files = known.check.files.map((file, at) => ({ ...file, sha256: sha256[at]! }));
      Object.assign(known.check, { state: 'done', ...found, files });
    } else if (mine.stopped() !== null) known.check.state = 'stopped';
    else Object.assign(known.check, { state: 'failed', problem: end.sentence });
  };

  const beginVersion = (versionId: string) => {
    const version = loadVersion(store, versionId);
    const common = { id: versionId, catalogue: version.catalogue };
    if (version.state === 'applying')
      begin({ kind: 'apply', phase: 'comparing', ...common }, (mine) => runner.apply(mine, version));
    if (version.state === 'setting-back')
      begin({ kind: 'roll-back', phase: 'setting-back', ...common }, (mine) => runner.setBack(mine, version));
  };
  const beginnings = new Set(['reference.started', 'reference.continued', 'reference.rollBackStarted']);
  const stopListening = dispatcher.listen((announcements) => {
    for (const { name, subject } of announcements) {
      if (name === 'reference.started' && last !== null) last.check = { ...last.check, taken: true };
      // What was found then is no longer what would be found now.
      if (name === 'reference.continued' || name === 'reference.rollBackStarted') last = null;
      if (beginnings.has(name)) beginVersion(subject.id);
    }
  });

  // A core that was killed in the middle has left the index as it is in bulk.
  for (const { catalogue } of openVersions(store))
    store.transaction(() => searchManner(store, rulesOf[catalogue].searchTable, 'everyday'));
  onlyNeededUploads();

  return {
    desk,
    job: () => running?.job ?? null,
    lastCheck: () => last,
    problemOf: runner.problemOf,
    beginCheck: ({ catalogue, files }, options) => {
      const id = newId();
      const known: KnownCheck = {
        check: {
          id,
          state: 'running',
          problem: null,
          catalogue,
          files: files.map(({ part, name, bytes }) => ({ part, name, bytes, sha256: null })),
          ...options,
          changes: { ...noChanges },
          notices: [],
          reasons: [],
          findings: [],
          at: dispatcher.now(),
          taken: false,
        },
        files,
        options,
      };
      last = known;
      begin({ kind: 'check', id, catalogue, phase: 'reading' }, (mine) => check(mine, known));
      return id;
    },
    stop: (by) => {
      running?.stop(by);
      return running !== null;
    },
    close: async () => {
      stopListening();
      running?.stop('the workstation, which was closed');
      await work;
    },
  };
};
