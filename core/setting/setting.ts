/** Whether a value is right for a setting, and what of it may stand in the history. Pure. */
import type { SettingName } from '../config.ts';
import { settings } from '../config.ts';

/** A time zone that no calendar knows would stop every screen that shows a day. */
const isTimeZone = (name: unknown): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: String(name) });
    return true;
  } catch {
    return false;
  }
};

/** The value as it will be kept, or what is wrong with it. */
export const readSetting = (name: SettingName, value: unknown): { value: unknown } | { problem: string } => {
  const read = settings[name].schema.safeParse(value);
  if (!read.success) return { problem: read.error.issues[0]?.message ?? 'This value is not right.' };
  if (name === 'branch.timeZone' && !isTimeZone(read.data))
    return { problem: 'There is no such time zone. Write it like America/New_York.' };
  return { value: read.data };
};

/** An address of a service may hold a key: only where it leads is remembered. */
export const shownValue = (name: SettingName, value: unknown): unknown =>
  name.endsWith('.url') && typeof value === 'string' && value !== '' ? new URL(value).origin : value;
