/**
 * MLLP: messages out of a stream of bytes, and a message put into its frame (VT, message, FS CR).
 * Pure and byte-wise: whatever way a stream is cut into chunks, the same comes out. Always: every byte is either in a message,
 * or told as noise, or the CR and LF that many senders write between frames. No socket is here and no character is decoded.
 */

const VT = 0x0b;
const FS = 0x1c;
const CR = 0x0d;
const LF = 0x0a;
/** Of noise so much is kept at a time; the rest is counted. */
export const KEPT_NOISE = 4_096;

export type Framed =
  /** One message, its own copy or a view of the chunk it came in. */
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  /** What was no message: the problem in words and the beginning of it. */
  | { readonly kind: 'noise'; readonly problem: string; readonly bytes: Uint8Array; readonly length: number }
  /** The frame is larger than may be; nothing after it is read. Its beginning is told as noise before. */
  | { readonly kind: 'too-long' };

export interface Framer {
  /** What the next bytes of the stream complete, in order. */
  push(chunk: Uint8Array): Framed[];
  /** What was left when the stream ended. */
  end(): Framed[];
  /** Whether a frame has begun and not ended. */
  readonly inFrame: boolean;
}

export const problems = {
  outside: 'Bytes between two messages: no message was begun.',
  restarted: 'A message was begun anew before it had ended.',
  unfinished: 'The connection ended in the middle of a message.',
  tooLong: 'A message was longer than may be. The connection was closed.',
  tooSlow: 'A message took too long to come. The connection was closed.',
  empty: 'A frame without a message.',
} as const;

/** Where FS directly followed by CR begins, from `from` on; -1 where it does not. */
const endOfFrame = (chunk: Uint8Array, from: number): number => {
  for (let at = chunk.indexOf(FS, from); at >= 0; at = chunk.indexOf(FS, at + 1))
    if (chunk[at + 1] === CR) return at;
  return -1;
};

const nothing = new Uint8Array(0);

/** Bytes that come in parts, however small, without holding on to the parts. */
const createGathering = () => {
  let held = nothing;
  let length = 0;
  return {
    add: (bytes: Uint8Array) => {
      if (length + bytes.length > held.length) {
        const larger = new Uint8Array(Math.max(length + bytes.length, held.length * 2, 1_024));
        larger.set(held.subarray(0, length));
        held = larger;
      }
      held.set(bytes, length);
      length += bytes.length;
    },
    get length() {
      return length;
    },
    /** What was gathered; gathering begins anew. */
    take: () => {
      const bytes = held.subarray(0, length);
      held = nothing;
      length = 0;
      return bytes;
    },
  };
};

/** Reads a stream; a message may have up to `mostBytes`. */
export const createFramer = (mostBytes: number): Framer => {
  let inFrame = false;
  /** What earlier chunks brought of the frame that has begun. */
  const begun = createGathering();
  /** The last byte was an FS in a frame: what follows says whether it ended there. */
  let afterSeparator = false;
  const outside = createGathering();
  let outsideLength = 0;
  let isNoise = false;
  let closed = false;

  const noise = (problem: string, bytes: Uint8Array, length: number): Framed => ({
    kind: 'noise',
    problem,
    bytes: bytes.slice(0, KEPT_NOISE),
    length,
  });
  const addOutside = (bytes: Uint8Array) => {
    isNoise ||= bytes.some((byte) => byte !== CR && byte !== LF);
    outside.add(bytes.subarray(0, KEPT_NOISE - outside.length));
    outsideLength += bytes.length;
  };
  const tellOutside = (found: Framed[]) => {
    const bytes = outside.take();
    if (isNoise) found.push(noise(problems.outside, bytes, outsideLength));
    outsideLength = 0;
    isNoise = false;
  };
  /** The frame so far, with what this chunk adds. */
  const withRest = (rest: Uint8Array): Uint8Array => {
    if (begun.length === 0) return rest;
    begun.add(rest);
    return begun.take();
  };
  const tooLong = (found: Framed[], bytes: Uint8Array) => {
    found.push(noise(problems.tooLong, bytes.subarray(0, mostBytes), mostBytes), { kind: 'too-long' });
    inFrame = false;
    closed = true;
  };
  const finish = (found: Framed[], bytes: Uint8Array) => {
    inFrame = false;
    if (bytes.length > mostBytes) tooLong(found, bytes);
    else if (bytes.length === 0) found.push(noise(problems.empty, nothing, 0));
    // Of MLLP release 2, ACK or NAK alone in a frame: they speak of what we sent, and nothing follows.
    else if (bytes.length > 1 || (bytes[0] !== 0x06 && bytes[0] !== 0x15))
      found.push({ kind: 'message', bytes });
  };

  return {
    get inFrame() {
      return inFrame;
    },
    push: (chunk) => {
      const found: Framed[] = [];
      let at = 0;
      /** The next end in this chunk, once it was looked for. */
      let end: number | undefined;
      while (at < chunk.length && !closed) {
        if (!inFrame) {
          const start = chunk.indexOf(VT, at);
          const until = start < 0 ? chunk.length : start;
          addOutside(chunk.subarray(at, until));
          at = until + 1;
          if (start < 0) continue;
          tellOutside(found);
          inFrame = true;
          continue;
        }
        if (afterSeparator) {
          afterSeparator = false;
          if (chunk[at] === CR) {
            at += 1;
            finish(found, begun.take());
            continue;
          }
          begun.add(Uint8Array.of(FS));
        }
        if (end === undefined || (end >= 0 && end < at)) end = endOfFrame(chunk, at);
        const rest = chunk.subarray(at, end < 0 ? chunk.length : end);
        const again = rest.indexOf(VT);
        if (again >= 0) {
          const part = withRest(rest.subarray(0, again));
          if (part.length > mostBytes) tooLong(found, part);
          else if (part.length > 0) found.push(noise(problems.restarted, part, part.length));
          at += again + 1;
        } else if (end >= 0) {
          at = end + 2;
          finish(found, withRest(rest));
        } else {
          at = chunk.length;
          afterSeparator = rest.at(-1) === FS;
          begun.add(afterSeparator ? rest.subarray(0, -1) : rest);
          if (begun.length > mostBytes) tooLong(found, begun.take());
        }
      }
      return found;
    },
    end: () => {
      const found: Framed[] = [];
      if (inFrame) {
        const part = begun.take();
        found.push(noise(problems.unfinished, part, part.length));
      }
      tellOutside(found);
      inFrame = false;
      closed = true;
      return found;
    },
  };
};

/** Messages, each in its frame, one after the other. */
export const framed = (messages: readonly Uint8Array[]): Buffer => {
  const length = messages.reduce((sum, bytes) => sum + bytes.length + 3, 0);
  const all = Buffer.allocUnsafe(length);
  let at = 0;
  for (const bytes of messages) {
    all[at] = VT;
    all.set(bytes, at + 1);
    at += bytes.length + 3;
    all[at - 2] = FS;
    all[at - 1] = CR;
  }
  return all;
};
