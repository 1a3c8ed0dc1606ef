/** Finding a prescriber, and one prescriber. */
import type { QueryHandlers } from '../handler.ts';
import { findPrescribers } from './find.ts';
import { deaProblem, deaWarning, npiProblem } from './identifiers.ts';
import { prescriberView } from './prescriber.ts';
import { loadPrescriber } from './store.ts';

export const prescriberQueryHandlers = {
  'prescriber.find': ({ store }, { text, limit }) => ({
    rows: findPrescribers(store, text, limit).map(({ row, why }) => ({ ...prescriberView(row), why })),
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
