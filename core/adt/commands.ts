/** What people do about hospitals and their messages. */
import type { CommandHandlers } from '../handler.ts';
import { messageCommandHandlers } from './kept/message-commands.ts';
import { sourceCommandHandlers } from './source/source-commands.ts';
import { taskCommandHandlers } from './task/task-commands.ts';

type Names =
  | 'adt.addSource'
  | 'adt.changeSource'
  | 'adt.settleTask'
  | 'adt.link'
  | 'adt.resume'
  | 'adt.replay'
  | 'adt.resubmit'
  | 'adt.dismiss';
export const adtCommandHandlers: CommandHandlers<Names> = {
  ...sourceCommandHandlers,
  ...taskCommandHandlers,
  ...messageCommandHandlers,
};
