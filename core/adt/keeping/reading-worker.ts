/** The thread that reads messages while they come fast (reading-thread.ts). It knows nothing from one order to the next. */
import { parentPort } from 'node:worker_threads';
import type { SourceProfile } from '../../contract/adt-values.ts';
import { readArrived, writeRead } from './read-arrived.ts';

export interface ReadingOrder {
  /** Messages back to back. */
  readonly bytes: Uint8Array;
  /** Of each message in turn which of the profiles it is read by, and how many bytes it has. */
  readonly places: readonly number[];
  readonly profiles: readonly SourceProfile[];
}

parentPort!.on('message', ({ bytes, places, profiles }: ReadingOrder) => {
  let at = 0;
  const read = [];
  for (let index = 0; index < places.length; index += 2) {
    const until = at + places[index + 1]!;
    read.push(readArrived(bytes.subarray(at, until), profiles[places[index]!]!));
    at = until;
  }
  parentPort!.postMessage(writeRead(read));
});
parentPort!.postMessage('ready');
