/** Our own reader and the package hl7-standard say the same of every sample, and of messages made at random. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generate } from '../../core/adt/generator/generate.ts';
import { readMessage } from '../../core/adt/hl7.ts';
import { splitFile } from '../../core/adt/reading/batch-file.ts';
import { decodeMessage } from '../../core/adt/reading/charset.ts';
import { readHeader } from '../../core/adt/reading/header.ts';
import { wholeOf } from '../support/hl7-whole.ts';
import { witnessed } from '../support/hl7-witness.ts';

const folder = resolve(import.meta.dirname, '../../../shared/samples/hl7');
const present = existsSync(folder);
const files = present
  ? ['cosyte', 'fhir-converter'].flatMap((under) =>
      readdirSync(resolve(folder, under)).map((name) => `${under}/${name}`),
    )
  : [];

const agree = (bytes: Uint8Array) => {
  const message = readMessage(bytes, 'auto');
  const { text } = decodeMessage(bytes, readHeader(bytes)!.charset, 'auto');
  const own = wholeOf(message);
  expect(own).toEqual(witnessed(text, message.charset));
  return own;
};

describe('two readers agree', () => {
  test.skipIf(!present).for(files)('%s', (file) => {
    const { messages } = splitFile(readFileSync(resolve(folder, file)));
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) agree(message);
  });

  test('on generated messages of every manner', () => {
    for (const { bytes } of generate({ seed: 7, count: 150, persons: 30 }))
      expect(agree(bytes).length).toBeGreaterThan(3);
  });

  test('on messages made at random, whatever their separators and ends of lines', () => {
    const signs = fc.constantFrom(
      ['|', '^', '~', '\\', '&'],
      ['|', '^', '~', '\\', '&', '#'],
      ['#', '@', '*', '!', '%'],
      ['@', '~', '&', '#', '\\'],
      ['^', '|', '~', '\\', '&'],
      ['|', '^', '~'],
      ['|', '^'],
    );
    const message = signs.chain((all) => {
      const letters = [
        ...all,
        ...'|^~\\&#"',
        '""',
        'a',
        'B7',
        ' ',
        'é',
        '山',
        '.br',
        'X41',
        'F',
        'T',
        'E',
        'H',
        '.sp3',
        '\n',
      ];
      const value = fc.array(fc.constantFrom(...letters), { maxLength: 12 }).map((parts) => parts.join(''));
      const segment = fc
        .tuple(fc.constantFrom('PID', 'ZZZ', 'zzz', 'PIDX', 'Z1', 'NTE'), fc.array(value, { maxLength: 6 }))
        .map(([id, fields]) => [id, ...fields].join(all[0]));
      const mark = all.slice(1).join('');
      return fc
        .tuple(fc.array(segment, { maxLength: 6 }), fc.constantFrom('\r', '\n', '\r\n', '\r\r\n'))
        .map(([segments, end]) =>
          ['MSH', ...segments]
            .map((line, at) => (at === 0 ? `MSH${all[0]}${mark}${all[0]}A${all[0]}B` : line))
            .join(end),
        );
    });
    fc.assert(
      fc.property(message, (text) => {
        agree(Buffer.from(text));
      }),
      { numRuns: 600 },
    );
  });
});
