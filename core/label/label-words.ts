/**
 * How a label writes texts, dates, numbers and schedules.
 *
 * Always: what comes out is read the same way in both countries, and can be drawn by both label writers.
 */

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The text in signs that both the label's font and a label printer's own have: Latin letters with their
 * accents and common punctuation, one space between words. A foreign accent leaves its plain letter, any other
 * sign becomes a question mark.
 */
export function printable(text: string): string {
  return Array.from(text.normalize('NFC').replace(/[\s\p{Cc}]+/gu, ' '), (sign) => {
    if (drawn.test(sign)) return sign;
    const plain = sign.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '');
    return Array.from(plain, (part) => (drawn.test(part) ? part : '?')).join('');
  })
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

const drawn = /^[ -~¡-¬®-ſȘșȚț–—‘’“”•…€™≤≥]$/u;

/** 2 to 5 for a controlled drug as either country writes it, otherwise 0. */
export function scheduleNumber(schedule: string): number {
  const number = /^(?:CD|C)?[\s-]*(III|II|IV|V|[2-5])N?$/i.exec(schedule.trim())?.[1]?.toUpperCase() ?? '';
  return { II: 2, III: 3, IV: 4, V: 5 }[number] ?? Number(number);
}

/** `C-II` in the US, `CD2` in the UK, nothing for a drug that is not controlled. */
export function scheduleMark(schedule: number, profile: 'us' | 'uk'): string {
  if (schedule === 0) return '';
  return profile === 'us' ? `C-${['II', 'III', 'IV', 'V'][schedule - 2]}` : `CD${schedule}`;
}

/** `Nov 21, 2026` or `21 Nov 2026`: the month in letters, because the two countries read figures differently. */
export function dateInWords(day: string, profile: 'us' | 'uk'): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(day) ?? [];
  const name = months[Number(month) - 1];
  if (year === undefined || name === undefined) return day;
  if (date === undefined) return `${name} ${year}`;
  return profile === 'us' ? `${name} ${Number(date)}, ${year}` : `${Number(date)} ${name} ${year}`;
}

/** Whether the text is a real day as `YYYY-MM-DD`. */
export function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) && day.length === 10;
}

/** Without trailing zeros, which are misread (`1.0` as `10`). */
export function plainNumber(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

/** An NDC-11 in its three segments; anything else as it is. */
export function ndc(ndc11: string): string {
  return ndc11.replace(/^(\d{5})(\d{4})(\d{2})$/, 'NDC $1-$2-$3');
}

/** The parts that are there, with a middle dot between. */
export function joined(...parts: string[]): string {
  return parts.filter(Boolean).join(' · ');
}

/** Codes that every printer and scanner reads alike: letters, digits and hyphens, at most 32. */
export function fitsBarcode(bagCode: string): boolean {
  return /^[A-Za-z0-9-]{1,32}$/.test(bagCode);
}
