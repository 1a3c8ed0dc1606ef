/**
 * The state of a stay as a pure machine: what each kind of news makes of it, or that it contradicts what is known.
 * Pauses, tasks and rows follow in stay-effects.ts from the state before and after.
 */
import type { StayView } from '../../contract/adt-values.ts';

export type StayState = StayView['state'];

/** What is said of a stay. Cancels are not here: they take back what a message did (undo.ts). */
export type News =
  | 'admit'
  | 'register'
  | 'expect'
  | 'discharge'
  | 'present'
  | 'leave'
  | 'return'
  | 'not-expected'
  | 'in-error';

/** State before → news → state after; what is not listed leaves it as it is, `!` asks a person. `none`: no stay was known. */
const table: Record<StayState | 'none', Partial<Record<News, StayState | '!'>>> = {
  none: {
    admit: 'in',
    register: 'in',
    expect: 'expected',
    discharge: 'discharged',
    present: 'in',
    leave: 'on-leave',
    return: 'in',
  },
  expected: {
    admit: 'in',
    register: 'in',
    discharge: 'discharged',
    leave: 'on-leave',
    return: 'in',
    'not-expected': 'cancelled',
    'in-error': 'in-error',
  },
  in: { discharge: 'discharged', leave: 'on-leave', 'not-expected': '!', 'in-error': 'in-error' },
  'on-leave': {
    admit: 'in',
    discharge: 'discharged',
    return: 'in',
    'not-expected': '!',
    'in-error': 'in-error',
  },
  // Whoever is admitted again under the same number is in hospital again.
  discharged: { admit: 'in', register: 'in', leave: '!', return: '!', 'in-error': 'in-error' },
  cancelled: { admit: 'in', register: 'in', expect: 'expected', discharge: '!', leave: '!', return: '!' },
  'in-error': { admit: 'in', register: 'in', expect: 'expected', discharge: '!', leave: '!', return: '!' },
};

/** What some news makes of a stay (null: none was known): the state after it, or `contradiction`. */
export const stateAfter = (state: StayState | null, news: News): StayState | null | 'contradiction' => {
  const after = table[state ?? 'none'][news];
  return after === '!' ? 'contradiction' : (after ?? state);
};

/** Table 0004: inpatient and obstetrics. Only these lie in hospital; unknown is taken for one who does where he was admitted. */
export const isInpatientClass = (code: string): boolean => code === 'I' || code === 'B';

/** Whether somebody lies in hospital: refills, delivery and messages rest. */
export const liesInHospital = (stay: { state: StayState; class: string } | null): boolean =>
  stay !== null && (stay.state === 'in' || stay.state === 'on-leave') && isInpatientClass(stay.class);

/** Classes after which nothing was changed that a pharmacy has to compare. */
export const isReconciled = (code: string): boolean =>
  code === 'I' || code === 'B' || code === 'E' || code === '' || code === 'U';

/** The state of a stay first heard of in a message that is no admission: the feed began in the middle. Null: no stay at all. */
export const newsOfUnknown = (code: string, discharged: boolean): News | null =>
  code === 'P'
    ? 'expect'
    : code === 'N' || code === '' || code === 'U'
      ? null
      : discharged
        ? 'discharge'
        : 'present';
