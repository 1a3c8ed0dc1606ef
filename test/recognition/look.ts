/**
 * What pages of several layouts share: typefaces and sizes of one sender, letterhead, prescriber's numbers, signature,
 * substitution, and the printed odds and ends that are no value at all.
 * Always: everything varies with chance; a piece gives the baseline under which the page may go on.
 */
import { chanceFrom } from '../../core/chance.ts';
import { PAGE_WIDTH } from '../../core/demo/fax-paper.ts';
import type { Chance } from '../support/chance.ts';
import type { Case } from './case.ts';
import { type Face, families, hands } from './faces.ts';
import type { Item } from './item.ts';
import { phoneDigits } from './people.ts';
import type { Part, Sheet, Style } from './sheet.ts';
import type { Written } from './truth.ts';

export const LEFT = 130;
export const RIGHT = PAGE_WIDTH - 130;
export const MIDDLE = PAGE_WIDTH / 2;

/** The typefaces and sizes of one sender. */
export interface Look {
  readonly label: Face;
  readonly bold: Face;
  readonly value: Face;
  readonly size: number;
  readonly valueSize: number;
}

export function lookOf(chance: Chance, pen: 'printed' | 'hand' = 'printed'): Look {
  const [label, bold] = chance.pick(families);
  const size = 27 + chance.below(6);
  if (pen === 'hand') {
    const value = chance.pick(hands);
    return { label, bold, value, size, valueSize: (value === 'caveat' ? 58 : 46) + chance.below(6) };
  }
  const value = chance.percent(40)
    ? bold
    : chance.percent(50)
      ? label
      : chance.pick(families)[chance.below(2)]!;
  return { label, bold, value, size, valueSize: size + chance.below(7) };
}

/** The style of words with values among them. */
export const styleOf = ({ label, value, size, valueSize }: Look, more: Style = {}): Style => ({
  face: label,
  size,
  valueFace: value,
  valueSize,
  ...more,
});

const phoneLabels = [
  ['Phone: ', 'Fax: '],
  ['Tel: ', 'Fax: '],
  ['Ph. ', 'Fx. '],
  ['Phone ', 'Fax '],
  ['T: ', 'F: '],
  ['Telephone: ', 'Facsimile: '],
] as const;

/** Who sends: name, address, telephone and fax, centred or to the left. */
export function letterhead(sheet: Sheet, of: Case, look: Look, chance: Chance, withDoctor = false): number {
  const { clinic, prescriber } = of;
  const [tel, fax] = chance.pick(phoneLabels);
  const centred = chance.percent(60);
  const align = centred ? 'center' : 'left';
  const x = centred ? MIDDLE : LEFT;
  let y = 160;
  y = sheet.put(clinic.name, x, y, {
    valueFace: look.bold,
    valueSize: 52 + chance.below(16),
    align,
    leading: 62,
  });
  if (withDoctor)
    y = sheet.put([prescriber.name, credentialOf(of)], x, y, {
      ...styleOf(look),
      valueFace: look.label,
      valueSize: look.size + 4,
      align,
    });
  y = sheet.put(clinic.address, x, y, { face: look.label, size: look.size, align });
  y = sheet.put(
    [tel, clinic.phone, chance.pick(['     ', '   |   ', '  ·  ', '   ']), fax, clinic.fax],
    x,
    y,
    {
      face: look.label,
      size: look.size,
      align,
    },
  );
  if (chance.percent(70)) sheet.line(LEFT, y - 12, RIGHT, y - 12, 2 + chance.below(5));
  return y + 40;
}

export const credentialOf = ({ prescriber }: Case): Part =>
  prescriber.credential === '' ? undefined : `, ${prescriber.credential}`;

const npiLabels = ['NPI: ', 'NPI ', 'NPI# ', 'NPI No. '];
const deaLabels = ['DEA: ', 'DEA ', 'DEA# ', 'DEA No. '];

/** The line of the prescriber's numbers. A licence number stands among them as on paper; it is nobody's value. */
export function numbersLine({ prescriber, country }: Case, chance: Chance): readonly Part[] {
  if (country === 'uk') return [chance.pick(['GMC: ', 'GMC No: ', 'GMC number ', 'GMC ']), prescriber.gmc];
  const apart = chance.pick(['     ', '   ', '  |  ']);
  const licence = chance.percent(30) ? `${apart}Lic# ${100000 + chance.below(899999)}` : '';
  const dea: readonly Part[] = chance.percent(75) ? [apart, chance.pick(deaLabels), prescriber.dea] : [];
  return [chance.pick(npiLabels), prescriber.npi, ...dea, licence];
}

/** Signature over a rule, with the printed name and the numbers below. */
export function signatureBlock(sheet: Sheet, of: Case, look: Look, y: number, chance: Chance): number {
  sheet.signature(LEFT + 60, y, chanceFrom(chance.below(1_000_000)));
  sheet.line(LEFT, y + 18, 860, y + 18, 2);
  let below = y + 58;
  if (chance.percent(40)) {
    sheet.put(chance.pick(['Signature', "Prescriber's signature", 'Physician signature']), LEFT, below - 8, {
      face: look.label,
      size: look.size - 5,
    });
    below += 34;
  }
  const label = chance.percent(35) ? chance.pick(['Prescriber: ', 'Printed name: ', 'Provider: ']) : '';
  below = sheet.put(
    [label, of.prescriber.name, credentialOf(of)],
    LEFT,
    below,
    styleOf(look, { valueFace: look.bold, valueSize: look.size + 2 }),
  );
  return sheet.put(numbersLine(of, chance), LEFT, below, { face: look.label, size: look.size });
}

/** May another maker's be given, for the medicines of a page together: in words or by a tick. */
export function substitutionLine(
  sheet: Sheet,
  items: readonly Item[],
  look: Look,
  x: number,
  y: number,
  chance: Chance,
): void {
  const { allowed } = items[0]!.substitution;
  const said = (text: string): Written => ({
    field: 'substitution',
    text,
    value: allowed ? 'allowed' : 'not allowed',
    items: items.map(({ index }) => index),
  });
  const style = styleOf(look, { valueFace: look.label, valueSize: look.size });
  switch (chance.below(4)) {
    case 0:
      sheet.put(['Substitution: ', said(allowed ? 'Permitted' : 'Not permitted')], x, y, style);
      return;
    case 1:
      sheet.put(
        said(allowed ? 'Generic substitution permitted' : 'Dispense as written - brand medically necessary'),
        x,
        y,
        style,
      );
      return;
    case 2:
      sheet.put(['DAW: ', said(allowed ? 'No' : 'Yes')], x, y, style);
      return;
    default: {
      const choice = (ticked: boolean, text: string) => (ticked ? said(text) : text);
      sheet.tick(x, y, allowed, choice(allowed, 'Substitution permitted'), style);
      sheet.tick(x, y + look.size * 2, !allowed, choice(!allowed, 'Dispense as written'), style);
    }
  }
}

/** Printed lines that are no value of the prescription, though some look like one. */
export function asidesOf(of: Case, chance: Chance): string[] {
  const uk = of.country === 'uk';
  const lines = [
    `Allergies: ${chance.pick(uk ? ['None known', 'NKDA', 'Penicillin', 'Trimethoprim'] : ['NKDA', 'PCN', 'Sulfa', 'None known'])}`,
    `Weight: ${45 + chance.below(60)} kg`,
    uk
      ? `Hospital No: ${chance.pick(['RX', 'H', 'MRN'])}${100000 + chance.below(899999)}`
      : `MRN: ${1000000 + chance.below(8999999)}`,
    uk
      ? `Next review: ${of.otherDay}`
      : `Dx: ${chance.pick(['I10', 'E11.9', 'M54.5', 'F41.1', 'J06.9', 'K21.9'])}`,
    `Last seen: ${of.otherDay}`,
    `Height: ${140 + chance.below(60)} cm`,
  ];
  return lines.filter(() => chance.percent(40));
}

/** The pharmacy the page was sent to: its numbers are not the prescriber's. */
export function pharmacyLines(of: Case, chance: Chance): string[] {
  const uk = of.country === 'uk';
  const number = (kind: string) => {
    const value = phoneDigits(of.country, chance);
    return `${kind} ${uk ? `${value.slice(0, 5)} ${value.slice(5)}` : `${value.slice(0, 3)}-${value.slice(3, 6)}-${value.slice(6)}`}`;
  };
  return [
    uk ? 'Mortar Pharmacy, 3 Market Place' : 'Mortar Pharmacy, 40 Main Street',
    number('Tel'),
    number('Fax'),
  ];
}
