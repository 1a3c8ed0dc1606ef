/**
 * Replays the history of every prescription order through the workflow table: each status it had was reached by a
 * step the table allows, its row stands where its last event left it, and each step told exactly whom it had to.
 * Only events and rows are read; what a handler remembers is not trusted.
 */
import type { Stage } from '../contract/values.ts';
import { type Action, actions, type Step, workflow } from '../prescription/workflow.ts';
import type { Reader } from '../store/database.ts';
import { isHeardOf } from '../sync/heard.ts';

interface ReplayedEvent {
  id: string;
  name: string;
  subject_id: string;
  user_id: string | null;
  data: string;
}

interface OrderRow {
  id: string;
  stage: Stage;
}

const cells = (Object.entries(workflow) as [Stage, (typeof workflow)[Stage]][]).flatMap(([from, row]) =>
  Object.values(row).flatMap((cell) => ('to' in cell ? [{ from, step: cell as Step }] : [])),
);
const stepEvents = new Set<string>(cells.map(({ step }) => step.event));

/** How an order may begin: typed in later, or as the owed rest of one that was verified. */
const beginnings: Record<string, readonly Action[]> = { transcribing: ['publish'], verifying: ['publish'] };

/** Whom a step had to tell by the table of deliveries; what central is told waits in a queue of its own and leaves it. */
const namesOf = (wanted: readonly Action[]) =>
  wanted
    .filter((action) => actions[action].outlet !== 'central')
    .map((action) => `${actions[action].outlet} ${actions[action].topic}`)
    .sort()
    .join(', ');

/**
 * Whether part of the history of an order lies at other workstations: the log judged it there, and what happened here
 * is not all of it.
 */
const isToldElsewhere = (store: Reader, id: string): boolean => {
  const urn = `urn:mortar:prescription:${id}`;
  return (
    isHeardOf(store, urn) ||
    store.get('SELECT 1 FROM conflict WHERE urn = ? LIMIT 1', [urn]) !== undefined ||
    (store.get('SELECT 1 FROM standing WHERE urn = ?', [urn]) !== undefined &&
      store.get(
        "SELECT 1 FROM event WHERE subject_kind = 'prescription' AND subject_id = ? AND name = 'prescription.request'",
        [id],
      ) === undefined)
  );
};

/** Answers a line for each order whose history breaks a rule; ids only. */
export const replayOrders = (store: Reader): { orders: number; violations: string[] } => {
  const violations: string[] = [];
  const last = new Map<string, Stage>();
  const typist = new Map<string, string | null>();

  const toldBy = (eventId: string) =>
    store
      .all<{ outlet: string; topic: string }>(
        "SELECT outlet, topic FROM delivery WHERE event_id = ? AND outlet <> 'central'",
        [eventId],
      )
      .map(({ outlet, topic }) => `${outlet} ${topic}`)
      .sort()
      .join(', ');

  const check = (event: ReplayedEvent): void => {
    const say = (sentence: string) => violations.push(`prescription ${event.subject_id}: ${sentence}`);
    const data = JSON.parse(event.data) as { stage?: Stage; owingOf?: string };
    const from = last.get(event.subject_id);
    const told = toldBy(event.id);
    if (event.name === 'prescription.request') {
      const stage = data.stage ?? 'transcribing';
      if (from !== undefined) say('it was requested twice');
      if (stage === 'verifying' && data.owingOf === undefined) say('it began without being typed in');
      const wanted = beginnings[stage];
      if (!wanted) say(`it began at ${stage}`);
      else if (told !== namesOf(wanted)) say(`${event.name} told [${told}]`);
      last.set(event.subject_id, stage);
      return;
    }
    if (!stepEvents.has(event.name)) {
      if (told !== '') say(`${event.name} told [${told}]`);
      return;
    }
    if (from === undefined) return void say(`${event.name} came before the request`);
    const to = data.stage ?? from;
    const legal = cells.filter(
      ({ from: at, step }) => at === from && step.event === event.name && step.to === to,
    );
    if (legal.length === 0)
      say(`${event.name} went from ${from} to ${to}, which the workflow does not allow`);
    // The owed rest is told to the insurer with the order it belongs to.
    const allowed =
      data.owingOf === undefined ? legal.map(({ step }) => step.actions) : [['publish'] as const];
    if (legal.length > 0 && !allowed.some((wanted) => namesOf(wanted) === told))
      say(`${event.name} told [${told}], which are not its actions`);
    if (event.name === 'prescription.transcribed' && to === 'verifying')
      typist.set(event.subject_id, event.user_id);
    if (
      event.name === 'prescription.approve' &&
      data.owingOf === undefined &&
      typist.get(event.subject_id) === event.user_id
    )
      say('who typed it approved it');
    last.set(event.subject_id, to);
  };

  const history = store.each<ReplayedEvent>(
    "SELECT id, name, subject_id, user_id, data FROM event WHERE subject_kind = 'prescription' ORDER BY subject_id, seq",
  );
  const elsewhere = new Map<string, boolean>();
  const toldElsewhere = (id: string) => {
    const known = elsewhere.get(id) ?? isToldElsewhere(store, id);
    elsewhere.set(id, known);
    return known;
  };
  for (const event of history) if (!toldElsewhere(event.subject_id)) check(event);

  let orders = 0;
  for (const { id, stage } of store.each<OrderRow>('SELECT id, stage FROM prescription')) {
    orders += 1;
    if (toldElsewhere(id)) continue;
    const told = last.get(id);
    if (told === undefined) violations.push(`prescription ${id}: it has no history`);
    else if (told !== stage)
      violations.push(`prescription ${id}: its row says ${stage}, its history ${told}`);
    last.delete(id);
  }
  for (const id of last.keys()) violations.push(`prescription ${id}: it has a history and no row`);
  return { orders, violations };
};
