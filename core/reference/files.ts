/**
 * The files a person chose: found, told apart by their first line, and the ones that are sent here kept until they are
 * no longer needed.
 *
 * Always: a path is whole, leads to an ordinary file outside the data folder, and what stands in a file that is not one
 * of ours never leaves it: a sentence says which columns are missing, not what was there. A file is sent here only while
 * the disk keeps room for the counter's own work.
 */
import {
  createWriteStream,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { basename, isAbsolute, join, relative } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { refuse } from '../contract/errors.ts';
import type { Catalogue, FileChoice } from '../contract/reference.ts';
import { newId } from '../identity.ts';
import { troubleOf } from '../store/database.ts';
import { packageColumns, productColumns } from './ndc-directory.ts';
import { nppesColumns, nppesPlaces } from './nppes.ts';
import { FileProblem, layoutOf, openRows } from './rows-of-file.ts';
import type { KeptFile } from './store.ts';

type Part = KeptFile['part'];
export interface ChosenFile extends Omit<KeptFile, 'sha256'> {
  /** Milliseconds; a file that was written to since is another one. */
  modified: number;
}

/** Room the data file keeps for itself on the disk. */
const RESERVED_BYTES = 256 * 1024 * 1024;
const MOST_IN_FOLDER = 1000;
const FILE_NAMES = /^(product\.txt|package\.txt|npidata_pfile_[^.]*\.csv)$/i;
const HEADER_FILE = /_fileheader/i;

const missing = (header: readonly string[], columns: readonly string[]): string[] => {
  const titles = new Set(header.map((title) => title.toLowerCase()));
  return columns.filter((column) => !titles.has(column.toLowerCase()));
};

const needed: readonly (readonly [part: Part, columns: readonly string[], words: string])[] = [
  ['product', productColumns, 'the product file of the NDC directory (product.txt)'],
  ['package', packageColumns, 'the package file of the NDC directory (package.txt)'],
  ['prescribers', nppesColumns, 'the NPPES file of prescribers (npidata_pfile…csv)'],
];

/** What a file with this first line is; a sentence when it is none of ours. */
export const partOf = (header: readonly string[]): Part | { problem: string } => {
  if (nppesPlaces(header) !== null) return 'prescribers';
  const lacking = needed.map(([part, columns, words]) => ({
    part,
    words,
    of: columns.length,
    lacks: missing(header, columns),
  }));
  const found = lacking.find(({ lacks }) => lacks.length === 0);
  if (found) return found.part;
  const nearest = lacking.toSorted((a, b) => a.lacks.length / a.of - b.lacks.length / b.of)[0]!;
  if (nearest.lacks.length > nearest.of / 2)
    return { problem: `It is none of ${needed.map(([, , words]) => words).join(', ')}.` };
  const shown = nearest.lacks.slice(0, 4).join(', ') + (nearest.lacks.length > 4 ? ' …' : '');
  return { problem: `It looks like ${nearest.words}, but these columns are missing: ${shown}.` };
};

/** What a file is, by its first line. Throws `FileProblem`. */
const recognised = (path: string): Part => {
  let problem = '';
  for (const kind of ['product', 'prescribers'] as const) {
    const rows = openRows(path, layoutOf[kind]);
    rows.close();
    const part = partOf(rows.header);
    if (typeof part !== 'string') problem = problem === '' || rows.header.length > 1 ? part.problem : problem;
    else if (layoutOf[part] === layoutOf[kind]) return part;
  }
  throw new FileProblem(problem || 'Its values are not parted as they should be. Fetch it again.');
};

const gone = (): never => refuse('reference.file-missing');

/** The files a path means: itself, or those of a folder that are ours by their names. */
const filesAt = (path: string, dataFolder: string): string[] => {
  if (!isAbsolute(path) || path.includes('\u0000'))
    refuse('reference.file-missing', 'Give the whole path, as it is on this machine.');
  try {
    const real = realpathSync(path);
    const within = relative(realpathSync(dataFolder), real);
    if (!within.startsWith('..') && !isAbsolute(within))
      refuse('reference.file-missing', 'Keep reference files outside of the data folder.');
    const stats = statSync(real);
    if (stats.isFile()) return [real];
    if (!stats.isDirectory()) return gone();
    const names = readdirSync(real).slice(0, MOST_IN_FOLDER);
    const ours = names.filter((name) => FILE_NAMES.test(name) && !HEADER_FILE.test(name));
    if (ours.length === 0)
      refuse(
        'reference.file-missing',
        'In this folder there is no product.txt with its package.txt, and no npidata_pfile…csv.',
      );
    return ours.map((name) => join(real, name));
  } catch (error) {
    if (isOfFileSystem(error)) return gone();
    throw error;
  }
};

const isOfFileSystem = (error: unknown): boolean =>
  ['ENOENT', 'EACCES', 'EPERM', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EINVAL', 'EISDIR'].includes(
    String((error as { code?: unknown } | null)?.code),
  );

export interface FileDesk {
  /** Finds the files of a choice and what each is. Refuses with a sentence. */
  choose(choices: readonly FileChoice[]): { catalogue: Catalogue; files: ChosenFile[] };
  /** Keeps what is sent, and answers the id it goes by. Refuses where there is no room. */
  receive(
    name: string,
    declared: number,
    body: ReadableStream<Uint8Array>,
  ): Promise<{ uploadId: string; bytes: number }>;
  /** Removes what was sent, but for these. */
  keepOnly(uploadIds: ReadonlySet<string>): void;
}

/** @param dataFolder the folder of the data file; what is sent is kept in its folder `reference` */
export const fileDesk = (dataFolder: string): FileDesk => {
  const folder = join(dataFolder, 'reference');
  const names = new Map<string, string>();
  const receiving = new Set<string>();

  const room = (): number => {
    const { bavail, bsize } = statfsSync(dataFolder);
    return bavail * bsize - RESERVED_BYTES;
  };
  const chosen = (path: string, name: string, uploadId: string | null): ChosenFile => {
    try {
      const part = recognised(path);
      const { size, mtimeMs } = statSync(path);
      return { part, name, path, uploadId, bytes: size, modified: mtimeMs };
    } catch (error) {
      if (error instanceof FileProblem) return refuse('reference.wrong-file', `“${name}”: ${error.sentence}`);
      if (isOfFileSystem(error)) return gone();
      throw error;
    }
  };
  const filesOf = (choice: FileChoice): ChosenFile[] => {
    if ('path' in choice)
      return filesAt(choice.path, dataFolder).map((path) => chosen(path, basename(path), null));
    const name = names.get(choice.uploadId);
    if (name === undefined)
      return refuse('reference.file-missing', 'This file is no longer here. Choose it again.');
    return [chosen(join(folder, choice.uploadId), name, choice.uploadId)];
  };

  return {
    choose: (choices) => {
      const files = choices.flatMap(filesOf);
      const parts = files.map(({ part }) => part).sort();
      if (parts.join() === 'prescribers') return { catalogue: 'prescribers', files };
      if (parts.join() === 'package,product') return { catalogue: 'drugs', files };
      if (parts.join() === 'package')
        return refuse(
          'reference.wrong-file',
          'This is the package file. Choose its product file (product.txt) too.',
        );
      if (parts.join() === 'product')
        return refuse(
          'reference.wrong-file',
          'This is the product file. Choose its package file (package.txt) too.',
        );
      return refuse(
        'reference.wrong-file',
        'Choose one product file with its package file, or one file of prescribers.',
      );
    },
    receive: async (name, declared, body) => {
      const noRoom = () => refuse('reference.no-room');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const uploadId = newId();
      const file = join(folder, uploadId);
      let bytes = 0;
      let checkedAt = 0;
      let isFull = declared > room();
      const watched = new Transform({
        transform: (piece: Uint8Array, _, done) => {
          bytes += piece.byteLength;
          // Other programs fill the disk too, and a sender may say nothing of its length.
          if (!isFull && bytes - checkedAt > 16 * 1024 * 1024) {
            checkedAt = bytes;
            isFull = room() < 0;
          }
          // A sender that is cut off would never see why: the rest is taken and dropped.
          if (isFull) done();
          else done(null, piece);
        },
      });
      receiving.add(uploadId);
      try {
        await pipeline(
          Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
          watched,
          createWriteStream(`${file}.partial`, { mode: 0o600 }),
        );
        if (isFull) noRoom();
        renameSync(`${file}.partial`, file);
      } catch (error) {
        rmSync(`${file}.partial`, { force: true });
        return troubleOf(error) === 'disk-full' ? noRoom() : Promise.reject(error);
      } finally {
        receiving.delete(uploadId);
      }
      names.set(uploadId, name);
      return { uploadId, bytes };
    },
    keepOnly: (uploadIds) => {
      for (const name of readdirOrNone(folder)) {
        const uploadId = name.replace(/\.partial$/, '');
        if (uploadIds.has(uploadId) || receiving.has(uploadId)) continue;
        rmSync(join(folder, name), { force: true });
        names.delete(uploadId);
      }
    },
  };
};

const readdirOrNone = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};
