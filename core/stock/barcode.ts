/**
 * What a keyboard-wedge scanner typed: a drug, one of our own bag labels, or something unknown.
 *
 * Always: a wrong check digit, an impossible date or a broken field gives `unknown` with a sentence, never half
 * a reading. Not here: the catalogue. A trade code that looks like an NDC may be something else, and ten digits
 * may stand for three NDCs, so the caller looks the candidates up.
 */
import { hasGtinCheckDigit, ndc11Candidates, parseNdc } from '../drug/identifiers.ts';
import { groupSeparator, readBracketed, readElementString, withPlainSeparators } from './element-string.ts';

export type DrugBarcode = {
  kind: 'drug';
  ndc10?: string;
  /** Empty when the code holds no NDC; up to three when it holds ten digits without their shape. */
  ndc11Candidates: string[];
  /** Always 14 digits. */
  gtin?: string;
  lot?: string;
  /** `YYYY-MM-DD`, the last day of use. */
  expiry?: string;
  serial?: string;
};
export type UnknownBarcode = { kind: 'unknown'; reason: string };
export type Barcode = DrugBarcode | { kind: 'bag'; code: string } | UnknownBarcode;

/** Symbology prefixes that promise GS1 fields: DataMatrix, Code 128, DataBar, QR. */
const fieldSymbologies = new Set([']d2', ']C1', ']e0', ']Q3']);
const longest = 300;

const unknown = (reason: string): UnknownBarcode => ({ kind: 'unknown', reason });

/**
 * Reads one scan. Takes GS1 fields (with or without symbology prefix, ASCII 29 or its common spellings, or the
 * bracketed form), GTIN-8/12/13/14, an NDC with hyphens or of 11 digits, and our bag labels. `thisYear` sets the
 * century of a two-digit expiry year.
 */
export function readBarcode(text: string, thisYear = new Date().getUTCFullYear()): Barcode {
  if (text.length > longest) return unknown('This is too long for a barcode of a drug or a bag.');
  const plain = withPlainSeparators(text).replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  const symbology = /^\][A-Za-z][0-9A-Za-z]/.exec(plain)?.[0] ?? '';
  const body = plain.slice(symbology.length);
  if (body === '') return unknown('Nothing was scanned.');
  if (body.startsWith('(')) return fromFields(readBracketed(body), thisYear);
  if (fieldSymbologies.has(symbology) || body.includes(groupSeparator) || /^\d{2}.{14}/.test(body)) {
    return fromFields(readElementString(body), thisYear);
  }
  if (/^(\d{8}|\d{12,14})$/.test(body)) return fromTradeCode(body);
  if (/^(\d{11}|\d+-\d+-\d+)$/.test(body)) return fromNdc(body);
  if (/^\d{10}$/.test(body))
    return unknown('Ten digits alone can be three different NDCs. Scan the other barcode.');
  if (/^MB[0-9A-HJKMNP-TV-Z]{8,}$/i.test(body)) return { kind: 'bag', code: body.toUpperCase() };
  return unknown('This is not the barcode of a drug or of a bag.');
}

function fromNdc(text: string): Barcode {
  const reading = parseNdc(text);
  if ('problem' in reading) return unknown(reading.problem);
  const digits = text.replaceAll('-', '');
  return {
    kind: 'drug',
    ...(digits.length === 10 && { ndc10: digits }),
    ndc11Candidates: [reading.ndc11],
  };
}

function fromTradeCode(digits: string): DrugBarcode | UnknownBarcode {
  if (!hasGtinCheckDigit(digits)) return unknown('The check digit is wrong. Scan it again.');
  const gtin = digits.padStart(14, '0');
  if (!gtin.startsWith('0'))
    return unknown('This is the code of a case, not of one package. Scan the package.');
  // Prefix 03 is set aside for United States drugs; the ten digits after it are their NDC.
  if (!gtin.startsWith('003')) return { kind: 'drug', ndc11Candidates: [], gtin };
  const ndc10 = gtin.slice(3, 13);
  return { kind: 'drug', ndc10, ndc11Candidates: ndc11Candidates(ndc10), gtin };
}

function fromFields(elements: ReturnType<typeof readElementString>, thisYear: number): Barcode {
  if ('problem' in elements) return unknown(elements.problem);
  const { fields } = elements;
  const gtin = fields.get('01');
  if (gtin === undefined) return unknown('This code names no product. Scan the code of the package.');
  const drug = fromTradeCode(gtin);
  if (drug.kind === 'unknown') return drug;
  const written = fields.get('17');
  const expiry = written === undefined ? undefined : expiryDay(written, thisYear);
  if (expiry === null) return unknown('The expiry date in this code is not a date. Scan it again.');
  const lot = fields.get('10');
  const serial = fields.get('21');
  return {
    ...drug,
    ...(lot !== undefined && { lot }),
    ...(expiry !== undefined && { expiry }),
    ...(serial !== undefined && { serial }),
  };
}

/** YYMMDD as a day, null if there is none. Day 00 is the last of the month; the century is the nearest one (GS1 7.12). */
function expiryDay(written: string, thisYear: number): string | null {
  const [yy = 0, month = 0, day = 0] = [0, 2, 4].map((at) => Number(written.slice(at, at + 2)));
  if (month < 1 || month > 12) return null;
  const difference = yy - (thisYear % 100);
  const century = Math.floor(thisYear / 100) + (difference >= 51 ? -1 : difference <= -50 ? 1 : 0);
  const year = century * 100 + yy;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day > lastDay) return null;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day === 0 ? lastDay : day)}`;
}
