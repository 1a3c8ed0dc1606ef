/**
 * Parts a file into its messages: one, several in a row, or batches (FHS, BHS … BTS, FTS). On bytes: what a message says is not
 * looked at, and every byte between two MSH belongs to the first of them, envelopes aside. A count that is wrong is a remark, no
 * refusal: the messages are there.
 */

export interface BatchFile {
  /** Each without envelopes, in their order, as views of the bytes handed in. */
  readonly messages: readonly Uint8Array[];
  /** In words without patient data. */
  readonly remarks: readonly string[];
}

const CR = 13;
const LF = 10;
const VT = 11;
const FS = 28;
const ENVELOPES = ['FHS', 'BHS', 'BTS', 'FTS'];

/** Where a line begins that is an MSH or an envelope, with its name. UTF-16 has a zero beside each letter. */
interface Mark {
  readonly at: number;
  readonly name: string;
  readonly line: string;
}

const isBreak = (byte: number | undefined) => byte === CR || byte === LF || byte === VT || byte === FS;
const isEmpty = (byte: number | undefined) => isBreak(byte) || byte === 0x20 || byte === 9 || byte === 0;

/** The separator after MSH, FHS or BHS must be a sign: `MSHA` is a word. BTS and FTS may stand alone. */
const isMark = (name: string, next: number | undefined): boolean => {
  const isSign =
    next !== undefined && next > 0x20 && next < 0x7f && !/[A-Za-z0-9]/.test(String.fromCharCode(next));
  return isSign || ((name === 'BTS' || name === 'FTS') && (next === undefined || isBreak(next)));
};

function marksOf(bytes: Buffer, width: 1 | 2, low: number): Mark[] {
  const marks: Mark[] = [];
  const letter = (at: number, offset: number) => bytes[at + low + offset * width];
  let begins = true;
  const end = bytes.length - 2 * width;
  for (let at = 0; at < end; at += width) {
    if (begins) {
      const name = String.fromCharCode(letter(at, 0)!, letter(at, 1)!, letter(at, 2) ?? 0);
      if ((name === 'MSH' || ENVELOPES.includes(name)) && isMark(name, letter(at, 3))) {
        let line = '';
        for (let offset = 3; line.length < 40; offset += 1) {
          const byte = letter(at, offset);
          if (byte === undefined || isBreak(byte)) break;
          line += String.fromCharCode(byte);
        }
        marks.push({ at, name, line });
      }
    }
    begins = isBreak(bytes[at + low]);
  }
  return marks;
}

/** The number BTS-1 or FTS-1 says, or undefined. */
const countOf = (line: string): number | undefined => {
  const written = line.slice(1).split(line.charAt(0), 1)[0]?.trim() ?? '';
  return /^\d{1,9}$/.test(written) ? Number(written) : undefined;
};

/** The marks counted against what envelopes say. */
function remarksOf(marks: readonly Mark[]): string[] {
  const remarks: string[] = [];
  let inBatch = 0;
  let batches = 0;
  let open = '';
  for (const { name, line } of marks) {
    if (name === 'MSH') inBatch += 1;
    else if (name === 'BHS') {
      if (open !== '') remarks.push(`Batch ${batches} has no end (BTS).`);
      batches += 1;
      inBatch = 0;
      open = 'BHS';
    } else if (name === 'BTS') {
      const said = countOf(line);
      if (open === '') remarks.push('A batch ends (BTS) that did not begin (BHS).');
      if (said !== undefined && said !== inBatch)
        remarks.push(`Batch ${batches} says that it holds ${said} messages; it holds ${inBatch}.`);
      inBatch = 0;
      open = '';
    } else if (name === 'FTS') {
      const said = countOf(line);
      if (said !== undefined && said !== batches)
        remarks.push(`The file says that it holds ${said} batches; it holds ${batches}.`);
    }
  }
  if (open !== '') remarks.push(`Batch ${batches} has no end (BTS).`);
  const begun = marks.filter(({ name }) => name === 'FHS').length;
  const ended = marks.filter(({ name }) => name === 'FTS').length;
  if (begun > ended) remarks.push('The file has no end (FTS): it may be cut.');
  return remarks;
}

/** The messages of a file, or of a frame that holds several. A file without any gives none, and says so. */
export function splitFile(file: Uint8Array): BatchFile {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const isWide = marked || (bytes[0] === 0 && bytes[2] === 0) || (bytes[1] === 0 && bytes[3] === 0);
  const low = isWide && (bytes[0] === 0xfe || bytes[0] === 0) ? 1 : 0;
  const start = isWide
    ? marked
      ? 2
      : 0
    : bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
      ? 3
      : 0;
  const body = bytes.subarray(start);
  const width = isWide ? 2 : 1;
  const marks = marksOf(body, width, low);
  const remarks = remarksOf(marks);
  const messages: Uint8Array[] = [];
  marks.forEach(({ at, name }, index) => {
    if (name !== 'MSH') return;
    // Framing and empty lines after the last segment are none of the message's; its own line end is.
    let end = marks[index + 1]?.at ?? body.length;
    while (end > at && isBreak(body[end - width + low])) end -= width;
    if (body[end + low] === CR) end += width;
    if (body[end + low] === LF) end += width;
    // Alone in its file: as it stands, mark and all. A mark tells how the others stand too, so each is given it.
    if (marks.length === 1 && at === 0) messages.push(bytes.subarray(0, start + end));
    else if (marked) messages.push(Buffer.concat([bytes.subarray(0, 2), body.subarray(at, end)]));
    else messages.push(body.subarray(at, end));
  });
  const lead = marks.length === 0 ? body.length : marks[0]!.at;
  for (let at = 0; at < lead; at += 1) {
    if (isEmpty(body[at])) continue;
    remarks.push('Before the first message stands something that is none.');
    break;
  }
  return { messages, remarks };
}

const startsWithEnvelope = /^[\s\v]*[FB]HS[^A-Za-z0-9\s]/;

/**
 * The messages of a frame that holds more than one, or a batch; null where it is one message, or none. `envelope`: BHS as written,
 * or where there is none FHS; null where they merely stand in a row.
 */
export function splitFrame(frame: Uint8Array): (BatchFile & { readonly envelope: string | null }) | null {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  const isBatch = startsWithEnvelope.test(bytes.toString('latin1', 0, 20));
  if (!isBatch && !bytes.includes('\rMSH') && !bytes.includes('\nMSH')) return null;
  const split = splitFile(frame);
  if (split.messages.length === 0 || (!isBatch && split.messages.length === 1)) return null;
  const head = bytes.toString('latin1', 0, bytes.indexOf('MSH'));
  const envelope = head.split(/[\r\n]+/).findLast((line) => /^[FB]HS/.test(line)) ?? null;
  return { ...split, envelope: isBatch ? envelope : null };
}
