/** What is asked about hospitals and their messages. */
import type { QueryHandlers } from '../handler.ts';

type Names =
  | 'adt.state'
  | 'adt.board'
  | 'adt.task'
  | 'adt.ofPatient'
  | 'adt.persons'
  | 'adt.messages'
  | 'adt.message'
  | 'adt.replayPreview'
  | 'adt.sources'
  | 'adt.noise';
const notYet = (): never => {
  throw new Error('still being built');
};
export const adtQueryHandlers: QueryHandlers<Names> = {
  'adt.state': notYet,
  'adt.board': notYet,
  'adt.task': notYet,
  'adt.ofPatient': notYet,
  'adt.persons': notYet,
  'adt.messages': notYet,
  'adt.message': notYet,
  'adt.replayPreview': notYet,
  'adt.sources': notYet,
  'adt.noise': notYet,
};
