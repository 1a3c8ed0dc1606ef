/**
 * A prescriber as a message, and the rows that a message says. One NPI is one prescriber: two workstations that put the
 * same on file under two ids each go on with their own, and know the other's.
 */
import { isDeepStrictEqual } from 'node:util';
import { create } from '@bufbuild/protobuf';
import { prescriberColumns, prescriberSearchText } from '../../prescriber/prescriber.ts';
import {
  changePrescriber,
  findByNpi,
  findPrescriber,
  insertPrescriber,
  type PrescriberRow,
} from '../../prescriber/store.ts';
import type { Reader, Writer } from '../../store/database.ts';
import { type Prescriber, PrescriberSchema } from '../gen/mortar/v1/prescriber_pb.js';
import { type PrescribedBy, PrescribedBySchema } from '../gen/mortar/v1/prescription_pb.js';
import { columnsFrom, fieldsFrom, idHere, joinAs } from './rows.ts';

const known = ['family_name', 'given_names', 'npi', 'dea', 'clinic', 'phone', 'fax'] as const;
const more = ['credential', 'profession', 'address', 'origin', 'ended_on'] as const;

export const prescriberImage = (store: Reader, id: string): Prescriber | null => {
  const row = findPrescriber(store, idHere(store, 'prescriber', id) ?? id);
  return row ? create(PrescriberSchema, { ...fieldsFrom(row, [...known, ...more]), id }) : null;
};

/** What an order says of its prescriber. */
export const prescribedBy = (store: Reader, id: string): PrescribedBy => {
  const row = findPrescriber(store, id)!;
  return create(PrescribedBySchema, { ...fieldsFrom(row, known), id });
};

/** The id here of the prescriber of an order; whoever was not on file is put there with what the order says. */
export const prescriberHere = (store: Writer, said: PrescribedBy): string => {
  const here = idHere(store, 'prescriber', said.id);
  if (here !== null) return here;
  const same = findByNpi(store, said.npi);
  if (same) joinAs(store, 'prescriber', said.id, same.id);
  else {
    const columns = prescriberColumns(said);
    insertPrescriber(store, said.id, columns, prescriberSearchText(columns));
  }
  return same?.id ?? said.id;
};

/** Makes the rows as the image says. Nothing of it refers to anything else. */
export const projectPrescriber = (store: Writer, id: string, image: Prescriber): string[] => {
  const now = prescriberImage(store, id);
  if (now && isDeepStrictEqual(now, image)) return [];
  const columns = {
    ...prescriberColumns(image),
    ...(columnsFrom(image, more) as Pick<PrescriberRow, (typeof more)[number]>),
  };
  const here = idHere(store, 'prescriber', id);
  const row = here === null ? findByNpi(store, image.npi) : findPrescriber(store, here);
  if (!row) insertPrescriber(store, id, columns, prescriberSearchText(columns));
  else {
    if (here === null) joinAs(store, 'prescriber', id, row.id);
    changePrescriber(store, row, columns, prescriberSearchText(columns));
  }
  return [];
};
