/**
 * Pages that are no prescriptions: set aside with what they are and who looks at them, dealt with, taken back.
 * Always: the order of the page ends as rejected, the page itself is kept and found again; one that goes to nobody is
 * dealt with at once, and can still be taken back.
 */
import { notFound, refuse } from '../contract/errors.ts';
import { type CommandHandlers, personOf } from '../handler.ts';
import { newId } from '../identity.ts';
import { loadOurs } from '../prescription/branch.ts';
import { priorityName } from '../prescription/prescription.ts';
import { begin, reasonLine, take } from '../prescription/transition.ts';
import { makeOrder } from './order.ts';
import { insertSetAside, loadSetAside, pagesOf, settleSetAside } from './store.ts';

type Own = 'intake.setAside' | 'intake.settleSetAside' | 'intake.takeBack';

export const setAsideCommandHandlers: CommandHandlers<Own> = {
  'intake.setAside': (context, { prescriptionId, kind, destination, note }) => {
    const { store } = context;
    const { row, step, actor } = begin(context, prescriptionId, 'setAside');
    if (pagesOf(store, row.id).length === 0) refuse('intake.no-pages');
    const id = newId();
    const settled = destination === 'nobody';
    insertSetAside(store, {
      id,
      prescription_id: row.id,
      kind,
      destination,
      note,
      user_id: actor.id,
      at: context.now,
      settled_at: settled ? context.now : null,
      settled_by: settled ? actor.id : null,
      settled_note: settled ? '' : null,
    });
    const reason = reasonLine(kind, note);
    const { event } = take(
      context,
      row,
      step,
      { ended_at: context.now },
      { reason: reasonLine('not-a-prescription', reason), data: { reason: 'not-a-prescription', kind } },
    );
    return {
      result: { setAsideId: id },
      events: [
        event,
        {
          name: 'intake.setAside',
          subject: { kind: 'intake', id: row.intake_id },
          patientId: row.patient_id,
          reason,
          data: { setAsideId: id, prescriptionId: row.id, kind, destination },
        },
      ],
    };
  },

  'intake.settleSetAside': (context, { setAsideId, note }) => {
    const { id } = personOf(context);
    const row = loadSetAside(context.store, setAsideId) ?? notFound('page');
    const { intake_id } = loadOurs(context, row.prescription_id);
    if (!settleSetAside(context.store, row.id, { by: id, at: context.now, note })) refuse('intake.settled');
    return {
      result: {},
      events: [
        {
          name: 'intake.setAsideSettled',
          subject: { kind: 'intake', id: intake_id },
          reason: note || null,
          data: { setAsideId: row.id, prescriptionId: row.prescription_id },
        },
      ],
    };
  },

  'intake.takeBack': (context, { setAsideId, reason }) => {
    const { store } = context;
    const { id: by } = personOf(context);
    const row = loadSetAside(store, setAsideId) ?? notFound('page');
    if (row.taken_back_as !== null) refuse('intake.settled');
    const rejected = loadOurs(context, row.prescription_id);
    const { id, event } = makeOrder(context, {
      intakeId: rejected.intake_id,
      source: rejected.source,
      documentId: rejected.document_id,
      priority: priorityName(rejected.priority),
      promisedAt: rejected.promised_at,
      patientId: rejected.patient_id,
      refillOf: null,
      pages: pagesOf(store, rejected.id),
    });
    store.run('UPDATE found SET prescription_id = ? WHERE prescription_id = ?', [id, rejected.id]);
    settleSetAside(store, row.id, { by, at: context.now, note: reason });
    store.run('UPDATE set_aside SET taken_back_as = ? WHERE id = ?', [id, row.id]);
    return {
      result: { prescriptionId: id },
      events: [
        {
          name: 'intake.takenBack',
          subject: { kind: 'intake', id: rejected.intake_id },
          reason,
          data: { setAsideId: row.id, prescriptionId: id, setAsideOf: row.prescription_id },
        },
        event,
      ],
    };
  },
};
