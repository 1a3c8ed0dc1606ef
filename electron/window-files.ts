// The files of the built window, and the one page shown when the core has been given up.
// Always: nothing outside the folder is answered; every answer carries the policy; a path without a file
// extension is a screen of the window, so it answers index.html.

import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** Mantine sets element styles, so inline styles are allowed; inline script and eval are not. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "media-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'self' blob:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export const coreStoppedPage = '/core-stopped';

const CORE_STOPPED = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mortar</title>
<body style="font: 16px/1.5 system-ui; max-width: 34rem; margin: 15vh auto; padding: 0 1rem">
<h1>The workstation has stopped</h1>
<p>It was started again several times and stopped each time. Everything it had confirmed is on the disk.</p>
<p>Close this window and start Mortar again. If this page comes back, call your support.</p></body></html>`;

/** Answers one file of the window. `path` is the path of the address, still percent-encoded. */
export async function windowFile(folder: string, path: string): Promise<Response> {
  if (path === coreStoppedPage) return fileAnswer(CORE_STOPPED, '.html');
  const name = relativeName(path);
  if (name === undefined) return notFound();
  const wanted = extname(name) === '' ? 'index.html' : name;
  try {
    return fileAnswer(new Uint8Array(await readFile(join(folder, wanted))), extname(wanted));
  } catch {
    return notFound();
  }
}

function relativeName(path: string): string | undefined {
  try {
    const name = normalize(decodeURIComponent(path)).replace(/^[/\\]+/, '');
    return name === '..' || name.startsWith(`..${sep}`) || name.includes('\0') ? undefined : name;
  } catch {
    return undefined;
  }
}

function fileAnswer(body: BodyInit, extension: string): Response {
  return new Response(body, {
    headers: {
      'content-type': TYPES[extension] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    },
  });
}

function notFound(): Response {
  return new Response(null, { status: 404, headers: { 'content-security-policy': POLICY } });
}
