/**
 * The directions of one prescription: found beside their label or among what no label asks for, as many lines as read
 * as directions, and what speaks for and against them.
 *
 * Always: what the words mean is the sig engine's to say (values/sig.ts). Not here: amounts, and whether they fit.
 */
import { type Area, valuesOf } from './blocks.ts';
import { type Check, check, failed } from './draft.ts';
import { faults, folded } from './fuzzy.ts';
import type { ItemDrug } from './item-drug.ts';
import type { PreparedLexicon } from './lexicon.ts';
import type { Token } from './lines.ts';
import type { Sheet } from './sheet.ts';
import { spanOf, tokensBetween } from './span.ts';
import { amountIn } from './values/quantity.ts';
import { leastWorth, opens, type ReadSig, readSig, strange } from './values/sig.ts';

/** A value of a prescription, where it stood, and whether its label stood there. */
export interface PlacedValue<T> {
  readonly read: T;
  readonly tokens: readonly Token[];
  readonly labelled: boolean;
}

/** Directions, and whether words at their ends were left off that nobody could read. */
export interface PlacedSig extends PlacedValue<ReadSig> {
  readonly ragged: boolean;
}
type BestSig = Omit<PlacedSig, 'labelled'>;

/** The directions a label asks for; what they are made of is used up. */
export function sigFrom(
  sheet: Sheet,
  block: Area,
  drug: ItemDrug,
  lexicon: PreparedLexicon,
  used: Set<Token>,
): PlacedSig | null {
  for (const { tokens } of valuesOf(sheet, block, 'sig')) {
    const fresh = tokens.filter((token) => !used.has(token));
    const best = bestLength(fresh, drug.unit, lexicon);
    if (best === null) continue;
    for (const token of best.tokens) used.add(token);
    return { ...best, labelled: true };
  }
  return null;
}

/** A label that was not taken for one. */
const labelBefore =
  /^[^\p{L}\d|½]*(?:(?:directions?(?:\s+for\s+use)?|instructions?)\W*(?:sig(?:na)?\b)?|sig(?:na)?\b)[\s:.)(]*(?=[\p{L}\d½|])/iu;

/** Directions go on for as many lines as still read as directions. */
function bestLength(tokens: readonly Token[], unit: string, lexicon: PreparedLexicon): BestSig | null {
  const lines = [...Map.groupBy(tokens, ({ line }) => line).values()];
  let best: BestSig | null = null;
  let sofar: Token[] = [];
  for (const next of lines) {
    const text = spanOf(next).text;
    if (best !== null && (onlyAmount(text) || bareNumber.test(text) || !goesOn(text))) break;
    sofar = [...sofar, ...next];
    const own = trimmed(sofar);
    const span = spanOf(own, true);
    const from = labelBefore.exec(span.text)?.[0].length ?? 0;
    const cut = endOfDirections(span.text);
    const read = readSig(span.text.slice(from, cut), unit, lexicon.profile);
    const better = best === null ? read.worth >= leastWorth : read.unknown <= best.read.unknown + 0.12;
    // What ends in the middle of `every 8 hours` may read worse than with its next line.
    if (better) best = { read, tokens: tokensBetween(span, from, cut), ragged: isRagged(sofar, own) };
    if (cut < span.text.length) break;
  }
  return best;
}

/** Without a number of the list or what is left of a misread label at either end. */
function trimmed(tokens: readonly Token[]): readonly Token[] {
  const start = tokens.slice(0, 5).findIndex(({ text }) => opens(text));
  const before = tokens.slice(0, Math.max(start, 0));
  const own = before.every(({ text }) => strange(text)) ? tokens.slice(before.length) : tokens;
  // At the end only what was read faintly or stands in a line by itself: a reason behind `for` is no known word either.
  const alone = (at: number) => at > 0 && own[at - 1]!.line !== own[at]!.line && own[at + 1] === undefined;
  const end = own.findLastIndex(
    ({ text, confidence }, at) =>
      !strange(text) || (confidence > 60 && !alone(at)) || cutShort.test(own[at - 1]?.text ?? ''),
  );
  return own.slice(0, end + 1);
}

/** Whether a word was left off, but for the number of a list before it and what is left of a label. */
const isRagged = (all: readonly Token[], own: readonly Token[]): boolean => {
  const from = all.indexOf(own[0]!);
  const to = all.indexOf(own.at(-1)!) + 1;
  return all.some(({ key }, at) => (at < from && key.length > 3) || (at >= to && key !== ''));
};

/** No date, no number of a person and no name with a degree stands in directions. */
const goesOn = (text: string): boolean =>
  !/\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|\d{5}|\d{3}[-.\s]\d{4}|\b(?:M\.?D|NPI|DEA|GMC)\b/.test(text);

/** A line that is nothing but a number: how many, where directions stand above it. */
export const bareNumber = /^\W*\d{1,3}\W*$/;

const onlyAmount = (text: string): boolean => {
  const amount = amountIn(text);
  return (
    amount !== null && /^[\s.,;)]*$/.test(text.slice(amount.to)) && (amount.unit !== '' || amount.marked)
  );
};

/** Where a word stands that is `Disp` but for a letter, before a number or at the end. */
const misreadDisp = (text: string): number | undefined =>
  [...text.matchAll(/[\s.;,]+(?=(\p{L}{4})[.:]?(?:\s#?\d|\W*$))/gu)].find(
    ([, word]) => faults(folded(word!), 'dlsp', 1) <= 0.5,
  )?.index;

/** Where quantity or refills begin in a text of directions. */
function endOfDirections(text: string): number {
  const ends = [
    /[\s.;,(]*(?:#\s?\d|(?<!\p{L})(?:disp(?:ense)?|qty|quantity|refills?|mitte|supply)(?!\p{L})[\s:.#]*\d)/iu.exec(
      text,
    )?.index,
    misreadDisp(text),
    // A word that may be a misread `Disp`, with a number and its unit at the very end.
    /\s(?!for\s|max\s)\p{L}{3,5}[.:]?\s#?\d+\s(?:\(\p{L}+\)\s)?(?:tablets|capsules|tabs|caps|ml)[\s.]*$/iu.exec(
      text,
    )?.index,
    /[\s.;,]+(?:disp(?:ense)?|qty|quantity|supply|mitte)\W*$/iu.exec(text)?.index,
    /[\s.;,]*(?<!\p{L})(?:no refills|substitution|may substitute|dispense as written)/iu.exec(text)?.index,
    text.length,
  ];
  return Math.min(...ends.filter((end) => end !== undefined && end > 0).map(Number));
}

/** Pieces of one line put together again: `1` and `BD` may stand far apart. */
const wholeLines = (pieces: readonly (readonly Token[])[]): Token[][] =>
  [...Map.groupBy(pieces.flat(), ({ line }) => line).values()]
    .map((tokens) => tokens.sort((a, b) => a.box.x - b.box.x))
    .filter((tokens) => tokens.length > 1 && tokens[0]!.cell < tokens.at(-1)!.cell);

/** Directions without a label: the piece, or the end of one, that reads most like them. */
export function looseSig(
  pieces: readonly (readonly Token[])[],
  used: Set<Token>,
  drug: ItemDrug,
  lexicon: PreparedLexicon,
): PlacedSig | null {
  const free = (tokens: readonly Token[]) => tokens.filter((token) => !used.has(token));
  const candidates = [...pieces, ...wholeLines(pieces)].flatMap((piece) => {
    const best = bestLength(free(piece), drug.unit, lexicon);
    if (best === null) return [];
    const last = best.tokens.at(-1)!;
    const below = pieces.find(([first]) => first!.line === last.line + 1);
    if (!cutShort.test(best.read.value) || below === undefined) return [best];
    // In prose directions go on at the margin, wherever they began.
    const longer = bestLength([...best.tokens, ...free(below)], drug.unit, lexicon);
    return longer !== null && !cutShort.test(longer.read.value) ? [longer] : [best];
  });
  const best = candidates.sort((a, b) => b.read.worth - a.read.worth)[0];
  if (best === undefined) return null;
  for (const token of best.tokens) used.add(token);
  return { ...best, labelled: false };
}

/** Directions that end so have lost their end. */
const cutShort =
  /\b(?:for|with|and|or|to|every|each|at|in|of|on|before|after|by|as|the|a|an|x|max|not|per|q|until|while|into|under)$/i;

/** A figure right before another, as the number of a list is, or one at the end: what it counts does not stand there. */
const loneFigure = /(?<![\d/])\d+[.)]?\s+\d+(?![\d/])|^\W*\d+[.)]\s|\s\d+\W*$/;

/** `PC` where the way in is written: one letter from `PO`, and means after meals. */
const doubtfulRoute = /(?:tab(?:let)?s?|cap(?:sule)?s?|ml|\d)\s+pc(?!\p{L})/iu;

/** Codes that another one becomes by a single letter, and of which no sum tells: which eye, morning or night. */
const twins = new Set('om on od os ou ad as au po pc ac am pm'.split(' '));
/** Read so clearly, one letter or figure is not taken for another. */
const VERY_CLEARLY = 92;

/** The figures of directions, but for those of the next line's amounts, and how clearly the faintest was read. */
export const figuresClear = (tokens: readonly Token[]): boolean =>
  tokens.every(({ text, confidence }) => !/[\d½|]/.test(text) || confidence >= VERY_CLEARLY);
export const hasFigures = (tokens: readonly Token[]): boolean =>
  tokens.some(({ text }) => /[\d½|]/.test(text));

/** What speaks for and against directions by themselves. */
export const sigChecks = (
  { read: sig, tokens, ragged }: PlacedSig,
  profile: PreparedLexicon['profile'],
): Check[] => [
  ...(ragged ? [failed('a word beside it could not be read')] : []),
  ...tokens
    .filter(({ key, confidence }) => twins.has(key) && confidence < VERY_CLEARLY)
    .slice(0, 1)
    .map(({ text }) => failed(`“${text}” is one letter from another code`)),
  ...(sig.unusual.length === 0
    ? []
    : [failed(`words seldom seen in directions: ${sig.unusual.slice(0, 5).join(', ').slice(0, 120)}`)]),
  ...(cutShort.test(sig.value) && !(profile === 'uk' && /\bon$/i.test(sig.value))
    ? [failed('seems to be cut short')]
    : []),
  ...(doubtfulRoute.test(sig.value) ? [failed('“PC” may stand for “PO”')] : []),
  ...(loneFigure.test(sig.value) ? [failed('a figure in it belongs to nothing')] : []),
  ...sig.repairs.slice(0, 4).map((words) => failed(words.slice(0, 120))),
  check(
    sig.unknown === 0,
    'every word of it is known',
    `not known: ${sig.unread.slice(0, 5).join(', ').slice(0, 120) || 'its words'}`,
  ),
];
