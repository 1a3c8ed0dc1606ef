/**
 * What becomes of a row of a reference file, held against the row on file. Pure; rows in, a decision out.
 *
 * Always: what a pharmacy put on file by hand is never overwritten; what a rule forbids is left as it is and said. One
 * set of rules for both catalogues.
 */
import type { Changes, FindingKind, Notice } from '../contract/reference.ts';

/** What a row of a file is taken for. `key` is what it is on file under; null where it cannot be told. */
export type Judged<Wanted> =
  | { wanted: Wanted; key: string }
  | { refused: string; key: string | null }
  | { leftOut: string; key: string | null };

/** What a row on file has, whatever it is of. */
export interface OnFile {
  /** Who put it on file: the pharmacy itself, or a file. */
  origin: 'own' | 'reference';
  ended_on: string | null;
}

export type Decision =
  | { kind: 'added' | 'changed' | 'ended' | 'unchanged' }
  /** Left as it is on file. */
  | { kind: 'kept'; why: string }
  /** Never on file, and over already. */
  | { kind: 'left-out'; why: string };

export interface DecisionParts<Row extends OnFile> {
  found: Row | undefined;
  /** The columns the file speaks of, as it has them. */
  wanted: Partial<Row>;
  /** Columns a person types, by which a row of the pharmacy's own is compared. */
  typed: readonly (keyof Row)[];
  /** Why a row that is not the pharmacy's own must not be changed so, or null. */
  forbids?: (found: Row) => string | null;
}

const columnWords = (column: PropertyKey): string =>
  column === 'ended_on' ? 'it has ended' : String(column).replaceAll('_', ' ');

/** The columns in which the file differs from what is on file. */
export const differing = <Row extends OnFile>(found: Row, wanted: Partial<Row>): (keyof Row)[] =>
  (Object.keys(wanted) as (keyof Row)[]).filter((column) => found[column] !== wanted[column]);

/** What becomes of one wanted row. */
export const decide = <Row extends OnFile>({
  found,
  wanted,
  typed,
  forbids,
}: DecisionParts<Row>): Decision => {
  const ends = (wanted.ended_on ?? null) !== null;
  if (found === undefined)
    return ends ? { kind: 'left-out', why: 'Ended already, and never on file here.' } : { kind: 'added' };
  const columns = differing(found, wanted);
  if (found.origin === 'own') {
    const own = columns.filter((column) => typed.includes(column));
    return own.length === 0
      ? { kind: 'unchanged' }
      : { kind: 'kept', why: `Yours. The file has it otherwise: ${own.map(columnWords).join(', ')}.` };
  }
  if (columns.length === 0) return { kind: 'unchanged' };
  const why = forbids?.(found) ?? null;
  if (why !== null) return { kind: 'kept', why };
  return { kind: ends && found.ended_on === null ? 'ended' : 'changed' };
};

export const noChanges: Changes = {
  added: 0,
  changed: 0,
  unchanged: 0,
  ended: 0,
  kept: 0,
  refused: 0,
  leftOut: 0,
};

/** Rows shown of each kind; the counts by reason tell of all of them. */
export const SHOWN: Record<FindingKind, number> = { refused: 200, kept: 100, 'in-use': 100 };

/** Fewer than so many are never unusual. */
const FEW = 20;
/** More than this share of what is on file does not end from one month to the next. */
const USUAL_ENDS = 0.2;
/** More than this share of rows is not refused in a file that is what it says. */
const USUAL_REFUSALS = 0.2;
/** More than this share of rows without their other half: the two files are not of one day, or one was cut short. */
const USUAL_ORPHANS = 0.05;

export interface Unusual {
  changes: Changes;
  /** Rows on file from earlier files that have not ended. */
  current: number;
  /** Rows of the file that were looked at. */
  rows: number;
  packagesWithoutProduct: number;
  productsWithoutPackage: number;
  products: number;
}

/** What a person should look at before the file is taken over. */
export const noticesOf = (facts: Unusual): Notice[] => {
  const { changes, current, rows, packagesWithoutProduct, productsWithoutPackage, products } = facts;
  const many: [notice: Notice, part: number, most: number][] = [
    ['many-ended', changes.ended, current * USUAL_ENDS],
    ['many-refused', changes.refused, rows * USUAL_REFUSALS],
    ['packages-without-product', packagesWithoutProduct, rows * USUAL_ORPHANS],
    ['products-without-package', productsWithoutPackage, products * USUAL_ORPHANS],
  ];
  return many.filter(([, part, most]) => part > FEW && part > most).map(([notice]) => notice);
};

/** What a version would write. */
export const writesOf = ({ added, changed, ended }: Changes): number => added + changed + ended;
