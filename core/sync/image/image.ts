/**
 * Images of the things the log decides about, by kind: how one stands here as a message, and the rows a message says.
 * Always: after `project` answered that nothing is missing, the rows say what the image says, search finds it, and the
 * version of what changed is raised, so that an open window sees that it is no longer what it shows.
 */
import { create } from '@bufbuild/protobuf';
import type { Reader, Writer } from '../../store/database.ts';
import { type Payload, type PayloadName, payloads } from '../envelope.ts';
import { type AggregateKind, parseUrn } from '../urn.ts';
import { careImage, projectCare } from './care.ts';
import { documentImage, projectDocument } from './document.ts';
import { patientImage, projectPatient } from './patient.ts';
import { personImage, projectPerson } from './person.ts';
import { prescriberImage, projectPrescriber } from './prescriber.ts';
import { prescriptionImage, projectNewPrescriptions, projectPrescription } from './prescription.ts';
import { projectStock, stockImage } from './stock.ts';

/** The payload that tells how a thing of a kind stands. */
export const payloadOfKind = {
  prescription: 'PrescriptionChanged',
  patient: 'PatientChanged',
  care: 'HospitalCareChanged',
  prescriber: 'PrescriberChanged',
  person: 'PersonChanged',
  document: 'DocumentReceived',
  lot: 'StockChanged',
} as const satisfies Record<AggregateKind, PayloadName>;
export type ImagePayload<K extends AggregateKind = AggregateKind> = Payload<(typeof payloadOfKind)[K]>;

interface Imaging<K extends AggregateKind> {
  /** How it stands here, what an event changed left empty; null where it is not here. */
  of(store: Reader, id: string): ImagePayload<K> | null;
  project(store: Writer, id: string, image: ImagePayload<K>): string[];
  /** The same of many of which nothing is here, where there is a quicker way than one after the other. */
  projectNew?(store: Writer, images: readonly ImagePayload<K>[]): string[][];
  /** The ids of all that this workstation has to tell of when it is first connected. */
  own: string;
}

const given = <T>(image: T | undefined): T => {
  if (image === undefined) throw new Error('an image holds nothing');
  return image;
};

const imaging: { [K in AggregateKind]: Imaging<K> } = {
  prescription: {
    of: (store, id) => {
      const prescription = prescriptionImage(store, id);
      return prescription && create(payloads.PrescriptionChanged, { prescription });
    },
    project: (store, id, { prescription }) => projectPrescription(store, id, given(prescription)),
    projectNew: (store, images) =>
      projectNewPrescriptions(
        store,
        images.map(({ prescription }) => given(prescription)),
      ),
    own: "SELECT id FROM prescription WHERE branch = '' ORDER BY rowid",
  },
  patient: {
    of: (store, id) => {
      const patient = patientImage(store, id);
      return patient && create(payloads.PatientChanged, { patient });
    },
    project: (store, id, { patient }) => projectPatient(store, id, given(patient)),
    own: 'SELECT id FROM patient ORDER BY rowid',
  },
  care: {
    of: (store, id) => {
      const care = careImage(store, id);
      return care && create(payloads.HospitalCareChanged, { care });
    },
    project: (store, id, { care }) => projectCare(store, id, given(care)),
    own: `SELECT patient_id AS id FROM outreach_pause UNION SELECT patient_id FROM patient_stay
      UNION SELECT patient_id FROM adt_task WHERE patient_id IS NOT NULL AND kind <> 'who-is-it'`,
  },
  prescriber: {
    of: (store, id) => {
      const prescriber = prescriberImage(store, id);
      return prescriber && create(payloads.PrescriberChanged, { prescriber });
    },
    project: (store, id, { prescriber }) => projectPrescriber(store, id, given(prescriber)),
    // Those of a reference file are on file everywhere, or travel with the orders that name them.
    own: "SELECT id FROM prescriber WHERE origin = 'own' ORDER BY rowid",
  },
  person: {
    of: (store, id) => {
      const person = personImage(store, id);
      return person && create(payloads.PersonChanged, { person });
    },
    project: (store, id, { person }) => projectPerson(store, id, given(person)),
    own: 'SELECT id FROM user WHERE elsewhere = 0 ORDER BY rowid',
  },
  document: {
    of: (store, id) => {
      const document = documentImage(store, id);
      return document && create(payloads.DocumentReceived, { document });
    },
    project: (store, id, { document }) => projectDocument(store, id, given(document)),
    own: 'SELECT id FROM document ORDER BY rowid',
  },
  lot: {
    of: stockImage,
    project: (store, id, image) => {
      given(image.lot);
      return projectStock(store, id, image);
    },
    own: 'SELECT id FROM lot ORDER BY rowid',
  },
};

/** How a thing stands here; fields on what an event changed are empty. Null where it is not here. */
export const imageOf = <K extends AggregateKind>(
  store: Reader,
  kind: K,
  id: string,
): ImagePayload<K> | null => imaging[kind].of(store, id);

/**
 * Makes the rows of the thing an urn names as its image says, inside a transaction of the caller. Answers the urns of
 * what the rows refer to and is not here (of a document: its own urn while parts of it are missing), in which case
 * nothing is written; else an empty list. Throws where the image cannot be.
 */
export const project = <K extends AggregateKind>(
  store: Writer,
  urn: string,
  image: ImagePayload<K>,
): string[] => {
  const { kind, id } = parseUrn(urn)!;
  return (imaging[kind] as unknown as Imaging<K>).project(store, id, image);
};

/** The same of different things of one kind of which nothing is here; answers for each what is missing. */
export const projectNew = <K extends AggregateKind>(
  store: Writer,
  kind: K,
  things: readonly { id: string; image: ImagePayload<K> }[],
): string[][] => {
  const { project, projectNew } = imaging[kind] as unknown as Imaging<K>;
  return projectNew
    ? projectNew(
        store,
        things.map(({ image }) => image),
      )
    : things.map(({ id, image }) => project(store, id, image));
};

/** The ids of everything of a kind that this workstation has to tell of, in the order it came. */
export const ownIds = (store: Reader, kind: AggregateKind): string[] =>
  store.all<{ id: string }>(imaging[kind].own).map(({ id }) => id);
