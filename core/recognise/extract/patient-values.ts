/**
 * Birth date, age and address of a patient: what is checked of them, and how an address is put together.
 *
 * Always: nobody is born tomorrow or older than 115. Not here: where they stand on the page.
 */
import { ageOn } from '../../calendar.ts';
import { type Check, check, type Draft, failed } from './draft.ts';
import { textsOf } from './evidence.ts';
import type { PreparedLexicon } from './lexicon.ts';
import type { Token } from './lines.ts';
import { type Make, slipped } from './people-checks.ts';
import type { Sheet } from './sheet.ts';
import { type Read, type Span, spanOf, tokensBetween } from './span.ts';
import { addressOf, codeIn, looksLikeStreet } from './values/address.ts';
import type { ReadDate } from './values/date.ts';

/** Why a day cannot be somebody's birth date, or what speaks for it; `age` is what the page says. */
export function birthChecks(read: ReadDate, lexicon: PreparedLexicon, age: number | null): Check[] {
  const years = ageOn(read.value, lexicon.today);
  return [
    check(possibleBirth(read, lexicon), `an age of ${Math.max(years, 0)} years`, 'no possible date of birth'),
    ...(age === null
      ? []
      : [check(age === years, 'the age on the page agrees', 'the age on the page is another')]),
    ...(read.foreign ? [failed('day and month stand the other way round than usual here')] : []),
    ...(read.repaired ? [slipped] : []),
  ];
}

export const possibleBirth = (read: ReadDate, { today }: PreparedLexicon): boolean =>
  read.value <= today && ageOn(read.value, today) < 116;

/** Read less clearly, a figure of a birth date may be another where the age on the page says so. */
const FAINT = 75;

/** A day read faintly, with the one figure of its year changed that makes the age the one on the page. */
export function atAge(
  read: ReadDate,
  tokens: readonly Token[],
  age: number | null,
  { today }: PreparedLexicon,
): ReadDate {
  const faint = tokens.some(({ text, confidence }) => /\d/.test(text) && confidence < FAINT);
  if (age === null || !faint || ageOn(read.value, today) === age) return read;
  const year = Number(today.slice(0, 4)) - age;
  const meant = [year, year - 1]
    .map((one) => `${one}${read.value.slice(4)}`)
    .filter((day) => ageOn(day, today) === age)
    .filter((day) => [...day].filter((figure, at) => figure !== read.value[at]).length === 1);
  return meant.length === 1 ? { ...read, value: meant[0]!, repaired: true } : read;
}

/** The age that stands beside or below its label, in years. */
export function ageOf(sheet: Sheet): number | null {
  const label = sheet.labels.find(
    ({ line, from, to }) =>
      to - from === 1 && ['age', 'aged'].includes(sheet.page.lines[line]!.tokens[from]!.key),
  );
  if (label === undefined) return null;
  const texts = textsOf(sheet, label).map(
    ({ text }) => /^\W*(\d{1,3})\s*(?:y|yrs?|years?)?(?![\w/.-])/i.exec(text)?.[1],
  );
  const age = texts.find((text) => text !== undefined);
  return age === undefined || Number(age) > 115 ? null : Number(age);
}

/** An address up to its postal code; without one, the first line that looks like a street. */
export function addressDraft(
  tokens: readonly Token[],
  lexicon: PreparedLexicon,
  make: Make,
  standing?: Draft['standing'],
): Draft | null {
  const span = spanOf(tokens);
  const code = codeIn(span.text, lexicon.profile);
  const own =
    code === null ? tokens.filter(({ line }) => line === tokens[0]?.line) : tokensBetween(span, 0, code.to);
  const text = writtenAddress(spanOf(own), code, lexicon.profile);
  if (!/\p{L}{3}/u.test(text) || !(code !== null || looksLikeStreet(text))) return null;
  const checks = [
    check(code !== null, 'ends in a postal code', 'no postal code'),
    ...(code?.repaired === true ? [slipped] : []),
  ];
  return make('patientAddress', own, text, checks, standing);
}

/** The words of an address, its lines parted by commas, its code as it is usually written. */
function writtenAddress(
  { tokens, starts }: Span,
  code: Read | null,
  profile: PreparedLexicon['profile'],
): string {
  const within = (at: number) => code !== null && starts[at]! > code.from && starts[at]! < code.to;
  const words = tokens.map(({ text, line }, at) => {
    const before = tokens[at - 1];
    if (before === undefined) return text;
    const parts = before.line !== line && !within(at) && !/[,.]$|^\d+$/.test(before.text);
    return `${parts ? ',' : ''} ${text}`;
  });
  const text = addressOf(words.join(''));
  const again = codeIn(text, profile);
  return again === null ? text : `${text.slice(0, again.from)}${again.value}`;
}
