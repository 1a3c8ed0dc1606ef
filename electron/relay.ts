// Answers app://workstation: the built window's files, and /api/* handed on to the core's private socket.
// Always: every file answer carries the content security policy; the launch token and the database key stay on
// this side; bodies stream both ways and an abandoned request is abandoned at the core too.
// Not here: what a request means. The relay reads one thing, the key in the answers that carry one.

import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { z } from 'zod';
import type { Core } from './core-process.ts';
import { requestCore, textOf } from './core-request.ts';
import type { KeyStore } from './key-store.ts';
import { coreStoppedPage, windowFile } from './window-files.ts';

/** The paths, under POST, whose answer may hold the database key. */
const KEY_BEARING = new Set(['/api/set-up', '/api/open']);
const keyBearing = z.looseObject({ result: z.looseObject({ key: z.string().nullable() }) });
/** Headers between two ends of one connection, and those that only this side may set. */
const NOT_FORWARDED = new Set(
  'host authorization cookie origin referer connection keep-alive transfer-encoding upgrade te trailer'.split(
    ' ',
  ),
);
const NOT_RETURNED = new Set('connection keep-alive transfer-encoding set-cookie upgrade trailer'.split(' '));

const REFUSALS = {
  'core-restarting': 'The workstation is starting again. Nothing answered was lost. One moment.',
  'core-given-up': 'The workstation stopped several times in a row. Close the window and start it again.',
};

export interface RelayParts {
  core: Core;
  keys: KeyStore;
  /** The folder of the built window, absolute. */
  windowFolder: string;
}

/** Answers a handler for the `app` scheme. */
export function relay(parts: RelayParts): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    if (url.host !== 'workstation') return new Response(null, { status: 404 });
    if (url.pathname.startsWith('/api/')) return relayToCore(parts, request, url);
    if (url.pathname === coreStoppedPage) return windowFile(parts.windowFolder, coreStoppedPage);
    return windowFile(parts.windowFolder, url.pathname);
  };
}

async function relayToCore({ core, keys }: RelayParts, request: Request, url: URL): Promise<Response> {
  await core.firstStart;
  const state = core.state();
  if (state.kind !== 'up') return refuse(state.kind === 'given-up' ? 'core-given-up' : 'core-restarting');
  let answer: IncomingMessage;
  try {
    answer = await requestCore(state.address, {
      method: request.method,
      path: url.pathname + url.search,
      headers: Object.fromEntries([...request.headers].filter(([name]) => !NOT_FORWARDED.has(name))),
      body: request.body ? Readable.fromWeb(request.body as NodeReadableStream) : undefined,
      signal: request.signal,
    });
  } catch {
    return refuse('core-restarting');
  }
  const init = { status: answer.statusCode ?? 502, headers: headersOf(answer) };
  if (request.method === 'POST' && KEY_BEARING.has(decodeURIComponent(url.pathname)))
    return withoutKey(keys, await textOf(answer), init);
  const bodiless = request.method === 'HEAD' || [204, 205, 304].includes(init.status);
  return new Response(bodiless ? null : (Readable.toWeb(answer) as ReadableStream), init);
}

/** Takes the key out of an answer, keeps it, and tells the window only whether it is kept. */
async function withoutKey(
  keys: KeyStore,
  text: string,
  init: { status: number; headers: Headers },
): Promise<Response> {
  init.headers.delete('content-length');
  const answer = keyBearing.safeParse(JSON.parse(text));
  if (!answer.success) return new Response(text, init);
  const { key, ...rest } = answer.data.result;
  const keyKept = key !== null && (await keys.keep(key));
  return new Response(JSON.stringify({ ...answer.data, result: { ...rest, keyKept } }), init);
}

function headersOf(answer: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined && !NOT_RETURNED.has(name)) headers.set(name, String(value));
  headers.set('x-content-type-options', 'nosniff');
  return headers;
}

function refuse(code: keyof typeof REFUSALS): Response {
  const error = { kind: 'unavailable', code, message: REFUSALS[code] };
  return Response.json({ ok: false, error }, { status: 503, headers: { 'retry-after': '1' } });
}
