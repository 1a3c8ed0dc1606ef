/** A ruled table with a row for each medicine, under the patient's details. */
import type { Chance } from '../../support/chance.ts';
import type { Case } from '../case.ts';
import { drugLine, type Item } from '../item.ts';
import { asidesOf, LEFT, type Look, letterhead, RIGHT, signatureBlock, styleOf } from '../look.ts';
import type { Part, Sheet } from '../sheet.ts';
import type { Country } from '../truth.ts';

interface Column {
  readonly heading: string;
  readonly share: number;
  read(item: Item): Part | readonly Part[];
}

export function drawTable(sheet: Sheet, of: Case, look: Look, chance: Chance): void {
  const y = letterhead(sheet, of, look, chance, chance.percent(30));
  const top = drawPatientLines(sheet, of, look, y + 10, chance);
  const bottom = drawMedicineTable(sheet, of, look, top + 40, chance);
  if (chance.percent(40)) {
    sheet.put(asidesOf(of, chance).join('    '), LEFT, bottom + 50, {
      face: look.label,
      size: look.size - 3,
      width: RIGHT - LEFT,
    });
  }
  signatureBlock(sheet, of, look, Math.max(bottom + 220, 1680), chance);
}

/** Name, birth date, address, telephone and date in two or three lines. */
export function drawPatientLines(sheet: Sheet, of: Case, look: Look, top: number, chance: Chance): number {
  const { patient, writtenOn, country } = of;
  const style = styleOf(look, { width: RIGHT - LEFT });
  const uk = country === 'uk';
  const born = chance.pick(
    uk ? ['Date of Birth: ', 'DOB: ', 'D.o.B. '] : ['DOB: ', 'Date of birth: ', 'Born: '],
  );
  const name = chance.pick(['Patient: ', 'Patient name: ', 'Name: ']);
  const phone = chance.pick(['Phone: ', 'Tel: ']);
  const nhs: readonly Part[] = patient.nhsNumber
    ? ['     ', chance.pick(['NHS No: ', 'NHS Number: ']), patient.nhsNumber]
    : [];
  let y = sheet.put([name, patient.name, '      ', born, patient.dateOfBirth], LEFT, top, style) + 14;
  y = sheet.put([chance.pick(['Address: ', 'Addr: ']), patient.address], LEFT, y, style) + 14;
  return (
    sheet.put(
      [
        phone,
        patient.phone,
        '      ',
        chance.pick(['Date: ', 'Date written: ', 'Rx date: ']),
        writtenOn,
        ...nhs,
      ],
      LEFT,
      y,
      style,
    ) + 14
  );
}

/** The table itself; gives its lower edge. */
export function drawMedicineTable(
  sheet: Sheet,
  { items, country }: Case,
  look: Look,
  top: number,
  chance: Chance,
): number {
  const columns = columnsOf(country, chance);
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const size = Math.min(look.valueSize, 32);
  const headHeight = look.size + 32;
  const edges = [LEFT];
  for (const { share } of columns) edges.push(edges.at(-1)! + ((RIGHT - LEFT) * share) / shares);
  for (const [at, { heading }] of columns.entries()) {
    sheet.put(heading, edges[at]! + 12, top + look.size + 12, { face: look.bold, size: look.size - 2 });
  }
  sheet.line(LEFT, top, RIGHT, top, 3);
  let y = top + headHeight;
  sheet.line(LEFT, y, RIGHT, y, 3);
  for (const item of items) {
    let lowest = y;
    for (const [at, column] of columns.entries()) {
      const width = edges[at + 1]! - edges[at]! - 24;
      const end = sheet.put(column.read(item), edges[at]! + 12, y + size + 18, {
        face: look.value,
        size,
        width,
      });
      lowest = Math.max(lowest, end);
    }
    y = lowest + 4;
    sheet.line(LEFT, y, RIGHT, y, 3);
  }
  for (const edge of edges) sheet.line(edge, top, edge, y, 3);
  return y;
}

function columnsOf(country: Country, chance: Chance): readonly Column[] {
  const uk = country === 'uk';
  const sig: Column = {
    heading: chance.pick(
      uk ? ['Directions', 'Dose', 'Dose and frequency'] : ['Directions', 'Sig', 'Instructions'],
    ),
    share: 5,
    read: ({ sig }) => sig,
  };
  const quantity: Column = {
    heading: chance.pick(uk ? ['Qty', 'Quantity', 'Supply'] : ['Qty', 'Quantity', 'Disp']),
    share: 2.4,
    read: ({ quantity }) => quantity,
  };
  const refills: Column = {
    heading: chance.pick(['Refills', 'RF', 'Refill']),
    share: 1.6,
    read: ({ refills }) => refills,
  };
  const days: Column = {
    heading: chance.pick(['Days', 'Days supply']),
    share: 1.6,
    read: ({ daysSupply }) => daysSupply,
  };
  const whole: Column = {
    heading: chance.pick(['Medication', 'Drug', 'Medication / strength']),
    share: 4.5,
    read: drugLine,
  };
  const last = uk ? [] : [refills];
  if (chance.percent(35)) {
    const drug: Column = { heading: chance.pick(['Medication', 'Drug']), share: 3, read: ({ drug }) => drug };
    const strength: Column = { heading: 'Strength', share: 1.9, read: ({ strength }) => strength };
    const form: Column = { heading: 'Form', share: 1.9, read: ({ form }) => form };
    return [drug, strength, form, { ...sig, share: 3.6 }, quantity, ...last];
  }
  return chance.pick([
    [whole, sig, quantity, ...last],
    [whole, sig, quantity, days, ...last],
    [whole, quantity, sig, ...last],
    [
      { heading: '#', share: 0.6, read: ({ index }: Item) => String(index + 1) },
      whole,
      sig,
      quantity,
      ...last,
    ],
  ]);
}
