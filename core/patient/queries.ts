/** Finding a patient, one patient with the medicines, and the history of a patient. */
import type { QueryHandlers } from '../handler.ts';
import { timelineOf } from '../history/history.ts';
import { dispensedTo } from '../prescription/medicines.ts';
import { openRowsOfPatient } from '../prescription/queue.ts';
import { findPatients } from './find.ts';
import { patientName, patientView } from './patient.ts';
import { mergedRecords } from './records.ts';
import { loadPatient } from './store.ts';

export const patientQueryHandlers = {
  'patient.find': (context, input) => ({ rows: findPatients(context, input) }),

  'patient.get': (context, { patientId }) => {
    const row = loadPatient(context.store, patientId);
    return {
      patient: patientView(row, context),
      merged: mergedRecords(context.store, row.id).map((one) => ({
        id: one.id,
        name: patientName(one),
        dateOfBirth: one.date_of_birth,
        mrn: one.mrn,
      })),
      underWay: openRowsOfPatient(context, row.id),
      medicines: dispensedTo(context, row.id),
    };
  },

  'patient.timeline': (context, { patientId, limit }) => ({
    entries: timelineOf(context, {
      patientId: loadPatient(context.store, patientId).id,
      limit,
      order: 'newest',
    }),
  }),
} satisfies QueryHandlers<'patient.find' | 'patient.get' | 'patient.timeline'>;
