/** Reading HL7 v2: what stands where, what a sender says, clears, or says nothing of; and nothing of it lost. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Hl7Error, readMessage } from '../../core/adt/hl7.ts';
import { encodeText } from '../../core/adt/reading/charset.ts';
import { readHeader } from '../../core/adt/reading/header.ts';
import { USUAL_SEPARATORS } from '../../core/adt/reading/separators.ts';
import { asWritten, repeated, writeMessage } from '../../core/adt/reading/write-hl7.ts';

const MSH = 'MSH|^~\\&|SA|SF|RA|RF|20260101120000||ADT^A08^ADT_A01|C1|P|2.5.1';
const read = (text: string | Uint8Array) =>
  readMessage(typeof text === 'string' ? Buffer.from(text) : text, 'auto');
const ids = (text: string) => read(text).segments.map(({ id }) => id);
/** PID-5 of a message whose PID has it. */
const name = (written: string, more = '') => read(`${MSH}${more}\rPID|1||7||${written}\r`).first('PID')!;

describe('ends of lines', () => {
  test.each([
    ['CR', `${MSH}\rPID|1\rPV1|1\r`, ['MSH', 'PID', 'PV1']],
    ['no CR after the last', `${MSH}\rPID|1\rPV1|1`, ['MSH', 'PID', 'PV1']],
    ['LF', `${MSH}\nPID|1\nPV1|1\n`, ['MSH', 'PID', 'PV1']],
    ['CRLF', `${MSH}\r\nPID|1\r\nPV1|1\r\n`, ['MSH', 'PID', 'PV1']],
    ['mixed', `${MSH}\rEVN|A01\nPID|1\r\nPV1|1`, ['MSH', 'EVN', 'PID', 'PV1']],
    ['framed', `\v${MSH}\rPID|1\r\x1c\r`, ['MSH', 'PID']],
    ['a mark before it', `\uFEFF${MSH}\rPID|1\r`, ['MSH', 'PID']],
    ['a mark and framing', `\v\uFEFF${MSH}\rPID|1\r\x1c\r\n`, ['MSH', 'PID']],
    ['lower case and odd names', `${MSH}\rpid|1\rPIDX|2\rZ1\r`, ['MSH', 'pid', 'PIDX', 'Z1']],
  ])('%s', (_name, text, expected) => expect(ids(text)).toEqual(expected));

  test('new lines in a note stay in the note, however many there are', () => {
    const message = read(`${MSH}\rPID|1||123\rNTE|1||warfarin\nDO NOT GIVE\nwith aspirin\ncall MD`);
    expect(message.first('PID')!.get(3)).toBe('123');
    expect(message.first('NTE')!.get(3)).toBe('warfarin\nDO NOT GIVE\nwith aspirin\ncall MD');
  });
});

describe('what a sender says', () => {
  test('empty says nothing, two quotes clear, and a part can be cleared alone', () => {
    expect(name('').get(5)).toBeUndefined();
    expect(name('""').get(5)).toBeNull();
    expect(name('""').get(5, { component: 2 })).toBeNull();
    expect(name('SMITH^""').get(5, { component: 2 })).toBeNull();
    expect(name('SMITH^""').get(5)).toBe('SMITH');
    expect(name('SMITH^').get(5, { component: 2 })).toBeUndefined();
    expect(name('SMITH').get(99)).toBeUndefined();
  });

  test('repetitions, components and subcomponents are counted from one; empty ones at the end are none', () => {
    const pid = name('A&B^C~D^E^^~~');
    expect(pid.repetitions(5)).toBe(2);
    expect(pid.whole(5)).toEqual([
      [['A', 'B'], ['C']],
      [['D'], ['E']],
    ]);
    expect(pid.get(5, { subcomponent: 2 })).toBe('B');
    expect(pid.get(5, { repetition: 2, component: 2 })).toBe('E');
    expect(pid.get(5, { repetition: 3 })).toBeUndefined();
    expect(pid.raw(5)).toBe('A&B^C~D^E^^~~');
    expect(name('').repetitions(5)).toBe(0);
    expect(name('~A').repetitions(5)).toBe(2);
  });

  test('MSH counts from its separator', () => {
    const msh = read(`${MSH}\r`).first('MSH')!;
    expect([1, 2, 3, 9, 10].map((field) => msh.get(field))).toEqual(['|', '^~\\&', 'SA', 'ADT', 'C1']);
    expect(msh.get(9, { component: 2 })).toBe('A08');
    expect(msh.fields).toBe(12);
  });
});

describe('escapes', () => {
  test.each([
    ['Smith\\F\\Jones', 'Smith|Jones'],
    ['\\S\\\\T\\\\R\\\\E\\', '^&~\\'],
    ['1\\X21\\', '1!'],
    ['a\\X0D0A\\b', 'a\r\nb'],
    ['\\XC3A9\\', 'é'],
    ['\\H\\loud\\N\\', 'loud'],
    ['a\\.br\\b\\.sp2\\c', 'a\nb\n\nc'],
    ['a\\.in+4\\b', 'ab'],
    ['keep \\Z99\\ and \\X1\\ and \\Q\\', 'keep \\Z99\\ and \\X1\\ and \\Q\\'],
    ['\\C2842\\', '\\C2842\\'],
    ['not closed \\T', 'not closed \\T'],
    ['\\P\\', '\\P\\'],
  ])('%s', (written, meant) => expect(name(written).get(5)).toBe(meant));

  test('the characters of this message, not the usual ones', () => {
    const message = read('MSH@~&#\\@A@B@C@D@20260101@@ADT~A08@1@P@2.5\rPID@1@@7@@A#F#B~C|D#T#E\r');
    expect(message.first('PID')!.get(5)).toBe('A@B');
    expect(message.first('PID')!.get(5, { component: 2 })).toBe('C|D\\E');
  });

  test('from 2.7 a sign for what was cut', () => {
    expect(read('MSH|^~\\&#|A|B|C|D|2026||ADT^A08|1|P|2.7\rPID|1||7||cut\\P\\\r').first('PID')!.get(5)).toBe(
      'cut#',
    );
  });

  test('fewer than four signs: what is missing parts nothing', () => {
    const message = read('MSH|^~|A|B|C|D|2026||ADT^A08|1|P|2.5\rPID|1||7||A&B\\T\\^C\r');
    expect(message.first('PID')!.get(5)).toBe('A&B\\T\\');
    expect(message.first('PID')!.get(5, { component: 2 })).toBe('C');
  });

  test('sequences of other character sets stay as written and are said', () => {
    expect(name('\\M2442\\').get(5)).toBe('\\M2442\\');
    expect(read(`${MSH}\rPID|1||7||\\M2442\\\r`).remarks).toHaveLength(1);
    expect(read(`${MSH}\rNTE|1||\\H\\CRITICAL\\N\\\r`).remarks).toEqual([]);
  });
});

describe('what cannot be read is said, without a word of the patient', () => {
  test.each([
    ['PID|1||DOE', 100],
    ['', 100],
    ['MSHA^~\\&A', 100],
    ['MSH|^^\\&|A', 102],
    ['MSH|^~\\&APP|A', 102],
  ])('%s', (text, code) => {
    expect(() => read(text)).toThrow(Hl7Error);
    try {
      read(text);
    } catch (error) {
      expect((error as Hl7Error).code).toBe(code);
      expect((error as Hl7Error).message).not.toContain('DOE');
    }
  });
});

describe('characters', () => {
  const withCharset = (named: string, nameBytes: Uint8Array) =>
    Buffer.concat([Buffer.from(`${MSH}||||||${named}\rPID|1||7||`), nameBytes, Buffer.from('\r')]);
  const german = 'Müller';
  test.each([
    ['', Buffer.from(german), 'UTF-8', german, 0],
    ['', Buffer.from(german, 'latin1'), 'windows-1252', german, 0],
    ['UNICODE UTF-8', Buffer.from(german), 'UTF-8', german, 0],
    ['8859/1', Buffer.from(german, 'latin1'), 'iso-8859-1', german, 0],
    ['8859/1', Uint8Array.of(0x80), 'iso-8859-1', '\x80', 0],
    ['8859/15', Uint8Array.of(0xa4), 'iso-8859-15', '€', 0],
    ['8859/9', Uint8Array.of(0xfd), 'windows-1254', 'ı', 0],
    ['windows-1252', Uint8Array.of(0x80), 'windows-1252', '€', 0],
    ['ASCII', Buffer.from('Muller'), 'ASCII', 'Muller', 0],
    ['ASCII', Buffer.from(german), 'UTF-8', german, 1],
    ['UNICODE UTF-8', Buffer.from(german, 'latin1'), 'windows-1252', german, 1],
    ['ISO IR 999', Buffer.from(german), 'UTF-8', german, 1],
    ['UNICODE UTF-16', Buffer.from(german), 'UTF-8', german, 1],
    ['GB 18030-2000', Uint8Array.of(0xd6, 0xd0), 'gb18030', '中', 0],
    ['BIG-5', Uint8Array.of(0xa4, 0xa4), 'big5', '中', 0],
    ['KS X 1001', Uint8Array.of(0xb1, 0xe8), 'euc-kr', '김', 0],
    ['ISO IR87', Buffer.from('\x1b$B;3ED\x1b(B', 'latin1'), 'iso-2022-jp', '山田', 0],
    ['8859/1~UNICODE UTF-8', Buffer.from(german, 'latin1'), 'iso-8859-1', german, 0],
  ])('MSH-18 %s', (named, bytes, charset, text, remarks) => {
    const message = read(withCharset(named, bytes));
    expect(message.charset).toBe(charset);
    expect(message.first('PID')!.get(5)).toBe(text);
    expect(message.remarks).toHaveLength(remarks);
  });

  test('where MSH-18 says nothing, the source’s own', () => {
    const message = readMessage(withCharset('', Uint8Array.of(0xa4)), 'iso-8859-15');
    expect(message.first('PID')!.get(5)).toBe('€');
  });

  test.each(['\uFEFF', ''])('UTF-16, with a mark and without', (mark) => {
    const text = `${mark}${MSH}\rPID|1||7||山田\r`;
    const little = Buffer.from(text, 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [little, big]) {
      expect(read(bytes).first('PID')!.get(5)).toBe('山田');
      const header = readHeader(bytes)!;
      expect(header.controlId).toBe('C1');
      const said = Buffer.from(bytes.subarray(...header.saidAtBytes));
      if (bytes === big) said.swap16();
      expect(said.toString('utf16le')).toBe('20260101120000');
    }
  });

  test('what is written in windows-1252 is read again', () => {
    const text = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ é';
    expect(new TextDecoder('windows-1252').decode(encodeText(text, 'windows-1252'))).toBe(text);
  });
});

describe('MSH from bytes', () => {
  test('what names, answers and dates a message', () => {
    const bytes = Buffer.from(
      'MSH|^~\\&|S^1|F|R|G|20260101120000-0500||ADT^A40^ADT_A39|é-1|T^A|2.5^USA|17||AL|NE||8859/1~ASCII\rEVN|A40\r',
    );
    expect(readHeader(bytes)).toMatchObject({
      sendingApplication: 'S^1',
      sendingFacility: 'F',
      receivingApplication: 'R',
      receivingFacility: 'G',
      saidAt: '20260101120000-0500',
      type: 'ADT',
      event: 'A40',
      structure: 'ADT_A39',
      processing: 'T',
      version: '2.5',
      sequence: '17',
      acceptAcknowledgement: 'AL',
      applicationAcknowledgement: 'NE',
      charset: '8859/1',
    });
    const header = readHeader(bytes)!;
    expect(bytes.subarray(...header.saidAtBytes).toString()).toBe('20260101120000-0500');
    expect(Buffer.from(header.controlId, 'latin1').toString()).toBe('é-1');
  });

  test('an event of old feeds stands in EVN', () => {
    expect(readHeader(Buffer.from('MSH|^~\\&|A|B|C|D|2026||ADT|1|P|2.1\rEVN|A08|2026\r'))!.event).toBe('A08');
    expect(readHeader(Buffer.from('MSH|^~\\&|A|B|C|D|2026||ADT^A01|1|P|2.1\rEVN|A08|2026\r'))!.event).toBe(
      'A01',
    );
  });

  test('what has no MSH has no header', () => {
    for (const text of ['', 'MS', 'PID|1', 'MSH', 'MSH|^^^^|', '\x00\x01'])
      expect(readHeader(Buffer.from(text))).toBeNull();
  });

  test('however much empty space stands before it, and where MSH-7 is', () => {
    const said = 'MSH|^~\\&|A|B|C|D|2026030210||ADT^A01|17|P|2.5.1\rEVN|A01\r';
    for (const before of ['', '\r\n', '\v \t', '\r'.repeat(40_000)]) {
      const bytes = Buffer.from(before + said);
      const header = readHeader(bytes)!;
      expect(header.controlId).toBe('17');
      expect(bytes.subarray(...header.saidAtBytes).toString()).toBe('2026030210');
    }
  });
});

describe('writing', () => {
  const value = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => text !== '""');

  test('what is written is read again, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), (fields) => {
        const text = writeMessage([
          ['MSH', 'A'],
          ['ZZZ', ...fields],
        ]);
        const segment = read(text).first('ZZZ')!;
        fields.forEach((components, at) => {
          components.forEach((component, place) => {
            expect(segment.get(at + 1, { component: place + 1 }) ?? '').toBe(component);
          });
        });
      }),
    );
  });

  test('gaps stay, nulls are two quotes, repetitions and subcomponents have their signs', () => {
    expect(
      writeMessage([
        ['MSH', 'A', undefined, 'B', ''],
        ['PID', null, ['X', ['a', 'b&']], repeated('1', ['2', '3']), asWritten('p^q')],
      ]),
    ).toBe('MSH|^~\\&|A||B\rPID|""|X^a&b\\T\\|1~2^3|p^q\r');
    expect(writeMessage([['MSH', ['A', 'B']]], { ...USUAL_SEPARATORS, component: '@' })).toBe(
      'MSH|@~\\&|A@B\r',
    );
  });
});
