/**
 * Times as people say them, in the branch's time zone; the full stamp on hover.
 * "10:40", "yesterday 16:05", "12 Mar 09:30"; a promise also says how late it is.
 */
import { useEffect, useState } from 'react';
import { useAsk } from '../client/hooks.ts';
import { branchTimeZone } from '../client/session.ts';

const minute = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: Date, timeZone: string, style: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${timeZone} ${style}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  formats.set(key, made);
  return made.format(at);
}

const timeOf = (at: Date, zone: string) => format(at, zone, 'time', { hour: '2-digit', minute: '2-digit' });
const dayOf = (at: Date, zone: string) =>
  format(at, zone, 'day', { year: 'numeric', month: '2-digit', day: '2-digit' });

/** The day of an instant as people say it: "today", "yesterday", "12 Nov", "12 Nov 2025". */
export function dayWords(at: string, now = Date.now(), zone = branchTimeZone()): string {
  const date = new Date(at);
  const apart = (days: number) => dayOf(date, zone) === dayOf(new Date(now + days * 24 * 60 * minute), zone);
  if (apart(0)) return 'today';
  if (apart(-1)) return 'yesterday';
  if (apart(1)) return 'tomorrow';
  const sameYear = dayOf(date, zone).slice(-4) === dayOf(new Date(now), zone).slice(-4);
  return sameYear
    ? format(date, zone, 'short', { day: 'numeric', month: 'short' })
    : format(date, zone, 'long', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** An instant as people say it. */
export function whenWords(at: string, now = Date.now(), zone = branchTimeZone()): string {
  const [day, time] = [dayWords(at, now, zone), timeOf(new Date(at), zone)];
  return day === 'today' ? time : `${day} ${time}`;
}

/** As short as it can be said, for a column: "10:40", "Sun 03:00", "13 Nov". */
export function whenShort(at: string, now = Date.now(), zone = branchTimeZone()): string {
  const date = new Date(at);
  if (dayOf(date, zone) === dayOf(new Date(now), zone)) return timeOf(date, zone);
  if (Math.abs(date.getTime() - now) < 6 * 24 * 60 * minute) {
    return `${format(date, zone, 'weekday', { weekday: 'short' })} ${timeOf(date, zone)}`;
  }
  return format(date, zone, 'short', { day: 'numeric', month: 'short' });
}

/** The full stamp, for a hover. */
export const stampWords = (at: string, zone = branchTimeZone()) =>
  format(new Date(at), zone, 'stamp', { dateStyle: 'full', timeStyle: 'long' });

/** "12 min", "3 h", "2 days". */
export function spanWords(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(milliseconds / minute));
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 36 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** "promised 11:15, 12 min late", "promised 11:15, in 20 min", "no time promised". */
export function promisedWords(promisedAt: string | null, now = Date.now()): string {
  if (promisedAt === null) return 'no time promised';
  const left = Date.parse(promisedAt) - now;
  const span = spanWords(Math.abs(left));
  return `promised ${whenWords(promisedAt, now)}, ${left < 0 ? `${span} late` : `in ${span}`}`;
}

/** The present, renewed every half minute, so that what is late becomes so on the screen too. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export function When({ at }: { at: string }) {
  const now = useNow();
  const { data } = useAsk('workstation.status', {});
  const zone = data?.timeZone ?? branchTimeZone();
  return (
    <time dateTime={at} title={stampWords(at, zone)} style={{ whiteSpace: 'nowrap' }}>
      {whenWords(at, now, zone)}
    </time>
  );
}
