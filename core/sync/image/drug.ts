/** The drug of an order or a lot as a message; one that is not on file here is put there with what the message says. */
import { create } from '@bufbuild/protobuf';
import { drugSearchText } from '../../drug/drug.ts';
import { type DrugColumns, findDrug, insertDrug } from '../../drug/store.ts';
import type { Reader, Writer } from '../../store/database.ts';
import { type PrescribedDrug, PrescribedDrugSchema } from '../gen/mortar/v1/prescription_pb.js';
import { columnsFrom, fieldsFrom } from './rows.ts';

const columns = [
  ...(['ndc11', 'name', 'brand', 'strength', 'form', 'unit', 'route', 'labeler'] as const),
  ...(['package_description', 'schedule'] as const),
] as const;

export const drugOf = (store: Reader, ndc11: string): PrescribedDrug => {
  const row = findDrug(store, ndc11)!;
  return create(PrescribedDrugSchema, { ...fieldsFrom(row, columns), packageSize: BigInt(row.package_size) });
};

/** Answers its NDC. */
export const drugHere = (store: Writer, said: PrescribedDrug): string => {
  if (!findDrug(store, said.ndc11)) {
    const row = {
      ...(columnsFrom(said, columns) as unknown as DrugColumns),
      package_size: Number(said.packageSize),
    };
    insertDrug(store, row, drugSearchText(row));
  }
  return said.ndc11;
};
