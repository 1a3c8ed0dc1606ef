/**
 * The built window as files: its index and its assets, and what it may load. Any address that names no file is a
 * place within the window, so it gets the index. Nothing outside the folder can be named.
 */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

/** What a window may load: its own files and nothing else. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.woff2', 'font/woff2'],
  ['.json', 'application/json'],
  ['.wav', 'audio/wav'],
]);

const INDEX = '/index.html';

export interface WindowFile {
  bytes: Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
}

/** The file of the window that a path asks for, or null when the window is not there. */
export const windowFile = async (folder: string, path: string): Promise<WindowFile | null> => {
  const name = nameOf(path);
  const bytes = await readFile(join(folder, name)).catch(() => null);
  if (!bytes) return null;
  return {
    bytes: new Uint8Array(bytes),
    headers: {
      'Content-Type': mediaTypes.get(extname(name))!,
      // Names of assets hold a hash of what is in them.
      'Cache-Control': name.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache',
    },
  };
};

const nameOf = (path: string): string => {
  try {
    const plain = normalize(decodeURIComponent(path)).replaceAll('\\', '/');
    const isFile = /^(\/[a-z0-9_-][a-z0-9._-]*)+$/i.test(plain) && mediaTypes.has(extname(plain));
    return isFile ? plain : INDEX;
  } catch {
    // Not decodable: no file of ours.
    return INDEX;
  }
};
