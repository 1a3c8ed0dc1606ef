/**
 * How everything stood before a central was named, told piece by piece in the background: one event for each thing that
 * the log knows nothing of and that has not been told of since. Also takes over what had waited for central before.
 * Always: ends by itself, and may be begun again at any time: what is told already is passed over.
 */
import { toBinary } from '@bufbuild/protobuf';
import { changeDelivery, loadDelivery } from '../delivery/store.ts';
import type { Dispatcher } from '../dispatch.ts';
import type { EventDraft } from '../handler.ts';
import type { Reader, Store, Writer } from '../store/database.ts';
import { type Authorship, isNamed, send } from './author.ts';
import { sendPages, sendTelling } from './capture.ts';
import { payloads } from './envelope.ts';
import { EventClass } from './gen/mortar/v1/envelope_pb.js';
import { loadIdentity } from './identity.ts';
import { imageOf, ownIds, payloadOfKind } from './image/image.ts';
import { hasPending } from './outgoing.ts';
import { loadStanding, setShownEvent } from './standing.ts';
import { baselineId } from './take-record.ts';
import { topicOfKind } from './topics.ts';
import { nextTurn } from './turn.ts';
import { type AggregateKind, parseUrn, urnOf } from './urn.ts';

const TURN_MS = 12;
const DONE = 'sync-baseline';
/** What others need comes before them. */
const order: readonly AggregateKind[] = [
  'person',
  'prescriber',
  'patient',
  'care',
  'document',
  'lot',
  'prescription',
];

const isKnown = (store: Reader, kind: AggregateKind, urn: string): boolean =>
  loadStanding(store, urn) !== null || hasPending(store, urn, topicOfKind[kind]);

/** Sends how a thing stands here; answers the id of the event, null where it is not here. */
const sendBaseline = (store: Writer, by: Authorship, kind: AggregateKind, id: string): string | null => {
  const urn = urnOf(kind, id);
  const image = imageOf(store, kind, id);
  if (image === null) return null;
  const name = payloadOfKind[kind];
  const payload = toBinary(payloads[name] as typeof payloads.PrescriptionChanged, image as never);
  const eventId = baselineId(loadIdentity(store).id, urn, payload);
  send(
    store,
    by,
    topicOfKind[kind],
    { eventId, type: `${kind}.baseline`, urn, eventClass: EventClass.BASELINE },
    name,
    payload,
  );
  return eventId;
};

const tellOne = (store: Writer, by: Authorship, kind: AggregateKind, id: string): void => {
  const urn = urnOf(kind, id);
  if (isKnown(store, kind, urn)) return;
  const eventId = sendBaseline(store, by, kind, id);
  if (eventId === null) return;
  setShownEvent(store, urn, eventId);
  if (kind === 'document') sendPages(store, by, id, eventId);
};

/**
 * After a record about a thing was left for good: a lot is told whole again, for what moved in it is told once and would
 * else be known here alone. Everything else is told whole by its next event.
 */
export const tellWholeLot = (store: Writer, by: Authorship, urn: string): void => {
  const thing = parseUrn(urn);
  if (thing?.kind === 'lot' && isNamed(by.setting)) sendBaseline(store, by, 'lot', thing.id);
};

/** What waited for central in the list of deliveries goes out by its topic, or is told by how its order stands. */
const takeOverDeliveries = (store: Writer, by: Authorship): EventDraft[] =>
  store
    .all<{ id: string }>(
      "SELECT id FROM delivery WHERE outlet = 'central' AND state = 'waiting' ORDER BY seq LIMIT 50",
    )
    .flatMap(({ id }): EventDraft[] => {
      const row = loadDelivery(store, id);
      const event = { id: row.event_id, name: row.topic, subjectId: row.subject_id };
      const sent = sendTelling(store, by, event, { topic: row.topic, content: JSON.parse(row.content) });
      changeDelivery(
        store,
        id,
        sent
          ? { state: 'delivered', via: 'central', delivered_at: by.at }
          : { state: 'dismissed', problem: 'Told by how the order stands.' },
      );
      const name = sent ? 'delivery.delivered' : 'delivery.dismissed';
      return [
        {
          name,
          subject: { kind: 'delivery', id },
          data: { deliveryId: id, outlet: 'central', topic: row.topic },
        },
      ];
    });

export interface BaselineParts {
  dispatcher: Dispatcher;
  store: Store;
  authorship(now: string): Authorship;
  /** Whether to go on. */
  goesOn(): boolean;
  /** Whether a central is named: until then only what had waited before is taken over. */
  named: boolean;
  /** After each piece. */
  onTold(): void;
}

const isDone = (store: Reader) =>
  store.get('SELECT 1 FROM counter WHERE name = ? AND value = 1', [DONE]) !== undefined;

/** Tells of everything; resolves when all of it waits to be published. */
export const tellBaseline = async ({
  dispatcher,
  store,
  authorship,
  goesOn,
  named,
  onTold,
}: BaselineParts): Promise<void> => {
  const waits = () =>
    store.get("SELECT 1 FROM delivery WHERE outlet = 'central' AND state = 'waiting' LIMIT 1");
  while (goesOn() && waits()) {
    dispatcher.record((writer, now) => ({
      result: undefined,
      events: takeOverDeliveries(writer, authorship(now)),
    }));
    onTold();
    await nextTurn();
  }
  if (!named || isDone(store)) return;
  for (const kind of order) {
    const ids = ownIds(store, kind);
    for (let at = 0; at < ids.length; ) {
      if (!goesOn()) return;
      const began = performance.now();
      at = dispatcher.record((writer, now) => {
        const by = authorship(now);
        let next = at;
        while (next < ids.length && performance.now() - began < TURN_MS) {
          tellOne(writer, by, kind, ids[next]!);
          next += 1;
        }
        return { result: next, events: [] };
      });
      onTold();
      await nextTurn();
    }
  }
  dispatcher.record((writer) => {
    writer.run('INSERT INTO counter (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = 1', [
      DONE,
    ]);
    return { result: undefined, events: [] };
  });
};
