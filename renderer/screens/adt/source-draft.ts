/** A source while it is typed: every field as text or switch, and the profile it makes. Nothing here is shown. */
import type { z } from 'zod';
import { type SourceProfile, sourceProfile } from '../../../core/contract/adt-values.ts';

export interface SourceDraft {
  name: string;
  authority: string;
  mrnAuthority: string;
  timeZone: string;
  charset: SourceProfile['charset'];
  processing: SourceProfile['processing'];
  putsOnFile: boolean;
  overMllp: boolean;
  address: string;
  port: string;
  tls: boolean;
  clientCertificates: boolean;
  acknowledge: NonNullable<SourceProfile['mllp']>['acknowledge'];
  connections: string;
  idleSeconds: string;
  frameSeconds: string;
  mostMegabytes: string;
  overTopic: boolean;
  vendor: string;
  format: NonNullable<SourceProfile['topic']>['format'];
  field: string;
  folder: string;
  leaveOut: string;
  silentMinutes: string;
  rxBin: string;
  rxPcn: string;
  expectedDischarge: string;
}

const megabyte = 1024 * 1024;
/** The registered port of MLLP, unless a site has another. */
const usualPort = '2575';

/** @param timeZone of the branch; a hospital nearby has the same */
export const newDraft = (timeZone: string): SourceDraft => ({
  name: '',
  authority: '',
  mrnAuthority: '',
  timeZone,
  charset: 'auto',
  processing: 'P',
  putsOnFile: false,
  overMllp: true,
  address: '127.0.0.1',
  port: usualPort,
  tls: false,
  clientCertificates: false,
  acknowledge: 'auto',
  connections: '64',
  idleSeconds: '3600',
  frameSeconds: '30',
  mostMegabytes: '8',
  overTopic: false,
  vendor: '',
  format: 'raw',
  field: 'message',
  folder: '',
  leaveOut: '',
  silentMinutes: '60',
  rxBin: '',
  rxPcn: '',
  expectedDischarge: '',
});

export const draftOf = (name: string, profile: SourceProfile): SourceDraft => {
  const { mllp, topic, places } = profile;
  const usual = newDraft(profile.timeZone);
  return {
    ...usual,
    name,
    authority: profile.authority,
    mrnAuthority: profile.mrnAuthority,
    charset: profile.charset,
    processing: profile.processing,
    putsOnFile: profile.putsOnFile,
    overMllp: mllp !== null,
    ...(mllp && {
      address: mllp.address,
      port: String(mllp.port),
      tls: mllp.tls,
      clientCertificates: mllp.clientCertificates,
      acknowledge: mllp.acknowledge,
      connections: String(mllp.connections),
      idleSeconds: String(mllp.idleSeconds),
      frameSeconds: String(mllp.frameSeconds),
      mostMegabytes: String(mllp.mostBytes / megabyte),
    }),
    overTopic: topic !== null,
    ...topic,
    folder: profile.folder,
    leaveOut: profile.leaveOut.join(', '),
    silentMinutes: String(profile.silentMinutes),
    rxBin: places.rxBin ?? '',
    rxPcn: places.rxPcn ?? '',
    expectedDischarge: places.expectedDischarge ?? '',
  };
};

const optional = (name: string, value: string) =>
  value.trim() === '' ? {} : { [name]: value.trim().toUpperCase() };

/** The profile, or what is wrong with it field by field, in the words of the contract where it has its own. */
export const profileOf = (
  draft: SourceDraft,
): { profile: SourceProfile; errors: null } | { profile: null; errors: Readonly<Record<string, string>> } => {
  const parsed = sourceProfile.safeParse({
    mllp: draft.overMllp
      ? {
          address: draft.address.trim(),
          port: numberOf(draft.port),
          tls: draft.tls,
          clientCertificates: draft.tls && draft.clientCertificates,
          acknowledge: draft.acknowledge,
          connections: numberOf(draft.connections),
          idleSeconds: numberOf(draft.idleSeconds),
          frameSeconds: numberOf(draft.frameSeconds),
          mostBytes: Math.round(numberOf(draft.mostMegabytes) * megabyte),
        }
      : null,
    topic: draft.overTopic
      ? { vendor: draft.vendor.trim(), format: draft.format, field: draft.field.trim() }
      : null,
    folder: draft.folder.trim(),
    authority: draft.authority,
    mrnAuthority: draft.mrnAuthority,
    timeZone: draft.timeZone.trim(),
    charset: draft.charset,
    processing: draft.processing,
    leaveOut: draft.leaveOut
      .toUpperCase()
      .split(/[\s,;]+/)
      .filter(Boolean),
    putsOnFile: draft.putsOnFile,
    silentMinutes: numberOf(draft.silentMinutes),
    places: {
      ...optional('rxBin', draft.rxBin),
      ...optional('rxPcn', draft.rxPcn),
      ...optional('expectedDischarge', draft.expectedDischarge),
    },
  });
  return parsed.success
    ? { profile: parsed.data, errors: null }
    : { profile: null, errors: errorsOf(parsed.error) };
};

const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));

/** Bytes are typed as megabytes. */
const shownAs = (field: string, limit: number | bigint) =>
  field === 'mostMegabytes' ? Number(limit) / megabyte : limit;

/** The words of the contract where it has its own, else what is possible. */
const complaint = (field: string, issue: z.core.$ZodIssue): string => {
  if (issue.code === 'too_big' && issue.origin !== 'string')
    return `At most ${shownAs(field, issue.maximum)}.`;
  if (issue.code === 'too_small' && issue.origin !== 'string')
    return `At least ${shownAs(field, issue.minimum)}.`;
  if (issue.code === 'too_big') return `At most ${issue.maximum} letters.`;
  return issue.code === 'invalid_format' ? issue.message : 'Fill this in.';
};

/** By the last name of the path: no two fields of a profile share one. */
const errorsOf = (error: z.ZodError): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const issue of error.issues) {
    const [whole, last] = [String(issue.path[0]), String(issue.path.at(-1))];
    const field = whole === 'leaveOut' ? whole : last === 'mostBytes' ? 'mostMegabytes' : last;
    found[field] ??= complaint(field, issue);
  }
  return found;
};
