/**
 * The faxes that wait in the demo pharmacy's inbox, each another kind of trouble: forms, a table, letters, handwriting,
 * a cover sheet, dirt, a page upside down, three prescriptions with a lab result between them, a sheet sent twice. All are for demo patients, prescribers and drugs.
 * Always the same bytes for the same day. File names never name a patient.
 */
import type { Canvas } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import { writeFaxTiff } from '../document/fax-image.ts';
import { fontFile } from './fax-fonts.ts';
import {
  drawCoverSheet,
  drawLabResult,
  drawPrescriptionPage,
  letterParagraphs,
  type PrescriptionSpec,
} from './fax-forms.ts';
import { dotsOf, type FaxDamage, pictureOf, scanned, stampHeader } from './fax-paper.ts';
import { americanDate, clinicOf, demoFaxSpecs } from './fax-specs.ts';
import { branchDay } from './orders.ts';
import { demoBranch } from './people.ts';

export { drawPrescriptionPage, type PrescribedItem } from './fax-forms.ts';

export interface DemoFax {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** One page as the line delivered it: who sent it, the sheet, and what happened to it. */
interface SentPage {
  readonly clinic: PrescriptionSpec['clinic'];
  readonly sheet: Canvas;
  readonly damage: FaxDamage;
}

/** Draws the faxes as they would have come in on the morning of the branch's day, YYYY-MM-DD. */
export function renderDemoFaxes(day: string = branchDay(new Date())): DemoFax[] {
  const specs = demoFaxSpecs(day);
  const to = `${demoBranch.name}, fax ${demoBranch.fax}`;
  const date = americanDate(day);
  const singh = clinicOf('Singh');
  const hutchinson = clinicOf('Hutchinson');

  const sent = (spec: PrescriptionSpec, damage: FaxDamage): SentPage => ({
    clinic: spec.clinic,
    sheet: drawPrescriptionPage(spec),
    damage,
  });
  const received = (pages: readonly SentPage[], time: string): Canvas[] =>
    pages.map(({ clinic, sheet, damage }, index) => {
      const page = scanned(sheet, damage);
      const name = clinic.name.toUpperCase().slice(0, 24);
      stampHeader(
        page,
        `${date} ${time}  FROM: ${name} ${clinic.fax}  TO: ${demoBranch.fax}  P.${index + 1}/${pages.length}`,
      );
      return page;
    });
  const dots = (pages: readonly SentPage[], time: string) =>
    received(pages, time).map((page, index) => dotsOf(page, pages[index]!.damage));
  const tiff = (pages: readonly SentPage[], time: string, yDpi: 196 | 98 = 196) =>
    writeFaxTiff(dots(pages, time), { xDpi: 204, yDpi });

  const cover: SentPage = {
    clinic: singh,
    sheet: drawCoverSheet({
      clinic: singh,
      to,
      date,
      pages: 2,
      subject: 'New prescription',
      message: 'Please see the prescription on the next page.',
      yDpi: 98,
    }),
    damage: { seed: 50, speckle: 0.0002 },
  };
  const notice: SentPage = {
    clinic: hutchinson,
    sheet: drawCoverSheet({
      clinic: hutchinson,
      to,
      date,
      pages: 1,
      subject: 'New office hours',
      message:
        'From the first of next month our office closes at 4 p.m. on Fridays. Refill requests sent after that ' +
        'are answered on Monday. There is no prescription with this fax.',
    }),
    damage: { seed: 8 },
  };
  const castellano = clinicOf('Castellano');
  const labResult: SentPage = {
    clinic: castellano,
    sheet: drawLabResult({
      clinic: castellano,
      patient: specs.firstOfThree.patient,
      orderedBy: specs.firstOfThree.prescriber.name,
      date,
      results: [
        ['INR', '2.4', '2.0 to 3.0'],
        ['Potassium', '4.3 mmol/L', '3.5 to 5.1'],
        ['Creatinine', '0.9 mg/dL', '0.6 to 1.1'],
      ],
    }),
    damage: { seed: 131, speckle: 0.001, turn: 0.8 },
  };
  const [photograph] = received([sent(specs.photographed, { seed: 11, turn: -2.3, streaks: 1 })], '09:20');
  const [drawing] = dots([sent(specs.child, { seed: 12, speckle: 0.0003 })], '09:31');

  const files: readonly (readonly ['tif' | 'pdf' | 'png', Uint8Array])[] = [
    ['tif', tiff([sent(specs.form, { seed: 1, turn: 0.4 })], '08:02')],
    ['tif', tiff([sent(specs.table, { seed: 2, speckle: 0.0002 })], '08:09')],
    ['pdf', letterPdf(specs.typed, day)],
    ['tif', tiff([sent(specs.hand, { seed: 4, turn: -1.1, speckle: 0.0004 })], '08:21')],
    ['tif', tiff([cover, sent(specs.behindCover, { seed: 51, speckle: 0.0002 })], '08:33', 98)],
    ['tif', tiff([sent(specs.stimulant, { seed: 6, speckle: 0.0001 })], '08:40')],
    ['tif', tiff([sent(specs.refill, { seed: 7, turn: 0.6 })], '08:52', 98)],
    ['tif', tiff([notice], '08:58')],
    ['tif', tiff([sent(specs.poor, { seed: 9, blur: 1.7, speckle: 0.006, streaks: 5, turn: 1.6 })], '09:04')],
    ['tif', tiff([sent(specs.upsideDown, { seed: 10, turn: 180 })], '09:11')],
    ['pdf', scanPdf(photograph!, day)],
    ['png', pictureOf(drawing!).toBuffer('image/png')],
    [
      'tif',
      tiff(
        [
          sent(specs.firstOfThree, { seed: 13, blur: 0.9, speckle: 0.003, streaks: 2, turn: -1.2 }),
          labResult,
          sent(specs.lastOfThree, { seed: 132, blur: 0.9, speckle: 0.003, streaks: 3, turn: 0.9 }),
        ],
        '09:44',
      ),
    ],
    // The first one once more: another transmission of the same sheet, so no byte is the same.
    ['tif', tiff([sent(specs.form, { seed: 14, turn: -0.6, speckle: 0.0006 })], '09:52')],
  ];
  return files.map(([ending, bytes], index) => ({
    fileName: `fax-${String(index + 1).padStart(4, '0')}.${ending}`,
    bytes,
  }));
}

/** A PDF as a scanner makes it: one picture on a page. */
function scanPdf(page: Canvas, day: string): Uint8Array {
  const picture = page.toBuffer('image/jpeg', 70);
  return pdf(day, (document) => document.image(picture, 0, 0, { width: 612, height: 792 }));
}

/** A PDF as a word processor makes it: words, not dots. */
function letterPdf(spec: PrescriptionSpec, day: string): Uint8Array {
  const { clinic, prescriber } = spec;
  return pdf(day, (document) => {
    document.font(fontFile('sans-bold')).fontSize(18).text(clinic.name, 72, 60);
    document.font(fontFile('sans')).fontSize(10);
    document.text(`${clinic.address}   Phone ${clinic.phone}   Fax ${clinic.fax}`);
    document.moveDown(2).fontSize(12);
    for (const paragraph of letterParagraphs(spec)) document.text(paragraph).moveDown();
    document.moveDown(2).text(prescriber.name).text(`NPI ${prescriber.npi}   DEA ${prescriber.dea}`);
    document.fontSize(9).text('Signed electronically by the prescriber.');
  });
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
