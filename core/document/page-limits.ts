/**
 * What a document may be, and the sentences for those that are not.
 * Always: a sentence says what to do and holds nothing of the file, not even its name.
 */

export const LARGEST_FILE = 50 * 1024 * 1024;
export const MOST_PAGES = 200;
export const MOST_PIXELS = 100_000_000;
/** All finished pages of one document together, in bytes. */
export const LARGEST_RESULT = 256 * 1024 * 1024;
/** A shown page's longer side, in pixels. */
export const LONGEST_SIDE = 2400;

export const refusals = {
  unreadable: 'The file is damaged or incomplete and cannot be shown whole. Ask the sender to send it again.',
  encrypted: 'The file is locked with a password. Ask the sender for a copy without one.',
  'too-large':
    'The file is larger than a workstation can take (50 MB, or 100 megapixels on one page). Ask the sender for a smaller copy.',
  'too-many-pages': 'The file has more than 200 pages. Ask the sender to send it in parts.',
  empty: 'The file is empty. Ask the sender to send it again.',
  'unknown-type':
    'This is not a kind of document that can be shown here. Faxes come as TIFF, PDF, PNG or JPEG.',
  'gave-up':
    'The file took too long or too much memory to read, so reading was stopped. Ask the sender to send it another way.',
} as const;

export type RefusalCode = keyof typeof refusals;

/** Carries a refusal's code out of nested reading; never leaves the worker. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(code);
    this.code = code;
  }
}

/** Throws the refusal for a page of an impossible or excessive size. */
export function checkPageSize(width: number, height: number): void {
  if (!(width >= 1 && height >= 1)) throw new Refusal('unreadable');
  if (width * height > MOST_PIXELS) throw new Refusal('too-large');
}
