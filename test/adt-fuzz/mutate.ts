/** Messages as no sender means them: generated ones, mutated by chance. The same chance makes the same. */
import { generate } from '../../core/adt/generator/generate.ts';
import type { Chance } from '../support/chance.ts';

const strange = [
  ...[
    '|',
    '^',
    '~',
    '\\',
    '&',
    '#',
    '""',
    '\r',
    '\n',
    '\r\n',
    '\v',
    '\x1c',
    '\x1c\r',
    '\0',
    '\x80',
    '\xff',
    '\xc3',
  ],
  ...[
    'MSH|^~\\&|',
    'PID|',
    'BHS|',
    'BTS|9',
    'MRG|',
    '\\X4',
    '\\X41\\',
    '\\XFF\\',
    '\\.sp99\\',
    '\\C2842\\',
    '\\\\',
    '\xef\xbb\xbf',
  ],
];
const charsets = [
  'ASCII',
  '8859/1',
  '8859/9',
  'UNICODE UTF-8',
  'UNICODE UTF-16',
  'BIG-5',
  'ISO IR87',
  'GB 18030-2000',
  'KS X 1001',
  'ISO IR14',
  'Klingon',
  '""',
];

const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const splice = (bytes: Buffer, from: number, to: number, put: Buffer) =>
  Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(to)]);

type Mutation = (bytes: Buffer, chance: Chance) => Buffer;
const mutations: readonly Mutation[] = [
  function flipBits(bytes, { below }) {
    const copy = Buffer.from(bytes);
    for (let times = 1 + below(8); times > 0; times -= 1) copy[below(copy.length)]! ^= 1 << below(8);
    return copy;
  },
  function cut(bytes, { below }) {
    const from = below(bytes.length);
    return splice(bytes, from, from + below(bytes.length - from + 1), Buffer.alloc(0));
  },
  function cutEnd(bytes, { below }) {
    return bytes.subarray(0, below(bytes.length));
  },
  function double(bytes, { below }) {
    const from = below(bytes.length);
    const part = bytes.subarray(from, from + below(400));
    return splice(bytes, from, from, part);
  },
  function putIn(bytes, { below, pick }) {
    let copy = bytes;
    for (let times = 1 + below(6); times > 0; times -= 1) {
      const at = below(copy.length);
      copy = splice(copy, at, at, bytesOf(pick(strange)));
    }
    return copy;
  },
  function swapSeparators(bytes, { below, pick }) {
    const one = pick(['|', '^', '~', '\\', '&']);
    const other = pick(['|', '^', '~', '\\', '&', '#', '\r', 'A', '\t']);
    const text = bytes.toString('latin1');
    const from = below(3) === 0 ? below(text.length) : 0;
    return bytesOf(
      text.slice(0, from) +
        text.slice(from).replace(/[\s\S]/g, (sign) => (sign === one ? other : sign === other ? one : sign)),
    );
  },
  function lieOfCharset(bytes, { pick }) {
    const text = bytes.toString('latin1');
    const [first = '', ...rest] = text.split('\r');
    const fields = first.split('|');
    while (fields.length < 18) fields.push('');
    fields[17] = pick(charsets);
    return bytesOf([fields.join('|'), ...rest].join('\r'));
  },
  function widen(bytes, { pick }) {
    const wide = Buffer.from(pick(['\uFEFF', '']) + bytes.toString('utf8'), 'utf16le');
    return pick([true, false]) ? wide : Buffer.from(wide).swap16();
  },
  function hugeField(bytes, { below, pick }) {
    const at = below(bytes.length);
    return splice(
      bytes,
      at,
      at,
      Buffer.alloc(below(200_000), pick(['x', '~', '^', '&', '\\', '"', ' ', '\n', '\r', '|', '\xe9'])),
    );
  },
  function manyRepetitions(bytes, { below, pick }) {
    const at = bytes.indexOf(pick(['PID|', 'PV1|', 'AL1|', 'NK1|', 'IN1|'])) + 8 + below(20);
    const one = pick(['A^B&C^D~', '~', '7^^^H^MR~', 'x&', 'x^', '""~', '\\T\\~', '123-45-6789^^^^SS~']);
    return splice(bytes, at, at, bytesOf(one.repeat(below(6_000))));
  },
  function manySegments(bytes, { below, pick }) {
    const one = pick([
      'PID|1\r',
      'MRG|1\r',
      'AL1|1|DA|^X\r',
      'NTE|1||SSN \r',
      '\r',
      'Z\r',
      'MSH|^~\\&|\r',
      'OBX|1||SSN||12\n',
    ]);
    return Buffer.concat([bytes, bytesOf(one.repeat(below(4_000)))]);
  },
  function deepEscapes(bytes, { below, pick }) {
    const at = below(bytes.length);
    return splice(
      bytes,
      at,
      at,
      bytesOf(pick(['\\', '\\E\\', '\\\\T', '\\X', '\\X41', '\\.br']).repeat(below(3_000))),
    );
  },
  function randomBytes(bytes, { below }) {
    const from = below(bytes.length);
    return splice(
      bytes,
      from,
      from + below(60),
      Buffer.from(Array.from({ length: below(60) }, () => below(256))),
    );
  },
  function otherLineEnds(bytes, { pick, below }) {
    const text = bytes.toString('latin1');
    return bytesOf(text.replace(/\r/g, () => (below(3) === 0 ? pick(['\n', '\r\n', '\r\r', '']) : '\r')));
  },
];

/** One message after the other, without end. Each with the names of what was done to it. */
export function* mutated(chance: Chance): Generator<{ bytes: Buffer; done: string[] }> {
  for (;;) {
    for (const { bytes } of generate({ seed: chance.below(2 ** 30), count: 50, persons: 10 })) {
      let copy: Buffer = Buffer.from(bytes);
      const done: string[] = [];
      for (let times = chance.below(4); times > 0 && copy.length > 0; times -= 1) {
        const mutation = chance.pick(mutations);
        copy = mutation(copy, chance);
        done.push(mutation.name);
      }
      yield { bytes: copy, done };
    }
  }
}
