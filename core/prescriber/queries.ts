/** Finding a prescriber, and one prescriber. */
import { anywherePattern, lettersOf } from '../fragments.ts';
import type { QueryHandlers } from '../handler.ts';
import type { Reader } from '../store/database.ts';
import { deaProblem, deaWarning, npiProblem } from './identifiers.ts';
import { prescriberView, rank, typedFragments } from './prescriber.ts';
import { loadPrescriber, type PrescriberRow, prescribersLike } from './store.ts';

const CANDIDATES = 500;
const EVERYBODY = 5000;

/** Only when nobody fits as typed is everybody compared letter by letter. */
const ranked = (store: Reader, fragments: string[]) => {
  const fitting = (rows: PrescriberRow[]) =>
    rows.flatMap((row) => {
      const fit = rank(row, fragments);
      return fit ? [{ row, ...fit }] : [];
    });
  const patterns = fragments.map((fragment) =>
    anywherePattern(/\d/.test(fragment) ? fragment : lettersOf(fragment)),
  );
  const asTyped = fitting(prescribersLike(store, patterns, CANDIDATES));
  return asTyped.length > 0 ? asTyped : fitting(prescribersLike(store, [], EVERYBODY));
};

export const prescriberQueryHandlers = {
  'prescriber.find': ({ store }, { text, limit }) => ({
    rows: ranked(store, typedFragments(text))
      .sort((a, b) => b.points - a.points)
      .slice(0, limit)
      .map(({ row, why }) => ({ ...prescriberView(row), why })),
  }),

  'prescriber.checkNumbers': (_, { npi, dea, familyName }) => {
    const problem = dea === '' ? null : deaProblem(dea);
    return {
      npi: npi === '' ? null : npiProblem(npi),
      dea: problem,
      deaWarning: dea === '' || problem !== null ? null : deaWarning(dea, familyName),
    };
  },

  'prescriber.get': ({ store }, { prescriberId }) => ({
    prescriber: prescriberView(loadPrescriber(store, prescriberId)),
  }),
} satisfies QueryHandlers<'prescriber.find' | 'prescriber.checkNumbers' | 'prescriber.get'>;
