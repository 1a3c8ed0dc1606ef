/** What is said between the main thread (listener.ts) and the thread with the sockets (mllp-worker.ts). */
import type { SourceProfile } from '../../contract/adt-values.ts';
import type { ReadAhead } from '../keeping/read-ahead.ts';

export interface ListenOptions {
  readonly address: string;
  /** 0: any that is free. */
  readonly port: number;
  /** PEM; null without TLS. */
  readonly tls: {
    readonly key: string;
    readonly certificate: string;
    readonly clientAuthorities: string | null;
  } | null;
  readonly connections: number;
  readonly idleSeconds: number;
  readonly frameSeconds: number;
  readonly mostBytes: number;
}

export type MllpOrder =
  | { kind: 'listen'; source: string; options: ListenOptions }
  | { kind: 'close'; source: string }
  /** How the messages of a source are read from now on; said before it is listened for. */
  | { kind: 'profile'; source: string; profile: SourceProfile }
  /** What each connection is answered, unframed and in order, and the messages these answers are for. */
  | { kind: 'answer'; answers: readonly Answer[] }
  | { kind: 'end' };
export interface Answer {
  readonly connection: number;
  readonly acknowledgements: readonly Uint8Array[];
  /** How many messages of the connection are answered with it. */
  readonly messages: number;
  /** Those whose acknowledgements these are. */
  readonly messageIds: readonly number[];
}

/** What came in one frame: how many bytes each of its messages has. */
export interface FrameIn {
  readonly connection: number;
  readonly lengths: readonly number[];
  /** Of a batch, which is answered by one batch. */
  readonly envelope: string | null;
  /** What was odd about a batch, in words. */
  readonly remarks: readonly string[];
}

/** Messages back to back, the frames they came in, and what was read of them. */
export interface MessagesIn extends ReadAhead {
  readonly kind: 'messages';
  readonly bytes: Uint8Array;
  readonly frames: readonly FrameIn[];
}

export type MllpReport =
  | { kind: 'listening'; source: string; port: number }
  | { kind: 'trouble'; source: string; sentence: string }
  | { kind: 'opened'; source: string; connection: number; peer: string }
  | { kind: 'closed'; source: string; connection: number }
  | MessagesIn
  | { kind: 'noise'; source: string; peer: string; problem: string; bytes: Uint8Array; length: number }
  /** The network has these acknowledgements. */
  | { kind: 'sent'; messageIds: readonly number[] }
  | { kind: 'ended' };
