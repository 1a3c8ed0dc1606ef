/**
 * Numbers as they stand on a page: figures in which a letter slipped, and numbers in words.
 *
 * Always: a figure put right says so, because it may be another. Not here: what is counted.
 */
import { faults, faultsAllowed, folded } from '../fuzzy.ts';

/** One figure, or a letter that prints like one. */
export const figure = '[0-9OoIl|SBZ]';
/** The same where nearly all are figures, and more letters can only be meant for figures. */
export const looseFigure = '[0-9OoDQIl|[SBZGbgq]';

const figures: Record<string, string> = {
  ...{ O: '0', o: '0', D: '0', Q: '0', I: '1', l: '1', '|': '1', '[': '1' },
  ...{ S: '5', B: '8', Z: '2', G: '6', b: '6', g: '9', q: '9' },
};

/** Letters that print like figures turned into them. */
export const asFigures = (text: string): string =>
  text.replace(/[OoDQIl|[SBZGbgq]/g, (letter) => figures[letter]!);

/** Figures that a hand writes alike, each with what it may have been. */
const writtenAlike: Record<string, string> = {
  ...{ '1': '7', '2': '7', '3': '78', '4': '9', '7': '19', '9': '47' },
};

/**
 * Whether a number in figures may be another one read amiss: its first figure was lost, or one of them was taken for
 * one that a hand writes alike. Nothing at all is no number of anything.
 */
export const mayHaveBeen = (figures: string, other: string): boolean =>
  Number(figures) === 0 || other.slice(1) === figures || numbersAlike(figures).includes(other);

/** The numbers that differ from one in a figure that a hand writes alike. */
export const numbersAlike = (figures: string): string[] =>
  [...figures].flatMap((sign, at) =>
    [...(writtenAlike[sign] ?? '')].map((other) => figures.slice(0, at) + other + figures.slice(at + 1)),
  );

const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

const worth = new Map<string, number>([
  ...units.map((word, at) => [word, at] as const),
  ...tens.map((word, at) => [word, (at + 2) * 10] as const),
  ['fourty', 40],
  ['none', 0],
  ['hundred', 100],
  ['thousand', 1000],
]);
const byFold = new Map([...worth].map(([word, value]) => [folded(word), value] as const));

/** What one word counts, also when OCR took a letter for another. */
function wordWorth(word: string): { value: number; repaired: boolean } | null {
  const exact = worth.get(word.toLowerCase());
  if (exact !== undefined) return { value: exact, repaired: false };
  const key = folded(word);
  const same = byFold.get(key);
  if (same !== undefined) return { value: same, repaired: true };
  if (key.length < 5) return null;
  const near = [...byFold].filter(
    ([other]) => faults(key, other, 1) <= Math.min(1, faultsAllowed(key.length)),
  );
  return near.length === 1 ? { value: near[0]![1], repaired: true } : null;
}

/** `one hundred and twenty-eight` as 128; null when a word of it is no number. */
export function numberInWords(text: string): { value: number; repaired: boolean } | null {
  const words = text.split(/[\s-]+/).filter((word) => word !== '' && word.toLowerCase() !== 'and');
  if (words.length === 0 || words.length > 8) return null;
  let total = 0;
  let part = 0;
  let repaired = false;
  for (const word of words) {
    const read = wordWorth(word.replace(/[^\p{L}\d]/gu, ''));
    if (read === null) return null;
    repaired ||= read.repaired;
    if (read.value === 1000) {
      total += Math.max(part, 1) * 1000;
      part = 0;
    } else if (read.value === 100) part = Math.max(part, 1) * 100;
    else part += read.value;
  }
  return { value: total + part, repaired };
}

/** A number in figures or in one or more words, as decimal text; null when it is none. */
export function decimalOf(text: string): { value: string; repaired: boolean } | null {
  const bare = text.trim().replace(/(?<=\d),(?=\d{3}(?!\d))/g, '');
  if (/^\d+(\.\d+)?$/.test(bare)) return { value: tidy(bare), repaired: false };
  if (/\d/.test(bare) && new RegExp(`^${figure}+(\\.${figure}+)?$`).test(bare))
    return { value: tidy(asFigures(bare)), repaired: true };
  const said = numberInWords(bare);
  return said === null ? null : { value: String(said.value), repaired: said.repaired };
}

/** Without zeros that say nothing: `030` and `30.0` are 30. */
const tidy = (decimal: string): string => {
  const [whole = '', part = ''] = decimal.split('.');
  const rest = part.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '')}${rest === '' ? '' : `.${rest}`}`;
};
