/**
 * Times of HL7 v2: `YYYY[MM[DD[HH[MM[SS[.S…]]]]]][+/-ZZZZ]`, read to instants in UTC. A time without a zone is by the clock of the
 * source. What cannot be a time is undefined, never a guess.
 */

export interface Moment {
  /** UTC, as everywhere in the store. What is not written counts from its beginning. */
  readonly at: string;
  /** Written to the minute or finer. */
  readonly exact: boolean;
}

const QUARTER = 900_000;
const MOST_KEPT = 20_000;

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. Throws RangeError where there is no such zone. */
function offsetAt(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(format.format(instant)) ?? [];
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1_000;
  return sign === '-' ? -ahead : ahead;
}

/**
 * The offset that holds at a time of the clock. Where clocks are put back a time comes twice: the earlier is meant. Where they
 * are put forward one is left out: it counts on from the hour before.
 */
function offsetOfClock(clock: number, timeZone: string): number {
  let kept = offsets.get(timeZone);
  if (!kept || kept.size > MOST_KEPT) {
    kept = new Map();
    offsets.set(timeZone, kept);
  }
  // Clocks change on the quarter of an hour.
  const quarter = Math.floor(clock / QUARTER);
  const known = kept.get(quarter);
  if (known !== undefined) return known;
  const before = offsetAt(clock - 86_400_000, timeZone);
  const after = offsetAt(clock + 86_400_000, timeZone);
  const isBefore = before === after || offsetAt(clock - before, timeZone) === before;
  const offset = isBefore || offsetAt(clock - after, timeZone) !== after ? before : after;
  kept.set(quarter, offset);
  return offset;
}

const shape =
  /^(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:\.(\d{1,9}))?)?)?)?)?)?(?:([+-])(\d\d)(\d\d))?$/;

const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The beginning of a day of the calendar, in milliseconds of UTC; undefined where there is no such day. */
function dayOf(year: number, month: number, day: number): number | undefined {
  if (year < 1800 || month < 1 || day < 1 || day > (daysOfMonth[month - 1] ?? 0)) return undefined;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && day === 29 && !isLeap ? undefined : Date.UTC(year, month - 1, day);
}

const MOST_READ = 4_000;
const read = new Map<string, Moment>();

/** The instant a time of HL7 means, by the clock of `timeZone` where it names none; undefined where it is no time. */
export function readTime(text: string, timeZone: string): Moment | undefined {
  // A message says the same time in many places, and the messages of a stay all say when it began.
  const key = `${timeZone} ${text}`;
  let moment = read.get(key);
  if (moment === undefined) {
    moment = momentOf(text, timeZone);
    if (moment === undefined) return undefined;
    if (read.size > MOST_READ) read.clear();
    read.set(key, moment);
  }
  return moment;
}

function momentOf(text: string, timeZone: string): Moment | undefined {
  const parts = shape.exec(text);
  if (!parts) return undefined;
  const [, year, month = '01', day = '01', hour = '00', minute, second = '00', fraction = '0', sign] = parts;
  const date = dayOf(+year!, +month, +day);
  const isReal = date !== undefined && +hour < 24 && +(minute ?? 0) < 60 && +second < 60;
  if (!isReal) return undefined;
  const clock =
    date + ((+hour * 60 + +(minute ?? 0)) * 60 + +second) * 1_000 + Math.floor(+`0.${fraction}` * 1_000);
  const offset =
    sign === undefined
      ? offsetOfClock(clock, timeZone)
      : (sign === '-' ? -1 : 1) * (+parts[9]! * 60 + +parts[10]!) * 60_000;
  return { at: new Date(clock - offset).toISOString(), exact: minute !== undefined };
}

/** The calendar day a date of HL7 says (YYYY-MM-DD), whatever the time and zone after it; undefined where it says none. */
export function readDay(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)/.exec(text) ?? [];
  if (year === undefined || shape.exec(text) === null) return undefined;
  return dayOf(+year, +month!, +day!) !== undefined ? `${year}-${month}-${day}` : undefined;
}
