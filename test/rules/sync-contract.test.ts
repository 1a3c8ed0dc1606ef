/**
 * The contract with central: it only ever grows, what is generated from it is up to date, and records are read in
 * either form, whatever a later version adds, and never written anew.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  decodeEnvelope,
  decodeRecord,
  EnvelopeError,
  encodeEnvelope,
  headersOf,
  payloadNameOf,
  payloadOf,
  payloads,
  recordValueOf,
} from '../../core/sync/envelope.ts';
import { EventClass } from '../../core/sync/gen/mortar/v1/envelope_pb.js';
import {
  PrescriptionChangedSchema,
  PrescriptionDispensedSchema,
} from '../../core/sync/gen/mortar/v1/prescription_pb.js';
import { partitionOf, prefixed, topicNames, topicOf, topics } from '../../core/sync/topics.ts';
import { parseUrn, urnOf } from '../../core/sync/urn.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'core/sync/proto');
const buf = (...arguments_: string[]) =>
  execFileSync(join(root, 'node_modules/.bin/buf'), arguments_, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
  });

const filesUnder = (path: string) =>
  Object.fromEntries(
    readdirSync(path).map((file) => [file, readFileSync(join(path, file), 'utf8')] as const),
  );

describe('the contract', () => {
  test('is written as the house writes it', () => {
    expect(buf('lint')).toBe('');
    expect(buf('format', '--diff')).toBe('');
  });

  test.each(readdirSync(join(folder, 'released')))('takes nothing away that was released in %s', (image) => {
    expect(buf('breaking', '--against', `released/${image}`)).toBe('');
  });

  test('would not let a field be taken away', () => {
    const copy = mkdtempSync(join(tmpdir(), 'mortar-proto-'));
    onTestFinished(() => rmSync(copy, { recursive: true }));
    execFileSync('cp', ['-r', folder, copy]);
    const file = join(copy, 'proto/mortar/v1/conflict.proto');
    execFileSync('sed', ['-i.old', '/uint32 severity = 4;/d', file]);
    rmSync(`${file}.old`);
    expect(() => buf('breaking', join(copy, 'proto'), '--against', 'released/1.binpb')).toThrow(
      expect.objectContaining({ stdout: expect.stringContaining('"severity"') }),
    );
  });

  test('has its code generated from it as it stands', () => {
    const made = mkdtempSync(join(tmpdir(), 'mortar-gen-'));
    onTestFinished(() => rmSync(made, { recursive: true }));
    buf('generate', '-o', join(made, 'proto'));
    expect(filesUnder(join(made, 'gen/mortar/v1'))).toEqual(
      filesUnder(join(root, 'core/sync/gen/mortar/v1')),
    );
  });

  test('has a message for every payload a topic is said to hold', () => {
    const held = topicNames.flatMap((name) => topics[name].payloads);
    expect(held.filter((name) => !Object.hasOwn(payloads, name))).toEqual([]);
    expect(Object.keys(payloads).filter((name) => !held.some((known) => known === name))).toEqual([]);
  });
});

const order = create(PrescriptionChangedSchema, {
  prescription: { id: 'p1', stage: 'ready', quantity: 30_000n, branchId: 'NORTH' },
  changed: ['stage'],
});
const facts = {
  eventId: '019a0000-0000-7000-8000-000000000001',
  type: 'prescription.dispense',
  typeVersion: 1,
  urn: urnOf('prescription', 'p1'),
  eventClass: EventClass.FACT,
  producerId: 'w1',
  producerEpoch: 1,
  producerSeq: 7n,
  branchId: 'NORTH',
  patientId: 't1',
  occurredAt: timestampFromDate(new Date('2026-03-02T14:00:00.000Z')),
};
const bytes = encodeEnvelope(facts, 'PrescriptionChanged', order);
const readWhole = (value: Uint8Array) => payloadOf(decodeEnvelope(value), 'PrescriptionChanged');

describe('a record', () => {
  test('says in Protobuf what went in', () => {
    const heard = decodeRecord(recordValueOf(bytes, 'protobuf'));
    expect(heard).toMatchObject({ by: 'envelope', envelope: facts, bytes });
    const envelope = decodeEnvelope(bytes);
    expect(payloadOf(envelope, 'PrescriptionChanged')).toEqual(order);
  });

  test('says in JSON what an outside system reads, and holds the very bytes', () => {
    const value = recordValueOf(bytes, 'json');
    expect(JSON.parse(Buffer.from(value).toString())).toEqual({
      urn: 'urn:mortar:prescription:p1',
      event: 'prescription.dispense',
      payload: {
        patientId: 't1',
        pharmacyId: 'NORTH',
        stage: 'ready',
        outcome: null,
        reason: null,
        timestamp: '2026-03-02T14:00:00.000Z',
      },
      envelope: Buffer.from(bytes).toString('base64'),
    });
    const heard = decodeRecord(value);
    expect(heard.by === 'envelope' && Buffer.from(heard.bytes).equals(bytes)).toBe(true);
  });

  test('of an order handed over is the plain JSON that billing reads', () => {
    const dispensed = create(PrescriptionDispensedSchema, {
      urn: 'urn:mortar:prescription:p1',
      patientId: 't1',
      pharmacyId: 'NORTH',
      timestamp: '2026-03-02T14:00:00.000Z',
    });
    const told = recordValueOf(encodeEnvelope(facts, 'PrescriptionDispensed', dispensed), 'json');
    expect(JSON.parse(Buffer.from(told).toString())).toEqual({
      urn: 'urn:mortar:prescription:p1',
      patientId: 't1',
      pharmacyId: 'NORTH',
      timestamp: '2026-03-02T14:00:00.000Z',
    });
  });

  test('of a later version is read with its unknown fields in place, and its bytes stay as they came', () => {
    // Field 99, a text of three letters.
    const later = Buffer.concat([bytes, Buffer.from([0x9a, 0x06, 3, 0x6e, 0x65, 0x77])]);
    const heard = decodeRecord(later);
    expect(heard).toMatchObject({ by: 'envelope', envelope: facts });
    expect(heard.by === 'envelope' && Buffer.from(heard.bytes).equals(later)).toBe(true);
  });

  test('of a kind this version does not know is said to be newer, not damaged', () => {
    const envelope = { ...decodeEnvelope(bytes), payloadType: 'mortar.v1.Unheard' };
    expect(() => payloadNameOf(envelope)).toThrow(expect.objectContaining({ kind: 'newer' }));
    expect(() => payloadOf({ ...envelope, payloadType: 'mortar.v1.DrugListed' }, 'PriceListed')).toThrow(
      expect.objectContaining({ kind: 'corrupt' }),
    );
  });

  test('of an outside system needs no envelope', () => {
    const said = { urn: 'urn:mortar:prescription:p1', event: 'prescription.hold', payload: { note: 'x' } };
    expect(decodeRecord(Buffer.from(`\ufeff\n ${JSON.stringify(said)}`))).toEqual({ by: 'outside', ...said });
    expect(() => decodeRecord(Buffer.from('{"urn":1}'))).toThrow(EnvelopeError);
    expect(() => decodeRecord(Buffer.from('{"urn":"a","event":"b","payload":[]}'))).toThrow(EnvelopeError);
  });

  test('that is garbage is refused as such, and nothing of it is quoted', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
        try {
          decodeRecord(garbage);
        } catch (error) {
          expect(error).toBeInstanceOf(EnvelopeError);
          expect((error as EnvelopeError).message).toMatch(
            /^This (JSON )?record cannot be read: [a-zA-Z ]+\.?/,
          );
        }
      }),
    );
  });

  test('that is cut off is never taken for the whole', () => {
    for (let end = 0; end < bytes.length; end += 1) {
      let read: unknown = null;
      try {
        read = readWhole(bytes.subarray(0, end));
      } catch (error) {
        expect(error).toBeInstanceOf(EnvelopeError);
      }
      expect(read, `cut at ${end}`).not.toEqual(order);
    }
    expect(readWhole(bytes)).toEqual(order);
  });

  test('shows nothing of a patient in its headers', () => {
    expect(headersOf(decodeEnvelope(bytes), 'protobuf')).toEqual({
      ce_id: facts.eventId,
      ce_type: 'prescription.dispense',
      ce_source: 'urn:mortar:workstation:w1',
      ce_specversion: '1.0',
      'content-type': 'application/protobuf',
    });
  });

  test('of any facts comes out as it went in', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.nat(),
        fc.bigInt(0n, 2n ** 63n),
        (reason, epoch, seq) => {
          const made = encodeEnvelope(
            { ...facts, reason: reason.toWellFormed(), producerEpoch: epoch, producerSeq: seq },
            'PrescriptionChanged',
            toBinary(PrescriptionChangedSchema, order),
          );
          expect(decodeEnvelope(made)).toMatchObject({
            reason: reason.toWellFormed(),
            producerEpoch: epoch,
            producerSeq: seq,
          });
        },
      ),
    );
  });
});

describe('names', () => {
  test('of a thing lead back to it, and those of anything else to nothing', () => {
    expect(parseUrn(urnOf('person', '019a-7'))).toEqual({ kind: 'person', id: '019a-7' });
    expect(parseUrn('urn:mortar:setting:x')).toBeNull();
  });

  test('of a topic bear the company’s prefix and lead back', () => {
    expect(prefixed('acme.', 'documents')).toBe('acme.documents');
    expect(topicOf('acme.', 'acme.documents')).toBe('documents');
    expect(topicOf('acme.', 'documents')).toBeNull();
    expect(topicOf('', 'toString')).toBeNull();
  });
});

test('a key lies in the partition that Kafka’s own clients give it', () => {
  const require = createRequire(import.meta.url);
  const { DefaultPartitioner } = require('kafkajs').Partitioners;
  const choose = DefaultPartitioner();
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.integer({ min: 1, max: 16 }),
      (text, count) => {
        const key = text.toWellFormed();
        const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
          partitionId,
          leader: 0,
        }));
        expect(partitionOf(key, count)).toBe(choose({ topic: 't', partitionMetadata, message: { key } }));
      },
    ),
    { numRuns: 500 },
  );
  // As murmur2_random of librdkafka puts them, which kcat uses.
  expect(partitionOf('kafka', 2147483647)).toBe(0xd067cf64 & 0x7fffffff);
  expect(partitionOf('giberish123456789', 2147483647)).toBe(0x8f552b0c & 0x7fffffff);
});
