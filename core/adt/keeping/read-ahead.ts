/**
 * Messages read and packed in another thread than the desk’s, so that the desk has less to do for each: the thread with the sockets
 * (mllp-worker.ts) and the one for topics and files (reader-worker.ts) do it alike.
 * Always: what is kept is the same, wherever a message was read and packed.
 */
import type { Arrived } from '../arrived.ts';
import { packAhead } from './raw-store.ts';
import { fromWritten, type ToRead, writeRead } from './read-arrived.ts';

/** What was read of some messages in turn, and what they were packed into, as it goes from thread to thread. */
export interface ReadAhead {
  readonly read: readonly ReturnType<typeof writeRead>[];
  readonly packs: ReturnType<typeof packAhead>;
}

/** Messages back to back. */
export const together = (messages: readonly Pick<ToRead, 'bytes'>[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(messages.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  for (const { bytes } of messages) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
};

/** In the thread. `whole`: the messages back to back. */
export const readAhead = (whole: Uint8Array, messages: readonly ToRead[]): ReadAhead => ({
  read: messages.map(writeRead),
  packs: packAhead(
    whole,
    messages.map(({ bytes }) => bytes.length),
  ),
});

/** What of it is handed over and not copied. */
export const handedOver = ({ packs }: ReadAhead): ArrayBuffer[] =>
  packs.map(({ packed }) => packed.buffer as ArrayBuffer);

/** What the desk is given of each message. */
export const givenToDesk = ({ read, packs }: ReadAhead): Pick<Arrived, 'read' | 'pack'>[] => {
  const packOf: Arrived['pack'][] = [];
  for (const { first, ...of } of packs)
    for (const place of of.lengths.keys()) packOf[first + place] = { of, place };
  return read.map((text, index) => ({ read: fromWritten(text), pack: packOf[index] }));
};
