/**
 * How sure a value is, from its checks, how clearly its letters were read, and how well the page was read.
 *
 * Always: "sure" needs every check there is to agree, and a page whose own printed words were read without fault:
 * where OCR took one letter for another in a word we know, it did so in words we do not know. Not here: the checks.
 */
import type { Confidence, ReadField, Suggestion } from '../../contract/recognition.ts';
import { pictureBox } from '../reading.ts';
import { type Check, check, type Draft, failed } from './draft.ts';
import { type PageText, type Token, union } from './lines.ts';

/** How well a page was read. */
export interface Trust {
  /** Its printed words came out without fault. */
  readonly clear: boolean;
}

/**
 * Names, addresses and telephone numbers: nothing on the page proves them, and OCR takes a letter for another with full
 * confidence. They are never sure by themselves; who is on file decides (match.ts).
 */
const unproven: ReadonlySet<ReadField> = new Set<ReadField>([
  'patientName',
  'prescriberName',
  'clinic',
  'patientPhone',
  'prescriberPhone',
  'prescriberFax',
  'patientAddress',
]);

/**
 * Figures nothing is reckoned from and no check digit guards: sure only where they stand on the page twice, alike, or
 * the fax machine's clock says the same.
 */
const onlyTwice: ReadonlySet<ReadField> = new Set<ReadField>(['dateOfBirth', 'writtenOn', 'gmc']);

/** The least confidence of OCR in any of its words for a value to be sure. */
const clearly: Partial<Record<ReadField, number>> = {
  dateOfBirth: 85,
  writtenOn: 85,
  npi: 50,
  nhsNumber: 50,
  dea: 85,
};
const CLEARLY = 80;
const FAINTLY = 45;

/** What a draft becomes. */
export function suggestionOf(draft: Draft, page: PageText, trust: Trust): Suggestion {
  const least = Math.min(
    100,
    ...draft.tokens.filter(({ key }) => key !== '').map(({ confidence }) => confidence),
  );
  const clear = least >= (clearly[draft.field] ?? CLEARLY);
  const whole = draft.tokens.every((token, at) => at === 0 || !isBroken(draft.tokens[at - 1]!, token, page));
  const checks: Check[] = [
    ...draft.checks,
    ...(whole ? [] : [failed('a gap in it: a word may have been lost or taken for something else')]),
    check(clear, 'its letters were read clearly', 'its letters were read faintly'),
    check(
      trust.clear,
      'the printed words of the page were read without fault',
      'printed words of the page were misread',
    ),
  ];
  const box = pictureBox(page.reading, union(draft.tokens.map((token) => token.box)));
  return {
    field: draft.field,
    value: draft.value.slice(0, 500),
    read: draft.tokens
      .map(({ text }) => text)
      .join(' ')
      .slice(0, 500),
    confidence: confidenceOf(draft, least, clear && whole, trust),
    region: { page: draft.page, ...box },
    checks: checks.slice(0, 12).map(({ passed, words }) => ({ passed, words: words.slice(0, 200) })),
  };
}

function confidenceOf(draft: Draft, least: number, clear: boolean, trust: Trust): Confidence {
  const failures = draft.checks.filter(({ passed }) => !passed).length;
  if (draft.standing === 'likely' || failures > 2 || least < FAINTLY) return 'guess';
  if (!draft.proven || failures > 0 || unproven.has(draft.field)) return 'check';
  if (onlyTwice.has(draft.field) && draft.confirmed !== true) return 'check';
  return clear && trust.clear ? 'sure' : 'check';
}

/** In the same line with a gap wider than a space between them, or with words that were taken for something else. */
function isBroken(before: Token, token: Token, { lines }: PageText): boolean {
  if (token.line !== before.line) return false;
  const { tokens } = lines[token.line]!;
  const between = tokens.slice(tokens.indexOf(before) + 1, tokens.indexOf(token));
  return token.cell !== before.cell || between.some(({ key }) => key !== '');
}

const isApart = (one: Draft, other: Draft): boolean =>
  !one.tokens.some((token) => other.tokens.includes(token));

/**
 * The best draft of one field. Another that says the same confirms it; another as good that says something else
 * makes it doubtful.
 */
export function bestOf(drafts: readonly Draft[]): Draft | null {
  const order = { labelled: 0, known: 1, likely: 2 };
  const least = ({ tokens }: Draft) => Math.min(100, ...tokens.map(({ confidence }) => confidence));
  const sorted = [...drafts].sort(
    (a, b) =>
      order[a.standing] - order[b.standing] || Number(b.proven) - Number(a.proven) || least(b) - least(a),
  );
  const [best] = sorted;
  if (best === undefined) return null;
  const key = (draft: Draft) => draft.value.toLowerCase().replace(/[^\p{L}\d]/gu, '');
  const rivals = sorted.filter(
    (other) =>
      other.standing === best.standing &&
      (other.proven || other.field === 'substitution') &&
      key(other) !== key(best),
  );
  if (rivals.length === 0) {
    const again = sorted.some((other) => other !== best && key(other) === key(best) && isApart(other, best));
    return again ? { ...best, confirmed: true } : best;
  }
  return {
    ...best,
    checks: [...best.checks, { passed: false, words: 'another one stands on the page' }],
    proven: false,
  };
}
