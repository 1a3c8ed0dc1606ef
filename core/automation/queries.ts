/** What waits for automation, what it said of an order and why, and how well it does. */
import { addDays, dayOf, instantOfDay } from '../calendar.ts';
import type { Judgement } from '../contract/automation.ts';
import type { QueryResult } from '../contract/index.ts';
import type { Context, QueryHandlers } from '../handler.ts';
import { pagesOf } from '../intake/store.ts';
import { differencesFromTyped } from '../prescription/held-against-page.ts';
import { differences, priorityName } from '../prescription/prescription.ts';
import { loadPrescription, type PrescriptionRow } from '../prescription/store.ts';
import { readAnswer } from './message.ts';
import { reportOf } from './report.ts';
import { firstEntries, requestsWithin } from './report-store.ts';
import { type RequestRow, requestsOf, unusableAnswers, waitingOrders } from './store.ts';
import { suggestionsOf } from './suggestions.ts';

type Said = QueryResult<'automation.ofPrescription'>['requests'][number];

/** An answer that was kept was read before; a request without one has said nothing. */
const answerOf = ({ answer }: Pick<RequestRow, 'answer'>) => {
  const read = answer === null ? null : readAnswer(answer);
  return read && 'answer' in read ? read.answer : null;
};

const saidBy = (context: Context, row: PrescriptionRow, request: Omit<RequestRow, 'request'>): Said => {
  const answer = answerOf(request);
  const found = answer?.found[0];
  const pages = pagesOf(context.store, row.id);
  const documentOf = (number: number) =>
    pages.find((page) => page.number === number)?.documentId ?? row.document_id;
  const placed = <
    T extends { region: { page: number; x: number; y: number; width: number; height: number } },
  >(
    value: T,
  ) => {
    const documentId = documentOf(value.region.page);
    return { ...value, region: documentId === null ? null : { documentId, ...value.region } };
  };
  return {
    requestId: request.request_id,
    askedAt: request.asked_at,
    acknowledgedAt: request.sent_at,
    answeredAt: request.received_at,
    verdict: request.verdict,
    givenToPerson:
      request.given_to_person_at === null
        ? null
        : { at: request.given_to_person_at, because: request.given_because! },
    service: answer?.service ?? '',
    problem: answer?.problem ?? '',
    judgements: request.reasons === null ? [] : (JSON.parse(request.reasons) as Judgement[]),
    values: (found?.values ?? []).map(placed),
    differs: differencesFromTyped(context, row, suggestionsOf(found).map(placed)).map(
      ({ field, read, typed }) => ({
        ...{ field, automation: read, typed },
      }),
    ),
  };
};

const seconds = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

type Own = 'automation.waiting' | 'automation.ofPrescription' | 'automation.unusable' | 'automation.report';

export const automationQueryHandlers: QueryHandlers<Own> = {
  'automation.waiting': ({ store }, { limit }) => {
    const { rows, total } = waitingOrders(store, limit);
    return {
      rows: rows.map(({ priority, ...row }) => ({ ...row, priority: priorityName(priority) })),
      total,
    };
  },

  'automation.ofPrescription': (context, { prescriptionId }) => {
    const row = loadPrescription(context.store, prescriptionId);
    return {
      state: row.automation,
      requests: requestsOf(context.store, row.id).map((request) => saidBy(context, row, request)),
    };
  },

  'automation.unusable': ({ store }, { limit }) => ({ rows: unusableAnswers(store, limit) }),

  'automation.report': (context, { from, to, by }) => {
    const zone = context.setting('branch.timeZone');
    const span = { from: instantOfDay(from, zone), to: instantOfDay(addDays(to, 1), zone) };
    const requests = requestsWithin(context.store, span).map((row) => ({
      day: dayOf(row.asked_at, zone),
      verdict: row.verdict,
      because: row.given_because,
      changed:
        row.entered === null || row.last === null
          ? []
          : differences(JSON.parse(row.entered), JSON.parse(row.last), () => '').map(({ field }) => field),
    }));
    const entries = firstEntries(context.store, span);
    const arrival = (automated: 0 | 1) =>
      entries
        .filter((entry) => entry.automated === automated)
        .map(({ received, typed }) => seconds(received, typed));
    const handling = entries.flatMap(({ automated, taken, typed }) =>
      automated === 0 && taken !== null ? seconds(taken, typed) : [],
    );
    return reportOf(requests, { entered: arrival(1), typed: arrival(0), handling }, by);
  },
};
