/** The print-out of an electronic prescription: one label and value under another, in sections. */
import type { Chance } from '../../support/chance.ts';
import type { Case } from '../case.ts';
import { drugLine, type Item } from '../item.ts';
import { credentialOf, LEFT, type Look, pharmacyLines, RIGHT, styleOf } from '../look.ts';
import type { Part, Sheet } from '../sheet.ts';

type Line = readonly [label: string, value: Part | readonly Part[]];

export function drawElectronic(sheet: Sheet, of: Case, look: Look, chance: Chance): void {
  const { patient, prescriber, clinic, writtenOn } = of;
  const column = LEFT + 330 + chance.below(80);
  const ruled = chance.percent(50);
  const barred = chance.percent(40);
  let y = 150;
  sheet.put(
    chance.pick(['Electronic Prescription', 'NEW PRESCRIPTION', 'eRx - New Rx', 'Prescription (NewRx)']),
    LEFT,
    y,
    { face: look.bold, size: 46 },
  );
  sheet.put(`Message ID: ${chance.below(90_000_000) + 10_000_000}`, RIGHT, y, {
    face: look.label,
    size: 24,
    align: 'right',
  });
  y += 70;
  const section = (heading: string, lines: readonly Line[]) => {
    if (barred) sheet.title(heading, LEFT, y, RIGHT - LEFT, look.size);
    else {
      sheet.put(heading, LEFT, y, { face: look.bold, size: look.size + 2 });
      if (ruled) sheet.line(LEFT, y + 12, RIGHT, y + 12, 2);
    }
    y += look.size * 1.9;
    for (const [label, value] of lines) {
      sheet.put(label, LEFT + 10, y, { face: look.label, size: look.size });
      const width = RIGHT - column;
      y = Math.max(
        sheet.put(
          value,
          column,
          y,
          styleOf(look, { face: look.value, size: look.size, valueSize: look.size, width }),
        ),
        y + look.size * 1.4,
      );
      y += 4;
    }
    y += 26;
  };
  const colon = chance.pick([':', '', ' :']);
  const lines = (rows: readonly Line[]): Line[] => rows.map(([label, value]) => [`${label}${colon}`, value]);
  const date = chance.pick(['Date Written', 'Written Date', 'Effective Date']);
  const patientLines = lines([
    [chance.pick(['Patient Name', 'Patient', 'Name']), patient.name],
    [chance.pick(['DOB', 'Date of Birth', 'Birth Date']), patient.dateOfBirth],
    [chance.pick(['Gender', 'Sex']), patient.sex],
    ['Address', patient.address],
    [chance.pick(['Primary Phone', 'Phone', 'Telephone']), patient.phone],
  ]);
  const prescriberLines = lines([
    [chance.pick(['Prescriber Name', 'Prescriber', 'Provider']), [prescriber.name, credentialOf(of)]],
    [chance.pick(['NPI', 'Prescriber NPI']), prescriber.npi],
    ...(chance.percent(70) ? [['DEA', prescriber.dea] as Line] : []),
    [chance.pick(['Clinic', 'Practice', 'Facility']), clinic.name],
    ['Clinic Address', clinic.address],
    [chance.pick(['Phone', 'Clinic Phone']), clinic.phone],
    ['Fax', clinic.fax],
  ]);
  const first = chance.percent(50);
  if (first) section(chance.pick(['PATIENT', 'Patient Information']), patientLines);
  section(chance.pick(['PRESCRIBER', 'Prescriber Information']), prescriberLines);
  if (!first) section(chance.pick(['PATIENT', 'Patient Information']), patientLines);
  if (chance.percent(40)) {
    const [name, phone, fax] = pharmacyLines(of, chance);
    section(
      'PHARMACY',
      lines([
        ['Pharmacy', name!],
        ['Pharmacy Phone', phone!.slice(4)],
        ['Pharmacy Fax', fax!.slice(4)],
      ]),
    );
  }
  const words = wordsOf(chance);
  for (const item of of.items) {
    const heading =
      of.items.length > 1
        ? `MEDICATION ${item.index + 1}`
        : chance.pick(['MEDICATION', 'PRESCRIPTION', 'Medication Prescribed']);
    section(heading, lines([...itemLines(item, words), [date, writtenOn]]));
  }
  sheet.put(
    chance.pick([
      'Electronically signed by the prescriber. No handwritten signature required.',
      'Digitally signed',
    ]),
    LEFT,
    Math.max(y + 30, 2080),
    { face: look.label, size: 23 },
  );
}

interface Words {
  readonly drug: string;
  readonly sig: string;
  readonly quantity: string;
  readonly refills: string;
  readonly substitution: string;
  readonly days: boolean;
  readonly apart: boolean;
}

const wordsOf = (chance: Chance): Words => ({
  drug: chance.pick(['Drug Description', 'Medication', 'Drug', 'Drug Description']),
  sig: chance.pick(['Sig', 'Directions', 'Sig Text', 'SIG']),
  quantity: chance.pick(['Dispense', 'Quantity', 'Dispense Qty', 'Qty']),
  refills: chance.pick(['Refills', 'Number of Refills', 'Refills Authorized']),
  substitution: chance.pick(['Substitutions', 'Substitution Allowed', 'Substitution']),
  days: chance.percent(75),
  apart: chance.percent(25),
});

function itemLines(item: Item, words: Words): Line[] {
  const allowed = item.substitution.allowed;
  const said =
    words.substitution === 'Substitution Allowed'
      ? allowed
        ? 'Yes'
        : 'No'
      : allowed
        ? 'Permitted'
        : 'Not permitted';
  return [
    ...(words.apart
      ? ([
          [words.drug, item.drug],
          ['Strength', item.strength],
          ['Dosage Form', item.form],
        ] as Line[])
      : ([[words.drug, drugLine(item)]] as Line[])),
    [words.sig, item.sig],
    [words.quantity, item.quantity],
    ...(words.days && item.daysSupply ? [['Days Supply', item.daysSupply] as Line] : []),
    [words.refills, item.refills],
    [
      words.substitution,
      { field: 'substitution', text: said, value: allowed ? 'allowed' : 'not allowed', items: [item.index] },
    ],
  ];
}
