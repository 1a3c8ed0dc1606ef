/** One search box for everything: a whole Rx number first, then patients, prescriptions, drugs and documents. */
import { dayOf } from '../calendar.ts';
import { findDrugs } from '../drug/queries.ts';
import { fragmentsOf, matchExpression } from '../fragments.ts';
import type { QueryHandlers } from '../handler.ts';
import { findPatients } from '../patient/find.ts';
import { documentHit, drugHit, patientHit, prescriptionHit } from './search.ts';
import { documentsMatching, prescriptionByNumber, prescriptionsMatching } from './store.ts';

const RX_NUMBER = /^(?:rx\s*#?\s*)?(\d+(?:-\d+)?)$/i;

export const searchQueryHandlers = {
  'search.everything': (context, { text, limit }) => {
    const { store } = context;
    const fragments = fragmentsOf(text).slice(0, 6);
    if (fragments.length === 0) return { hits: [] };
    const day = (instant: string) => dayOf(instant, context.setting('branch.timeZone'));
    const number = RX_NUMBER.exec(text.trim())?.[1];
    const exact = number === undefined ? [] : prescriptionByNumber(store, number);
    const match = matchExpression(fragments);
    const prescriptions = match === null ? [] : prescriptionsMatching(store, match, limit);
    const documents = match === null ? [] : documentsMatching(store, match, limit);
    return {
      hits: [
        ...exact.map((row) => prescriptionHit(row, day(row.received_at))),
        ...findPatients(context, { text, limit }).map(patientHit),
        ...prescriptions
          .filter(({ id }) => !exact.some((row) => row.id === id))
          .map((row) => prescriptionHit(row, day(row.received_at))),
        ...findDrugs(store, text, limit, { ended: true }).map(({ row }) => drugHit(row)),
        ...documents.map((row) => documentHit(row, day(row.received_at))),
      ],
    };
  },
} satisfies QueryHandlers<'search.everything'>;
