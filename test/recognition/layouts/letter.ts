/** A letter to the pharmacy: what is prescribed stands in running prose. */
import type { Chance } from '../../support/chance.ts';
import type { Case } from '../case.ts';
import { drugLine, type Item } from '../item.ts';
import { LEFT, type Look, letterhead, RIGHT, signatureBlock } from '../look.ts';
import type { Part, Sheet, Style } from '../sheet.ts';

export function drawLetter(sheet: Sheet, of: Case, look: Look, chance: Chance): void {
  const { patient, writtenOn, items } = of;
  const style: Style = { face: look.label, size: look.size + 4, width: RIGHT - LEFT };
  let y = letterhead(sheet, of, look, chance) + 30;
  const put = (parts: readonly Part[]) => {
    y = sheet.put(parts, LEFT, y, style) + 30;
  };
  put([chance.percent(50) ? '' : 'Date: ', writtenOn]);
  put([chance.pick(['Dear Pharmacist,', 'To the pharmacist:', 'Dear colleague,'])]);
  if (chance.percent(70)) {
    put([
      chance.pick(['Re: ', 'RE: ', 'Regarding: ']),
      patient.name,
      chance.pick([', born ', ', DOB ', ', date of birth ']),
      patient.dateOfBirth,
      ', ',
      patient.address,
      ', ',
      chance.pick(['phone ', 'tel. ', '']),
      patient.phone,
    ]);
    put([
      chance.pick([
        'I saw this patient today. Please dispense the following:',
        'Please supply the following for this patient:',
        'Kindly dispense:',
      ]),
    ]);
  } else {
    put([
      'I saw ',
      patient.name,
      ' (',
      chance.pick(['DOB ', 'born ']),
      patient.dateOfBirth,
      ') of ',
      patient.address,
      ' in clinic today; the telephone number is ',
      patient.phone,
      '. Please dispense:',
    ]);
  }
  const sentence = chance.pick(sentences);
  for (const item of items) put(sentence(item));
  put([
    chance.pick([
      'Please call my office with any question. With thanks,',
      'Thank you for your help. Yours sincerely,',
      'Do not hesitate to call if anything is unclear. Regards,',
    ]),
  ]);
  signatureBlock(sheet, of, look, Math.max(y + 140, 1500), chance);
}

const refillsSaid = ({ refills }: Item): readonly Part[] =>
  /^\d+$/.test(refills.text) ? [refills, ' refills'] : ['Refills: ', refills];

const sentences: readonly ((item: Item) => readonly Part[])[] = [
  (item) => [
    ...drugLine(item),
    '. Directions: ',
    item.sig,
    '. Dispense ',
    item.quantity,
    '. ',
    ...refillsSaid(item),
    '.',
  ],
  (item) => [
    ...drugLine(item),
    ', ',
    item.sig,
    ', dispense ',
    item.quantity,
    ', ',
    ...refillsSaid(item),
    '.',
  ],
  (item) => [
    `${item.index + 1}) `,
    ...drugLine(item),
    ' - ',
    item.sig,
    ' - quantity ',
    item.quantity,
    ' - ',
    ...refillsSaid(item),
    '.',
  ],
];
