/**
 * Where a page names a drug that may be prescribed: a name on file with a strength or form after it, or what stands
 * where a drug is asked for.
 *
 * Always: a name alone in running text is no prescription. Not here: which drug on file is meant, and what else
 * belongs to it.
 */
import type { Label } from './labels.ts';
import { drugNamesIn, type NamedDrug, type PreparedLexicon } from './lexicon.ts';
import type { Token } from './lines.ts';
import { besideOf, flowOf, type Segment, type Sheet } from './sheet.ts';
import { type Span, spanOf, tokensBetween } from './span.ts';
import { formWordsIn, joinedForm, type ReadForm } from './values/form.ts';
import { readSig } from './values/sig.ts';
import { type ReadStrength, strengthsIn } from './values/strength.ts';

export interface Mention {
  readonly page: number;
  readonly line: number;
  readonly x: number;
  readonly label: Label | null;
  /** Null where no name on file fits. */
  readonly named: NamedDrug | null;
  /** The name as it stands there. */
  readonly name: string;
  readonly strength: ReadStrength | null;
  readonly form: ReadForm | null;
  /** Words between name, strength and form that none of them explains. */
  readonly unexplained: string;
  readonly nameTokens: readonly Token[];
  readonly strengthTokens: readonly Token[];
  readonly formTokens: readonly Token[];
}

/** Every mention on a page, in reading order. */
export function mentionsOf(sheet: Sheet, lexicon: PreparedLexicon): Mention[] {
  const found: Mention[] = [];
  for (const segment of sheet.segments) {
    const label = segment.owner;
    if (label !== null && label.asks !== 'drug') continue;
    found.push(...mentionsIn(sheet, segment, label, lexicon));
  }
  for (const label of sheet.labels) {
    if (label.asks === 'drug' && besideOf(sheet, label).length === 0) continue;
  }
  return withoutRepeats(found);
}

/** A name and its strength are at most so many letters apart. */
const REACH = 42;

function mentionsIn(
  sheet: Sheet,
  segment: Segment,
  label: Label | null,
  lexicon: PreparedLexicon,
): Mention[] {
  const span = spanOf(flowOf(sheet, segment, 3));
  const own = segment.tokens.reduce((length, { text }) => length + text.length + 1, 0);
  const names = drugNamesIn(span.text, lexicon).filter(({ from }) => from < own);
  const mentions: Mention[] = [];
  let reached = 0;
  for (const [at, named] of names.entries()) {
    if (named.from < reached) continue;
    const next = names.slice(at + 1).find(({ from }) => hasOwnStrength(span.text, named, from));
    const mention = mentionFrom(sheet, segment, label, span, named, next?.from ?? span.text.length);
    if (mention === null) continue;
    mentions.push(mention.mention);
    reached = mention.to;
  }
  if (mentions.length > 0) return mentions;
  const unknown = unknownDrug(sheet, segment, label, span, own, lexicon);
  return unknown === null ? [] : [unknown];
}

/** Whether a strength stands between a name and the next one: then the next one is another drug. */
const hasOwnStrength = (text: string, named: NamedDrug, next: number): boolean =>
  strengthsIn(text.slice(named.to, next)).length > 0;

function mentionFrom(
  sheet: Sheet,
  segment: Segment,
  label: Label | null,
  span: Span,
  named: NamedDrug,
  end: number,
): { mention: Mention; to: number } | null {
  const rest = span.text.slice(named.to, Math.min(end, named.to + 110));
  const parts = partsAfter(rest);
  const asked = label !== null && label.asks === 'drug' && segment.beside;
  if (parts.strength === null && parts.form === null && !asked) return null;
  // A strength alone may be a dose in prose; a short name alone may be any word.
  if (parts.strength === null && !asked && (named.faults > 0 || named.name.plain.length < 5)) return null;
  const at = (read: { from: number; to: number } | null) =>
    read === null ? [] : tokensBetween(span, named.to + read.from, named.to + read.to);
  return {
    mention: {
      page: sheet.page.number,
      line: segment.line,
      x: segment.x,
      label,
      named,
      name: span.text.slice(named.from, named.to),
      strength: parts.strength,
      form: parts.form,
      unexplained: parts.unexplained,
      nameTokens: tokensBetween(span, named.from, named.to),
      strengthTokens: at(parts.strength),
      formTokens: [...new Set(parts.formParts.flatMap(at))],
    },
    to: named.to + parts.to,
  };
}

interface Parts {
  readonly strength: ReadStrength | null;
  readonly form: ReadForm | null;
  readonly formParts: readonly { from: number; to: number }[];
  readonly unexplained: string;
  readonly to: number;
}

/** Strength and form that follow a name, in either order, with what stands between. */
function partsAfter(text: string): Parts {
  const strength =
    strengthsIn(text).find(
      ({ from }) =>
        from <= REACH && !/[.;:]\s|[.;]$|\b(?:take|apply|sig|disp|qty)\b/i.test(text.slice(0, from)),
    ) ?? null;
  const before = text.slice(0, strength?.from ?? REACH);
  const formsBefore = formWordsIn(before).filter(
    ({ from }, at, all) => strength !== null || (at === 0 ? from < 25 : from - all[at - 1]!.to < 3),
  );
  const afterFrom = strength?.to ?? 0;
  const formsAfter = strength === null ? [] : runOn(text, afterFrom);
  const formParts = [...formsBefore, ...formsAfter];
  const form = formParts.some(({ form: { kinds } }) => kinds.size > 0) ? joinedForm(formParts) : null;
  const used = [...(strength === null ? [] : [strength]), ...(form === null ? [] : formParts)];
  const to = used.reduce((most, part) => Math.max(most, part.to), 0);
  let unexplained = text.slice(
    0,
    Math.min(to, strength === null ? to : Math.max(strength.from, ...formsBefore.map((part) => part.to))),
  );
  for (const { value } of [...formsBefore]) unexplained = unexplained.replace(value, ' ');
  unexplained = unexplained
    .replace(strength?.value ?? '', ' ')
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();
  return { strength, form, formParts: form === null ? [] : formParts, unexplained, to };
}

/** The form words right after a strength. */
function runOn(text: string, from: number): ReadForm[] {
  const runs = formWordsIn(text.slice(from, from + 60)).map((run) => ({
    ...run,
    from: run.from + from,
    to: run.to + from,
  }));
  const taken: ReadForm[] = [];
  let reached = from;
  for (const run of runs) {
    if (!/^[\s,()\-/]*$/.test(text.slice(reached, run.from))) break;
    taken.push(run);
    reached = run.to;
  }
  return taken;
}

/** A drug that is not on file: words with a strength and a form after them, or what a label asks for as drug. */
function unknownDrug(
  sheet: Sheet,
  segment: Segment,
  label: Label | null,
  span: Span,
  own: number,
  lexicon: PreparedLexicon,
): Mention | null {
  const asked = label !== null && segment.beside;
  if (label !== null && !segment.beside) return null;
  const [strength] = strengthsIn(span.text);
  const parts = strength === undefined ? null : partsAfter(span.text);
  const name = span.text.slice(0, strength?.from ?? own).replace(/^[^\p{L}]+|[^\p{L}\d)]+$/gu, '');
  const words = name.split(/\s+/).filter((word) => /\p{L}{3}/u.test(word));
  if (words.length === 0 || words.length > 6 || name.length > 60) return null;
  if (readSig(name, '', lexicon.profile).unknown < 0.5) return null;
  const complete = strength !== undefined && strength.from < own && parts?.form != null;
  if (
    !complete &&
    !(asked && (strength !== undefined || sheet.labels.some(({ asks }) => asks === 'strength')))
  )
    return null;
  const from = span.text.indexOf(name);
  const nameEnd = Math.min(
    from + name.length,
    parts?.form != null ? Math.max(from + 3, firstForm(span.text)) : from + name.length,
  );
  return {
    page: sheet.page.number,
    line: segment.line,
    x: segment.x,
    label,
    named: null,
    name: span.text.slice(from, nameEnd).replace(/[\s,(-]+$/, ''),
    strength: strength ?? null,
    form: parts?.form ?? null,
    unexplained: '',
    nameTokens: tokensBetween(span, from, nameEnd),
    strengthTokens: strength === undefined ? [] : tokensBetween(span, strength.from, strength.to),
    formTokens: (parts?.formParts ?? []).flatMap((part) => tokensBetween(span, part.from, part.to)),
  };
}

const firstForm = (text: string): number => formWordsIn(text)[0]?.from ?? text.length;

/** What names the same drug at the same place twice, or a drug without a strength beside others that have one. */
function withoutRepeats(mentions: readonly Mention[]): Mention[] {
  const used = new Set<Token>();
  const apart = mentions.filter(({ nameTokens, strengthTokens }) => {
    const fresh = ![...nameTokens, ...strengthTokens].some((token) => used.has(token));
    for (const token of [...nameTokens, ...strengthTokens]) used.add(token);
    return fresh;
  });
  const full = apart.some(({ strength }) => strength !== null);
  return full ? apart.filter(({ strength, label }) => strength !== null || label?.asks === 'drug') : apart;
}
