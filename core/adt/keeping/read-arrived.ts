/**
 * Reading a message before it is kept: its head, whether it is refused, what it is known again by, and what it says. Pure, so that
 * another thread does it while the desk keeps and applies what came before (read-ahead.ts).
 * Always: whatever comes, an answer comes back; only what a message says may throw, and that once it is asked for.
 */
import { hash } from 'node:crypto';
import type { SourceProfile } from '../../contract/adt-values.ts';
import type { RefusedFor } from '../acknowledge.ts';
import { type Message, readMessage } from '../hl7.ts';
import { type Header, readHeader } from '../reading/header.ts';
import type { Adt } from '../reading/message.ts';
import { readAdt } from '../reading/read-adt.ts';
import { readAndJudge } from './refuse.ts';

/** A message, and what its source is set up as. */
export interface ToRead {
  readonly bytes: Uint8Array;
  readonly profile: SourceProfile;
}

/** A message as it was read when it came. */
export interface ReadArrived {
  readonly header: Header | null;
  /** Why it is kept as noise; null where it is a message. */
  readonly noise: string | null;
  readonly refused: RefusedFor | null;
  /** SHA-256 without MSH-7. */
  readonly likeness: Buffer;
  readonly content: Content | null;
}

/** What is applied; there is none of a message that is refused, nor of noise. */
export interface Content {
  /** How its characters were read. */
  readonly charset: string;
  /** What it says. Throws what reading it throws. */
  readonly adt: () => Adt;
}

export const noiseProblems = {
  noHead: 'A message without a readable MSH: nobody can be answered.',
  noNumber: 'A message without a control id (MSH-10): it can be neither answered nor told from others.',
  answer: 'An acknowledgement, to which nothing was sent.',
};

const noiseOf = (header: Header | null): string | null => {
  if (header === null) return noiseProblems.noHead;
  if (header.controlId === '') return noiseProblems.noNumber;
  return header.type === 'ACK' ? noiseProblems.answer : null;
};

const likenessOf = (bytes: Uint8Array, header: Header | null): Buffer => {
  const [from, until] = header?.saidAtBytes ?? [0, 0];
  const others = from === until ? bytes : Buffer.concat([bytes.subarray(0, from), bytes.subarray(until)]);
  return hash('sha256', others, 'buffer');
};

const contentOf = (message: Message, header: Header, profile: SourceProfile): Content => ({
  charset: message.charset,
  adt: () => readAdt(message, header, profile),
});

/** What a message says, from its bytes. Throws what reading it throws. */
export const readContent = (bytes: Uint8Array, header: Header, profile: SourceProfile): Content =>
  contentOf(readMessage(bytes, profile.charset, header), header, profile);

export const readArrived = (bytes: Uint8Array, profile: SourceProfile): ReadArrived => {
  const header = readHeader(bytes);
  const likeness = likenessOf(bytes, header);
  const noise = noiseOf(header);
  if (header === null || noise !== null) return { header, noise, refused: null, likeness, content: null };
  const { refused, message } = readAndJudge(header, profile, () =>
    readMessage(bytes, profile.charset, header),
  );
  const content = refused === null && message !== null ? contentOf(message, header, profile) : null;
  return { header, noise, refused, likeness, content };
};

/** The same as it goes from the thread that read it to the desk. */
interface Written extends Omit<ReadArrived, 'likeness' | 'content'> {
  readonly likeness: string;
  /** `adt` null: reading it threw. */
  readonly content: { readonly charset: string; readonly adt: Adt | null } | null;
}

/** What comes of it, or null where it throws: the desk, which does it again, says what is wrong. */
const orNull = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch {
    return null;
  }
};

const written = ({ bytes, profile }: ToRead): Written => {
  const { likeness, content, ...rest } = readArrived(bytes, profile);
  return {
    ...rest,
    likeness: likeness.toString('base64'),
    content: content && { charset: content.charset, adt: orNull(content.adt) },
  };
};

/**
 * Reads a message in another thread than the desk’s. Answers JSON, or null where reading it threw: of all ways to hand over many
 * small things JSON costs whoever gets them least, and a text for each message less than one for all of them, which is as long as
 * none that lies ready in memory.
 */
export const writeRead = (message: ToRead): string | null => orNull(() => JSON.stringify(written(message)));

const adtOf = (adt: Adt | null): Adt => {
  if (adt === null) throw new Error('a message that cannot be read');
  return adt;
};

/** What `writeRead` wrote of a message; null where the desk has to read it itself. */
export const fromWritten = (text: string | null): ReadArrived | null => {
  if (text === null) return null;
  const { likeness, content, ...rest } = JSON.parse(text) as Written;
  return {
    ...rest,
    likeness: Buffer.from(likeness, 'base64'),
    content: content && { charset: content.charset, adt: () => adtOf(content.adt) },
  };
};
