/**
 * The message in a record of a topic: as it is, in the contract's own AdtReceived, or in a field of JSON, as the source's profile
 * says. Always: bytes, or in words why there are none; never throws and never quotes the record.
 */
import { isAscii } from 'node:buffer';
import { fromBinary } from '@bufbuild/protobuf';
import type { SourceProfile } from '../../contract/adt-values.ts';
import { decodeRecord, EnvelopeError, jsonOf, payloadNameOf, payloadOf } from '../../sync/envelope.ts';
import { AdtReceivedSchema } from '../../sync/gen/mortar/v1/adt_pb.js';
import { decodeMessage, encodeText } from '../reading/charset.ts';
import { readHeader } from '../reading/header.ts';

export type Unwrapped = { readonly bytes: Uint8Array } | { readonly problem: string };
type Topic = NonNullable<SourceProfile['topic']>;
type Charset = SourceProfile['charset'];

const problems = {
  empty: 'A record of the topic is empty.',
  notWrapped:
    'A record of the topic holds no AdtReceived of the contract. Look at how the topic is filled, or change how the source is read.',
  notJson: 'A record of the topic is no object of JSON.',
  noField: (field: string) => `A record of the topic has no text in its field ${field}.`,
  notBase64: (field: string) => `The field ${field} of a record of the topic is not in base64.`,
};

const START = 0x0b;
const END = 0x1c;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Without the frame some put around it as on a wire. */
const unframed = (bytes: Uint8Array): Uint8Array => {
  if (bytes[0] !== START) return bytes;
  const end = bytes.lastIndexOf(END);
  return bytes.subarray(1, end < 0 ? bytes.length : end);
};

const ofEnvelope = (value: Uint8Array): Uint8Array | null => {
  try {
    const heard = decodeRecord(value);
    return heard.by === 'envelope' && payloadNameOf(heard.envelope) === 'AdtReceived'
      ? payloadOf(heard.envelope, 'AdtReceived').message
      : null;
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error;
    return null;
  }
};

const ofBare = (value: Uint8Array): Uint8Array | null => {
  try {
    return fromBinary(AdtReceivedSchema, value).message;
  } catch {
    return null;
  }
};

const wrapped = (value: Uint8Array): Unwrapped => {
  const bytes = ofEnvelope(value) ?? ofBare(value);
  return bytes === null || bytes.length === 0 ? { problem: problems.notWrapped } : { bytes };
};

/**
 * The bytes a text of JSON stands for: those that are read as this very text, so that the same message is known by whatever way
 * it comes. Where MSH-18 names what it cannot be written in, a mark says that it is UTF-8.
 */
const bytesOfText = (text: string, otherwise: Charset): Uint8Array => {
  const bytes = Buffer.from(text, 'utf8');
  if (isAscii(bytes)) return bytes;
  const named = readHeader(bytes)?.charset ?? '';
  for (const charset of ['UTF-8', 'windows-1252', 'iso-8859-1'] as const) {
    const written = encodeText(text, charset);
    if (decodeMessage(written, named, otherwise).text === text) return written;
  }
  return Buffer.concat([MARK, bytes]);
};

/** Base64 with or without its end, of either alphabet; null where it is none. */
const ofBase64 = (text: string): Buffer | null =>
  /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;

const inJson = (value: Uint8Array, field: string, charset: Charset): Unwrapped => {
  const json = jsonOf(value);
  if (json === null) return { problem: problems.notJson };
  const text = field
    .split('.')
    .reduce<unknown>(
      (inner, name) =>
        typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : undefined,
      json,
    );
  if (typeof text !== 'string' || text === '') return { problem: problems.noField(field) };
  if (!/base64$/i.test(field)) return { bytes: bytesOfText(text, charset) };
  const bytes = ofBase64(text.replace(/\s+/g, ''));
  return bytes === null ? { problem: problems.notBase64(field) } : { bytes };
};

/** What a record holds. `charset` is the source's own, for texts of JSON. */
export const unwrap = (
  value: Uint8Array | null,
  { format, field }: Pick<Topic, 'format' | 'field'>,
  charset: Charset,
): Unwrapped => {
  if (value === null || value.length === 0) return { problem: problems.empty };
  const found =
    format === 'raw'
      ? { bytes: value }
      : format === 'wrapped'
        ? wrapped(value)
        : inJson(value, field, charset);
  return 'bytes' in found ? { bytes: unframed(found.bytes) } : found;
};
