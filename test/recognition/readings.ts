/**
 * The drawn set as the machine reads it, kept on disk between runs, so that what is made of the words can be tuned
 * without reading the pages again.
 * Always: a page is read by the product's own path, fax file to kept picture to words; what is kept is kept by the
 * content of the picture and of the sources that read it, so nothing stale is ever used. Pages are invented: the
 * temporary folder may hold them.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { closePageReader, readPages } from '../../core/document/read-pages.ts';
import { createPageReader, type PageReader } from '../../core/recognise/page-reader.ts';
import type { PageReading } from '../../core/recognise/reading.ts';
import { type DrawnDocument, drawSet } from './draw-set.ts';

export interface ReadDocument extends Omit<DrawnDocument, 'fax'> {
  readonly readings: readonly PageReading[];
}

interface KeptDocument extends Omit<DrawnDocument, 'fax'> {
  /** By which each page's reading is found. */
  readonly pageKeys: readonly string[];
}

/** What a page says is measured here, not how busy the machine was. */
const PATIENCE_MS = 120_000;

const root = resolve(import.meta.dirname, '..', '..');
const folder = join(tmpdir(), 'mortar-recognition');

/** Every source a file stands on, itself included. */
function sourcesOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/(?:\bfrom\s+|\bimport\s+)'(\.[^'\n]+\.ts)'/g))
    sourcesOf(resolve(dirname(file), name!), seen);
  return seen;
}

/** Packages that draw or read: another version of one is another picture or other words. */
const packages = ['@napi-rs/canvas', 'tesseract.js-core', '@tesseract.js-data/eng', 'pdfjs-dist'];

/** A short mark of these sources as they are now. */
function markOf(...files: string[]): string {
  const hash = createHash('sha256');
  for (const name of packages) hash.update(readFileSync(join(root, 'node_modules', name, 'package.json')));
  for (const file of [...new Set(files.flatMap((name) => [...sourcesOf(join(root, name))]))].sort())
    hash.update(relative(root, file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

const keep = (file: string, content: unknown) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, JSON.stringify(content));
  renameSync(`${file}.part`, file);
};

const kept = <Content>(file: string): Content | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Content) : undefined;

/**
 * The documents of a seed with the readings of their pages. What is not kept from an earlier run is drawn and read;
 * `said` hears how far that is.
 */
export async function readSet(
  seed: number,
  pages: number,
  options: { fresh?: boolean; said?: (words: string) => void } = {},
): Promise<ReadDocument[]> {
  const drawn = markOf('test/recognition/draw-set.ts', 'core/document/page-image.ts');
  const read = join(folder, markOf('core/recognise/read-page.ts'));
  const setFile = join(folder, `set-${seed}-${pages}-${drawn}.json`);
  const known = options.fresh ? undefined : kept<KeptDocument[]>(setFile);
  const readings = known?.map(({ pageKeys, ...document }) => ({
    ...document,
    readings: pageKeys.map((key) => kept<PageReading>(join(read, `${key}.json`))),
  }));
  if (readings?.every((document) => document.readings.every((reading) => reading !== undefined)))
    return readings as ReadDocument[];

  const reader = createPageReader({ timeLimitMs: PATIENCE_MS });
  const memory: Memory = {
    recall: (key) => (options.fresh ? undefined : kept(join(read, `${key}.json`))),
    keep: (key, reading) => keep(join(read, `${key}.json`), reading),
  };
  try {
    const all: { document: ReadDocument; pageKeys: string[] }[] = [];
    const inHand = new Set<Promise<unknown>>();
    let drawn = 0;
    for (const document of drawSet(seed, pages)) {
      const at = drawn++;
      const reading = readDocument(document, reader, memory).then((result) => {
        all[at] = result;
        inHand.delete(reading);
        if (inHand.size === 0 || at % 20 === 19) options.said?.(`${at + 1} documents read`);
      });
      inHand.add(reading);
      // Drawing is faster than reading: as much is drawn ahead as keeps the lanes busy.
      if (inHand.size > 2 * reader.lanes) await Promise.race(inHand);
      await setImmediate();
    }
    await Promise.all(inHand);
    keep(
      setFile,
      all.map(
        ({ document: { readings: _, ...document }, pageKeys }): KeptDocument => ({ ...document, pageKeys }),
      ),
    );
    return all.map(({ document }) => document);
  } finally {
    await reader.close();
    await closePageReader();
  }
}

/** What is known of a page from an earlier run, by the content of its picture. */
interface Memory {
  recall(key: string): PageReading | undefined;
  keep(key: string, reading: PageReading): void;
}

/** Reads one document by the product's own path: the file to pages, each page to words. */
export async function readDocument(
  { fax, ...document }: DrawnDocument,
  reader: PageReader,
  memory?: Memory,
): Promise<{ document: ReadDocument; pageKeys: string[] }> {
  const file = await readPages(fax);
  if (!file.ok) throw new Error(`${document.name}: ${file.sentence}`);
  const pageKeys = file.pages.map(({ png }) => createHash('sha256').update(png).digest('hex'));
  const readings = await Promise.all(
    file.pages.map(async (page, at) => {
      const before = memory?.recall(pageKeys[at]!);
      if (before !== undefined) return before;
      const result = await reader.read(page.png);
      // A page given up on a busy machine is no property of the page: it is read again next time.
      if (result.ok) memory?.keep(pageKeys[at]!, result.reading);
      return result.ok ? result.reading : unread(page);
    }),
  );
  return { document: { ...document, readings }, pageKeys };
}

/** A page that cannot be read comes as one without words, as in the product. */
const unread = ({ width, height }: { width: number; height: number }): PageReading => ({
  width,
  height,
  picture: { width, height },
  toPicture: [1, 0, 0, 1, 0, 0],
  rotation: 0,
  words: [],
  look: '0'.repeat(64),
  tookMs: 0,
});
