/**
 * A hospital’s interface in a process of its own, started by adt-hospital.ts: makes its messages, says that it is ready, and sends
 * them when told to. Always: what is made is made before anything is timed; each connection sends the life of its own persons.
 * With a rate it sends when each is due, whatever is answered by then, and says when that was.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from 'node:tls';
import { createFramer, framed } from '../../core/adt/mllp.ts';
import { sendMessages } from '../../core/adt/way-in/sending.ts';
import { lanesOf, type Made } from './adt-messages.ts';

export interface SenderOptions {
  readonly port: number;
  /** PEM of the authority whose certificates it trusts. */
  readonly ca: string;
  readonly made: Made;
  readonly inFlight: number;
  /** Messages a second altogether; 0: as fast as they are answered. */
  readonly rate: number;
}

/** What it says when all is answered. */
export interface Sent {
  readonly taken: number;
  readonly controlIds: readonly string[];
  /** With a rate: when each was sent, in milliseconds since 1970, in the order of the control ids. */
  readonly sentAt: readonly number[];
  readonly answeredP99: number;
}

const options = JSON.parse(process.argv[2]!) as SenderOptions;
const lanes = lanesOf(options.made);
const controlIds = lanes.flatMap((lane) => lane.map(({ controlId }) => controlId));
const way = { host: '127.0.0.1', port: options.port };

const asFastAsAnswered = async (): Promise<Sent> => {
  const { byCode, latency } = await sendMessages(
    { ...way, tls: { ca: options.ca }, inFlight: options.inFlight, rate: 0 },
    lanes,
  );
  return {
    taken: (byCode.AA ?? 0) + (byCode.CA ?? 0),
    ...{ controlIds, sentAt: [], answeredP99: latency.p99 },
  };
};

const now = () => performance.timeOrigin + performance.now();

const whenDue = async (): Promise<Sent> => {
  let taken = 0;
  const sentAt = new Map<string, number>();
  const sockets = await Promise.all(
    lanes.map(
      () =>
        new Promise<ReturnType<typeof connect>>((resolve, reject) => {
          const socket = connect({ ...way, ca: options.ca });
          const framer = createFramer(1024 * 1024);
          socket.setNoDelay(true);
          socket.once('error', reject);
          socket.once('secureConnect', () => resolve(socket));
          socket.on('data', (chunk) => {
            for (const found of framer.push(chunk)) if (found.kind === 'message') taken += 1;
          });
        }),
    ),
  );
  const count = controlIds.length;
  const began = now();
  for (let sent = 0; sent < count; ) {
    // Those that are due are sent each by itself, as they would come.
    for (; sent < count && now() >= began + (sent / options.rate) * 1_000; sent += 1) {
      const lane = sent % lanes.length;
      const message = lanes[lane]![Math.floor(sent / lanes.length)]!;
      sentAt.set(message.controlId, began + (sent / options.rate) * 1_000);
      sockets[lane]!.write(framed([message.bytes]));
    }
    await wait(1);
  }
  while (taken < count) await wait(5);
  for (const socket of sockets) socket.end();
  return { taken, controlIds, sentAt: controlIds.map((id) => sentAt.get(id)!), answeredP99: Number.NaN };
};

process.once('message', async () => {
  const sent = options.rate === 0 ? await asFastAsAnswered() : await whenDue();
  process.send!(sent, () => process.disconnect());
});
process.send!('ready');
