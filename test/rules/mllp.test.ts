/** Messages out of a stream of bytes: however the stream is cut, the same comes out, and no byte goes missing in silence. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFramer, type Framed, framed, KEPT_NOISE, problems } from '../../core/adt/mllp.ts';

const VT = 0x0b;
const FS = 0x1c;
const CR = 0x0d;
const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const shown = (found: readonly Framed[]) =>
  found.map((one) =>
    one.kind === 'too-long'
      ? 'too long'
      : one.kind === 'message'
        ? `message ${Buffer.from(one.bytes).toString('latin1')}`
        : `${one.problem} ${Buffer.from(one.bytes).toString('latin1')} (${one.length})`,
  );
/** What comes out of a stream that is cut at these places, up to its end. */
const readIn = (chunks: readonly Uint8Array[], mostBytes = 10_000) => {
  const framer = createFramer(mostBytes);
  return shown([...chunks.flatMap((chunk) => framer.push(chunk)), ...framer.end()]);
};
const whole = (stream: Uint8Array, mostBytes?: number) => readIn([stream], mostBytes);

const stream = Buffer.concat([
  bytesOf('PROXY health\r\n'),
  framed([bytesOf('MSH|^~\\&|A\rPID|1\r'), bytesOf('MSH|B\x1cdata\x1c\x1cmore\r')]),
  bytesOf('\r\n'),
  bytesOf('\x0bMSH|half'),
  framed([bytesOf('MSH|again\r'), bytesOf('\x06'), bytesOf('\x15'), bytesOf('')]),
  bytesOf('\x0bMSH|cut off'),
]);
const inIt = [
  `${problems.outside} PROXY health\r\n (14)`,
  'message MSH|^~\\&|A\rPID|1\r',
  'message MSH|B\x1cdata\x1c\x1cmore\r',
  `${problems.restarted} MSH|half (8)`,
  'message MSH|again\r',
  `${problems.empty}  (0)`,
  `${problems.unfinished} MSH|cut off (11)`,
];

describe('a stream of messages', () => {
  test('is read whole: several frames, noise, a frame begun anew, lone separators, answers of release 2', () => {
    expect(whole(stream)).toEqual(inIt);
  });

  test('is read the same however it is cut in two, and byte by byte', () => {
    for (let cut = 0; cut <= stream.length; cut += 1)
      expect(readIn([stream.subarray(0, cut), stream.subarray(cut)]), `cut at ${cut}`).toEqual(inIt);
    expect(readIn([...stream].map((byte) => Uint8Array.of(byte)))).toEqual(inIt);
  });

  const part = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc
      .array(fc.constantFrom(VT, FS, CR, 0x0a, 0x06, 0x41), { maxLength: 20 })
      .map((list) => Uint8Array.from(list)),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => framed([bytes])),
  );

  test('of any bytes is read the same in any chunks', () => {
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 20 }),
        fc.array(fc.nat(200), { maxLength: 30 }),
        fc.integer({ min: 1, max: 60 }),
        (parts, cuts, most) => {
          const all = Buffer.concat(parts);
          const places = [0, ...cuts.map((cut) => cut % (all.length + 1)).sort((a, b) => a - b), all.length];
          const chunks = places.slice(1).map((until, index) => all.subarray(places[index], until));
          expect(readIn(chunks, most)).toEqual(whole(all, most));
        },
      ),
      { numRuns: 400 },
    );
  });

  test('gives back every message that was framed, whatever bytes it has but VT and FS CR', () => {
    const message = fc
      .uint8Array({ minLength: 2, maxLength: 200 })
      .filter(
        (bytes) =>
          !bytes.includes(VT) && bytes.at(-1) !== FS && !Buffer.from(bytes).includes('\x1c\r', 0, 'latin1'),
      );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 10 }), (messages) => {
        const framer = createFramer(10_000);
        expect(framer.push(framed(messages)).map((one) => ('bytes' in one ? [...one.bytes] : one))).toEqual(
          messages.map((bytes) => [...bytes]),
        );
        expect(framer.end()).toEqual([]);
      }),
    );
  });

  test('ends at a message longer than may be, keeps its beginning, and takes nothing after it', () => {
    const long = bytesOf(`MSH|${'x'.repeat(20_000)}`);
    const rest = framed([bytesOf('MSH|after')]);
    expect(whole(Buffer.concat([framed([long]), rest]))).toEqual([
      `${problems.tooLong} ${long.subarray(0, KEPT_NOISE).toString('latin1')} (10000)`,
      'too long',
    ]);
    const framer = createFramer(1_000);
    const chunk = new Uint8Array(64 * 1024).fill(0x41);
    framer.push(Uint8Array.of(VT));
    expect(framer.push(chunk).at(-1)).toEqual({ kind: 'too-long' });
    for (let sent = 0; sent < 1_600; sent += 1) expect(framer.push(chunk)).toEqual([]);
    expect(framer.end()).toEqual([]);
  });

  test('of a message as long as may be is taken, and of one byte more is not', () => {
    expect(whole(framed([bytesOf('M'.repeat(50))]), 50)).toHaveLength(1);
    expect(whole(framed([bytesOf('M'.repeat(51))]), 50).at(-1)).toBe('too long');
  });

  test('says whether a message has begun', () => {
    const framer = createFramer(100);
    expect(framer.inFrame).toBe(false);
    framer.push(bytesOf('\x0bMSH'));
    expect(framer.inFrame).toBe(true);
    framer.push(bytesOf('|\x1c'));
    expect(framer.inFrame).toBe(true);
    framer.push(bytesOf('\r'));
    expect(framer.inFrame).toBe(false);
  });
});
