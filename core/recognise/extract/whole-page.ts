/**
 * What holds for all prescriptions of a page: the day it was written and whether substitution is allowed.
 *
 * Always: the fax machine's day is never the day of writing. Not here: what one prescription says for itself.
 */
import { addDays } from '../../calendar.ts';
import { type Check, check, type Draft, failed, passed } from './draft.ts';
import { readAt } from './evidence.ts';
import type { FaxLine } from './fax-line.ts';
import type { Label } from './labels.ts';
import type { PreparedLexicon } from './lexicon.ts';
import type { Sheet } from './sheet.ts';
import { spanOf, tokensBetween } from './span.ts';
import { datesIn, type ReadDate } from './values/date.ts';
import { type ReadSubstitution, substitutionAnswer, substitutionsIn } from './values/substitution.ts';

/** The days a page may have been written on, the best first. */
export function writtenOn(sheet: Sheet, lexicon: PreparedLexicon, faxLine: FaxLine | null): Draft[] {
  const page = sheet.page.number;
  const possible = ({ value }: ReadDate) =>
    value <= lexicon.today && value > addDays(lexicon.today, -2 * 366);
  const read = (text: string) => datesIn(text, lexicon.profile, lexicon.today).find(possible) ?? null;
  const draft = (value: ReadDate, tokens: Draft['tokens'], standing: Draft['standing']): Draft => {
    const sent = faxLine?.days.includes(value.value) === true;
    const checks = [...dateChecks(value, lexicon), ...(sent ? [passed('the day the fax was sent')] : [])];
    return {
      field: 'writtenOn',
      value: value.value,
      tokens,
      page,
      standing,
      checks,
      proven: checks.every((one) => one.passed),
      confirmed: sent,
    };
  };
  const labelled = (asks: 'writtenOn' | 'date', standing: Draft['standing']): Draft[] =>
    sheet.labels
      .filter((label) => label.asks === asks)
      .flatMap((label) => {
        const placed = readAt(sheet, label, read);
        return placed === null ? [] : [draft(placed.read, placed.tokens, standing)];
      });
  const alone = sheet.segments.flatMap((segment) => {
    if (segment.owner !== null) return [];
    const span = spanOf(segment.tokens);
    const date = read(span.text);
    if (date === null || date.to - date.from < span.text.trim().length - 3) return [];
    return [draft(date, tokensBetween(span, date.from, date.to), 'known')];
  });
  const asked = labelled('writtenOn', 'labelled');
  return asked.length > 0 ? asked : [...labelled('date', 'labelled'), ...alone];
}

const dateChecks = (read: ReadDate, { today }: PreparedLexicon): Check[] => [
  check(read.value > addDays(today, -366), 'within the last year', 'more than a year ago'),
  ...(read.foreign ? [failed('day and month stand the other way round than usual here')] : []),
  ...(read.repaired ? [failed('a letter was taken for a figure')] : []),
];

/** Whether substitution is allowed, where the page says it. */
export function substitution(sheet: Sheet): Draft[] {
  const page = sheet.page.number;
  const make = (
    value: string,
    tokens: Draft['tokens'],
    standing: Draft['standing'],
    checks: Check[],
  ): Draft => ({
    field: 'substitution',
    value,
    tokens,
    page,
    standing,
    checks,
    proven: checks.every((one) => one.passed) && standing === 'labelled',
  });
  const answered = sheet.labels
    .filter(({ asks }) => asks === 'substitution')
    .flatMap((label) => {
      const placed = readAt(sheet, label, (text) => {
        const value = substitutionAnswer(text, asksForOriginal(sheet, label));
        return value === null
          ? null
          : { value, from: 0, to: Math.max(1, text.search(/\s\s|$/)), repaired: false };
      });
      if (placed === null) return [];
      const open = couldBeDenied.test(spanOf(placed.tokens).text);
      const checks = open ? [failed('the “not” of “not permitted” may have been lost')] : [];
      return [make(placed.read.value, placed.tokens, 'labelled', checks)];
    });
  if (answered.length > 0) return answered;
  const said = sheet.page.lines.flatMap((line) => {
    const span = spanOf(line.tokens);
    return substitutionsIn(span.text).map((one) => ({
      ...one,
      tokens: tokensBetween(span, one.from, one.to),
    }));
  });
  const one = chosen(said);
  return one === null ? [] : [make(one.meaning, one.tokens, 'known', checksOf(one, said))];
}

/** An answer that would say the opposite with one word more. */
const couldBeDenied = /^\W*(?:permitted|allowed|permissible|ok)/i;

/** `DAW` and `brand necessary` ask for the original; `substitution` asks for the other. */
const asksForOriginal = (sheet: Sheet, { line, from, to }: Label): boolean =>
  sheet.page.lines[line]!.tokens.slice(from, to).some(({ key }) => key.startsWith('daw'));

type Said = ReadSubstitution & { tokens: Draft['tokens'] };

function chosen(said: readonly Said[]): Said | null {
  const meanings = new Set(said.map(({ meaning }) => meaning));
  if (meanings.size === 1) return said.find(({ tick }) => tick !== 'empty') ?? null;
  const ticked = said.filter(({ tick }) => tick === 'ticked');
  if (ticked.length === 1) return ticked[0]!;
  if (ticked.length > 1) return null;
  const unclear = said.filter(({ tick }) => tick === 'unclear');
  const empty = said.filter(({ tick }) => tick === 'empty');
  return unclear.length === 1 && empty.length === said.length - 1 ? unclear[0]! : null;
}

const checksOf = (one: Said, all: readonly Said[]): Check[] =>
  all.length === 1
    ? [passed('the only sentence about it')]
    : [
        check(
          one.tick === 'ticked',
          'its box is ticked',
          'its box is not clearly ticked, the other looks empty',
        ),
      ];
