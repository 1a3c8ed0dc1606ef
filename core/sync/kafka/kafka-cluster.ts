/**
 * Who leads which partition, and one connection for each broker and purpose.
 * Always: a connection that failed is thrown away, the next question makes a new one; what is known of a topic is
 * asked anew after `forget`, and now and then by itself. Not here: trying again, which is for whoever asks.
 */

import { LinkError, type PartitionOf } from '../link.ts';
import { brokersOf } from '../security.ts';
import {
  type Address,
  type BrokerConnection,
  type ConnectOptions,
  connect,
  nameOf,
  type Question,
} from './kafka-connection.ts';
import { type Metadata, whoLeads } from './kafka-questions.ts';
import { troubleOfAnswer, worst } from './kafka-trouble.ts';

const KNOWN_FOR_MS = 300_000;

export interface ClusterOptions extends ConnectOptions {
  /** Host and port of some of its machines. */
  readonly brokers: readonly string[];
  /** The topics, as they are named there, with how many partitions was agreed. */
  readonly topics: Readonly<Record<string, number>>;
}

export interface Cluster {
  leaderOf(of: PartitionOf): Promise<Address>;
  /** The partitions of a topic. */
  partitionsOf(topic: string): Promise<readonly PartitionOf[]>;
  /** What is known of a topic turned out to be out of date. */
  forget(topic: string): void;
  ask<T>(address: Address, purpose: string, question: Question<T>): Promise<T>;
  /** Closes the connections of a purpose. */
  hangUp(purpose: string): void;
}

interface Known {
  readonly until: number;
  readonly leaders: Promise<readonly (Address | undefined)[]>;
}

export function openCluster(options: ClusterOptions): Cluster {
  const connections = new Map<string, Promise<BrokerConnection>>();
  const known = new Map<string, Known>();
  const named = options.brokers.flatMap(brokersOf);
  let nodes: readonly Address[] = [];

  const ask = async <T>(address: Address, purpose: string, question: Question<T>): Promise<T> => {
    const key = `${purpose} ${nameOf(address)}`;
    const held = connections.get(key) ?? connect(address, options);
    connections.set(key, held);
    const letGo = () => connections.get(key) === held && connections.delete(key);
    try {
      const connection = await held;
      if (Date.now() < connection.staleAt) return await connection.ask(question);
      // Answers may still be under way over it; they have this long.
      if (letGo()) setTimeout(connection.close, options.answerMs);
    } catch (error) {
      letGo();
      throw error;
    }
    return ask(address, purpose, question);
  };

  /** Asks every machine that is named or known; the first answer counts. */
  const askAny = async <T>(question: Question<T>): Promise<T> => {
    const addresses = new Map([...named, ...nodes].map((address) => [nameOf(address), address]));
    try {
      return await Promise.any([...addresses.values()].map((address) => ask(address, 'any', question)));
    } catch (error) {
      throw worst((error as AggregateError).errors);
    }
  };

  const leadersOf = (topic: string, { nodes: found, topics }: Metadata): readonly (Address | undefined)[] => {
    nodes = found;
    const read = topics.find((one) => one.topic === topic);
    if (read?.error !== 0) throw troubleOfAnswer(read?.error ?? 3, topic);
    const agreed = options.topics[topic];
    const count = read.partitions.length;
    if (agreed !== undefined && count !== agreed)
      throw new LinkError(
        'setup',
        `The topic ${topic} has ${count} partitions at central and not ${agreed}, as was agreed. Ask whoever runs central; nothing is exchanged over it until then.`,
      );
    const leaders: (Address | undefined)[] = [];
    for (const { partition, leader } of read.partitions)
      leaders[partition] = found.find(({ id }) => id === leader);
    return leaders;
  };

  const topicOf = (topic: string): Known['leaders'] => {
    const before = known.get(topic);
    if (before && before.until > Date.now()) return before.leaders;
    const leaders = askAny(whoLeads([topic])).then((metadata) => leadersOf(topic, metadata));
    const found = { until: Date.now() + KNOWN_FOR_MS, leaders };
    known.set(topic, found);
    leaders.catch(() => {
      if (known.get(topic) === found) known.delete(topic);
    });
    return leaders;
  };

  return {
    leaderOf: async ({ topic, partition }) => {
      const leaders = await topicOf(topic);
      const leader = leaders[partition];
      if (leader) return leader;
      known.delete(topic);
      throw partition < leaders.length
        ? troubleOfAnswer(5, topic)
        : new LinkError('setup', `The topic ${topic} has no partition ${partition} at central.`);
    },
    partitionsOf: async (topic) => (await topicOf(topic)).map((_, partition) => ({ topic, partition })),
    forget: (topic) => known.delete(topic),
    ask,
    hangUp: (purpose) => {
      for (const [key, connection] of connections) {
        if (!key.startsWith(`${purpose} `)) continue;
        connections.delete(key);
        connection.then((open) => open.close()).catch(() => {});
      }
    },
  };
}
