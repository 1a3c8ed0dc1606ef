/** What a thing of the log is called among the subjects of events. */
import type { SubjectKind } from '../contract/define.ts';
import { type AggregateKind, parseUrn } from './urn.ts';

const subjectOf: Record<AggregateKind, SubjectKind> = {
  prescription: 'prescription',
  patient: 'patient',
  prescriber: 'prescriber',
  person: 'user',
  document: 'document',
  lot: 'lot',
  // What hospitals say of a patient is told of him.
  care: 'patient',
};

export const aggregateSubject = (urn: string): { kind: SubjectKind; id: string } => {
  const { kind, id } = parseUrn(urn)!;
  return { kind: subjectOf[kind], id };
};
