/**
 * Whose an order is, and what follows: nothing is done here to an order of another branch but to take it over.
 * Always: a controlled medicine is not taken over and not refilled while nobody can know whether the other branch has
 * dispensed it meanwhile.
 */
import { Refusal, type RefusalCode, refusals } from '../contract/errors.ts';
import { findDrug } from '../drug/store.ts';
import type { Context } from '../handler.ts';
import { branchNamed, loadPrescription, type PrescriptionRow } from './store.ts';
import type { WorkflowCommand } from './workflow.ts';

const refusalOf = (code: RefusalCode, message: string = refusals[code]) =>
  new Refusal({ kind: 'refused', code, message });

const refusalOfOthers = ({ store }: Context, { branch }: PrescriptionRow) =>
  refusalOf(
    'prescription.other-branch',
    `This prescription belongs to the branch ${branchNamed(store, branch)}. Only that branch can go on with it.`,
  );

/** Whether it may have been dispensed elsewhere without our knowing; an order not typed in yet may be controlled too. */
const isBlindlyControlled = ({ store, online }: Context, { ndc11 }: PrescriptionRow): boolean =>
  !online && (ndc11 === null || findDrug(store, ndc11)!.schedule !== null);

/** Why a command cannot be done to an order because of the branch it belongs to, or null. */
export const branchObstacle = (
  context: Context,
  row: PrescriptionRow,
  command: WorkflowCommand,
): Refusal | null => {
  if (command !== 'takeOver') return row.branch === '' ? null : refusalOfOthers(context, row);
  if (row.branch === '') return refusalOf('prescription.ours');
  return isBlindlyControlled(context, row) ? refusalOf('prescription.take-over-offline') : null;
};

/** Loads an order that something is done to outside of the workflow. Throws `prescription.other-branch`. */
export const loadOurs = (context: Context, id: string): PrescriptionRow => {
  const row = loadPrescription(context.store, id);
  if (row.branch !== '') throw refusalOfOthers(context, row);
  return row;
};

/** Makes sure that an order may be refilled here. Throws `prescription.refill-offline`. */
export const checkRefillable = (context: Context, row: PrescriptionRow): void => {
  if (row.branch !== '' && isBlindlyControlled(context, row)) throw refusalOf('prescription.refill-offline');
};
