/**
 * The end of an order: handed over to the right person, every bag scanned, or put back on the shelf.
 */
import { refuse } from '../contract/errors.ts';
import { loadDrug } from '../drug/store.ts';
import type { CommandHandlers } from '../handler.ts';
import { newId } from '../identity.ts';
import { livesOnAs } from '../patient/records.ts';
import { loadPatient } from '../patient/store.ts';
import { putBack } from './fill-commands.ts';
import { begin, take } from './transition.ts';

export const handOverCommandHandlers: CommandHandlers<
  'prescription.handOver' | 'prescription.returnToStock'
> = {
  'prescription.handOver': (context, input) => {
    const { store } = context;
    const begun = [...new Set(input.prescriptionIds)].map((id) => begin(context, id, 'handOver'));
    const first = begun[0]!;
    const patient = loadPatient(store, first.row.patient_id!);
    if (begun.some(({ row }) => livesOnAs(store, row.patient_id!) !== patient.id))
      refuse('prescription.different-patients');
    const expected = new Set(begun.map(({ row }) => row.bag_code!));
    const scanned = new Set(input.scannedBags.map((code) => code.trim().toUpperCase()));
    if ([...scanned].some((code) => !expected.has(code))) refuse('prescription.bag-foreign');
    if (scanned.size < expected.size) refuse('prescription.bag-unscanned');
    if (input.dateOfBirth !== patient.date_of_birth) refuse('prescription.identifier-wrong');
    const controlled = begun.some(({ row }) => loadDrug(store, row.ndc11!).schedule !== null);
    if (controlled && input.collector.kind === 'representative' && !input.collector.identity)
      refuse('prescription.collector-id-needed');

    const handOverId = newId();
    store.run(
      `INSERT INTO hand_over (id, patient_id, collector, counselling, counselling_note, payment, signature, user_id, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        handOverId,
        patient.id,
        JSON.stringify(input.collector),
        input.counselling,
        input.counsellingNote,
        input.payment,
        JSON.stringify({ kind: input.signatureKind, strokes: input.signature }),
        first.actor.id,
        context.now,
      ],
    );
    const events = begun.map(({ row, step }) => {
      store.run('INSERT INTO hand_over_bag (hand_over_id, prescription_id) VALUES (?, ?)', [
        handOverId,
        row.id,
      ]);
      return take(
        context,
        row,
        step,
        { outcome: 'handed-over', ended_at: context.now, bin: null },
        {
          data: {
            handOverId,
            counselling: input.counselling,
            payment: input.payment,
            collector: input.collector.kind,
            signature: input.signatureKind,
          },
        },
      ).event;
    });
    return { result: { handOverId }, events };
  },

  'prescription.returnToStock': (context, { prescriptionId, reason }) => {
    const { row, step } = begin(context, prescriptionId, 'returnToStock');
    putBack(context, row, 'returned-to-stock', reason);
    const { version, event } = take(
      context,
      row,
      step,
      { outcome: 'returned-to-stock', ended_at: context.now, bin: null },
      { reason },
    );
    return { result: { version }, events: [event] };
  },
};
