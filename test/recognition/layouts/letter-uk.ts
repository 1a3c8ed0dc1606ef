/** A British private prescription or a consultant's letter, with the GMC number. */
import type { Chance } from '../../support/chance.ts';
import type { Case } from '../case.ts';
import { drugLine, type Item } from '../item.ts';
import { asidesOf, LEFT, type Look, letterhead, RIGHT, signatureBlock, styleOf } from '../look.ts';
import type { Part, Sheet } from '../sheet.ts';

export function drawLetterUk(sheet: Sheet, of: Case, look: Look, chance: Chance): void {
  const { patient, writtenOn, items } = of;
  const style = styleOf(look, {
    valueFace: look.label,
    valueSize: look.size + 2,
    size: look.size + 2,
    width: RIGHT - LEFT,
  });
  let y = letterhead(sheet, of, look, chance) + 20;
  const put = (...parts: readonly Part[]) => {
    y = sheet.put(parts, LEFT, y, style) + 22;
  };
  put(chance.pick(['Date: ', 'Dated ', '']), writtenOn);
  put(
    chance.pick(['Patient: ', 'RE: ', 'Re: ']),
    patient.name,
    chance.pick(['   D.O.B. ', '   Date of Birth: ', '   DOB: ']),
    patient.dateOfBirth,
  );
  put(chance.pick(['Address: ', 'of ']), patient.address);
  put('NHS Number: ', patient.nhsNumber, '     Tel: ', patient.phone);
  y += 20;
  if (chance.percent(50)) {
    sheet.put(chance.pick(['PRIVATE PRESCRIPTION', 'Private Prescription']), LEFT, y, {
      face: look.bold,
      size: look.size + 10,
    });
    y += 70;
    for (const item of items) {
      put(`${items.length > 1 ? `${item.index + 1}. ` : ''}`, ...drugLine(item));
      put(item.sig);
      put(chance.pick(['Quantity: ', 'Supply: ', 'Please supply ']), item.quantity);
      y += 16;
    }
  } else {
    put(chance.pick(['Dear Pharmacist,', 'Dear Colleague,']));
    put(
      chance.pick([
        'Thank you for dispensing the following medicines for this patient, whom I reviewed in clinic today.',
        'Please would you kindly supply:',
      ]),
    );
    const sentence = chance.pick(sentences);
    for (const item of items) put(...sentence(item));
    put(chance.pick(['Yours sincerely,', 'With kind regards,', 'Yours faithfully,']));
  }
  if (chance.percent(40)) put(asidesOf(of, chance).join('    '));
  signatureBlock(sheet, of, look, Math.max(y + 150, 1560), chance);
}

const sentences: readonly ((item: Item) => readonly Part[])[] = [
  (item) => [...drugLine(item), ', ', item.sig, ', supply ', item.quantity, '.'],
  (item) => [...drugLine(item), ' - ', item.sig, ' - quantity ', item.quantity],
];
