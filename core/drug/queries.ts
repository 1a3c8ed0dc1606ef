/** Finding a drug by name, brand, strength or NDC; one drug; how many are on file. */
import { fragmentsOf, isSearchable, matchExpression, plain, wordPattern } from '../fragments.ts';
import type { QueryHandlers } from '../handler.ts';
import { fromThousandths } from '../quantity.ts';
import { onHandOfDrug } from '../stock/store.ts';
import type { Reader } from '../store/database.ts';
import { byIngredient, drugView, fitOfDrug } from './drug.ts';
import { ndc11Candidates, parseNdc } from './identifiers.ts';
import { countDrugs, type DrugRow, drugsByNdc, drugsMatching, isDrugOnFile, loadDrug } from './store.ts';
import { lookAlikesOf } from './tall-man.ts';

/** Of a name so common that it has more packages, a strength has to be typed too. */
const CANDIDATES = 1500;

/** The packages a whole NDC may mean, as printed or as ten bare digits. */
const byWholeNdc = (store: Reader, text: string): DrugRow[] => {
  const typed = text.trim();
  if (/^\d{10}$/.test(typed)) return drugsByNdc(store, ndc11Candidates(typed));
  const reading = parseNdc(typed);
  return 'ndc11' in reading ? drugsByNdc(store, [reading.ndc11]) : [];
};

const byFragments = (store: Reader, text: string, ended: boolean): DrugRow[] => {
  const fragments = fragmentsOf(text);
  const short = fragments.filter((fragment) => !isSearchable(fragment));
  return drugsMatching(store, matchExpression(fragments), short.map(wordPattern), CANDIDATES, {
    ended,
  });
};

/** What the name is mistaken for among the drugs on file, in words; null when nothing. */
export const lookAlikeOf = (store: Reader, name: string): string | null => {
  const others = lookAlikesOf(name).filter((other) => isDrugOnFile(store, matchExpression([plain(other)])!));
  return others.length > 0 ? `looks like ${others.join(', ')}` : null;
};

/**
 * Drugs that may be meant: those whose name begins so first, grouped by ingredient. Those that have ended are for
 * reading, not for picking.
 */
export const findDrugs = (
  store: Reader,
  text: string,
  limit: number,
  { ended = false } = {},
): { row: DrugRow; why: string }[] => {
  const whole = byWholeNdc(store, text).filter(({ ended_on }) => ended || ended_on === null);
  const rows = whole.length > 0 ? whole : byFragments(store, text, ended);
  return rows
    .map((row) => ({ row, ...fitOfDrug(row, text) }))
    .sort((a, b) => a.place - b.place || byIngredient(a.row, b.row))
    .slice(0, limit)
    .map(({ row, why }) => ({ row, why: whole.length > 0 ? 'this NDC' : why }));
};

export const drugQueryHandlers = {
  'drug.find': ({ store }, { text, limit }) => ({
    rows: findDrugs(store, text, limit).map(({ row, why }) => ({
      ...drugView(row),
      why,
      onHand: fromThousandths(onHandOfDrug(store, row.ndc11)),
      lookAlike: lookAlikeOf(store, row.name),
    })),
  }),

  'drug.get': ({ store }, { ndc11 }) => ({ drug: drugView(loadDrug(store, ndc11)) }),

  'drug.count': ({ store }) => ({ count: countDrugs(store) }),
} satisfies QueryHandlers<'drug.find' | 'drug.get' | 'drug.count'>;
