/**
 * Pages that came over the topic of documents, kept for requests that name them; each part a file, under its hash.
 * Always: a page is given only whole and only if it is the one its hash says. Old ones are cleared away.
 */
import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Payload } from '../sync/envelope.ts';

export interface PageShelf {
  keep(page: Payload<'DocumentPage'>): void;
  /** The PNG, or null while it is not here whole. */
  find(sha256: string): Uint8Array | null;
  /** Forgets what was kept before an instant, in milliseconds. */
  clear(before: number): void;
}

const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** Opens the shelf in a folder. */
export const pageShelf = (folder: string): PageShelf => {
  const pages = join(folder, 'pages');
  mkdirSync(pages, { recursive: true });
  const partsOf = (sha256: string) =>
    readdirSync(pages)
      .filter((name) => name.startsWith(`${sha256}.`))
      .sort();
  return {
    keep: ({ sha256, part, parts, content }) => {
      if (!isHash(sha256)) return;
      const file = join(pages, `${sha256}.${String(part).padStart(5, '0')}-${parts}`);
      writeFileSync(`${file}.new`, content);
      renameSync(`${file}.new`, file);
    },
    find: (sha256) => {
      if (!isHash(sha256)) return null;
      const names = partsOf(sha256).filter((name) => !name.endsWith('.new'));
      const wanted = Number(names[0]?.split('-')[1] ?? Number.NaN);
      if (names.length !== wanted) return null;
      const whole = Buffer.concat(names.map((name) => readFileSync(join(pages, name))));
      return hash('sha256', whole, 'hex') === sha256 ? whole : null;
    },
    clear: (before) => {
      for (const name of readdirSync(pages))
        if (statSync(join(pages, name)).mtimeMs < before) rmSync(join(pages, name), { force: true });
    },
  };
};
