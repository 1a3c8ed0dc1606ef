/** The thread that reads messages of topics (reading-thread.ts). It knows nothing from one order to the next. */
import { parentPort } from 'node:worker_threads';
import type { SourceProfile } from '../../contract/adt-values.ts';
import { writeRead } from '../keeping/read-arrived.ts';

export interface ReadingOrder {
  /** Messages back to back. */
  readonly bytes: Uint8Array;
  /** How many bytes each has. */
  readonly lengths: readonly number[];
  readonly profile: SourceProfile;
}

parentPort!.on('message', ({ bytes, lengths, profile }: ReadingOrder) => {
  let at = 0;
  const messages = lengths.map((length) => {
    at += length;
    return { bytes: bytes.subarray(at - length, at), profile };
  });
  parentPort!.postMessage(writeRead(messages));
});
