/** What a scanner types at the counter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gtinCheckDigit } from '../../core/drug/identifiers.ts';
import { readBarcode } from '../../core/stock/barcode.ts';

const GS = '\x1d';
const paddings = ['00002140701', '00021040701', '00021407001'];
const package1407 = { kind: 'drug', ndc10: '0002140701', ndc11Candidates: paddings, gtin: '00300021407018' };
const whole = { ...package1407, lot: 'AB12', expiry: '2027-01-31', serial: 'XYZ9' };

describe('a GS1 code is read with product, expiry, lot and serial', () => {
  test.each([
    ['as it is', `010030002140701817270131${'10AB12'}${GS}21XYZ9`],
    ['after the DataMatrix prefix', `]d2010030002140701817270131${'10AB12'}${GS}21XYZ9`],
    ['after the Code 128 prefix', `]C1010030002140701817270131${'10AB12'}${GS}21XYZ9`],
    ['with a leading separator', `${GS}010030002140701817270131${'10AB12'}${GS}21XYZ9${GS}`],
    ['with {GS}', '01003000214070181727013110AB12{GS}21XYZ9'],
    ['with <GS>', '01003000214070181727013110AB12<GS>21XYZ9'],
    ['with a spelt escape', '01003000214070181727013110AB12\\u001d21XYZ9'],
    ['with the separator’s symbol', '01003000214070181727013110AB12\u241d21XYZ9'],
    ['with ^]', ']d201003000214070181727013110AB12^]21XYZ9'],
    ['in another order', `10AB12${GS}21XYZ9${GS}172701310100300021407018`],
    ['in brackets', '(01)00300021407018(17)270131(10)AB12(21)XYZ9'],
    ['in brackets with spaces', '(01) 00300021407018 (17) 270131 (10) AB12 (21) XYZ9\n'],
  ])('%s', (_, text) => {
    expect(readBarcode(text, 2026)).toEqual(whole);
  });
});

describe('expiry', () => {
  const expiry = (yymmdd: string, thisYear: number) => {
    const code = readBarcode(`010030002140701817${yymmdd}10A`, thisYear);
    return code.kind === 'drug' ? code.expiry : code.kind;
  };

  test.each([
    ['270200', 2026, '2027-02-28'],
    ['280200', 2026, '2028-02-29'],
    ['271200', 2026, '2027-12-31'],
    ['760101', 2026, '2076-01-01'],
    ['770101', 2026, '1977-01-01'],
    ['990101', 2026, '1999-01-01'],
    ['100101', 2060, '2110-01-01'],
    ['110101', 2060, '2011-01-01'],
  ])('%s read in %i is %s', (yymmdd, thisYear, day) => {
    expect(expiry(yymmdd, thisYear)).toBe(day);
  });

  test.each(['271301', '270001', '270230', '270132'])('%s is no date and the scan is unknown', (yymmdd) => {
    expect(expiry(yymmdd, 2026)).toBe('unknown');
  });
});

describe('codes that are not GS1 fields', () => {
  test('a GTIN-14, a UPC-A and an EAN-13 of one package give the same drug', () => {
    for (const code of ['00300021407018', '300021407018', '0300021407018']) {
      expect(readBarcode(code)).toEqual(package1407);
    }
  });

  test('a European code is a drug without an NDC', () => {
    expect(readBarcode('5000283101086')).toEqual({
      kind: 'drug',
      ndc11Candidates: [],
      gtin: '05000283101086',
    });
  });

  test('an NDC with hyphens stands for exactly one NDC', () => {
    expect(readBarcode('0002-1407-01')).toEqual({
      kind: 'drug',
      ndc10: '0002140701',
      ndc11Candidates: ['00002140701'],
    });
  });

  test('eleven digits are an NDC', () => {
    expect(readBarcode('00002140701')).toEqual({ kind: 'drug', ndc11Candidates: ['00002140701'] });
  });

  test('paddings that are the same NDC are given once', () => {
    expect(readBarcode(`00300000000000${''}`.slice(0, 13) + gtinCheckDigit('0030000000000'))).toMatchObject({
      ndc11Candidates: ['00000000000'],
    });
  });

  test('our own bag label is a bag, in capitals whatever the scanner does', () => {
    expect(readBarcode('MB0123ABCDXZ\r\n')).toEqual({ kind: 'bag', code: 'MB0123ABCDXZ' });
    expect(readBarcode('mb0123abcdxz')).toEqual({ kind: 'bag', code: 'MB0123ABCDXZ' });
  });
});

describe('a scan that cannot be trusted is unknown, with a sentence', () => {
  test.each([
    ['a wrong check digit in a GTIN', '00300021407019', 'check digit'],
    ['a wrong check digit in GS1 fields', '010030002140701917270131', 'check digit'],
    ['a wrong check digit in a UPC-A', '300021407019', 'check digit'],
    ['a case', `103000214070${''}1${gtinCheckDigit('1030002140701')}`, 'case'],
    ['ten bare digits', '0002140701', 'three different'],
    ['no product', '17270131', 'check digit'],
    ['fields without a product', `1727013110AB${GS}21XYZ9`, 'no product'],
    ['a field that breaks off', '0100300021407018172701', 'breaks off'],
    ['a lot too long, the separator lost', '01003000214070181727013110LOT123456217894561230ABC', 'separator'],
    ['a field of no kind we know', '010030002140701818AAA', 'does not know'],
    ['one field twice', `010030002140701810A${GS}10B`, 'twice'],
    ['a bag label with a letter that is never used', 'MB0123ABCDXU', 'not the barcode'],
    ['a short bag label', 'MB0123', 'not the barcode'],
    ['words', 'hello', 'not the barcode'],
    ['nothing', ' \n', 'Nothing'],
    ['only a prefix', ']d2', 'Nothing'],
    ['a flood', '0'.repeat(5000), 'too long'],
  ])('%s', (_, text, because) => {
    expect(readBarcode(text, 2026)).toEqual({ kind: 'unknown', reason: expect.stringContaining(because) });
  });
});

const gs1Text = fc.stringMatching(/^[A-Za-z0-9/+_.,;=:!?*-]{1,20}$/);
const gtin = fc.stringMatching(/^0[0-9]{12}$/).map((stem) => stem + gtinCheckDigit(stem));
const expiryDay = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2070-12-31T00:00:00Z'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

test('whatever a label printer writes is read back, in any order of fields', () => {
  const label = fc.record({ gtin, expiry: expiryDay, lot: gs1Text, serial: gs1Text });
  const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
  fc.assert(
    fc.property(label, order, (fields, places) => {
      const written = [
        `01${fields.gtin}`,
        `17${fields.expiry.slice(2).replaceAll('-', '')}`,
        `10${fields.lot}${GS}`,
        `21${fields.serial}${GS}`,
      ];
      expect(readBarcode(`]d2${places.map((at) => written[at]).join('')}`, 2026)).toMatchObject(fields);
    }),
  );
});

test('one wrong digit in a product code never reads as a drug', () => {
  fc.assert(
    fc.property(gtin, fc.nat(13), fc.integer({ min: 1, max: 9 }), (code, at, by) => {
      const wrong = code.slice(0, at) + ((Number(code[at]) + by) % 10) + code.slice(at + 1);
      expect(readBarcode(wrong).kind).toBe('unknown');
      expect(readBarcode(`01${wrong}17270131`).kind).toBe('unknown');
    }),
  );
});

test('no scan whatever throws', () => {
  const piece = fc.constantFrom(
    '01',
    '17',
    '10',
    '(01)',
    '(21)',
    GS,
    ']d2',
    '{GS}',
    '003000214070',
    'MB',
    '-',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 12 }), (pieces) => {
      expect(['drug', 'bag', 'unknown']).toContain(readBarcode(pieces.join('')).kind);
    }),
  );
});
