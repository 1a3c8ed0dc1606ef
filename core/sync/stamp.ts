/**
 * A record of ours as it goes out under another identity or number than it was made with. Pure.
 * Always: what it says stays byte for byte as it was; the stamp is put behind it, for of a field that comes twice in
 * Protobuf the last counts.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { EnvelopeSchema } from './gen/mortar/v1/envelope_pb.js';

export interface Stamp {
  id: string;
  epoch: number;
  seq: number;
}

const stampedBytes = (bytes: Uint8Array, { id, epoch, seq }: Stamp): Uint8Array =>
  Buffer.concat([
    bytes,
    toBinary(
      EnvelopeSchema,
      create(EnvelopeSchema, { producerId: id, producerEpoch: epoch, producerSeq: BigInt(seq) }),
    ),
  ]);

/** The record's value, Protobuf or JSON. What has no envelope (plain JSON) bears no number either. */
export const stamped = (value: Uint8Array, stamp: Stamp): Uint8Array => {
  if (value[0] !== 0x7b) return stampedBytes(value, stamp);
  const json = JSON.parse(Buffer.from(value).toString()) as { envelope?: string };
  if (json.envelope === undefined) return value;
  const bytes = stampedBytes(Buffer.from(json.envelope, 'base64'), stamp);
  return Buffer.from(JSON.stringify({ ...json, envelope: Buffer.from(bytes).toString('base64') }));
};
