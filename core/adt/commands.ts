/** What people do about hospitals and their messages. */
import type { CommandHandlers } from '../handler.ts';

type Names =
  | 'adt.addSource'
  | 'adt.changeSource'
  | 'adt.settleTask'
  | 'adt.link'
  | 'adt.resume'
  | 'adt.replay'
  | 'adt.resubmit'
  | 'adt.dismiss';
const notYet = (): never => {
  throw new Error('still being built');
};
export const adtCommandHandlers: CommandHandlers<Names> = {
  'adt.addSource': notYet,
  'adt.changeSource': notYet,
  'adt.settleTask': notYet,
  'adt.link': notYet,
  'adt.resume': notYet,
  'adt.replay': notYet,
  'adt.resubmit': notYet,
  'adt.dismiss': notYet,
};
