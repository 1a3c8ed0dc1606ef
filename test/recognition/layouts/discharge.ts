/** A hospital's discharge prescription: patient and consultant side by side in two columns, medicines under them. */
import type { Chance } from '../../support/chance.ts';
import type { Case } from '../case.ts';
import { drugLine } from '../item.ts';
import { LEFT, type Look, MIDDLE, RIGHT, styleOf } from '../look.ts';
import { digits } from '../people.ts';
import type { Part, Sheet } from '../sheet.ts';
import { drawMedicineTable } from './table.ts';

export function drawDischarge(sheet: Sheet, of: Case, look: Look, chance: Chance): void {
  const { patient, prescriber, clinic, writtenOn, items } = of;
  sheet.put(clinic.name, LEFT, 160, { valueFace: look.bold, valueSize: 46 });
  sheet.put(
    chance.pick([
      'Discharge prescription',
      'DISCHARGE MEDICATION (TTO)',
      'To take out prescription',
      'Discharge Summary and Prescription',
    ]),
    LEFT,
    225,
    { face: look.bold, size: 36 },
  );
  sheet.line(LEFT, 250, RIGHT, 250, 4);
  const column = (x: number, rows: readonly (readonly [string, Part])[]): number => {
    let y = 310;
    const indent = Math.max(...rows.map(([label]) => sheet.widthOf(label, look.label, look.size))) + 24;
    for (const [label, value] of rows) {
      sheet.put(label, x, y, { face: look.label, size: look.size });
      y =
        sheet.put(
          value,
          x + indent,
          y,
          styleOf(look, {
            face: look.value,
            size: look.size,
            valueSize: look.size,
            width: MIDDLE - LEFT - indent - 30,
          }),
        ) + 8;
    }
    return y;
  };
  const left = column(LEFT, [
    [chance.pick(['Patient:', 'Patient name:', 'Name:']), patient.name],
    [chance.pick(['Date of birth:', 'DOB:', 'D.O.B.:']), patient.dateOfBirth],
    [chance.pick(['NHS No:', 'NHS number:']), patient.nhsNumber],
    ['Address:', patient.address],
    ['Tel:', patient.phone],
  ]);
  const right = column(MIDDLE + 20, [
    ['Ward:', `${chance.pick(['Ward ', 'Unit '])}${1 + chance.below(30)}`],
    [chance.pick(['Consultant:', 'Prescriber:', 'Prescribed by:']), prescriber.name],
    [chance.pick(['GMC:', 'GMC No:']), prescriber.gmc],
    [chance.pick(['Ward tel:', 'Telephone:']), clinic.phone],
    ['Admitted:', of.otherDay],
    [chance.pick(['Date:', 'Date prescribed:']), writtenOn],
  ]);
  let y = Math.max(left, right) + 30;
  if (chance.percent(50)) {
    y =
      sheet.put('Allergies and sensitivities: none known', LEFT, y, { face: look.bold, size: look.size }) +
      30;
  }
  if (chance.percent(60)) y = drawMedicineTable(sheet, of, look, y, chance);
  else {
    const style = styleOf(look, { width: RIGHT - LEFT - 40 });
    const supply = chance.pick(['Supply: ', 'Quantity: ', 'TTO quantity: ']);
    for (const item of items) {
      y = sheet.put([`${item.index + 1}. `, ...drugLine(item)], LEFT, y, style) + 6;
      y = sheet.put(['Dose: ', item.sig], LEFT + 40, y, style) + 6;
      y = sheet.put([supply, item.quantity], LEFT + 40, y, style) + 22;
    }
  }
  y = Math.max(y + 160, 1700);
  sheet.signature(LEFT + 60, y, () => chance.fraction());
  sheet.put('Doctor’s signature', LEFT, y + 50, { face: look.label, size: look.size - 4 });
  sheet.put(`Bleep ${digits(chance, 4)}`, MIDDLE + 20, y + 50, { face: look.label, size: look.size - 2 });
  sheet.put(
    'Pharmacist check: ____________    Dispensed by: ____________    Checked by: ____________',
    LEFT,
    y + 140,
    { face: look.label, size: look.size - 3 },
  );
}
