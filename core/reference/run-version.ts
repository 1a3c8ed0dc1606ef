/**
 * Takes a version over or sets it back, piece by piece beside the work of the counter, and writes down how it ended.
 *
 * Always: a piece takes some milliseconds, and between two pieces everybody else has their turn; what stops on the way
 * stands in the version's row with its reason and can be continued or set back.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Catalogue, ReferenceJob } from '../contract/reference.ts';
import type { Dispatcher } from '../dispatch.ts';
import type { EventDraft } from '../handler.ts';
import { sentenceOfTrouble } from '../reply.ts';
import { type Store, troubleOf } from '../store/database.ts';
import { rulesOf, type WantedRow } from './catalogue.ts';
import { type Finished, readInThread } from './read-in-thread.ts';
import {
  type KeptFile,
  loadVersion,
  mergeSearch,
  searchManner,
  setVersion,
  type VersionRow,
} from './store.ts';
import { changesOf, standingChanges, undoPiece, writePiece } from './write-version.ts';

/** What a piece should take: a counter's command may come at its beginning, and wants its answer soon. */
const PIECE_MS = 15;
const LEAST = 200;
const MOST = 2000;
/** Pages of the search index put together between two pieces. */
const MERGE_PAGES = 60;

/** One run of a version, as far as who watches it is concerned. */
export interface Run {
  tell(phase: ReferenceJob['phase'], done: number, total: number): void;
  /** Why it is to stop, or null. */
  stopped(): string | null;
  /** Named as soon as there is something to stop besides. */
  onStop(stop: () => void): void;
}

export interface RunnerParts {
  dispatcher: Dispatcher;
  store: Store;
  /** 64 hex digits. */
  key: string;
  /** Waits while the write-ahead log has grown long. */
  relieve: () => Promise<void>;
  onFault: (error: unknown) => void;
  today: () => string;
}

export interface VersionRunner {
  apply(run: Run, version: VersionRow): Promise<void>;
  setBack(run: Run, version: VersionRow): Promise<void>;
  /** Why a version stopped, where that could not be written down. */
  problemOf(versionId: string): string | null;
}

/** Sizes pieces by how long the last ones took. */
const pacer = () => {
  let size = 300;
  return {
    size: () => size,
    took: (rows: number, milliseconds: number) => {
      const fits = (rows * PIECE_MS) / Math.max(milliseconds, 0.1);
      size = Math.round(Math.min(MOST, Math.max(LEAST, size * 0.7 + fits * 0.3)));
    },
  };
};

const reasonOf = (error: unknown): string => {
  const trouble = troubleOf(error);
  return trouble === undefined
    ? 'It stopped for a reason nobody foresaw. Nothing on file was lost.'
    : sentenceOfTrouble[trouble];
};

/** How one that ended is told: its event, and what is said of why. */
type Ending = 'reference.applied' | 'reference.failed' | 'reference.rolledBack' | 'reference.interrupted';

export const versionRunner = (parts: RunnerParts): VersionRunner => {
  const { dispatcher, store, onFault } = parts;
  const problems = new Map<string, string>();

  const record = <T>(task: (writer: Store) => T, events: (writer: Store) => EventDraft[] = () => []): T =>
    dispatcher.record((writer) => ({ result: task(writer), events: events(writer) }));

  const settle = (id: string, changes: Partial<VersionRow>, name: Ending, reason: string | null): void => {
    if (reason === null) problems.delete(id);
    else problems.set(id, reason);
    record(
      (writer) => {
        const { catalogue } = loadVersion(writer, id);
        searchManner(writer, rulesOf[catalogue].searchTable, 'everyday');
        setVersion(writer, id, { problem: reason, ...changes });
      },
      (writer) => {
        const { number, catalogue, added, changed, ended } = loadVersion(writer, id);
        const after = name === 'reference.applied' ? { added, changed, ended } : null;
        const data = { versionId: id, number, catalogue };
        return [{ name, subject: { kind: 'reference', id }, data, reason, after }];
      },
    );
  };
  const interrupted = (id: string, reason: string): void => settle(id, {}, 'reference.interrupted', reason);

  const merge = (catalogue: Catalogue): boolean =>
    record((writer) => mergeSearch(writer, rulesOf[catalogue].searchTable, MERGE_PAGES));
  /** Puts the index together until it is as in everyday life. */
  const mergeAll = async (run: Run, catalogue: Catalogue): Promise<void> => {
    record((writer) => searchManner(writer, rulesOf[catalogue].searchTable, 'everyday'));
    while (run.stopped() === null && merge(catalogue)) await nextTurn();
  };

  /** Does piece after piece while there is any; `piece` answers how many rows it did. */
  const paced = async (
    run: Run,
    catalogue: Catalogue,
    pace: ReturnType<typeof pacer>,
    piece: (size: number) => number,
  ): Promise<void> => {
    while (run.stopped() === null) {
      const begun = performance.now();
      const rows = piece(pace.size());
      if (rows === 0) return;
      pace.took(rows, performance.now() - begun);
      await nextTurn();
      merge(catalogue);
      await nextTurn();
      await parts.relieve();
    }
  };

  /** Begins in bulk; whatever is thrown on the way is written down as why it stopped. */
  const guarded = async (id: string, catalogue: Catalogue, work: () => Promise<void>): Promise<void> => {
    try {
      record((writer) => searchManner(writer, rulesOf[catalogue].searchTable, 'bulk'));
      await work();
    } catch (error) {
      onFault(error);
      try {
        interrupted(id, reasonOf(error));
      } catch (again) {
        // The disk that was full is still full; the reason is known while this process lives.
        onFault(again);
      }
    }
  };

  const finishApply = (id: string, { changes }: Finished, isFirstRun: boolean): void => {
    const { unchanged, kept, refused, leftOut } = changes;
    // After an earlier run the counts of the check are the right ones: part of the file is no longer new.
    const counts = isFirstRun ? { unchanged, kept, refused, left_out: leftOut } : {};
    settle(id, { state: 'applied', finished_at: dispatcher.now(), ...counts }, 'reference.applied', null);
  };

  const apply = async (run: Run, version: VersionRow): Promise<void> => {
    const { id, catalogue } = version;
    const files: KeptFile[] = JSON.parse(version.files);
    const before = changesOf(version);
    const pace = pacer();
    let done = before;
    const write = async (rows: WantedRow[]) => {
      let at = 0;
      await paced(run, catalogue, pace, (size) => {
        const piece = rows.slice(at, at + size);
        if (piece.length === 0) return 0;
        done += record((writer) => writePiece(writer, id, piece));
        at += piece.length;
        run.tell('writing', done, Math.max(done, version.expected));
        return piece.length;
      });
    };
    const thread = readInThread(
      {
        catalogue,
        files,
        options: JSON.parse(version.options),
        today: version.day,
        dataFile: store.file,
        key: parts.key,
        expected: files.map(({ sha256 }) => sha256),
      },
      {
        // While rows are written, how many is the better measure.
        onProgress: (phase, read, total) => done === before && run.tell(phase, read, total),
        onRows: write,
      },
    );
    run.onStop(thread.stop);
    const end = await thread.ended;
    if (end.kind === 'threw') throw end.error;
    const stopped = run.stopped();
    if (stopped !== null) return interrupted(id, stopped);
    if (end.kind === 'finished') {
      await mergeAll(run, catalogue);
      return finishApply(id, end, before === 0);
    }
    if (end.changed && done === 0)
      settle(id, { state: 'failed', finished_at: dispatcher.now() }, 'reference.failed', end.sentence);
    else interrupted(id, end.sentence);
  };

  const setBack = async (run: Run, { id, catalogue }: VersionRow): Promise<void> => {
    const total = standingChanges(store, id);
    const day = parts.today();
    let done = 0;
    run.tell('setting-back', 0, total);
    await paced(run, catalogue, pacer(), (size) => {
      const undone = record((writer) => undoPiece(writer, id, size, day));
      done += undone;
      run.tell('setting-back', done, total);
      return undone;
    });
    const stopped = run.stopped();
    if (stopped !== null) return interrupted(id, stopped);
    await mergeAll(run, catalogue);
    settle(id, { state: 'set-back', set_back_at: dispatcher.now() }, 'reference.rolledBack', null);
  };

  return {
    apply: (run, version) => guarded(version.id, version.catalogue, () => apply(run, version)),
    setBack: (run, version) => guarded(version.id, version.catalogue, () => setBack(run, version)),
    problemOf: (versionId) => problems.get(versionId) ?? null,
  };
};
