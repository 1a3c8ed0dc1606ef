/**
 * The number by which the NHS knows a patient.
 *
 * Always: texts never repeat the number. Not here: hospital record numbers, which have no common rule.
 */

/** Why this is not an NHS number, or null. Ten digits, weights 10 to 2, modulus 11; spaces and hyphens are allowed. */
export function nhsNumberProblem(text: string): string | null {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d+$/.test(digits)) return 'An NHS number has only digits.';
  if (digits.length !== 10) return `An NHS number has 10 digits. This has ${digits.length}.`;
  // Ten equal digits always satisfy the checksum; they are what people type to fill the box.
  if (/^(\d)\1{9}$/.test(digits)) return 'Ten equal digits are not an NHS number.';
  let sum = 0;
  for (let at = 0; at < 9; at += 1) sum += Number(digits[at]) * (10 - at);
  const check = (11 - (sum % 11)) % 11;
  return check === Number(digits[9])
    ? null
    : 'The check digit of this NHS number is wrong. A digit is mistyped.';
}
