/**
 * The inner parts of kafkajs 2.2.4 that kafka-connection.ts stands on, with one fault mended: whoever uses kafkajs
 * otherwise imports this file too. They are not its public interface, so the version is pinned, and nothing else of
 * them may be used than what is declared here. They are required, not imported: so they are the very ones that kafkajs
 * itself uses, whatever loads this file.
 * Always: the timer that looks after held-back requests runs only while some are held back. As published it runs every
 * millisecond for as long as the program does, with a warning for each negative time on newer Node versions.
 */
import { createRequire } from 'node:module';

const inner = createRequire(import.meta.url);

export interface Request {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly apiName: string;
  /** Only these two of kafkajs' own encoder are looked at. */
  encode(): Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
}

export interface Connection {
  /** Milliseconds the broker gives a session, in a kind of big number; 0 for ever. */
  readonly sessionLifetime: { toString(): string };
  connect(): Promise<unknown>;
  authenticate(): Promise<void>;
  disconnect(): Promise<unknown>;
  setVersions(versions: Record<number, { minVersion: number; maxVersion: number }>): void;
  setSupportAuthenticationProtocol(supported: boolean): void;
  rejectRequests(error: Error): void;
  send<T>(exchange: {
    request: Request;
    response: { decode(payload: Buffer): Promise<unknown>; parse(decoded: never): Promise<T> };
  }): Promise<T>;
}

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}

export const KafkaConnection: new (options: Record<string, unknown>) => Connection = inner(
  'kafkajs/src/network/connection.js',
);

/** The question which questions a broker knows. */
export const whichVersions: () => Parameters<Connection['send']>[0] = inner(
  'kafkajs/src/protocol/requests/index.js',
).requests.ApiVersions.protocol({ version: 2 });

/** Milliseconds after which held-back requests are looked at again, where the broker asked for no longer pause. */
const LOOK_AGAIN_MS = 10;

inner('kafkajs/src/network/requestQueue/index.js').prototype.scheduleCheckPendingRequests = function (
  this: RequestQueue,
) {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
  const pause = Math.max(this.throttledUntil - Date.now(), LOOK_AGAIN_MS);
  this.throttleCheckTimeoutId = setTimeout(() => {
    this.throttleCheckTimeoutId = null;
    this.checkPendingRequests();
  }, pause);
};
