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
import type { Reader } from '../store/database.ts';
import { readValue } from './found.ts';
import { matchDrugs } from './match-drugs.ts';
import { matchPatients } from './match-patients.ts';
import { matchPrescribers } from './match-prescribers.ts';

type Candidates = Pick<QueryResult<'recognition.ofPrescription'>, 'patients' | 'prescribers' | 'drugs'>;

/** Who and what the rows on file may be; without suggestions none. */
export const candidatesOnFile = (store: Reader, suggestions: readonly Suggestion[]) => {
  const read = (field: ReadField) => readValue(suggestions, field);
  return {
    patients: matchPatients(store, {
      name: read('patientName'),
      dateOfBirth: read('dateOfBirth'),
      phone: read('patientPhone'),
      address: read('patientAddress'),
      nhsNumber: read('nhsNumber'),
    }),
    prescribers: matchPrescribers(store, {
      name: read('prescriberName'),
      npi: read('npi'),
      dea: read('dea'),
      clinic: read('clinic'),
      phone: read('prescriberPhone'),
      fax: read('prescriberFax'),
    }),
    drugs: matchDrugs(store, { name: read('drug'), strength: read('strength'), form: read('form') }),
  };
};

/** The candidates for what was read, as they are shown. */
export const candidatesFor = (context: Context, suggestions: readonly Suggestion[]): Candidates => {
  const { patients, prescribers, drugs } = candidatesOnFile(context.store, suggestions);
  return {
    patients: patients.map(({ row, ...reason }) => ({ ...patientView(row, context), ...reason })),
    prescribers: prescribers.map(({ row, ...reason }) => ({ ...prescriberView(row), ...reason })),
    drugs: drugs.map(({ row, onHand, ...reason }) => ({
      ...drugView(row),
      ...reason,
      onHand: fromThousandths(onHand),
    })),
  };
};
