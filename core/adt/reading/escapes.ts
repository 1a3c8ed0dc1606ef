/**
 * Escape sequences of HL7 v2, both ways. A sequence nobody here knows, and one that is not closed, stays as it is written.
 * Splitting comes first and this last: what an escape stands for never parts anything.
 */
import { decodeBytes } from './charset.ts';
import type { Separators } from './separators.ts';

/** New lines that `.sp` asks for; no report skips more. */
const MOST_LINES = 50;

/** What stands for a sequence (without its escape characters), or null where it is not known. */
function meaningOf(sequence: string, separators: Separators, charset: string): string | null {
  switch (sequence) {
    case 'F':
      return separators.field;
    case 'S':
      return separators.component || null;
    case 'T':
      return separators.subcomponent || null;
    case 'R':
      return separators.repetition || null;
    case 'E':
      return separators.escape;
    case 'P':
      return separators.truncation || null;
    case 'H':
    case 'N':
      return '';
  }
  if (sequence.startsWith('X')) {
    const hex = sequence.slice(1);
    return hex.length > 0 && hex.length % 2 === 0 && /^[0-9A-Fa-f]+$/.test(hex)
      ? decodeBytes(Buffer.from(hex, 'hex'), charset)
      : null;
  }
  if (!sequence.startsWith('.')) return null;
  const [, command, lines = ''] = /^\.(br|sp|sk|in|ti|fi|nf|ce)([+-]?\d{0,4})$/.exec(sequence) ?? [];
  switch (command) {
    case 'br':
    case 'ce':
      return '\n';
    case 'sp':
      return '\n'.repeat(Math.min(Math.max(Number(lines || 1), 1), MOST_LINES));
    case 'sk':
      return ' '.repeat(Math.min(Math.max(Number(lines || 1), 1), MOST_LINES));
    case undefined:
      return null;
    default:
      return '';
  }
}

/** The text a value stands for. `charset` decodes bytes written in hex. */
export function unescapeText(text: string, separators: Separators, charset: string): string {
  const { escape: sign } = separators;
  if (sign === '') return text;
  let open = text.indexOf(sign);
  if (open < 0) return text;
  let result = '';
  let done = 0;
  while (open >= 0) {
    const close = text.indexOf(sign, open + 1);
    if (close < 0) break;
    const meaning = meaningOf(text.slice(open + 1, close), separators, charset);
    result += meaning === null ? text.slice(done, close + 1) : text.slice(done, open) + meaning;
    done = close + 1;
    open = text.indexOf(sign, done);
  }
  return result + text.slice(done);
}

/** A value as it may stand between separators. Line ends are written in hex: a bare one would end the segment. */
export function escapeText(text: string, separators: Separators): string {
  const { field, component, repetition, escape: sign, subcomponent } = separators;
  let result = '';
  for (const character of text) {
    if (character === '\r') result += `${sign}X0D${sign}`;
    else if (character === '\n') result += `${sign}X0A${sign}`;
    else if (character === sign) result += `${sign}E${sign}`;
    else if (character === field) result += `${sign}F${sign}`;
    else if (character === component) result += `${sign}S${sign}`;
    else if (character === repetition) result += `${sign}R${sign}`;
    else if (character === subcomponent) result += `${sign}T${sign}`;
    else result += character;
  }
  return result;
}
