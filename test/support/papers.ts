// The papers of the end-to-end tests: faxes drawn for a test, laid into the inbox as a fax service does, and the
// code on a manufacturer's bottle.

import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dotsOf } from '../../core/demo/fax-paper.ts';
import { americanDate, clinicOf } from '../../core/demo/fax-specs.ts';
import { drawPrescriptionPage, type PrescribedItem } from '../../core/demo/faxes.ts';
import { packageOf, patientIndex, prescriberIndex } from '../../core/demo/find.ts';
import { branchDay } from '../../core/demo/orders.ts';
import { demoPatients, demoPrescribers } from '../../core/demo/people.ts';
import { writeFaxTiff } from '../../core/document/fax-image.ts';
import { gtinCheckDigit } from '../../core/drug/identifiers.ts';

/** A clean one-page fax with one prescription of a demo prescriber for a demo patient, written today, as a TIFF. */
export function drawFax(
  patientName: string,
  prescriberName: string,
  item: Omit<PrescribedItem, 'unit'>,
): Uint8Array {
  const patient = demoPatients[patientIndex(patientName)];
  const prescriber = demoPrescribers[prescriberIndex(prescriberName)];
  if (!patient || !prescriber) throw new Error('the demo data has no such people');
  const page = drawPrescriptionPage({
    layout: 'form',
    clinic: clinicOf(prescriberName),
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
    writtenOn: americanDate(branchDay(new Date())),
    items: [{ ...item, unit: packageOf(item.drug).unit }],
  });
  return writeFaxTiff([dotsOf(page, { seed: 1 })], { xDpi: 204, yDpi: 196 });
}

/** Puts a file into a watched folder whole, as a fax service does: written beside it, then renamed. */
export function layInto(inbox: string, fileName: string, bytes: Uint8Array): void {
  writeFileSync(join(inbox, `.${fileName}.part`), bytes);
  renameSync(join(inbox, `.${fileName}.part`), join(inbox, fileName));
}

const separator = '\u001d';

/** The GS1 DataMatrix of a bottle, as the drug supply chain law asks: GTIN, serial, expiry, lot. */
export function bottleCode(ndc10: string, lot: { lot: string; expiry: string }): string {
  const stem = `003${ndc10}`;
  return `]d201${stem}${gtinCheckDigit(stem)}21S${lot.lot}7${separator}17${lot.expiry.slice(2).replaceAll('-', '')}10${lot.lot}`;
}
