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
import { flowOf, type Sheet } from './sheet.ts';
import { type Span, spanOf, tokensBetween } from './span.ts';
import type { Row, Table } from './table.ts';
import { type DrugParts, partsAfter } from './values/drug-parts.ts';
import { formWordsIn, type ReadForm } from './values/form.ts';
import { readSig } from './values/sig.ts';
import { figuresBeforeUnits, type ReadStrength, sameStrength, strengthsIn } from './values/strength.ts';

export interface Mention {
  readonly page: number;
  readonly line: number;
  readonly x: number;
  /** It stands where a drug is asked for. */
  readonly asked: boolean;
  /** Directions are asked for right below it. */
  readonly directed: boolean;
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
  /** Its name is the first word of a piece of text. */
  readonly opens: boolean;
  /** The row of a table it stands in. */
  readonly row: { readonly table: Table; readonly row: Row } | null;
}

/** A text that may name drugs: its first `own` letters may begin a name, the rest may go on with it. */
interface Source {
  readonly span: Span;
  readonly own: number;
  readonly line: number;
  readonly x: number;
  readonly asked: boolean;
  readonly row: Mention['row'];
}

/** Every mention on a page, in reading order. */
export function mentionsOf(sheet: Sheet, lexicon: PreparedLexicon): Mention[] {
  const found: Mention[] = [];
  for (const table of sheet.tables) found.push(...inTable(sheet, table, lexicon));
  const inRows = (line: number) =>
    found.some(({ row }) => row !== null && line > row.table.line && line < row.table.to);
  for (const segment of sheet.segments) {
    if (inRows(segment.line) || !mayPrescribe(segment.owner)) continue;
    const asked = segment.owner?.asks === 'drug' && segment.beside;
    const span = spanOf(flowOf(sheet, segment, 3));
    const own = segment.tokens.reduce((length, { text }) => length + text.length + 1, 0);
    found.push(
      ...mentionsIn(sheet, { span, own, line: segment.line, x: segment.x, asked, row: null }, lexicon),
    );
  }
  return withoutRepeats(found);
}

const mayPrescribe = (owner: Label | null): boolean => owner === null || owner.asks === 'drug';

/** One drug a row: in the column asked for it, or in the one that holds names of drugs. */
function inTable(sheet: Sheet, table: Table, lexicon: PreparedLexicon): Mention[] {
  const column = (asks: Label['asks']) => table.heads.findIndex(({ label }) => label?.asks === asks);
  const names = (at: number) =>
    table.rows.filter(({ cells }) => drugNamesIn(spanOf(cells[at]!).text, lexicon).length > 0).length;
  const open = table.heads.flatMap(({ label }, at) => (label === null || label.asks === 'other' ? [at] : []));
  const asked = column('drug');
  const drug =
    asked >= 0 ? asked : (open.sort((a, b) => names(b) - names(a)).find((at) => names(at) > 0) ?? -1);
  if (drug < 0) return [];
  return table.rows.flatMap((row) => {
    const cells = partsOf(table, drug).flatMap((at) => row.cells[at]!);
    const first = row.cells[drug]!;
    if (first.length === 0) return [];
    const read = (tokens: readonly Token[], own: number) =>
      mentionsIn(
        sheet,
        { span: spanOf(tokens), own, line: row.from, x: first[0]!.box.x, asked: true, row: { table, row } },
        lexicon,
      )[0];
    const mention = read(cells, spanOf(first).text.length);
    // What is written over the columns of strength and form is read along its lines.
    const byLine = [...cells].sort((a, b) => a.line - b.line || a.box.x - b.box.x);
    const told = ({ named, strength }: Mention) => (named === null ? 0 : strength === null ? 1 : 2);
    const along = mention && told(mention) === 2 ? undefined : read(byLine, spanOf(byLine).text.length);
    const best = along && told(along) > (mention ? told(mention) : 0) ? along : mention;
    return best === undefined ? [] : [best];
  });
}

/** The columns that tell of the drug: its own, those of strength and form, and those next to it without a known head. */
function partsOf({ heads }: Table, drug: number): number[] {
  const asks = heads.map(({ label }) => label?.asks);
  const next = asks.findIndex(
    (asked, at) => at > drug && asked !== undefined && asked !== 'strength' && asked !== 'form',
  );
  const told = asks.flatMap((asked, at) => (asked === 'strength' || asked === 'form' ? [at] : []));
  const open = asks.flatMap((asked, at) =>
    asked === undefined && at > drug && (next < 0 || at < next) ? [at] : [],
  );
  return [drug, ...new Set([...told, ...open].sort((a, b) => a - b))];
}

function mentionsIn(sheet: Sheet, source: Source, lexicon: PreparedLexicon): Mention[] {
  const { span, own } = source;
  const names = drugNamesIn(span.text, lexicon, own);
  const mentions: Mention[] = [];
  let reached = 0;
  for (const [at, named] of names.entries()) {
    if (named.from < reached) continue;
    const next = names.slice(at + 1).find(({ from }) => hasOwnStrength(span.text, named, from));
    const end = source.row === null ? (next?.from ?? span.text.length) : span.text.length;
    const mention = mentionFrom(sheet, source, named, end, lexicon);
    if (mention === null) continue;
    mentions.push(mention.mention);
    reached = mention.to;
  }
  if (mentions.length > 0) return mentions;
  const unknown = unknownDrug(sheet, source, lexicon);
  return unknown === null ? [] : [unknown];
}

/** Whether a strength stands between a name and the next one: then the next one is another drug. */
const hasOwnStrength = (text: string, named: NamedDrug, next: number): boolean =>
  strengthsIn(text.slice(named.to, next)).length > 0;

function mentionFrom(
  sheet: Sheet,
  source: Source,
  named: NamedDrug,
  end: number,
  lexicon: PreparedLexicon,
): { mention: Mention; to: number } | null {
  const { span, asked } = source;
  const parts = partsMeant(source, named, end, lexicon);
  if (parts.strength === null && parts.form === null && !asked && !directed(sheet, source, named))
    return null;
  // A strength alone may be a dose in prose; a short name alone may be any word.
  const clear = named.faults <= (named.name.plain.length > 7 ? 1 : 0);
  if (parts.strength === null && !asked && (!clear || named.name.plain.length < 5)) return null;
  const name = { text: span.text.slice(named.from, named.to), from: named.from, to: named.to };
  return { mention: mentionOf(sheet, source, named, name, parts, named.to), to: named.to + parts.to };
}

/** Strength and form; a strength the drug is not made in may be one whose figures were all taken for letters. */
function partsMeant(source: Source, named: NamedDrug, end: number, lexicon: PreparedLexicon): DrugParts {
  const made = ({ strength }: DrugParts) =>
    strength !== null &&
    named.name.drugs.some((drug) => {
      const onFile = lexicon.strengthOf(drug);
      return onFile !== null && sameStrength(strength.strength, onFile);
    });
  const parts = partsIn(source, named, end);
  if (made(parts)) return parts;
  const text = figuresBeforeUnits(source.span.text);
  const meant = partsIn({ ...source, span: { ...source.span, text } }, named, end);
  return meant.strength !== null && made(meant)
    ? { ...meant, strength: { ...meant.strength, repaired: true } }
    : parts;
}

/** Strength and form in the line of the name where both stand there; else in the lines it goes on in, too. */
function partsIn({ span, row }: Source, named: NamedDrug, end: number): DrugParts {
  const text = span.text.slice(named.to, Math.min(end, named.to + 110));
  const line = tokensBetween(span, named.from, named.to).at(-1)?.line;
  const over = span.tokens.findIndex((token, at) => span.starts[at]! >= named.to && token.line !== line);
  if (row === null && over >= 0) {
    const own = partsAfter(text.slice(0, Math.max(span.starts[over]! - named.to, 0)), otherNames(named));
    if (own.strength !== null && own.form !== null) return own;
  }
  return partsAfter(text, otherNames(named));
}

/** A name that opens its line, with directions asked for right below it. */
const directed = (sheet: Sheet, { span, line }: Source, named: NamedDrug): boolean =>
  named.exact &&
  /^\W*(?:\d{1,2}[.)]\s*)?$/.test(span.text.slice(0, named.from)) &&
  sheet.labels.some((label) => label.asks === 'sig' && label.line > line && label.line <= line + 2);

/** The other names of a drug, one of which may stand in brackets after the first: `sertraline (Zoloft)`. */
const otherNames = ({ name }: NamedDrug): string[] => [
  ...new Set(name.drugs.flatMap((drug) => [drug.name, drug.brand]).filter((other) => other !== '')),
];

function mentionOf(
  sheet: Sheet,
  source: Source,
  named: NamedDrug | null,
  name: { text: string; from: number; to: number },
  parts: DrugParts,
  offset: number,
): Mention {
  const { span, line, x, asked, row } = source;
  const at = (part: { from: number; to: number } | null) =>
    part === null ? [] : tokensBetween(span, offset + part.from, offset + part.to);
  return {
    page: sheet.page.number,
    line,
    x,
    asked,
    directed: named !== null && directed(sheet, source, named),
    named,
    name: name.text,
    strength: parts.strength,
    form: parts.form,
    unexplained: parts.unexplained,
    nameTokens: tokensBetween(span, name.from, name.to),
    strengthTokens: at(parts.strength),
    formTokens: [...new Set(parts.formParts.flatMap(at))],
    opens: !/\p{L}/u.test(span.text.slice(0, name.from)),
    row,
  };
}

/** A drug that is not on file: words with a strength and a form after them, or what a label asks for as drug. */
function unknownDrug(sheet: Sheet, source: Source, lexicon: PreparedLexicon): Mention | null {
  const { span, own, asked } = source;
  const [strength] = strengthsIn(span.text);
  const before = span.text.slice(0, Math.min(strength?.from ?? own, own));
  const name = /\p{L}.*?(?=[^\p{L}\d)]*$)/u.exec(
    before.slice(0, formWordsIn(before)[0]?.from ?? before.length),
  )?.[0];
  if (name === undefined) return null;
  const words = name.split(/\s+/).filter((word) => /\p{L}{3}/u.test(word));
  if (words.length === 0 || words.length > 6 || name.length > 60) return null;
  if (readSig(name, '', lexicon.profile).unknown < 0.5) return null;
  const from = span.text.indexOf(name);
  const to = from + name.length;
  const parts = partsAfter(span.text.slice(to), []);
  // Without a label the strength stands straight after the name and in its line.
  const near = parts.strength !== null && parts.strength.from <= 3 && to + parts.strength.from < own;
  const complete = near && parts.form !== null;
  const strengthAsked = sheet.labels.some(
    ({ asks, line }) => asks === 'strength' && line >= source.line && line < source.line + 4,
  );
  const labelled = asked && (parts.strength !== null || strengthAsked);
  if (!complete && !labelled) return null;
  return mentionOf(sheet, source, null, { text: name, from, to }, parts, to);
}

/** What names the same drug at the same place twice, or a drug without a strength beside others that have one. */
function withoutRepeats(mentions: readonly Mention[]): Mention[] {
  const used = new Set<Token>();
  const apart = mentions.filter(({ nameTokens, strengthTokens }) => {
    const fresh = ![...nameTokens, ...strengthTokens].some((token) => used.has(token));
    for (const token of [...nameTokens, ...strengthTokens]) used.add(token);
    return fresh;
  });
  const full = apart.some(({ strength }) => strength !== null);
  return full
    ? apart.filter(
        ({ strength, asked, directed, form, opens }) =>
          strength !== null || asked || directed || (form !== null && opens),
      )
    : apart;
}
