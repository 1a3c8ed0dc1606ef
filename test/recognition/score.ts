/**
 * Holds what was read against the truth: asked, right, wrong, missed and invented by field, grade and layout.
 * Always: each true prescription is held against at most one that was found; a value called sure that is wrong, was
 * never written, or contradicts itself on the page is listed by name. Where a value was read is counted by itself.
 * Not here: what counts as saying the same (alike.ts).
 */
import {
  type DocumentReading,
  type Found,
  type ReadField,
  type Suggestion,
  safetyCriticalFields,
} from '../../core/contract/recognition.ts';
import type { Box } from '../../core/recognise/reading.ts';
import { saysTheSame } from './alike.ts';
import type { Grade, TrueFound, TrueValue, Truth } from './truth.ts';

export interface Tally {
  asked: number;
  right: number;
  wrong: number;
  missed: number;
  invented: number;
}

export interface Mistake {
  readonly document: string;
  readonly grade: Grade;
  readonly field: ReadField;
  readonly kind: 'wrong' | 'missed' | 'invented' | 'doubtful';
  readonly truth: string;
  readonly value: string;
  readonly confidence: Suggestion['confidence'] | '';
}

interface Part {
  right: number;
  of: number;
}

export interface Score {
  /** By grade, then field. */
  readonly fields: ReadonlyMap<Grade, ReadonlyMap<ReadField, Tally>>;
  /** Values that can harm, by `layout · grade`. */
  readonly layouts: ReadonlyMap<string, Tally>;
  readonly mistakes: readonly Mistake[];
  /** Called sure and yet wrong, invented or doubtful. */
  readonly sureWrong: readonly Mistake[];
  readonly sure: Part;
  readonly pageKinds: Part;
  /** Documents with as many prescriptions, of the right kinds, as there are. */
  readonly counts: Part;
  /** Right values that were also read where they stand. */
  readonly regions: Part;
  readonly senders: Part;
}

export interface Judged {
  readonly name: string;
  readonly layout: string;
  readonly grade: Grade;
  readonly truth: Truth;
  readonly reading: DocumentReading;
}

const nothing = (): Tally => ({ asked: 0, right: 0, wrong: 0, missed: 0, invented: 0 });
const part = (): Part => ({ right: 0, of: 0 });
const count = (into: Part, right: boolean) => {
  into.of += 1;
  if (right) into.right += 1;
};
const critical: ReadonlySet<ReadField> = new Set(safetyCriticalFields);
export const isCritical = (field: ReadField): boolean => critical.has(field);

const isRight = (field: ReadField, truth: TrueValue, value: string): boolean =>
  [truth.value, ...(truth.also ?? [])].some((text) => saysTheSame(field, text, value));

/** Adds tallies up. */
export const sumOf = (tallies: Iterable<Tally>): Tally => {
  const sum = nothing();
  for (const tally of tallies)
    for (const key of ['asked', 'right', 'wrong', 'missed', 'invented'] as const) sum[key] += tally[key];
  return sum;
};

/** The values that can harm, on pages of one grade. */
export const criticalOf = ({ fields }: Pick<Score, 'fields'>, grade: Grade): Tally =>
  sumOf(safetyCriticalFields.flatMap((field) => fields.get(grade)?.get(field) ?? []));

/** The same without pages filled in by hand. */
export const printedOf = ({ layouts }: Pick<Score, 'layouts'>, grade: Grade): Tally =>
  sumOf(
    [...layouts].flatMap(([key, tally]) =>
      key.endsWith(grade) && !key.startsWith('handwriting') ? tally : [],
    ),
  );

export const recall = ({ asked, right }: Tally): number => (asked === 0 ? 1 : right / asked);
/** Of the values given, how many are right. */
export const precision = ({ right, wrong, invented }: Tally): number =>
  right + wrong + invented === 0 ? 1 : right / (right + wrong + invented);

/** Scores a set of documents. */
export function scoreOf(documents: readonly Judged[]): Score {
  const fields = new Map<Grade, Map<ReadField, Tally>>();
  const layouts = new Map<string, Tally>();
  const mistakes: Mistake[] = [];
  const sureWrong: Mistake[] = [];
  const sure = part();
  const pageKinds = part();
  const counts = part();
  const regions = part();
  const senders = part();

  for (const { name, layout, grade, truth, reading } of documents) {
    for (const [index, kind] of truth.pages.entries()) count(pageKinds, reading.pages[index]?.kind === kind);
    count(senders, reading.sender.replace(/\D/g, '').endsWith(truth.sender));
    const kinds = (found: readonly { kind: string }[]) =>
      found
        .map(({ kind }) => kind)
        .sort()
        .join();
    count(counts, kinds(truth.found) === kinds(reading.found));

    const judge = (field: ReadField, wanted: TrueValue | undefined, got: Suggestion | undefined) => {
      const tallies = [
        at(
          at(fields, grade, () => new Map()),
          field,
          nothing,
        ),
      ];
      if (critical.has(field)) tallies.push(at(layouts, `${layout} · ${grade}`, nothing));
      const add = (key: keyof Tally) => {
        for (const tally of tallies) tally[key] += 1;
      };
      const mistake = (kind: Mistake['kind']): Mistake => ({
        document: name,
        grade,
        field,
        kind,
        truth: wanted?.value ?? '',
        value: got?.value ?? '',
        confidence: got?.confidence ?? '',
      });
      if (got?.confidence === 'sure') count(sure, wanted !== undefined && isRight(field, wanted, got.value));
      if (wanted === undefined || (wanted.optional && got === undefined)) {
        if (got === undefined) return;
        add('invented');
        mistakes.push(mistake('invented'));
        if (got.confidence === 'sure') sureWrong.push(mistake('invented'));
        return;
      }
      add('asked');
      if (got === undefined) {
        add('missed');
        mistakes.push(mistake('missed'));
        return;
      }
      const right = isRight(field, wanted, got.value);
      add(right ? 'right' : 'wrong');
      if (!right) mistakes.push(mistake('wrong'));
      if (got.confidence === 'sure' && (!right || wanted.doubtful))
        sureWrong.push(mistake(right ? 'doubtful' : 'wrong'));
      if (right && wanted.places.length > 0)
        count(
          regions,
          wanted.places.some(({ page, box }) => page === got.region.page && meets(box, got.region)),
        );
    };

    for (const [wanted, got] of pairsOf(truth.found, reading.found)) {
      const all = new Set<ReadField>([
        ...(Object.keys(wanted?.fields ?? {}) as ReadField[]),
        ...(got?.suggestions.map(({ field }) => field) ?? []),
      ]);
      for (const field of all)
        judge(
          field,
          wanted?.fields[field],
          got?.suggestions.find((suggestion) => suggestion.field === field),
        );
    }
  }
  return { fields, layouts, mistakes, sureWrong, sure, pageKinds, counts, regions, senders };
}

/** Half of the smaller one lies in the other. */
function meets(one: Box, other: Box): boolean {
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  if (across <= 0 || down <= 0) return false;
  return across * down >= 0.5 * Math.min(one.width * one.height, other.width * other.height);
}

type Pair = readonly [wanted: TrueFound | undefined, got: Found | undefined];

/** Who is held against whom: the most alike first, what is left in the order of the pages. */
function pairsOf(wanted: readonly TrueFound[], got: readonly Found[]): Pair[] {
  const weights: Partial<Record<ReadField, number>> = { drug: 4, strength: 2, sig: 2, quantity: 1 };
  const likeness = (truth: TrueFound, found: Found) =>
    found.suggestions.reduce((sum, { field, value }) => {
      const expected = truth.fields[field];
      return sum + (expected && isRight(field, expected, value) ? (weights[field] ?? 0.1) : 0);
    }, 0);
  const choices = wanted
    .flatMap((truth, place) =>
      got.map((found, index) => ({
        truth,
        found,
        likeness: likeness(truth, found),
        order: Math.abs(place - index),
      })),
    )
    .sort((one, other) => other.likeness - one.likeness || one.order - other.order);
  const pairs: Pair[] = [];
  const taken = new Set<TrueFound | Found>();
  for (const { truth, found } of choices) {
    if (taken.has(truth) || taken.has(found)) continue;
    taken.add(truth).add(found);
    pairs.push([truth, found]);
  }
  for (const truth of wanted) if (!taken.has(truth)) pairs.push([truth, undefined]);
  for (const found of got) if (!taken.has(found)) pairs.push([undefined, found]);
  return pairs;
}

function at<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
