/**
 * The thread with the sockets of all MLLP sources, so that neither TLS nor a thousand connections hold up the counter. It is told
 * what to open in messages, hands over whole messages of many connections at a time, as it read them (read-ahead.ts), and writes
 * the answers it is given.
 * Always: the messages of one connection are handed over, and answered, in the order they came; what one connection may
 * have unanswered is bounded, beyond it that connection is not read. What follows from a message is not known here.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { parentPort } from 'node:worker_threads';
import type { SourceProfile } from '../../contract/adt-values.ts';
import { handedOver, readAhead, together } from '../keeping/read-ahead.ts';
import type { ToRead } from '../keeping/read-arrived.ts';
import { createFramer, type Framed, type Framer, framed, problems } from '../mllp.ts';
import { splitFrame } from '../reading/batch-file.ts';
import type { Answer, FrameIn, ListenOptions, MllpOrder, MllpReport } from './mllp-orders.ts';
import { openingTrouble, refusedHandshake } from './mllp-trouble.ts';

const TRY_AGAIN_MS = 2_000;
const LOOK_EVERY_MS = 200;
/** What one connection may have unanswered before it is read on. */
const MOST_UNANSWERED = 256;
/** Noise in a row after which nobody sensible can be at the other end. */
const MOST_NOISE = 50;
/** Written and not yet taken by the network: who does not fetch his answers is not read. */
const MOST_UNFETCHED = 1024 * 1024;
const HANDSHAKE_MS = 10_000;
const TURNED_AWAY_EVERY_MS = 10_000;

interface Connection {
  readonly id: number;
  readonly source: string;
  readonly peer: string;
  readonly socket: Socket;
  readonly framer: Framer;
  readonly options: ListenOptions;
  lastByteAt: number;
  /** When the frame that has begun did so; null between frames. */
  frameBeganAt: number | null;
  unanswered: number;
  unansweredBytes: number;
  noises: number;
  /** The other end sends no more; what it sent is still answered. */
  ended: boolean;
}
interface Listening {
  readonly server: Server;
  tryAgain?: NodeJS.Timeout;
}

const connections = new Map<number, Connection>();
const listening = new Map<string, Listening>();
const profiles = new Map<string, SourceProfile>();
let lastConnection = 0;
let ending = false;

const report = (what: MllpReport, transfer: ArrayBuffer[] = []) => parentPort!.postMessage(what, transfer);

/** What was read and sent since the last hand-over: many connections go over in one message. */
let frames: { connection: Connection; bytes: Uint8Array }[] = [];
let sent: number[] = [];
let handing = false;

const handOverFrames = () => {
  const toRead: ToRead[] = [];
  const framesIn = frames.map(({ connection, bytes }): FrameIn => {
    const several = splitFrame(bytes);
    const messages = several?.messages ?? [bytes];
    const profile = profiles.get(connection.source)!;
    for (const message of messages) toRead.push({ bytes: message, profile });
    return {
      connection: connection.id,
      lengths: messages.map(({ length }) => length),
      envelope: several?.envelope ?? null,
      remarks: several?.remarks ?? [],
    };
  });
  frames = [];
  const bytes = together(toRead);
  const ahead = readAhead(bytes, toRead);
  report({ kind: 'messages', bytes, frames: framesIn, ...ahead }, [bytes.buffer, ...handedOver(ahead)]);
};
const handOver = () => {
  handing = false;
  if (frames.length > 0) handOverFrames();
  if (sent.length > 0) report({ kind: 'sent', messageIds: sent });
  sent = [];
};
const handOverSoon = () => {
  if (!handing) setImmediate(handOver);
  handing = true;
};

const tellNoise = (
  { source, peer }: Pick<Connection, 'source' | 'peer'>,
  problem: string,
  bytes: Uint8Array = new Uint8Array(0),
  length = bytes.length,
) => report({ kind: 'noise', source, peer, problem, bytes, length });

const isFull = ({ unanswered, unansweredBytes, options, socket }: Connection) =>
  unanswered >= MOST_UNANSWERED ||
  unansweredBytes > options.mostBytes ||
  socket.writableLength > MOST_UNFETCHED;

const goOn = (connection: Connection) => {
  if (!connection.socket.isPaused() || isFull(connection) || ending) return;
  // What waited for us was not slow.
  if (connection.frameBeganAt !== null) connection.frameBeganAt = Date.now();
  connection.socket.resume();
};

const endWhenAnswered = ({ ended, unanswered, socket }: Connection) => {
  if ((ended || ending) && unanswered === 0) socket.destroySoon();
};

const takeFramed = (connection: Connection, found: readonly Framed[]) => {
  for (const one of found)
    if (one.kind === 'message') {
      connection.noises = 0;
      connection.unanswered += 1;
      connection.unansweredBytes += one.bytes.length;
      frames.push({ connection, bytes: one.bytes });
      handOverSoon();
    } else if (one.kind === 'noise') {
      connection.noises += 1;
      if (connection.noises <= MOST_NOISE) tellNoise(connection, one.problem, one.bytes, one.length);
    }
  return found.some(({ kind }) => kind === 'too-long') || connection.noises > MOST_NOISE;
};

const onConnection = (source: string, options: ListenOptions, socket: Socket) => {
  lastConnection += 1;
  const connection: Connection = {
    id: lastConnection,
    source,
    peer: `${socket.remoteAddress ?? ''}:${socket.remotePort ?? ''}`,
    socket,
    framer: createFramer(options.mostBytes),
    options,
    lastByteAt: Date.now(),
    frameBeganAt: null,
    unanswered: 0,
    unansweredBytes: 0,
    noises: 0,
    ended: false,
  };
  connections.set(connection.id, connection);
  report({ kind: 'opened', source, connection: connection.id, peer: connection.peer });
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 60_000);
  socket.on('data', (chunk: Buffer) => {
    const now = Date.now();
    connection.lastByteAt = now;
    const found = connection.framer.push(chunk);
    // A frame that began in this chunk begins now, whatever ended in it.
    if (!connection.framer.inFrame) connection.frameBeganAt = null;
    else if (connection.frameBeganAt === null || found.length > 0) connection.frameBeganAt = now;
    if (takeFramed(connection, found)) socket.destroy();
    else if (isFull(connection)) socket.pause();
  });
  // Why it broke is of no use to anybody: the other end sends again what was not answered.
  socket.on('error', () => {});
  socket.on('drain', () => goOn(connection));
  socket.on('end', () => {
    connection.ended = true;
    endWhenAnswered(connection);
  });
  socket.on('close', () => {
    takeFramed(connection, connection.framer.end());
    connections.delete(connection.id);
    handOver();
    report({ kind: 'closed', source, connection: connection.id });
  });
};

/** Closes who is silent, and who sends a message too slowly; both send again what was not answered. */
const look = () => {
  const now = Date.now();
  for (const connection of connections.values()) {
    const { options, socket, frameBeganAt } = connection;
    if (connection.unanswered > 0 && socket.isPaused()) continue;
    if (frameBeganAt !== null && now - frameBeganAt > options.frameSeconds * 1_000) {
      tellNoise(connection, problems.tooSlow);
      socket.destroy();
    } else if (connection.unanswered === 0 && now - connection.lastByteAt > options.idleSeconds * 1_000)
      socket.destroy();
  }
};

const listen = (source: string, options: ListenOptions) => {
  const { tls } = options;
  let turnedAwayAt = 0;
  const open = (): Server =>
    tls === null
      ? createServer({ allowHalfOpen: true }, (socket) => onConnection(source, options, socket))
      : createTlsServer(
          {
            allowHalfOpen: true,
            key: tls.key,
            cert: tls.certificate,
            minVersion: 'TLSv1.2',
            handshakeTimeout: HANDSHAKE_MS,
            ...(tls.clientAuthorities !== null && {
              ca: tls.clientAuthorities,
              requestCert: true,
              rejectUnauthorized: true,
            }),
          },
          (socket) => onConnection(source, options, socket),
        );
  /** Many in a row say no more than one. */
  const turnedAway = (peer: string, problem: string) => {
    if (Date.now() - turnedAwayAt < TURNED_AWAY_EVERY_MS) return;
    turnedAwayAt = Date.now();
    tellNoise({ source, peer }, problem);
  };
  let server: Server;
  try {
    server = open();
  } catch (error) {
    // Nothing but other settings mends this, and they open it anew.
    return report({ kind: 'trouble', source, sentence: openingTrouble(error, options) });
  }
  const entry: Listening = { server };
  listening.set(source, entry);
  server.maxConnections = options.connections;
  server.on('drop', (data) =>
    turnedAway(`${data?.remoteAddress ?? ''}:${data?.remotePort ?? ''}`, problemsOfConnections(options)),
  );
  server.on('tlsClientError', (error, socket) => {
    // A certificate nobody here trusts ends the connection as if the sender had; the socket alone knows why.
    const problem = refusedHandshake(error, Boolean(socket.authorizationError));
    if (problem !== null) turnedAway(`${socket.remoteAddress ?? ''}:${socket.remotePort ?? ''}`, problem);
  });
  server.on('error', (error) => {
    report({ kind: 'trouble', source, sentence: openingTrouble(error, options) });
    clearTimeout(entry.tryAgain);
    entry.tryAgain = setTimeout(begin, TRY_AGAIN_MS);
  });
  server.on('listening', () => {
    const bound = server.address();
    report({ kind: 'listening', source, port: typeof bound === 'object' ? (bound?.port ?? 0) : 0 });
  });
  const begin = () => server.listen({ host: options.address, port: options.port, backlog: 511 });
  begin();
};
const problemsOfConnections = ({ connections: most }: ListenOptions) =>
  `A sender was turned away: ${most} connections are open, and more may not be.`;

const close = (source: string) => {
  const entry = listening.get(source);
  listening.delete(source);
  clearTimeout(entry?.tryAgain);
  entry?.server.close();
  for (const connection of connections.values())
    if (connection.source === source) connection.socket.destroySoon();
};

const answer = ({ connection: id, acknowledgements, messages: count, messageIds }: Answer) => {
  const connection = connections.get(id);
  if (!connection) return;
  connection.unanswered -= count;
  if (connection.unanswered === 0) connection.unansweredBytes = 0;
  connection.lastByteAt = Date.now();
  if (acknowledgements.length > 0)
    connection.socket.write(framed(acknowledgements), (error) => {
      if (error) return;
      for (const messageId of messageIds) sent.push(messageId);
      handOverSoon();
    });
  goOn(connection);
  endWhenAnswered(connection);
};

/** Takes nothing more; what was taken is still answered. */
const end = () => {
  ending = true;
  for (const source of [...listening.keys()]) {
    clearTimeout(listening.get(source)!.tryAgain);
    listening.get(source)!.server.close();
  }
  for (const connection of connections.values())
    if (connection.unanswered === 0) connection.socket.destroySoon();
    else connection.socket.pause();
};

const looking = setInterval(() => {
  look();
  if (!ending || connections.size > 0) return;
  clearInterval(looking);
  handOver();
  report({ kind: 'ended' });
  parentPort!.close();
}, LOOK_EVERY_MS);

parentPort!.on('message', (order: MllpOrder) => {
  if (order.kind === 'listen') {
    close(order.source);
    listen(order.source, order.options);
  } else if (order.kind === 'close') close(order.source);
  else if (order.kind === 'profile') profiles.set(order.source, order.profile);
  else if (order.kind === 'answer') for (const one of order.answers) answer(one);
  else end();
});
