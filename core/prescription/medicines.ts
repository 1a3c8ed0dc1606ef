/** The medicines a patient has had: what was handed over, here and in other branches, with the refills that are left. */
import type { QueryResult } from '../contract/index.ts';
import type { Context } from '../handler.ts';
import { isOfPatientSql, livesOnAs } from '../patient/records.ts';
import { fromThousandths } from '../quantity.ts';
import { refillsLeftSql } from './refill.ts';
import { branchNameSql, type PrescriptionRow } from './store.ts';

/** Medicines a patient was handed, by any branch, newest first. */
export const dispensedTo = (context: Context, patientId: string): QueryResult<'patient.get'>['medicines'] =>
  context.store
    .all<
      PrescriptionRow & {
        name: string;
        strength: string;
        form: string;
        unit: string;
        left: number;
        branch_name: string | null;
      }
    >(
      `SELECT p.*, d.name, d.strength, d.form, d.unit, ${branchNameSql('p.branch')} AS branch_name, ${refillsLeftSql('coalesce(p.refill_of, p.id)')} AS left
       FROM prescription p JOIN drug d ON d.ndc11 = p.ndc11
       WHERE ${isOfPatientSql('p.patient_id')} AND p.stage = 'completed' AND p.outcome = 'handed-over' ORDER BY p.ended_at DESC LIMIT 200`,
      { patientId: livesOnAs(context.store, patientId) },
    )
    .map((row) => ({
      prescriptionId: row.id,
      branch: row.branch_name,
      rxNumber: row.rx_number,
      drug: { name: row.name, strength: row.strength, form: row.form },
      sigSentence: row.sig_sentence!,
      quantity: fromThousandths(row.filled_quantity ?? row.quantity!),
      unit: row.unit,
      daysSupply: row.days_supply!,
      refillsLeft: row.left,
      completedAt: row.ended_at!,
    }));
