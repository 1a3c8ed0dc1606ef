/** A printed American form: labels to the left, values on rules, Rx and the medicines below. */
import type { Chance } from '../../support/chance.ts';
import type { Case } from '../case.ts';
import { drugLine, type Item } from '../item.ts';
import {
  asidesOf,
  LEFT,
  type Look,
  letterhead,
  pharmacyLines,
  RIGHT,
  signatureBlock,
  styleOf,
  substitutionLine,
} from '../look.ts';
import type { Part, Sheet } from '../sheet.ts';

type Row = readonly (readonly [label: string, value: Part, share: number])[];

export function drawFormLeft(sheet: Sheet, of: Case, look: Look, chance: Chance): void {
  let y = letterhead(sheet, of, look, chance, chance.percent(30));
  if (chance.percent(20)) {
    y =
      sheet.put(`To: ${pharmacyLines(of, chance).join('   ')}`, LEFT, y, {
        face: look.label,
        size: look.size - 3,
      }) + 30;
  }
  y = drawRows(sheet, look, y + 20, patientRows(of, chance));
  const asides = asidesOf(of, chance);
  if (asides.length > 0)
    y =
      sheet.put(asides.join('     '), LEFT, y, {
        face: look.label,
        size: look.size - 2,
        width: RIGHT - LEFT,
      }) + 20;
  y = drawItems(sheet, of, look, y + 90, chance);
  signatureBlock(sheet, of, look, Math.max(y + 150, 1640 + chance.below(160)), chance);
  if (chance.percent(50)) {
    sheet.put(
      chance.pick([
        'Void after 12 months. Security features on back of original.',
        'THIS PRESCRIPTION WILL BE FILLED GENERICALLY UNLESS PRESCRIBER WRITES "daw" IN THE BOX',
        'Printed from electronic record',
      ]),
      LEFT,
      2120,
      { face: look.label, size: 22, width: RIGHT - LEFT },
    );
  }
}

function patientRows(of: Case, chance: Chance): Row[] {
  const { patient, writtenOn } = of;
  const name = chance.pick(['Patient:', 'Patient Name:', 'Name:', 'Pt:', 'PATIENT']);
  const born = chance.pick(['Date of birth:', 'DOB:', 'D.O.B.', 'Birth Date:', 'Date of Birth']);
  const date = chance.pick(['Date:', 'Date written:', 'Date Issued:', 'DATE']);
  const address = chance.pick(['Address:', 'Addr:', 'ADDRESS', 'Patient Address:']);
  const phone = chance.pick(['Phone:', 'Tel:', 'Home Phone:', 'Phone #']);
  const sex: readonly [string, Part, number] = [chance.pick(['Sex:', 'Gender:']), patient.sex, 1];
  const rows: Row[] = chance.pick([
    [
      [[name, patient.name, 1]],
      [[born, patient.dateOfBirth, 2], sex, [date, writtenOn, 2]],
      [[address, patient.address, 1]],
      [[phone, patient.phone, 1]],
    ],
    [
      [
        [name, patient.name, 3],
        [date, writtenOn, 2],
      ],
      [[address, patient.address, 1]],
      [
        [born, patient.dateOfBirth, 2],
        [phone, patient.phone, 2],
      ],
    ],
    [
      [[date, writtenOn, 1]],
      [
        [name, patient.name, 3],
        [born, patient.dateOfBirth, 2],
      ],
      [[address, patient.address, 1]],
      [[phone, patient.phone, 3], sex],
    ],
  ]);
  return rows;
}

function drawRows(sheet: Sheet, look: Look, top: number, rows: readonly Row[]): number {
  let y = top;
  for (const row of rows) {
    const shares = row.reduce((sum, [, , share]) => sum + share, 0);
    let x = LEFT;
    let lowest = y;
    for (const [label, value, share] of row) {
      const room = ((RIGHT - LEFT) * share) / shares;
      const indent = sheet.widthOf(`${label} `, look.label, look.size) + 10;
      sheet.put(label, x, y, { face: look.label, size: look.size });
      const end = sheet.put(
        value,
        x + indent,
        y - 2,
        styleOf(look, { width: room - indent - 20, face: look.value, size: look.valueSize }),
      );
      lowest = Math.max(lowest, end - look.valueSize * 1.3);
      sheet.line(x, lowest + 14, x + room - 24, lowest + 14, 2);
      x += room;
    }
    y = lowest + 78;
  }
  return y;
}

function drawItems(sheet: Sheet, of: Case, look: Look, top: number, chance: Chance): number {
  sheet.put('Rx', LEFT, top + 50, { face: 'serif-bold', size: 110 });
  const x = LEFT + 180;
  const words = {
    sig: chance.pick(['Sig: ', 'SIG: ', 'Directions: ', 'Sig. ']),
    quantity: chance.pick(['Disp: ', 'Dispense: ', 'Qty: ', 'Quantity: ', 'Disp ']),
    refills: chance.pick(['Refills: ', 'Refill: ', 'RF: ']),
    days: chance.pick(['Days supply: ', 'Day Supply: ', 'DS: ']),
    numbered: of.items.length > 1,
    oneLine: chance.percent(45),
    daysShown: chance.percent(45),
  };
  let y = top;
  for (const item of of.items) y = drawItem(sheet, item, look, x, y, words) + 26;
  substitutionLine(sheet, of.items, look, x, y + 20, chance);
  return y + 60;
}

interface Words {
  readonly sig: string;
  readonly quantity: string;
  readonly refills: string;
  readonly days: string;
  readonly numbered: boolean;
  readonly oneLine: boolean;
  readonly daysShown: boolean;
}

function drawItem(sheet: Sheet, item: Item, look: Look, x: number, top: number, words: Words): number {
  const style = styleOf(look, { width: RIGHT - x });
  const number = words.numbered ? `${item.index + 1}. ` : '';
  let y = sheet.put([number, ...drugLine(item)], x, top, { ...style, valueSize: look.valueSize + 6 }) + 8;
  y = sheet.put([words.sig, item.sig], x, y, style) + 8;
  const days: readonly Part[] = words.daysShown && item.daysSupply ? [words.days, item.daysSupply] : [];
  if (words.oneLine)
    return (
      sheet.put(
        [words.quantity, item.quantity, '    ', words.refills, item.refills, '    ', ...days],
        x,
        y,
        style,
      ) + 10
    );
  y = sheet.put([words.quantity, item.quantity], x, y, style) + 8;
  return sheet.put([words.refills, item.refills, '     ', ...days], x, y, style) + 10;
}
