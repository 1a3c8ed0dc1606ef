/**
 * Sends messages over MLLP as a hospital’s interface does, on several connections at a time, and tells how they were answered.
 * Always: each is counted once, by the answer that bears its control id; what a broken connection left unanswered is sent again
 * on a new one; messages of one patient go over one connection, in their order.
 */
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { createFramer, framed } from '../mllp.ts';
import { readHeader } from '../reading/header.ts';

export interface SendOptions {
  readonly host: string;
  readonly port: number;
  /** PEM texts; null without TLS. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string } | null;
  /** Messages a connection may have unanswered. */
  readonly inFlight: number;
  /** Messages a second altogether; 0: as fast as they are answered. */
  readonly rate: number;
  /** How often a broken connection is opened anew before it is given up; 20 unless said. */
  readonly tries?: number;
}

export interface SendReport {
  readonly sent: number;
  /** Last answers by code: AA, CA, AE … */
  readonly byCode: Readonly<Record<string, number>>;
  readonly unanswered: number;
  readonly sentAgain: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Milliseconds from sending to answer. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly p99: number };
}

export interface Outgoing {
  readonly bytes: Uint8Array;
  readonly controlId: string;
}

const AGAIN_MS = 100;
/** An answer that does not come within this is asked for again, as hospitals do. */
const UNANSWERED_MS = 30_000;

/** Which connection a message goes over: by the numbers of its patient, so that his messages keep their order. */
const laneOf = (bytes: Uint8Array, controlId: string, lanes: number): number => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = text.indexOf('PID', 4);
  const [, , old = '', numbers = ''] = text
    .toString('latin1', at, at + 200)
    .split(String.fromCharCode(bytes[3]!));
  let mixed = 0x811c9dc5;
  for (const sign of (at < 0 ? '' : numbers || old) || controlId)
    mixed = Math.imul(mixed ^ sign.charCodeAt(0), 0x01000193);
  return ((mixed ^ (mixed >>> 15)) >>> 0) % lanes;
};

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Messages parted among so many connections, those of one patient in their order on the same. */
export const inLanes = (messages: readonly Uint8Array[], connections: number): Outgoing[][] => {
  const lanes: Outgoing[][] = Array.from({ length: connections }, () => []);
  for (const bytes of messages) {
    const controlId = readHeader(bytes)?.controlId ?? '';
    lanes[laneOf(bytes, controlId, connections)]!.push({ bytes, controlId });
  }
  return lanes;
};

/** Sends each lane over a connection of its own; resolves when each message is answered or its connection is given up. */
export const sendMessages = async (
  options: SendOptions,
  lanes: readonly (readonly Outgoing[])[],
  onAnswer: (controlId: string, code: string) => void = () => {},
): Promise<SendReport> => {
  const began = performance.now();
  const byCode: Record<string, number> = {};
  const latencies: number[] = [];
  let sentAgain = 0;
  let started = 0;

  /** Whether another may be sent by the rate that was asked for; otherwise in how many milliseconds. */
  const dueIn = () =>
    options.rate === 0 ? 0 : Math.max(0, (started / options.rate) * 1_000 - (performance.now() - began));

  const open = (): Socket =>
    options.tls === null
      ? connectPlain({ host: options.host, port: options.port })
      : connectTls({ host: options.host, port: options.port, ...options.tls });

  const runLane = (queue: readonly Outgoing[]) =>
    new Promise<number>((resolve) => {
      let next = 0;
      let unanswered: (Outgoing & { readonly sentAt: number })[] = [];
      let triesLeft = options.tries ?? 20;
      const begin = () => {
        const socket = open();
        const framer = createFramer(1024 * 1024);
        let waiting: NodeJS.Timeout | undefined;
        let over = false;
        socket.setNoDelay(true);
        socket.setTimeout(UNANSWERED_MS, () => socket.destroy());

        const fill = () => {
          clearTimeout(waiting);
          const now: Uint8Array[] = [];
          while (unanswered.length < options.inFlight && next < queue.length) {
            const due = dueIn();
            if (due > 0) {
              waiting = setTimeout(fill, due);
              break;
            }
            const one = queue[next]!;
            next += 1;
            started += 1;
            unanswered.push({ ...one, sentAt: performance.now() });
            now.push(one.bytes);
          }
          if (now.length > 0) socket.write(framed(now));
          if (unanswered.length === 0 && next >= queue.length) {
            over = true;
            socket.end();
            resolve(0);
          }
        };
        socket.on(options.tls === null ? 'connect' : 'secureConnect', () => {
          if (unanswered.length > 0) {
            sentAgain += unanswered.length;
            socket.write(framed(unanswered.map(({ bytes }) => bytes)));
          }
          fill();
        });
        socket.on('data', (chunk) => {
          for (const found of framer.push(chunk)) {
            if (found.kind !== 'message') continue;
            const text = Buffer.from(found.bytes).toString('latin1');
            const [, separator = '', code = '', rest = ''] = /\rMSA(.)([A-Z]{2})\1([^\r]*)/.exec(text) ?? [];
            const controlId = rest.split(separator, 1)[0];
            const at = unanswered.findIndex((one) => one.controlId === controlId);
            // The second answer to one (enhanced mode), or to one sent twice.
            if (at < 0) continue;
            const [one] = unanswered.splice(at, 1);
            latencies.push(performance.now() - one!.sentAt);
            byCode[code] = (byCode[code] ?? 0) + 1;
            triesLeft = options.tries ?? 20;
            onAnswer(one!.controlId, code);
          }
          fill();
        });
        socket.on('error', () => {});
        socket.on('close', () => {
          clearTimeout(waiting);
          if (over) return;
          triesLeft -= 1;
          if (triesLeft > 0) setTimeout(begin, AGAIN_MS);
          else {
            const left = unanswered.length + queue.length - next;
            unanswered = [];
            resolve(left);
          }
        });
      };
      if (queue.length === 0) resolve(0);
      else begin();
    });

  const left = await Promise.all(lanes.map(runLane));
  const seconds = (performance.now() - began) / 1_000;
  latencies.sort((a, b) => a - b);
  return {
    sent: lanes.reduce((sum, lane) => sum + lane.length, 0),
    byCode,
    unanswered: left.reduce((sum, count) => sum + count, 0),
    sentAgain,
    seconds,
    perSecond: latencies.length / seconds,
    latency: {
      p50: percentile(latencies, 0.5),
      p95: percentile(latencies, 0.95),
      p99: percentile(latencies, 0.99),
    },
  };
};
