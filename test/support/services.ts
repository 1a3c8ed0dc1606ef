/** Real peers on the loopback for the channels: a web service and a label printer that do as a test says. */
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  key: string;
  topic: string;
  content: Record<string, unknown>;
}

/** A status, or what is done to the connection once the message has arrived whole. */
export type Answer = number | 'lose' | 'hang';

export interface Service {
  readonly url: string;
  /** Every message that arrived whole, in order. */
  readonly received: Received[];
  /** Says what is done with the next messages; 200 when it is not said. */
  answer: (message: Received) => Answer;
  close(): Promise<void>;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

const listen = async (server: Server, port: number) => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
};

/** A service that takes messages; `port` to come back where one was. */
export const openService = async (port = 0): Promise<Service> => {
  const received: Received[] = [];
  const server = createHttpServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const message = {
      key: String(request.headers['idempotency-key']),
      ...(JSON.parse(Buffer.concat(chunks).toString()) as {
        topic: string;
        content: Record<string, unknown>;
      }),
    };
    received.push(message);
    const answer = service.answer(message);
    if (answer === 'lose') request.socket.destroy();
    else if (answer !== 'hang') response.writeHead(answer).end();
  });
  await listen(server, port);
  const service: Service = {
    url: `http://127.0.0.1:${portOf(server)}/`,
    received,
    answer: () => 200,
    close: async () => {
      server.closeAllConnections();
      if (server.listening) await new Promise((done) => server.close(done));
    },
  };
  onTestFinished(service.close);
  return service;
};

export interface Printer {
  readonly address: string;
  /** What came out, label by label. */
  readonly printed: string[];
  /** `lose` drops the connection in the middle; `hang` takes the label and never closes. */
  behaviour: 'print' | 'lose' | 'hang';
  /** How many were being sent at the same time at most. */
  busiest: number;
  close(): Promise<void>;
}

/** A label printer on a raw port. */
export const openPrinter = async (port = 0): Promise<Printer> => {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let label = '';
    sockets.add(socket);
    printer.busiest = Math.max(printer.busiest, sockets.size);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.setEncoding('utf8').on('data', (text: string) => {
      label += text;
      if (printer.behaviour === 'lose') socket.destroy();
    });
    socket.on('end', () => {
      if (printer.behaviour !== 'print') return;
      printer.printed.push(label);
      socket.end();
    });
  });
  await listen(server, port);
  const printer: Printer = {
    address: `127.0.0.1:${portOf(server)}`,
    printed: [],
    behaviour: 'print',
    busiest: 0,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise((done) => server.close(done));
    },
  };
  onTestFinished(printer.close);
  return printer;
};
