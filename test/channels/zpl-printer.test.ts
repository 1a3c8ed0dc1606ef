/**
 * Sending a label to a network printer, against real TCP servers on the loopback.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { sendZpl } from '../../core/label/zpl-printer.ts';

const zpl = '^XA^CI28^FO20,20^A0N,30,30^FH_^FDZo_C3_AB^FS^XZ\n';
const opened: (() => void)[] = [];

async function printer(serve: (socket: Socket) => void, allowHalfOpen = false) {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen, pauseOnConnect: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => socket.destroy());
    serve(socket);
  });
  opened.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

afterEach(() => {
  for (const close of opened.splice(0)) close();
});

it('a label that the printer takes to its end is sent, once and whole', async () => {
  const jobs: string[] = [];
  const address = await printer((socket) => {
    let job = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      job += chunk;
    });
    socket.on('end', () => jobs.push(job));
    socket.resume();
  });
  expect(await sendZpl(address, zpl, { timeoutMs: 5000 })).toBe('sent');
  expect(jobs).toEqual([zpl]);
});

it('a printer that refuses the connection has printed nothing, so it may be tried again', async () => {
  const address = await printer(() => undefined);
  opened.splice(0)[0]!();
  expect(await sendZpl(address, zpl, { timeoutMs: 5000 })).toMatchObject({ failed: 'transient' });
});

it('a connection reset in the middle leaves it open whether the label printed', async () => {
  const address = await printer((socket) => {
    socket.once('data', () => socket.resetAndDestroy());
    socket.resume();
  });
  expect(await sendZpl(address, zpl.repeat(100_000), { timeoutMs: 5000 })).toMatchObject({
    failed: 'ambiguous',
    sentence: expect.stringContaining('look at the printer'),
  });
});

it('a busy print server that accepts and closes at once is not taken for a printed label', async () => {
  const address = await printer((socket) => socket.end(), true);
  expect(await sendZpl(address, zpl, { timeoutMs: 5000 })).toMatchObject({ failed: 'ambiguous' });
});

it('a printer that accepts and never reads is not waited for without end, and not called printed', async () => {
  const address = await printer(() => undefined, true);
  expect(await sendZpl(address, zpl, { timeoutMs: 600 })).toMatchObject({ failed: 'ambiguous' });
  expect(await sendZpl(address, zpl.repeat(300_000), { timeoutMs: 600 })).toMatchObject({
    failed: 'ambiguous',
  });
});
