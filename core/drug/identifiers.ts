/**
 * The numbers printed on a drug: NDC (United States) and the GTIN family of trade codes.
 *
 * Always: an NDC is text, never a number, and is kept as its padded 11 digits (5-4-2).
 * From 2033 a 12-digit form (6-4-2) comes into use; it is kept as its own 12 digits.
 * Not here: whether such a drug exists. That is a question for the catalogue.
 */

export type NdcReading = { ndc11: string; display: string } | { problem: string };

/** The three printed shapes of ten digits, and the two padded ones, with the widths they grow to. */
const shapes: Record<string, readonly [number, number, number]> = {
  '4-4-2': [5, 4, 2],
  '5-3-2': [5, 4, 2],
  '5-4-1': [5, 4, 2],
  '5-4-2': [5, 4, 2],
  '6-4-2': [6, 4, 2],
};

/**
 * Reads an NDC as typed or printed: hyphened 4-4-2, 5-3-2, 5-4-1, 5-4-2 or 6-4-2, or 11 or 12 bare digits.
 * Ten bare digits are refused, because the missing zero could stand in three places.
 * Twelve bare digits that are a UPC-A barcode of a drug are refused too: they hold an NDC, they are not one.
 */
export function parseNdc(text: string): NdcReading {
  const cleaned = text
    .trim()
    .replace(/^NDC[:#]?\s*/i, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-');
  if (cleaned === '') return { problem: 'Enter the NDC.' };
  if (!/^[\d-]+$/.test(cleaned)) return { problem: 'An NDC has only digits and hyphens.' };
  if (cleaned.includes('-')) return parseHyphened(cleaned);
  if (cleaned.length === 10) {
    return {
      problem:
        'Ten digits without hyphens can be three different NDCs. Enter it with its hyphens, or with 11 digits.',
    };
  }
  if (cleaned.length === 12 && cleaned.startsWith('3') && hasGtinCheckDigit(cleaned)) {
    return {
      problem: 'This is the number under a UPC barcode, not an NDC. Scan it, or enter the NDC with hyphens.',
    };
  }
  if (cleaned.length === 11 || cleaned.length === 12) {
    return { ndc11: cleaned, display: formatNdc(cleaned) };
  }
  return { problem: `An NDC has 10 digits with hyphens, or 11 digits. This has ${cleaned.length}.` };
}

function parseHyphened(text: string): NdcReading {
  const segments = text.split('-');
  const shape = segments.map((segment) => segment.length).join('-');
  const widths = shapes[shape];
  if (widths === undefined) {
    return { problem: 'An NDC is hyphened 4-4-2, 5-3-2, 5-4-1 or 5-4-2. A digit is missing or too many.' };
  }
  const ndc11 = segments.map((segment, at) => segment.padStart(widths[at] ?? 0, '0')).join('');
  return { ndc11, display: formatNdc(ndc11) };
}

/** An 11-digit NDC as 5-4-2, a 12-digit one as 6-4-2. */
export function formatNdc(ndc11: string): string {
  return `${ndc11.slice(0, -6)}-${ndc11.slice(-6, -2)}-${ndc11.slice(-2)}`;
}

/**
 * The 11-digit NDCs that ten bare digits may stand for (labeler, product or package padded), without repeats.
 * The catalogue decides which of them is real.
 */
export function ndc11Candidates(ndc10: string): string[] {
  return [
    ...new Set([
      `0${ndc10}`,
      `${ndc10.slice(0, 5)}0${ndc10.slice(5)}`,
      `${ndc10.slice(0, 9)}0${ndc10.slice(9)}`,
    ]),
  ];
}

/** The last digit of a GTIN-8, -12, -13 or -14 (GS1 General Specifications, weights 3 and 1 from the right). */
export function gtinCheckDigit(digitsBefore: string): string {
  let sum = 0;
  for (let at = 0; at < digitsBefore.length; at += 1) {
    const weight = (digitsBefore.length - at) % 2 === 1 ? 3 : 1;
    sum += Number(digitsBefore[at]) * weight;
  }
  return String((10 - (sum % 10)) % 10);
}

/** Whether the digits of a trade code end in their right check digit. */
export function hasGtinCheckDigit(digits: string): boolean {
  return gtinCheckDigit(digits.slice(0, -1)) === digits.at(-1);
}
