/** NDC, GTIN, NPI, DEA and NHS numbers. All numbers are made up; their check digits are not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatNdc, gtinCheckDigit, hasGtinCheckDigit, parseNdc } from '../../core/drug/identifiers.ts';
import { nhsNumberProblem } from '../../core/patient/identifiers.ts';
import { deaProblem, deaWarning, npiProblem } from '../../core/prescriber/identifiers.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
/** A place in a number and what to add to the digit there to make it wrong. */
const slip = (length: number) => fc.tuple(fc.nat(length - 1), fc.integer({ min: 1, max: 9 }));
const mistype = (number: string, [at, by]: [number, number]) =>
  number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1);

describe('NDC', () => {
  test.each([
    ['0002-1407-01', '00002140701', '00002-1407-01'],
    ['13826-001-08', '13826000108', '13826-0001-08'],
    ['12345-6789-1', '12345678901', '12345-6789-01'],
    ['00002-1407-01', '00002140701', '00002-1407-01'],
    ['00002140701', '00002140701', '00002-1407-01'],
    [' NDC 0002-1407-01 ', '00002140701', '00002-1407-01'],
    ['0002\u20131407\u201301', '00002140701', '00002-1407-01'],
    ['000002-1407-01', '000002140701', '000002-1407-01'],
    ['000002140701', '000002140701', '000002-1407-01'],
  ])('%s is kept as %s', (text, ndc11, display) => {
    expect(parseNdc(text)).toEqual({ ndc11, display });
  });

  test.each([
    '',
    '0002140701',
    '0002-1407',
    '0002-1407-011',
    '002-1407-01',
    '0002-14O7-01',
    '300021407018',
    '123',
  ])('“%s” is refused with a sentence', (text) => {
    expect(parseNdc(text)).toEqual({ problem: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  test('ten bare digits are refused because their shape cannot be known', () => {
    expect(parseNdc('0002140701')).toEqual({ problem: expect.stringContaining('three different') });
  });

  test('every NDC survives being shown and read again', () => {
    fc.assert(
      fc.property(fc.oneof(digits(11), digits(12)), (ndc) => {
        expect(parseNdc(formatNdc(ndc))).toEqual({ ndc11: ndc, display: formatNdc(ndc) });
      }),
    );
  });

  test('padding to 11 digits puts the zero into the short segment and changes nothing else', () => {
    const shape = fc.constantFrom([4, 4, 2], [5, 3, 2], [5, 4, 1]);
    fc.assert(
      fc.property(shape, digits(10), ([a = 0, b = 0], number) => {
        const segments = [number.slice(0, a), number.slice(a, a + b), number.slice(a + b)];
        const reading = parseNdc(segments.join('-'));
        expect('display' in reading && reading.display.split('-').map(Number)).toEqual(segments.map(Number));
      }),
    );
  });
});

describe('GTIN', () => {
  test.each(['00300021407018', '300021407018', '5000283101086'])('%s has its check digit', (code) => {
    expect(hasGtinCheckDigit(code)).toBe(true);
  });

  test('one wrong digit anywhere is always noticed', () => {
    fc.assert(
      fc.property(digits(13), slip(14), (stem, wrong) => {
        expect(hasGtinCheckDigit(mistype(stem + gtinCheckDigit(stem), wrong))).toBe(false);
      }),
    );
  });
});

describe('NPI', () => {
  test.each(['1234567893', '1999999984', '2000000010', ' 1234567893 '])('%s is accepted', (npi) => {
    expect(npiProblem(npi)).toBeNull();
  });

  test.each(['1234567890', '3234567893', '123456789', '12345678931', '12345678X3', ''])(
    '“%s” is refused',
    (npi) => {
      expect(npiProblem(npi)).toMatch(/^[A-Z].*\.$/);
    },
  );

  test('one wrong digit anywhere is always refused', () => {
    fc.assert(
      fc.property(fc.constantFrom('1234567893', '1999999984', '2000000010'), slip(10), (npi, wrong) => {
        expect(npiProblem(mistype(npi, wrong))).not.toBeNull();
      }),
    );
  });
});

describe('DEA number', () => {
  test.each(['BS1234563', 'MJ9876547', 'F91234563', 'F91234563-001AB', 'bs1234563'])(
    '%s is accepted',
    (dea) => {
      expect(deaProblem(dea)).toBeNull();
    },
  );

  test.each(['BS1234560', 'B1234563', '9S1234563', 'BS123456', 'BS12345634', 'BS1234563-', ''])(
    '“%s” is refused',
    (dea) => {
      expect(deaProblem(dea)).toMatch(/^[A-Z].*\.$/);
    },
  );

  test('a wrong check digit is always refused', () => {
    fc.assert(
      fc.property(digits(6), fc.nat(9), (stem, last) => {
        const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = [...stem].map(Number);
        const right = (a + c + e + 2 * (b + d + f)) % 10;
        expect(deaProblem(`BS${stem}${last}`) === null).toBe(last === right);
      }),
    );
  });

  test.each([
    ['BS1234563', 'Smith'],
    ['BS1234563', 'śliwa'],
    ['BO1234563', "O'Brien"],
    ['F91234563', 'Jones'],
  ])('%s of %s needs no second look', (dea, surname) => {
    expect(deaWarning(dea, surname)).toBeNull();
  });

  test('another surname initial is a warning, never a refusal', () => {
    expect(deaProblem('BS1234563')).toBeNull();
    expect(deaWarning('BS1234563', 'Jones')).toContain('surname');
  });

  test('a distributor’s number and an old waiver number are pointed out', () => {
    expect(deaWarning('PS1234563', 'Smith')).toContain('distributor');
    expect(deaWarning('XS1234563', 'Smith')).toContain('waiver');
  });
});

describe('NHS number', () => {
  test.each(['9990000018', '9990000026', '999 000 0018', '999-000-0018'])('%s is accepted', (number) => {
    expect(nhsNumberProblem(number)).toBeNull();
  });

  test.each(['9990000019', '9999999999', '0000000000', '999000001', '99900000180', '999000001X', ''])(
    '“%s” is refused',
    (number) => {
      expect(nhsNumberProblem(number)).toMatch(/^[A-Z].*\.$/);
    },
  );

  test('a stem without a check digit has no valid number', () => {
    for (let last = 0; last < 10; last += 1) expect(nhsNumberProblem(`999000000${last}`)).not.toBeNull();
  });

  test('one wrong digit anywhere is always refused', () => {
    fc.assert(
      fc.property(fc.constantFrom('9990000018', '9990000026'), slip(10), (number, wrong) => {
        expect(nhsNumberProblem(mistype(number, wrong))).not.toBeNull();
      }),
    );
  });
});
