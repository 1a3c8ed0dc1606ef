/** A prescription pad filled in by hand: few labels, the rest as a busy hand writes it. */
import type { Chance } from '../../support/chance.ts';
import type { Case } from '../case.ts';
import { drugLine } from '../item.ts';
import { LEFT, type Look, letterhead, RIGHT, signatureBlock, styleOf } from '../look.ts';
import type { Part, Sheet } from '../sheet.ts';

export function drawHand(sheet: Sheet, of: Case, look: Look, chance: Chance): void {
  const { patient, writtenOn, items } = of;
  let y = letterhead(sheet, of, look, chance, true) + 40;
  const style = styleOf(look, { width: RIGHT - LEFT });
  const line = (parts: readonly Part[], from = LEFT, to = RIGHT) => {
    sheet.put(parts, from, y, style);
    sheet.line(from, y + 20, to, y + 20, 2);
  };
  line([chance.pick(['Name  ', 'Patient  ', 'For  ']), patient.name], LEFT, 1060);
  line([chance.pick(['DOB  ', 'Born  ']), patient.dateOfBirth], 1090, RIGHT);
  y += 100;
  line(['Address  ', patient.address]);
  y += 100;
  line([chance.pick(['Phone  ', 'Tel.  ']), patient.phone], LEFT, 860);
  line(['Date  ', writtenOn], 900, RIGHT);
  y += 130;
  sheet.put('Rx', LEFT, y + 60, { face: 'serif-bold', size: 110 });
  const x = LEFT + 180;
  const words = {
    quantity: chance.pick(['Disp ', 'Qty ', 'Disp: ']),
    refills: chance.pick(['Refills ', 'Refill ', 'RF ']),
    sig: chance.pick(['Sig: ', 'Sig ', 'S: ']),
  };
  for (const item of items) {
    const hand = { ...style, face: look.value, size: look.valueSize, width: RIGHT - x };
    y = sheet.put(drugLine(item), x, y, hand) + 10;
    y = sheet.put([words.sig, item.sig], x, y, hand) + 10;
    y = sheet.put([words.quantity, item.quantity, '     ', words.refills, item.refills], x, y, hand) + 40;
  }
  signatureBlock(sheet, of, look, Math.max(y + 170, 1640), chance);
}
