/** A request for a refill, or its answer by the surgery: one medicine in a frame, with boxes to tick. */
import type { Chance } from '../../support/chance.ts';
import type { Case } from '../case.ts';
import { drugLine } from '../item.ts';
import {
  LEFT,
  type Look,
  letterhead,
  MIDDLE,
  pharmacyLines,
  RIGHT,
  signatureBlock,
  styleOf,
} from '../look.ts';
import type { Part, Sheet } from '../sheet.ts';

export function drawRefill(sheet: Sheet, of: Case, look: Look, chance: Chance): void {
  const answered = chance.percent(50);
  const { patient, items, writtenOn } = of;
  const item = items[0]!;
  let y = letterhead(sheet, of, look, chance);
  sheet.put(
    answered
      ? chance.pick(['REFILL AUTHORIZATION', 'REFILL REQUEST RESPONSE', 'Prescription Renewal Response'])
      : chance.pick([
          'REFILL REQUEST',
          'PRESCRIPTION REFILL REQUEST',
          'Medication Refill Request',
          'RENEWAL REQUEST',
        ]),
    MIDDLE,
    y + 20,
    { face: look.bold, size: 50, align: 'center' },
  );
  y += 90;
  if (chance.percent(60))
    y =
      sheet.put(pharmacyLines(of, chance).join('   '), LEFT, y, { face: look.label, size: look.size - 2 }) +
      20;
  const style = styleOf(look, { width: RIGHT - LEFT - 60 });
  const put = (...parts: readonly Part[]) => {
    y = sheet.put(parts, LEFT + 30, y, style) + 18;
  };
  const top = y - 20;
  y += 30;
  put(
    chance.pick(['Patient: ', 'Patient Name: ']),
    patient.name,
    '        ',
    chance.pick(['DOB: ', 'Date of birth: ']),
    patient.dateOfBirth,
  );
  put('Address: ', patient.address);
  put(chance.pick(['Phone: ', 'Patient phone: ']), patient.phone);
  sheet.box(LEFT, top, RIGHT - LEFT, y - top, 3);
  const second = y + 24;
  y = second + 56;
  put(chance.pick(['Medication: ', 'Drug: ', 'Rx: ']), ...drugLine(item));
  put(chance.pick(['Directions: ', 'Sig: ']), item.sig);
  put(
    chance.pick(['Quantity: ', 'Qty: ']),
    item.quantity,
    '        ',
    chance.pick(['Refills: ', 'Refills authorized: ']),
    item.refills,
  );
  put(
    `Last filled: ${of.otherDay}`,
    '        ',
    chance.pick(['Date: ', answered ? 'Date answered: ' : 'Date requested: ']),
    writtenOn,
  );
  sheet.box(LEFT, second, RIGHT - LEFT, y - second, 3);
  y += 70;
  const denied = answered && chance.percent(25);
  const boxes = { face: look.label, size: look.size };
  sheet.tick(LEFT + 30, y, answered && !denied, chance.pick(['Approved as written', 'Approve']), boxes);
  sheet.tick(620, y, denied, chance.pick(['Denied', 'Deny']), boxes);
  sheet.tick(960, y, false, 'Patient must be seen first', boxes);
  if (answered) signatureBlock(sheet, of, look, Math.max(y + 220, 1640), chance);
  else {
    y = sheet.put(
      ['Prescriber: ', of.prescriber.name, '      ', 'NPI: ', of.prescriber.npi],
      LEFT + 30,
      y + 110,
      style,
    );
    sheet.put('Signature: ____________________________     Date: ______________', LEFT + 30, y + 80, boxes);
  }
}
