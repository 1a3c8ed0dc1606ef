/**
 * A corrected message from the lines a person edited. Always: it is written in UTF-8 and says so where it has to; a line nobody
 * changed is the one that came, so what is masked on the screen is not lost by showing it.
 */
import type { SourceProfile } from '../../contract/adt-values.ts';
import { readMessage } from '../hl7.ts';
import { maskedLines } from '../reading/translate.ts';

/** MSH-18 is the 18th field counted from MSH-1, the separator itself. */
const inUtf8 = (header: string): string => {
  const separator = header[3] ?? '|';
  const fields = header.split(separator);
  while (fields.length < 18) fields.push('');
  fields[17] = 'UNICODE UTF-8';
  return fields.join(separator);
};

const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text);

/** The bytes of a message in place of the one that came as `bytes`. */
export const correctedBytes = (
  bytes: Uint8Array,
  charset: SourceProfile['charset'],
  lines: readonly string[],
): Uint8Array => {
  const message = readMessage(bytes, charset);
  const masked = maskedLines(message);
  const written = lines
    .map((line) => line.replace(/[\r\n]+$/, ''))
    .filter((line) => line !== '')
    .map((line) => {
      const known = masked.indexOf(line);
      return known < 0 ? line : message.segments[known]!.text;
    });
  if (written[0]?.startsWith('MSH') && !written.every(isAscii)) written[0] = inUtf8(written[0]);
  return Buffer.from(`${written.join('\r')}\r`, 'utf8');
};
