/** One prescription on two pages: it begins on the first and says on the second how much and who signed. */
import type { Chance } from '../../support/chance.ts';
import type { Case } from '../case.ts';
import { drugLine } from '../item.ts';
import {
  LEFT,
  type Look,
  letterhead,
  MIDDLE,
  RIGHT,
  signatureBlock,
  styleOf,
  substitutionLine,
} from '../look.ts';
import type { Sheet } from '../sheet.ts';
import { drawPatientLines } from './table.ts';

export function drawContinuedFirst(sheet: Sheet, of: Case, look: Look, chance: Chance): void {
  const item = of.items[0]!;
  let y = letterhead(sheet, of, look, chance);
  y = drawPatientLines(sheet, of, look, y + 20, chance) + 60;
  const style = styleOf(look, { width: RIGHT - LEFT });
  sheet.put(chance.pick(['Clinical notes', 'Reason for treatment', 'History']), LEFT, y, {
    face: look.bold,
    size: look.size + 2,
  });
  y =
    sheet.put(chance.pick(histories), LEFT, y + 60, {
      face: look.label,
      size: look.size,
      width: RIGHT - LEFT,
      leading: look.size * 1.6,
    }) + 60;
  sheet.put(chance.pick(['Prescription', 'PRESCRIPTION', 'Medication ordered']), LEFT, y, {
    face: look.bold,
    size: look.size + 2,
  });
  y =
    sheet.put([chance.pick(['Medication: ', 'Drug: ', 'Rx: ']), ...drugLine(item)], LEFT, y + 70, style) + 20;
  sheet.put([chance.pick(['Directions: ', 'Sig: ']), item.sig], LEFT, y, style);
  sheet.put(chance.pick(['Continued on page 2', '(continued)', 'Page 1 of 2 - continued']), MIDDLE, 2080, {
    face: look.label,
    size: look.size,
    align: 'center',
  });
}

export function drawContinuedSecond(sheet: Sheet, of: Case, look: Look, chance: Chance): void {
  const item = of.items[0]!;
  const style = styleOf(look, { width: RIGHT - LEFT });
  const { patient } = of;
  let y = sheet.put(
    [
      chance.pick(['Page 2 of 2', 'Continued from page 1', 'Page 2']),
      '     ',
      patient.name,
      '     ',
      chance.pick(['DOB: ', 'Date of birth: ']),
      patient.dateOfBirth,
    ],
    LEFT,
    160,
    style,
  );
  sheet.line(LEFT, y, RIGHT, y, 3);
  y = sheet.put(['Prescription continued:'], LEFT, y + 90, { face: look.bold, size: look.size }) + 20;
  y = sheet.put([chance.pick(['Quantity: ', 'Dispense: ']), item.quantity], LEFT, y, style) + 20;
  if (item.daysSupply) y = sheet.put(['Days supply: ', item.daysSupply], LEFT, y, style) + 20;
  y = sheet.put([chance.pick(['Refills: ', 'Refill: ']), item.refills], LEFT, y, style) + 20;
  substitutionLine(sheet, of.items, look, LEFT, y + 20, chance);
  signatureBlock(sheet, of, look, y + 320, chance);
}

const histories = [
  'Seen today for follow-up. Symptoms are better than at the last visit and there were no side effects. Blood pressure 128/76, pulse 72. Laboratory values of last month were within range. We agreed to go on with the treatment below and to meet again in three months.',
  'The patient reports poor sleep and was seen with a relative. Physical examination without findings. Earlier treatment was stopped two weeks ago. After discussing the choices we start the medicine below; please counsel on first use.',
  'Telephone visit. The patient has been stable for a year. No change to other medicines. Weight and kidney function were checked in spring. Next visit in the autumn.',
];
