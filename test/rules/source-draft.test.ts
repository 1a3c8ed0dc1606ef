/** A hospital as it is typed: what the fields make of a profile and back, and what is said of a field that is wrong. */
import { expect, test } from 'vitest';
import { sourceProfile } from '../../core/contract/adt-values.ts';
import { draftOf, newDraft, profileOf } from '../../renderer/screens/adt/source-draft.ts';

const zone = 'America/New_York';
const typed = { ...newDraft(zone), name: 'St Mary', authority: 'STMARY' };

test('a profile typed in and opened again is the same, whichever ways its messages come', () => {
  const profiles = [
    { mllp: { port: 2575, tls: true, clientCertificates: true, address: '0.0.0.0', mostBytes: 1_572_864 } },
    { topic: { vendor: 'general-east', format: 'json', field: 'body.message' }, putsOnFile: true },
    {
      ...{ folder: '/srv/hl7', leaveOut: ['A09', 'A10'], silentMinutes: 15, processing: 'T' },
      places: { rxBin: 'ZPI-4.1', expectedDischarge: 'PV2-9' },
    },
  ].map((more) => sourceProfile.parse({ authority: 'STMARY', timeZone: zone, ...more }));
  for (const profile of profiles)
    expect(profileOf(draftOf('St Mary', profile))).toEqual({ profile, errors: null });
});

test('a new one asks for nothing but whose numbers it sends', () => {
  expect(profileOf(newDraft(zone)).errors).toEqual({ authority: expect.any(String) });
  expect(profileOf(typed).errors).toBeNull();
});

test('events are read however they are parted, places in small letters too', () => {
  const { profile } = profileOf({ ...typed, leaveOut: 'a09; A10 a21', rxBin: ' zpi-4.1 ' });
  expect(profile).toMatchObject({ leaveOut: ['A09', 'A10', 'A21'], places: { rxBin: 'ZPI-4.1' } });
});

test('a field that is wrong is named, in words that say what it has to be', () => {
  const { errors } = profileOf({
    ...typed,
    ...{ port: '70000', idleSeconds: '', mostMegabytes: '900', leaveOut: 'A9', rxBin: 'somewhere' },
    ...{ overTopic: true, vendor: 'St Mary' },
  });
  expect(errors).toEqual({
    port: 'At most 65535.',
    idleSeconds: 'Fill this in.',
    mostMegabytes: 'At most 64.',
    leaveOut: 'A trigger event is written like A08.',
    rxBin: 'Write a place like ZPI-4 or PV1-3.4.',
    vendor: 'Small letters, digits and dashes.',
  });
});

test('certificates of senders are asked for over TLS only', () => {
  const { profile } = profileOf({ ...typed, tls: false, clientCertificates: true });
  expect(profile?.mllp).toMatchObject({ tls: false, clientCertificates: false });
});
