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

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export const addMinutes = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

/** Whole years lived on `today`; somebody born on 29 February turns a year older on 1 March. */
export const ageOn = (dateOfBirth: string, today: string): number =>
  Number(today.slice(0, 4)) -
  Number(dateOfBirth.slice(0, 4)) -
  (today.slice(5) < dateOfBirth.slice(5) ? 1 : 0);
