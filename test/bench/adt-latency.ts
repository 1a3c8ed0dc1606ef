/**
 * How soon what a hospital says can be seen: from the moment a message was due to be sent over TLS until the window’s own queries,
 * asked as often as a window may be told of news, answer with it applied; and how long those queries take meanwhile.
 */
import { setTimeout as wait } from 'node:timers/promises';
import {
  assertOnce,
  CONNECTIONS,
  type Hospital,
  openHospital,
  pharmacist,
  standing,
} from './adt-hospital.ts';
import { oursOf } from './adt-messages.ts';
import { type Figure, median, percentile } from './measure.ts';

/** The published rate, and one that no hospital reaches. */
const RATES = [
  { rate: 56, seconds: 20, lookEveryMs: 2, goal: { p50: 10, p99: 50 } },
  { rate: 2_000, seconds: 10, lookEveryMs: 25, goal: { p50: null, p99: 250 } },
] as const;
const QUERY_GOAL_MS = 50;
/** Of the newest messages a window shows so many at most. */
const SHOWN = 200;

const now = () => performance.timeOrigin + performance.now();

/** Asks as the window does until it is over; answers when each control id was first shown as applied, and how long queries took. */
const look = async ({ workstation }: Hospital, everyMs: number, over: () => boolean) => {
  const { dispatcher, store } = workstation;
  const session = pharmacist();
  const seenAt = new Map<string, number>();
  const queries: number[] = [];
  let newest = 0;
  const ask = (name: 'adt.messages' | 'adt.board', input: object) => {
    const began = performance.now();
    const reply = dispatcher.ask(name, input, session);
    queries.push(performance.now() - began);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
    return reply.result;
  };
  for (let turn = 0; ; turn += 1) {
    const isOver = over();
    const { id } = store.get<{ id: number }>(
      "SELECT ifnull(max(id), 0) AS id FROM adt_message WHERE id >= ? AND state <> 'received'",
      [newest],
    )!;
    if (id > newest) {
      ask('adt.messages', { limit: SHOWN });
      const at = now();
      // What came before the newest is shown with it, or on the pages behind.
      for (const row of store.each<{ control_id: string }>(
        'SELECT control_id FROM adt_message WHERE id > ? AND id <= ?',
        [newest, id],
      ))
        seenAt.set(row.control_id, at);
      newest = id;
    }
    // The board is asked again some times a second.
    if (turn % Math.ceil(50 / everyMs) === 0) ask('adt.board', {});
    if (isOver) return { seenAt, queries };
    await wait(everyMs);
  }
};

export const adtLatency = async (said: (text: string) => void): Promise<Figure[]> => {
  const figures: Figure[] = [];
  const hospital = await openHospital(oursOf(Math.max(...RATES.map(({ rate, seconds }) => rate * seconds))));
  try {
    for (const [index, { rate, seconds, lookEveryMs, goal }] of RATES.entries()) {
      const made = {
        count: rate * seconds,
        seed: index + 1,
        connections: CONNECTIONS,
        ours: oursOf(rate * seconds),
      };
      const sender = await hospital.sender({ made, inFlight: 0, rate });
      let over = false;
      const looking = look(hospital, lookEveryMs, () => over);
      const sent = await sender.go();
      await hospital.applied();
      over = true;
      const { seenAt, queries } = await looking;
      assertOnce(hospital.store, sent.controlIds);
      const delays = sent.controlIds.map((id, at) => seenAt.get(id)! - sent.sentAt[at]!);
      const [p50, p99] = [median(delays), percentile(delays, 0.99)];
      said(
        `  ${rate} a second: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms; ${standing(hospital.store)}`,
      );
      const name = `${rate.toLocaleString('en')} ADT messages a second, sent → shown by the window’s query`;
      if (goal.p50 !== null)
        figures.push({
          ...{ name: `${name}, p50`, value: p50, unit: 'ms', comparator: null, ratio: null },
          ...{ goal: `≤ ${goal.p50} ms`, met: p50 <= goal.p50 },
        });
      figures.push({
        ...{ name: `${name}, p99`, value: p99, unit: 'ms' },
        comparator: { name: 'p50', value: p50 },
        ratio: p99 / p50,
        goal: `≤ ${goal.p99} ms`,
        met: p99 <= goal.p99,
      });
      const slow = percentile(queries, 0.99);
      figures.push({
        ...{ name: `the window’s queries meanwhile, p99`, value: slow, unit: 'ms' },
        comparator: { name: 'p50', value: median(queries) },
        ratio: slow / median(queries),
        goal: `≤ ${QUERY_GOAL_MS} ms`,
        met: slow <= QUERY_GOAL_MS,
      });
    }
  } finally {
    await hospital.close();
  }
  return figures;
};
