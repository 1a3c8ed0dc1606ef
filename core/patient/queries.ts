/** Finding a patient, one patient with the medicines, and the history of a patient. */
import type { QueryHandlers } from '../handler.ts';
import { timelineOf } from '../history/history.ts';
import { dispensedTo } from '../prescription/medicines.ts';
import { openRowsOfPatient } from '../prescription/queue.ts';
import { findPatients } from './find.ts';
import { patientView } from './patient.ts';
import { loadPatient } from './store.ts';

export const patientQueryHandlers = {
  'patient.find': (context, input) => ({ rows: findPatients(context, input) }),

  'patient.get': (context, { patientId }) => ({
    patient: patientView(loadPatient(context.store, patientId), context),
    underWay: openRowsOfPatient(context, patientId),
    medicines: dispensedTo(context, patientId),
  }),

  'patient.timeline': (context, { patientId, limit }) => {
    loadPatient(context.store, patientId);
    return { entries: timelineOf(context, { patientId, limit, order: 'newest' }) };
  },
} satisfies QueryHandlers<'patient.find' | 'patient.get' | 'patient.timeline'>;
