/**
 * Batches that other clients compressed, made plain: gzip and Zstandard by Node, Snappy and LZ4 here, for Node has
 * them not and the broker hands out what it was given. Pure.
 * Always: bytes that are no whole and sound stream throw, and so does what would grow beyond all measure.
 */
import { gunzipSync, zstdDecompressSync } from 'node:zlib';

/** A batch is a million bytes unless somebody allowed more; beyond this it is a mistake or meant to harm. */
const LARGEST = 128 * 1024 * 1024;
const limits = { maxOutputLength: LARGEST };

/** What was read so far, which is also what later parts refer back to. */
class Output {
  #bytes: Buffer;
  #size = 0;
  constructor(guess: number) {
    this.#bytes = Buffer.allocUnsafe(Math.min(Math.max(guess, 64), LARGEST));
  }
  #room(more: number): void {
    const size = this.#size + more;
    if (!(more >= 0) || size > LARGEST) throw new RangeError('too large');
    if (size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.min(Math.max(size, 2 * this.#bytes.length), LARGEST));
    this.#bytes.copy(larger, 0, 0, this.#size);
    this.#bytes = larger;
  }
  add(from: Buffer, at: number, count: number): void {
    if (at + count > from.length) throw new RangeError('cut short');
    this.#room(count);
    from.copy(this.#bytes, this.#size, at, at + count);
    this.#size += count;
  }
  /** Repeats what stands `back` bytes before the end; it may run into what it itself adds. */
  again(back: number, count: number): void {
    if (back < 1 || back > this.#size) throw new RangeError('refers to nothing');
    this.#room(count);
    const bytes = this.#bytes;
    let to = this.#size;
    for (let from = to - back; from < this.#size - back + count; from += 1) bytes[to++] = bytes[from]!;
    this.#size = to;
  }
  done = () => this.#bytes.subarray(0, this.#size);
}

const byteOf = (bytes: Buffer, at: number): number => {
  const byte = bytes[at];
  if (byte === undefined) throw new RangeError('cut short');
  return byte;
};

/** One Snappy block (github.com/google/snappy, format_description.txt). */
function snappyBlock(bytes: Buffer, output: Output): void {
  let at = 0;
  while (byteOf(bytes, at++) > 0x7f);
  while (at < bytes.length) {
    const tag = bytes[at++]!;
    const kind = tag & 3;
    if (kind === 0) {
      let count = tag >> 2;
      if (count >= 60) {
        const size = count - 59;
        count = bytes.readUIntLE(at, size);
        at += size;
      }
      output.add(bytes, at, count + 1);
      at += count + 1;
    } else if (kind === 1) output.again(((tag >> 5) << 8) | byteOf(bytes, at++), ((tag >> 2) & 7) + 4);
    else {
      const size = kind === 2 ? 2 : 4;
      output.again(bytes.readUIntLE(at, size), (tag >> 2) + 1);
      at += size;
    }
  }
}

/** Java's clients put Snappy blocks one after the other behind this mark and two numbers; others write one bare block. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
function snappy(bytes: Buffer): Buffer {
  const output = new Output(bytes.length * 4);
  if (!bytes.subarray(0, XERIAL.length).equals(XERIAL)) snappyBlock(bytes, output);
  else
    for (let at = 16; at < bytes.length; ) {
      const end = at + 4 + bytes.readUInt32BE(at);
      if (end > bytes.length) throw new RangeError('cut short');
      // A block refers to itself only, so one output serves them all.
      snappyBlock(bytes.subarray(at + 4, end), output);
      at = end;
    }
  return output.done();
}

/** One LZ4 block (github.com/lz4/lz4, lz4_Block_format.md). */
function lz4Block(bytes: Buffer, output: Output): void {
  let at = 0;
  const more = (count: number): number => {
    let total = count;
    for (let byte = 255; count === 15 && byte === 255; total += byte) byte = byteOf(bytes, at++);
    return total;
  };
  while (at < bytes.length) {
    const token = bytes[at++]!;
    const literals = more(token >> 4);
    output.add(bytes, at, literals);
    at += literals;
    if (at === bytes.length) return;
    const back = bytes.readUInt16LE(at);
    at += 2;
    output.again(back, more(token & 15) + 4);
  }
}

const LZ4_MARK = 0x184d2204;
/** Blocks of LZ4 in a frame (lz4_Frame_format.md); its own checksums are left out, the batch has one. */
function lz4(bytes: Buffer): Buffer {
  if (bytes.readUInt32LE(0) !== LZ4_MARK) throw new RangeError('no frame');
  const flags = bytes[4]!;
  const output = new Output(bytes.length * 4);
  let at = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  for (;;) {
    const size = bytes.readUInt32LE(at);
    at += 4;
    if (size === 0) return output.done();
    const count = size & 0x7fffffff;
    if (at + count > bytes.length) throw new RangeError('cut short');
    if (size >>> 31) output.add(bytes, at, count);
    else lz4Block(bytes.subarray(at, at + count), output);
    at += count + (flags & 0x10 ? 4 : 0);
  }
}

/** By the number of the codec in a batch (KIP-98 and KIP-110). */
const codecs: Readonly<Record<number, (bytes: Buffer) => Buffer>> = {
  1: (bytes) => gunzipSync(bytes, limits),
  2: snappy,
  3: lz4,
  4: (bytes) => zstdDecompressSync(bytes, limits),
};

/** Compressed bytes made plain. Throws where they cannot be. */
export function inflated(bytes: Buffer, codec: number): Buffer {
  const inflate = codecs[codec];
  if (!inflate) throw new RangeError('unknown codec');
  return inflate(bytes);
}
