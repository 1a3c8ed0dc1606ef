/**
 * Printing labels and saying whether they came out.
 * Always: what is printed is kept with its row; a second print of the same filling has a reason; a label that
 * lacks something it must show is not printed.
 * Not here: sending to the printer (spool.ts).
 */
import { refuse } from '../contract/errors.ts';
import type { CommandHandlers, EventDraft } from '../handler.ts';
import { newId } from '../identity.ts';
import { loadPrescription } from '../prescription/store.ts';
import { begin } from '../prescription/transition.ts';
import type { Reader } from '../store/database.ts';
import { labelContentFor } from './content.ts';
import { labelProblems } from './label.ts';
import { changeLabel, insertLabel, type LabelRow, loadLabel, printsOfFilling } from './store.ts';

/** What is told when the state of a print becomes known; the history of the order shows it. */
export const labelSettled = (
  store: Reader,
  label: LabelRow,
  state: LabelRow['state'],
  problem: string | null,
): EventDraft => ({
  name: 'label.settled',
  subject: { kind: 'prescription', id: label.prescription_id },
  patientId: loadPrescription(store, label.prescription_id).patient_id,
  data: { labelId: label.id, prescriptionId: label.prescription_id, state },
  reason: problem,
});

export const labelCommandHandlers: CommandHandlers<'label.print' | 'label.settle'> = {
  'label.print': (context, { prescriptionId, reason }) => {
    const { store } = context;
    const { row, step, actor } = begin(context, prescriptionId, 'print');
    const copy = printsOfFilling(store, row.id, row.filling) + 1;
    if (copy > 1 && reason === null) refuse('label.reason-needed');
    const content = labelContentFor(context, row.id, { copy, reason: copy > 1 ? reason : null });
    const problems = labelProblems(content);
    if (problems.length > 0) refuse('label.incomplete', problems.join(' '), { problems });
    const labelId = newId();
    const printer = context.setting('label.printer') ? 'zpl' : 'pdf';
    insertLabel(
      store,
      {
        id: labelId,
        prescription_id: row.id,
        filling: row.filling,
        printer,
        reason,
        user_id: actor.id,
        at: context.now,
      },
      content,
    );
    return {
      result: { labelId, printer },
      events: [
        {
          name: step.event,
          subject: { kind: 'prescription', id: row.id },
          patientId: row.patient_id,
          data: { labelId, prescriptionId: row.id, copy, printer },
          reason,
        },
      ],
    };
  },

  'label.settle': (context, { labelId, printed }) => {
    const label = loadLabel(context.store, labelId);
    // While the printer has it, the workstation itself will know in a moment.
    if (label.state !== 'waiting' && label.state !== 'unsure') refuse('label.settled');
    const state = printed ? 'printed' : 'failed';
    changeLabel(context.store, labelId, { state, problem: null, next_attempt_at: null });
    return { result: {}, events: [labelSettled(context.store, label, state, null)] };
  },
};
