/**
 * The shapes of those inner parts of kafkajs 2.2.4 that kafka-connection.ts and mended-kafkajs.ts use. They are not
 * its public interface, so the version is pinned; nothing else of them may be used than what is declared here.
 */
declare module 'kafkajs/src/network/connection.js' {
  export interface Request {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    /** Only these two of kafkajs' own encoder are looked at. */
    encode(): Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
  }
  export default class Connection {
    constructor(options: Record<string, unknown>);
    connect(): Promise<unknown>;
    authenticate(): Promise<void>;
    disconnect(): Promise<unknown>;
    setVersions(versions: Record<number, { minVersion: number; maxVersion: number }>): void;
    setSupportAuthenticationProtocol(supported: boolean): void;
    rejectRequests(error: Error): void;
    send<T>(exchange: {
      request: Request;
      response: { decode(payload: Buffer): Promise<unknown>; parse(decoded: never): Promise<T> };
      requestTimeout?: number;
    }): Promise<T>;
  }
}

declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    pending: unknown[];
    throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
  }
}

declare module 'kafkajs/src/protocol/requests/index.js' {
  const all: { requests: { ApiVersions: { protocol(of: { version: number }): () => never } } };
  export default all;
}
