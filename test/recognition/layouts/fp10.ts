/** The green English form: the patient's box on top, items below, the prescriber's box at the foot, counterfoil beside. */
import type { Chance } from '../../support/chance.ts';
import type { Case } from '../case.ts';
import { drugLine, drugLineFormFirst, type Item } from '../item.ts';
import { LEFT, type Look, RIGHT, styleOf } from '../look.ts';
import { digits, inLines } from '../people.ts';
import type { Part, Sheet } from '../sheet.ts';

export function drawFp10(sheet: Sheet, of: Case, look: Look, chance: Chance): void {
  const right = chance.percent(60) ? 1120 : RIGHT;
  const top = drawPatientBox(sheet, of, look, right, chance);
  const foot = 1640 + chance.below(80);
  const days = chance.percent(50) ? '28' : '';
  sheet.put(`Number of days' treatment  N.B. Ensure dose is stated   ${days}`, LEFT + 14, top + 36, {
    face: look.label,
    size: 21,
  });
  let y = top + 110;
  const formFirst = chance.percent(40);
  const supply = chance.pick([
    (item: Item): readonly Part[] => [item.quantity],
    (item: Item): readonly Part[] => ['Supply ', item.quantity],
    (item: Item): readonly Part[] => ['Quantity: ', item.quantity],
  ]);
  const style = styleOf(look, { face: look.value, size: look.valueSize, width: right - LEFT - 60 });
  for (const item of of.items) {
    y = sheet.put((formFirst ? drugLineFormFirst : drugLine)(item), LEFT + 24, y, style) + 6;
    y = sheet.put(item.sig, LEFT + 24, y, style) + 6;
    y = sheet.put(supply(item), LEFT + 24, y, style) + 34;
  }
  if (chance.percent(50))
    sheet.put(`[No more items on this prescription: ${of.items.length}]`, LEFT + 24, y + 10, {
      face: look.label,
      size: 24,
    });
  drawPrescriberBox(sheet, of, look, right, foot, chance);
  sheet.box(LEFT, 110, right - LEFT, 2080 - 110, 3);
  if (right < RIGHT) drawCounterfoil(sheet, of, look, right, chance);
  sheet.put(
    `FP10SS${chance.pick(['0323', '0421', '1022'])}   ${digits(chance, 10)} ${chance.below(9)}`,
    LEFT + 24,
    2120,
    { face: look.label, size: 22 },
  );
}

function drawPatientBox(sheet: Sheet, of: Case, look: Look, right: number, chance: Chance): number {
  const { patient } = of;
  const small = { face: look.label, size: 20 } as const;
  const style = styleOf(look, { face: look.value, size: look.valueSize });
  const split = LEFT + 300;
  sheet.put('Pharmacy Stamp', LEFT + 12, 136, small);
  sheet.line(split, 110, split, 560, 2);
  sheet.put('Age', split + 12, 136, small);
  sheet.put(`${patient.age} yrs`, split + 20, 186, { face: look.value, size: look.valueSize });
  sheet.line(split, 250, split + 250, 250, 2);
  sheet.put('D.o.B', split + 12, 276, small);
  sheet.put(patient.dateOfBirth, split + 20, 322, style);
  const middle = split + 250;
  sheet.line(middle, 110, middle, 462, 2);
  sheet.put(
    chance.pick(['Title, Forename, Surname & Address', 'Title, Forename,Surname & Address']),
    middle + 12,
    136,
    small,
  );
  // A long name takes two lines, and the address moves down.
  const below = sheet.put(patient.name, middle + 20, 186, { ...style, width: right - middle - 30 });
  sheet.put(
    chance.percent(70) ? inLines(patient.address) : patient.address,
    middle + 20,
    Math.max(240, below),
    {
      ...style,
      width: right - middle - 30,
      valueSize: look.valueSize - 3,
      leading: look.valueSize * 1.15,
    },
  );
  sheet.line(split, 462, right, 462, 2);
  sheet.put(
    [chance.pick(['NHS Number: ', 'NHS No: ', 'NHS Number ']), patient.nhsNumber],
    split + 16,
    510,
    styleOf(look, { size: 24 }),
  );
  sheet.line(LEFT, 560, right, 560, 2);
  return 560;
}

function drawPrescriberBox(
  sheet: Sheet,
  of: Case,
  look: Look,
  right: number,
  top: number,
  chance: Chance,
): void {
  const { clinic, prescriber, writtenOn } = of;
  const small = { face: look.label, size: 20 } as const;
  const style = styleOf(look, {
    size: look.size - 2,
    valueSize: look.size,
    valueFace: look.value,
    width: right - LEFT - 60,
  });
  sheet.line(LEFT, top, right, top, 2);
  sheet.put('Signature of Prescriber', LEFT + 12, top + 26, small);
  sheet.signature(LEFT + 60, top + 110, () => chance.fraction());
  sheet.put('Date', right - 330, top + 26, small);
  sheet.put(writtenOn, right - 320, top + 84, styleOf(look));
  sheet.line(LEFT, top + 136, right, top + 136, 2);
  let y = sheet.put(
    ['For dispenser', '        ', prescriber.name, '      ', digits(chance, 6)],
    LEFT + 24,
    top + 176,
    style,
  );
  if (chance.percent(40)) y = sheet.put(['GMC ', of.prescriber.gmc], LEFT + 24, y, style);
  y = sheet.put([clinic.name, ', ', clinic.address], LEFT + 24, y, style);
  sheet.put(
    [
      chance.pick(['Tel: ', 'Tel. ', 'Telephone: ']),
      clinic.phone,
      '    ',
      `${chance.pick(['A', 'B', 'C', 'K'])}${digits(chance, 5)}`,
    ],
    LEFT + 24,
    y,
    style,
  );
}

/** The right half of the paper: what the patient tears off, with repeats to tick. No value of the prescription. */
function drawCounterfoil(sheet: Sheet, of: Case, look: Look, right: number, chance: Chance): void {
  const x = right + 40;
  const small = { face: look.label, size: 21, width: RIGHT - x } as const;
  let y =
    sheet.put(
      chance.pick([
        'Repeat medication. Tick the items you need and return this slip to the surgery.',
        'Please allow two working days for repeat prescriptions.',
      ]),
      x,
      160,
      small,
    ) + 20;
  if (chance.percent(50)) y = sheet.put(`Medication review due ${of.otherDay}`, x, y, small) + 20;
  for (const words of ['Item 1', 'Item 2', 'Item 3']) {
    sheet.tick(x, y + 10, false, words, small);
    y += 56;
  }
}
