/**
 * How much is to be dispensed, in figures and in words, and how often and how long: quantity, refills, days' supply.
 *
 * Always: figures and words are both read where both stand there, and whether they agree is said. Not here: whether
 * the amount fits the directions.
 */
import { faults, folded } from '../fuzzy.ts';
import type { Read } from '../span.ts';
import { decimalOf, figure, mayHaveBeen, numberInWords } from './number.ts';

export interface ReadAmount extends Read {
  /** As written, such as `tablets`; "" where none stands there. */
  readonly unit: string;
  /** The number in words says the same; null where there are no words. */
  readonly wordsAgree: boolean | null;
  /** Marked as a number of pieces: `#30`. */
  readonly marked: boolean;
}

const unitWord =
  /^[\s.)\]]*(?:x\s*)?(tablets?|tabs?|tabl|capsules?|caps?|mls?|millilit(?:re|er)s?|grams?|gms?|gm|g|patch(?:es)?|puffs?|inhalers?|each|ea|bottles?|box(?:es)?|pens?|vials?|tubes?|doses?|sprays?|units?|drops?|suppositor(?:y|ies)|sachets?|lozenges?|films?|strips?|kits?|packs?|packets?|syringes?|pills?|pieces?|cartridges?|ampoules?|applications?|inhalations?|actuations?)(?:\(s\))?(?![\p{L}\d])/iu;
const strengthUnit = /^\s?(?:mg|mcg|micrograms?|milligrams?|%|meq|units\/|mg\/|mcg\/|mmol)(?![a-z])/i;
const number = new RegExp(
  `^(?:\\d${figure}*(?:,\\d{3})*(?:\\.\\d+)?|[IlSBZOo]${figure}*\\d)(?:(?![\\p{L}\\d/])|(?=(?:tablets?|tabs?|capsules?|caps?|inhalers?|patch(?:es)?|mls?|mL|grams?|g|pens?|vials?|tubes?|bottles?|box(?:es)?)(?!\\p{L})))`,
  'u',
);

/** The amount a text begins with, or null. */
export function amountIn(text: string): ReadAmount | null {
  const lead = /^[\s:.\-–=*([{|+~]*(?:(?:no|qty|quantity|total|disp|x)\b[\s.:]*)?(#?)\s*[([{]?\s*/i.exec(
    text,
  );
  const start = lead?.[0].length ?? 0;
  const marked = lead?.[1] === '#';
  const rest = text.slice(start);
  const digits = number.exec(rest);
  if (digits !== null) {
    const read = decimalOf(digits[0]);
    if (read === null) return null;
    const after = rest.slice(digits[0].length);
    if (strengthUnit.test(after)) return null;
    const words = wordsAhead(after);
    const between = words?.length ?? 0;
    const unit = unitWord.exec(after.slice(between)) ?? unitWord.exec(after);
    const unitEnd =
      unit === null ? between : (unitWord.exec(after.slice(between)) === null ? 0 : between) + unit[0].length;
    const wordsAfterUnit = words === null && unit !== null ? wordsAhead(after.slice(unitEnd)) : null;
    const said = words ?? wordsAfterUnit;
    // Words are hardly read as other words: where a slip in the figures explains the difference, the words are right.
    const meant =
      said !== null && mayHaveBeen(read.value, String(said.value)) ? String(said.value) : read.value;
    return {
      value: meant,
      from: start,
      to: start + digits[0].length + Math.max(between, unitEnd + (wordsAfterUnit?.length ?? 0)),
      repaired: read.repaired,
      unit: unit?.[1] ?? '',
      wordsAgree: said === null ? null : String(said.value) === read.value,
      marked,
    };
  }
  // `@O (sixty)`: figures that came out as signs, with the words in brackets behind them.
  const lost = /^[^\s\p{L}(][^\s(]{0,3}\s*(?=\(\p{L})/u.exec(rest)?.[0];
  if (lost !== undefined) {
    const said = amountIn(rest.slice(lost.length));
    return said === null
      ? null
      : { ...said, from: start, to: start + lost.length + said.to, repaired: true, marked };
  }
  const words = wordsAhead(rest);
  if (words === null || !/^\s*\p{L}/u.test(rest)) return null;
  const after = rest.slice(words.length);
  const figures = new RegExp(`^\\s*[([{#\\s]+(\\d${figure}*(?:\\.\\d+)?)\\s*[)\\]}]?`).exec(after);
  const read = figures === null ? null : decimalOf(figures[1]!);
  const afterFigures = after.slice(figures?.[0].length ?? 0);
  if (strengthUnit.test(afterFigures)) return null;
  const unit = unitWord.exec(afterFigures);
  return {
    value: read?.value ?? String(words.value),
    from: start,
    to: start + words.length + (figures?.[0].length ?? 0) + (unit?.[0].length ?? 0),
    repaired: read?.repaired ?? words.repaired,
    unit: unit?.[1] ?? '',
    wordsAgree: read === null ? null : String(words.value) === read.value,
    marked,
  };
}

/** A number in words at the beginning, in brackets or without. */
function wordsAhead(text: string): { value: number; repaired: boolean; length: number } | null {
  const lead = /^[\s([{*\-–/]*/.exec(text)![0].length;
  const run = /^\p{L}[\p{L}\d]*(?:[\s-]+\p{L}[\p{L}\d]*){0,7}/u.exec(text.slice(lead))?.[0];
  if (run === undefined) return null;
  const words = [...run.matchAll(/[\p{L}\d]+/gu)];
  for (let count = Math.min(words.length, 7); count > 0; count -= 1) {
    const last = words[count - 1]!;
    const end = last.index + last[0].length;
    const said = numberInWords(run.slice(0, end));
    if (said === null || /^and$/i.test(last[0])) continue;
    const close = /^\s*(?:only\s*)?[)\]}*]?/i.exec(text.slice(lead + end))![0].length;
    return { ...said, length: lead + end + close };
  }
  return null;
}

/** Amounts that need no label: `#30`, `60 (sixty) tablets`, and a text that is nothing but number and unit. */
export function amountsAlone(text: string): ReadAmount[] {
  const found: ReadAmount[] = [];
  for (const match of text.matchAll(
    /(?<![\w.,/])#\s?\d|(?<![\w.,/-])\d|(?<!\p{L})(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?!\p{L})/giu,
  )) {
    if (found.some(({ to }) => match.index < to)) continue;
    const amount = amountIn(text.slice(match.index));
    if (amount === null) continue;
    const whole =
      text.slice(0, match.index).trim() === '' && /^[\s.,;|)\]]*$/.test(text.slice(match.index + amount.to));
    if (
      !amount.marked &&
      !(amount.wordsAgree !== null && /[([]/.test(text.slice(match.index, match.index + amount.to))) &&
      !(whole && amount.unit !== '')
    )
      continue;
    found.push({ ...amount, from: match.index + amount.from, to: match.index + amount.to });
  }
  const misread = found.length === 0 ? misreadLead(text) : null;
  return misread === null ? found : [misread];
}

const leads = ['disp', 'dispense', 'quantity', 'supply', 'mitte'].map(folded);
const unitsCounted = ['tablets', 'capsules', 'patches', 'inhaler'].map(folded);

/** `Dicp 30 tablete`: a line that is a misread word for how many, a number and perhaps a misread unit. */
function misreadLead(text: string): ReadAmount | null {
  const [, word, rest] = /^\W*(\p{L}{4,8})[.:]?\s+(#?\d.*)$/u.exec(text) ?? [];
  if (word === undefined || rest === undefined) return null;
  if (!leads.some((lead) => faults(folded(word), lead, 1) <= 1)) return null;
  const amount = amountIn(rest);
  if (amount === null) return null;
  const after = rest.slice(amount.to).trim();
  const unit = unitsCounted.some((one) => faults(folded(after), one, 1) <= 1);
  if (after !== '' && !(unit && amount.unit === '')) return null;
  const from = text.length - rest.length;
  return { ...amount, from: from + amount.from, to: unit ? text.length : from + amount.to, repaired: true };
}

const none =
  /^[\s:.\-–=*([{]*(none|no\s+refills?|no|nil|zero|nr|n\/?r|non-?refillable|do not refill)(?![\p{L}\d])/iu;

/** Refills at the beginning of a text: `5`, `0 (none)`, `none`, `x 3`, `three (3) times`. */
export function refillsIn(text: string): ReadAmount | null {
  const nothing = none.exec(text);
  if (nothing !== null && !/^\s*[:.]?\s*no\.?\s*[:#]?\s*\d/i.test(text)) {
    return {
      value: '0',
      from: 0,
      to: nothing[0].length,
      repaired: false,
      unit: '',
      wordsAgree: null,
      marked: false,
    };
  }
  const lead = /^[\s:.\-–=[\](){}|]*(?:[x×#]\s?)?/i.exec(text)![0].length;
  const amount = amountIn(text.slice(lead));
  if (amount === null || amount.unit !== '' || !/^\d{1,2}$/.test(amount.value)) return null;
  return { ...amount, from: amount.from + lead, to: amount.to + lead };
}

/** `No refills`, `3 refills`, `refill x 3`, `Refills: 3` inside other words. */
export function refillsAlone(text: string): ReadAmount | null {
  const no =
    /(?<!\p{L})(?:no\s+(?:refills?|repeats?)|(?:refills?|repeats?)\s*[:-]?\s*(?:none|nil|zero|0)|non-?refillable)(?!\p{L})/iu.exec(
      text,
    );
  const plain = { repaired: false, unit: '', wordsAgree: null, marked: false };
  if (no !== null) return { value: '0', from: no.index, to: no.index + no[0].length, ...plain };
  const some =
    /(?<![\p{L}\d.])(\d{1,2}|\p{L}{3,6})\s*(?:\(\s*(\w+)\s*\))?\s*(?:refills?|repeats?)(?!\p{L})/iu.exec(
      text,
    ) ??
    /(?<!\p{L})refills?\s*(?:[:x×#]|times)?\s*(\d{1,2})(?:\s*\(\s*(\w+)\s*\))?(?![\p{L}\d])/iu.exec(text);
  if (some === null) return null;
  const first = decimalOf(some[1]!);
  const second = some[2] === undefined ? null : decimalOf(some[2]);
  if (first === null || !/^\d{1,2}$/.test(first.value)) return null;
  return {
    ...plain,
    value: first.value,
    from: some.index,
    to: some.index + some[0].length,
    repaired: first.repaired,
    wordsAgree: second === null ? null : second.value === first.value,
  };
}

/** Days at the beginning of a text: `30`, `30 days`, `thirty (30) days`. */
export function daysIn(text: string): ReadAmount | null {
  const amount = amountIn(text);
  if (amount === null || amount.unit !== '' || !/^\d{1,3}$/.test(amount.value) || amount.value === '0')
    return null;
  const after = /^\s*(days?|d)?(?!\p{L})/iu.exec(text.slice(amount.to));
  return after === null ? null : { ...amount, to: amount.to + after[0].trimEnd().length };
}

/** `30 days supply`, `30-day supply` inside other words. */
export function daysAlone(text: string): ReadAmount | null {
  const match = /(?<![\d.])(\d{1,3})[\s-]*days?['’]?s?['’]?\s*(?:supply|treatment|course)(?!\p{L})/iu.exec(
    text,
  );
  if (match === null) return null;
  return {
    value: String(Number(match[1])),
    from: match.index,
    to: match.index + match[0].length,
    repaired: false,
    unit: '',
    wordsAgree: null,
    marked: false,
  };
}
