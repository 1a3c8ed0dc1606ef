/**
 * Calendar days as people type them, to YYYY-MM-DD and back to words.
 * Always: a day that does not exist is not read; month comes before day, as on the pages of this country, and
 * what was read is shown in words so that a mistake is seen. Not here: time zones; today is given.
 */

const iso = (year: number, month: number, day: number): string | null => {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.getUTCDate() !== day ? null : text;
};

/** Two digits of a year: the latest century that is not after this year. */
const fullYear = (text: string, today: string): number => {
  const year = Number(text);
  if (text.length === 4) return year;
  const thisYear = Number(today.slice(0, 4));
  const century = thisYear - (thisYear % 100);
  return century + year > thisYear ? century - 100 + year : century + year;
};

/** The day `count` days after this one. */
export const plusDays = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);

const shapes = [
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/,
  /^(?<month>\d{1,2})[/.\- ](?<day>\d{1,2})(?:[/.\- ](?<year>\d{4}|\d{2}))?$/,
  /^(?<month>\d{2})(?<day>\d{2})(?<year>\d{4}|\d{2})?$/,
];

/**
 * A day as typed: `2026-11-20`, `11/20/2026`, `11/20/26`, `11/20`, `1120`, `11202026`, `t` (today), `y` (yesterday), `-3`.
 * Without a year it is the latest such day that is not after today.
 * @param today YYYY-MM-DD
 * @returns YYYY-MM-DD, or null when no day can be read
 */
export const readDay = (text: string, today: string): string | null => {
  const typed = text.trim().toLowerCase();
  if (typed === 't') return today;
  if (typed === 'y') return plusDays(today, -1);
  if (/^-\d{1,3}$/.test(typed)) return plusDays(today, Number(typed));
  for (const shape of shapes) {
    const found = shape.exec(typed)?.groups;
    if (found === undefined) continue;
    const [month, day] = [Number(found.month), Number(found.day)];
    if (found.year !== undefined) return iso(fullYear(found.year, today), month, day);
    const thisYear = Number(today.slice(0, 4));
    const read = iso(thisYear, month, day);
    return read !== null && read <= today ? read : iso(thisYear - 1, month, day);
  }
  return null;
};

const long = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** Whether it is a calendar day as it is kept, and not what somebody is still typing. */
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** `Fri 20 Nov 2026, yesterday`. */
export const dayWords = (day: string, today: string): string => {
  const away = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  const near = { 0: 'today', [-1]: 'yesterday', 1: 'tomorrow' }[away];
  const distance = near ?? (away < 0 && away > -90 ? `${-away} days ago` : undefined);
  return [long.format(new Date(`${day}T00:00:00Z`)).replace(',', ''), distance]
    .filter((part) => part !== undefined)
    .join(', ');
};

/** Today's calendar day in a time zone. */
export const todayIn = (timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(),
  );
