/** Rows the report on automation is made of: SQL only, no rule. Spans are of instants, the end is not in them. */
import type { Reader } from '../store/database.ts';
import { AUTOMATION, type RequestRow } from './store.ts';

interface Span {
  from: string;
  to: string;
}

/** Requests of a span, with the first entry of automation and the last entry of anybody, where automation typed. */
export const requestsWithin = (
  store: Reader,
  span: Span,
): (Pick<RequestRow, 'asked_at' | 'verdict' | 'given_because'> & {
  entered: string | null;
  last: string | null;
})[] =>
  store.all(
    `SELECT r.asked_at, r.verdict, r.given_because, iif(r.verdict = 'sufficient', (SELECT t.content FROM transcription t
         WHERE t.prescription_id = r.prescription_id AND t.user_id = :automation ORDER BY t.number LIMIT 1), NULL) AS entered,
       iif(r.verdict = 'sufficient', (SELECT t.content FROM transcription t
         WHERE t.prescription_id = r.prescription_id ORDER BY t.number DESC LIMIT 1), NULL) AS last
     FROM intake_automation_results r WHERE r.asked_at >= :from AND r.asked_at < :to`,
    { ...span, automation: AUTOMATION },
  );

/** More than these say nothing more about a median. */
const MOST = 2_000;

/**
 * Of orders first typed in a span: when they came, when they were typed and by whom, when they were last taken before.
 * A claim that is told again because the work takes longer has a reason, and is no taking.
 */
export const firstEntries = (
  store: Reader,
  span: Span,
): { received: string; typed: string; automated: 0 | 1; taken: string | null }[] =>
  store.all(
    `SELECT p.received_at AS received, t.at AS typed, t.user_id = :automation AS automated,
       (SELECT max(e.at) FROM event e WHERE e.subject_kind = 'prescription' AND e.subject_id = p.id
          AND e.name = 'prescription.claimed' AND e.reason IS NULL AND e.at <= t.at) AS taken
     FROM transcription t JOIN prescription p ON p.id = t.prescription_id
     WHERE t.number = 1 AND t.at >= :from AND t.at < :to AND p.source IN ('fax', 'phone', 'electronic')
       AND p.refill_of IS NULL ORDER BY t.at DESC LIMIT ${MOST}`,
    { ...span, automation: AUTOMATION },
  );
