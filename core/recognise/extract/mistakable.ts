/**
 * What else on file a name, a strength or a form would be if the page was read with one slip: a letter or a figure
 * lost, a word lost, a figure taken for one that prints like it.
 *
 * Always: only what is on file in the rest of what was read counts; where there is such another one, nothing on the page
 * tells the two apart. Not here: what is done about it (item-drug.ts).
 */
import type { LexiconDrug } from '../reading.ts';
import { faults, plain } from './fuzzy.ts';
import type { NamedDrug, PreparedLexicon } from './lexicon.ts';
import type { Form } from './values/form.ts';

/** Prednisone and prednisolone are so far apart. */
const NAMES_APART = 2;

/** Another name on file a letter or two away, or with a word more or less, of a drug that `fits` too; or null. */
export function otherName(
  { name }: NamedDrug,
  fits: (drug: LexiconDrug) => boolean,
  lexicon: PreparedLexicon,
): string | null {
  const first = plain(/[\p{L}\d]+/u.exec(name.text)?.[0] ?? '');
  const near = lexicon.firstWords
    .near(first, NAMES_APART)
    .flatMap(({ number }) => lexicon.namesByFirstWord[number]!.map((at) => lexicon.names[at]!));
  const other = near.find(
    (one) =>
      one.plain !== name.plain &&
      (one.plain.startsWith(name.plain) ||
        name.plain.startsWith(one.plain) ||
        faults(one.folded, name.folded, NAMES_APART) <= NAMES_APART) &&
      one.drugs.some((drug) => !name.drugs.includes(drug) && fits(drug)),
  );
  return other?.text ?? null;
}

/** Figures a poor line turns into one another. */
const alike = new Set('17 14 27 35 38 56 58 59 68 06 08 09 49'.split(' '));

const figures = (strength: string): string => plainStrength(strength).replace(/[^\d.]/g, '');
const plainStrength = (strength: string): string => strength.toLowerCase().replace(/[\s,]/g, '');

/** A strength that would read as this one with a figure, a point or its beginning lost. */
export const longerStrength = (strength: string, others: readonly string[]): string | null =>
  others.find((other) => {
    const [own, longer] = [plainStrength(strength), plainStrength(other)];
    return longer.length > own.length && (longer.endsWith(own) || isWithout(longer, own));
  }) ?? null;

/** Whether a text is the longer one without one sign of it. */
const isWithout = (longer: string, own: string): boolean =>
  longer.length === own.length + 1 &&
  [...longer].some((sign, at) => /[\d.]/.test(sign) && longer.slice(0, at) + longer.slice(at + 1) === own);

/** A strength of as many figures, one of which prints like one of this strength's. */
export const alikeStrength = (strength: string, others: readonly string[]): string | null =>
  others.find((other) => {
    const [own, like] = [figures(strength), figures(other)];
    const apart = [...own].flatMap((sign, at) => (sign === like[at] ? [] : [`${sign}${like[at]}`]));
    const [pair] = apart;
    return (
      own.length === like.length &&
      apart.length === 1 &&
      (alike.has(pair!) || alike.has([...pair!].reverse().join('')))
    );
  }) ?? null;

/** Whether a form would read as this one with a word of it lost: `ER`, `chewable`. */
export const saysMore = (other: Form, form: Form): boolean =>
  [...form.kinds].some((kind) => other.kinds.has(kind)) &&
  ((other.release !== null && form.release === null) || (other.manner !== null && form.manner === null));
