/**
 * The patient of a page, from its labels: name, birth date, address, telephone and NHS number.
 *
 * Always: what stands under the prescriber, the pharmacy or on the fax machine's own line is nobody's. Not here:
 * letters and pages whose labels could not be read (patient-unlabelled.ts), and which patient on file that is.
 */
import { check, type Draft } from './draft.ts';
import { type Placed, readAt, textsOf } from './evidence.ts';
import type { Label } from './labels.ts';
import type { PreparedLexicon } from './lexicon.ts';
import type { Token } from './lines.ts';
import { likelyPatient, spokenPatient } from './patient-unlabelled.ts';
import { addressDraft, ageOf, atAge, birthChecks, possibleBirth } from './patient-values.ts';
import {
  draftsOn,
  type Make,
  nameChecks,
  phoneChecks,
  slipped,
  twoParts,
  wholeName,
} from './people-checks.ts';
import { belowOf, besideOf, flowOf, type Sheet } from './sheet.ts';
import { spanOf, tokensBetween } from './span.ts';
import { datesIn } from './values/date.ts';
import { nhsNumbersIn } from './values/identifiers.ts';
import { nameIn, type ReadName } from './values/name.ts';
import { phonesIn } from './values/phone.ts';
import { whose } from './whose.ts';

/** Everything read of the patient, the best place of each value first. */
export function patientOf(sheet: Sheet, lexicon: PreparedLexicon): Draft[] {
  const make = draftsOn(sheet.page.number);
  const mine = sheet.labels.filter(
    (label) =>
      whose(sheet, label) === 'patient' ||
      (label.asks === 'address' && label.of === undefined && namedBelow(sheet, label)),
  );
  const labelled = [
    ...named(sheet, mine, make),
    ...births(sheet, mine, lexicon, make),
    ...addresses(sheet, mine, lexicon, make),
    ...mine
      .filter(({ asks }) => asks === 'patientPhone' || asks === 'phone')
      .flatMap((label) => {
        const placed = readAt(sheet, label, (text) => phonesIn(text, lexicon.profile)[0] ?? null);
        return placed === null
          ? []
          : [make('patientPhone', placed.tokens, placed.read.value, phoneChecks(placed.read))];
      }),
    ...nhsNumbers(sheet, mine, make),
    ...spokenPatient(sheet, mine, lexicon, make),
  ];
  return [...labelled, ...likelyPatient(sheet, labelled, lexicon, make)].filter(
    ({ field, value }) => field !== 'patientName' || /\p{L}\P{L}*\p{L}/u.test(value),
  );
}

const named = (sheet: Sheet, mine: readonly Label[], make: Make): Draft[] =>
  mine
    .filter(({ asks }) => asks === 'patientName' || asks === 'name' || asks === 'familyName')
    .flatMap((label) => {
      if (label.asks === 'familyName') return namedApart(sheet, label, mine, make);
      const first = readAt(sheet, label, nameIn, wholeName);
      const placed =
        first === null || wholeName(first.read) ? first : (wholeNameBeside(sheet, first.tokens) ?? first);
      return placed === null
        ? []
        : [make('patientName', placed.tokens, placed.read.value, nameChecks(placed.read))];
    });

/** `Last name` and `First name` as boxes of their own; the second may be known by its place alone. */
function namedApart(sheet: Sheet, label: Label, mine: readonly Label[], make: Make): Draft[] {
  const family = readAt(sheet, label, nameIn);
  if (family === null) return [];
  const asked = mine
    .filter((one) => one.asks === 'givenNames' && Math.abs(one.line - label.line) <= 2)
    .map((one) => readAt(sheet, one, nameIn))
    .find((one) => one !== null);
  const given = asked ?? besideName(sheet, family.tokens);
  if (given === null) return [];
  const parts = [family.read, given.read].map(({ value }) => value.split(', ').reverse().join(' '));
  const checks = [check(family.read.tidy && given.read.tidy, 'letters only', 'an odd letter in it')];
  const tokens = [...family.tokens, ...given.tokens];
  return [make('patientName', tokens, parts.join(', '), checks, asked === undefined ? 'likely' : 'labelled')];
}

/** A whole name in the next cell of the line: the first word was a label nobody could read. */
function wholeNameBeside(sheet: Sheet, tokens: readonly Token[]): Placed<ReadName> | null {
  const next = besideName(sheet, tokens);
  return next !== null && wholeName(next.read) ? next : null;
}

/** The name in the next cell of the line. */
function besideName(sheet: Sheet, tokens: readonly Token[]): Placed<ReadName> | null {
  const last = tokens.at(-1);
  const next = sheet.segments.find(
    ({ line, x, owner }) =>
      last !== undefined && line === last.line && x > last.box.x + last.box.width && owner === null,
  );
  const span = spanOf(next?.tokens ?? []);
  const read = nameIn(span.text);
  return read === null || /\d/.test(span.text)
    ? null
    : { read, tokens: tokensBetween(span, read.from, read.to) };
}

function births(sheet: Sheet, mine: readonly Label[], lexicon: PreparedLexicon, make: Make): Draft[] {
  // Where the birth date could not be read, the day of writing in the next line is none.
  const otherDays = new Set(
    sheet.labels
      .filter(({ asks }) => asks === 'date' || asks === 'writtenOn')
      .flatMap((label) => besideOf(sheet, label).flatMap(({ tokens }) => tokens)),
  );
  return mine
    .filter(({ asks }) => asks === 'dateOfBirth')
    .flatMap((label) => {
      const birth = (text: string) =>
        datesIn(text, lexicon.profile, lexicon.today).find((date) => possibleBirth(date, lexicon)) ?? null;
      const placed = readAt(sheet, label, birth) ?? readAt(sheet, label, birth, undefined, 1);
      if (placed === null || placed.tokens.some((token) => otherDays.has(token))) return [];
      const age = ageOf(sheet);
      const read = atAge(placed.read, placed.tokens, age, lexicon);
      return [make('dateOfBirth', placed.tokens, read.value, birthChecks(read, lexicon, age))];
    });
}

function addresses(sheet: Sheet, mine: readonly Label[], lexicon: PreparedLexicon, make: Make): Draft[] {
  return mine.flatMap((label): Draft[] => {
    const [first] = besideOf(sheet, label);
    if ((label.asks === 'patientAddress' || label.asks === 'address') && !namedBelow(sheet, label)) {
      const tokens = first === undefined ? belowOf(sheet, label, 4).flat() : flowOf(sheet, first, 2);
      const draft = addressDraft([...tokens, ...restOf(sheet, label, mine)], lexicon, make);
      return draft === null ? [] : [draft];
    }
    if (!['nameAndAddress', 'patientAddress', 'address'].includes(label.asks)) return [];
    const [name, ...rest] = nameInOneLine(
      fromName(first === undefined ? belowOf(sheet, label, 6) : lineByLine(flowOf(sheet, first, 4))),
    );
    const span = spanOf(withFamilyBefore(sheet, name ?? []));
    const read = nameIn(span.text);
    const draft = addressDraft(rest.flat(), lexicon, make);
    return [
      ...(read === null
        ? []
        : [make('patientName', tokensBetween(span, read.from, read.to), read.value, nameChecks(read))]),
      ...(draft === null ? [] : [draft]),
    ];
  });
}

/** Without a scrap above the name: a single short word, and a whole name in the next line. */
function fromName(lines: readonly (readonly Token[])[]): readonly (readonly Token[])[] {
  const names = lines.slice(0, 2).map((tokens) => nameIn(spanOf(tokens).text));
  const scrap = lines[0]?.length === 1 && lines[0][0]!.key.length < 4;
  return scrap && names[1] && twoParts(names[1]) ? lines.slice(1) : lines;
}

/** A long name goes on in the line below: a single word, and the house number comes only after it. */
function nameInOneLine(lines: readonly (readonly Token[])[]): readonly (readonly Token[])[] {
  const [first, second, third] = lines;
  if (first === undefined || second === undefined || third === undefined) return lines;
  const goesOn =
    second.length === 1 &&
    /^\p{Lu}[\p{L}'’-]+$/u.test(second[0]!.text) &&
    nameIn(spanOf(first).text) !== null &&
    /^\W*(?:\d|flat|apt|unit)/i.test(spanOf(third).text);
  return goesOn ? [[...first, ...second], ...lines.slice(2)] : lines;
}

/** `Griffiths,` before a wide gap is the family of the name behind it. */
function withFamilyBefore(sheet: Sheet, tokens: readonly Token[]): readonly Token[] {
  const [first] = tokens;
  const line = first === undefined ? [] : sheet.page.lines[first.line]!.tokens;
  const before = first === undefined ? undefined : line[line.indexOf(first) - 1];
  return before !== undefined && /^\p{Lu}[\p{L}'’-]+,$/u.test(before.text) ? [before, ...tokens] : tokens;
}

/** A name stands over the street, as under `Title, Forename, Surname & Address` of which only the end was read. */
function namedBelow(sheet: Sheet, label: Label): boolean {
  const [first, second] = belowOf(sheet, label, 2).map((tokens) => spanOf(tokens).text);
  if (first === undefined || second === undefined || besideOf(sheet, label).length > 0) return false;
  const name = nameIn(first);
  return (
    name !== null && twoParts(name) && name.to >= first.length - 1 && !/\d/.test(first) && /\d/.test(second)
  );
}

const lineByLine = (tokens: readonly Token[]): Token[][] => [
  ...Map.groupBy(tokens, ({ line }) => line).values(),
];

/** City, state and code where each has a label of its own. */
const restOf = (sheet: Sheet, label: Label, mine: readonly Label[]): Token[] =>
  mine
    .filter(({ asks, line }) => asks === 'addressPart' && line >= label.line && line <= label.line + 3)
    .flatMap((part) => textsOf(sheet, part)[0]?.tokens ?? []);

const nhsNumbers = (sheet: Sheet, mine: readonly Label[], make: Make): Draft[] =>
  mine
    .filter(({ asks }) => asks === 'nhsNumber')
    .flatMap((label) => {
      const placed = readAt(sheet, label, (text) => nhsNumbersIn(text)[0] ?? null);
      if (placed === null) return [];
      const checks = [
        check(placed.read.checkDigit === true, 'check digit right', 'check digit wrong'),
        ...(placed.read.repaired ? [slipped] : []),
      ];
      return [make('nhsNumber', placed.tokens, placed.read.value, checks)];
    });
