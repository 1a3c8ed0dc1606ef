/**
 * The dozen faxes that wait in the demo pharmacy's inbox, each another kind of trouble: forms, a table, letters,
 * handwriting, a cover sheet, dirt, a page upside down. All are for demo patients, prescribers and drugs.
 * Always the same bytes for the same day. File names never name a patient.
 */
import type { Canvas } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import { writeFaxTiff } from '../document/fax-image.ts';
import { fontFile } from './fax-fonts.ts';
import {
  drawCoverSheet,
  drawPrescriptionPage,
  letterParagraphs,
  type PrescribedItem,
  type PrescriptionSpec,
} from './fax-forms.ts';
import { dotsOf, type FaxDamage, pictureOf, scanned } from './fax-paper.ts';
import { packageOf, patientIndex, prescriberIndex } from './find.ts';
import { branchDay } from './orders.ts';
import { demoBranch, demoPatients, demoPrescribers } from './people.ts';

export {
  drawCoverSheet,
  drawPrescriptionPage,
  type PrescribedItem,
  type PrescriptionSpec,
} from './fax-forms.ts';

export interface DemoFax {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** `[drug, sig, quantity, days' supply, refills]`, the drug as `packageOf` reads it. */
type ItemRow = readonly [string, string, string, number, number];

type Look = Partial<Pick<PrescriptionSpec, 'pen' | 'yDpi' | 'substitutionAllowed' | 'notice'>>;

/** Draws the faxes as they would have come in on the morning of the branch's day, YYYY-MM-DD. */
export function renderDemoFaxes(day: string = branchDay(new Date())): DemoFax[] {
  const date = `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`;

  const spec = (
    layout: PrescriptionSpec['layout'],
    patientName: string,
    familyName: string,
    header: string,
    items: readonly ItemRow[],
    look: Look = {},
  ): PrescriptionSpec => {
    const patient = demoPatients[patientIndex(patientName)]!;
    const prescriber = demoPrescribers[prescriberIndex(familyName)]!;
    const [year, month, dayOfMonth] = patient.dateOfBirth.split('-');
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
        dateOfBirth: `${month}/${dayOfMonth}/${year}`,
        sex: patient.sex.slice(0, 1).toUpperCase(),
        address: patient.address,
        phone: patient.phone,
      },
      writtenOn: date,
      items: items.map(itemOf),
      header: headerOf(familyName, header),
      ...look,
    };
  };

  /** The line a receiving machine prints: `time pages`, e.g. `08:12 01/01`. */
  const headerOf = (familyName: string, timeAndPage: string) => {
    const [time, page] = timeAndPage.split(' ');
    const { name, fax } = clinicOf(familyName);
    return `${date} ${time}  FROM: ${name.toUpperCase()} ${fax}  TO: ${demoBranch.fax}  P.${page}`;
  };

  const cover = (
    familyName: string,
    header: string,
    subject: string,
    message: string,
    pages: number,
    yDpi: 196 | 98,
  ) =>
    drawCoverSheet({
      clinic: clinicOf(familyName),
      to: `${demoBranch.name}, fax ${demoBranch.fax}`,
      date,
      subject,
      message,
      pages,
      yDpi,
      header: headerOf(familyName, header),
    });

  const standard: Look = { yDpi: 98 };
  const form = spec('form', 'Åsa Bergström', 'Prescott', '08:02 01/01', [
    ['sertraline 100 mg tablet', 'Take 1 tablet by mouth once daily', '30', 30, 5],
  ]);
  const table = spec('table', 'Thomas Hargreaves', 'Sharma', '08:09 01/01', [
    ['metformin 500 mg tablet', '1 tab po bid with meals', '60', 30, 5],
    ['lisinopril 20 mg tablet', '1 tab po daily', '30', 30, 5],
  ]);
  const letter = spec(
    'letter',
    'María de los Ángeles Hernández y Gutiérrez de la Vega',
    'Yamamoto',
    '08:15 01/01',
    [['apixaban 5 mg tablet', 'take 1 tablet by mouth twice daily', '60', 30, 3]],
  );
  const hand = spec(
    'form',
    'Kevin Donnelly',
    'Petrov',
    '08:21 01/01',
    [['hydroxyzine 25 mg tablet', '1 tab po q6h prn itching, max 4 a day', '20', 5, 0]],
    { pen: 'hand' },
  );
  const second = spec(
    'form',
    'Wei Chen',
    'Singh',
    '08:33 02/02',
    [['insulin lispro 100 units/mL injection pen', 'inject 6 units subcut tid before meals', '15', 83, 2]],
    standard,
  );
  const stimulant = spec(
    'form',
    'Nora Lindqvist',
    'Winslow',
    '08:40 01/01',
    [['methylphenidate 18 mg extended-release tablet', 'Take 1 tablet by mouth every morning', '30', 30, 0]],
    { notice: 'SCHEDULE II CONTROLLED SUBSTANCE - NO REFILLS' },
  );
  const refill = spec(
    'refill',
    'Solveig Eriksen',
    'Marchetti',
    '08:52 01/01',
    [['levothyroxine 50 mcg tablet', '1 tab po every morning', '90', 90, 3]],
    standard,
  );
  const poor = spec('form', 'Marina Alvarez', 'Vasquez', '09:04 01/01', [
    ['buspirone 10 mg tablet', '1 tab po bid', '60', 30, 2],
  ]);
  const upsideDown = spec('table', 'Ira Feldman', 'Ostrowski', '09:11 01/01', [
    ['hydralazine 25 mg tablet', '1 tab po tid', '90', 30, 5],
    ['isosorbide mononitrate 30 mg extended-release tablet', '1 tab po qam', '30', 30, 5],
  ]);
  const photographed = spec(
    'form',
    'Alexandria Rose Fitzgerald-Montgomery',
    'Thornton-Baines',
    '09:20 01/01',
    [['prednisolone 1 % eye drops', '1 gtt right eye qid', '5', 25, 0]],
    { substitutionAllowed: false },
  );
  const child = spec('form', 'Emma Caldwell', 'Fernández', '09:31 01/01', [
    ['azithromycin 200 mg/5 mL oral suspension', '6 mL po daily x 5 days', '30', 5, 0],
  ]);

  return [
    tiff(1, [drawPrescriptionPage(form)], { seed: 1, turn: 0.4 }),
    tiff(2, [drawPrescriptionPage(table)], { seed: 2, speckle: 0.0002 }),
    letterPdf(3, letter, day),
    tiff(4, [drawPrescriptionPage(hand)], { seed: 4, turn: -1.1, speckle: 0.0004 }),
    tiff(
      5,
      [
        cover(
          'Singh',
          '08:32 01/02',
          'New prescription',
          'Please see the prescription on the next page.',
          2,
          98,
        ),
        drawPrescriptionPage(second),
      ],
      { seed: 5, speckle: 0.0002 },
      98,
    ),
    tiff(6, [drawPrescriptionPage(stimulant)], { seed: 6, speckle: 0.0001 }),
    tiff(7, [drawPrescriptionPage(refill)], { seed: 7, turn: 0.6 }, 98),
    tiff(
      8,
      [
        cover(
          'Hutchinson',
          '08:58 01/01',
          'New office hours',
          'From the first of next month our office closes at 4 p.m. on Fridays. Refill requests sent after that are answered on Monday. There is no prescription with this fax.',
          1,
          196,
        ),
      ],
      { seed: 8 },
    ),
    tiff(9, [drawPrescriptionPage(poor)], { seed: 9, blur: 2.2, speckle: 0.006, streaks: 5, turn: 1.6 }),
    tiff(10, [drawPrescriptionPage(upsideDown)], { seed: 10, turn: 180 }),
    scanPdf(11, drawPrescriptionPage(photographed), { seed: 11, turn: -2.3, blur: 0.6, streaks: 1 }, day),
    png(12, drawPrescriptionPage(child), { seed: 12, speckle: 0.0003 }),
  ];
}

function clinicOf(familyName: string): PrescriptionSpec['clinic'] {
  const { clinic, clinicAddress, phone, fax } = demoPrescribers[prescriberIndex(familyName)]!;
  return { name: clinic, address: clinicAddress, phone, fax };
}

function itemOf([drug, sig, quantity, daysSupply, refills]: ItemRow): PrescribedItem {
  return { drug, sig, quantity, unit: packageOf(drug).unit, daysSupply, refills };
}

const named = (number: number, ending: string, bytes: Uint8Array): DemoFax => ({
  fileName: `fax-${String(number).padStart(4, '0')}.${ending}`,
  bytes,
});

function tiff(number: number, sheets: readonly Canvas[], damage: FaxDamage, yDpi: 196 | 98 = 196): DemoFax {
  const pages = sheets.map((sheet) => dotsOf(scanned(sheet, damage), damage));
  return named(number, 'tif', writeFaxTiff(pages, { xDpi: 204, yDpi }));
}

function png(number: number, sheet: Canvas, damage: FaxDamage): DemoFax {
  return named(number, 'png', pictureOf(dotsOf(scanned(sheet, damage), damage)).toBuffer('image/png'));
}

/** A PDF as a scanner makes it: one picture on a page. */
function scanPdf(number: number, sheet: Canvas, damage: FaxDamage, day: string): DemoFax {
  const picture = scanned(sheet, damage).toBuffer('image/jpeg', 70);
  return named(
    number,
    'pdf',
    pdf(day, (document) => document.image(picture, 0, 0, { width: 612, height: 792 })),
  );
}

/** A PDF as a word processor makes it: words, not dots. */
function letterPdf(number: number, spec: PrescriptionSpec, day: string): DemoFax {
  const { clinic, prescriber } = spec;
  return named(
    number,
    'pdf',
    pdf(day, (document) => {
      document.font(fontFile('sans-bold')).fontSize(18).text(clinic.name, 72, 60);
      document
        .font(fontFile('sans'))
        .fontSize(10)
        .text(`${clinic.address}   Phone ${clinic.phone}   Fax ${clinic.fax}`);
      document.moveDown(2).fontSize(12);
      for (const paragraph of letterParagraphs(spec)) document.text(paragraph).moveDown();
      document.moveDown(2).text(prescriber.name).text(`NPI ${prescriber.npi}   DEA ${prescriber.dea}`);
      document.fontSize(9).text('Signed electronically by the prescriber.');
    }),
  );
}

/** Uncompressed, because then every byte is ready when the document ends. */
function pdf(day: string, draw: (document: PDFKit.PDFDocument) => void): Uint8Array {
  const document = new PDFDocument({
    size: 'LETTER',
    margin: 72,
    compress: false,
    info: { CreationDate: new Date(`${day}T12:00:00Z`) },
  });
  draw(document);
  document.end();
  return document.read() as Uint8Array;
}
