/**
 * The numbers by which a prescriber is known in the United States: NPI and DEA.
 *
 * Always: a problem refuses the entry, a warning only asks for a second look. Texts never repeat the number.
 * Not here: whether the registration is in force. That needs the issuing register.
 */

/** Why this is not an NPI, or null. Ten digits, first 1 or 2, Luhn over 80840 and the number (45 CFR 162.406). */
export function npiProblem(text: string): string | null {
  const digits = text.trim();
  if (!/^\d+$/.test(digits)) return 'An NPI has only digits.';
  if (digits.length !== 10) return `An NPI has 10 digits. This has ${digits.length}.`;
  if (!/^[12]/.test(digits)) return 'An NPI begins with 1 or 2.';
  return luhnSum(`80840${digits}`) % 10 === 0
    ? null
    : 'The check digit of this NPI is wrong. A digit is mistyped.';
}

function luhnSum(digits: string): number {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const weighed = at % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum;
}

const deaShape = /^([A-Z])([A-Z9])(\d{7})(-[A-Z0-9]{1,12})?$/;

/**
 * Why this is not a DEA number, or null: two letters (the second may be 9), seven digits of which the last
 * is a checksum, and for hospital staff a suffix after a hyphen.
 */
export function deaProblem(text: string): string | null {
  const parts = deaShape.exec(text.trim().toUpperCase());
  if (parts === null) {
    return 'A DEA number is two letters and seven digits, with a hospital suffix after a hyphen if it has one.';
  }
  const digits = [...(parts[3] ?? '')].map(Number);
  const at = (place: number) => digits[place] ?? 0;
  const sum = at(0) + at(2) + at(4) + 2 * (at(1) + at(3) + at(5));
  return sum % 10 === at(6) ? null : 'The check digit of this DEA number is wrong. A character is mistyped.';
}

/** What the first letter says of who holds the number, where that is not someone who prescribes. */
const unusualHolders: Record<string, string> = {
  P: 'This DEA number belongs to a distributor, manufacturer or treatment programme, not to a prescriber.',
  R: 'This DEA number belongs to a distributor, manufacturer or treatment programme, not to a prescriber.',
  X: 'This is an old buprenorphine waiver number. Ask for the ordinary DEA number.',
};

/**
 * What to look at twice in a DEA number that is well formed, or null. The second letter is usually the initial
 * of the surname at registration; surnames change, so a difference is never a refusal. 9 stands for a business.
 */
export function deaWarning(text: string, surname: string): string | null {
  const number = text.trim().toUpperCase();
  const holder = unusualHolders[number[0] ?? ''];
  if (holder !== undefined) return holder;
  const initial = surname.normalize('NFD').toUpperCase().match(/[A-Z]/)?.[0];
  if (initial === undefined || number[1] === '9' || number[1] === initial) return null;
  return 'The second letter of the DEA number is not the initial of the surname. Check that it is this prescriber.';
}
