/**
 * Who this workstation is in the log: a producer, and which life of it this is.
 *
 * A data file can come back older than it was (a backup), or twice (a copy). The log shows it: a record of ours that we
 * have not, or a number of ours passed over. Then what is unsent goes out under the next epoch; whoever hears an epoch
 * of its own that it did not begin is the copy left behind, and is fenced: it publishes nothing until a person makes
 * it a workstation of its own.
 * Always: looked at after our own partitions were read to their end, and before anything is published.
 */
import { newId } from '../identity.ts';
import type { Reader, Writer } from '../store/database.ts';
import { numberAnew } from './number-anew.ts';

export interface Identity {
  id: string;
  epoch: number;
  /** Since when another copy goes on under this identity. */
  fencedAt: string | null;
}

interface Row {
  id: string;
  epoch: number;
  fenced_at: string | null;
}

/** Who this is; made once, when it is first asked. */
export const loadIdentity = (store: Writer): Identity => {
  const row = store.get<Row>('SELECT id, epoch, fenced_at FROM producer');
  if (row) return { id: row.id, epoch: row.epoch, fencedAt: row.fenced_at };
  const id = newId();
  store.run('INSERT INTO producer (id, epoch, made_at) VALUES (?, 1, ?)', [id, new Date().toISOString()]);
  return { id, epoch: 1, fencedAt: null };
};

/** Whether the log holds something of ours that this file knows nothing of, or has passed over what it still holds. */
export const isCopied = (store: Reader): boolean =>
  store.get(
    `SELECT 1 FROM producer me JOIN producer_mark heard ON heard.producer_id = me.id AND heard.epoch = me.epoch
     LEFT JOIN outgoing_mark mark ON mark.topic = heard.topic AND mark.partition = heard.partition
     WHERE heard.seq > ifnull(mark.numbered - mark.base, 0) OR EXISTS (
       SELECT 1 FROM outgoing o WHERE o.topic = heard.topic AND o.partition = heard.partition
         AND o.place <= heard.seq + mark.base
         AND NOT EXISTS (SELECT 1 FROM quarantine q WHERE q.key = o.urn AND q.state = 'held' AND q.kind <> 'twin'))`,
  ) !== undefined;

/** Begins the next life: what is unsent is numbered anew under it. */
export const raiseEpoch = (store: Writer): void => {
  store.run('UPDATE producer SET epoch = epoch + 1');
  numberAnew(store);
};

/** Another copy has begun a life of this identity that we did not. Answers whether that is news. */
export const fence = (store: Writer, now: string): boolean =>
  store.run('UPDATE producer SET fenced_at = ? WHERE fenced_at IS NULL', [now]).changes > 0;

/** Makes a copy a workstation of its own, which then sends what it has. */
export const becomeNew = (store: Writer): void => {
  store.run('UPDATE producer SET id = ?, epoch = 1, fenced_at = NULL', [newId()]);
  numberAnew(store);
};
