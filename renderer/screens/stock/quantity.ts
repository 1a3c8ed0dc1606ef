/**
 * Arithmetic on quantities as the window needs it: sums and comparisons of decimal text.
 * Always exact: a quantity has at most three places, so it is counted in thousandths. What the core books is
 * reckoned by the core; this only says on screen what it will come to.
 */

/** `2.5` → 2500; null for anything that is not a decimal number with at most three places. */
export function thousandths(text: string): number | null {
  const parts = /^(-?)(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text.trim());
  if (!parts) return null;
  const value = Number(parts[2]) * 1000 + Number((parts[3] ?? '').padEnd(3, '0'));
  return parts[1] === '-' ? -value : value;
}

/** 2500 → `2.5`. */
export function fromThousandths(value: number): string {
  const digits = String(Math.abs(value)).padStart(4, '0');
  const places = digits.slice(-3).replace(/0+$/, '');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -3)}${places && `.${places}`}`;
}

/** The sum of quantities; texts that are no quantity count as nothing. */
export const sumOf = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + (thousandths(text) ?? 0), 0);
