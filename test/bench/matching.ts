/**
 * What it costs to say who and what on file a page may mean, over 500,000 patients, 100,000 drugs and 20,000
 * prescribers, with names and dates misread; and to know a fax again among 10,000. Beside it the plain way: every row
 * compared letter by letter.
 */

import { rmSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { chanceFrom } from '../../core/chance.ts';
import type { ReadField, Suggestion } from '../../core/contract/recognition.ts';
import { demoDrugs } from '../../core/demo/drugs.ts';
import { lettersOff } from '../../core/fragments.ts';
import { newId } from '../../core/identity.ts';
import { nameKey } from '../../core/patient/patient.ts';
import type { PatientRow } from '../../core/patient/store.ts';
import type { PageReading } from '../../core/recognise/reading.ts';
import { bodyWords, contentKey } from '../../core/recognise/same-fax.ts';
import { openLargePharmacy, sessionFor } from './dataset.ts';
import { addDrugs, addPrescribers, addReadFaxes } from './large-file.ts';
import { each, type Figure, median, percentile } from './measure.ts';

const PATIENTS = 500_000;
const DRUGS = 100_000;
const PRESCRIBERS = 20_000;
const FAXES = 10_000;
const TIMES = 300;

const suggestion = (field: ReadField, value: string): Suggestion => ({
  field,
  value,
  read: value,
  confidence: 'check',
  region: { page: 1, x: 0, y: 0, width: 1, height: 1 },
  checks: [],
});

/** One page of words, most of them those of the form. */
const pageOf = (words: readonly string[]): PageReading => ({
  width: 1700,
  height: 2200,
  picture: { width: 1700, height: 2200 },
  toPicture: [1, 0, 0, 1, 0, 0],
  rotation: 0,
  words: words.map((text, index) => ({
    text,
    confidence: 90,
    box: { x: 100, y: 200 + index * 15, width: 100, height: 12 },
    line: index,
    block: 0,
  })),
  look: '0'.repeat(64),
  tookMs: 0,
});
const form =
  `patient name date of birth address phone prescriber clinic signature dispense as written substitution
  permitted refills quantity directions medicine strength form date written days supply label`.split(/\s+/);

export const matching = async (said: (text: string) => void): Promise<Figure[]> => {
  said(`  building a file with ${PATIENTS} patients, ${DRUGS} drugs, ${FAXES} faxes read before`);
  const pharmacy = openLargePharmacy({ patients: PATIENTS, prescriptions: 10_000 }, said);
  const { dispatcher, store } = pharmacy.workstation;
  addDrugs(store, DRUGS);
  addPrescribers(store, PRESCRIBERS, pharmacy.names);
  const draw = chanceFrom(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;
  const now = dispatcher.now();
  const wordsOf = () => [
    ...form,
    ...Array.from({ length: 40 }, () => pick(pharmacy.names)),
    ...Array.from({ length: 12 }, () => String(Math.floor(draw() * 100_000))),
  ];
  const looks = () => Array.from({ length: 64 }, () => Math.floor(draw() * 16).toString(16)).join('');
  addReadFaxes(store, FAXES, now, () => {
    const reading = pageOf(wordsOf());
    return {
      key: contentKey(bodyWords(reading), []),
      look: looks(),
      reading: deflateRawSync(JSON.stringify(reading)),
    };
  });
  store.exec('ANALYZE');

  const misread = (text: string): string => {
    const at = 1 + Math.floor(draw() * (text.length - 2));
    return draw() < 0.5 ? text : `${text.slice(0, at)}e${text.slice(at + 1)}`;
  };
  const digitOff = (day: string): string => {
    const changed = `${day.slice(0, 9)}${(Number(day[9]) + 1) % 10}`;
    return draw() < 0.7 ? day : changed;
  };
  const rows = store.all<PatientRow>('SELECT * FROM patient WHERE rowid % 1237 = 0 ORDER BY rowid LIMIT 400');
  const read = (): Suggestion[] => {
    const patient = pick(rows);
    const drug = pick(demoDrugs);
    return [
      suggestion('patientName', `${misread(patient.family_name)}, ${misread(patient.given_names)}`),
      suggestion('dateOfBirth', draw() < 0.15 ? '' : digitOff(patient.date_of_birth)),
      suggestion('patientPhone', patient.phone),
      suggestion('prescriberName', `${misread(pick(pharmacy.names))}, ${pick(pharmacy.names)}`),
      suggestion('drug', misread(drug.name)),
      suggestion('strength', drug.strength),
      suggestion('form', drug.form),
    ].filter(({ value }) => value !== '');
  };

  const session = sessionFor('technician');
  const ask = (prescriptionId: string) => {
    const reply = dispatcher.ask('recognition.ofPrescription', { prescriptionId }, session);
    if (!reply.ok) throw new Error(reply.error.code);
    return reply.result as { patients: { id: string }[]; sameFax: unknown[] };
  };
  /** An order that takes up what was read on a fax of its own. */
  const order = (suggestions: readonly Suggestion[], key: string): string => {
    const [documentId, prescriptionId] = [newId(), pick(pharmacy.transcribing)];
    store.transaction(() => {
      store.run(
        `INSERT INTO document (id, sha256, media_type, file_name, bytes, received_at) VALUES (?, ?, 'image/tiff', 'f', x'00', ?)`,
        [documentId, documentId, now],
      );
      store.run(
        `INSERT INTO page (document_id, number, width, height, sha256, png) VALUES (?, 1, 1, 1, '', x'00')`,
        [documentId],
      );
      store.run('DELETE FROM prescription_page WHERE prescription_id = ?', [prescriptionId]);
      store.run('DELETE FROM found WHERE prescription_id = ?', [prescriptionId]);
      store.run('INSERT INTO prescription_page VALUES (?, 1, ?, 1)', [prescriptionId, documentId]);
      store.run(
        `INSERT INTO document_reading (document_id, layout, sender, content_key, read_at) VALUES (?, 'form', '', ?, ?)`,
        [documentId, key, now],
      );
      store.run(
        `INSERT INTO found (id, document_id, ordinal, kind, pages, suggestions, prescription_id)
         VALUES (?, ?, 0, 'prescription', '[1]', ?, ?)`,
        [newId(), documentId, JSON.stringify(suggestions), prescriptionId],
      );
    });
    return prescriptionId;
  };

  try {
    const whole: number[] = [];
    const byFax: number[] = [];
    for (let index = 0; index < TIMES + 20; index += 1) {
      const plainOrder = order(read(), '');
      const begun = performance.now();
      ask(plainOrder);
      if (index >= 20) whole.push(performance.now() - begun);
      const compared = order([], contentKey(bodyWords(pageOf(wordsOf())), []));
      const again = performance.now();
      ask(compared);
      if (index >= 20) byFax.push(performance.now() - again);
    }
    const scan = await each(3, 0, () => {
      const patient = pick(rows);
      const key = nameKey(patient.family_name, patient.given_names);
      for (const row of store.each<{ name_key: string }>('SELECT id, name_key, date_of_birth FROM patient'))
        lettersOff(key, row.name_key);
      const name = pick(demoDrugs).name;
      for (const row of store.each<{ name: string }>('SELECT ndc11, name, strength, form FROM drug'))
        lettersOff(name, row.name);
    });
    return [
      {
        name: 'candidates for a page: patients, prescribers, drugs, p99',
        value: percentile(whole, 0.99),
        unit: 'ms',
        comparator: { name: 'its median', value: median(whole) },
        ratio: percentile(whole, 0.99) / median(whole),
        goal: 'p99 ≤ 50 ms',
        met: percentile(whole, 0.99) <= 50,
      },
      {
        name: 'candidates for a page, median',
        value: median(whole),
        unit: 'ms',
        comparator: { name: 'every row compared', value: median(scan) },
        ratio: median(scan) / median(whole),
        goal: '≥ 20 × faster than every row compared',
        met: median(scan) / median(whole) >= 20,
      },
      {
        name: 'the same fax looked for among 10,000, p99',
        value: percentile(byFax, 0.99),
        unit: 'ms',
        comparator: { name: 'its median', value: median(byFax) },
        ratio: percentile(byFax, 0.99) / median(byFax),
        goal: 'p99 ≤ 25 ms',
        met: percentile(byFax, 0.99) <= 25,
      },
    ];
  } finally {
    await pharmacy.workstation.close();
    rmSync(pharmacy.folder, { recursive: true, force: true });
  }
};
