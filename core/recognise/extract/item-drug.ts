/**
 * Drug, strength and form of one prescription, held against the drugs on file.
 *
 * Always: what stands on the page is kept even where no drug on file fits; a name on file is written as on file.
 * Not here: which package is meant.
 */
import type { LexiconDrug } from '../reading.ts';
import { type Block, valuesOf } from './blocks.ts';
import { type Check, check, type Draft, failed, passed } from './draft.ts';
import type { PreparedLexicon } from './lexicon.ts';
import type { Token } from './lines.ts';
import type { Mention } from './mentions.ts';
import { alikeStrength, longerStrength, otherName, saysMore } from './mistakable.ts';
import type { Sheet } from './sheet.ts';
import { spanOf, tokensBetween } from './span.ts';
import { type Form, fitsForm, formsIn, type ReadForm } from './values/form.ts';
import {
  handStrengths,
  meantStrengths,
  type ReadStrength,
  sameStrength,
  strengthsIn,
} from './values/strength.ts';

export interface ItemDrug {
  readonly drafts: Draft[];
  /** The drugs on file that fit name, strength and form, as far as these were read. */
  readonly fitting: readonly LexiconDrug[];
  /** What it is counted in, "" where that is not known. */
  readonly unit: string;
  readonly used: readonly Token[];
  /** Name, strength and form are all as one drug on file. */
  readonly known: boolean;
  /** The name is on file, but not spelt so here. */
  readonly misspelt: boolean;
}

/** Reads what is prescribed. */
export function itemDrug(sheet: Sheet, block: Block, lexicon: PreparedLexicon): ItemDrug {
  const { mention } = block;
  const written =
    mention.strength === null
      ? labelledStrength(sheet, block)
      : withTokens(mention.strength, mention.strengthTokens);
  const strength = written === null ? null : onFile(written, mention, lexicon);
  const form =
    mention.form === null ? labelledForm(sheet, block) : withTokens(mention.form, mention.formTokens);
  const named = mention.named?.name.drugs ?? [];
  const ofStrength =
    strength === null ? named : named.filter((drug) => hasStrength(lexicon, drug, strength.read));
  const ofForm =
    form === null ? ofStrength : ofStrength.filter((drug) => fitsForm(form.read.form, lexicon.formOf(drug)));
  const formNamed =
    form === null ||
    named.length === 0 ||
    named.some((drug) => fitsForm(form.read.form, lexicon.formOf(drug)));
  const known =
    mention.named?.exact === true &&
    !mention.named.rivalled &&
    mention.unexplained === '' &&
    ofForm.length > 0 &&
    strength !== null &&
    !strength.read.repaired;
  // What names several drugs, or stands in a sentence, may be told of and not prescribed.
  const certain = known && form !== null && mention.opens;
  const fitting = ofForm.length > 0 ? ofForm : ofStrength.length > 0 ? ofStrength : named;
  const units = new Set(fitting.map(({ unit }) => unit));
  const checksOfDrug = [
    ...drugChecks(mention, strength?.read ?? null, form?.read ?? null, ofStrength, ofForm),
    ...otherNameCheck(mention, strength?.read ?? null, form?.read ?? null, lexicon),
  ];
  const page = sheet.page.number;
  const drafts: Draft[] = [
    {
      field: 'drug',
      value: drugName(mention),
      tokens: mention.nameTokens,
      page,
      standing: mention.named === null && !mention.asked ? 'likely' : 'labelled',
      checks: checksOfDrug,
      proven: certain,
    },
  ];
  if (strength !== null) {
    const made = ofStrength.length > 0;
    drafts.push({
      field: 'strength',
      value: made ? (ofForm[0]?.strength ?? ofStrength[0]!.strength) : strength.read.value,
      tokens: strength.tokens,
      page,
      standing: 'labelled',
      checks: [
        ...(named.length === 0
          ? [failed('no drug on file to hold it against')]
          : [check(made, 'a strength on file of this drug', 'no such strength on file of this drug')]),
        ...(strength.read.repaired ? [failed('a sign in it had to be put right')] : []),
        ...otherStrengthCheck(ofForm[0], named, strength.tokens),
      ],
      proven: certain,
    });
  }
  if (form !== null) {
    const onFile = [...new Set(ofForm.map((drug) => drug.form))];
    drafts.push({
      field: 'form',
      value: onFile.length === 1 ? onFile[0]! : form.read.value.toLowerCase(),
      tokens: form.tokens,
      page,
      standing: 'labelled',
      checks: [
        ...(named.length === 0
          ? [failed('no drug on file to hold it against')]
          : [
              ofForm.length > 0
                ? check(
                    onFile.length === 1,
                    'a form on file of this drug and strength',
                    'more than one form on file fits',
                  )
                : failed(formNamed ? 'not on file in this strength' : 'no such form on file of this drug'),
            ]),
        ...(ofStrength.some((drug) => saysMore(lexicon.formOf(drug), form.read.form))
          ? [failed('on file in another form of this kind, too')]
          : []),
      ],
      proven: certain && onFile.length === 1 && !form.read.repaired,
    });
  }
  return {
    drafts,
    fitting,
    unit: units.size === 1 ? [...units][0]! : unitOfForm(form?.read.form ?? null),
    used: [...mention.nameTokens, ...(strength?.tokens ?? []), ...(form?.tokens ?? [])],
    known: known && form !== null,
    misspelt: (mention.named?.faults ?? 0) > 0,
  };
}

function drugName({ named, name }: Mention): string {
  return named === null ? name : named.name.text;
}

function drugChecks(
  { named, unexplained }: Mention,
  strength: ReadStrength | null,
  form: ReadForm | null,
  ofStrength: readonly LexiconDrug[],
  ofForm: readonly LexiconDrug[],
) {
  if (named === null) return [failed('not among the drugs on file')];
  return [
    check(named.exact, 'spelt as on file', 'not spelt as on file: the nearest name was taken'),
    ...(named.rivalled ? [failed('another name on file is as near')] : []),
    ...(named.name.brand ? [passed(`brand of ${named.name.drugs[0]!.name}`)] : []),
    ...(unexplained === '' ? [] : [failed(`beside the name stands “${unexplained.slice(0, 60)}”`)]),
    ...(strength === null
      ? [failed('no strength beside it')]
      : [check(ofStrength.length > 0, 'on file in this strength', 'not on file in this strength')]),
    ...(form === null
      ? [failed('no form beside it')]
      : [check(ofForm.length > 0, 'on file in this form', 'not on file in this strength and form')]),
  ];
}

/** A name that another one on file, made alike, becomes by a slip or two. */
function otherNameCheck(
  { named }: Mention,
  strength: ReadStrength | null,
  form: ReadForm | null,
  lexicon: PreparedLexicon,
): Check[] {
  if (named === null || strength === null || form === null) return [];
  const fits = (drug: LexiconDrug) =>
    hasStrength(lexicon, drug, strength) && fitsForm(form.form, lexicon.formOf(drug));
  const other = otherName(named, fits, lexicon);
  return other === null ? [] : [failed(`${other.slice(0, 60)} is on file in this strength and form, too`)];
}

/** Read so clearly, one figure is not taken for another. */
const CLEAR_FIGURES = 92;

/** A strength that another one of the drug becomes by a slip. */
function otherStrengthCheck(
  drug: LexiconDrug | undefined,
  named: readonly LexiconDrug[],
  tokens: readonly Token[],
): Check[] {
  if (drug === undefined) return [];
  const others = [...new Set(named.map(({ strength }) => strength))].filter((one) => one !== drug.strength);
  const faint = tokens.some(({ confidence }) => confidence < CLEAR_FIGURES);
  const other =
    longerStrength(drug.strength, others) ?? (faint ? alikeStrength(drug.strength, others) : null);
  return other === null ? [] : [failed(`${other}, which is read as this with one slip, is on file, too`)];
}

/** The strength as written; where the drug is not on file in it, the one a slip of OCR would have made it of. */
function onFile(
  written: Placed<ReadStrength>,
  { named, unexplained }: Mention,
  lexicon: PreparedLexicon,
): Placed<ReadStrength> {
  const drugs = named?.name.drugs ?? [];
  const made = (read: ReadStrength) => drugs.some((drug) => hasStrength(lexicon, drug, read));
  const text = `${unexplained} ${spanOf(written.tokens).text}`.trim();
  if (unexplained === '' && made(written.read)) return written;
  const meant = [...meantStrengths(text), ...alikeStrengths(written)].filter(made);
  return new Set(meant.map(({ value }) => value)).size === 1 ? { ...written, read: meant[0]! } : written;
}

/** Read faintly, a figure of a hand may have been another one that looks like it. */
const alikeStrengths = ({ read, tokens }: Placed<ReadStrength>): ReadStrength[] =>
  tokens.every(({ confidence }) => confidence >= CLEAR_FIGURES) ? [] : handStrengths(read.value);

interface Placed<T> {
  readonly read: T;
  readonly tokens: readonly Token[];
}
const withTokens = <T>(read: T, tokens: readonly Token[]): Placed<T> => ({ read, tokens });

function labelledStrength(sheet: Sheet, block: Block): Placed<ReadStrength> | null {
  for (const { tokens } of valuesOf(sheet, block, 'strength')) {
    const span = spanOf(tokens);
    const [read] = strengthsIn(span.text);
    if (read !== undefined) return withTokens(read, tokensBetween(span, read.from, read.to));
  }
  return null;
}

function labelledForm(sheet: Sheet, block: Block): Placed<ReadForm> | null {
  for (const { tokens } of valuesOf(sheet, block, 'form')) {
    const span = spanOf(tokens);
    const [read] = formsIn(span.text);
    if (read !== undefined) return withTokens(read, tokensBetween(span, read.from, read.to));
  }
  return null;
}

const hasStrength = (lexicon: PreparedLexicon, drug: LexiconDrug, { strength }: ReadStrength): boolean => {
  const onFile = lexicon.strengthOf(drug);
  return onFile !== null && sameStrength(strength, onFile);
};

const unitsOfForms: Record<string, string> = {
  tablet: 'tablet',
  capsule: 'capsule',
  patch: 'patch',
  suppository: 'suppository',
  lozenge: 'lozenge',
  cream: 'g',
  ointment: 'g',
  gel: 'g',
  solution: 'mL',
  suspension: 'mL',
  syrup: 'mL',
  drops: 'mL',
  inhaler: 'puff',
  spray: 'spray',
};

/** What a form is counted in where no drug on file says it. */
const unitOfForm = (form: Form | null): string =>
  [...(form?.kinds ?? [])].map((kind) => unitsOfForms[kind]).find((unit) => unit !== undefined) ?? '';
