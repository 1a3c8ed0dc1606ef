/**
 * The five or six characters that part a message of HL7 v2, as its own MSH-1 and MSH-2 say. Every message brings its own; only
 * where MSH-2 is empty do the usual ones hold. Reading and writing with them is in hl7.ts and write-hl7.ts.
 */

export interface Separators {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
  /** From version 2.7: stands at the end of a value that was cut. */
  readonly truncation: string;
}

export const USUAL_SEPARATORS: Separators = {
  field: '|',
  component: '^',
  repetition: '~',
  escape: '\\',
  subcomponent: '&',
  truncation: '',
};

/** What is wrong with a message, by the codes of table 0357, in words that hold nothing of any patient. */
export class Hl7Error extends Error {
  readonly code: number;
  constructor(code: number, problem: string) {
    super(problem);
    this.code = code;
  }
}

/** Signs of ASCII: what a separator may be. Letters and digits would part every word. */
const isSign = (character: string): boolean => /^[!#-/:-@[-`{-~]$/.test(character);

/**
 * The separators of a segment that carries them (MSH, BHS, FHS), from its text as far as MSH-2 and what follows it. Fewer than
 * four: those missing are not used and are ''. Throws Hl7Error where they cannot be told.
 */
export function readSeparators(text: string): Separators {
  const field = text.charAt(3);
  if (!isSign(field)) throw new Hl7Error(100, 'After MSH stands no sign that could part its fields.');
  // MSH-2 may be the last that is written.
  const written = /^[^\r\n]*/.exec(text.slice(4, 12))![0].split(field, 1)[0]!;
  if (written === '') return { ...USUAL_SEPARATORS, field };
  if (written.length > 5) throw new Hl7Error(102, 'MSH-2 holds more than five signs.');
  const all = [field, ...written];
  if (!all.every(isSign)) throw new Hl7Error(102, 'MSH-2 holds something that cannot part fields.');
  if (new Set(all).size < all.length)
    throw new Hl7Error(102, 'The signs of MSH-1 and MSH-2 are not all different.');
  const [, component = '', repetition = '', escaping = '', subcomponent = '', truncation = ''] = all;
  return { field, component, repetition, escape: escaping, subcomponent, truncation };
}
