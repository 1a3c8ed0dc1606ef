/**
 * The patient of a page: name, birth date, address, telephone and NHS number.
 *
 * Always: what stands under the prescriber, the pharmacy or on the fax machine's own line is nobody's. Not here:
 * which patient on file that is.
 */

import { ageOn } from '../../calendar.ts';
import type { ReadField } from '../../contract/recognition.ts';
import { type Check, check, type Draft, failed, passed } from './draft.ts';
import { type Placed, readAt, textsOf } from './evidence.ts';
import type { Label } from './labels.ts';
import type { PreparedLexicon } from './lexicon.ts';
import type { Token } from './lines.ts';
import { besideOf, flowOf, type Sheet } from './sheet.ts';
import { type Read, type Span, spanOf, tokensBetween } from './span.ts';
import { addressOf, codeEnd, looksLikeStreet } from './values/address.ts';
import { datesIn, type ReadDate } from './values/date.ts';
import { nhsNumbersIn } from './values/identifiers.ts';
import { nameIn, type ReadName } from './values/name.ts';
import { phonesIn } from './values/phone.ts';
import { whose } from './whose.ts';

type Made = (
  field: ReadField,
  placed: { tokens: readonly Token[] },
  value: string,
  checks: Check[],
  proven: boolean,
  standing?: Draft['standing'],
) => Draft;

/** Everything read of the patient, the best place of each value first. */
export function patientOf(sheet: Sheet, lexicon: PreparedLexicon): Draft[] {
  const page = sheet.page.number;
  const make: Made = (field, { tokens }, value, checks, proven, standing = 'labelled') => ({
    field,
    value,
    tokens,
    page,
    standing,
    checks,
    proven: proven && checks.every((one) => one.passed),
  });
  const mine = sheet.labels.filter((label) => whose(sheet, label) === 'patient');
  return [
    ...named(sheet, mine, make),
    ...births(sheet, mine, lexicon, make),
    ...addresses(sheet, mine, lexicon, make),
    ...mine
      .filter(({ asks }) => asks === 'patientPhone' || asks === 'phone')
      .flatMap((label) => {
        const placed = readAt(sheet, label, (text) => phonesIn(text, lexicon.profile)[0] ?? null);
        return placed === null
          ? []
          : [make('patientPhone', placed, placed.read.value, phoneChecks(placed.read), true)];
      }),
    ...nhsNumbers(sheet, mine, make),
    ...spoken(sheet, mine, lexicon, make),
  ];
}

export const phoneChecks = (read: Read): Check[] => [
  passed('as many digits as a telephone number has'),
  ...(read.repaired ? [failed('a letter was taken for a figure')] : []),
];

export const nameChecks = (read: ReadName): Check[] => [
  check(read.tidy, 'letters only', 'an odd letter in it'),
  ...(read.value.includes(',') ? [] : [failed('one word only')]),
];

/** A name has a family and a given part to be sure of. */
const named = (sheet: Sheet, mine: readonly Label[], make: Made): Draft[] =>
  mine
    .filter(({ asks }) => asks === 'patientName' || asks === 'name' || asks === 'nameAndAddress')
    .flatMap((label) => {
      const placed = readAt(sheet, label, nameIn, label.asks === 'nameAndAddress' ? 1 : 0);
      return placed === null
        ? []
        : [make('patientName', placed, placed.read.value, nameChecks(placed.read), true)];
    });

/** Why a day cannot be somebody's birth date, or what speaks for it. */
function birthChecks(read: ReadDate, lexicon: PreparedLexicon): Check[] {
  const age = ageOn(read.value, lexicon.today);
  return [
    check(
      read.value <= lexicon.today && age < 116,
      `an age of ${Math.max(age, 0)} years`,
      'no possible date of birth',
    ),
    ...(read.foreign ? [failed('day and month stand the other way round than usual here')] : []),
    ...(read.repaired ? [failed('a letter was taken for a figure')] : []),
  ];
}

const possibleBirth = (read: ReadDate, { today }: PreparedLexicon): boolean =>
  read.value <= today && ageOn(read.value, today) < 116;

const births = (sheet: Sheet, mine: readonly Label[], lexicon: PreparedLexicon, make: Made): Draft[] =>
  mine
    .filter(({ asks }) => asks === 'dateOfBirth')
    .flatMap((label) => {
      const placed = readAt(
        sheet,
        label,
        (text) =>
          datesIn(text, lexicon.profile, lexicon.today).find((date) => possibleBirth(date, lexicon)) ?? null,
      );
      return placed === null
        ? []
        : [make('dateOfBirth', placed, placed.read.value, birthChecks(placed.read, lexicon), true)];
    });

function addresses(sheet: Sheet, mine: readonly Label[], lexicon: PreparedLexicon, make: Made): Draft[] {
  const found: Draft[] = [];
  for (const label of mine) {
    if (!['patientAddress', 'address', 'nameAndAddress'].includes(label.asks)) continue;
    const [span] = textsOf(sheet, label, 3);
    if (span === undefined) continue;
    const boxed = label.asks === 'nameAndAddress';
    const name = boxed ? nameIn(span.text) : null;
    if (boxed && name === null) continue;
    const tokens = [...tokensBetween(span, name?.to ?? 0, span.text.length), ...restOf(sheet, label, mine)];
    const draft = addressDraft(tokens, lexicon, make);
    if (draft !== null) found.push(draft);
  }
  return found;
}

/** City, state and code where each has a label of its own. */
const restOf = (sheet: Sheet, label: Label, mine: readonly Label[]): Token[] =>
  mine
    .filter(({ asks, line }) => asks === 'addressPart' && line >= label.line && line <= label.line + 3)
    .flatMap((part) => textsOf(sheet, part)[0]?.tokens ?? []);

function addressDraft(tokens: readonly Token[], lexicon: PreparedLexicon, make: Made): Draft | null {
  const span = spanOf(tokens);
  const end = codeEnd(span.text, lexicon.profile);
  const own = end < 0 ? tokens.filter(({ line }) => line === tokens[0]?.line) : tokensBetween(span, 0, end);
  const text = linesOf(own);
  if (!/\p{L}{3}/u.test(text) || !(end >= 0 || looksLikeStreet(text))) return null;
  return make(
    'patientAddress',
    { tokens: own },
    text,
    [check(end >= 0, 'ends in a postal code', 'no postal code')],
    end >= 0,
  );
}

const linesOf = (tokens: readonly Token[]): string =>
  addressOf([...Map.groupBy(tokens, ({ line }) => line).values()].map((line) => spanOf(line).text));

const nhsNumbers = (sheet: Sheet, mine: readonly Label[], make: Made): Draft[] =>
  mine
    .filter(({ asks }) => asks === 'nhsNumber')
    .flatMap((label) => {
      const placed = readAt(sheet, label, (text) => nhsNumbersIn(text)[0] ?? null);
      if (placed === null) return [];
      return [
        make(
          'nhsNumber',
          placed,
          placed.read.value,
          [
            check(placed.read.checkDigit === true, 'check digit right', 'check digit wrong'),
            ...(placed.read.repaired ? [failed('a letter was taken for a figure')] : []),
          ],
          true,
        ),
      ];
    });

/** In a letter: `Re: Nora Lindqvist, born 18 March 2011, 9 Harvest Road …`, or the same in a sentence. */
function spoken(sheet: Sheet, mine: readonly Label[], lexicon: PreparedLexicon, make: Made): Draft[] {
  const found: Draft[] = [];
  const spans: Span[] = [];
  for (const label of mine.filter(({ asks }) => asks === 'about')) {
    const [segment] = besideOf(sheet, label);
    if (segment === undefined) continue;
    const span = spanOf([
      ...besideOf(sheet, label).flatMap(({ tokens }) => tokens),
      ...flowOf(sheet, segment, 2).filter(({ line }) => line > segment.line),
    ]);
    const name = nameIn(span.text);
    if (name !== null && name.value.includes(',')) {
      found.push(
        make(
          'patientName',
          { tokens: tokensBetween(span, name.from, name.to) },
          name.value,
          nameChecks(name),
          true,
        ),
      );
      spans.push(span);
    }
  }
  for (const segment of sheet.segments) {
    if (segment.owner === null && born.test(spanOf(segment.tokens).text))
      spans.push(spanOf(flowOf(sheet, segment, 1)));
  }
  for (const span of spans) found.push(...fromSentence(span, lexicon, make));
  return found;
}

const born =
  /(?<!\p{L})(?:born(?:\s+on)?|d\.?\s?o\.?\s?b\.?|date\s+of\s+birth|birth\s?date)(?!\p{L})[\s:(]*/iu;

function fromSentence(span: Span, lexicon: PreparedLexicon, make: Made): Draft[] {
  const marker = born.exec(span.text);
  if (marker === null) return [];
  const found: Draft[] = [];
  const after = marker.index + marker[0].length;
  const date = datesIn(span.text.slice(after, after + 30), lexicon.profile, lexicon.today).find((one) =>
    possibleBirth(one, lexicon),
  );
  if (date === undefined) return [];
  const dateEnd = after + date.to;
  found.push(
    make(
      'dateOfBirth',
      { tokens: tokensBetween(span, after + date.from, dateEnd) },
      date.value,
      birthChecks(date, lexicon),
      true,
    ),
  );
  const name = nameBefore(span.text.slice(0, marker.index));
  if (name !== null) {
    found.push(
      make(
        'patientName',
        { tokens: tokensBetween(span, name.from, name.to) },
        name.value,
        nameChecks(name),
        true,
        'known',
      ),
    );
  }
  const rest = span.text.slice(dateEnd);
  const end = codeEnd(rest, lexicon.profile);
  const street = /\d/.exec(rest)?.index ?? -1;
  if (end > 0 && street >= 0 && street < end) {
    const tokens = tokensBetween(span, dateEnd + street, dateEnd + end);
    found.push(
      make(
        'patientAddress',
        { tokens },
        addressOf([spanOf(tokens).text]),
        [passed('ends in a postal code')],
        true,
        'known',
      ),
    );
    const [phone] = phonesIn(rest.slice(end, end + 60), lexicon.profile);
    if (phone !== undefined) {
      const own = tokensBetween(span, dateEnd + end + phone.from, dateEnd + end + phone.to);
      found.push(make('patientPhone', { tokens: own }, phone.value, phoneChecks(phone), true, 'known'));
    }
  }
  return found;
}

/** The name that ends a text, up to brackets and commas. */
function nameBefore(text: string): ReadName | null {
  const starts = [...text.matchAll(/(?<!\S)\p{Lu}/gu)].map(({ index }) => index).slice(-10);
  for (const start of starts) {
    const name = nameIn(text.slice(start));
    if (name === null || !name.value.includes(',')) continue;
    if (/^[\s,;()–-]*(?:who\s+was|\(|,)?[\s,;()–-]*$/i.test(text.slice(start + name.to))) {
      return { ...name, from: name.from + start, to: name.to + start };
    }
  }
  return null;
}

export type { Placed };
