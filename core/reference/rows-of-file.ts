/**
 * The rows of a text file of any size, one after the other, and the SHA-256 of the whole of it.
 *
 * Always: the file is read in pieces and never held whole; a row has a longest length, so that a file that is one
 * endless line is refused after a quarter of a megabyte; a file that is no table of text, or ends in the middle of a
 * row, is refused with a sentence that says what to do and nothing of what it held.
 * Not here: what the columns mean.
 */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Why a file cannot be used, in words for the person who chose it. */
export class FileProblem extends Error {
  readonly sentence: string;
  constructor(sentence: string) {
    super('a reference file cannot be used');
    this.sentence = sentence;
  }
}

export interface Layout {
  separator: '\t' | ',';
  /** Whether values stand in quotation marks, so that they may hold the separator and the end of a line. */
  quoted: boolean;
}

const tabbed: Layout = { separator: '\t', quoted: false };
/** How each of the files is written. */
export const layoutOf: Record<'product' | 'package' | 'prescribers', Layout> = {
  product: tabbed,
  package: tabbed,
  prescribers: { separator: ',', quoted: true },
};

/** The row in hand; it is overwritten by the next one. */
export interface FileRow {
  /** Line on which it begins; the first is 1. */
  readonly line: number;
  /** How many values it has. */
  readonly count: number;
  /** A value, trimmed; "" where there is none. */
  value(index: number): string;
  /** Begins of the row as it stands in the file, on one line, for showing. */
  text(): string;
}

export interface FileRows {
  header: readonly string[];
  rows: Generator<FileRow, void, void>;
  /** Bytes read so far. */
  done(): number;
  /** Of the whole file, in hex; right once every row was taken. */
  sha256(): string;
  close(): void;
}

const PIECE = 1024 * 1024;
/** No row of these files comes near it: the longest known has some ten thousand characters. */
const LONGEST_ROW = 256 * 1024;
const LONGEST_SHOWN = 400;
const MOST_VALUES = 512;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

/** Text of bytes that are UTF-8, or else the older encoding of Windows, in which these files come now and then. */
const decode = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    return windows1252.decode(bytes);
  }
};

const starts = (bytes: Uint8Array, ...signs: number[]) => signs.every((sign, at) => bytes[at] === sign);

/** What is wrong with a file that begins so, or null. */
const problemOfStart = (bytes: Uint8Array): string | null => {
  if (bytes.length === 0) return 'The file is empty. Fetch it again.';
  if (starts(bytes, 0x50, 0x4b, 3, 4))
    return 'The file is packed (ZIP or Excel). Unpack it first, then choose the text file that was in it.';
  if (starts(bytes, 0x1f, 0x8b))
    return 'The file is packed (gzip). Unpack it first, then choose what was in it.';
  if (starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff))
    return 'The file is written as UTF-16. Save it as UTF-8, or fetch it again from where it is published.';
  return bytes.subarray(0, 1000).includes(0)
    ? 'The file is not plain text. Fetch it again from where it is published.'
    : null;
};

/** Reads the file whole, for its hash alone. `onBytes` may end it by throwing. */
export const hashOfFile = (file: string, onBytes: (bytes: number) => void = () => {}): string => {
  const handle = openSync(file, 'r');
  try {
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(4 * PIECE);
    for (let done = 0; ; ) {
      const read = readSync(handle, piece, 0, piece.length, null);
      if (read === 0) return hash.digest('hex');
      hash.update(piece.subarray(0, read));
      done += read;
      onBytes(done);
    }
  } finally {
    closeSync(handle);
  }
};

/** A window on the file: bytes from the beginning of the row in hand. */
interface Window {
  handle: number;
  hash: Hash;
  bytes: Buffer;
  from: number;
  to: number;
  done: number;
  ended: boolean;
}

/** Moves what is left to the front and reads another piece behind it. */
const readOn = (window: Window): void => {
  const left = window.to - window.from;
  window.bytes.copyWithin(0, window.from, window.to);
  const read = readSync(window.handle, window.bytes, left, PIECE, null);
  window.hash.update(window.bytes.subarray(left, left + read));
  window.from = 0;
  window.to = left + read;
  window.done += read;
  window.ended = read === 0;
};

/** Where the values of the row in hand lie, relative to its beginning. */
interface Values {
  starts: Int32Array;
  ends: Int32Array;
  /** 1 where a value stands in quotation marks that hold doubled ones. */
  doubled: Uint8Array;
  count: number;
  ascii: boolean;
  /** Line feeds inside of values. */
  extraLines: number;
}

/** Nothing more can be said before more is read. */
const UNFINISHED = -1;

/**
 * Finds the values of the row at the window's beginning. Answers its length with the end of its line, or UNFINISHED.
 */
const findValues = (window: Window, values: Values, { separator, quoted }: Layout): number => {
  const { bytes, from, to } = window;
  const split = separator.charCodeAt(0);
  let count = 0;
  let start = from;
  let all = 0;
  let inside = false;
  let marks = 0;
  values.extraLines = 0;
  const close = (end: number) => {
    if (count >= MOST_VALUES) return;
    const isMarked = marks >= 2 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE;
    values.starts[count] = (isMarked ? start + 1 : start) - from;
    values.ends[count] = (isMarked ? end - 1 : end) - from;
    values.doubled[count] = isMarked && marks > 2 ? 1 : 0;
    count += 1;
  };
  for (let at = from; at < to; at += 1) {
    const sign = bytes[at]!;
    all |= sign;
    if (quoted && sign === QUOTE) {
      inside = !inside;
      marks += 1;
    } else if (sign === split && !inside) {
      close(at);
      start = at + 1;
      marks = 0;
    } else if (sign === LINE_FEED) {
      if (inside) {
        values.extraLines += 1;
        continue;
      }
      close(at > start && bytes[at - 1] === CARRIAGE_RETURN ? at - 1 : at);
      values.count = count;
      values.ascii = all < 128;
      return at + 1 - from;
    }
  }
  if (!window.ended || inside) return UNFINISHED;
  close(to > start && bytes[to - 1] === CARRIAGE_RETURN ? to - 1 : to);
  values.count = count;
  values.ascii = all < 128;
  return to - from;
};

const tooLong = (line: number, quoted: boolean) =>
  new FileProblem(
    `Line ${line} does not end${quoted ? ', or a quotation mark in it is never closed' : ''}. The file is damaged or is not the right one. Fetch it again.`,
  );
const cutShort = (line: number) =>
  new FileProblem(`The file ends in the middle of line ${line}: it was cut short. Fetch it again.`);

/** Opens a file of rows and reads its first line. Throws `FileProblem`. */
export const openRows = (file: string, layout: Layout): FileRows => {
  const handle = openSync(file, 'r');
  const window: Window = {
    handle,
    hash: createHash('sha256'),
    bytes: Buffer.allocUnsafe(LONGEST_ROW + PIECE),
    from: 0,
    to: 0,
    done: 0,
    ended: false,
  };
  const values: Values = {
    starts: new Int32Array(MOST_VALUES),
    ends: new Int32Array(MOST_VALUES),
    doubled: new Uint8Array(MOST_VALUES),
    count: 0,
    ascii: true,
    extraLines: 0,
  };
  let line = 1;
  let length = 0;
  let closed = false;
  const close = () => {
    if (!closed) closeSync(handle);
    closed = true;
  };

  /** Takes the next row into `values`; false at the end of the file. */
  const take = (): boolean => {
    for (;;) {
      length = window.from < window.to ? findValues(window, values, layout) : UNFINISHED;
      if (length !== UNFINISHED) return true;
      if (window.ended) {
        if (window.from < window.to) throw cutShort(line);
        return false;
      }
      if (window.to - window.from > LONGEST_ROW) throw tooLong(line, layout.quoted);
      readOn(window);
    }
  };
  const next = () => {
    line += 1 + values.extraLines;
    window.from += length;
  };
  const textOf = (start: number, end: number): string => {
    const bytes = window.bytes.subarray(window.from + start, window.from + end);
    return values.ascii ? bytes.toString('latin1') : decode(bytes);
  };
  const row: FileRow = {
    get line() {
      return line;
    },
    get count() {
      return values.count;
    },
    value: (index) => {
      if (index < 0 || index >= values.count) return '';
      const text = textOf(values.starts[index]!, values.ends[index]!);
      return (values.doubled[index] === 1 ? text.replaceAll('""', '"') : text).trim();
    },
    text: () => {
      const [first, last] = [values.starts[0]!, values.ends[values.count - 1]!];
      let end = Math.min(last, first + LONGEST_SHOWN);
      // Not in the middle of a sign.
      while (end < last && (window.bytes[window.from + end]! & 0xc0) === 0x80) end -= 1;
      return (
        textOf(first, end)
          .replace(/[\s\p{Cc}]+/gu, ' ')
          .trim() + (end < last ? ' …' : '')
      );
    },
  };

  try {
    if (!fstatSync(handle).isFile()) throw new FileProblem('This is not a file that can be read.');
    readOn(window);
    const problem = problemOfStart(window.bytes.subarray(0, window.to));
    if (problem !== null) throw new FileProblem(problem);
    if (starts(window.bytes, 0xef, 0xbb, 0xbf)) window.from = 3;
    if (!take()) throw new FileProblem('The file is empty. Fetch it again.');
    const header = Array.from({ length: values.count }, (_, index) => row.value(index));
    next();
    const width = header.length;
    const rows = function* () {
      while (take()) {
        const ended = window.bytes[window.from + length - 1] === LINE_FEED;
        if (!ended && values.count < width) throw cutShort(line);
        // An empty line is no row.
        if (values.count > 1 || values.ends[0]! > values.starts[0]!) yield row;
        next();
      }
    };
    return {
      header,
      rows: rows(),
      done: () => window.done,
      sha256: () => window.hash.copy().digest('hex'),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
};
