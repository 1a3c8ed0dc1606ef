/** How far the topics of hospitals were read: SQL only. */
import type { Reader, Writer } from '../../store/database.ts';

/** The offset of the next record to read, by partition. `topic` is its name at central. */
export const topicPositions = (store: Reader, topic: string): Map<number, number> =>
  new Map(
    store
      .all<{ partition: number; next: number }>('SELECT partition, next FROM adt_position WHERE topic = ?', [
        topic,
      ])
      .map(({ partition, next }) => [partition, next]),
  );

export const setTopicPosition = (store: Writer, topic: string, partition: number, next: number): void => {
  store.run(
    `INSERT INTO adt_position (topic, partition, next) VALUES (?, ?, ?)
     ON CONFLICT (topic, partition) DO UPDATE SET next = excluded.next`,
    [topic, partition, next],
  );
};
