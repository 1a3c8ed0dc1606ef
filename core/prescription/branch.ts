/**
 * Whose an order is, and what follows: nothing is done here to an order of another branch but to take it over.
 * Always: an order that was filled goes on where its bag is: who has that may take the order back, and nobody else labels,
 * checks or hands over. A controlled medicine is not taken over and not refilled while nobody can know whether the other branch has
 * dispensed it meanwhile.
 */
import { Refusal, type RefusalCode, refusals } from '../contract/errors.ts';
import { findDrug } from '../drug/store.ts';
import type { Context } from '../handler.ts';
import { takenElsewhere } from '../stock/store.ts';
import { branchNamed, fillLinesOf, loadPrescription, type PrescriptionRow } from './store.ts';
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

/** What is done to a bag, for which it has to be here. */
const needsBag: ReadonlySet<WorkflowCommand> = new Set(['print', 'check', 'handOver']);

/** Whether something was put into a bag for it, and not here. */
const isFilledElsewhere = ({ store }: Context, { id, stage }: PrescriptionRow): boolean =>
  (stage === 'checking' || stage === 'ready') && fillLinesOf(store, id).length === 0;

/** Why nothing can be done to the bag of an order of ours: another branch has it, and what to do; or null. */
export const bagElsewhere = (context: Context, row: PrescriptionRow): string | null => {
  if (row.branch !== '') return null;
  const last = isFilledElsewhere(context, row) ? takenElsewhere(context.store, row.id).at(-1) : undefined;
  if (!last) return null;
  const branch = branchNamed(context.store, last.branch);
  const way =
    row.stage === 'checking'
      ? 'Return it to filling to fill it from this shelf, or that branch takes it back.'
      : 'That branch takes it back and hands it over, or puts it on its shelf again while it is returned to stock here.';
  return `It was filled at the branch ${branch}, and its bag is there. ${way}`;
};

const bagObstacle = (context: Context, row: PrescriptionRow): Refusal | null => {
  const why = bagElsewhere(context, row);
  return why === null ? null : refusalOf('prescription.filled-elsewhere', why);
};

/** Why a command cannot be done to an order because of the branch it belongs to, or where its bag is; or null. */
export const branchObstacle = (
  context: Context,
  row: PrescriptionRow,
  command: WorkflowCommand,
): Refusal | null => {
  if (command !== 'takeOver' && row.branch !== '') return refusalOfOthers(context, row);
  if (command !== 'takeOver') return needsBag.has(command) ? bagObstacle(context, row) : null;
  if (row.branch === '') return refusalOf('prescription.ours');
  if (isFilledElsewhere(context, row)) return refusalOf('prescription.filled-there');
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
