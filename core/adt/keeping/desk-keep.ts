/**
 * Keeping what arrived: each message is judged by its head and by what its event needs, looked for among those that came
 * before, written down with its bytes, and answered. The transaction is the desk's.
 * Always: no message is left out; what is none is kept as noise; a message that came before is counted, not kept again, and
 * answered as it was at first.
 */
import type { Writer } from '../../store/database.ts';
import { acknowledgement, answersTo, type RefusedFor } from '../acknowledge.ts';
import type { Arrived, Kept } from '../arrived.ts';
import type { Source } from '../source/source-store.ts';
import type { Waiting } from './desk-apply.ts';
import {
  addToTally,
  type EarlierRow,
  insertMessage,
  insertNoise,
  markCameAgain,
  messagesUnder,
  type Tally,
} from './desk-store.ts';
import { keepRaw } from './raw-store.ts';
import { noiseProblems, type ReadArrived, readArrived } from './read-arrived.ts';

export interface KeepingParts {
  readonly sourceOf: (id: string) => Source | null;
  readonly now: () => string;
}

/** What arrived, as far as it is read before it is kept. */
interface Read extends ReadArrived {
  readonly arrived: Arrived;
  readonly source: Source;
}

export interface KeptOne {
  readonly answer: Kept;
  /** What is to be applied. */
  readonly waiting: Waiting | null;
}

/** Of noise so much is kept: the beginning tells what it was. */
const KEPT_NOISE = 65_536;

export const createKeeping = ({ sourceOf, now }: KeepingParts) => {
  const read = (arrived: Arrived): Read => {
    const source = sourceOf(arrived.sourceId);
    if (!source) throw new Error('a message of a source that is not on file');
    return { ...(arrived.read ?? readArrived(arrived.bytes, source.profile)), arrived, source };
  };

  const answer = ({ header, source, arrived }: Read, refused: RefusedFor | null, at: string) => {
    // A topic, a folder or a person asks for none; what one would be is worked out all the same for whoever sends it by MLLP.
    const mode = source.profile.mllp?.acknowledge ?? 'auto';
    const codes = arrived.way === 'mllp' ? answersTo(header!, mode, refused) : [];
    return {
      codes: codes.length === 0 ? null : codes.join(' '),
      acknowledgements: codes.map((code) => acknowledgement(header!, code, refused, at)),
    };
  };

  const keepNoise = (store: Writer, one: Read, at: string): KeptOne => {
    const { arrived, header } = one;
    insertNoise(store, {
      sourceId: arrived.sourceId,
      peer: arrived.peer,
      at,
      problem: one.noise!,
      bytes: arrived.bytes.subarray(0, KEPT_NOISE),
    });
    const isAnswered = arrived.way === 'mllp' && header !== null && header.type !== 'ACK';
    const refused: RefusedFor = {
      kind: 'reject',
      code: 101,
      place: 'MSH^1^10',
      problem: noiseProblems.noNumber,
    };
    return {
      answer: {
        messageId: null,
        cameAgain: false,
        problem: one.noise,
        acknowledgements: isAnswered ? [acknowledgement(header, 'AR', refused, at)] : [],
      },
      waiting: null,
    };
  };

  /** The same message among those of its control id. What was refused and would be taken now came in vain: it counts as new. */
  const sameAmong = (one: Read, earlier: readonly EarlierRow[]) =>
    earlier.find(
      ({ likeness, state }) => one.likeness.equals(likeness) && (state !== 'refused' || one.refused !== null),
    );

  /** `known`: what came under the control ids of those that are kept with it, and before it. */
  const keepMessage = (store: Writer, one: Read, at: string, known: Map<string, EarlierRow[]>): KeptOne => {
    const { arrived, header, content } = one;
    const sender = `${header!.sendingApplication}\t${header!.sendingFacility}`;
    const underId = known.get(header!.controlId) ?? [];
    const earlier = underId.filter((row) => row.source_id === arrived.sourceId && row.sender === sender);
    const same = arrived.insteadOf === undefined ? sameAmong(one, earlier) : undefined;
    if (same) {
      // As at first, whatever a changed profile would say of it today.
      const refused = same.state === 'refused' ? one.refused : null;
      const { codes, acknowledgements } = answer(one, refused, at);
      markCameAgain(store, same.id, codes, at);
      return {
        answer: { messageId: same.id, cameAgain: true, problem: refused?.problem ?? null, acknowledgements },
        waiting: null,
      };
    }
    const { codes, acknowledgements } = answer(one, one.refused, at);
    const state = one.refused === null ? 'received' : 'refused';
    const id = insertMessage(store, {
      arrived,
      receivedAt: at,
      sender,
      controlId: header!.controlId,
      event: header!.event,
      saidAt: header!.saidAt,
      likeness: one.likeness,
      charset: content?.charset ?? '',
      acknowledgement: codes,
      state,
      problem: one.refused?.problem ?? null,
      idUsedBefore: earlier.some(({ state }) => state !== 'refused'),
    });
    const { sourceId } = arrived;
    const row = {
      id,
      source_id: sourceId,
      sender,
      likeness: one.likeness,
      acknowledgement: codes,
      state,
    } as const;
    known.set(header!.controlId, [row, ...underId]);
    const waiting =
      content === null
        ? null
        : {
            id,
            sourceId: arrived.sourceId,
            attempts: 0,
            content: { ...content, receivedAt: at, size: arrived.bytes.length },
          };
    return {
      answer: { messageId: id, cameAgain: false, problem: one.refused?.problem ?? null, acknowledgements },
      waiting,
    };
  };

  /** Inside a transaction: keeps all of them, in order, and counts them. */
  const keepAll = (store: Writer, reads: readonly Read[]): KeptOne[] => {
    const at = now();
    const tallies = new Map<string, Tally>();
    const known = messagesUnder(
      store,
      reads.flatMap(({ noise, header }) => (noise === null ? header!.controlId : [])),
    );
    const kept = reads.map((one) => {
      const tally = tallies.get(one.source.id) ?? { messages: 0, refused: 0, noise: 0, problem: null };
      tallies.set(one.source.id, tally);
      const problem = one.noise ?? one.refused?.problem ?? null;
      if (one.noise === null) tally.messages += 1;
      else tally.noise += 1;
      if (one.refused !== null) tally.refused += 1;
      tally.problem = problem ?? tally.problem;
      return one.noise === null ? keepMessage(store, one, at, known) : keepNoise(store, one, at);
    });
    keepRaw(
      store,
      kept.flatMap(({ answer: { messageId, cameAgain } }, index) => {
        const { bytes, pack } = reads[index]!.arrived;
        return messageId === null || cameAgain ? [] : { messageId, bytes, pack };
      }),
    );
    for (const [sourceId, tally] of tallies) addToTally(store, sourceId, at, tally);
    return kept;
  };

  return { read, keepAll };
};
