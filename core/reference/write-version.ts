/**
 * One piece of taking a version over or setting it back, inside a transaction of the caller: rows, what they were
 * before, and the counts of the version, all of it or none.
 */
import type { Reader, Writer } from '../store/database.ts';
import { rulesOf, type WantedRow } from './catalogue.ts';
import {
  changesBefore,
  countWrites,
  insertChange,
  loadVersion,
  setVersion,
  type VersionRow,
} from './store.ts';

/** How many changes a version has made so far; the number of the next one. */
export const changesOf = ({ added, changed, ended }: VersionRow): number => added + changed + ended;

/** Writes rows that differ from what is on file, and answers how many of them still did. */
export const writePiece = (store: Writer, versionId: string, rows: readonly WantedRow[]): number => {
  const version = loadVersion(store, versionId);
  const rules = rulesOf[version.catalogue];
  const counts = { added: 0, changed: 0, ended: 0 };
  let seq = changesOf(version);
  for (const row of rows) {
    const { kind, change } = rules.write(store, row);
    if (change === null) continue;
    insertChange(store, version.number, {
      seq,
      key: change.key,
      before: change.before === null ? null : JSON.stringify(change.before),
      row_version: change.rowVersion,
    });
    seq += 1;
    counts[kind as keyof typeof counts] += 1;
  }
  countWrites(store, versionId, counts);
  return counts.added + counts.changed + counts.ended;
};

/** How many changes of a version are still to be undone. */
export const standingChanges = (store: Reader, versionId: string): number => {
  const version = loadVersion(store, versionId);
  return changesOf(version) - version.undone;
};

/** Undoes the last changes of a version that still stand, at most so many; answers how many. */
export const undoPiece = (store: Writer, versionId: string, limit: number, today: string): number => {
  const version = loadVersion(store, versionId);
  const rules = rulesOf[version.catalogue];
  const rows = changesBefore(store, version.number, changesOf(version) - version.undone, limit);
  let leftStanding = 0;
  for (const { key, before, row_version } of rows) {
    const undone = rules.undo(
      store,
      { key, before: before === null ? null : JSON.parse(before), rowVersion: row_version },
      today,
    );
    if (undone === 'left-standing') leftStanding += 1;
  }
  setVersion(store, versionId, {
    undone: version.undone + rows.length,
    left_standing: version.left_standing + leftStanding,
  });
  return rows.length;
};
