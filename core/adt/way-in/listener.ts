/**
 * The ways in by MLLP, as the main thread has them: it tells the thread with the sockets (mllp-worker.ts) what to open, hands the
 * messages of all connections to the desk together, and the desk's answers back.
 * Always: what one connection sent is taken and answered in its order, a frame that holds several messages message by message; nothing is answered AA or CA before the desk has it on
 * disk; what it cannot take is answered AR with 207. Where the thread dies it is begun anew: connections break, and senders send
 * again what was not answered.
 */
import { Worker } from 'node:worker_threads';
import type { SourceProfile } from '../../contract/adt-values.ts';
import type { AcknowledgementMode } from '../acknowledge.ts';
import { acknowledgement, answersTo, batchAcknowledgement, notNow } from '../acknowledge.ts';
import type { Arrived, Desk, Kept } from '../arrived.ts';
import { givenToDesk } from '../keeping/read-ahead.ts';
import { readHeader } from '../reading/header.ts';
import type { Answer, FrameIn, ListenOptions, MessagesIn, MllpOrder, MllpReport } from './mllp-orders.ts';

export interface MllpSource extends ListenOptions {
  readonly acknowledge: AcknowledgementMode;
}

export interface ListenerParts {
  readonly desk: Pick<Desk, 'take' | 'acknowledged'>;
  readonly now: () => string;
  /** What came and was no message, or went wrong with a connection. */
  readonly onNoise: (sourceId: string, peer: string, problem: string, bytes: Uint8Array) => void;
  /** How listening stands: the port it has, or what is wrong in words. */
  readonly onState: (sourceId: string, state: { port: number } | { trouble: string }) => void;
  /** How many connections a source has. */
  readonly onConnections: (sourceId: string, connections: number) => void;
  readonly onFault: (error: unknown) => void;
}

export interface Listener {
  /** How the messages of a source are read from now on. Always said before it is listened for. */
  setProfile(sourceId: string, profile: SourceProfile): void;
  /** Opens the way in of a source, or opens it anew with other options. */
  listen(sourceId: string, source: MllpSource): void;
  close(sourceId: string): void;
  /** Ends all of it; what was taken is answered first. */
  stop(): Promise<void>;
}

const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './mllp-worker.ts' : './mllp-worker.js',
  import.meta.url,
);
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };
const BEGIN_ANEW_MS = 500;
/** So many go to the desk at a time: a batch may hold very many. */
const AT_A_TIME = 256;
/** What is under way when all of it ends has so long to be answered. */
const ENDING_MS = 3_000;

export const startListener = (parts: ListenerParts): Listener => {
  const { desk, now, onNoise, onState, onConnections, onFault } = parts;
  const sources = new Map<string, MllpSource>();
  const profiles = new Map<string, SourceProfile>();
  const peers = new Map<number, { source: string; peer: string }>();
  const counts = new Map<string, number>();
  let worker: Worker | null = null;
  let stopped = false;
  let again: NodeJS.Timeout | undefined;
  let ended: (() => void) | undefined;

  const send = (order: MllpOrder) => worker?.postMessage(order);
  const count = (source: string, change: number) => {
    counts.set(source, (counts.get(source) ?? 0) + change);
    onConnections(source, counts.get(source)!);
  };

  const notTaken = ({ sourceId, bytes }: Arrived): Uint8Array[] => {
    const header = readHeader(bytes);
    const mode = sources.get(sourceId)?.acknowledge ?? 'auto';
    if (!header) return [];
    return answersTo(header, mode, notNow).map((code) => acknowledgement(header, code, notNow, now()));
  };

  /** Answers of the connections they belong to, each frame’s together. */
  const answer = (
    frames: readonly FrameIn[],
    arrived: readonly Arrived[],
    kept: readonly Pick<Kept, 'messageId' | 'acknowledgements'>[],
  ) => {
    const answers: (Answer & { acknowledgements: Uint8Array[]; messageIds: number[]; messages: number })[] =
      [];
    const byConnection = new Map<number, (typeof answers)[number]>();
    let at = 0;
    for (const { connection, lengths, envelope } of frames) {
      let one = byConnection.get(connection);
      if (!one) {
        one = { connection, acknowledgements: [], messages: 0, messageIds: [] };
        byConnection.set(connection, one);
        answers.push(one);
      }
      const these = kept.slice(at, at + lengths.length);
      const header = envelope === null ? null : readHeader(arrived[at]!.bytes);
      at += lengths.length;
      const acknowledgements = these.flatMap((each) => each.acknowledgements);
      one.messages += 1;
      for (const { messageId, acknowledgements: own } of these)
        if (messageId !== null && own.length > 0) one.messageIds.push(messageId);
      if (envelope !== null && header !== null && acknowledgements.length > 0)
        one.acknowledgements.push(batchAcknowledgement(envelope, header, acknowledgements, now()));
      else one.acknowledgements.push(...acknowledgements);
    }
    send({ kind: 'answer', answers });
  };

  const takeSome = (arrived: readonly Arrived[]) =>
    desk.take(arrived).catch((error: unknown) => {
      onFault(error);
      return arrived.map((one) => ({ messageId: null, acknowledgements: notTaken(one) }));
    });

  const take = async (from: Worker, { bytes, frames, ...ahead }: MessagesIn) => {
    const given = givenToDesk(ahead);
    const arrived: Arrived[] = [];
    let at = 0;
    for (const { connection, lengths, remarks } of frames) {
      const { source: sourceId, peer } = peers.get(connection)!;
      for (const remark of remarks) onNoise(sourceId, peer, remark, new Uint8Array());
      for (const length of lengths) {
        const message = bytes.subarray(at, at + length);
        at += length;
        arrived.push({ sourceId, way: 'mllp', peer, bytes: message, ...given[arrived.length] });
      }
    }
    const pieces: Promise<Pick<Kept, 'messageId' | 'acknowledgements'>[]>[] = [];
    for (let first = 0; first < arrived.length; first += AT_A_TIME)
      pieces.push(takeSome(arrived.slice(first, first + AT_A_TIME)));
    const kept = (await Promise.all(pieces)).flat();
    if (from === worker) answer(frames, arrived, kept);
  };

  const onReport = (from: Worker, report: MllpReport) => {
    if (report.kind === 'messages') void take(from, report);
    else if (report.kind === 'sent') desk.acknowledged(report.messageIds);
    else if (report.kind === 'opened') {
      peers.set(report.connection, report);
      count(report.source, 1);
    } else if (report.kind === 'closed') {
      peers.delete(report.connection);
      count(report.source, -1);
    } else if (report.kind === 'noise')
      onNoise(
        report.source,
        report.peer,
        report.length > report.bytes.length ? `${report.problem} (${report.length} bytes)` : report.problem,
        report.bytes,
      );
    else if (report.kind === 'listening') onState(report.source, { port: report.port });
    else if (report.kind === 'trouble') onState(report.source, { trouble: report.sentence });
    else ended?.();
  };

  const begin = () => {
    const started = new Worker(workerFile, { resourceLimits, execArgv: [], stdout: true, stderr: true });
    worker = started;
    for (const [source, profile] of profiles) send({ kind: 'profile', source, profile });
    started.on('message', (report: MllpReport) => worker === started && onReport(started, report));
    started.on('error', onFault);
    started.on('exit', () => {
      ended?.();
      if (worker !== started) return;
      worker = null;
      peers.clear();
      for (const source of counts.keys()) onConnections(source, 0);
      counts.clear();
      if (stopped) return;
      for (const source of sources.keys())
        onState(source, { trouble: 'What listens broke off. It is begun anew by itself.' });
      again = setTimeout(() => {
        begin();
        for (const [source, options] of sources) send({ kind: 'listen', source, options });
      }, BEGIN_ANEW_MS);
    });
  };

  return {
    setProfile: (sourceId, profile) => {
      profiles.set(sourceId, profile);
      send({ kind: 'profile', source: sourceId, profile });
    },
    listen: (sourceId, source) => {
      sources.set(sourceId, source);
      // A workstation without such a source has no thread for it.
      if (worker === null && again === undefined) begin();
      send({ kind: 'listen', source: sourceId, options: source });
    },
    close: (sourceId) => {
      sources.delete(sourceId);
      send({ kind: 'close', source: sourceId });
    },
    stop: async () => {
      stopped = true;
      clearTimeout(again);
      const running = worker;
      if (!running) return;
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, ENDING_MS);
        ended = () => {
          clearTimeout(late);
          resolve();
        };
        send({ kind: 'end' });
      });
      worker = null;
      await running.terminate();
    },
  };
};
