/**
 * What the log itself says: its records judged one after the other by the rules alone, with none of the machinery of a
 * workstation between. Whatever a workstation believes is held against this.
 */
import { decodeRecord, EnvelopeError } from '../../core/sync/envelope.ts';
import { fold, type Standing } from '../../core/sync/fold.ts';
import { judgedOf } from '../../core/sync/judged.ts';
import { brokerTime } from '../../core/sync/link.ts';
import { parseUrn } from '../../core/sync/urn.ts';
import type { Node } from './node.ts';
import type { SimulatedLog } from './simulated-log.ts';

const standingsOf = (log: SimulatedLog): Map<string, Standing> => {
  const standings = new Map<string, Standing>();
  for (const { records } of log.partitions()) {
    const known = new Set<string>();
    const marks = new Map<string, number>();
    for (const record of records) {
      try {
        const heard = decodeRecord(record.value!);
        if (heard.by === 'outside') continue;
        const { envelope } = heard;
        const life = `${envelope.producerId} ${envelope.producerEpoch}`;
        const seq = Number(envelope.producerSeq);
        const spent = seq <= (marks.get(life) ?? 0);
        marks.set(life, Math.max(seq, marks.get(life) ?? 0));
        if (spent || known.has(envelope.eventId)) continue;
        if (
          parseUrn(envelope.urn) === null ||
          /SequenceSkipped|DocumentPage|Conflict/.test(envelope.payloadType)
        )
          continue;
        known.add(envelope.eventId);
        const { standing } = fold(
          standings.get(envelope.urn) ?? null,
          judgedOf(envelope),
          brokerTime(record),
        );
        if (standing) standings.set(envelope.urn, standing);
      } catch (error) {
        if (!(error instanceof EnvelopeError)) throw error;
      }
    }
  }
  return standings;
};

/** Where a workstation believes something else than the log says. */
export const againstTheLog = (log: SimulatedLog, node: Node): string[] => {
  const expected = standingsOf(log);
  const has = new Map(
    node.workstation.store
      .all<{ urn: string; head: string; lease_until: number | null }>(
        'SELECT urn, head, lease_until FROM standing',
      )
      .map((row) => [row.urn, `${row.head} ${row.lease_until}`]),
  );
  return [...expected].flatMap(([urn, { head, lease }]) => {
    const says = `${head} ${lease?.until ?? null}`;
    return has.get(urn) === says ? [] : [`${urn}: the log says ${says}, ${node.name} has ${has.get(urn)}`];
  });
};

/** A thing of which a record is held back has not moved on since. */
export const movedPastHeld = (node: Node): string[] =>
  node.workstation.store
    .all<{ key: string }>(
      `SELECT q.key FROM quarantine q JOIN standing s ON s.urn = q.key AND s.topic = q.topic AND s.partition = q.partition
       WHERE q.state = 'held' AND q.kind = 'corrupt' AND s.offset > q.offset`,
    )
    .map(({ key }) => `${node.name} ${key}: it went on past a record that is held back`);
