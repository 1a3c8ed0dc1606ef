/** Every sample message is read as its index says: segments, event, version; batches with their counts; problems by name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMessage } from '../../core/adt/hl7.ts';
import { splitFile } from '../../core/adt/reading/batch-file.ts';
import { readHeader } from '../../core/adt/reading/header.ts';
import { readAdt } from '../../core/adt/reading/read-adt.ts';
import { sourceProfile } from '../../core/contract/adt-values.ts';

const folder = resolve(import.meta.dirname, '../../../shared/samples/hl7');
const profile = sourceProfile.parse({ authority: 'HOSP', timeZone: 'America/New_York' });
const present = existsSync(folder);

interface Listed {
  file: string;
  type: string;
  version: string;
  problem: string;
}

/** The rows of the index. */
const listed: Listed[] = [];
if (present) {
  let under = '';
  for (const line of readFileSync(resolve(folder, 'INDEX.md'), 'utf8').split('\n')) {
    if (line.startsWith('### ')) under = line.slice(4);
    const [, file, type, version, , problem] = line.split('|').map((cell) => cell.trim());
    if (under !== '' && file?.includes('.')) {
      listed.push({ file: `${under}/${file}`, type: type!, version: version!, problem: problem! });
    }
  }
}
const bytesOf = (file: string) => readFileSync(resolve(folder, file));

/** `PID×2 MRG` of the segments of all messages, as they first occur. */
const countsOf = (names: readonly string[]): string =>
  [...new Set(names)]
    .map((name) => {
      const count = names.filter((other) => other === name).length;
      return count === 1 ? name : `${name}×${count}`;
    })
    .join(' ');

/** What batch files hold: messages, and how many remarks. */
const batches: Record<string, [messages: number, remarks: number]> = {
  'cosyte/batch_count-mismatch.hl7': [2, 1],
  'cosyte/batch_multi-batch-file.hl7': [3, 0],
  'cosyte/batch_single-batch.hl7': [2, 0],
  'cosyte/stream_large-batch.ndhl7': [12, 0],
};

describe.skipIf(!present)('the samples', () => {
  test('the index lists them all', () => {
    const files = ['cosyte', 'fhir-converter'].flatMap((under) => readdirSync(resolve(folder, under)));
    expect(files.length).toBeGreaterThan(100);
    expect(listed).toHaveLength(files.length);
  });

  test.for(listed.filter(({ file }) => !(file in batches)))('$file', ({ file, type, version, problem }) => {
    const bytes = bytesOf(file);
    const { messages, remarks } = splitFile(bytes);
    expect(remarks).toEqual([]);
    const read = messages.map((message) => readMessage(message, 'auto'));
    const found = countsOf(read.flatMap(({ segments }) => segments.map(({ id }) => id)));
    const header = readHeader(messages[0]!)!;
    if (problem.startsWith('BAD_SEG')) expect(found).toBe('MSH EVN pid PV1');
    else {
      expect(found).toBe(problem.replace(/ \((BOM|framed)\)$/, ''));
      expect(header.type === '' ? '-' : `${header.type}^${header.event}`).toBe(type);
      expect(header.version).toBe(version);
    }
    expect(bytes.subarray(0, 3).toString('latin1') === '\xef\xbb\xbf').toBe(problem.endsWith('(BOM)'));
    // A second MSH in a file is a message of its own.
    expect(messages).toHaveLength(found.startsWith('MSH×2') ? 2 : 1);
    for (const message of messages) {
      const { persons } = readAdt(readMessage(message, 'auto'), readHeader(message)!, profile);
      const has = readMessage(message, 'auto').all('PID').length;
      expect(persons).toHaveLength(has);
    }
  });

  test.for(Object.entries(batches))('%s', ([file, [messages, remarks]]) => {
    const split = splitFile(bytesOf(file));
    expect(split.messages).toHaveLength(messages);
    expect(split.remarks).toHaveLength(remarks);
    for (const message of split.messages) {
      expect(readHeader(message)!.type).toBe('ADT');
      expect(readMessage(message, 'auto').all('MSH')).toHaveLength(1);
    }
  });

  test('an unknown charset is read as what it is, and said', () => {
    const message = readMessage(bytesOf('cosyte/vendor-quirks_unknown-charset.hl7'), 'auto');
    expect(message.charset).toBe('UTF-8');
    expect(message.remarks[0]).toContain('not known');
  });

  test.each([
    ['cosyte/edge-cases_unicode-names.hl7', 5, 1, 1, 'Müller'],
    ['cosyte/edge-cases_unicode-names.hl7', 5, 2, 1, '李'],
    ['cosyte/charset_utf8-name.hl7', 5, 1, 2, 'Renée'],
    ['cosyte/edge-cases_embedded-delimiters.hl7', 5, 1, 1, 'Smith|Jones'],
    ['cosyte/edge-cases_embedded-delimiters.hl7', 5, 1, 4, 'Jr~Sr'],
    ['cosyte/edge-cases_custom-msh-delimiters.hl7', 5, 1, 2, 'John'],
    ['cosyte/edge-cases_null-fields.hl7', 2, 1, 1, null],
    ['cosyte/edge-cases_empty-fields.hl7', 7, 1, 1, undefined],
    ['cosyte/vendor-quirks_field-whitespace-trimmed.hl7', 3, 1, 1, '  MRN-VQ-002  '],
  ])('%s PID-%i', (file, field, repetition, component, expected) => {
    const pid = readMessage(bytesOf(file), 'auto').first('PID')!;
    expect(pid.get(field, { repetition, component })).toBe(expected);
  });
});

describe('files of messages', () => {
  const one = 'MSH|^~\\&|A|B|C|D|2026||ADT^A01|1|P|2.5\rPID|1\r';
  const texts = (file: string | Uint8Array) =>
    splitFile(typeof file === 'string' ? Buffer.from(file) : file).messages.map((bytes) =>
      Buffer.from(bytes).toString(),
    );

  test('several in a row, framed or with empty lines between, each end with their own line end', () => {
    expect(texts(one + one)).toEqual([one, one]);
    expect(texts(`\v${one}\x1c\r\v${one}\x1c\r`)).toEqual([one, one]);
    expect(texts(`\uFEFF\r\n${one}\r\n\r\n${one}`)).toEqual([one, one]);
  });

  test('MSH within a note begins no message', () => {
    const text = `${one}NTE|1||see MSH|^~ of it\r`;
    expect(texts(text)).toEqual([text]);
  });

  test('counts and ends that are wrong are said, and the messages are there', () => {
    const remarks = (text: string) => splitFile(Buffer.from(text)).remarks.length;
    expect(remarks(`BHS|^~\\&|A\r${one}BTS|1\r`)).toBe(0);
    expect(remarks(`BHS|^~\\&|A\r${one}BTS|2\r`)).toBe(1);
    expect(remarks(`BHS|^~\\&|A\r${one}`)).toBe(1);
    expect(remarks(`FHS|^~\\&|A\rBHS|^~\\&|A\r${one}BTS\rFTS|2\r`)).toBe(1);
    expect(remarks(`FHS|^~\\&|A\rBHS|^~\\&|A\r${one}BTS|1\r`)).toBe(1);
    expect(remarks(`${one}BTS|1\r`)).toBe(1);
    expect(texts(`FHS|^~\\&|A\rBHS|^~\\&|A\r${one}${one}BTS|7\r`)).toEqual([one, one]);
  });

  test('what is no message is said and gives none', () => {
    expect(splitFile(Buffer.from('a letter'))).toEqual({ messages: [], remarks: [expect.any(String)] });
    expect(splitFile(Buffer.from(''))).toEqual({ messages: [], remarks: [] });
    expect(splitFile(Buffer.from(`a letter\r${one}`)).remarks).toHaveLength(1);
  });

  test('UTF-16', () => {
    const little = Buffer.from(`\uFEFF${one}${one}`, 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16()]) {
      const { messages } = splitFile(bytes);
      expect(messages).toHaveLength(2);
      for (const message of messages) {
        const read = readMessage(message, 'auto');
        expect(read.segments.map(({ id }) => id)).toEqual(['MSH', 'PID']);
        expect(read.remarks).toEqual([]);
      }
    }
  });
});
