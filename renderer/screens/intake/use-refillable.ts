/**
 * The earlier prescription a fax may be a refill of: of the patient and drug in the form, or, where the machine takes
 * the fax for a request to refill, of those it proposes. It is named before it is taken.
 */
import { useAsk } from '../../client/hooks.ts';
import { clearFirst, type MachineReading, namesakes, otherMedicine } from './ghosts.ts';
import type { Draft } from './use-draft.ts';

export interface Refillable {
  prescriptionId: string;
  /** “Rx 7000018, levothyroxine 75 mcg, Goldberg, Miriam”. */
  words: string;
}

/** @param isRefill an order that is a refill already is not taken as another one */
export const useRefillable = (
  prescriptionId: string,
  draft: Draft,
  machine: MachineReading | undefined,
  isRefill: boolean,
): Refillable | null => {
  const asksForRefill = machine?.kind === 'refill-request';
  const patient = asksForRefill ? clearFirst(machine.patients, namesakes) : undefined;
  const patientId = draft.patientId ?? patient?.id ?? '';
  const drug = asksForRefill ? clearFirst(machine.drugs, otherMedicine) : undefined;
  const ndc11 = draft.ndc11 ?? drug?.ndc11 ?? '';
  const enabled = patientId !== '' && ndc11 !== '' && !isRefill;
  const asked = useAsk('prescription.duplicates', { prescriptionId, patientId, ndc11 }, { enabled });
  const row = enabled ? asked.data?.rows.find(({ answers }) => answers.includes('refill')) : undefined;
  if (!row) return null;
  const whose = draft.patientId === undefined && patient ? [patient.name] : [];
  return {
    prescriptionId: row.prescriptionId,
    words: [`Rx ${row.rxNumber}`, `${row.drug.name} ${row.drug.strength}`, ...whose].join(', '),
  };
};
