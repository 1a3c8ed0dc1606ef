/** An American form of boxes: a small label in the corner of each, the value under it. */
import type { Chance } from '../../support/chance.ts';
import type { Case } from '../case.ts';
import { drugLine } from '../item.ts';
import { LEFT, type Look, letterhead, RIGHT, signatureBlock, styleOf, substitutionLine } from '../look.ts';
import type { Part, Sheet } from '../sheet.ts';

type Cell = readonly [label: string, value: Part | readonly Part[], share: number];

export function drawFormBoxes(sheet: Sheet, of: Case, look: Look, chance: Chance): void {
  let y = letterhead(sheet, of, look, chance) + 10;
  const { patient, writtenOn, items } = of;
  const capitals = chance.percent(50);
  const label = (...choices: string[]) =>
    capitals ? chance.pick(choices).toUpperCase() : chance.pick(choices);
  if (chance.percent(50)) {
    sheet.title(label('Patient information', 'Patient'), LEFT, y + 30, RIGHT - LEFT, look.size);
    y += 44;
  }
  const rows = chance.pick<readonly (readonly Cell[])[]>([
    [
      [
        [label('Patient name', 'Patient', 'Name (Last, First)'), patient.name, 3],
        [label('Date of birth', 'DOB'), patient.dateOfBirth, 2],
        [label('Sex'), patient.sex, 1],
      ],
      [
        [label('Address', 'Home address'), patient.address, 4],
        [label('Telephone', 'Phone'), patient.phone, 2],
      ],
    ],
    [
      [
        [label('Last name'), patient.nameParts.family, 2],
        [label('First name', 'First name, MI'), patient.nameParts.given, 2],
        [label('Date of birth', 'DOB'), patient.dateOfBirth, 2],
      ],
      [
        [label('Address', 'Home address'), patient.address, 4],
        [label('Telephone', 'Phone'), patient.phone, 2],
      ],
    ],
    [
      [
        [label('Date', 'Date written'), writtenOn, 2],
        [label('Patient name', 'Patient'), patient.name, 3],
      ],
      [
        [label('DOB', 'Birth date'), patient.dateOfBirth, 1],
        [label('Phone number', 'Phone'), patient.phone, 1],
        [label('Sex', 'Gender'), patient.sex, 1],
      ],
      [[label('Street address, city, state, zip', 'Address'), patient.address, 1]],
    ],
  ]);
  for (const row of rows) y = drawBoxes(sheet, look, y, row);
  y += 50;
  if (chance.percent(50)) {
    sheet.title(label('Prescription', 'Medication order'), LEFT, y + 30, RIGHT - LEFT, look.size);
    y += 44;
  }
  const dated = rows.flat().some(([, value]) => value === writtenOn);
  const daysShown = chance.percent(55);
  const drugLabel = label('Medication', 'Drug / strength / form', 'Medication & strength', 'Drug');
  const sigLabel = label('Directions', 'Sig', 'Directions for use', 'Directions (sig)');
  const quantityLabel = label('Quantity', 'Qty', 'Dispense');
  const split = chance.percent(40);
  for (const item of items) {
    if (split) {
      y = drawBoxes(sheet, look, y, [
        [label('Medication'), item.drug, 3],
        [label('Strength'), item.strength, 2],
        [label('Form', 'Dosage form'), item.form, 2],
      ]);
    } else y = drawBoxes(sheet, look, y, [[drugLabel, drugLine(item), 1]]);
    y = drawBoxes(sheet, look, y, [[sigLabel, item.sig, 1]]);
    const days: readonly Cell[] = daysShown ? [[label('Days supply', 'Day supply'), item.daysSupply, 2]] : [];
    y =
      drawBoxes(sheet, look, y, [
        [quantityLabel, item.quantity, 3],
        ...days,
        [label('Refills'), item.refills, 2],
      ]) + 24;
  }
  if (!dated)
    y = drawBoxes(sheet, look, y, [
      [label('Date written', 'Date'), writtenOn, 1],
      [label('Diagnosis'), chance.pick(['I10', 'E78.5', 'Z79.899', 'M25.50']), 1],
    ]);
  substitutionLine(sheet, items, look, 960, Math.max(y + 110, 1700), chance);
  signatureBlock(sheet, of, look, Math.max(y + 150, 1700), chance);
}

/** A row of boxes; gives the top of the next row. */
function drawBoxes(sheet: Sheet, look: Look, top: number, cells: readonly Cell[]): number {
  const shares = cells.reduce((sum, [, , share]) => sum + share, 0);
  const small = Math.round(look.size * 0.76);
  const baseline = top + small + look.valueSize + 16;
  let x = LEFT;
  let lowest = top;
  const edges: (readonly [number, number])[] = [];
  for (const [label, value, share] of cells) {
    const room = ((RIGHT - LEFT) * share) / shares;
    sheet.put(label, x + 12, top + small + 6, { face: look.label, size: small });
    const end = sheet.put(
      value,
      x + 16,
      baseline,
      styleOf(look, { width: room - 32, face: look.value, size: look.valueSize }),
    );
    lowest = Math.max(lowest, end - look.valueSize * 0.8);
    edges.push([x, room]);
    x += room;
  }
  for (const [at, room] of edges) sheet.box(at, top, room, lowest - top, 2.5);
  return lowest;
}
