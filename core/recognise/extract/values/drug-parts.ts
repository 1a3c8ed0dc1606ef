/**
 * What follows the name of a drug: its other name in brackets, strength and form, in any order.
 *
 * Always: what stands between them and is none of them is said, because it may make another drug of it. Not here: the
 * name, and whether such a strength or form exists.
 */
import { plain } from '../fuzzy.ts';
import { formWordsIn, joinedForm, type ReadForm } from './form.ts';
import { type ReadStrength, strengthsIn } from './strength.ts';

export interface DrugParts {
  readonly strength: ReadStrength | null;
  readonly form: ReadForm | null;
  readonly formParts: readonly { readonly from: number; readonly to: number }[];
  readonly unexplained: string;
  /** Where the last of them ends. */
  readonly to: number;
}

/** A name and its strength are at most so many letters apart. */
const REACH = 42;
const elsewhere = /[.;:]\s|[.;]$|\b(?:take|apply|sig|disp|qty|inject|inhale)\b/i;

/** Strength and form in the text after a name; `names` are other names of the same drug. */
export function partsAfter(text: string, names: readonly string[]): DrugParts {
  const strength =
    strengthsIn(text).find(({ from }) => from <= REACH && !elsewhere.test(text.slice(0, from))) ?? null;
  const before = text.slice(0, strength?.from ?? REACH);
  const formsBefore = formWordsIn(before).filter(
    ({ from }, at, all) => strength !== null || (at === 0 ? from < 25 : from - all[at - 1]!.to < 3),
  );
  const formParts = [...formsBefore, ...(strength === null ? [] : runOn(text, strength.to))];
  const form = formParts.some(({ form: { kinds } }) => kinds.size > 0) ? joinedForm(formParts) : null;
  const used = [...(strength === null ? [] : [strength]), ...(form === null ? [] : formParts)];
  const to = used.reduce((most, part) => Math.max(most, part.to), 0);
  return {
    strength,
    form,
    formParts: form === null ? [] : formParts,
    unexplained: leftOver(text.slice(0, to), used, names),
    to,
  };
}

/** The form words right after a strength. */
function runOn(text: string, from: number): ReadForm[] {
  const taken: ReadForm[] = [];
  let reached = from;
  for (const run of formWordsIn(text.slice(from, from + 60))) {
    const moved = { ...run, from: run.from + from, to: run.to + from };
    const between = text.slice(reached, moved.from);
    // A speck before a word in small letters is no full stop: `oral. solution`.
    const speck = /^\.\s$/.test(between) && /\p{Ll}/u.test(text[moved.from]!);
    if (!speck && !/^[\s,()[\]|/-]*$/.test(between)) break;
    taken.push(moved);
    reached = moved.to;
  }
  return taken;
}

function leftOver(
  text: string,
  used: readonly { from: number; to: number }[],
  names: readonly string[],
): string {
  let rest = text;
  for (const { from, to } of used) rest = rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to);
  for (const name of names) {
    const at = rest.toLowerCase().indexOf(name.toLowerCase());
    if (at >= 0) rest = rest.slice(0, at) + ' '.repeat(name.length) + rest.slice(at + name.length);
  }
  // A figure or a plus sign left over is worth as much as a word: `7+ 5 mg` was 7.5 mg.
  return plain(rest) === '' && !/[+*]/.test(rest) ? '' : rest.replace(/\s+/g, ' ').trim();
}
