/**
 * One prescription of a page: drug, directions, quantity, refills, days, each read where its label asks for it or
 * where it is known by its kind, and held against one another.
 *
 * Always: a piece of text gives one value; what contradicts another value says so. Not here: patient, prescriber and
 * what holds for the whole page.
 */
import type { ReadField } from '../../contract/recognition.ts';
import { type Area, loosePieces, valuesOf } from './blocks.ts';
import { type Check, check, type Draft, failed } from './draft.ts';
import { heldTogether } from './held-together.ts';
import {
  bareNumber,
  figuresClear,
  hasFigures,
  looseSig,
  type PlacedValue,
  sigChecks,
  sigFrom,
} from './item-directions.ts';
import type { ItemDrug } from './item-drug.ts';
import type { Asked } from './label-words.ts';
import type { PreparedLexicon } from './lexicon.ts';
import type { Token } from './lines.ts';
import type { Sheet } from './sheet.ts';
import { spanOf, tokensBetween } from './span.ts';
import { goesOnBelow, unreadBeside } from './unread.ts';
import { numbersAlike } from './values/number.ts';
import {
  amountIn,
  amountsAlone,
  daysAlone,
  daysIn,
  type ReadAmount,
  refillsAlone,
  refillsIn,
} from './values/quantity.ts';
import type { ReadSig } from './values/sig.ts';

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
  if (sig !== null && quantity === null) {
    const bare = loose(pieces, new Set(used), (text) => (bareNumber.test(text) ? amountIn(text) : null));
    const fits = bare !== null && heldTogether(sig.read, bare.read, days?.read ?? null, drug).sumsUp;
    if (fits || (bare !== null && standsUnder(sheet, bare.tokens, sig.tokens))) quantity = bare;
    for (const token of quantity?.tokens ?? []) used.add(token);
  }
  if (quantity !== null && drug.unit === 'g') quantity = withoutUnit(quantity);
  if (sig !== null && quantity !== null) quantity = meantBySum(sig.read, quantity, days?.read ?? null, drug);
  const checks = heldTogether(sig?.read ?? null, quantity?.read ?? null, days?.read ?? null, drug);
  const page = sheet.page.number;
  const beside = (tokens: readonly Token[]) => unreadBeside(sheet, block, used, tokens);
  const draft = (
    field: ReadField,
    placed: PlacedValue<{ value: string }>,
    list: readonly Check[],
    proven: boolean,
  ): Draft => ({
    field,
    value: placed.read.value,
    tokens: placed.tokens,
    page,
    standing: placed.labelled ? 'labelled' : 'known',
    checks: [...list, ...beside(placed.tokens)],
    proven: proven && [...list, ...beside(placed.tokens)].every((one) => one.passed),
  });
  // A drug without directions or amount may be told of and not prescribed.
  const whole = sig !== null && quantity !== null && beside(drug.used).length === 0;
  const drafts = drug.drafts.map((one) => ({ ...one, proven: one.proven && whole }));
  if (sig !== null) {
    drafts.push(
      draft(
        'sig',
        sig,
        [...sigChecks(sig, lexicon.profile), ...checks.sig, ...goesOnBelow(sheet, block, used, sig.tokens)],
        sig.read.worth > 0.6 &&
          sig.read.unknown === 0 &&
          (!hasFigures(sig.tokens) || checks.daysProven || (checks.sumsUp && figuresClear(sig.tokens))),
      ),
    );
  }
  if (quantity !== null) {
    drafts.push(
      draft(
        'quantity',
        quantity,
        [...amountChecks(quantity.read), ...checks.quantity],
        checks.daysProven || quantity.read.wordsAgree === true,
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
        refills.labelled && (refills.read.wordsAgree === true || isWord(refills.tokens)),
      ),
    );
  }
  return {
    drug,
    drafts,
    worth:
      (sig === null ? 0 : 1) +
      (quantity === null ? 0 : 1) +
      (drug.known ? 1 : drug.fitting.length > 0 ? 0.5 : 0) +
      (refills === null ? 0 : 0.5),
  };
}

/** `309` where grams are counted is 30 g: the unit was read as a figure, and no tube holds 309. */
const withoutUnit = (quantity: PlacedValue<ReadAmount>): PlacedValue<ReadAmount> =>
  quantity.read.unit === '' && /^\d+[05]9$/.test(quantity.read.value)
    ? {
        ...quantity,
        read: { ...quantity.read, value: quantity.read.value.slice(0, -1), unit: 'g', repaired: true },
      }
    : quantity;

/** Read so clearly, a figure is not taken for another. */
const CLEAR_FIGURES = 93;

/** Figures read faintly that last for no usual time, where the only ones that look alike do. */
function meantBySum(
  sig: ReadSig,
  quantity: PlacedValue<ReadAmount>,
  days: ReadAmount | null,
  drug: ItemDrug,
): PlacedValue<ReadAmount> {
  const { read, tokens } = quantity;
  const sumsUp = (amount: ReadAmount) => heldTogether(sig, amount, days, drug).sumsUp;
  const faint = tokens.some(({ text, confidence }) => /\d/.test(text) && confidence < CLEAR_FIGURES);
  if (!faint || read.wordsAgree !== null || sumsUp(read)) return quantity;
  const meant = numbersAlike(read.value)
    .map((value) => ({ ...read, value, repaired: true }))
    .filter(sumsUp);
  return meant.length === 1 ? { ...quantity, read: meant[0]! } : quantity;
}

/** Written in letters: a slip would not leave another number. */
const isWord = (tokens: readonly Token[]): boolean =>
  tokens.some(({ key }) => /^[a-z]{4,}$/.test(key)) && !tokens.some(({ text }) => /\d/.test(text));

function labelledAmount(
  sheet: Sheet,
  block: Area,
  asks: Asked,
  read: (text: string) => ReadAmount | null,
  used: Set<Token>,
): PlacedValue<ReadAmount> | null {
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
): PlacedValue<ReadAmount> | null {
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

/** In the very next line, at the same left edge. */
function standsUnder(sheet: Sheet, [under]: readonly Token[], tokens: readonly Token[]): boolean {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (under === undefined || first === undefined || last === undefined) return false;
  const { size } = sheet.page.lines[under.line]!;
  return under.line === last.line + 1 && Math.abs(under.box.x - first.box.x) < size;
}

const amountChecks = (amount: ReadAmount): Check[] => [
  ...(amount.repaired ? [failed('a letter was taken for a figure')] : []),
  ...(amount.wordsAgree === null
    ? []
    : [check(amount.wordsAgree, 'figures and words agree', 'figures and words differ')]),
];
