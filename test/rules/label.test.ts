/**
 * Pharmacy labels: every element a label must carry is on it, nothing is lost, and no content is a command.
 */
import fc from 'fast-check';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import {
  fourByTwo,
  type LabelContent,
  type LabelPage,
  labelProblems,
  layOutLabel,
} from '../../core/label/label.ts';
import { childSentence, transferSentence } from '../../core/label/label-elements.ts';
import { leading, textWidth } from '../../core/label/label-flow.ts';
import { labelPdf } from '../../core/label/label-pdf.ts';
import { printable } from '../../core/label/label-words.ts';
import { labelZpl } from '../../core/label/label-zpl.ts';

const plain: LabelContent = {
  profile: 'us',
  pharmacy: {
    name: 'Riverside Pharmacy',
    address: '12 Mill Street, Springfield, IL 62701',
    phone: '(217) 555-0100',
  },
  rxNumber: '7701234',
  bagCode: 'B-7F3K29',
  patientName: "Zoë O'Neill",
  patientAddress: '4 Elm Road, Springfield, IL 62702',
  drug: {
    name: 'lisinopril',
    brand: 'Zestril',
    strength: '10 mg',
    form: 'tablet',
    labeler: 'Northgate Generics',
    ndc11: '00093506001',
  },
  sigSentence: 'Take 1 tablet by mouth once a day.',
  quantity: '30.0',
  unit: 'tablet',
  daysSupply: 30,
  refillsLeft: 2,
  prescriberName: 'Dr. Priya Raman',
  filledOn: '2026-11-21',
  writtenOn: '2026-11-20',
  discardAfter: '2027-11-21',
  lot: 'A2291',
  expiry: '2028-03',
  schedule: '',
  cautions: ['May cause dizziness.'],
  transferWarning: false,
  pharmacistInitials: 'KO',
  copy: 1,
};
const schedule2: LabelContent = {
  ...plain,
  drug: { ...plain.drug, name: 'morphine sulfate', strength: '15 mg', brand: 'MS Contin' },
  schedule: 'C-II',
  transferWarning: true,
  refillsLeft: 0,
};
const schedule4: LabelContent = {
  ...schedule2,
  schedule: 'CIV',
  refillsLeft: 1,
  firstFilledOn: '2026-10-02',
};
const british: LabelContent = {
  ...plain,
  profile: 'uk',
  pharmacy: {
    name: 'Castle Street Chemist',
    address: '8 Castle Street, York YO1 9XX',
    phone: '01904 555 010',
  },
};

const said = (pages: LabelPage[]) => pages.flatMap(({ texts }) => texts.map(({ text }) => text)).join('\n');
const inRole = (pages: LabelPage[], role: string) =>
  pages.flatMap(({ texts }) => texts.filter((block) => block.role === role));
const solid = (text: string) => text.replaceAll(' ', '');

/** Texts a label may meet: words of any length, foreign scripts, signs with a meaning to printers. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.constantFrom('^XZ', '~JA', '\\&', '^FS', '_5E', '\n', 'take', 'łyżka', '李', '😀', '\u0000'), {
      maxLength: 60,
    })
    .map((parts) => parts.join(' ')),
);
const anyContent: fc.Arbitrary<LabelContent> = fc
  .record({
    name: anyText,
    patient: anyText,
    sig: anyText,
    bag: anyText,
    caution: anyText,
    unit: anyText,
    lot: anyText,
  })
  .map(({ name, patient, sig, bag, caution, unit, lot }) => ({
    ...schedule2,
    pharmacy: { name, address: name, phone: lot },
    drug: { ...plain.drug, name },
    patientName: patient,
    sigSentence: sig,
    bagCode: bag,
    cautions: [caution, sig],
    unit,
    lot,
  }));

describe('the elements of a label', () => {
  const common = [
    'Riverside Pharmacy',
    '12 Mill Street, Springfield, IL 62701',
    '(217) 555-0100',
    'Rx 7701234',
    'Filled Nov 21, 2026',
    "Zoë O'Neill",
    'Prescriber Dr. Priya Raman',
    'Take 1 tablet by mouth once a day.',
    'May cause dizziness.',
    'Qty 30 tablets',
    'Mfr Northgate Generics',
    'NDC 00093-5060-01',
    'Lot A2291',
    'Exp Mar 2028',
    'Discard after Nov 21, 2027',
    'RPh KO',
    'B-7F3K29',
  ];

  it.each([
    ['a drug that is not controlled', plain, [...common, 'lisinopril 10 mg tablet', 'Refills left: 2']],
    ['a C-II drug', schedule2, [...common, 'C-II', transferSentence, 'No refills left']],
    ['a C-IV drug', schedule4, [...common, 'C-IV', transferSentence, 'First filled Oct 2, 2026']],
    [
      'a British supply',
      british,
      [
        'Castle Street Chemist',
        '8 Castle Street, York YO1 9XX',
        "Zoë O'Neill",
        'Dispensed 21 Nov 2026',
      ].concat([
        'lisinopril 10 mg tablet',
        'Take 1 tablet by mouth once a day.',
        'Batch A2291',
        childSentence,
      ]),
    ],
  ])('%s has all of its elements on one label', (_, content, elements) => {
    expect(labelProblems(content)).toEqual([]);
    const pages = layOutLabel(content);
    expect(pages).toHaveLength(1);
    for (const element of elements) expect(said(pages)).toContain(element);
  });

  it('only a controlled drug carries the warning against transfer, only a British label the one of children', () => {
    expect(said(layOutLabel(plain))).not.toMatch(/Federal law|children/);
  });

  it('the name of the drug is the largest text and bold', () => {
    const blocks = layOutLabel(schedule4).flatMap(({ texts }) => texts);
    const drug = blocks.find(({ role }) => role === 'drug')!;
    expect(drug.bold).toBe(true);
    expect(drug.size).toBeGreaterThan(Math.max(...blocks.filter((b) => b !== drug).map(({ size }) => size)));
  });

  it('a name with a look-alike is written in tall-man letters', () => {
    const content = { ...plain, drug: { ...plain.drug, name: 'hydroxyzine' } };
    expect(said(layOutLabel(content))).toContain('hydrOXYzine');
  });

  it('a partial fill says what is owed, a reprint which copy it is and why', () => {
    const content = {
      ...plain,
      partial: { owed: '15.50', promisedOn: '2026-11-23' },
      copy: 2,
      reprintReason: 'label torn',
    };
    expect(said(layOutLabel(content))).toContain('PARTIAL FILL: 15.5 tablets owed · promised Nov 23, 2026');
    expect(said(layOutLabel(content))).toContain('Copy 2 · reprinted: label torn');
  });
});

describe('what stands against printing', () => {
  it.each([
    [
      'no address of the pharmacy',
      { ...plain, pharmacy: { ...plain.pharmacy, address: ' ' } },
      /address of the pharmacy/,
    ],
    ['no date', { ...plain, filledOn: '' }, /lacks the date of filling/],
    ['no directions', { ...plain, sigSentence: '' }, /lacks the directions/],
    ['no prescriber on a US label', { ...plain, prescriberName: '' }, /prescriber/],
    ['no warning on a C-III drug', { ...plain, schedule: 'C-III' }, /warning against transfer/],
    ['refills on a C-II drug', { ...schedule2, refillsLeft: 1 }, /no refills/],
    ['a day that is none', { ...plain, filledOn: '2026-02-30' }, /date of filling/],
    ['a reprint without a reason', { ...plain, copy: 2 }, /reason/],
    ['a name the label cannot print', { ...plain, patientName: '李小龍' }, /patient name has characters/],
    ['a bag code no barcode can hold', { ...plain, bagCode: 'B^7' }, /bag code/],
  ])('%s is named', (_, content, sentence) => {
    const problems = labelProblems(content);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
  });

  it('a British label needs no prescriber, a C-V drug no warning against transfer', () => {
    expect(labelProblems({ ...british, prescriberName: '' })).toEqual([]);
    expect(labelProblems({ ...plain, schedule: 'C-V' })).toEqual([]);
  });
});

describe('the layout', () => {
  it('directions too long for the label go whole to a second one, which names the order again', () => {
    const sig = Array.from({ length: 8 }, (_, day) => `on day ${day + 1} take ${8 - day} tablets`).join(
      ', then ',
    );
    const pages = layOutLabel({ ...schedule2, sigSentence: sig });
    expect(pages).toHaveLength(2);
    expect(inRole(pages, 'directions').map(({ text }) => text)).toEqual([sig]);
    expect(inRole([pages[0]!], 'foot')[0]!.text).toBe('Label 1 of 2: continued on the next label');
    expect(inRole([pages[1]!], 'continued')[0]!.text).toBe("7701234 · Zoë O'Neill");
  });

  it('whatever the content, nothing is lost and every line stays inside the label', () => {
    fc.assert(
      fc.property(anyContent, (content) => {
        const pages = layOutLabel(content);
        const roles: [string, string][] = [
          ['directions', content.sigSentence],
          ['patient', content.patientName],
          ['pharmacy', content.pharmacy.name],
          ['bag', content.bagCode],
        ];
        for (const [role, text] of roles) {
          const blocks = inRole(pages, role);
          const lines = blocks.flatMap((block) => block.lines);
          expect(solid(blocks.map((block) => block.text).join(''))).toBe(solid(printable(text)));
          expect(solid(lines.join(''))).toBe(solid(printable(text)));
        }
        for (const { lines, x, y, width, size, bold } of pages.flatMap(({ texts }) => texts)) {
          expect(y + lines.length * size * leading).toBeLessThanOrEqual(fourByTwo.height);
          expect(x + width).toBeLessThanOrEqual(fourByTwo.width);
          for (const line of lines) expect(textWidth(line, size, bold)).toBeLessThanOrEqual(width + 0.01);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('no two texts of a label lie over one another', () => {
    for (const content of [plain, schedule2, schedule4, british]) {
      for (const { texts } of layOutLabel(content)) {
        for (const [index, one] of texts.entries()) {
          for (const other of texts.slice(index + 1)) {
            const apart =
              one.x + one.width <= other.x ||
              other.x + other.width <= one.x ||
              one.y + one.lines.length * one.size * leading <= other.y + 0.01 ||
              other.y + other.lines.length * other.size * leading <= one.y + 0.01;
            expect(apart, `${one.role} and ${other.role}`).toBe(true);
          }
        }
      }
    }
  });

  it('accents are kept, a foreign accent leaves its letter, and what is left is a question mark', () => {
    expect(printable('Zoë  Łukasiewicz\nNguyễn e\u0301 😀 李')).toBe('Zoë Łukasiewicz Nguyen é ? ?');
  });

  it('a label too small to read is refused', () => {
    expect(() => layOutLabel(plain, { width: 100, height: 50 })).toThrow(RangeError);
  });
});

describe('the ZPL', () => {
  const fieldsOf = (zpl: string) => [...zpl.matchAll(/\^FH_\^FD(.*?)\^FS/gs)].map((match) => match[1]!);
  const decoded = (data: string) =>
    Buffer.from(
      data.replace(/_([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    ).toString();

  it('no content ever becomes a command, and each text arrives as it was laid out', () => {
    fc.assert(
      fc.property(anyContent, fc.constantFrom(203 as const, 300 as const), (content, dpi) => {
        const zpl = labelZpl(content, { dpi });
        const pages = layOutLabel(content);
        for (const data of fieldsOf(zpl)) expect(data).toMatch(/^[ -\]_-}]*$/);
        const commands = zpl.replace(/\^FD.*?\^FS/gs, '^FD^FS').match(/[\^~][A-Z][A-Z0-9]/g) ?? [];
        const allowed = [
          '^XA',
          '^CI',
          '^LH',
          '^PW',
          '^LL',
          '^FO',
          '^A0',
          '^FB',
          '^FH',
          '^FD',
          '^FS',
          '^GB',
          '^BX',
          '^PQ',
          '^XZ',
        ];
        expect(commands.filter((command) => !allowed.includes(command))).toEqual([]);
        expect(commands.filter((command) => command === '^XA')).toHaveLength(pages.length);
        const expected = pages.flatMap(({ texts, barcode }) =>
          texts.map(({ text }) => text).concat(barcode === undefined ? [] : [barcode.code]),
        );
        expect(fieldsOf(zpl).map((data) => decoded(data).replaceAll('\\\\', '\\'))).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('carries the bag code as a DataMatrix and is as large as the label at either resolution', () => {
    expect(labelZpl(plain, { dpi: 203 })).toMatch(/\^PW812\^LL406[\s\S]*\^BXN,6,200\^FH_\^FDB-7F3K29\^FS/);
    expect(labelZpl(plain, { dpi: 300 })).toMatch(/\^PW1200\^LL600/);
  });
});

describe('the PDF', () => {
  const textOf = async (content: LabelContent) => {
    const task = getDocument({ data: new Uint8Array(await labelPdf(content)), verbosity: 0 });
    const pdf = await task.promise;
    const pages = await Promise.all(
      Array.from({ length: pdf.numPages }, async (_, index) =>
        (await pdf.getPage(index + 1)).getTextContent(),
      ),
    );
    const metadata = await pdf.getMetadata();
    await task.destroy();
    const items = pages.flatMap((page) => page.items.map((item) => ('str' in item ? item.str : '')));
    return { text: items.join(' ').replace(/\s+/g, ' '), metadata: JSON.stringify(metadata) };
  };

  it('holds every element of a C-II label as text, and no patient data in its properties', async () => {
    const { text, metadata } = await textOf({ ...schedule2, patientName: 'Zoë Łukasiewicz' });
    for (const element of [
      'Riverside Pharmacy',
      '12 Mill Street, Springfield, IL 62701',
      'Rx 7701234 · C-II · Filled Nov 21, 2026',
      'Zoë Łukasiewicz',
      'morphine sulfate 15 mg tablet',
      'Take 1 tablet by mouth once a day.',
      'Dr. Priya Raman',
      transferSentence,
    ]) {
      expect(text).toContain(element);
    }
    expect(metadata).not.toMatch(/Zoë|Łukasiewicz|morphine|7701234/);
  });

  it('is drawn whatever signs the content has', async () => {
    const { text } = await textOf({
      ...british,
      patientName: '李小龍 😀 Zoë',
      sigSentence: 'Take ½ a tablet ≥ 2 hours \u0007 apart.',
    });
    expect(text).toContain('??? ? Zoë');
    expect(text).toContain('Take ½ a tablet ≥ 2 hours apart.');
  });
});
