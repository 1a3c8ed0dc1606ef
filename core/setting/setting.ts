/** Whether a value is right for a setting, and what of it may stand in the history. Pure. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isTimeZone } from '../calendar.ts';
import type { SettingName, SettingValue } from '../config.ts';
import { settings } from '../config.ts';
import { brokersOf, tooOpen } from '../sync/security.ts';

/** Certificates as every reader of PEM takes them, though a form may have made one line of them; null if they are none. */
const asCertificates = (text: string): string | null => {
  const found = text.matchAll(/-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/g);
  const lines = [...found].map(([, body]) =>
    body!
      .replace(/\s/g, '')
      .match(/.{1,64}/g)!
      .join('\n'),
  );
  const blocks = lines.map((body) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`);
  try {
    for (const block of blocks) new X509Certificate(block);
  } catch {
    return null;
  }
  return blocks.length > 0 || text.trim() === '' ? blocks.join('') : null;
};

/** A private key as every reader of PEM takes it, though a form may have made one line of it; null if it is none. */
const asPrivateKey = (text: string): string | null => {
  if (text.trim() === '') return '';
  const [, kind, body] =
    /-----BEGIN ([A-Z ]*PRIVATE KEY)-----([\sA-Za-z0-9+/=]+)-----END \1-----/.exec(text) ?? [];
  const lines = body?.replace(/\s/g, '').match(/.{1,64}/g);
  if (!lines) return null;
  const block = `-----BEGIN ${kind}-----\n${lines.join('\n')}\n-----END ${kind}-----\n`;
  try {
    createPrivateKey(block);
    return block;
  } catch {
    return null;
  }
};

const certificateSettings: SettingName[] = ['central.ca', 'adt.certificate', 'adt.clientAuthorities'];

/** The value as it will be kept, or what is wrong with it. */
export const readSetting = (name: SettingName, value: unknown): { value: unknown } | { problem: string } => {
  const read = settings[name].schema.safeParse(value);
  if (!read.success) return { problem: read.error.issues[0]?.message ?? 'This value is not right.' };
  if (name === 'branch.timeZone' && !isTimeZone(String(read.data)))
    return { problem: 'There is no such time zone. Write it like America/New_York.' };
  if (name === 'adt.key') {
    const key = asPrivateKey(String(read.data));
    return key === null
      ? {
          problem:
            'This is no private key in PEM form without a passphrase. It begins with -----BEGIN PRIVATE KEY-----.',
        }
      : { value: key };
  }
  if (!certificateSettings.includes(name)) return { value: read.data };
  const certificates = asCertificates(String(read.data));
  return certificates === null
    ? { problem: 'This is no certificate in PEM form. It begins with -----BEGIN CERTIFICATE-----.' }
    : { value: certificates };
};

/** What is wrong with a value beside those of other settings, in words; null when nothing. */
export const problemBeside = (
  name: SettingName,
  value: unknown,
  setting: <N extends SettingName>(name: N) => SettingValue<N>,
): string | null => {
  const of = <N extends SettingName>(wanted: N) =>
    wanted === name ? (value as SettingValue<N>) : setting(wanted);
  if (name !== 'central.brokers' && name !== 'central.security') return null;
  const kind = of('central.security');
  return brokersOf(of('central.brokers')).reduce<string | null>(
    (found, { host }) => found ?? tooOpen({ kind }, host),
    null,
  );
};

/** What of a value may be seen again: of a secret whether there is one; of an address, which may hold a key, where it leads. */
export const shownValue = (name: SettingName, value: unknown): unknown => {
  if (settings[name].secret) return value === '' ? 'not set' : 'set';
  return name.endsWith('.url') && typeof value === 'string' && value !== '' ? new URL(value).origin : value;
};
