/** What the rows of a file come to while they go by: counts, reasons, and the first rows of each kind for showing. */
import type { Changes, FindingKind, ReferenceCheck } from '../contract/reference.ts';
import { noChanges, SHOWN } from './reference.ts';

export type Finding = ReferenceCheck['findings'][number];
export type Reason = ReferenceCheck['reasons'][number];

export interface Tally {
  changes: Changes;
  count(kind: 'added' | 'changed' | 'unchanged' | 'ended'): void;
  leaveOut(reason: string): void;
  /** Shows a row, and counts it unless it is counted otherwise (`in-use`). */
  find(finding: Finding): void;
  reasons(): Reason[];
  findings: Finding[];
}

const counted: Record<FindingKind, keyof Changes | null> = {
  refused: 'refused',
  kept: 'kept',
  'in-use': null,
};
/** Sentences that name a drug or a value differ from row to row: only the first so many are counted apart. */
const MOST_REASONS = 60;

export const newTally = (): Tally => {
  const changes = { ...noChanges };
  const reasons = new Map<string, Reason>();
  const findings: Finding[] = [];
  const shown: Record<FindingKind, number> = { refused: 0, kept: 0, 'in-use': 0 };
  const note = (kind: Reason['kind'], reason: string) => {
    const words = kind === 'in-use' ? 'In use here: name, strength or form changes.' : reason;
    const key = `${kind} ${words}`;
    const known = reasons.get(key);
    if (known) known.count += 1;
    else if (reasons.size < MOST_REASONS) reasons.set(key, { kind, reason: words, count: 1 });
  };
  return {
    changes,
    findings,
    count: (kind) => {
      changes[kind] += 1;
    },
    leaveOut: (reason) => {
      changes.leftOut += 1;
      note('left-out', reason);
    },
    find: (finding) => {
      const { kind } = finding;
      const place = counted[kind];
      if (place !== null) changes[place] += 1;
      note(kind, finding.reason);
      if (shown[kind] >= SHOWN[kind]) return;
      shown[kind] += 1;
      findings.push(finding);
    },
    reasons: () => [...reasons.values()].sort((a, b) => b.count - a.count),
  };
};
