// One HTTP request to the core's private socket, with the launch token that only the shell knows.

import { type IncomingMessage, request } from 'node:http';
import type { Readable } from 'node:stream';

/** Where a core listens and what it wants to see. */
export interface CoreAddress {
  socket: string;
  token: string;
}

export interface CoreRequest {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: Readable | string | undefined;
  signal?: AbortSignal;
}

/** Sends a request and answers as soon as the head of the answer is there. Rejects when the core cannot be reached. */
export function requestCore(address: CoreAddress, asked: CoreRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request({
      socketPath: address.socket,
      method: asked.method,
      path: asked.path,
      headers: { ...asked.headers, host: 'workstation', authorization: `Bearer ${address.token}` },
      ...(asked.signal ? { signal: asked.signal } : {}),
    });
    sent.once('response', resolve);
    sent.once('error', reject);
    if (asked.body && typeof asked.body !== 'string') {
      asked.body.once('error', (cause) => sent.destroy(cause));
      asked.body.pipe(sent);
    } else sent.end(asked.body);
  });
}

/** Posts JSON, or gets when there is no `body`, and answers the JSON that comes back. Rejects unless it is a success. */
export async function askCore(address: CoreAddress, path: string, body?: unknown): Promise<unknown> {
  const answer = await requestCore(address, {
    method: body === undefined ? 'GET' : 'POST',
    path,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await textOf(answer);
  if ((answer.statusCode ?? 500) >= 300)
    throw new Error(`The core answered ${answer.statusCode} to ${path}.`);
  return text === '' ? undefined : JSON.parse(text);
}

/** The whole body of an answer. */
export async function textOf(answer: IncomingMessage): Promise<string> {
  answer.setEncoding('utf8');
  let text = '';
  for await (const chunk of answer) text += chunk;
  return text;
}
