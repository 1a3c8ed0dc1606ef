/**
 * The way in by files dropped in a folder: one message, several in a row, or batches (batch-file.ts).
 * Always: a file leaves the folder only after all its messages are on disk; then it lies in `taken`, or with the reason beside it
 * in `refused` where it held none, or not all of them could be used, or it seems cut. A file offered again has no second effect.
 * How a folder is watched is core/document/inbox-folder.ts.
 */
import { type Inbox, watchInbox } from '../../document/inbox-folder.ts';
import type { Arrived, Desk, Kept } from '../arrived.ts';
import { inPieces } from '../keeping/pieces.ts';
import { AT_A_TIME, oneAhead, type Reader } from '../keeping/reader.ts';
import { splitFile } from '../reading/batch-file.ts';

const LARGEST_BYTES = 256 * 1024 * 1024;
/** A reason names so many messages at most; the window shows the others. */
const MOST_NAMED = 20;

const sentences = {
  away: 'The folder cannot be read or written. What arrives there is taken as soon as it can.',
  notTaken: 'A file in the folder could not be taken. It stays there and will be tried again.',
};

/** Watches the folder of a source. `onProblem`: a sentence, or null once all is well. */
export const watchMessages = (options: {
  folder: string;
  sourceId: string;
  desk: Pick<Desk, 'take'>;
  reader: Pick<Reader, 'read'>;
  onProblem: (sentence: string | null) => void;
  settleMs?: number;
}): Inbox => {
  const { folder, sourceId, desk, reader, onProblem, settleMs } = options;
  return watchInbox({
    folder,
    onProblem,
    ...(settleMs !== undefined && { settleMs, intervalMs: settleMs }),
    places: { done: 'taken', failed: 'refused' },
    sentences,
    largest: {
      bytes: LARGEST_BYTES,
      reason: 'The file is larger than 256 MB. Part it into smaller ones and put them in again.',
    },
    take: async ({ fileName, bytes }) => {
      const { messages, remarks } = splitFile(bytes);
      const arrived = messages.map(
        (message, index): Arrived => ({
          ...{ sourceId, way: 'folder', peer: `${fileName} ${index + 1}` },
          bytes: message,
        }),
      );
      const kept: Kept[] = [];
      const pieces = inPieces(arrived, (one) => one.bytes.length, AT_A_TIME);
      for await (const read of oneAhead(pieces, reader.read)) kept.push(...(await desk.take(read)));
      const refused = kept.flatMap(({ problem }, index) =>
        problem === null ? [] : [`Message ${index + 1}: ${problem}`],
      );
      const reasons = [
        ...(messages.length === 0 ? ['There is no message in this file: none begins with MSH.'] : []),
        ...remarks,
        ...refused.slice(0, MOST_NAMED),
        ...(refused.length > MOST_NAMED ? [`And ${refused.length - MOST_NAMED} more.`] : []),
      ];
      if (reasons.length === 0) return { kept: true };
      const taken = messages.length - refused.length;
      return {
        kept: false,
        reason: [
          ...reasons,
          ...(taken > 0 ? [`Taken all the same: ${taken} of ${messages.length}.`] : []),
        ].join('\n'),
      };
    },
  });
};
