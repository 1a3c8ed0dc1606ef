/**
 * What an event changed, in words: from a row before and after to the fields that mean something to a person.
 * Always: ids, versions and claims are left out, since the entry itself says who did what; quantities are shown as
 * counted, codes by their words, instants as people say them. A field without a rule is shown as it is.
 */
import { words } from '../words.ts';
import { whenWords } from './when.tsx';

export interface ChangedField {
  field: string;
  /** Null when there was nothing. */
  from: string | null;
  /** Null when it was taken away. */
  to: string | null;
}

type Row = Record<string, unknown> | null;

/** Told by the entry itself, or of no meaning outside the core. */
const untold =
  /(^|_)(id|by|version|code)$|^(stage|status|filling|automation|(approved|received|held|ready|ended|checked|filled|claim\w*)_at|claim_\w+|\w+_normal\w*|search\w*)$/;

const thousandths = (value: unknown) => String(Number(value) / 1000);
const yesOrNo = (value: unknown) => (value ? 'yes' : 'no');
const instant = (value: unknown) => whenWords(String(value));
const wordIn = (table: Readonly<Record<string, string>>) => (value: unknown) =>
  table[String(value)] ?? String(value);

const rules: Record<string, { name?: string; shown?: (value: unknown) => string }> = {
  quantity: { shown: thousandths },
  filled_quantity: { name: 'counted', shown: thousandths },
  on_hand: { shown: thousandths },
  substitution_allowed: { shown: yesOrNo },
  active: { shown: yesOrNo },
  priority: { shown: wordIn(words.priority) },
  outcome: { shown: wordIn(words.outcome) },
  hold_reason: { shown: wordIn(words.holdReason) },
  role: { shown: wordIn(words.role) },
  sex: { shown: wordIn(words.sex) },
  allergy_status: { name: 'allergies', shown: wordIn(words.allergyStatus) },
  sig_text: { name: 'directions as typed' },
  sig_sentence: { name: 'directions' },
  rx_number: { name: 'prescription number' },
  ndc11: { name: 'NDC' },
  written_on: { name: 'date written' },
  owing_promised_on: { name: 'rest promised for' },
};

const isEmpty = (value: unknown) => value === null || value === undefined || value === '';

function shownAs(field: string, value: unknown): string | null {
  if (isEmpty(value)) return null;
  const shown = rules[field]?.shown ?? (field.endsWith('_at') ? instant : undefined);
  if (shown) return shown(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The fields that differ, none when one side is missing: an event that only says what is new has its sentence. */
export function changedFields(before: Row, after: Row): ChangedField[] {
  if (!before || !after) return [];
  return Object.keys(after)
    .filter((field) => !untold.test(field))
    .map((field) => ({
      field: rules[field]?.name ?? field.replaceAll('_', ' '),
      from: shownAs(field, before[field]),
      to: shownAs(field, after[field]),
    }))
    .filter(({ from, to }) => from !== to);
}
