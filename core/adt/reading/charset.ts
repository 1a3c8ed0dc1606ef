/**
 * Which characters the bytes of a message mean: MSH-18 by table 0211, a mark at the beginning, else the source's profile, else
 * UTF-8 where they are that and windows-1252 where not. Never throws and never drops a byte without saying so: whoever asks is
 * told what was used and what did not fit. The bytes themselves are kept elsewhere, so that a wrong guess can be mended.
 */
import { isAscii } from 'node:buffer';
import type { SourceProfile } from '../../contract/adt-values.ts';

export interface Decoded {
  readonly text: string;
  /** One of `charsets`. */
  readonly charset: string;
  readonly remark: string | undefined;
}

/** Table 0211 and what senders write instead, letters and digits only, to the name used here. */
const charsets: Record<string, string> = {
  ASCII: 'ASCII',
  USASCII: 'ASCII',
  UNICODEUTF8: 'UTF-8',
  UTF8: 'UTF-8',
  UNICODE: 'UTF-8',
  UNICODEUTF16: 'UTF-16',
  UTF16: 'UTF-16',
  WINDOWS1252: 'windows-1252',
  CP1252: 'windows-1252',
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15].flatMap((part) => [
      [`8859${part}`, `iso-8859-${part}`],
      [`ISO8859${part}`, `iso-8859-${part}`],
    ]),
  ),
  // Latin 5 is Turkish: TextDecoder takes it for windows-1254, which holds all of it.
  '88599': 'windows-1254',
  ISO88599: 'windows-1254',
  BIG5: 'big5',
  GB180302000: 'gb18030',
  GB18030: 'gb18030',
  KSX1001: 'euc-kr',
  // JIS X 0208 comes with its shifts; JIS X 0201 is the half of Shift-JIS that needs no second byte.
  ISOIR87: 'iso-2022-jp',
  ISOIR14: 'shift_jis',
};

type Decoder = InstanceType<typeof TextDecoder>;
const decoders = new Map<string, Decoder>();

/** One decoder a charset: strict ones throw where bytes do not fit. */
const decoderOf = (name: string, strict: boolean): Decoder => {
  const key = strict ? `${name}!` : name;
  let decoder = decoders.get(key);
  if (!decoder) {
    decoder = new TextDecoder(name, { fatal: strict, ignoreBOM: true });
    decoders.set(key, decoder);
  }
  return decoder;
};

/** Strictly, or null where the bytes are not of this charset. */
function decodeStrictly(bytes: Buffer, charset: string): string | null {
  // What has no byte above 127 means the same in all of them, and is read fastest so.
  if (charset === 'iso-8859-1') return bytes.toString('latin1');
  if (charset === 'ASCII') return isAscii(bytes) ? bytes.toString('latin1') : null;
  if (charset === 'UTF-8' && isAscii(bytes)) return bytes.toString('latin1');
  try {
    return decoderOf(charset, true).decode(bytes);
  } catch {
    return null;
  }
}

/** Some bytes of a message (an escape in hex), by the charset it was read with; null where they are none of its characters. */
export const decodeBytes = (bytes: Buffer, charset: string): string | null => decodeStrictly(bytes, charset);

const asView = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** What may stand before a message: VT, line ends, tabs and blanks. */
const EMPTY: ReadonlySet<number> = new Set([11, 13, 10, 9, 32]);

/** How many empty bytes stand before a message. Before a zero one is half a sign of UTF-16. */
export function emptyBefore(bytes: Uint8Array): number {
  let from = 0;
  while (EMPTY.has(bytes[from]!) && bytes[from + 1] !== 0) from += 1;
  return from;
}

/** UTF-16 by its mark, or by the zero beside the M of MSH; `from` says where its signs begin. */
export function utf16Of(bytes: Uint8Array): { charset: string; from: number } | null {
  const from = emptyBefore(bytes);
  const [first, second, third] = bytes.subarray(from, from + 3);
  if (first === 0xff && second === 0xfe) return { charset: 'utf-16le', from: from + 2 };
  if (first === 0xfe && second === 0xff) return { charset: 'utf-16be', from: from + 2 };
  if (first === 0x4d && second === 0 && third === 0x53) return { charset: 'utf-16le', from };
  if (first === 0 && second === 0x4d && third === 0) return { charset: 'utf-16be', from };
  return null;
}

const guess = (bytes: Buffer): { text: string; charset: string } => {
  const text = decodeStrictly(bytes, 'UTF-8');
  return text === null
    ? { text: decoderOf('windows-1252', false).decode(bytes), charset: 'windows-1252' }
    : { text, charset: 'UTF-8' };
};

/**
 * The text of a message. `named` is its MSH-18 (first repetition) as written; `otherwise` the profile's charset, for where that
 * says nothing.
 */
export function decodeMessage(
  message: Uint8Array,
  named: string,
  otherwise: SourceProfile['charset'],
): Decoded {
  const bytes = asView(message);
  const wide = utf16Of(bytes);
  if (wide) {
    const body = bytes.subarray(wide.from);
    const text = decodeStrictly(body, wide.charset);
    if (text !== null) return { text, charset: wide.charset, remark: undefined };
    return {
      text: decoderOf(wide.charset, false).decode(body),
      charset: wide.charset,
      remark: 'Some of its characters are no characters of UTF-16; they are shown as �.',
    };
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    const rest = bytes.subarray(3);
    const text = decodeStrictly(rest, 'UTF-8');
    if (text !== null) return { text, charset: 'UTF-8', remark: undefined };
    return {
      text: decoderOf('windows-1252', false).decode(rest),
      charset: 'windows-1252',
      remark: 'It begins as UTF-8 and is not; it was read as windows-1252.',
    };
  }
  const written = named.trim();
  const known = written === '' ? otherwise : charsets[written.toUpperCase().replace(/[^A-Z0-9]/g, '')];
  if (known === undefined || known === 'UTF-16') {
    const guessed = guess(bytes);
    return {
      ...guessed,
      remark: `MSH-18 names a character set that ${known ? 'it is not written in' : 'is not known here'}; it was read as ${guessed.charset}.`,
    };
  }
  if (known === 'auto') return { ...guess(bytes), remark: undefined };
  const text = decodeStrictly(bytes, known);
  if (text !== null) return { text, charset: known, remark: undefined };
  const guessed = guess(bytes);
  // The profile's charset may leave single bytes without a meaning (windows-1252 has five): nothing better is known then.
  return {
    ...guessed,
    remark: `It is not written in ${known}, as ${written === '' ? 'the source is set up' : 'MSH-18 says'}; it was read as ${guessed.charset}.`,
  };
}

/** The bytes of our own message. A character the charset lacks becomes a question mark. */
export function encodeText(
  text: string,
  charset: 'ASCII' | 'UTF-8' | 'iso-8859-1' | 'windows-1252' | 'utf-16le',
): Buffer {
  if (charset === 'UTF-8') return Buffer.from(text, 'utf8');
  if (charset === 'utf-16le') return Buffer.from(text, 'utf16le');
  const most = charset === 'ASCII' ? 0x7f : 0xff;
  const bytes = Buffer.alloc(text.length);
  let length = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    const special = charset === 'windows-1252' ? windows1252.get(character) : undefined;
    const isOwn = point <= most && (charset !== 'windows-1252' || point < 0x80 || point > 0x9f);
    bytes[length++] = special ?? (isOwn ? point : 0x3f);
  }
  return bytes.subarray(0, length);
}

/** What windows-1252 has in place of the control characters 128 to 159. */
const windows1252 = new Map<string, number>(
  Array.from({ length: 32 }, (_, at) => 128 + at).map((byte) => [
    new TextDecoder('windows-1252').decode(Uint8Array.of(byte)),
    byte,
  ]),
);
