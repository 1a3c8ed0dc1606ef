/** What waits to be published begins again with number 1 of its partition, when this workstation begins another life. */
import type { Writer } from '../store/database.ts';

/** Places without a hole, where some of those between are gone: the earlier ones move up. */
const closeHoles = (store: Writer, topic: string, partition: number): void => {
  let to = 0;
  for (const { seq, place } of store.all<{ seq: number; place: number }>(
    'SELECT seq, place FROM outgoing WHERE topic = ? AND partition = ? ORDER BY place DESC',
    [topic, partition],
  )) {
    to = to === 0 ? place : to - 1;
    if (place !== to) store.run('UPDATE outgoing SET place = ? WHERE seq = ?', [to, seq]);
  }
};

/**
 * All that is still to be said begins again with number 1 of its partition, under the identity as it is now; skips are
 * gone with their numbers. No record is written for it, however many wait: what was made before is stamped on its way.
 */
export const numberAnew = (store: Writer): void => {
  store.run("DELETE FROM outgoing WHERE urn = ''");
  for (const { topic, partition } of store.all<{ topic: string; partition: number }>(
    `SELECT topic, partition FROM outgoing GROUP BY topic, partition
     HAVING count(*) <= max(place) - min(place)`,
  ))
    closeHoles(store, topic, partition);
  store.run(
    `UPDATE outgoing_mark AS m SET
       base = ifnull((SELECT min(o.place) - 1 FROM outgoing o WHERE o.topic = m.topic AND o.partition = m.partition), numbered),
       numbered = ifnull((SELECT max(o.place) FROM outgoing o WHERE o.topic = m.topic AND o.partition = m.partition), numbered)`,
  );
  store.run('UPDATE outgoing_mark SET acknowledged = base, stamped = numbered');
};
