/**
 * What the sender of a message is told, in his own separators, with his own names and numbers back byte for byte.
 * Always: AA and CA only for what is on disk. Nothing of a patient is in it: of an error its code, its place and a sentence of
 * ours. Framing is mllp.ts; whether a message is refused is said by refuse.ts.
 */
import type { acknowledgementModes } from '../contract/adt-values.ts';
import { newId } from '../identity.ts';
import type { Header } from './reading/header.ts';

export type AcknowledgementMode = (typeof acknowledgementModes)[number];

/** Why a message is not taken as it is. */
export interface RefusedFor {
  /** reject: not for us, or not now; error: content that sending again cannot mend. */
  readonly kind: 'reject' | 'error';
  /** Table 0357: 101, 200 … 207. */
  readonly code: number;
  /** Where in the message, as ERR-2 wants it (`PID^1^3`); empty where it is the whole. */
  readonly place: string;
  /** In words, without anything of the message's content. */
  readonly problem: string;
}

/** Table 0357. */
const errorTexts: Record<number, string> = {
  100: 'Segment sequence error',
  101: 'Required field missing',
  102: 'Data type error',
  103: 'Table value not found',
  104: 'Value too long',
  200: 'Unsupported message type',
  201: 'Unsupported event code',
  202: 'Unsupported processing id',
  203: 'Unsupported version id',
  204: 'Unknown key identifier',
  205: 'Duplicate key identifier',
  206: 'Application record locked',
  207: 'Application internal error',
};

/** Unable now: the disk is full, or the data file cannot be written. */
export const notNow: RefusedFor = {
  kind: 'reject',
  code: 207,
  place: '',
  problem: 'The message could not be kept just now. Send it again later.',
};

const letter = (refused: RefusedFor | null) =>
  refused === null ? 'A' : refused.kind === 'error' ? 'E' : 'R';

/**
 * The codes to answer with, in order (table 0008); none where the sender wants none. `refused` null: it is kept and will be
 * worked on. By HL7 2.9 chapter 2.9.2 and 2.9.3; in enhanced mode a refusal is told once, by the commit answer if that is wanted.
 */
export const answersTo = (
  header: Pick<Header, 'acceptAcknowledgement' | 'applicationAcknowledgement'>,
  mode: AcknowledgementMode,
  refused: RefusedFor | null,
): string[] => {
  const outcome = letter(refused);
  // Some stop their whole queue at anything else, though it is kept here and looked at; what is not kept is never told so.
  if (mode === 'aa-only') return [refused === null || refused.code !== notNow.code ? 'AA' : 'AR'];
  if (mode === 'commit-only') return [`C${outcome}`];
  const { acceptAcknowledgement: accept, applicationAcknowledgement: application } = header;
  if (mode === 'original' || (accept === '' && application === '')) return [`A${outcome}`];
  const isWanted = (when: string) => when === 'AL' || when === (refused === null ? 'SU' : 'ER');
  const answers = [
    ...(isWanted(accept) ? [`C${outcome}`] : []),
    ...(isWanted(application) ? [`A${outcome}`] : []),
  ];
  return refused === null ? answers : answers.slice(0, 1);
};

/** YYYYMMDDHHMMSS+0000 of an instant in UTC. */
const written = (instant: string) => `${instant.slice(0, 19).replace(/[-:T]/g, '')}+0000`;

/** Whether ERR has its fields of their own, as from version 2.5. */
const isSince25 = (version: string) => {
  const minor = /^2\.(\d+)/.exec(version)?.[1];
  return minor === undefined || Number(minor) >= 5;
};

/** Our own sentence in the sender's separators: where one of his stands in it, it is written as a blank. */
const plain = (sentence: string, header: Header) => {
  const signs = new Set(Object.values(header.separators));
  return [...sentence].map((sign) => (signs.has(sign) ? ' ' : sign)).join('');
};

/** How a segment that begins an answer begins: separators, from whom to whom, when. MSH and BHS are alike up to field 7. */
const beginning = (segment: 'MSH' | 'BHS', header: Header, now: string): string[] => {
  const { component, repetition, escape: escaping, subcomponent, truncation } = header.separators;
  return [
    segment,
    component + repetition + escaping + subcomponent + truncation,
    header.receivingApplication,
    header.receivingFacility,
    header.sendingApplication,
    header.sendingFacility,
    written(now),
  ];
};

/** A control id of our own, no longer than MSH-10 may be. */
const newControlId = (now: string): string => newId(Date.parse(now)).replaceAll('-', '').slice(0, 20);

/** One answer, unframed. */
export const acknowledgement = (
  header: Header,
  code: string,
  refused: RefusedFor | null,
  now: string,
): Buffer => {
  const { field, component, subcomponent } = header.separators;
  const parts = (...values: string[]) => (component === '' ? values[0]! : values.join(component));
  const lines = [
    [
      ...beginning('MSH', header, now),
      '',
      parts('ACK', header.event, 'ACK'),
      newControlId(now),
      header.processing,
      header.version,
    ],
    ['MSA', code, header.controlId],
  ];
  if (refused !== null && !code.endsWith('A')) {
    const text = plain(errorTexts[refused.code] ?? '', header);
    const place = parts(...refused.place.split('^'));
    lines.push(
      isSince25(header.version)
        ? [
            'ERR',
            '',
            place,
            parts(String(refused.code), text, 'HL70357'),
            'E',
            '',
            '',
            '',
            plain(refused.problem, header),
          ]
        : [
            'ERR',
            // ERR-1 before 2.5: segment, sequence, field, and the code as a subcomponent of its own.
            parts(
              ...[0, 1, 2].map((index) => refused.place.split('^')[index] ?? ''),
              subcomponent === '' ? String(refused.code) : [String(refused.code), text].join(subcomponent),
            ),
          ],
    );
  }
  return Buffer.from(lines.map((fields) => `${fields.join(field)}\r`).join(''), 'latin1');
};

/**
 * One answer to a batch that came in one frame: a batch of the answers to its messages, in their order. By HL7 2.9 chapter 2.10.3.
 * `envelope`: the BHS or FHS that was sent, `header`: of its first message, whose names and separators are used.
 */
export const batchAcknowledgement = (
  envelope: string,
  header: Header,
  acknowledgements: readonly Uint8Array[],
  now: string,
): Buffer => {
  const { field } = header.separators;
  const begins = [
    ...beginning('BHS', header, now),
    '',
    '',
    '',
    newControlId(now),
    // BHS-11 of what was sent, counted as in MSH.
    envelope.split(envelope.charAt(3))[10] ?? '',
  ];
  const ends = ['BTS', String(acknowledgements.length)];
  return Buffer.concat([
    Buffer.from(`${begins.join(field)}\r`, 'latin1'),
    ...acknowledgements,
    Buffer.from(`${ends.join(field)}\r`, 'latin1'),
  ]);
};
