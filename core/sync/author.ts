/** A record of this workstation's own: who made it, where and when, and the queue it waits in. */
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { SettingName, SettingValue } from '../config.ts';
import type { Reader, Writer } from '../store/database.ts';
import {
  type EnvelopeFacts,
  encodeEnvelope,
  type Payload,
  type PayloadName,
  recordValueOf,
} from './envelope.ts';
import { enqueue } from './outgoing.ts';
import { followedTopics, type TopicName, topics } from './topics.ts';

export type Setting = <N extends SettingName>(name: N) => SettingValue<N>;

/** Whether a company's central is named, so that everything that happens is kept for it. */
export const isNamed = (setting: Setting): boolean =>
  setting('central.brokers') !== '' && setting('branch.id') !== '';

/** Whether anything stands in the log, or is on its way there, under the code of this branch as it is. */
export const isBranchKnown = (store: Reader): boolean =>
  store.get(
    `SELECT 1 FROM standing UNION ALL
     SELECT 1 FROM outgoing_mark WHERE topic IN (SELECT value FROM json_each(?)) LIMIT 1`,
    [JSON.stringify(followedTopics)],
  ) !== undefined;

export const formatOf = (setting: Setting, topic: TopicName): 'protobuf' | 'json' =>
  topics[topic].formatBySetting && (setting('central.json') as readonly string[]).includes(topic)
    ? 'json'
    : 'protobuf';

/** What every record of a moment shares. */
export interface Authorship {
  at: string;
  userId: string | null;
  commandId: string;
  offlineSince: string | null;
  setting: Setting;
}

const actorOf = (store: Reader, userId: string | null): EnvelopeFacts['actor'] => {
  const person =
    userId === null
      ? undefined
      : store.get<{ display_name: string; role: string }>(
          'SELECT display_name, role FROM user WHERE id = ?',
          [userId],
        );
  return {
    $typeName: 'mortar.v1.Actor',
    userId: userId ?? '',
    name: person?.display_name ?? '',
    role: person?.role ?? '',
    authentication: userId === null ? 'system' : 'signed-in',
  };
};

/** Puts one event into the queue of its topic. `after`: the event that the log has to have before. */
export const send = <N extends PayloadName>(
  store: Writer,
  by: Authorship,
  topic: TopicName,
  facts: Partial<EnvelopeFacts> & Pick<EnvelopeFacts, 'eventId' | 'type' | 'urn' | 'eventClass'>,
  name: N,
  payload: Payload<N> | Uint8Array,
  after?: string,
): void => {
  const { setting } = by;
  enqueue(store, {
    after,
    topic,
    key: facts.urn,
    eventId: facts.eventId,
    type: facts.type,
    at: by.at,
    value: (identity, seq) =>
      recordValueOf(
        encodeEnvelope(
          {
            typeVersion: 1,
            producerId: identity.id,
            producerEpoch: identity.epoch,
            producerSeq: BigInt(seq),
            commandId: by.commandId,
            branchId: setting('branch.id'),
            branchName: setting('branch.name'),
            workstationName: setting('workstation.name'),
            actor: actorOf(store, by.userId),
            occurredAt: timestampFromDate(new Date(by.at)),
            ...(by.offlineSince !== null && { offlineSince: timestampFromDate(new Date(by.offlineSince)) }),
            ...facts,
          },
          name,
          payload,
        ),
        formatOf(setting, topic),
      ),
  });
};
