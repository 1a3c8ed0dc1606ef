/** Files that are no tables, tables that were cut short, lines without end; and every table that is one, value by value. */

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { partOf } from '../../core/reference/files.ts';
import {
  FileProblem,
  hashOfFile,
  type Layout,
  layoutOf,
  openRows,
} from '../../core/reference/rows-of-file.ts';
import { nppesTitles, packageTitles, productTitles } from '../support/reference-files.ts';

const tabbed = layoutOf.product;
const quoted = layoutOf.prescribers;

const fileOf = (content: string | Uint8Array): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-rows-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'file.txt');
  writeFileSync(path, content);
  return path;
};

const valuesIn = (path: string, layout: Layout) => {
  const file = openRows(path, layout);
  try {
    const rows: { line: number; values: string[]; text: string }[] = [];
    for (const row of file.rows)
      rows.push({
        line: row.line,
        values: Array.from({ length: row.count }, (_, at) => row.value(at)),
        text: row.text(),
      });
    return { header: file.header, rows, sha256: file.sha256(), done: file.done() };
  } finally {
    file.close();
  }
};

/** The sentence with which a file is refused. */
const problemOf = (content: string | Uint8Array, layout = tabbed): string => {
  try {
    valuesIn(fileOf(content), layout);
  } catch (error) {
    if (error instanceof FileProblem) return error.sentence;
    throw error;
  }
  throw new Error('it was not refused');
};

describe('a table', () => {
  test('gives its titles, and each row with its line and its values', () => {
    const read = valuesIn(fileOf('A\tB\r\n1\t two \r\n\r\n3\t\r\n'), tabbed);
    expect(read.header).toEqual(['A', 'B']);
    expect(read.rows).toEqual([
      { line: 2, values: ['1', 'two'], text: '1 two' },
      { line: 4, values: ['3', ''], text: '3' },
    ]);
  });

  test('may begin with the mark of its encoding and lack the end of its last line', () => {
    expect(valuesIn(fileOf('\ufeffA\tB\n1\t2'), tabbed).rows).toEqual([
      { line: 2, values: ['1', '2'], text: '1 2' },
    ]);
  });

  test('knows lines in quotation marks, so that the line of a row is the one an editor shows', () => {
    const read = valuesIn(fileOf('"A","B"\n"1","x\ny"\n"2","say ""hm"""\n'), quoted);
    expect(read.rows.map(({ line, values }) => [line, ...values])).toEqual([
      [2, '1', 'x\ny'],
      [4, '2', 'say "hm"'],
    ]);
  });

  test('of a megabyte and more comes whole over every border between two pieces, with its hash', () => {
    const rows = Array.from({ length: 40_000 }, (_, at) => [
      `row ${at}`,
      'x'.repeat((at * 7) % 120),
      `${at * at}`,
    ]);
    const text = ['a\tb\tc', ...rows.map((row) => row.join('\t')), ''].join('\n');
    const path = fileOf(text);
    const read = valuesIn(path, tabbed);
    expect(text.length).toBeGreaterThan(2_500_000);
    expect(read.rows.map(({ values }) => values)).toEqual(rows);
    const hash = createHash('sha256').update(text).digest('hex');
    expect([read.sha256, hashOfFile(path), read.done]).toEqual([hash, hash, Buffer.byteLength(text)]);
  });

  test('of any values is read back as it was written', () => {
    const value = fc
      .string({ maxLength: 12, unit: 'grapheme' })
      .map((text) => text.replaceAll('\ufeff', '').toWellFormed().trim());
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 12 }), (rows) => {
        const written = [
          '"a","b","c"',
          ...rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')),
        ];
        const path = fileOf(`${written.join('\n')}\n`);
        expect(valuesIn(path, quoted).rows.map(({ values }) => values)).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  test('that is none is refused in words, whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, isQuoted) => {
        try {
          valuesIn(fileOf(bytes), isQuoted ? quoted : tabbed);
        } catch (error) {
          expect(error).toBeInstanceOf(FileProblem);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a file that cannot be used says why and what to do', () => {
  const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(100)]);
  test.each<[string, string | Uint8Array, string]>([
    ['empty', '', 'The file is empty. Fetch it again.'],
    ['still packed', zip, 'Unpack it first'],
    ['packed with gzip', gzipSync('A\tB\n'), 'Unpack it first'],
    ['in UTF-16', Buffer.from('\ufeffA\tB\n1\t2\n', 'utf16le'), 'The file is written as UTF-16.'],
    ['no text', Buffer.from([1, 0, 2, 0, 3, 10]), 'The file is not plain text.'],
    [
      'cut short in a row',
      'A\tB\tC\n1\t2\t3\n4\t5',
      'The file ends in the middle of line 3: it was cut short.',
    ],
  ])('%s', (_, content, sentence) => {
    expect(problemOf(content)).toContain(sentence);
  });

  test('cut short within quotation marks', () => {
    expect(problemOf('"A","B"\n"1","2"\n"3","4', quoted)).toContain('ends in the middle of line 3');
  });

  test('a line without end, long before it is in memory', () => {
    const endless = Buffer.alloc(8 * 1024 * 1024, 'x');
    endless.write('A\tB\n');
    expect(problemOf(endless)).toContain('Line 2 does not end');
    expect(problemOf(Buffer.concat([Buffer.from('"A","B"\n"1'), endless]), quoted)).toContain('never closed');
  });

  test('what a file holds is never part of the sentence', () => {
    for (const content of ['root:x:0:0\n', 'secret\tpassword\n', '{"key":"hush"}'])
      for (const layout of [tabbed, quoted]) {
        const file = openRows(fileOf(content), layout);
        file.close();
        const part = partOf(file.header);
        if (typeof part === 'string') throw new Error('it was taken for one of ours');
        expect(part.problem).not.toMatch(/root|secret|password|hush/);
      }
  });
});

describe('which file it is', () => {
  test('is told by its titles, in any order and with more of them', () => {
    expect(partOf(productTitles)).toBe('product');
    expect(partOf([...packageTitles].reverse())).toBe('package');
    expect(partOf(packageTitles.slice(0, 4))).toBe('package');
    expect(partOf([...productTitles, 'NEW'].map((title) => title.toLowerCase()))).toBe('product');
    expect(partOf(nppesTitles)).toBe('prescribers');
  });

  test('a title that is missing is named', () => {
    const part = partOf(productTitles.filter((title) => title !== 'DEASCHEDULE'));
    expect(part).toEqual({ problem: expect.stringContaining('these columns are missing: DEASCHEDULE.') });
  });
});
