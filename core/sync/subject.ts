/** What a thing of the log is called among the subjects of events. */
import type { SubjectKind } from '../contract/define.ts';
import { parseUrn } from './urn.ts';

export const aggregateSubject = (urn: string): { kind: SubjectKind; id: string } => {
  const { kind, id } = parseUrn(urn)!;
  return { kind: kind === 'person' ? 'user' : kind, id };
};
