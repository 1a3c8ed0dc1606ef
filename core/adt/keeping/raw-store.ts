/**
 * The bytes of messages as they came. Those kept together lie packed together: hospitals’ messages resemble each other so much that
 * some of them take a fifth of their size in one piece, and half of it each alone; and each page less is one less to encrypt and write.
 * Always: what is taken out is byte for byte what was put in, and what was put in never changes.
 */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Reader, Writer } from '../../store/database.ts';

/** A piece ends beyond so many bytes, so that looking at one message takes a fraction of a millisecond. */
const PIECE_BYTES = 32_768;
/** Longer messages, mostly pictures, are kept as they are: packing them would take too long. */
const PACKED_BYTES = 131_072;
/** Brotli at its quickest takes half the time of deflate, and packs pieces of this kind nearly as well. */
const QUICKLY = { [constants.BROTLI_PARAM_QUALITY]: 0, [constants.BROTLI_PARAM_LGWIN]: 16 };

export interface Raw {
  readonly messageId: number;
  readonly bytes: Uint8Array;
}

const keepPiece = (store: Writer, piece: readonly Raw[]): void => {
  const whole = piece.length === 1 ? piece[0]!.bytes : Buffer.concat(piece.map(({ bytes }) => bytes));
  const isPacked = whole.length <= PACKED_BYTES;
  store.run('INSERT INTO adt_raw (message_id, lengths, packed, bytes) VALUES (?, ?, ?, ?)', [
    piece[0]!.messageId,
    JSON.stringify(piece.map(({ bytes }) => bytes.length)),
    isPacked ? 1 : 0,
    isPacked ? brotliCompressSync(whole, { params: QUICKLY }) : whole,
  ]);
};

/** Inside a transaction: keeps what messages came as; they are in the order of their numbers. */
export const keepRaw = (store: Writer, messages: readonly Raw[]): void => {
  let piece: Raw[] = [];
  let size = 0;
  for (const one of messages) {
    const follows = piece.length === 0 || piece.at(-1)!.messageId + 1 === one.messageId;
    if (!follows || (piece.length > 0 && size + one.bytes.length > PIECE_BYTES)) {
      keepPiece(store, piece);
      piece = [];
      size = 0;
    }
    piece.push(one);
    size += one.bytes.length;
  }
  if (piece.length > 0) keepPiece(store, piece);
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
