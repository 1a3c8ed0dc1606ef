/**
 * The patient where no label says so: in the sentence of a letter, or by what stands where once the printed labels
 * could not be read.
 *
 * Always: what is taken by its place alone is only likely. Not here: values beside their labels (patient.ts).
 */
import { addDays } from '../../calendar.ts';
import type { Draft } from './draft.ts';
import type { Label } from './labels.ts';
import type { PreparedLexicon } from './lexicon.ts';
import type { Token } from './lines.ts';
import { addressDraft, ageOf, birthChecks, possibleBirth } from './patient-values.ts';
import { type Make, nameChecks, phoneChecks, twoParts } from './people-checks.ts';
import { besideOf, flowOf, type Segment, type Sheet } from './sheet.ts';
import { type Span, spanOf, tokensBetween } from './span.ts';
import { codeIn } from './values/address.ts';
import { clinicWords } from './values/clinic.ts';
import { datesIn, type ReadDate } from './values/date.ts';
import { nameIn, type ReadName } from './values/name.ts';
import { phonesIn } from './values/phone.ts';
import { whose } from './whose.ts';

/** In a letter: `Re: Nora Lindqvist, born 18 March 2011, 9 Harvest Road …`, or the same in a sentence. */
export function spokenPatient(
  sheet: Sheet,
  mine: readonly Label[],
  lexicon: PreparedLexicon,
  make: Make,
): Draft[] {
  const found: Draft[] = [];
  const spans: Span[] = [];
  for (const label of mine.filter(({ asks }) => asks === 'about')) {
    const beside = besideOf(sheet, label);
    const [segment] = beside;
    if (segment === undefined) continue;
    // Where another label follows in the line, it asks for the rest.
    const alone = !sheet.labels.some((one) => one.line === label.line && one.from > label.from);
    const rest = alone ? flowOf(sheet, segment, 2).filter(({ line }) => line > segment.line) : [];
    const span = spanOf([...beside.flatMap(({ tokens }) => tokens), ...rest]);
    const name = nameIn(span.text);
    if (name === null || !name.value.includes(',')) continue;
    found.push(make('patientName', tokensBetween(span, name.from, name.to), name.value, nameChecks(name)));
    spans.push(span);
  }
  for (const label of mine.filter(({ asks }) => asks === 'dateOfBirth')) {
    const before = sheet.segments.findLast(
      ({ line, tokens }) => line === label.line && runsInto(sheet, label, tokens),
    );
    if (before === undefined || before.owner !== null) continue;
    const span = spanOf(before.tokens);
    const name = nameBefore(span.text);
    if (name === null || !isPatientLike(name)) continue;
    found.push(
      make('patientName', tokensBetween(span, name.from, name.to), name.value, nameChecks(name), 'known'),
    );
  }
  for (const segment of sheet.segments) {
    if (segment.owner === null && born.test(spanOf(segment.tokens).text))
      spans.push(spanOf(flowOf(sheet, segment, 1)));
  }
  for (const span of spans) found.push(...fromSentence(sheet, span, lexicon, make));
  return found;
}

/** Words that go straight on into a label, as a sentence does: `I saw Nora Lindqvist (DOB …`. */
const runsInto = (sheet: Sheet, label: Label, tokens: readonly Token[]): boolean => {
  const before = sheet.page.lines[label.line]!.tokens[label.from - 1];
  const own = sheet.page.lines[label.line]!.tokens[label.from]!;
  return before !== undefined && tokens.at(-1) === before && before.cell === own.cell;
};

const born =
  /(?<!\p{L})(?:[bh]orn(?:\s+on)?|d\.?\s?[o0]{1,2}\.?\s?[:.]?\s?b\.?|date\s+of\s+birth|birth\s?date)(?!\p{L})[\s:.(]*/iu;

function fromSentence(sheet: Sheet, span: Span, lexicon: PreparedLexicon, make: Make): Draft[] {
  const marker = born.exec(span.text);
  if (marker === null) return [];
  const after = marker.index + marker[0].length;
  const date = datesIn(span.text.slice(after, after + 30), lexicon.profile, lexicon.today).find((one) =>
    possibleBirth(one, lexicon),
  );
  if (date === undefined) return [];
  const dateEnd = after + date.to;
  const found = [
    make(
      'dateOfBirth',
      tokensBetween(span, after + date.from, dateEnd),
      date.value,
      birthChecks(date, lexicon, ageOf(sheet)),
    ),
  ];
  const name = nameBefore(span.text.slice(0, marker.index));
  if (name !== null) {
    found.push(
      make('patientName', tokensBetween(span, name.from, name.to), name.value, nameChecks(name), 'known'),
    );
  }
  const rest = span.text.slice(dateEnd);
  const code = codeIn(rest, lexicon.profile);
  const street = /\d/.exec(rest)?.index ?? -1;
  if (code === null || street < 0 || street >= code.to) return found;
  const draft = addressDraft(
    tokensBetween(span, dateEnd + street, dateEnd + code.to),
    lexicon,
    make,
    'known',
  );
  const [phone] = phonesIn(rest.slice(code.to, code.to + 60), lexicon.profile);
  if (draft !== null) found.push(draft);
  if (phone !== undefined) {
    const from = dateEnd + code.to;
    found.push(
      make(
        'patientPhone',
        tokensBetween(span, from + phone.from, from + phone.to),
        phone.value,
        phoneChecks(phone),
        'known',
      ),
    );
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

interface Place<T> {
  readonly read: T;
  readonly tokens: readonly Token[];
  readonly line: number;
  readonly x: number;
}

/** What is missing, by its place: the only day long past, the name beside it, the address and telephone below. */
export function likelyPatient(
  sheet: Sheet,
  known: readonly Draft[],
  lexicon: PreparedLexicon,
  make: Make,
): Draft[] {
  const has = (field: Draft['field']) => known.some((draft) => draft.field === field);
  const lineOf = (field: Draft['field']) => known.find((draft) => draft.field === field)?.tokens[0]?.line;
  const birth = has('dateOfBirth') ? null : oldDay(sheet, lexicon);
  const found: Draft[] = [];
  if (birth !== null) {
    const age = ageOf(sheet);
    const checks = birthChecks(birth.read, lexicon, age);
    const agrees = age !== null && checks.every(({ passed }) => passed);
    found.push(make('dateOfBirth', birth.tokens, birth.read.value, checks, agrees ? 'known' : 'likely'));
  }
  // Where a day was asked for and could not be read, the name still stands beside it.
  const asked = sheet.labels.find(({ asks }) => asks === 'dateOfBirth')?.line;
  const line = lineOf('patientName') ?? lineOf('dateOfBirth') ?? birth?.line ?? asked;
  if (line === undefined) return found;
  const name = has('patientName') ? null : (nameNear(sheet, line) ?? nameOverAddress(sheet, lexicon));
  if (name !== null)
    found.push(make('patientName', name.tokens, name.read.value, nameChecks(name.read), 'likely'));
  const below = sheet.segments.filter(
    (segment) => segment.line >= line && segment.line <= line + 4 && mayBePatients(sheet, segment),
  );
  if (!has('patientAddress')) {
    const draft = below
      .map((segment) => addressAfterDates(spanOf(flowOf(sheet, segment, 1)), lexicon, make))
      .find((one) => one !== null);
    if (draft !== undefined) found.push(draft);
  }
  if (!has('patientPhone')) {
    const phones = below.flatMap((segment) => {
      const span = spanOf(segment.tokens);
      return phonesIn(span.text, lexicon.profile).map((read) => ({
        read,
        tokens: tokensBetween(span, read.from, read.to),
      }));
    });
    if (phones.length === 1) {
      found.push(
        make(
          'patientPhone',
          phones[0]!.tokens,
          phones[0]!.read.value,
          phoneChecks(phones[0]!.read),
          'likely',
        ),
      );
    }
  }
  return found;
}

/** An address with its code, after whatever dates stand before it. */
function addressAfterDates(span: Span, lexicon: PreparedLexicon, make: Make): Draft | null {
  const code = codeIn(span.text, lexicon.profile);
  if (code === null) return null;
  const dates = datesIn(span.text.slice(0, code.from), lexicon.profile, lexicon.today);
  const after = dates.at(-1)?.to ?? 0;
  const street = /\d|\b(?:Flat|Apt|Unit)\b/.exec(span.text.slice(after, code.from))?.index;
  if (street === undefined) return null;
  return addressDraft(tokensBetween(span, after + street, code.to), lexicon, make, 'likely');
}

const mayBePatients = (sheet: Sheet, { owner }: Segment): boolean =>
  owner === null || whose(sheet, owner) === 'patient';

/** The only day on the page that lies more than two years back: whoever is prescribed for was born then. */
function oldDay(sheet: Sheet, lexicon: PreparedLexicon): Place<ReadDate> | null {
  const limit = addDays(lexicon.today, -2 * 365);
  const days = sheet.segments
    .filter((one) => mayBePatients(sheet, one))
    .flatMap((segment): Place<ReadDate>[] => {
      const span = spanOf(segment.tokens);
      return datesIn(span.text, lexicon.profile, lexicon.today)
        .filter((date) => date.value < limit && possibleBirth(date, lexicon))
        .map((read) => ({
          read,
          tokens: tokensBetween(span, read.from, read.to),
          line: segment.line,
          x: segment.x,
        }));
    });
  return new Set(days.map(({ read }) => read.value)).size === 1 ? days[0]! : null;
}

/** A name that stands right over an address, at its left edge, as on an envelope; not in the head of the page. */
function nameOverAddress(sheet: Sheet, lexicon: PreparedLexicon): Place<ReadName> | null {
  for (const segment of sheet.segments) {
    const span = spanOf([...segment.tokens, ...closeTo(sheet, segment)]);
    const read = nameIn(span.text);
    if (read === null || !isPatientLike(read) || /\d/.test(span.text) || clinicWords.test(span.text))
      continue;
    if (read.to < span.text.length - 2 || segment.owner?.of === 'pharmacy') continue;
    const { size } = sheet.page.lines[segment.line]!;
    const below = sheet.page.lines
      .slice(segment.line + 1, segment.line + 4)
      .map(({ tokens }) =>
        tokens.filter(({ box }) => box.x > segment.x - 1.5 * size && box.x < segment.x + 40 * size),
      );
    const first = below.find((tokens) => tokens.length > 0);
    const starts = first !== undefined && Math.abs(first[0]!.box.x - segment.x) < 1.5 * size;
    const text = spanOf(below.flat()).text;
    const coded = codeIn(text, lexicon.profile) !== null || codeLike.test(text);
    if (!starts || !coded || !/^\W*(?:\d|flat|apt|unit)/i.test(text)) continue;
    return { read, tokens: tokensBetween(span, read.from, read.to), line: segment.line, x: segment.x };
  }
  return null;
}

/** The next cell of the line, where the gap before it is no wider than between boxes. */
const closeTo = (sheet: Sheet, { line, to }: Segment): readonly Token[] =>
  sheet.segments.find(
    (one) =>
      one.line === line && one.owner === null && one.x > to && one.x - to < 3 * sheet.page.lines[line]!.size,
  )?.tokens ?? [];

/** Two parts, and neither a degree nor a doctor's title. */
const isPatientLike = (name: ReadName): boolean =>
  twoParts(name) && name.degree === '' && !/^(dr|doctor|prof)/i.test(name.title);

/** A town with its code looks like a name. */
const codeLike = /\b[A-Z]{1,2}\d{1,2}\b|\b\d{5}\b/;

/** A name in the line of the birth date or the one above, perhaps behind a label that could not be read. */
function nameNear(sheet: Sheet, line: number): Place<ReadName> | null {
  for (const segment of sheet.segments.filter((one) => one.line === line || one.line === line - 1)) {
    if (!mayBePatients(sheet, segment) || codeLike.test(spanOf(segment.tokens).text)) continue;
    for (const skip of [0, 1]) {
      const span = spanOf(segment.tokens.slice(skip));
      const read = nameIn(span.text);
      if (read === null || !isPatientLike(read) || read.to < span.text.length - 12) continue;
      return { read, tokens: tokensBetween(span, read.from, read.to), line: segment.line, x: segment.x };
    }
  }
  return null;
}
