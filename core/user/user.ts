/**
 * Rules of sign-in: how long a wrong try costs, how long a PIN is enough, which passwords are too easily guessed.
 * Pure; rows in, answers out. Hashing is in secret.ts.
 */
import type { UserView } from '../contract/user.ts';
import type { UserRow } from './store.ts';

/** After so many wrong tries in a row, the next has to wait. */
const FREE_TRIES = 2;
/** After so many wrong tries in a row, the PIN is no longer enough. */
export const PIN_TRIES = 5;
const LONGEST_WAIT = 15 * 60;

/** Whether a person may sign in at this workstation at all. */
export const maySignIn = (row: Pick<UserRow, 'active' | 'elsewhere'>): boolean =>
  row.active === 1 && row.elsewhere === 0;

export const userView = (row: UserRow): UserView => ({
  id: row.id,
  version: row.version,
  userName: row.user_name,
  displayName: row.display_name,
  role: row.role,
  active: row.active === 1,
  hasPin: row.pin_hash !== null,
});

/** Whole seconds until the next try is looked at; 0 when it may be made now. */
export const secondsToWait = (row: Pick<UserRow, 'wrong_tries' | 'last_wrong_at'>, now: string): number => {
  if (row.wrong_tries <= FREE_TRIES || row.last_wrong_at === null) return 0;
  const wait = Math.min(2 ** row.wrong_tries, LONGEST_WAIT);
  // A clock that was set back must not lengthen the wait.
  const passed = Math.max(0, (Date.parse(now) - Date.parse(row.last_wrong_at)) / 1000);
  return Math.max(0, Math.ceil(wait - passed));
};

export const waitSentence = (seconds: number): string =>
  `Too many wrong tries. Wait ${seconds} second${seconds === 1 ? '' : 's'}, then try again.`;

/** Whether the PIN is enough now: there is one, and the password was typed here within the set hours. */
export const pinWorks = (
  row: Pick<UserRow, 'active' | 'pin_hash' | 'last_password_at'>,
  now: string,
  hours: number,
): boolean =>
  row.active === 1 &&
  row.pin_hash !== null &&
  row.last_password_at !== null &&
  Date.parse(now) - Date.parse(row.last_password_at) < hours * 3_600_000;

const guessed = new Set([
  'password',
  'passw0rd',
  'pharmacy',
  'pharmacist',
  'prescription',
  'technician',
  'administrator',
  'changeme',
  'letmein',
  'welcome',
  'qwerty',
  'qwertyuiop',
  'asdfghjkl',
  'iloveyou',
  'football',
  'baseball',
  'sunshine',
  'princess',
  'superman',
  'trustno',
  'mortar',
]);

const SEQUENCES = ['01234567890123456789', '98765432109876543210', 'abcdefghijklmnopqrstuvwxyz'];
/** What has to be left of a password once the user name is taken out. */
const OWN_CHARACTERS = 6;

/** Whether a PIN is among the first that anybody would try: one digit over and over, or digits in a row. */
export const isWeakPin = (pin: string): boolean =>
  new Set(pin).size === 1 || SEQUENCES.some((sequence) => sequence.includes(pin));

/** Whether a password is among the first that anybody would try for this person. */
export const isWeakPassword = (password: string, userName: string): boolean => {
  const lower = password.toLowerCase();
  const core = lower.replace(/[^a-z]+$/, '').replace(/^[^a-z]+/, '');
  return (
    guessed.has(lower) ||
    guessed.has(core) ||
    new Set(lower).size < 3 ||
    SEQUENCES.some((sequence) => sequence.includes(lower)) ||
    (lower.includes(userName) && lower.replaceAll(userName, '').length < OWN_CHARACTERS)
  );
};
