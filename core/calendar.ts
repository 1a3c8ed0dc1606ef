/** Days and ages as the branch sees them: an instant becomes a calendar day only through a time zone. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day (YYYY-MM-DD) of an instant in a time zone. */
export const dayOf = (instant: string, timeZone: string): string => {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(new Date(instant));
};

/** The instant at which a calendar day begins in a time zone. */
export const instantOfDay = (day: string, timeZone: string): string => {
  // No clock is further than 14 hours ahead or 12 behind; the first minute that is that day is looked for.
  let before = Date.parse(`${day}T00:00:00Z`) - 15 * 3_600_000;
  let after = before + 30 * 3_600_000;
  while (after - before > 60_000) {
    const middle = before + Math.floor((after - before) / 120_000) * 60_000;
    if (dayOf(new Date(middle).toISOString(), timeZone) < day) before = middle;
    else after = middle;
  }
  return new Date(after).toISOString();
};

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export const addMinutes = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

/** Whole years lived on `today`; somebody born on 29 February turns a year older on 1 March. */
export const ageOn = (dateOfBirth: string, today: string): number =>
  Number(today.slice(0, 4)) -
  Number(dateOfBirth.slice(0, 4)) -
  (today.slice(5) < dateOfBirth.slice(5) ? 1 : 0);

/** Whether a calendar knows a time zone: one that none knows would stop every screen that shows a day. */
export const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
