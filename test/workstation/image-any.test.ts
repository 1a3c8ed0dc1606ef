/**
 * Whatever an image says, the rows made of it say the same: images with every field there is or is not, drawn by chance
 * from the contract itself, so that a field added there and forgotten in the rows is found here.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  create,
  type DescField,
  type DescMessage,
  fromBinary,
  type Message,
  ScalarType,
  toBinary,
} from '@bufbuild/protobuf';
import type { GenMessage } from '@bufbuild/protobuf/codegenv2';
import { expect, onTestFinished, test } from 'vitest';
import type { Store } from '../../core/store/database.ts';
import { HospitalCareSchema } from '../../core/sync/gen/mortar/v1/care_pb.js';
import { DocumentSchema } from '../../core/sync/gen/mortar/v1/document_pb.js';
import { PatientSchema } from '../../core/sync/gen/mortar/v1/patient_pb.js';
import { PersonSchema } from '../../core/sync/gen/mortar/v1/person_pb.js';
import { PrescriberSchema } from '../../core/sync/gen/mortar/v1/prescriber_pb.js';
import { PrescriptionSchema } from '../../core/sync/gen/mortar/v1/prescription_pb.js';
import { careImage, projectCare } from '../../core/sync/image/care.ts';
import { documentImage, keepDocumentPart, projectDocument } from '../../core/sync/image/document.ts';
import { patientImage, projectPatient } from '../../core/sync/image/patient.ts';
import { personImage, projectPerson } from '../../core/sync/image/person.ts';
import { prescriberImage, projectPrescriber } from '../../core/sync/image/prescriber.ts';
import { prescriptionImage, projectPrescription } from '../../core/sync/image/prescription.ts';
import { bounded } from '../../core/sync/merge-care.ts';
import { openWorkstation } from '../../core/workstation.ts';
import { type Chance, chanceOf, seedOfRun } from '../support/chance.ts';

const blank = (): Store => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-any-'));
  const workstation = openWorkstation({
    dataFolder: folder,
    key: '0'.repeat(64),
    create: true,
    channels: false,
  });
  onTestFinished(async () => {
    await workstation.close();
    rmSync(folder, { recursive: true });
  });
  return workstation.store;
};

/** Ids that are on file in every test. */
const patients = ['t1', 't2'];
const people = ['u1', 'u2', 'u3'];
const documents = ['d1', 'd2'];
const orders = ['o1', 'o2'];

/** What a field may hold where any text will not do. */
const held: Record<string, readonly unknown[]> = {
  source: ['fax', 'phone', 'electronic', 'walk-in', 'refill'],
  stage: [
    'transcribing',
    'verifying',
    'to-fill',
    'filling',
    'checking',
    'ready',
    'completed',
    'rejected',
    'failed',
  ],
  priority: [0, 1, 2, 3],
  outcome: ['handed-over', 'returned-to-stock'],
  second_entry: ['needed', 'agreed', 'differs', 'decided'],
  schedule: ['CII', 'CIII', 'CIV', 'CV'],
  patient_id: patients,
  document_id: documents,
  refill_of: orders,
  owing_of: orders,
  renewal_of: orders,
  taken_back_as: orders,
  branch_id: ['', 'NORTH', 'SOUTH'],
  role: ['technician', 'pharmacist', 'manager', 'administrator'],
  origin: ['own', 'reference'],
  because: ['inpatient', 'deceased'],
  'CareStay.state': ['expected', 'in', 'on-leave', 'discharged', 'cancelled', 'in-error'],
  'CareStay.class': ['I', 'B', 'O', ''],
  'CareTask.state': ['open', 'done', 'cancelled'],
  'CareTask.kind': ['admitted', 'deceased', 'merge', 'new-allergy'],
  'CareTask.severity': [1, 2, 3],
  'Evidence.outcome': ['accepted', 'corrected', 'typed'],
  nhs_number: ['', '9434765919'],
};
for (const name of ['hold_owner', 'transcribed_by', 'approved_by', 'filled_by', 'checked_by', 'user_id'])
  held[name] = people;
for (const name of ['settled_by', 'decided_by']) held[name] = people;

const words = ['', 'x', "O'Brien", 'naïve ☃', '<b>', 'a'.repeat(300)];
let made = 0;

const scalar = (chance: Chance, message: DescMessage, field: DescField): unknown => {
  const choice = held[`${message.name}.${field.name}`] ?? held[field.name];
  if (choice) return chance.pick(choice);
  made += 1;
  if (field.name === 'dea') return chance.pick(['', 'BB1388568']);
  if (['id', 'npi', 'ndc11', 'rx_number', 'bag_code'].includes(field.name)) return `n${made}`;
  if (field.scalar === ScalarType.BOOL) return chance.percent(50);
  if (field.scalar === ScalarType.INT64 || field.scalar === ScalarType.UINT64)
    return BigInt(chance.below(2 ** 31));
  if (field.scalar === ScalarType.UINT32) return 1 + chance.below(40);
  return chance.pick(words) + made;
};

/** A message with each of its fields there or not. */
const any = (chance: Chance, message: DescMessage): Record<string, unknown> => {
  const fields: Record<string, unknown> = {};
  for (const field of message.fields) {
    const needed = field.name === 'intake' || (field.fieldKind === 'scalar' && !field.proto.proto3Optional);
    if (!needed && chance.percent(40)) continue;
    if (field.fieldKind === 'scalar') fields[field.localName] = scalar(chance, message, field);
    else if (field.fieldKind === 'message') fields[field.localName] = any(chance, field.message);
    else if (field.fieldKind === 'list' && field.listKind === 'message')
      fields[field.localName] = Array.from({ length: chance.below(4) }, (_, index) => ({
        ...any(chance, field.message),
        ...numbered(field.message, index),
      }));
  }
  return fields;
};
/** What counts up in a list. */
const numbered = ({ name }: DescMessage, index: number): object =>
  name === 'Transcription' || name === 'PageOfDocument'
    ? { number: index + 1 }
    : name === 'SecondEntry'
      ? { transcription: index + 1 }
      : name === 'Evidence'
        ? { field: `f${index}` }
        : {};

const some = <T extends Message>(chance: Chance, schema: GenMessage<T>, id: string): T =>
  fromBinary(schema, toBinary(schema, create(schema, { ...any(chance, schema), id } as never)));

const standIn = (store: Store) => {
  const chance = chanceOf(1);
  for (const id of patients) projectPatient(store, id, some(chance, PatientSchema, id));
  for (const id of people) projectPerson(store, id, some(chance, PersonSchema, id));
  for (const id of documents) {
    store.run(
      `INSERT INTO document (id, sha256, media_type, file_name, bytes, received_at) VALUES (?, ?, 'image/png', 'x', x'00', '2026')`,
      [id, id],
    );
    for (const number of [1, 2, 3, 4])
      store.run(`INSERT INTO page VALUES (?, ?, 9999, 9999, 'x', x'00')`, [id, number]);
  }
  for (const id of orders)
    store.run(`INSERT INTO intake VALUES (:id, 'phone', '2026', NULL, '', '', '', NULL)`, { id });
  for (const id of orders)
    store.run(
      `INSERT INTO prescription (id, version, intake_id, source, stage, priority, received_at)
       VALUES (:id, 1, :id, 'phone', 'transcribing', 3, '2026')`,
      { id },
    );
};

const kinds: [
  string,
  (chance: Chance, id: string) => unknown,
  (store: Store, id: string, image: never) => string[],
  (store: Store, id: string) => unknown,
][] = [
  ['an order', (c, id) => some(c, PrescriptionSchema, id), projectPrescription, prescriptionImage],
  ['a patient', (c, id) => some(c, PatientSchema, id), projectPatient, patientImage],
  ['a prescriber', (c, id) => some(c, PrescriberSchema, id), projectPrescriber, prescriberImage],
  [
    'what hospitals say of a patient',
    (c, id) => bounded({ ...some(c, HospitalCareSchema, id), patientId: id }),
    (store, id, image) => {
      if (!patientImage(store, id)) projectPatient(store, id, some(chanceOf(2), PatientSchema, id));
      return projectCare(store, id, image);
    },
    careImage,
  ],
  ['a person', (c, id) => some(c, PersonSchema, id), projectPerson, personImage],
];

test.each(kinds)(
  '%s of any image stands as the image says, one after another',
  (_kind, image, project, of) => {
    const store = blank();
    store.transaction(() => standIn(store));
    const seed = seedOfRun();
    const chance = chanceOf(seed);
    for (let time = 0; time < 400; time += 1) {
      const id = `x${chance.below(12)}`;
      const wanted = image(chance, id);
      store.transaction(() => {
        expect(project(store, id, wanted as never), `seed ${seed}, ${time}`).toEqual([]);
      });
      expect(of(store, id), `seed ${seed}, ${time}`).toEqual(wanted);
    }
    expect(store.all('PRAGMA foreign_key_check')).toEqual([]);
  },
);

test('an order is not written while anything it refers to is missing, and all of it is named', () => {
  const store = blank();
  const chance = chanceOf(3);
  let complete = 0;
  for (let time = 0; time < 60; time += 1) {
    const image = some(chance, PrescriptionSchema, `x${time}`);
    const needs = store.transaction(() => projectPrescription(store, image.id, image));
    if (needs.length === 0) complete += 1;
    const text = JSON.stringify(image, (_, value) => (typeof value === 'bigint' ? Number(value) : value));
    const named = (ids: readonly string[], kind: string) =>
      ids.filter((id) => text.includes(`"${id}"`)).map((id) => `urn:mortar:${kind}:${id}`);
    expect(new Set(needs)).toEqual(
      new Set([
        ...named(patients, 'patient'),
        ...named(people, 'person'),
        ...named(orders, 'prescription'),
        ...(image.documentId || image.intake!.documentId || image.pages.length > 0
          ? [image.documentId, image.intake!.documentId, ...image.pages.map((page) => page.documentId)]
              .filter((id) => id !== undefined)
              .map((id) => `urn:mortar:document:${id}`)
          : []),
      ]),
    );
  }
  expect(store.all('SELECT 1 FROM prescription UNION ALL SELECT 1 FROM intake')).toHaveLength(2 * complete);
});

test('a page that is not the picture that was sent is never put on file', () => {
  const store = blank();
  const image = create(DocumentSchema, {
    id: 'd',
    sha256: '0'.repeat(64),
    mediaType: 'image/png',
    receivedAt: '2026',
  });
  const part = { documentId: 'd', number: 0, part: 1, parts: 2, sha256: image.sha256 };
  const keep = (number: number) =>
    keepDocumentPart(store, { ...part, part: number, content: new Uint8Array([1]) } as never);
  store.transaction(() => keep(2));
  expect(projectDocument(store, 'd', image)).toEqual(['urn:mortar:document:d']);
  store.transaction(() => keep(1));
  expect(() => store.transaction(() => projectDocument(store, 'd', image))).toThrow(/not the picture/);
  expect(documentImage(store, 'd')).toBeNull();
});
