/**
 * A large pharmacy for measuring: patients, drugs and prescriptions written straight into the tables in bulk.
 * Everything is drawn from a seed, so that two runs measure the same file.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chanceFrom } from '../../core/chance.ts';
import { demoDrugs } from '../../core/demo/drugs.ts';
import { digitsOf } from '../../core/fragments.ts';
import { newId } from '../../core/identity.ts';
import { nameKey } from '../../core/patient/patient.ts';
import { insertUser } from '../../core/user/store.ts';
import { newSession, openWorkstation, type Workstation } from '../../core/workstation.ts';

export const benchKey = 'bb'.repeat(32);
/** Prescriptions that are still under way, whatever the size of the file: a busy branch's backlog. */
const OPEN = 10_000;

const syllables = [
  'ba',
  'ca',
  'dor',
  'el',
  'fin',
  'gar',
  'hol',
  'is',
  'jen',
  'kel',
  'lin',
  'mar',
  'nor',
  'ol',
  'per',
  'quin',
  'ros',
  'sel',
  'tan',
  'ul',
  'ver',
  'wil',
  'yor',
  'zan',
];

export interface LargePharmacy {
  workstation: Workstation;
  folder: string;
  /** Orders waiting for verification, each typed in by the technician. */
  verifying: string[];
  /** Orders waiting to be transcribed. */
  transcribing: string[];
  /** Family names that occur, for searching. */
  names: string[];
}

export const openLargePharmacy = (
  sizes: { patients: number; prescriptions: number },
  said: (text: string) => void = () => {},
): LargePharmacy => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-bench-'));
  const workstation = openWorkstation({ dataFolder: folder, key: benchKey, create: true });
  const { store } = workstation;
  const draw = chanceFrom(42);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;
  const name = () => {
    const text = Array.from({ length: 2 + Math.floor(draw() * 2) }, () => pick(syllables)).join('');
    return text[0]!.toUpperCase() + text.slice(1);
  };
  const inBatches = (count: number, what: string, insert: (index: number) => void) => {
    for (let from = 0; from < count; from += 20_000) {
      store.transaction(() => {
        for (let index = from; index < Math.min(count, from + 20_000); index += 1) insert(index);
      });
      if (from % 200_000 === 0)
        said(`  ${what}: ${from.toLocaleString('en')} of ${count.toLocaleString('en')}`);
    }
  };

  store.transaction(() => {
    for (const [id, role] of [
      ['technician', 'technician'],
      ['pharmacist', 'pharmacist'],
    ] as const)
      insertUser(store, { id, user_name: id, display_name: id, role, password_hash: 'none' });
    store.run(
      `INSERT INTO prescriber (id, version, family_name, given_names, npi, dea, clinic, phone, fax, family_key)
       VALUES ('prescriber', 1, 'Hall', 'Ann', '1234567893', '', '', '', '', 'hall')`,
    );
    for (const drug of demoDrugs) {
      const { lastInsertRowid } = store.run(
        `INSERT INTO drug (ndc11, name, brand, strength, form, unit, route, labeler, package_size, package_description, schedule)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1000, '', ?)`,
        [
          drug.ndc11,
          drug.name,
          drug.brand ?? '',
          drug.strength,
          drug.form,
          drug.unit,
          drug.route,
          drug.labeler,
          drug.schedule,
        ],
      );
      store.run('INSERT INTO drug_search (rowid, text) VALUES (?, ?)', [
        lastInsertRowid,
        `${drug.name} ${drug.brand ?? ''} ${drug.strength} ${drug.ndc11}`,
      ]);
    }
  });

  const patients: { id: string; family: string; given: string }[] = [];
  const names = new Set<string>();
  inBatches(sizes.patients, 'patients', () => {
    const patient = { id: newId(), family: name(), given: name() };
    patients.push(patient);
    if (names.size < 500) names.add(patient.family);
    const phone = `(212) 555-${String(Math.floor(draw() * 10_000)).padStart(4, '0')}`;
    const born = `${1930 + Math.floor(draw() * 90)}-${String(1 + Math.floor(draw() * 12)).padStart(2, '0')}-${String(1 + Math.floor(draw() * 28)).padStart(2, '0')}`;
    const { lastInsertRowid } = store.run(
      `INSERT INTO patient (id, version, family_name, given_names, name_key, date_of_birth, sex, address, phone, mrn, nhs_number, allergy_status, allergies)
       VALUES (?, 1, ?, ?, ?, ?, 'unknown', '', ?, '', '', 'not-asked', '[]')`,
      [patient.id, patient.family, patient.given, nameKey(patient.family, patient.given), born, phone],
    );
    store.run('INSERT INTO patient_search (rowid, text) VALUES (?, ?)', [
      lastInsertRowid,
      `${patient.given} ${patient.family} ${nameKey(patient.family, patient.given)} ${digitsOf(phone)}`.toLowerCase(),
    ]);
  });

  const verifying: string[] = [];
  const transcribing: string[] = [];
  const openStages = ['transcribing', 'verifying', 'to-fill', 'checking', 'ready'];
  const begun = Date.parse('2024-01-01T00:00:00.000Z');
  inBatches(sizes.prescriptions, 'prescriptions', (index) => {
    const id = newId();
    const patient = pick(patients);
    const drug = pick(demoDrugs);
    const isOpen = index >= sizes.prescriptions - OPEN;
    const stage = isOpen ? openStages[index % openStages.length]! : 'completed';
    const typed = stage !== 'transcribing';
    const received = new Date(begun + index * 60_000).toISOString();
    if (stage === 'verifying') verifying.push(id);
    if (stage === 'transcribing') transcribing.push(id);
    store.run(
      `INSERT INTO intake (id, source, received_at, caller_name, caller_phone, note) VALUES (?, 'phone', ?, '', '', '')`,
      [id, received],
    );
    const rx = typed ? String(7_000_001 + index) : null;
    const { lastInsertRowid } = store.run(
      `INSERT INTO prescription (id, version, intake_id, source, stage, priority, promised_at, received_at, rx_number, patient_id,
         prescriber_id, ndc11, written_on, sig_text, sig_sentence, quantity, days_supply, refills, substitution_allowed, note, transcribed_by, outcome, ended_at)
       VALUES (?, 1, ?, 'phone', ?, ?, ?, ?, ?, ?, ?, ?, '2024-01-01', '1 tab po qd', 'Take 1 tablet by mouth once daily.', 30000, 30, 0, 1, '', ?, ?, ?)`,
      [
        id,
        id,
        stage,
        Math.floor(draw() * 4),
        isOpen ? new Date(begun + index * 60_000 + 7_200_000).toISOString() : null,
        received,
        rx,
        patient.id,
        typed ? 'prescriber' : null,
        drug.ndc11,
        typed ? 'technician' : null,
        isOpen ? null : 'handed-over',
        isOpen ? null : received,
      ],
    );
    store.run('INSERT INTO prescription_search (rowid, text) VALUES (?, ?)', [
      lastInsertRowid,
      `${rx ?? ''} ${patient.given} ${patient.family} ${drug.name} ${drug.brand ?? ''} ${drug.strength}`,
    ]);
  });
  store.exec('ANALYZE');
  store.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return { workstation, folder, verifying, transcribing, names: [...names] };
};

export const sessionFor = (userId: string) => Object.assign(newSession(false, Date.now()), { userId });
