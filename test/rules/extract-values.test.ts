/** How single values are read from text: dates, names, numbers, strengths, forms, amounts, directions. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeIn } from '../../core/recognise/extract/values/address.ts';
import { datesIn } from '../../core/recognise/extract/values/date.ts';
import { partsAfter } from '../../core/recognise/extract/values/drug-parts.ts';
import { fitsForm, formNamed, formsIn } from '../../core/recognise/extract/values/form.ts';
import { deasIn, nhsNumbersIn, npisIn } from '../../core/recognise/extract/values/identifiers.ts';
import { nameIn } from '../../core/recognise/extract/values/name.ts';
import { numberInWords } from '../../core/recognise/extract/values/number.ts';
import { phonesIn } from '../../core/recognise/extract/values/phone.ts';
import {
  amountIn,
  amountsAlone,
  daysIn,
  refillsAlone,
  refillsIn,
} from '../../core/recognise/extract/values/quantity.ts';
import { readSig } from '../../core/recognise/extract/values/sig.ts';
import { sameStrength, strengthsIn } from '../../core/recognise/extract/values/strength.ts';
import { substitutionAnswer, substitutionsIn } from '../../core/recognise/extract/values/substitution.ts';

const today = '2026-11-21';

describe('dates', () => {
  test.each([
    ['01/19/1973', '1973-01-19'],
    ['1/9/73', '1973-01-09'],
    ['05/ 15/1939', '1939-05-15'],
    ['Nov 21, 2026', '2026-11-21'],
    ['21-NOV-26', '2026-11-21'],
    ['21st March 1960', '1960-03-21'],
    ['2026-11-21', '2026-11-21'],
    ['O1/l9/1973', '1973-01-19'],
    ['0310811992', '1992-03-08'],
  ])('%s in the United States is %s', (text, day) => {
    expect(datesIn(text, 'us', today).map(({ value }) => value)).toEqual([day]);
  });

  test.each([
    ['04/05/1982', '1982-05-04'],
    ['21.11.26', '2026-11-21'],
    ['3 May 1960', '1960-05-03'],
  ])('%s in the United Kingdom is %s', (text, day) => {
    expect(datesIn(text, 'uk', today)[0]?.value).toBe(day);
  });

  test.each(['585-555-0118', '13/45/1988', '02/30/2001', '1/2', 'March', '1234567893'])(
    '%s is none',
    (text) => {
      expect(datesIn(text, 'us', today)).toEqual([]);
    },
  );

  test('any day written in figures is read again', () => {
    const days = fc.date({ min: new Date('1930-01-01'), max: new Date('2026-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const day = date.toISOString().slice(0, 10);
        const [year, month, dayOfMonth] = day.split('-');
        expect(datesIn(`${month}/${dayOfMonth}/${year}`, 'us', today)[0]?.value).toBe(day);
        expect(datesIn(`${dayOfMonth}/${month}/${year}`, 'uk', today)[0]?.value).toBe(day);
      }),
    );
  });
});

describe('names', () => {
  test.each([
    ['Kevin Donnelly', 'Donnelly, Kevin'],
    ['PRESCOTT, AMELIA', 'Prescott, Amelia'],
    ['Amelia Prescott, MD', 'Prescott, Amelia'],
    ['SMITH John', 'Smith, John'],
    ['Mrs Winifred Morgan', 'Morgan, Winifred'],
    ['Mbeki. Ingrid G.', 'Mbeki, Ingrid G.'],
    ["Brendan O'Malley, D.O.", "O'Malley, Brendan"],
    ['Zachary van der Berg', 'van der Berg, Zachary'],
    ['Wei Chen, born 09/09/1958', 'Chen, Wei'],
    ['Smith, John A DOB: 1', 'Smith, John A'],
  ])('%s', (text, value) => {
    expect(nameIn(text)?.value).toBe(value);
  });

  test.each(['585-555-0118', '', '12 High Street', 'born 09/09/1958'])('%s is none', (text) => {
    expect(nameIn(text)).toBeNull();
  });

  test.each(['Kev1n Donnelly', 'Jones. Zo¢', 'Miiller, Wei', 'Padraig Igbal'])(
    '%s has an odd letter',
    (text) => {
      expect(nameIn(text)?.tidy).toBe(false);
    },
  );
});

describe('numbers of people', () => {
  test('a check digit tells a right number from one misread', () => {
    expect(npisIn('NPI 1947288068')).toMatchObject([
      { value: '1947288068', checkDigit: true, repaired: false },
    ]);
    expect(npisIn('1947288067')).toMatchObject([{ checkDigit: false }]);
    expect(nhsNumbersIn('999 000 0018')).toMatchObject([{ value: '9990000018', checkDigit: true }]);
    expect(deasIn('AP8703868')).toMatchObject([{ value: 'AP8703868', checkDigit: true }]);
  });

  test('a letter among figures is put right, and said', () => {
    expect(npisIn('I94728B068')).toMatchObject([{ value: '1947288068', repaired: true }]);
  });

  test.each([
    ['us', '(585) 555-0118', '5855550118'],
    ['us', '585-555-01 18', '5855550118'],
    ['us', '+1 585 555 0118', '5855550118'],
    ['uk', '020 7946 0018', '02079460018'],
    ['uk', '+44 1632 960123', '01632960123'],
  ] as const)('a telephone number, %s: %s', (profile, text, digits) => {
    expect(phonesIn(text, profile)[0]?.value).toBe(digits);
  });

  test('a date and an NHS number are no telephone numbers', () => {
    expect(phonesIn('01/19/1973 999 000 0018', 'uk')).toEqual([]);
  });

  test('the code of an address, with a figure read as a letter', () => {
    expect(codeIn('16 Orchard Way, Truro TR1 SWZ', 'uk')).toMatchObject({ value: 'TR1 5WZ', repaired: true });
    expect(codeIn('Springfield, IL 627 04', 'us')?.value).toBe('IL 62704');
  });
});

describe('strengths', () => {
  const one = (text: string) => strengthsIn(text)[0]!.strength;
  test.each([
    ['0.5 g', '500 mg'],
    ['10-325 mg', '10 mg-325 mg'],
    ['40 mg/mL', '200 mg/5 mL'],
    ['500micrograms', '0.5 mg'],
    ['90 mcg', '90 mcg/actuation'],
    ['25 mcg/hr', '25 micrograms/hour'],
    ['1,000 mg', '1 g'],
  ])('%s and %s are the same', (a, b) => {
    expect(sameStrength(one(a), one(b))).toBe(true);
  });

  test.each([
    ['5 mg', '50 mg'],
    ['.5 mg', '5 mg'],
    ['5 mg', '5 mg/mL'],
    ['5 mg', '5 mcg'],
    ['20 mg', '20 mg-12.5 mg'],
    ['100 units/mL', '100 mg/mL'],
  ])('%s and %s are not', (a, b) => {
    expect(sameStrength(one(a), one(b))).toBe(false);
  });

  test('a number without a unit of strength is none', () => {
    for (const text of ['10', '10/325', '30 tablets', '5 mL', 'take 2'])
      expect(strengthsIn(text)).toEqual([]);
  });
});

describe('forms', () => {
  test.each([
    ['ER tab', 'extended-release tablet'],
    ['tablet, extended release', 'extended-release tablet'],
    ['caps', 'capsule'],
    ['m/r tablets', 'modified-release tablet'],
    ['oral susp', 'oral suspension'],
    ['tablets', 'TABLET, FILM COATED'],
  ])('%s is a %s', (written, onFile) => {
    expect(fitsForm(formsIn(written)[0]!.form, formNamed(onFile))).toBe(true);
  });

  test.each([
    ['tablet', 'capsule'],
    ['tablet', 'extended-release tablet'],
    ['ER tablet', 'delayed-release tablet'],
    ['oral solution', 'INJECTION, SOLUTION'],
    ['eye drops', 'ear drops'],
  ])('%s is no %s', (written, onFile) => {
    expect(fitsForm(formsIn(written)[0]!.form, formNamed(onFile))).toBe(false);
  });

  test('after a name, strength and form are found in any order, and what is left over is said', () => {
    expect(partsAfter(' (Zoloft) 50 mg tablet', ['Zoloft'])).toMatchObject({ unexplained: '' });
    expect(partsAfter(' ER 500 mg tab', []).form?.form.release).toBe('extended');
    expect(partsAfter(' tablets 10mg', [])).toMatchObject({ strength: { value: '10 mg' }, unexplained: '' });
    expect(partsAfter(' Forte 50 mg tablet', []).unexplained).toBe('Forte');
  });
});

describe('amounts', () => {
  test.each([
    ['30 (thirty) tablets', '30', true],
    ['#60', '60', null],
    ['fifty-six (56) capsules', '56', true],
    ['28 tablets (twenty-eight)', '28', true],
    ['80 (thirty) tablets', '80', false],
    ['Thirty tablets', '30', null],
  ])('%s', (text, value, wordsAgree) => {
    expect(amountIn(text)).toMatchObject({ value, wordsAgree });
  });

  test('a strength is no amount, nor is a dose in directions', () => {
    expect(amountIn('50 mg')).toBeNull();
    expect(amountsAlone('take 2 tablets daily')).toEqual([]);
    expect(amountsAlone('1 tab po bid #60')).toMatchObject([{ value: '60' }]);
  });

  test.each([
    ['0 (none)', '0'],
    ['None', '0'],
    ['x 3', '3'],
    ['[x5', '5'],
    ['three (3) times', '3'],
  ])('refills: %s', (text, value) => {
    expect(refillsIn(text)?.value).toBe(value);
  });

  test('refills and days inside other words', () => {
    expect(refillsAlone('SCHEDULE II - NO REFILLS')?.value).toBe('0');
    expect(refillsAlone('60, 1 refills.')?.value).toBe('1');
    expect(daysIn('30 days')?.value).toBe('30');
  });

  test('any number below a thousand said in words is understood', () => {
    expect(numberInWords('one hundred and twenty-eight')?.value).toBe(128);
    expect(numberInWords('twenly')).toMatchObject({ value: 20, repaired: true });
    expect(numberInWords('tablets')).toBeNull();
  });
});

describe('directions', () => {
  test.each([
    ['1 tab po gid', '1 tab po qid'],
    ['1 tab po g6h prn', '1 tab po q6h prn'],
    ['| tab PO daily', '1 tab PO daily'],
    ['l tab po dally', '1 tab po daily'],
    ['inject 6 units subcut tid hefore meals:', 'inject 6 units subcut tid before meals'],
  ])('%s is put right, and says so', (text, value) => {
    const read = readSig(text, 'tablet', 'us');
    expect(read.value).toBe(value);
    expect(read.repairs.length).toBeGreaterThan(0);
  });

  test('what may be one word or another stays as it stands', () => {
    expect(readSig('1 tab po qbh prn', 'tablet', 'us')).toMatchObject({
      value: '1 tab po qbh prn',
      unread: ['qbh'],
    });
  });

  test.each(['Elmwood Behavioral Health', '30 (thirty) tablets', 'Amelia Prescott, MD', '2.', ''])(
    '%s does not read as directions',
    (text) => expect(readSig(text, 'tablet', 'us').worth).toBeLessThan(0.35),
  );
});

describe('substitution', () => {
  test('the box that is ticked decides, an unreadable one does not', () => {
    expect(substitutionsIn('IX Substitution permitted')).toMatchObject([
      { meaning: 'allowed', tick: 'ticked' },
    ]);
    expect(substitutionsIn('[] Dispense as written')).toMatchObject([
      { meaning: 'not allowed', tick: 'empty' },
    ]);
    expect(substitutionsIn('HN Dispense as written')).toMatchObject([{ tick: 'unclear' }]);
  });

  test('“DAW: No” allows what “Substitution: No” forbids', () => {
    expect(substitutionAnswer('No', true)).toBe('allowed');
    expect(substitutionAnswer('No', false)).toBe('not allowed');
    expect(substitutionAnswer('Permitted', false)).toBe('allowed');
  });
});
