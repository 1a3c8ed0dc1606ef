/**
 * Finds the labels of a page: printed words that ask for something, with the place of each and whose it is.
 *
 * Always: a label is taken for one by where it stands (a colon, the start of a cell, a figure after it), never by its
 * word alone, so that prose does not become a form. Not here: what stands beside it.
 */
import { folded, fuzzyIndex, plain } from './fuzzy.ts';
import { type Asked, labelTable, type Person } from './label-words.ts';
import type { Line, PageText, Token } from './lines.ts';

export interface Label {
  readonly asks: Asked;
  readonly of: Person | undefined;
  readonly line: number;
  /** Its tokens are those from `from` up to `to` of its line. */
  readonly from: number;
  readonly to: number;
  readonly colon: boolean;
  /** It is an everyday word, too. */
  readonly weak: boolean;
  /** Its letters are those of the table. */
  readonly exact: boolean;
}

interface Wording {
  readonly key: string;
  readonly asks: Asked;
  readonly of: Person | undefined;
  readonly weak: boolean;
}

const wordings: readonly Wording[] = labelTable.flatMap(({ asks, of, wordings: listed }) =>
  listed.split('|').map((wording) => ({ key: plain(wording), asks, of, weak: wording.startsWith('~') })),
);
const index = fuzzyIndex(wordings.map(({ key }) => key));
const keys = new Set(wordings.map(({ key }) => key));
const exactly = (key: string): boolean => keys.has(key);
const longestLabel = 6;

/**
 * What OCR makes of labels that are too short to be found by their faults; beside large writing small capitals come out
 * as other letters.
 */
const misreadShort = new Map([
  ...['oty', 'aty', 'otv'].map((read) => [read, 'qty'] as const),
  ...['s1g', 'slg', '5ig', '51g'].map((read) => [read, 'sig'] as const),
  ...['pob', 'pos', 'dos', 'oob', 'oop', 'vos', 'gos', 'dop', 'd08', 'do8', 'oos', 'poe'].map(
    (read) => [read, 'dob'] as const,
  ),
  ...['worn', 'porn', 'bom', 'gom', 'gon'].map((read) => [read, 'born'] as const),
  ...['pate', 'vate'].map((read) => [read, 'date'] as const),
  ...['rel', 'rer'].map((read) => [read, 'tel'] as const),
]);
const meantKey = (key: string): string => misreadShort.get(key) ?? key;

/** `#` asks for a number. */
const labelKey = (token: Token): string => plain(token.text.replace(/#(?!\d)/g, ' no ').replace(/&/g, ''));

/** The labels of a page, in reading order, none over another. */
export function labelsOf(page: PageText): Label[] {
  const { lines } = page;
  const found = lines.flatMap((line) => {
    const found: Label[] = [];
    for (let at = 0; at < line.tokens.length; ) {
      const label = labelAt(line, at);
      if (label !== null) found.push(label);
      at = label?.to ?? at + 1;
    }
    return found;
  });
  return found.filter(
    (label) => label.colon || !label.weak || !figured.includes(label.asks) || hasFigure(page, label),
  );
}

/** A word such as `days` in a line by itself asks for something only where a figure stands beside or below it. */
function hasFigure({ lines }: PageText, { line: number, from, to }: Label): boolean {
  const line = lines[number]!;
  const beside = line.tokens[to];
  if (beside !== undefined && /\d/.test(beside.text)) return true;
  const { x, width } = line.tokens[from]!.box;
  const below = lines[number + 1]?.tokens.find(
    ({ box }) => box.x < x + width + 40 && box.x + box.width > x - 20,
  );
  return below !== undefined && countable.test(below.text);
}

/** The label a text may be, misread or not, of those that ask for one of these. */
export function nearestLabel(text: string, asks: readonly Asked[]): Pick<Label, 'asks' | 'of'> | null {
  const key = plain(text);
  const near = index
    .near(key, key.length > 5 ? 2 : undefined)
    .find(({ number }) => asks.includes(wordings[number]!.asks));
  if (near === undefined) return null;
  const { asks: asked, of } = wordings[near.number]!;
  return { asks: asked, of };
}

function labelAt(line: Line, at: number): Label | null {
  const { tokens } = line;
  let best: (Label & { worth: number }) | null = null;
  let key = '';
  for (let length = 1; length <= longestLabel && at + length <= tokens.length; length += 1) {
    const last = tokens[at + length - 1]!;
    if (length > 1 && tokens[at + length - 2]!.text.endsWith(':')) break;
    const oneCell = last.cell === tokens[at]!.cell;
    key += labelKey(last);
    // A stroke behind a label is the one that directions begin with.
    if (key === '' || key.length > 40 || (length > 1 && last.text === '|')) continue;
    const colon = /[:=]$/.test(last.text) || /^[:;=]+$/.test(tokens[at + length]?.text ?? '');
    const near =
      index.near(meantKey(key))[0] ?? (colon && key.length > 3 ? index.near(key, 1)[0] : undefined);
    if (near === undefined) continue;
    const wording = wordings[near.number]!;
    // `… twice a day, supply 56`: the comma parts the directions from the amount.
    const parted = tokens.slice(at, at + length - 1).some(({ text }) => /[,;]$/.test(text));
    if (parted && figured.includes(wording.asks)) continue;
    // `Medication 2` is the second of several.
    const exact = wording.key === key.replaceAll('0', 'o') || wording.key === key.replace(/\d$/, '');
    // A mark before a label is no part of it, nor is the end of what stands before it.
    if (!exact && endsInLabel(tokens.slice(at, at + length))) continue;
    const worth = wording.key.length - 4 * near.faults;
    // Heads that stand apart are several, but for the long ones of a single box.
    if (!oneCell && !(exact && length > 2 && (wording.of === 'patient' || wording.asks === 'daysSupply')))
      continue;
    if (best !== null && worth <= best.worth) continue;
    if (!stands(line, at, at + length, { ...wording, exact, colon })) continue;
    best = {
      asks: wording.asks,
      of: wording.of,
      line: line.number,
      from: at,
      to: at + length,
      colon,
      weak: wording.weak,
      exact,
      worth,
    };
  }
  if (best === null) return null;
  const { worth: _, ...label } = best;
  return label;
}

/** A few words with capitals. */
const isNameLike = (tokens: readonly Token[]): boolean =>
  tokens.length > 1 && tokens.length < 6 && tokens.every(({ text }) => capitalised.test(text));

const capitalised = /^\p{Lu}[\p{L}'’.,-]*$/u;

/** Whether words end in a label that is read without fault. */
const endsInLabel = (tokens: readonly Token[]): boolean => {
  const spelt = tokens.map(labelKey);
  return spelt.some((_, from) => from > 0 && exactly(spelt.slice(from).join('')));
};

const countable = /^[#([+~*]?\d|^[$§]\d|^[x×]\d|^(none|no|zero|one|two|three|thirty|sixty|ninety)\b/i;
const month = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;
const dated: readonly Asked[] = ['date', 'writtenOn', 'dateOfBirth'];
/** How directions begin. */
const verb =
  /^(take|apply|inject|instil|instill|inhale|use|give|place|chew|dissolve|insert|put|spray|one|two|half|\d|\|$)/i;
const figured: readonly Asked[] = ['daysSupply', 'refills', 'quantity'];
const numbered: readonly Asked[] = [
  'quantity',
  'refills',
  'daysSupply',
  'npi',
  'dea',
  'gmc',
  'nhsNumber',
  'dateOfBirth',
  'phone',
  'fax',
  'date',
  'writtenOn',
  'prescriberPhone',
  'patientPhone',
  'prescriberFax',
];

/** Whether words that could be a label stand where a label stands. */
function stands(
  { tokens }: Line,
  from: number,
  to: number,
  { asks, weak, exact, colon }: { asks: Asked; weak: boolean; exact: boolean; colon: boolean },
): boolean {
  if (colon) return true;
  const first = tokens[from]!;
  const next = tokens[to];
  const opens = from === 0 || tokens[from - 1]!.cell < first.cell;
  const closes = next === undefined || next.cell > tokens[to - 1]!.cell;
  if (first.key.length === 1 && to - from === 1) return false;
  const follows = next?.text ?? '';
  const figureNext =
    countable.test(follows) ||
    (asks === 'refills' && /^[OoIl]$/.test(follows)) ||
    (dated.includes(asks) && month.test(follows));
  if (opens && closes)
    return (
      exact ||
      (first.key.length > 3 && /^\p{Lu}/u.test(first.text)) ||
      misreadShort.has(first.key) ||
      (asks === 'patientName' && from === 0 && isNameLike(tokens.filter(({ cell }) => cell === next?.cell)))
    );
  if (opens && figureNext && misreadShort.has(first.key)) return true;
  // Prose may hold any word that is nearly a label.
  if (!exact) return false;
  const printed = /^\p{Lu}/u.test(first.text);
  if (asks === 'dea' && /\d{4}/.test(follows)) return true;
  if (asks === 'sig' && opens && verb.test(follows)) return true;
  // `…, supply 56.` at the end of a sentence.
  if (asks === 'quantity' && figureNext && /[,;.]$/.test(tokens[from - 1]?.text ?? '')) return true;
  if (
    numbered.includes(asks) &&
    figureNext &&
    (!weak || (printed && (opens || /\d{2}\)?[-./]?/.test(follows))))
  )
    return true;
  if (opens && figureNext && (asks === 'address' || asks === 'phone' || asks === 'date')) return true;
  if (!opens || !printed) return false;
  const inCell = tokens.filter(({ cell }) => cell === first.cell).length - (to - from);
  if (/[.;]$/.test(tokens[to - 1]!.text)) return inCell < 12;
  if (asks === 'name' || asks === 'patientName') {
    const rest = tokens.slice(to).filter(({ cell }) => cell === first.cell);
    return rest.length > 0 && rest.length < 6 && rest.every(({ text }) => capitalised.test(text));
  }
  return weak ? asks === 'drug' && folded(first.key) === folded('rx') : inCell < 9;
}
