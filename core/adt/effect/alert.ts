/**
 * What is told to other systems of a task about one of our patients: that it is asked, and what became of it, published in the
 * transaction in which it happened (topic adt.alerts).
 * Always: neither names nor anything of medicine are in it. Whoever nobody here knows is not told of.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import type { Context, MessageDraft } from '../../handler.ts';
import { AdtAlertSchema } from '../../sync/gen/mortar/v1/adt_pb.js';
import { derivedId, urnOf } from '../../sync/urn.ts';
import type { TaskRow } from './row-types.ts';

/** The messages that tell of a task as it stands now; none where it is about nobody of ours. */
export const alertOf = (
  { now, setting }: Pick<Context, 'now' | 'setting'>,
  task: Pick<TaskRow, 'id' | 'kind' | 'severity' | 'patient_id' | 'source'>,
  state: 'opened' | 'settled' | 'cancelled',
  outcome = '',
): MessageDraft[] => {
  if (task.patient_id === null) return [];
  const patientUrn = urnOf('patient', task.patient_id);
  const alert = create(AdtAlertSchema, {
    alertId: task.id,
    kind: task.kind,
    severity: task.severity,
    patientUrn,
    branch: setting('branch.id'),
    source: task.source,
    occurredAt: now,
    state,
    outcome,
  });
  return [
    {
      // Whoever heard it tells it; the second time it is the same.
      id: derivedId('alert', task.id, state),
      topic: 'adt.alerts',
      key: patientUrn,
      payloadType: AdtAlertSchema.typeName,
      payload: toBinary(AdtAlertSchema, alert),
    },
  ];
};
