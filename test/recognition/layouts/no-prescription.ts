/** Pages that hold no prescription: cover sheet, laboratory result, advertisement, plain letter, blank. */
import type { Chance } from '../../support/chance.ts';
import { LEFT, type Look, MIDDLE, RIGHT } from '../look.ts';
import { birthDate, clinicOf, digits, nameOf, phoneDigits } from '../people.ts';
import type { Sheet } from '../sheet.ts';
import type { Country } from '../truth.ts';
import { dateWriter, phoneWriter } from '../wording.ts';

type Draw = (sheet: Sheet, look: Look, country: Country, chance: Chance, pages?: number) => void;

const someName = (country: Country, chance: Chance) => {
  const { given, family } = nameOf(country, chance);
  return `${given} ${family}`;
};

const someDay = (country: Country, chance: Chance) =>
  dateWriter(country, chance)(`2026-06-${String(1 + chance.below(15)).padStart(2, '0')}`);

const somePhone = (country: Country, chance: Chance) =>
  phoneWriter(country, chance)(phoneDigits(country, chance));

export const drawCover: Draw = (sheet, look, country, chance, pages = 1) => {
  const clinic = clinicOf(country, 'clinic', chance);
  sheet.put(clinic, LEFT, 190, { face: look.bold, size: 48 });
  sheet.put(chance.pick(['FAX', 'Fax Cover Sheet', 'FACSIMILE TRANSMITTAL', 'FAX COVER']), LEFT, 400, {
    face: look.bold,
    size: 90,
  });
  const rows = [
    ['To:', chance.pick(['Mortar Pharmacy', 'Pharmacist on duty', 'Mortar Pharmacy - Rx intake'])],
    ['From:', `${clinic}, ${someName(country, chance)}`],
    [chance.pick(['Fax:', 'Fax number:']), somePhone(country, chance)],
    ['Phone:', somePhone(country, chance)],
    ['Date:', someDay(country, chance)],
    [chance.pick(['Pages:', 'No. of pages:']), `${pages} including this one`],
    [
      'Re:',
      chance.pick(
        pages > 1
          ? ['Prescription', 'New prescriptions', 'Rx attached']
          : ['Office hours', 'Change of fax number', 'Records request'],
      ),
    ],
  ] as const;
  let y = 520;
  for (const [label, value] of rows) {
    sheet.put(label, LEFT, y, { face: look.bold, size: look.size + 4 });
    sheet.put(value, LEFT + 300, y, { face: look.value, size: look.size + 4 });
    sheet.line(LEFT, y + 22, RIGHT, y + 22, 2);
    y += 88;
  }
  y =
    sheet.put(
      chance.pick(['Urgent      For review      Please reply', 'Comments:', 'Message:']),
      LEFT,
      y + 40,
      { face: look.label, size: look.size + 2 },
    ) + 20;
  sheet.put(
    chance.pick(
      pages > 1
        ? ['Please see the pages that follow.', 'Please fill and call the patient when ready.']
        : ['There is no prescription with this fax.', 'Our fax number changes at the end of the month.'],
    ),
    LEFT,
    y,
    { face: look.label, size: look.size + 2, width: RIGHT - LEFT },
  );
  sheet.put(
    'CONFIDENTIAL: This fax may hold health information protected by law and is meant only for the person named above. If it reached you by mistake, call the sender at once and destroy it.',
    LEFT,
    1940,
    { face: look.label, size: 25, width: RIGHT - LEFT },
  );
};

const analytes = [
  ['Sodium', '140', 'mmol/L', '135-145'],
  ['Potassium', '4.2', 'mmol/L', '3.5-5.1'],
  ['Creatinine', '0.9', 'mg/dL', '0.6-1.2'],
  ['Glucose, fasting', '112 H', 'mg/dL', '70-99'],
  ['Hemoglobin A1c', '6.8 H', '%', '4.0-5.6'],
  ['TSH', '2.1', 'mIU/L', '0.4-4.5'],
  ['ALT', '31', 'U/L', '7-56'],
  ['Cholesterol, total', '201 H', 'mg/dL', '<200'],
  ['LDL', '122', 'mg/dL', '<130'],
  ['Hemoglobin', '13.4', 'g/dL', '12.0-16.0'],
  ['Platelets', '244', '10^3/uL', '150-400'],
  ['INR', '2.4', '', '2.0-3.0'],
] as const;

export const drawLab: Draw = (sheet, look, country, chance) => {
  sheet.put(
    chance.pick(['Northside Diagnostics', 'County Reference Laboratory', 'Pathology Services']),
    LEFT,
    180,
    { face: look.bold, size: 46 },
  );
  sheet.put(
    chance.pick(['LABORATORY REPORT', 'Laboratory Results - Final', 'Lab Result Report']),
    LEFT,
    250,
    { face: look.bold, size: 38 },
  );
  let y = 330;
  for (const words of [
    `Patient: ${someName(country, chance)}      DOB: ${dateWriter(country, chance)(birthDate(chance))}`,
    `Specimen: ${digits(chance, 8)}      Collected: ${someDay(country, chance)}      Reported: ${someDay(country, chance)}`,
    `Ordering provider: Dr. ${someName(country, chance)}      Fasting: ${chance.pick(['Yes', 'No'])}`,
  ])
    y = sheet.put(words, LEFT, y, { face: look.label, size: look.size, width: RIGHT - LEFT }) + 12;
  y += 30;
  const columns = [LEFT, 660, 960, 1230];
  for (const [at, heading] of ['Test', 'Result', 'Units', 'Reference range'].entries())
    sheet.put(heading, columns[at]!, y, { face: look.bold, size: look.size });
  sheet.line(LEFT, y + 16, RIGHT, y + 16, 3);
  for (const row of analytes.filter(() => chance.percent(75))) {
    y += 62;
    for (const [at, cell] of row.entries())
      sheet.put(cell, columns[at]!, y, { face: look.value, size: look.size });
  }
  sheet.put(
    'H = above reference range. L = below reference range. Results are for the ordering provider.',
    LEFT,
    y + 120,
    { face: look.label, size: 25, width: RIGHT - LEFT },
  );
};

const adverts = [
  [
    'Toner & Paper Sale',
    'Office supplies delivered to your door',
    'Toner cartridges from 19.99 - label paper from 4.99',
    'Order 3, get 1 free',
  ],
  [
    'TROPICAL GETAWAY',
    'Holiday packages for you and your staff',
    'Seven nights, flights included, from 399',
    'Call now - only 20 seats left',
  ],
  [
    'SAVE UP TO 70 %!',
    'Lower your card processing fees today',
    'No contract. No setup cost. Approved in 24 hours',
    'Ask for a free quote',
  ],
  [
    'SPECIAL OFFER',
    'Flu season is coming: stock gloves and masks now',
    'Boxes of 100 from 6.50, free delivery over 50',
    'Offer ends on Friday',
  ],
] as const;

export const drawAdvert: Draw = (sheet, look, country, chance) => {
  const [title, ...lines] = chance.pick(adverts);
  sheet.put(title, MIDDLE, 360, { face: look.bold, size: 100, align: 'center', width: RIGHT - LEFT });
  let y = 560;
  for (const words of lines)
    y =
      sheet.put(words, MIDDLE, y, { face: look.label, size: 46, align: 'center', width: RIGHT - LEFT }) + 40;
  sheet.box(LEFT + 120, y + 20, RIGHT - LEFT - 240, 200, 8);
  sheet.put(`CALL ${somePhone(country, chance)}`, MIDDLE, y + 145, {
    face: look.bold,
    size: 64,
    align: 'center',
  });
  sheet.put('To be removed from our list, call the number below and press 9.', MIDDLE, 2040, {
    face: look.label,
    size: 26,
    align: 'center',
  });
};

const letters = [
  [
    'We are writing to let you know that our practice will close for two weeks in August. During that time calls are answered by our partners at the number below. Requests that arrive while we are away will be answered on our return.',
    'We thank you for working with us and wish you a pleasant summer.',
  ],
  [
    'Thank you for your letter of last month about the opening hours of your pharmacy on public holidays. We have put the new hours on our notice board and told our reception staff.',
    'Please let us know early should the hours change again before the end of the year.',
  ],
  [
    'I am writing to introduce our new practice manager, who joined the team this month and will be the person to speak to about invoices, deliveries and meetings.',
    'We look forward to meeting you at the next local committee in September.',
  ],
] as const;

export const drawPlainLetter: Draw = (sheet, look, country, chance) => {
  sheet.put(clinicOf(country, 'clinic', chance), LEFT, 180, { face: look.bold, size: 48 });
  sheet.put(`Telephone ${somePhone(country, chance)}`, LEFT, 240, { face: look.label, size: look.size });
  const style = {
    face: look.label,
    size: look.size + 4,
    width: RIGHT - LEFT,
    leading: (look.size + 4) * 1.5,
  };
  let y = sheet.put(someDay(country, chance), LEFT, 380, style) + 40;
  y =
    sheet.put(
      chance.pick(['Dear Sir or Madam,', 'Dear Colleagues,', 'Dear Pharmacy Team,']),
      LEFT,
      y,
      style,
    ) + 40;
  for (const paragraph of chance.pick(letters)) y = sheet.put(paragraph, LEFT, y, style) + 40;
  y = sheet.put('Yours sincerely,', LEFT, y, style) + 120;
  sheet.signature(LEFT + 40, y, () => chance.fraction());
  sheet.put(someName(country, chance), LEFT, y + 80, style);
};

export const drawBlank: Draw = () => {};
