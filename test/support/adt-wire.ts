// A hospital's end of the wire for a test: sockets that send messages in frames and gather the answers, and a desk with its
// ways in on a real workstation. What a test sends is written here in the plainest form.

import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { onTestFinished } from 'vitest';
import { createFramer, framed } from '../../core/adt/mllp.ts';

/** A message of one patient; what is given stands in its place. */
export const messageOf = (
  controlId: string,
  given: Partial<Record<'event' | 'head' | 'at' | 'mrn' | 'rest', string>> = {},
) => {
  const { event = 'A01', at = '20260302090000', mrn = 'M1', rest = '', head } = given;
  return [
    head ?? `MSH|^~\\&|ADT|STMARY|MORTAR|PHARM|${at}||ADT^${event}|${controlId}|P|2.5.1`,
    `EVN||${at}`,
    `PID|1||${mrn}^^^STMARY^MR||MÜLLER^ANNA||19600214|F`,
    `PV1|1|I|4B^12^1^STMARY||||||||||||||||V${mrn}^^^STMARY^VN`,
    ...(rest === '' ? [] : [rest]),
    '',
  ].join('\r');
};
export const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');

export interface Sender {
  readonly socket: Socket;
  /** Answers so far, as text. */
  readonly answers: string[];
  /** Sends messages in frames. */
  send(...messages: string[]): void;
  write(bytes: string | Uint8Array): void;
  /** Resolves with the answers once there are so many. */
  answered(count: number): Promise<string[]>;
  /** Resolves when the connection has ended, whoever ended it. */
  ended: Promise<void>;
}

const senderOf = (socket: Socket): Sender => {
  const framer = createFramer(1_000_000);
  const answers: string[] = [];
  const waiting: (() => void)[] = [];
  const tell = () => {
    for (const one of waiting) one();
  };
  let over = false;
  socket.on('data', (chunk) => {
    for (const one of framer.push(chunk))
      if (one.kind === 'message') answers.push(Buffer.from(one.bytes).toString('latin1'));
    tell();
  });
  const ended = new Promise<void>((resolve) => {
    socket.on('error', () => {});
    socket.on('close', () => {
      over = true;
      tell();
      resolve();
    });
  });
  onTestFinished(() => void socket.destroy());
  return {
    socket,
    answers,
    ended,
    send: (...messages) => void socket.write(framed(messages.map(bytesOf))),
    write: (bytes) => void socket.write(bytes),
    answered: (count) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (answers.length >= count) resolve(answers);
          else if (over)
            reject(new Error(`the connection ended after ${answers.length} of ${count} answers`));
        };
        waiting.push(look);
        look();
      }),
  };
};

export const openSender = (port: number): Promise<Sender> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(senderOf(socket));
    });
  });

/** Over TLS. Resolves once greeted; a certificate may still be turned away after that. */
export const openTlsSender = (port: number, options: ConnectionOptions): Promise<Sender> =>
  new Promise((resolve, reject) => {
    const socket = connectTls({ port, host: '127.0.0.1', servername: 'localhost', ...options });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      socket.off('error', reject);
      resolve(senderOf(socket));
    });
  });

/** MSA-1 of an answer. */
export const codeOf = (answer: string): string => answer.split('\r')[1]!.split('|')[1]!;
/** MSA-2 of an answer. */
export const controlIdOf = (answer: string): string => answer.split('\r')[1]!.split('|')[2]!;
