/**
 * MSH read from the bytes alone, before anything is decoded: enough to keep and to acknowledge a message. Its texts are as
 * written, escapes and all, one character a byte (latin1), so that writing them back as latin1 gives the sender's own bytes.
 *
 * Not here: characters (charset.ts) and everything after MSH (hl7.ts). UTF-16 is the one exception: its MSH is narrowed first.
 */
import { emptyBefore, utf16Of } from './charset.ts';
import { readSeparators, type Separators } from './separators.ts';

export interface Header {
  readonly separators: Separators;
  /** MSH-3 to MSH-6, whole fields. */
  readonly sendingApplication: string;
  readonly sendingFacility: string;
  readonly receivingApplication: string;
  readonly receivingFacility: string;
  /** MSH-7 as written, and which bytes of the message it is (from, up to). Both ends equal where it is empty. */
  readonly saidAt: string;
  readonly saidAtBytes: readonly [number, number];
  /** MSH-9: ADT, A08, ADT_A01. Where MSH-9 has no event, EVN-1 of the segment after MSH. Empty where it has none. */
  readonly type: string;
  readonly event: string;
  readonly structure: string;
  /** MSH-10. */
  readonly controlId: string;
  /** MSH-11, its first component. */
  readonly processing: string;
  /** MSH-12, its first component. */
  readonly version: string;
  /** MSH-13. */
  readonly sequence: string;
  /** MSH-15 and MSH-16: AL, NE, ER, SU, or '' where not valued. */
  readonly acceptAcknowledgement: string;
  readonly applicationAcknowledgement: string;
  /** MSH-18, its first repetition, as written. */
  readonly charset: string;
}

const CR = 13;
/** How much of a message, from its first sign on, is looked at for MSH: nothing that names itself is longer. */
const LONGEST = 16_384;

/** MSH to its end and a little of what follows; `from` says at which byte its M stands. */
function findStart(bytes: Uint8Array): { text: string; from: number; width: 1 | 2 } | null {
  const wide = utf16Of(bytes);
  const from = wide?.from ?? emptyBefore(bytes);
  const width = wide ? 2 : 1;
  const length = Math.min(bytes.byteLength - from, LONGEST);
  let text = Buffer.from(bytes.buffer, bytes.byteOffset + from, length).toString('latin1');
  if (wide) {
    const low = wide.charset === 'utf-16be' ? 1 : 0;
    const mark = low === 1 ? '\xfe\xff' : '\xff\xfe';
    let narrow = '';
    for (let at = 0; at < text.length; at += 2)
      // Half a sign at the end is none, as for whoever decodes the whole.
      if (at + 1 < text.length && text[at + 1 - low] === '\0') narrow += text.charAt(at + low);
      else narrow += text.startsWith(mark, at) ? '\uFEFF' : '\uFFFD';
    text = narrow;
  }
  const lead = (wide ? /^[\v\r\n\t \uFEFF]*/ : /^(?:[\v\r\n\t ]|\xef\xbb\xbf)*/).exec(text)![0].length;
  if (!text.startsWith('MSH', lead)) return null;
  return { text: lead === 0 ? text : text.slice(lead), from: from + lead * width, width };
}

/** Where MSH ends: at a CR, or at an LF that a segment follows or that ends every line. */
function endOf(text: string, field: string, hasCr: boolean): number {
  const cr = text.indexOf('\r');
  let end = cr < 0 ? text.length : cr;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    if (!hasCr || (/^[A-Z][A-Z0-9]{2}$/.test(text.slice(at + 1, at + 4)) && text[at + 4] === field)) end = at;
  }
  return end;
}

/** MSH of a message, or null where there is none that can be read. */
export function readHeader(bytes: Uint8Array): Header | null {
  const start = findStart(bytes);
  if (!start) return null;
  const { text, from, width } = start;
  let separators: Separators;
  try {
    separators = readSeparators(text);
  } catch {
    return null;
  }
  const { field, component, repetition } = separators;
  const hasCr = text.includes('\r') || bytes.includes(CR);
  const end = endOf(text, field, hasCr);
  const fields = text.slice(0, end).split(field);
  const at = (number: number) => fields[number - 1] ?? '';
  const part = (number: number, index = 0) => {
    const value = at(number);
    return component === '' ? (index === 0 ? value : '') : (value.split(component)[index] ?? '');
  };
  let before = 0;
  for (let index = 0; index < 6 && index < fields.length; index += 1) before += fields[index]!.length + 1;
  const saidFrom = from + Math.min(before, end) * width;
  let event = part(9, 1);
  if (event === '') {
    const next = /^[\r\n]+EVN/.exec(text.slice(end, end + 8))?.[0];
    if (next) event = /^[A-Z]\d\d/.exec(text.slice(end + next.length + 1))?.[0] ?? '';
  }
  const charset = at(18);
  return {
    separators,
    sendingApplication: at(3),
    sendingFacility: at(4),
    receivingApplication: at(5),
    receivingFacility: at(6),
    saidAt: at(7),
    saidAtBytes: [saidFrom, saidFrom + at(7).length * width],
    type: part(9),
    event,
    structure: part(9, 2),
    controlId: at(10),
    processing: part(11),
    version: part(12),
    sequence: at(13),
    acceptAcknowledgement: at(15),
    applicationAcknowledgement: at(16),
    charset: repetition === '' ? charset : charset.split(repetition, 1)[0]!,
  };
}
