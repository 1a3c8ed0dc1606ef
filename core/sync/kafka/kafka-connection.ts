/**
 * One connection to one broker, and the four questions that are asked over it: who leads which partition, how far does
 * a partition reach, append, hand out. It stands on the inner connection of kafkajs 2.2.4 (its framing, its request
 * queue with time limits, its SCRAM) and on nothing above: its cluster, producer and consumer keep dead connections,
 * take an open port for a working broker, and follow partitions only in groups that rebalance.
 * Always: every question ends, with an answer or with a `LinkError`; after an error the connection is not used again.
 */
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { LinkError } from '../link.ts';
import { type Security, tooOpen } from '../security.ts';
import { type saslOf, tlsOf } from './kafka-security.ts';
import { troubleOfConnection } from './kafka-trouble.ts';
import { KafkaConnection, type Request, whichVersions } from './kafkajs-inner.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What a question looks like on the wire, and how its answer is read. */
export interface Question<T> {
  readonly api: number;
  readonly version: number;
  readonly name: string;
  readonly body: Buffer;
  read(answer: Buffer): T;
}

export interface BrokerConnection {
  readonly address: Address;
  /** From when on nothing new is to be asked over it: its session ends soon. In milliseconds, as `Date.now`. */
  readonly staleAt: number;
  ask<T>(question: Question<T>): Promise<T>;
  close(): void;
}

export interface ConnectOptions {
  readonly clientId: string;
  readonly security: Security;
  /** As `saslOf` gave it: shared by all connections, so that one token serves them. */
  readonly sasl: ReturnType<typeof saslOf>;
  /** Milliseconds within which the broker has to answer. */
  readonly answerMs: number;
}

/** The oldest versions of Kafka's questions that are asked here; a broker of 2.3 (2019) or newer knows them. */
export const versions = { produce: 7, fetch: 11, listOffsets: 2, metadata: 5 } as const;
const asked: readonly (readonly [number, number])[] = [
  [0, versions.produce],
  [1, versions.fetch],
  [2, versions.listOffsets],
  [3, versions.metadata],
];

const silent = () => {};
const logger = { namespace: () => logger, debug: silent, info: silent, warn: silent, error: silent };
/** A connection is replaced when so much of its session is over. */
const STALE_AFTER = 0.8;
/** kafkajs would sign in anew over the same connection, with answers still under way; so late it never does. */
const NEVER = -1e15;

export const nameOf = ({ host, port }: Address) => `${host}:${port}`;

/** Connects, signs in and makes sure that the broker knows the questions. Rejects with `LinkError`. */
export async function connect(address: Address, options: ConnectOptions): Promise<BrokerConnection> {
  const { host, port } = address;
  const open = tooOpen(options.security, host);
  if (open) throw new LinkError('setup', open);
  const tls = tlsOf(options.security);
  let socket: Socket | undefined;
  let socketError: Error | undefined;
  let closed = false;
  const connection = new KafkaConnection({
    host,
    port,
    logger,
    clientId: options.clientId,
    ssl: tls,
    sasl: options.sasl && { ...options.sasl },
    connectionTimeout: options.answerMs,
    requestTimeout: options.answerMs,
    enforceRequestTimeout: true,
    reauthenticationThreshold: NEVER,
    socketFactory: ({ onConnect }: { onConnect: () => void }) => {
      socket = tls
        ? connectSecure({ host, port, ...(isIP(host) ? {} : { servername: host }), ...tls }, onConnect)
        : connectPlain({ host, port }, onConnect);
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 60_000);
      socket.once('error', (error) => {
        socketError = error;
      });
      socket.once('close', () => fail(new Error('closed')));
      return socket;
    },
  });

  /** What waits for an answer: kafkajs itself leaves some of it waiting for good. */
  const waiting = new Set<(error: Error) => void>();
  const fail = (error: Error) => {
    closed = true;
    for (const reject of waiting) reject(error);
    waiting.clear();
    connection.rejectRequests(error);
    // Ends its timer too; what it waits for was rejected.
    connection.disconnect().catch(silent);
    socket?.destroy();
  };
  const unlessLate = <T>(work: Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const end = () => {
        clearTimeout(late);
        waiting.delete(refuse);
      };
      const refuse = (error: Error) => {
        end();
        if (!closed) fail(error);
        reject(troubleOfConnection(error, nameOf(address), socketError));
      };
      const late = setTimeout(() => refuse(new Error('timeout')), options.answerMs);
      waiting.add(refuse);
      work.then((result) => {
        end();
        resolve(result);
      }, refuse);
    });

  await unlessLate(
    (async () => {
      await connection.connect();
      const { apiVersions } = (await connection.send(whichVersions())) as {
        apiVersions: { apiKey: number; minVersion: number; maxVersion: number }[];
      };
      const known = Object.fromEntries(apiVersions.map(({ apiKey, ...range }) => [apiKey, range]));
      if (asked.some(([api, version]) => (known[api]?.maxVersion ?? -1) < version))
        throw new LinkError(
          'setup',
          `Central (${nameOf(address)}) is older than Kafka 2.3 and cannot be used.`,
        );
      connection.setVersions(known);
      connection.setSupportAuthenticationProtocol(true);
      await connection.authenticate();
    })(),
  );

  const lifetime = Number(connection.sessionLifetime.toString());
  return {
    address,
    staleAt: lifetime > 0 ? Date.now() + lifetime * STALE_AFTER : Number.POSITIVE_INFINITY,
    ask: <T>({ api, version, name, body, read }: Question<T>) => {
      if (closed)
        return Promise.reject(troubleOfConnection(new Error('closed'), nameOf(address), socketError));
      const request: Request = {
        apiKey: api,
        apiVersion: version,
        apiName: name,
        encode: async () => ({ buf: body, buffer: body }),
      };
      const response = {
        decode: async (answer: Buffer) => answer,
        parse: async (answer: Buffer) => read(answer),
      };
      return unlessLate(connection.send<T>({ request, response }));
    },
    close: () => fail(new Error('closed')),
  };
}
