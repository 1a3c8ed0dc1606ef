/** What is asked about hospitals and their messages. */
import type { QueryHandlers } from '../handler.ts';
import type { Store } from '../store/database.ts';
import { boardQueryHandlers } from './board/board-queries.ts';
import { patientQueryHandlers } from './board/patient-queries.ts';
import { messageQueryHandlers } from './kept/message-queries.ts';
import { previewOf } from './kept/replay.ts';
import { correctedBytes } from './kept/resubmit.ts';
import type { AdtHealth } from './source/adt-health.ts';
import { sourceQueryHandlers } from './source/source-queries.ts';

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

/** @param store a dry run writes in a transaction that is rolled back, so it needs the file itself */
export const adtQueryHandlers = (health: AdtHealth, store: () => Store): QueryHandlers<Names> => ({
  ...boardQueryHandlers,
  ...patientQueryHandlers,
  ...messageQueryHandlers,
  'adt.replayPreview': (context, { messageId, lines }) =>
    previewOf(
      store(),
      context,
      messageId,
      lines && ((kept, source) => correctedBytes(kept.bytes, source.profile.charset, lines)),
    ),
  ...sourceQueryHandlers(health),
});
