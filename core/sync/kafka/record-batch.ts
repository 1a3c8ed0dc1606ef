/**
 * Records as Kafka keeps them (record batch, format 2): packed for the way to the broker and read again from what it
 * hands out. Pure; the batch is also how records cross between the core and the thread that speaks to the broker.
 * Always: a checksum that does not fit, or bytes that end too soon, throw; nothing is skipped. Not here: anything of
 * idempotent or transactional publishing, but what others published so is read as it was meant.
 */
import { gzipSync } from 'node:zlib';
import { inflated } from '../inflate.ts';
import type { LogRecord, OutgoingRecord } from '../link.ts';

/** Bytes of a batch before its first record. */
const HEADER = 61;
/** Where in the header the checksummed part begins. */
const CHECKED_FROM = 21;
const FORMAT = 2;
const CODECS = { none: 0, gzip: 1 } as const;
const CODEC_BITS = 0x07;
const APPEND_TIME_BIT = 0x08;
const TRANSACTION_BIT = 0x10;
const CONTROL_BIT = 0x20;
/** The kind of a control record that ends a transaction so that it never was. */
const ABORT = 0;

/** Bytes that are no whole and sound record batch. */
export class UnreadableBatch extends Error {}

const crcTables = (() => {
  const tables = Array.from({ length: 8 }, () => new Int32Array(256));
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    tables[0]![byte] = crc;
  }
  for (let table = 1; table < 8; table += 1)
    for (let byte = 0; byte < 256; byte += 1) {
      const before = tables[table - 1]![byte]!;
      tables[table]![byte] = tables[0]![before & 0xff]! ^ (before >>> 8);
    }
  return tables as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
})();

/** CRC-32C (Castagnoli) of some bytes, eight at a time. */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = crcTables;
  let crc = -1;
  let at = from;
  for (; at + 8 <= to; at += 8) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      t7[crc & 0xff]! ^
      t6[(crc >>> 8) & 0xff]! ^
      t5[(crc >>> 16) & 0xff]! ^
      t4[crc >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!;
  }
  for (; at < to; at += 1) crc = t0[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

const zigZag = (value: number) => ((value << 1) ^ (value >> 31)) >>> 0;
const sizeOfVarint = (value: number): number => {
  let size = 1;
  for (let rest = zigZag(value) >>> 7; rest > 0; rest >>>= 7) size += 1;
  return size;
};
const writeVarint = (into: Buffer, at: number, value: number): number => {
  let rest = zigZag(value);
  while (rest > 0x7f) {
    into[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  into[at++] = rest;
  return at;
};

const utf8 = (text: string) => Buffer.from(text, 'utf8');

/** How many bytes a record takes at most. */
export function sizeOfRecord(record: OutgoingRecord): number {
  let size = 32 + 3 * record.key.length + (record.value?.length ?? 0);
  for (const name in record.headers) size += 10 + 3 * (name.length + record.headers[name]!.length);
  return size;
}

/** Records as one batch, not compressed yet and without its checksum: `sealed` gives both. */
export function packed(records: readonly OutgoingRecord[], now: number): Uint8Array<ArrayBuffer> {
  let most = HEADER;
  for (const record of records) most += sizeOfRecord(record);
  const buffer = new ArrayBuffer(most);
  const into = Buffer.from(buffer);
  let at = HEADER;
  records.forEach(({ key, value, headers }, index) => {
    const keyBytes = utf8(key);
    const headerBytes = Object.entries(headers).map(([name, text]) => [utf8(name), utf8(text)] as const);
    let size = 2 + sizeOfVarint(index) + sizeOfVarint(keyBytes.length) + keyBytes.length;
    size += sizeOfVarint(value ? value.length : -1) + (value?.length ?? 0) + sizeOfVarint(headerBytes.length);
    for (const [name, text] of headerBytes)
      size += sizeOfVarint(name.length) + name.length + sizeOfVarint(text.length) + text.length;
    const put = (bytes: Uint8Array) => {
      at = writeVarint(into, at, bytes.length);
      into.set(bytes, at);
      at += bytes.length;
    };
    at = writeVarint(into, at, size);
    // Attributes, of which there are none, and how much later than the batch the record is: not at all.
    into[at++] = 0;
    into[at++] = 0;
    at = writeVarint(into, at, index);
    put(keyBytes);
    if (value) put(value);
    else at = writeVarint(into, at, -1);
    at = writeVarint(into, at, headerBytes.length);
    for (const [name, text] of headerBytes) {
      put(name);
      put(text);
    }
  });
  into[16] = FORMAT;
  into.writeInt32BE(records.length - 1, 23);
  into.writeBigInt64BE(BigInt(now), 27);
  into.writeBigInt64BE(BigInt(now), 35);
  // No producer id, epoch or sequence: publishing again may double a record, and its reader drops the second.
  into.fill(0xff, 43, 57);
  into.writeInt32BE(records.length, 57);
  return new Uint8Array(buffer, 0, at);
}

/** A packed batch, compressed where that was asked for, with its length and checksum: ready for the broker. */
export function sealed(batch: Uint8Array, compression: 'none' | 'gzip'): Buffer {
  let bytes = Buffer.from(batch.buffer, batch.byteOffset, batch.length);
  if (compression === 'gzip')
    bytes = Buffer.concat([bytes.subarray(0, HEADER), gzipSync(bytes.subarray(HEADER), { level: 1 })]);
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes.writeInt16BE(CODECS[compression], 21);
  bytes.writeUInt32BE(crc32c(bytes, CHECKED_FROM), 17);
  return bytes;
}

const plainBody = (body: Buffer, codec: number): Buffer => {
  if (codec === CODECS.none) return body;
  try {
    return inflated(body, codec);
  } catch (cause) {
    throw new UnreadableBatch('What it was compressed with does not fit what it holds.', { cause });
  }
};

export interface Aborted {
  readonly producer: bigint;
  readonly first: number;
}

export interface PlainBatches {
  /** Whole batches one after the other, not compressed, without what was aborted and without marks of transactions. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The offset after the last record that was looked at; null when there was no whole batch. */
  readonly next: number | null;
}

/**
 * What a broker handed out of a partition, made plain. Its last batch may be cut short and is left for the next time.
 * Throws `UnreadableBatch`.
 */
export function plainBatches(set: Buffer, aborted: readonly Aborted[]): PlainBatches {
  const parts: Buffer[] = [];
  const waiting = [...aborted].sort((one, other) => one.first - other.first);
  const abortedNow = new Set<bigint>();
  let next: number | null = null;
  for (let at = 0; at + HEADER <= set.length; ) {
    const base = Number(set.readBigInt64BE(at));
    const end = at + 12 + set.readInt32BE(at + 8);
    if (set[at + 16] !== FORMAT) throw new UnreadableBatch('It is of a format older than Kafka 0.11.');
    if (end > set.length) break;
    const batch = set.subarray(at, end);
    if (crc32c(batch, CHECKED_FROM) !== batch.readUInt32BE(17))
      throw new UnreadableBatch('Its checksum does not fit; it was damaged on the way or at the broker.');
    const attributes = batch.readInt16BE(21);
    const last = base + batch.readInt32BE(23);
    while (waiting[0] && waiting[0].first <= last) abortedNow.add(waiting.shift()!.producer);
    const producer = batch.readBigInt64BE(43);
    if (attributes & CONTROL_BIT) {
      if (controlKind(batch) === ABORT) abortedNow.delete(producer);
    } else if (!(attributes & TRANSACTION_BIT && abortedNow.has(producer))) {
      parts.push(batch.subarray(0, HEADER), plainBody(batch.subarray(HEADER), attributes & CODEC_BITS));
    }
    next = last + 1;
    at = end;
  }
  return { bytes: joined(parts), next };
}

/** Parts of batches as one buffer of their own, with the lengths as they are now. */
const joined = (parts: readonly Buffer[]): Uint8Array<ArrayBuffer> => {
  const into = Buffer.from(new ArrayBuffer(parts.reduce((size, part) => size + part.length, 0)));
  let at = 0;
  for (let part = 0; part < parts.length; part += 2) {
    const header = parts[part]!;
    const body = parts[part + 1]!;
    into.set(header, at);
    into.writeInt32BE(HEADER + body.length - 12, at + 8);
    into.set(body, at + HEADER);
    at += HEADER + body.length;
  }
  return new Uint8Array(into.buffer as ArrayBuffer, 0, at);
};

/** The key of a control record is a version and a kind. */
const controlKind = (batch: Buffer): number => {
  const reader = new VarintReader(batch, HEADER);
  reader.next();
  reader.at += 1;
  reader.next();
  reader.next();
  reader.next();
  return batch.readInt16BE(reader.at + 2);
};

/** Reads variable-length whole numbers; `at` is where the next begins. */
class VarintReader {
  readonly bytes: Uint8Array;
  at: number;
  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }
  next(): number {
    const { bytes } = this;
    let value = 0;
    let scale = 1;
    for (let size = 0; size < 10; size += 1) {
      const byte = bytes[this.at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      scale *= 128;
    }
    throw new UnreadableBatch('It ends in the middle of a record.');
  }
}

/** A record whose key and headers are made words of only when they are asked for: most readers want few of them. */
class PackedRecord implements LogRecord {
  readonly offset: number;
  readonly appendedAt: number;
  readonly sendersClock: boolean;
  readonly value: Uint8Array | null;
  readonly #bytes: Buffer;
  readonly #keyAt: number;
  readonly #headersAt: number;
  constructor(offset: number, appendedAt: number, sendersClock: boolean, bytes: Buffer, keyAt: number) {
    this.offset = offset;
    this.appendedAt = appendedAt;
    this.sendersClock = sendersClock;
    this.#bytes = bytes;
    this.#keyAt = keyAt;
    const reader = new VarintReader(bytes, keyAt);
    const keySize = reader.next();
    if (keySize > 0) reader.at += keySize;
    const size = reader.next();
    this.value = size < 0 ? null : bytes.subarray(reader.at, reader.at + size);
    this.#headersAt = reader.at + Math.max(size, 0);
  }
  get key(): string | null {
    const reader = new VarintReader(this.#bytes, this.#keyAt);
    const size = reader.next();
    return size < 0 ? null : this.#bytes.toString('utf8', reader.at, reader.at + size);
  }
  get headers(): Readonly<Record<string, string>> {
    const reader = new VarintReader(this.#bytes, this.#headersAt);
    const words = () => {
      const size = reader.next();
      if (size < 0) return '';
      reader.at += size;
      return this.#bytes.toString('utf8', reader.at - size, reader.at);
    };
    const headers: Record<string, string> = Object.create(null);
    for (let left = reader.next(); left > 0; left -= 1) {
      const name = words();
      headers[name] = words();
    }
    return headers;
  }
}

/**
 * The records of plain batches from an offset on. Times are the broker's where the topic says so
 * (`message.timestamp.type=LogAppendTime`), else those of whoever published. Throws `UnreadableBatch`.
 */
export function recordsOf(batches: Uint8Array, from: number): LogRecord[] {
  const bytes = Buffer.from(batches.buffer, batches.byteOffset, batches.length);
  const records: LogRecord[] = [];
  for (let at = 0; at < bytes.length; ) {
    const base = Number(bytes.readBigInt64BE(at));
    const end = at + 12 + bytes.readInt32BE(at + 8);
    const byBroker = (bytes.readInt16BE(at + 21) & APPEND_TIME_BIT) !== 0;
    const time = Number(bytes.readBigInt64BE(at + (byBroker ? 35 : 27)));
    const reader = new VarintReader(bytes, at + HEADER);
    for (let left = bytes.readInt32BE(at + 57); left > 0; left -= 1) {
      const size = reader.next();
      const recordEnd = reader.at + size;
      if (size < 0 || recordEnd > end) throw new UnreadableBatch('It ends in the middle of a record.');
      reader.at += 1;
      const later = reader.next();
      const offset = base + reader.next();
      if (offset >= from)
        records.push(new PackedRecord(offset, byBroker ? time : time + later, !byBroker, bytes, reader.at));
      reader.at = recordEnd;
    }
    at = end;
  }
  return records;
}
