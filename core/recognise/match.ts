/**
 * Who and what on file the suggestions of one prescription may mean: patients, prescribers, drugs, as they are shown.
 * Always: computed from what is on file now, never kept; ranked, reasoned, and never picked.
 */
import type { QueryResult } from '../contract/index.ts';
import type { ReadField, Suggestion } from '../contract/recognition.ts';
import { drugView } from '../drug/drug.ts';
import type { Context } from '../handler.ts';
import { patientView } from '../patient/patient.ts';
import { prescriberView } from '../prescriber/prescriber.ts';
import { fromThousandths } from '../quantity.ts';
import { readValue } from './found.ts';
import { matchDrugs } from './match-drugs.ts';
import { matchPatients } from './match-patients.ts';
import { matchPrescribers } from './match-prescribers.ts';

type Candidates = Pick<QueryResult<'recognition.ofPrescription'>, 'patients' | 'prescribers' | 'drugs'>;

/** The candidates for what was read; without suggestions none. */
export const candidatesFor = (context: Context, suggestions: readonly Suggestion[]): Candidates => {
  const { store } = context;
  const read = (field: ReadField) => readValue(suggestions, field);
  return {
    patients: matchPatients(store, {
      name: read('patientName'),
      dateOfBirth: read('dateOfBirth'),
      phone: read('patientPhone'),
      address: read('patientAddress'),
      nhsNumber: read('nhsNumber'),
    }).map(({ row, ...reason }) => ({ ...patientView(row, context), ...reason })),
    prescribers: matchPrescribers(store, {
      name: read('prescriberName'),
      npi: read('npi'),
      dea: read('dea'),
      clinic: read('clinic'),
      phone: read('prescriberPhone'),
      fax: read('prescriberFax'),
    }).map(({ row, ...reason }) => ({ ...prescriberView(row), ...reason })),
    drugs: matchDrugs(store, {
      name: read('drug'),
      strength: read('strength'),
      form: read('form'),
    }).map(({ row, onHand, ...reason }) => ({
      ...drugView(row),
      ...reason,
      onHand: fromThousandths(onHand),
    })),
  };
};
