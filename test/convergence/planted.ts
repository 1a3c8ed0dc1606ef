/** Bugs planted on purpose, each put between the parts of the exchange from outside: no product code knows of them. */
import type { Store } from '../../core/store/database.ts';
import type { SyncParts } from '../../core/sync/engine.ts';
import type { fold } from '../../core/sync/fold.ts';
import { EventClass } from '../../core/sync/gen/mortar/v1/envelope_pb.js';
import { setPosition } from '../../core/sync/heard.ts';
import type { Batch } from '../../core/sync/link.ts';

type Compose = (parts: SyncParts) => SyncParts;
type Fold = typeof fold;

const withFold =
  (plant: (fold: Fold, parts: SyncParts) => Fold): Compose =>
  (parts) => ({ ...parts, rules: { ...parts.rules, fold: plant(parts.rules.fold, parts) } });

/** Every statement of the exchange goes through `plant`, inside transactions and outside. */
const withStore =
  (plant: (store: Store) => Store): Compose =>
  (parts) => ({
    ...parts,
    store: plant(parts.store),
    dispatcher: {
      ...parts.dispatcher,
      record: (work, ...more) => parts.dispatcher.record((store, now) => work(plant(store), now), ...more),
    },
  });

/** As if a question were never answered with a row. */
const findingNothing = (part: string): Compose =>
  withStore((store) => ({
    ...store,
    get: (sql, parameters) => (sql.includes(part) ? undefined : store.get(sql, parameters)),
  }));

const withTake =
  (plant: (parts: SyncParts, batch: Batch, take: () => Promise<void>) => Promise<void>): Compose =>
  (parts) => ({
    ...parts,
    openLink: () => {
      const link = parts.openLink();
      return {
        ...link,
        follow: (from, options) =>
          link.follow(from, {
            ...options,
            take: (batch) => plant(parts, batch, () => options.take(batch)),
          }),
      };
    },
  });

const turn = () => new Promise<void>((done) => setTimeout(done, 2));
const forget = (parts: SyncParts, sql: string) =>
  parts.dispatcher.record((store) => {
    store.run(sql);
    return { result: undefined, events: [] };
  });

/** What is planted → the exchange with it. */
export const planted: Record<string, Compose> = {
  'the last writer wins': withFold(
    (fold) => (standing, event, at) => fold(standing, { ...event, baseEventId: standing?.head ?? '' }, at),
  ),
  'a decision is taken whatever it was based on': withFold(
    (fold) => (standing, event, at) =>
      fold(
        standing,
        event.eventClass === EventClass.DECISION ? { ...event, baseEventId: standing?.head ?? '' } : event,
        at,
      ),
  ),
  'a fact is dropped where it collides': withFold((fold) => (standing, event, at) => {
    const judged = fold(standing, event, at);
    return judged.verdict === 'both-stand' ? { standing, verdict: 'refused' } : judged;
  }),
  'a lease is judged by the workstation’s own clock': withFold(
    (fold, parts) => (standing, event) => fold(standing, event, Date.parse(parts.dispatcher.now())),
  ),
  'how far was read is written before it is taken': withTake(async (parts, batch, take) => {
    parts.dispatcher.record((store) => {
      setPosition(store, batch.topic, batch.partition, batch.next);
      return { result: undefined, events: [] };
    });
    await turn();
    await take();
  }),
  'an event counts as said back when it is acknowledged': (parts) => ({
    ...parts,
    onAcknowledged: async (_topic, eventIds) => {
      for (const id of eventIds)
        parts.dispatcher.record((store) => {
          store.run('DELETE FROM tentative WHERE event_id = ?', [id]);
          store.run('DELETE FROM outgoing WHERE event_id = ?', [id]);
          return { result: undefined, events: [] };
        });
    },
  }),
  'what came before is forgotten after a while': withTake(async (parts, _batch, take) => {
    await take();
    forget(parts, 'DELETE FROM producer_mark');
    forget(parts, 'DELETE FROM heard_event');
  }),
  'numbers are used again after a file came back older': findingNothing('JOIN producer_mark heard'),
  'a thing goes on past a record that is held back': findingNothing("kind <> 'twin' LIMIT 1"),
  'rows are not made anew': withStore((store) => ({
    ...store,
    run: (sql, parameters) =>
      /^\s*(UPDATE patient SET version|UPDATE prescription SET version = version \+ 1, claimed_by)/.test(sql)
        ? { changes: 0, lastInsertRowid: 0 }
        : store.run(sql, parameters),
  })),
  'a batch is published in another order': (parts) => ({
    ...parts,
    openLink: () => {
      const link = parts.openLink();
      return { ...link, publish: (to, records) => link.publish(to, [...records].reverse()) };
    },
  }),
};
