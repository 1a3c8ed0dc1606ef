/**
 * A broker that asks for the workstation's certificate, as a real Kafka: with the right one the way is open, and what is
 * wrong with certificate, key or passphrase is refused and said in words, by us or by the broker.
 */
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Security } from '../../core/sync/security.ts';
import { listen, newTopic, openLink, ownBroker, tryOut as tryOutOn, until } from '../support/broker.ts';
import { withAuthorities } from '../support/certificates.ts';
import { join as joinCentral } from '../support/connected.ts';

const PASSPHRASE = 'Kf9-battery-staple';
const folder = mkdtempSync(join(tmpdir(), 'mortar-client-certificates-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const { ca, pairs } = withAuthorities(({ authority }) => {
  const company = authority('company');
  return {
    ca: company.certificate,
    pairs: {
      broker: company.sign('broker'),
      right: company.sign('branch-1'),
      expired: company.sign('branch-2', { from: -60, to: -30 }),
      early: company.sign('branch-3', { from: 30, to: 60 }),
      unknown: authority('stranger').sign('branch-4'),
    },
  };
});
const files = Object.fromEntries(
  Object.entries(pairs).map(([name, { key, certificate }]) => [
    name,
    {
      certificateFile: file(`${name}.pem`, certificate),
      keyFile: file(`${name}.key`, key),
    },
  ]),
) as Record<keyof typeof pairs, { certificateFile: string; keyFile: string }>;
const lockedKey = file(
  'locked.key',
  createPrivateKey(pairs.right.key).export({
    ...{ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE },
  }) as string,
);
const nothing = file('nothing.pem', 'nothing');

const mutual = {
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.location': file('broker.both', pairs.broker.key + pairs.broker.certificate),
  'ssl.truststore.type': 'PEM',
  'ssl.truststore.location': file('company.pem', ca),
  'ssl.client.auth': 'required',
};
const broker = await ownBroker({
  users: { 'branch-1': 'correct horse' },
  listeners: [
    { name: 'MUTUAL', protocol: 'SSL', properties: mutual },
    {
      name: 'OLDER',
      protocol: 'SSL',
      properties: { ...mutual, 'ssl.enabled.protocols': 'TLSv1.2', 'ssl.protocol': 'TLSv1.2' },
    },
    {
      name: 'SCRAM',
      protocol: 'SASL_SSL',
      properties: {
        ...mutual,
        'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
        'scram-sha-512.sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
      },
    },
  ],
});
afterAll(async () => {
  await broker?.end();
  rmSync(folder, { recursive: true, force: true });
});
const topic = broker && (await newTopic(broker.bootstrap));

const tryOut = (listener: string, security: Partial<Security>) =>
  tryOutOn(topic!, [broker!.address(listener)], { kind: 'tls', ca, ...security });

describe.skipIf(broker === null)('a broker that asks for the certificate of whoever calls', () => {
  it.each(['MUTUAL', 'OLDER'])('lets in who has the right one (%s)', async (listener) => {
    expect(await tryOut(listener, files.right)).toBe('nothing');
    const locked = { ...files.right, keyFile: lockedKey, keyPassphrase: PASSPHRASE };
    expect(await tryOut(listener, locked)).toBe('nothing');
  });

  it('asks for user and password besides, where it is set up so', async () => {
    const scram = { kind: 'scram-sha-512', user: 'branch-1', secret: 'correct horse' } as const;
    expect(await tryOut('SCRAM', { ...scram, ...files.right })).toBe('nothing');
    expect(await tryOut('SCRAM', { ...scram, ...files.right, secret: 'wrong' })).toMatch(
      /^denied: .*password/,
    );
    expect(await tryOut('SCRAM', scram)).toMatch(/^denied: Central .* certificate/);
  });

  it.each(['MUTUAL', 'OLDER'])('refuses who has none, and that is said (%s)', async (listener) => {
    const said = await tryOut(listener, {});
    expect(said).toMatch(/^denied: Central \(127\.0\.0\.1:\d+\) .* certificate of this workstation/);
    expect(said).toContain('central.certificateFile');
  });

  it.each(['MUTUAL', 'OLDER'])('refuses one of an authority it does not know (%s)', async (listener) => {
    expect(await tryOut(listener, files.unknown)).toMatch(
      /^denied: Central .* does not accept the certificate of this workstation/,
    );
  });

  it.each<[string, Partial<Security>, string]>([
    ['has expired', files.expired, 'The certificate of this workstation has expired.'],
    ['is not valid yet', files.early, 'The certificate of this workstation is not valid yet.'],
    [
      'is of another key',
      { ...files.right, keyFile: files.unknown.keyFile },
      'The certificate and the private key for central do not belong together.',
    ],
    [
      'is not there',
      { ...files.right, certificateFile: join(folder, 'gone.pem') },
      'The file that central.certificateFile names is not there.',
    ],
    [
      'has a key that is a folder',
      { ...files.right, keyFile: folder },
      'The file that central.keyFile names cannot be read.',
    ],
    ['is none', { ...files.right, certificateFile: nothing }, 'holds no certificate in PEM form.'],
    ['has no key', { ...files.right, keyFile: nothing }, 'holds no private key in PEM form.'],
    [
      'has a locked key',
      { ...files.right, keyFile: lockedKey },
      'has a passphrase. Set central.keyPassphrase.',
    ],
    [
      'has a locked key and another passphrase',
      { ...files.right, keyFile: lockedKey, keyPassphrase: 'wrong' },
      'The passphrase is not that of the private key',
    ],
  ])('is not shown a certificate that %s', async (_, security, sentence) => {
    const said = await tryOut('MUTUAL', security);
    expect(said).toMatch(/^denied: /);
    expect(said).toContain(sentence);
    expect(said).not.toContain(PASSPHRASE);
  });

  it('is not called with half of a pair', async () => {
    const { certificateFile, keyFile } = files.right;
    for (const half of [{ certificateFile }, { keyFile }])
      expect(await tryOut('MUTUAL', half)).toMatch(/^setup: .* set both central.certificateFile and/);
  });

  it('is told of a renewed certificate at the next try, without any change of settings', async () => {
    const renewed = {
      certificateFile: file('renewed.pem', pairs.expired.certificate),
      keyFile: file('renewed.key', pairs.expired.key),
    };
    const link = openLink({
      brokers: [broker!.address('MUTUAL')],
      security: { kind: 'tls', ca, ...renewed },
    });
    const heard = listen(link, [{ topic: topic!, partition: 0, next: 0 }]);
    await until(() => heard.troubles.length > 0);
    expect(heard.troubles[0]).toMatchObject({ trouble: 'denied' });
    file('renewed.key', pairs.right.key);
    file('renewed.pem', pairs.right.certificate);
    link.tryNow();
    await until(() => heard.troubles.at(-1) === null);
  });

  it('says at a workstation what is wrong, and is exchanged with once it is right', async () => {
    const work = await joinCentral(
      { bootstrap: broker!.address('MUTUAL'), prefix: 'none.' },
      { name: 'Counter 1', number: 1, settings: { 'central.ca': ca, 'central.security': 'tls' } },
    );
    const set = (name: string, value: string) =>
      work.run('setting.change', { name, value, reason: 'the company asks for it' }, 'mona');
    const problem = () => work.ask('sync.state', {}).problem ?? '';
    await until(() => problem().includes('central.certificateFile'));
    await set('central.certificateFile', files.right.certificateFile);
    await until(() => problem().includes('set both'));
    await set('central.keyFile', lockedKey);
    await until(() => problem().includes('Set central.keyPassphrase'));
    await set('central.keyPassphrase', PASSPHRASE);
    // It is let in: what it is told now is that the topics are not there.
    await until(() => problem().includes('has no topic'));
    const { settings } = work.ask('setting.list', {}, 'mona');
    expect(JSON.stringify(settings)).not.toContain(PASSPHRASE);
    const wrong = { name: 'central.keyFile', value: 'central.key', reason: 'by its name' };
    expect((await work.refused('setting.change', wrong, 'mona')).message).toContain('whole path');
  });
});
