/**
 * Rules over what is exchanged with central: numbers without holes, nothing tentative that does not wait to be sent, rows
 * that show what stands. A sound file gives no row to any of them. Ids only.
 */
import { fromBinary, toJson } from '@bufbuild/protobuf';
import type { Reader } from '../store/database.ts';
import { comparable } from '../sync/comparable.ts';
import { payloadNameOf, payloads } from '../sync/envelope.ts';
import { imageOf } from '../sync/image/image.ts';
import { ownBranch } from '../sync/image/rows.ts';
import { parseUrn } from '../sync/urn.ts';

/** `found` is the id of what is wrong. */
export const exchangeRules: readonly (readonly [sentence: string, sql: string])[] = [
  [
    'partition $: the numbers of what waits to be published have a hole, or go beyond what was given out',
    `SELECT m.topic || ' ' || m.partition AS found FROM outgoing_mark m WHERE m.acknowledged > m.numbered OR
       m.numbered - m.acknowledged <> (SELECT count(*) FROM outgoing o WHERE o.topic = m.topic
         AND o.partition = m.partition AND o.place > m.acknowledged)`,
  ],
  [
    'outgoing record $: its partition has given out no such number',
    `SELECT o.seq AS found FROM outgoing o LEFT JOIN outgoing_mark m ON m.topic = o.topic AND m.partition = o.partition
     WHERE o.place > ifnull(m.numbered, 0)`,
  ],
  [
    '$: what it shows is not what stands, and nothing about it waits to be published',
    `SELECT t.urn AS found FROM tentative t
     WHERE NOT EXISTS (SELECT 1 FROM outgoing o WHERE o.urn = t.urn)
       AND NOT EXISTS (SELECT 1 FROM outgoing_parked p WHERE p.urn = t.urn)
       AND NOT EXISTS (SELECT 1 FROM standing s WHERE s.urn = t.urn AND s.waits_for IS NOT NULL)`,
  ],
  [
    'record $: it waits behind another that is no longer held',
    `SELECT q.id AS found FROM quarantine q WHERE q.state = 'held' AND q.kind = 'behind' AND NOT EXISTS
       (SELECT 1 FROM quarantine f WHERE f.key = q.key AND f.state = 'held' AND f.kind NOT IN ('behind', 'twin'))`,
  ],
  [
    'conflict $: it is settled in part',
    'SELECT id AS found FROM conflict WHERE (settled_at IS NULL) <> (decision IS NULL)',
  ],
  ['producer $: there is more than one identity', 'SELECT id AS found FROM producer LIMIT -1 OFFSET 1'],
];

interface StandingRow {
  urn: string;
  branch: string;
  payload_type: string;
  image: Uint8Array;
}

/** Rows that do not show what stands, though nothing of this workstation lies between. */
export const checkStandings = (store: Reader): string[] => {
  const own = ownBranch(store);
  const violations: string[] = [];
  for (const row of store.each<StandingRow>(
    `SELECT urn, branch, payload_type, image FROM standing s WHERE waits_for IS NULL
       AND NOT EXISTS (SELECT 1 FROM tentative t WHERE t.urn = s.urn)`,
  )) {
    const thing = parseUrn(row.urn);
    if (thing === null) {
      violations.push(`${row.urn}: it names nothing the log tells of`);
      continue;
    }
    if (thing.kind === 'lot' && row.branch !== own) continue;
    // All payloads of things have the same shape as far as this goes: a message of a schema.
    const schema = payloads[
      payloadNameOf({ payloadType: row.payload_type })
    ] as typeof payloads.PrescriptionChanged;
    const here = imageOf(store, thing.kind, thing.id);
    const stands = comparable(thing.kind, toJson(schema, fromBinary(schema, row.image)));
    if (here === null || comparable(thing.kind, toJson(schema, here as never)) !== stands)
      violations.push(`${row.urn}: its rows do not show what stands`);
  }
  return violations;
};
