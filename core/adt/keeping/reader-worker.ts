/** The thread of reader.ts: one question, one answer. */
import { parentPort } from 'node:worker_threads';
import type { SourceProfile } from '../../contract/adt-values.ts';
import { handedOver, type ReadAhead, readAhead } from './read-ahead.ts';

/** Messages of one source, back to back. */
export interface ReaderQuestion {
  readonly whole: Uint8Array<ArrayBuffer>;
  readonly lengths: readonly number[];
  readonly profile: SourceProfile;
}

const answer = ({ whole, lengths, profile }: ReaderQuestion): ReadAhead => {
  let at = 0;
  const messages = lengths.map((length) => {
    at += length;
    return { bytes: whole.subarray(at - length, at), profile };
  });
  return readAhead(whole, messages);
};

parentPort?.on('message', (question: ReaderQuestion) => {
  const ahead = answer(question);
  parentPort?.postMessage(ahead, handedOver(ahead));
});
