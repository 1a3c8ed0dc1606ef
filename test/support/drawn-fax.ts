// Faxes of the demo's people that know where each value was written: drawn by a test, sent down a line, and the box of
// every value in the picture the workstation keeps.
// Always: what is asked for is what was drawn; nothing here is read from a picture.

import type { Canvas } from '@napi-rs/canvas';
import type { ReadField } from '../../core/contract/recognition.ts';
import { drawLabResult } from '../../core/demo/fax-forms.ts';
import { dotsOf, type FaxDamage, scanned, stampHeader } from '../../core/demo/fax-paper.ts';
import { americanDate, clinicOf } from '../../core/demo/fax-specs.ts';
import { patientIndex, prescriberIndex } from '../../core/demo/find.ts';
import { demoPatients, demoPrescribers } from '../../core/demo/people.ts';
import { writeFaxTiff } from '../../core/document/fax-image.ts';
import { shownSize } from '../../core/document/page-image.ts';
import type { Box } from '../../core/recognise/reading.ts';
import { inPicture } from '../recognition/damage.ts';
import { LEFT, MIDDLE } from '../recognition/look.ts';
import { type Mark, openSheet } from '../recognition/sheet.ts';
import { chanceOf } from './chance.ts';

const density = { xDpi: 204, yDpi: 196 } as const;

/** A medicine as it is written on a page; `quantity` and the like as numbers alone. */
export interface WrittenItem {
  drug: string;
  strength: string;
  form: string;
  sig: string;
  quantity: string;
  refills: string;
}

/** Who writes, for whom, on which day. */
export interface Letterhead {
  prescriber: string;
  patient: string;
  /** YYYY-MM-DD */
  day: string;
}

export interface DrawnSheet {
  canvas: Canvas;
  clinic: ReturnType<typeof clinicOf>;
  marks: readonly Mark[];
}

/** A form with labels on the left, and one medicine under the other. */
export function drawnForm(of: Letterhead, items: readonly WrittenItem[]): DrawnSheet {
  const patient = demoPatients[patientIndex(of.patient)]!;
  const prescriber = demoPrescribers[prescriberIndex(of.prescriber)]!;
  const clinic = clinicOf(of.prescriber);
  const sheet = openSheet(density.yDpi, chanceOf(1));
  const value = (field: ReadField, text: string, item?: number) => ({
    ...{ field, text, value: text },
    ...(item === undefined ? {} : { items: [item] }),
  });
  const style = { size: 30, valueFace: 'sans-bold', valueSize: 34 } as const;
  sheet.put(clinic.name, MIDDLE, 190, { face: 'serif-bold', size: 60, align: 'center' });
  sheet.put(clinic.address, MIDDLE, 245, { align: 'center' });
  sheet.put(`Phone ${clinic.phone}   Fax ${clinic.fax}`, MIDDLE, 290, { align: 'center' });
  sheet.line(LEFT, 330, 1570, 330, 6);
  const name = `${patient.givenNames} ${patient.familyName}`;
  sheet.put(['Patient:   ', value('patientName', name)], LEFT, 430, style);
  sheet.put(['Date of birth:   ', value('dateOfBirth', americanDate(patient.dateOfBirth))], LEFT, 510, style);
  sheet.put(['Date:   ', value('writtenOn', americanDate(of.day))], 1000, 510, style);
  sheet.put(['Address:   ', value('patientAddress', patient.address)], LEFT, 590, style);
  let y = 760;
  for (const [index, { drug, strength, form, sig, quantity, refills }] of items.entries()) {
    const medicine = [value('drug', drug, index), ' ', value('strength', strength, index), ' '];
    sheet.put(['Rx   ', ...medicine, value('form', form, index)], LEFT, y, { ...style, valueSize: 42 });
    sheet.put(['Sig:   ', value('sig', sig, index)], LEFT + 80, y + 80, style);
    sheet.put(['Dispense:   ', value('quantity', quantity, index), ` ${form}s`], LEFT + 80, y + 150, style);
    sheet.put(['Refills:   ', value('refills', refills, index)], LEFT + 80, y + 220, style);
    y += 380;
  }
  sheet.signature(LEFT, 1800, chanceOf(2).fraction);
  const signed = `${prescriber.givenNames} ${prescriber.familyName}, ${prescriber.credential}`;
  sheet.put(value('prescriberName', signed), LEFT, 1860, style);
  const numbers = ['NPI ', value('npi', prescriber.npi), '   DEA ', value('dea', prescriber.dea)];
  sheet.put(numbers, LEFT, 1920, style);
  return { canvas: sheet.canvas, clinic, marks: sheet.marks };
}

/** A lab result of the same patient: no prescription, though it names a medicine. */
export function drawnLabResult({ prescriber, patient, day }: Letterhead): DrawnSheet {
  const who = demoPatients[patientIndex(patient)]!;
  const clinic = clinicOf(prescriber);
  const canvas = drawLabResult({
    clinic,
    patient: {
      name: `${who.givenNames} ${who.familyName}`,
      dateOfBirth: americanDate(who.dateOfBirth),
      sex: who.sex.slice(0, 1).toUpperCase(),
      address: who.address,
      phone: who.phone,
    },
    orderedBy: prescriber,
    date: americanDate(day),
    results: [
      ['INR', '2.4', '2.0 to 3.0'],
      ['Potassium', '4.3 mmol/L', '3.5 to 5.1'],
    ],
  });
  return { canvas, clinic, marks: [] };
}

export interface SentFax {
  bytes: Uint8Array;
  /** Where a value of a medicine, or of the whole page, was written: in pixels of the kept picture. */
  boxOf(page: number, field: ReadField, item?: number): Box;
}

/** Sends sheets down a line: each goes in with its own dirt and slant, and gets the line of this call. */
export function sendFax(
  sheets: readonly DrawnSheet[],
  damageOf: (page: number) => FaxDamage,
  { day, time }: { day: string; time: string },
): SentFax {
  const boxes: { page: number; mark: Mark; box: Box }[] = [];
  const pages = sheets.map(({ canvas, clinic, marks }, index) => {
    const damage = damageOf(index + 1);
    const page = scanned(canvas, damage);
    const from = `${clinic.name.toUpperCase().slice(0, 24)} ${clinic.fax}`;
    stampHeader(page, `${americanDate(day)} ${time}  FROM: ${from}  P.${index + 1}/${sheets.length}`);
    const dots = { width: page.width, height: page.height };
    const picture = shownSize({ ...dots, xDensity: density.xDpi, yDensity: density.yDpi });
    for (const mark of marks)
      boxes.push({ page: index + 1, mark, box: inPicture(mark.box, dots, picture, damage.turn) });
    return dotsOf(page, damage);
  });
  return {
    bytes: writeFaxTiff(pages, density),
    boxOf: (page, field, item) => {
      const of = boxes.find(
        ({ page: on, mark: { written } }) =>
          on === page &&
          written.field === field &&
          (written.items === undefined || written.items.includes(item ?? -1)),
      );
      if (!of) throw new Error(`no ${field} was written on page ${page}`);
      return of.box;
    },
  };
}
