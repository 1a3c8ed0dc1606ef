/**
 * The prescriber and the clinic of a page: name, numbers, clinic, telephone and fax.
 *
 * Always: the pharmacy's own name and numbers are never the clinic's. Not here: which prescriber on file that is.
 */
import type { ReadField } from '../../contract/recognition.ts';
import { deaWarning } from '../../prescriber/identifiers.ts';
import { type Check, check, type Draft, failed, passed } from './draft.ts';
import { type Placed, readAt } from './evidence.ts';
import type { FaxLine } from './fax-line.ts';
import { plain } from './fuzzy.ts';
import type { Label } from './labels.ts';
import type { PreparedLexicon } from './lexicon.ts';
import type { Line, Token } from './lines.ts';
import { draftsOn, type Make, nameChecks, phoneChecks, twoParts } from './people-checks.ts';
import type { Segment, Sheet } from './sheet.ts';
import { type Read, spanOf, tokensBetween } from './span.ts';
import { clinicWords, headings, nameEnd } from './values/clinic.ts';
import { deasIn, gmcsIn, npisIn, type ReadIdentifier } from './values/identifiers.ts';
import { nameIn, type ReadName } from './values/name.ts';
import { phonesIn } from './values/phone.ts';
import { whose } from './whose.ts';

/** Everything read of prescriber and clinic, the best place of each value first. */
export function prescriberOf(sheet: Sheet, lexicon: PreparedLexicon, faxLine: FaxLine | null): Draft[] {
  const make = draftsOn(sheet.page.number);
  const mine = sheet.labels.filter((label) => whose(sheet, label) === 'prescriber');
  const names = prescriberNames(sheet, mine);
  const surname = names[0]?.read.value.split(',')[0] ?? '';
  const american = lexicon.profile === 'us';
  const numbers = <T extends ReadIdentifier>(
    field: ReadField,
    read: (text: string) => readonly T[],
    checks: (value: T) => Check[],
    anywhere: boolean,
  ): Draft[] => {
    const labelled = mine
      .filter(({ asks }) => asks === field)
      .flatMap((label) => {
        const placed = readAt(sheet, label, (text) => read(text)[0] ?? null);
        return placed === null ? [] : [make(field, placed.tokens, placed.read.value, checks(placed.read))];
      });
    if (labelled.length > 0 || !anywhere) return labelled;
    // Its label may be run together with it, or be misread.
    const named = (before: string) => new RegExp(`${field.slice(0, 2)}\\w{0,2}[\\s.:#]*$`, 'i').test(before);
    return sheet.segments.flatMap((segment) => {
      if (segment.owner?.of === 'patient' || segment.owner?.of === 'pharmacy') return [];
      const span = spanOf(segment.tokens);
      return read(span.text)
        .filter(
          ({ checkDigit, repaired, from }) =>
            (checkDigit === true && !repaired) || named(span.text.slice(0, from)),
        )
        .map((value) =>
          make(field, tokensBetween(span, value.from, value.to), value.value, checks(value), 'known'),
        );
    });
  };
  return [
    ...names.map(({ read, tokens, standing }) =>
      make('prescriberName', tokens, read.value, nameChecks(read), standing),
    ),
    // Elsewhere any number may have the right check digit, such as that of a form.
    ...numbers('npi', npisIn, checkDigit, american),
    ...numbers(
      'dea',
      deasIn,
      (value) => [...checkDigit(value), ...initialCheck(value.value, surname)],
      american,
    ),
    ...numbers(
      'gmc',
      gmcsIn,
      (value) => (value.repaired ? [failed('a letter was taken for a figure')] : [passed('seven digits')]),
      false,
    ),
    ...phoneDrafts(sheet, mine, lexicon, make, faxLine),
    ...clinicDrafts(sheet, mine, make, faxLine),
  ];
}

const checkDigit = (value: ReadIdentifier): Check[] => [
  check(value.checkDigit === true, 'check digit right', 'check digit wrong'),
  ...(value.repaired ? [failed('a letter was taken for a figure, or a figure for a letter')] : []),
];

const initialCheck = (dea: string, surname: string): Check[] =>
  surname === ''
    ? [failed('no surname to hold its letters against')]
    : [
        check(
          deaWarning(dea, surname) === null,
          'its second letter is the initial of the surname',
          'its letters do not go with the surname',
        ),
      ];

type PlacedName = { read: ReadName; tokens: readonly Token[]; standing: Draft['standing'] };

/** Names beside a label, then names with a degree or a doctor's title; the one nearest the numbers first. */
function prescriberNames(sheet: Sheet, mine: readonly Label[]): PlacedName[] {
  const labelled = mine
    .filter(({ asks }) => asks === 'prescriberName' || asks === 'name')
    .flatMap((label): PlacedName[] => {
      const placed = readAt(sheet, label, nameIn, twoParts);
      return placed === null || !twoParts(placed.read) ? [] : [{ ...placed, standing: 'labelled' }];
    });
  const titled = sheet.segments
    .filter(({ owner }) => owner === null || (owner.of !== 'patient' && owner.of !== 'pharmacy'))
    .flatMap((segment) => titledName(segment));
  const near = sheet.labels
    .filter(({ asks }) => ['npi', 'dea', 'gmc'].includes(asks))
    .map(({ line }) => line);
  const distance = ({ tokens }: PlacedName) =>
    Math.min(...near.map((line) => Math.abs(line - tokens[0]!.line)), 99);
  titled.sort((a, b) => distance(a) - distance(b) || b.tokens[0]!.line - a.tokens[0]!.line);
  return [...labelled, ...titled];
}

function titledName(segment: Segment): PlacedName[] {
  const span = spanOf(segment.tokens);
  // In the middle of a line only after a colon or `by`: `12 Old Mill Dr. St. Paul` is a street.
  const starts = [0, ...[...span.text.matchAll(/(?<=[(:]\s?|\bby\s)(?=Dr\.?\s)/g)].map(({ index }) => index)];
  for (const start of starts) {
    const name = nameIn(span.text.slice(start));
    if (name === null || !twoParts(name)) continue;
    const doctor = /^(dr|doctor|prof|professor)$/i.test(name.title);
    // `Dear Dr Smith` is who is written to.
    if (/^dear\b/i.test(span.text) || (name.degree === '' && !doctor)) continue;
    const tokens = tokensBetween(span, start + name.from, start + name.to);
    return [{ read: name, tokens, standing: 'known' }];
  }
  return [];
}

function phoneDrafts(
  sheet: Sheet,
  mine: readonly Label[],
  lexicon: PreparedLexicon,
  make: Make,
  faxLine: FaxLine | null,
): Draft[] {
  return mine.flatMap((label) => {
    const field =
      label.asks === 'prescriberPhone' || label.asks === 'phone'
        ? 'prescriberPhone'
        : label.asks === 'prescriberFax' || label.asks === 'fax'
          ? 'prescriberFax'
          : null;
    if (field === null) return [];
    const placed: Placed<Read> | null = readAt(
      sheet,
      label,
      (text) => phonesIn(text, lexicon.profile)[0] ?? null,
    );
    if (placed === null || placed.read.value === faxLine?.to) return [];
    const sent = field === 'prescriberFax' && faxLine?.from === placed.read.value;
    return [
      {
        ...make(field, placed.tokens, placed.read.value, [
          ...phoneChecks(placed.read),
          ...(sent ? [passed('the number the fax came from')] : []),
        ]),
        confirmed: sent,
      },
    ];
  });
}

/** The clinic: beside its label, else the largest line above the first label of a person, else one with its words. */
function clinicDrafts(sheet: Sheet, mine: readonly Label[], make: Make, faxLine: FaxLine | null): Draft[] {
  const checks = (value: string): { list: Check[]; confirmed: boolean } => {
    const sender = faxLine?.name ?? '';
    const same = plain(sender).length > 7 && plain(value).startsWith(plain(sender));
    return { list: same ? [passed('the name in the line of the fax machine')] : [], confirmed: same };
  };
  const drafted = (tokens: readonly Token[], standing: Draft['standing']): Draft[] => {
    const { text } = spanOf(tokens);
    const value = text
      .slice(0, nameEnd(text))
      .replace(/^[^\p{L}]+|[^\p{L}.)]+$/gu, '')
      .slice(0, 120);
    if (!/\p{L}{3}/u.test(value)) return [];
    const { list, confirmed } = checks(value);
    const own = [
      ...list,
      check(clinicWords.test(value), 'has a word clinics are named with', 'no word clinics are named with'),
    ];
    return [{ ...make('clinic', tokens, value, own, standing), confirmed }];
  };
  const labelled = mine
    .filter(({ asks }) => asks === 'clinic')
    .flatMap((label) => {
      const placed = readAt(sheet, label, (text) => ({
        value: text,
        from: 0,
        to: text.length,
        repaired: false,
      }));
      return placed === null ? [] : drafted(placed.tokens, 'labelled');
    });
  return [...labelled, ...letterhead(sheet).flatMap((tokens) => drafted(tokens, 'known'))];
}

function letterhead(sheet: Sheet): Token[][] {
  const { lines, reading } = sheet.page;
  const first = sheet.labels.find(
    ({ of, line }) => of === 'patient' && lines[line]!.box.y > 0.04 * reading.height,
  );
  const end = first === undefined ? lines.length : first.line;
  const candidate = (segment: Segment): { tokens: Token[]; worth: number } | null => {
    const line: Line = lines[segment.line]!;
    const whole = spanOf(segment.tokens);
    const text = whole.text.slice(0, nameEnd(whole.text));
    const words = text.split(/\s+/).filter((word) => /\p{L}{3}/u.test(word));
    if (segment.owner !== null || words.length === 0 || words.length > 8 || /\d/.test(text)) return null;
    const clinical = clinicWords.test(text);
    if (headings.test(text) && !clinical) return null;
    if (words.filter((word) => /^[^\p{L}]*\p{Lu}/u.test(word)).length < 0.7 * words.length) return null;
    const above = segment.line < end && line.box.y < 0.3 * reading.height;
    if (!above && !clinical) return null;
    const worth = (above ? 1.5 : 0) + (clinical ? 2.5 : 0) + Math.min(line.size / 40, 1);
    return { tokens: tokensBetween(whole, 0, text.length), worth };
  };
  return sheet.segments
    .map(candidate)
    .filter((one) => one !== null)
    .sort((a, b) => b.worth - a.worth)
    .slice(0, 1)
    .map(({ tokens }) => tokens);
}
