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
import { bareNumber, looseSig, type PlacedValue, sigChecks, sigFrom } from './item-directions.ts';
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
    const fits = bare !== null && heldTogether(sig.read, bare.read, days?.read ?? null, drug).quantityProven;
    if (fits) quantity = bare;
  }
  const checks = heldTogether(sig?.read ?? null, quantity?.read ?? null, days?.read ?? null, drug);
  const page = sheet.page.number;
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
      (drug.known ? 1 : drug.fitting.length > 0 ? 0.5 : 0) +
      (refills === null ? 0 : 0.5),
  };
}

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
