/**
 * The bytes of messages as they came. Those kept together lie packed together: hospitals’ messages resemble each other so much that
 * some of them take a fifth of their size in one piece, and half of it each alone; and each page less is one less to encrypt and write.
 * Always: what is taken out is byte for byte what was put in, and what was put in never changes.
 */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Reader, Writer } from '../../store/database.ts';
import { inPieces } from './pieces.ts';

/** A piece ends beyond so many bytes, so that looking at one message takes a fraction of a millisecond. */
const PIECE = { bytes: 32_768 };
/** Longer messages, mostly pictures, are kept as they are: packing them would take too long. */
const PACKED_BYTES = 131_072;
/** Brotli at its quickest takes half the time of deflate, and packs pieces of this kind nearly as well. */
const QUICKLY = { [constants.BROTLI_PARAM_QUALITY]: 0, [constants.BROTLI_PARAM_LGWIN]: 16 };

/** Some messages, one after the other, packed together. */
export interface Pack {
  readonly lengths: readonly number[];
  readonly packed: Uint8Array;
}

export interface Raw {
  readonly messageId: number;
  readonly bytes: Uint8Array;
  /** Where it was packed before it came here: in what, and as which of those in it. */
  readonly pack?: { readonly of: Pack; readonly place: number } | undefined;
}

const packed = (whole: Uint8Array): Uint8Array => brotliCompressSync(whole, { params: QUICKLY });

/**
 * Packs messages that lie one after the other as they will be kept, for a thread that has the time. Answers the packs with the place
 * of the first message in each. What is too long to be packed is in none, nor what is less than half a piece: whoever keeps it may
 * have more to put with it, and small packs take more room.
 */
export const packAhead = (whole: Uint8Array, lengths: readonly number[]): (Pack & { first: number })[] => {
  const packs: (Pack & { first: number })[] = [];
  let first = 0;
  let at = 0;
  for (const piece of inPieces(lengths, (length) => length, PIECE)) {
    const size = piece.reduce((sum, length) => sum + length, 0);
    // A copy, which can be handed to another thread without what lies around it.
    if (size >= PIECE.bytes / 2 && size <= PACKED_BYTES)
      packs.push({ first, lengths: piece, packed: new Uint8Array(packed(whole.subarray(at, at + size))) });
    first += piece.length;
    at += size;
  }
  return packs;
};

const insertPiece = (
  store: Writer,
  messageId: number,
  lengths: readonly number[],
  isPacked: boolean,
  bytes: Uint8Array,
): void => {
  store.run('INSERT INTO adt_raw (message_id, lengths, packed, bytes) VALUES (?, ?, ?, ?)', [
    messageId,
    JSON.stringify(lengths),
    isPacked ? 1 : 0,
    bytes,
  ]);
};

const keepPiece = (store: Writer, piece: readonly Raw[]): void => {
  const whole = piece.length === 1 ? piece[0]!.bytes : Buffer.concat(piece.map(({ bytes }) => bytes));
  const isPacked = whole.length <= PACKED_BYTES;
  const lengths = piece.map(({ bytes }) => bytes.length);
  insertPiece(store, piece[0]!.messageId, lengths, isPacked, isPacked ? packed(whole) : whole);
};

/** The pack that begins at a place of the list, where all that is in it follows there under numbers without a gap. */
const wholePackAt = (messages: readonly Raw[], at: number): Pack | null => {
  const { messageId, pack } = messages[at]!;
  const isWhole =
    pack?.place === 0 &&
    pack.of.lengths.every((_, place) => {
      const one = messages[at + place];
      return one?.messageId === messageId + place && one.pack?.of === pack.of && one.pack.place === place;
    });
  return isWhole ? pack.of : null;
};

/** Messages in a row, with numbers without a gap. */
const runsOf = (messages: readonly Raw[]): Raw[][] => {
  const runs: Raw[][] = [];
  for (const one of messages)
    if (runs.at(-1)?.at(-1)?.messageId === one.messageId - 1) runs.at(-1)!.push(one);
    else runs.push([one]);
  return runs;
};

/** Inside a transaction: keeps what messages came as; they are in the order of their numbers. */
export const keepRaw = (store: Writer, messages: readonly Raw[]): void => {
  let loose: Raw[] = [];
  const keepLoose = () => {
    for (const run of runsOf(loose))
      for (const piece of inPieces(run, ({ bytes }) => bytes.length, PIECE)) keepPiece(store, piece);
    loose = [];
  };
  for (let at = 0; at < messages.length; ) {
    const pack = wholePackAt(messages, at);
    if (pack === null) {
      loose.push(messages[at]!);
      at += 1;
    } else {
      keepLoose();
      insertPiece(store, messages[at]!.messageId, pack.lengths, true, pack.packed);
      at += pack.lengths.length;
    }
  }
  keepLoose();
};

/** A message as it came. Throws where there is none of that number. */
export const rawOf = (store: Reader, messageId: number): Uint8Array => {
  const piece = store.get<{ message_id: number; lengths: string; packed: number; bytes: Uint8Array }>(
    'SELECT * FROM adt_raw WHERE message_id <= ? ORDER BY message_id DESC LIMIT 1',
    [messageId],
  );
  const lengths: number[] = piece ? JSON.parse(piece.lengths) : [];
  const place = messageId - (piece?.message_id ?? 0);
  const length = lengths[place];
  if (!piece || length === undefined) throw new Error('a message without its bytes');
  const from = lengths.slice(0, place).reduce((sum, one) => sum + one, 0);
  const whole = piece.packed === 1 ? brotliDecompressSync(piece.bytes) : piece.bytes;
  return whole.subarray(from, from + length);
};
