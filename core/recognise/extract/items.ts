/**
 * One prescription of a page: drug, directions, quantity, refills, days, each read where its label asks for it or
 * where it is known by its kind, and held against one another.
 *
 * Always: a piece of text gives one value; what contradicts another value says so. Not here: patient, prescriber and
 * what holds for the whole page.
 */
import type { ReadField } from '../../contract/recognition.ts';
import { arithmetic, daysSupply, type QuantityUnit } from '../../prescription/days-supply.ts';
import { type Area, loosePieces, valuesOf } from './blocks.ts';
import { type Check, check, type Draft, failed, passed } from './draft.ts';
import type { ItemDrug } from './item-drug.ts';
import type { Asked } from './label-words.ts';
import type { PreparedLexicon } from './lexicon.ts';
import type { Token } from './lines.ts';
import type { Sheet } from './sheet.ts';
import { spanOf, tokensBetween } from './span.ts';
import {
  amountIn,
  amountsAlone,
  daysAlone,
  daysIn,
  type ReadAmount,
  refillsAlone,
  refillsIn,
} from './values/quantity.ts';
import { leastWorth, opens, type ReadSig, readSig, strange } from './values/sig.ts';

interface Placed<T> {
  readonly read: T;
  readonly tokens: readonly Token[];
  readonly labelled: boolean;
}

export interface Item {
  readonly drug: ItemDrug;
  readonly drafts: readonly Draft[];
  /** How much speaks for a prescription here: directions, quantity, a known drug. */
  readonly worth: number;
}

/** Reads what an area says of one drug; `loosely` takes what no label asks for as well. */
export function itemOf(
  sheet: Sheet,
  block: Area,
  drug: ItemDrug,
  lexicon: PreparedLexicon,
  loosely = true,
): Item {
  const used = new Set<Token>(drug.used);
  const amount = (asks: Asked, read: (text: string) => ReadAmount | null) =>
    labelledAmount(sheet, block, asks, read, used);
  const labelledSig = sigFrom(sheet, block, drug, lexicon, used);
  let quantity = amount('quantity', amountIn);
  let days = amount('daysSupply', daysIn);
  let refills = amount('refills', refillsIn);
  const pieces = loosely ? loosePieces(sheet, block, used) : [];
  refills ??= loose(pieces, used, refillsAlone);
  days ??= loose(pieces, used, daysAlone);
  quantity ??= loose(pieces, used, (text) => amountsAlone(text).at(-1) ?? null);
  const sig = labelledSig ?? looseSig(pieces, used, drug, lexicon);
  const checks = heldTogether(sig?.read ?? null, quantity?.read ?? null, days?.read ?? null, drug);
  const page = sheet.page.number;
  const draft = (
    field: ReadField,
    placed: Placed<{ value: string }>,
    list: readonly Check[],
    proven: boolean,
  ): Draft => ({
    field,
    value: placed.read.value,
    tokens: placed.tokens,
    page,
    standing: placed.labelled ? 'labelled' : 'known',
    checks: list,
    proven: proven && list.every((one) => one.passed),
  });
  const drafts = [...drug.drafts];
  if (sig !== null) {
    drafts.push(
      draft(
        'sig',
        sig,
        [...sigChecks(sig.read, lexicon.profile), ...checks.sig],
        sig.read.worth > 0.6 && sig.read.unknown === 0,
      ),
    );
  }
  if (quantity !== null) {
    drafts.push(
      draft(
        'quantity',
        quantity,
        [...amountChecks(quantity.read), ...checks.quantity],
        checks.quantityProven || quantity.read.wordsAgree === true,
      ),
    );
  }
  if (days !== null)
    drafts.push(draft('daysSupply', days, [...amountChecks(days.read), ...checks.days], checks.daysProven));
  if (refills !== null) {
    const few = Number(refills.read.value) <= 12;
    drafts.push(
      draft(
        'refills',
        refills,
        [...amountChecks(refills.read), ...(few ? [] : [failed('more than a year of refills')])],
        refills.labelled,
      ),
    );
  }
  return {
    drug,
    drafts,
    worth:
      (sig === null ? 0 : 1) +
      (quantity === null ? 0 : 1) +
      (drug.known ? 1 : 0) +
      (refills === null ? 0 : 0.5),
  };
}

function labelledAmount(
  sheet: Sheet,
  block: Area,
  asks: Asked,
  read: (text: string) => ReadAmount | null,
  used: Set<Token>,
): Placed<ReadAmount> | null {
  for (const { tokens } of valuesOf(sheet, block, asks)) {
    const span = spanOf(tokens.filter((token) => !used.has(token)));
    const amount = read(span.text);
    if (amount === null) continue;
    const own = tokensBetween(span, amount.from, amount.to);
    for (const token of own) used.add(token);
    return { read: amount, tokens: own, labelled: true };
  }
  return null;
}

function loose(
  pieces: readonly (readonly Token[])[],
  used: Set<Token>,
  read: (text: string) => ReadAmount | null,
): Placed<ReadAmount> | null {
  // A line by itself may be nothing but an amount; a sentence goes on over lines.
  const lines = pieces.flatMap((piece) => [...Map.groupBy(piece, ({ line }) => line).values()]);
  for (const piece of [...lines, ...pieces]) {
    const span = spanOf(piece.filter((token) => !used.has(token)));
    const amount = read(span.text);
    if (amount === null) continue;
    const own = tokensBetween(span, amount.from, amount.to);
    for (const token of own) used.add(token);
    return { read: amount, tokens: own, labelled: false };
  }
  return null;
}

function sigFrom(
  sheet: Sheet,
  block: Area,
  drug: ItemDrug,
  lexicon: PreparedLexicon,
  used: Set<Token>,
): Placed<ReadSig> | null {
  for (const { tokens } of valuesOf(sheet, block, 'sig')) {
    const fresh = tokens.filter((token) => !used.has(token));
    const best = bestLength(fresh, drug.unit, lexicon);
    if (best === null) continue;
    for (const token of best.tokens) used.add(token);
    return { ...best, labelled: true };
  }
  return null;
}

/** Directions go on for as many lines as still read as directions. */
function bestLength(
  tokens: readonly Token[],
  unit: string,
  lexicon: PreparedLexicon,
): { read: ReadSig; tokens: Token[] } | null {
  const lines = [...Map.groupBy(tokens, ({ line }) => line).values()];
  let best: { read: ReadSig; tokens: Token[] } | null = null;
  let sofar: Token[] = [];
  for (const next of lines) {
    const text = spanOf(next).text;
    if (best !== null && (onlyAmount(text) || !goesOn(text))) break;
    sofar = [...sofar, ...next];
    const span = spanOf(trimmed(sofar), true);
    const cut = endOfDirections(span.text);
    const read = readSig(span.text.slice(0, cut), unit, lexicon.profile);
    const better = best === null ? read.worth >= leastWorth : read.unknown <= best.read.unknown + 0.12;
    if (better) best = { read, tokens: tokensBetween(span, 0, cut) };
    else if (best !== null) break;
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

/** No date, no number of a person and no name with a degree stands in directions. */
const goesOn = (text: string): boolean =>
  !/\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|\d{5}|\d{3}[-.\s]\d{4}|\b(?:M\.?D|NPI|DEA|GMC)\b/.test(text);

const onlyAmount = (text: string): boolean => {
  const amount = amountIn(text);
  return (
    amount !== null && /^[\s.,;)]*$/.test(text.slice(amount.to)) && (amount.unit !== '' || amount.marked)
  );
};

/** Where quantity or refills begin in a text of directions. */
function endOfDirections(text: string): number {
  const ends = [
    /[\s.;,(]*(?:#\s?\d|(?<!\p{L})(?:disp(?:ense)?|qty|quantity|refills?|mitte|supply)(?!\p{L})[\s:.#]*\d)/iu.exec(
      text,
    )?.index,
    // A word that may be a misread `Disp`, with a number and its unit at the very end.
    /\s(?!for\s|max\s)\p{L}{3,5}[.:]?\s#?\d+\s(?:\(\p{L}+\)\s)?(?:tablets|capsules|tabs|caps|ml)[\s.]*$/iu.exec(
      text,
    )?.index,
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
function looseSig(
  pieces: readonly (readonly Token[])[],
  used: Set<Token>,
  drug: ItemDrug,
  lexicon: PreparedLexicon,
): Placed<ReadSig> | null {
  const candidates = [...pieces, ...wholeLines(pieces)].flatMap((piece) => {
    const best = bestLength(
      piece.filter((token) => !used.has(token)),
      drug.unit,
      lexicon,
    );
    return best === null ? [] : [best];
  });
  const best = candidates.sort((a, b) => b.read.worth - a.read.worth)[0];
  if (best === undefined) return null;
  for (const token of best.tokens) used.add(token);
  return { ...best, labelled: false };
}

/** Directions that end so have lost their end. */
const cutShort =
  /\b(?:for|with|and|or|to|every|each|at|in|of|on|before|after|by|as|the|a|an|x|max|not|per|q|until|while|into|under)$/i;

const sigChecks = (sig: ReadSig, profile: PreparedLexicon['profile']): Check[] => [
  ...(cutShort.test(sig.value) && !(profile === 'uk' && /\bon$/i.test(sig.value))
    ? [failed('seems to be cut short')]
    : []),
  ...sig.repairs.slice(0, 4).map((words) => failed(words.slice(0, 120))),
  check(
    sig.unknown === 0,
    'every word of it is known',
    `not known: ${sig.unread.slice(0, 5).join(', ').slice(0, 120) || 'its words'}`,
  ),
];

const amountChecks = (amount: ReadAmount): Check[] => [
  ...(amount.repaired ? [failed('a letter was taken for a figure')] : []),
  ...(amount.wordsAgree === null
    ? []
    : [check(amount.wordsAgree, 'figures and words agree', 'figures and words differ')]),
];

/** Lengths of treatment people are given medicine for. */
const usualDays = new Set([
  1, 3, 5, 7, 10, 14, 15, 20, 21, 28, 30, 42, 45, 50, 56, 60, 84, 90, 100, 112, 180,
]);

interface Together {
  readonly sig: Check[];
  readonly quantity: Check[];
  readonly days: Check[];
  readonly quantityProven: boolean;
  readonly daysProven: boolean;
}

/** Holds quantity, directions and days against one another. */
function heldTogether(
  sig: ReadSig | null,
  quantity: ReadAmount | null,
  days: ReadAmount | null,
  drug: ItemDrug,
): Together {
  const nothing: Together = { sig: [], quantity: [], days: [], quantityProven: false, daysProven: false };
  if (sig === null || quantity === null) return nothing;
  const { dose, perDay } = sig.reading;
  if (dose === null || perDay === null) return nothing;
  const counted = countedIn(drug, quantity);
  const lasts = daysSupply(quantity.value, dose, perDay, counted);
  if (lasts === null) return nothing;
  const sum = arithmetic(dose, perDay, lasts);
  if (days !== null) {
    const agrees = Number(days.value) === lasts;
    const words = agrees
      ? passed(`${quantity.value} lasts ${lasts} days${sum === null ? '' : `: ${sum}`}`.slice(0, 200))
      : failed(`${quantity.value} by these directions lasts ${lasts} days, not ${days.value}`);
    return {
      sig: agrees ? [words] : [words],
      quantity: [words],
      days: [words],
      quantityProven: agrees,
      daysProven: agrees,
    };
  }
  const written = sig.reading.days;
  const exact =
    written !== null ? written.numerator === lasts * written.denominator : usualDays.has(lasts) && lasts > 1;
  const words = exact ? passed((sum ?? `${quantity.value} lasts ${lasts} days`).slice(0, 200)) : null;
  if (written !== null && !exact) {
    const wrong = failed(`${quantity.value} lasts ${lasts} days, the directions say otherwise`);
    return { ...nothing, sig: [wrong], quantity: [wrong] };
  }
  return {
    ...nothing,
    quantity: words === null ? [] : [words],
    sig: words === null ? [] : [words],
    quantityProven: exact,
  };
}

function countedIn(drug: ItemDrug, quantity: ReadAmount): QuantityUnit | undefined {
  if (drug.unit === '') return undefined;
  const perMillilitre = drug.fitting
    .map(({ strength }) => /^([\d,.]+) units\/mL$/i.exec(strength)?.[1]?.replaceAll(',', ''))
    .find((units) => units !== undefined);
  const measured = /^m(l|illi)/i.test(quantity.unit) ? 'mL' : drug.unit;
  return perMillilitre === undefined
    ? { unit: measured }
    : { unit: measured, holds: { unit: Number(perMillilitre) } };
}
