/**
 * An order changes its branch: handed to another one by those who have it, or taken over where they cannot go on with it.
 * At which stages and by whom is in workflow.ts; whose an order is, in branch.ts.
 */
import { refuse } from '../contract/errors.ts';
import type { CommandHandlers } from '../handler.ts';
import { branchNamed, isBranchHeardOf } from './store.ts';
import { begin, take } from './transition.ts';

const unclaimed = { claimed_by: null, claim_expires_at: null } as const;

export const branchCommandHandlers: CommandHandlers<'prescription.transfer' | 'prescription.takeOver'> = {
  'prescription.transfer': (context, { prescriptionId, branchId, reason }) => {
    const { row, step } = begin(context, prescriptionId, 'transfer');
    if (branchId === context.setting('branch.id')) refuse('prescription.ours');
    if (!isBranchHeardOf(context.store, branchId)) refuse('prescription.branch-unknown');
    const { version, event } = take(
      context,
      row,
      step,
      { branch: branchId, ...unclaimed },
      { reason, data: { branch: branchNamed(context.store, branchId) } },
    );
    return { result: { version }, events: [event] };
  },

  'prescription.takeOver': (context, { prescriptionId, reason }) => {
    const { row, step } = begin(context, prescriptionId, 'takeOver');
    const { version, event } = take(
      context,
      row,
      step,
      // Bottles that were scanned there are not on this shelf: it is filled anew.
      { branch: '', filling: step.to === 'filling' ? row.filling + 1 : row.filling, ...unclaimed },
      { reason, data: { branch: branchNamed(context.store, row.branch) } },
    );
    return { result: { version }, events: [event] };
  },
};
