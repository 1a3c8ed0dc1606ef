/**
 * What every way in hands to the desk, and what the desk answers: one message of HL7 as its bytes, whoever brought it.
 * Always: an answer means the bytes are on disk. Nothing of sockets, topics or folders is here, nor of what a message says.
 */
import type { Writer } from '../store/database.ts';
import type { Raw } from './keeping/raw-store.ts';
import type { ReadArrived } from './keeping/read-arrived.ts';

export interface Arrived {
  readonly sourceId: string;
  readonly way: 'mllp' | 'topic' | 'folder' | 'resubmitted';
  /** Address and port, topic partition and offset, file and number in it. */
  readonly peer: string;
  /** One message, no framing. */
  readonly bytes: Uint8Array;
  /** As it was read on its way here; without it the desk reads it. */
  readonly read?: ReadArrived | null | undefined;
  /** As it was packed on its way here. */
  readonly pack?: Raw['pack'];
  /** The message it is sent in place of. */
  readonly insteadOf?: number;
}

/** What became of it: where it is kept and what its sender is told. */
export interface Kept {
  /** Null where it could not be told for a message; it is kept as noise then. */
  readonly messageId: number | null;
  /** It was here before; nothing was kept a second time. */
  readonly cameAgain: boolean;
  /** Why it was refused, or is no message, in words; null where it is worked on. */
  readonly problem: string | null;
  /** One message of HL7 each, framing left to the way in; none where the sender wants none. */
  readonly acknowledgements: readonly Uint8Array[];
}

export interface Desk {
  /**
   * Resolves once all are on disk, in the order they were handed over; rejects with a `StoreError` where none of them is
   * (the way in then answers AR 207 by acknowledge.ts, or leaves them where they are). `alongside` runs in the same
   * transaction (positions of a topic).
   */
  take(arrived: readonly Arrived[], alongside?: (writer: Writer) => void): Promise<Kept[]>;
  /** The network has their acknowledgements. */
  acknowledged(messageIds: readonly number[]): void;
  /** Applies now whatever waits; resolves when nothing does. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}
