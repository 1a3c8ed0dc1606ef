/**
 * What stands on the demo faxes: which patient, prescriber and drugs, on which kind of page.
 * Everything is taken from the demo data, so each page can be transcribed truly.
 * Not here: how a page is drawn (fax-forms.ts) and what happened to it on the line (faxes.ts).
 */
import type { PrescriptionSpec } from './fax-forms.ts';
import { packageOf, patientIndex, prescriberIndex } from './find.ts';
import { demoPatients, demoPrescribers } from './people.ts';

/** `[drug, sig, quantity, days' supply, refills]`, the drug as `packageOf` reads it. */
type ItemRow = readonly [string, string, string, number, number];

type Look = Partial<Pick<PrescriptionSpec, 'pen' | 'yDpi' | 'substitutionAllowed' | 'notice'>>;

const standard: Look = { yDpi: 98 };

/** The pages with prescriptions, written on the branch's day. */
export function demoFaxSpecs(day: string) {
  const page = (
    layout: PrescriptionSpec['layout'],
    patientName: string,
    familyName: string,
    items: readonly ItemRow[],
    look: Look = {},
  ): PrescriptionSpec => {
    const patient = demoPatients[patientIndex(patientName)]!;
    const prescriber = demoPrescribers[prescriberIndex(familyName)]!;
    return {
      layout,
      clinic: clinicOf(familyName),
      prescriber: {
        name: `${prescriber.givenNames} ${prescriber.familyName}, ${prescriber.credential}`,
        npi: prescriber.npi,
        dea: prescriber.dea,
      },
      patient: {
        name: `${patient.givenNames} ${patient.familyName}`,
        dateOfBirth: americanDate(patient.dateOfBirth),
        sex: patient.sex.slice(0, 1).toUpperCase(),
        address: patient.address,
        phone: patient.phone,
      },
      writtenOn: americanDate(day),
      items: items.map(([drug, sig, quantity, daysSupply, refills]) => ({
        drug,
        sig,
        quantity,
        unit: packageOf(drug).unit,
        daysSupply,
        refills,
      })),
      ...look,
    };
  };

  return {
    form: page('form', 'Åsa Bergström', 'Prescott', [
      ['sertraline 100 mg tablet', 'Take 1 tablet by mouth once daily', '30', 30, 5],
    ]),
    table: page('table', 'Thomas Hargreaves', 'Sharma', [
      ['metformin 500 mg tablet', '1 tab po bid with meals', '60', 30, 5],
      ['lisinopril 20 mg tablet', '1 tab po daily', '30', 30, 5],
    ]),
    typed: page('letter', 'María de los Ángeles Hernández y Gutiérrez de la Vega', 'Yamamoto', [
      ['apixaban 5 mg tablet', 'take 1 tablet by mouth twice daily', '60', 30, 3],
    ]),
    hand: page(
      'form',
      'Kevin Donnelly',
      'Petrov',
      [['hydroxyzine 25 mg tablet', '1 tab po q6h prn itching, max 4 a day', '20', 5, 0]],
      { pen: 'hand' },
    ),
    behindCover: page(
      'form',
      'Wei Chen',
      'Singh',
      [['insulin lispro 100 units/mL injection pen', 'inject 6 units subcut tid before meals', '15', 83, 2]],
      standard,
    ),
    stimulant: page(
      'form',
      'Nora Lindqvist',
      'Winslow',
      [
        [
          'methylphenidate 18 mg extended-release tablet',
          'Take 1 tablet by mouth every morning',
          '30',
          30,
          0,
        ],
      ],
      { notice: 'SCHEDULE II CONTROLLED SUBSTANCE - NO REFILLS' },
    ),
    refill: page(
      'refill',
      'Solveig Eriksen',
      'Marchetti',
      [['levothyroxine 50 mcg tablet', '1 tab po every morning', '90', 90, 3]],
      standard,
    ),
    poor: page('form', 'Marina Alvarez', 'Vasquez', [
      ['buspirone 10 mg tablet', '1 tab po bid', '60', 30, 2],
    ]),
    upsideDown: page('table', 'Ira Feldman', 'Ostrowski', [
      ['hydralazine 25 mg tablet', '1 tab po tid', '90', 30, 5],
      ['isosorbide mononitrate 30 mg extended-release tablet', '1 tab po qam', '30', 30, 5],
    ]),
    photographed: page(
      'letter',
      'Alexandria Rose Fitzgerald-Montgomery',
      'Thornton-Baines',
      [['prednisolone 1 % eye drops', '1 gtt in right eye qid', '5', 25, 0]],
      { substitutionAllowed: false },
    ),
    firstOfThree: page('table', 'Denise Carver', 'Castellano', [
      ['warfarin 5 mg tablet', '1 tab po daily', '30', 30, 2],
      ['losartan 50 mg tablet', '1 tab po daily', '90', 90, 3],
    ]),
    lastOfThree: page('form', 'Denise Carver', 'Castellano', [
      ['atorvastatin 40 mg tablet', '1 tab po every evening', '90', 90, 3],
    ]),
    child: page('form', 'Emma Caldwell', 'Fernández', [
      ['azithromycin 200 mg/5 mL oral suspension', '6 mL po daily x 5 days', '30', 5, 0],
    ]),
  };
}

/** The letterhead of a prescriber's clinic. */
export function clinicOf(familyName: string): PrescriptionSpec['clinic'] {
  const { clinic, clinicAddress, phone, fax } = demoPrescribers[prescriberIndex(familyName)]!;
  return { name: clinic, address: clinicAddress, phone, fax };
}

/** YYYY-MM-DD as MM/DD/YYYY. */
export function americanDate(day: string): string {
  return `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`;
}
