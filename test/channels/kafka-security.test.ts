/** The ways a link is secured, against a real Kafka: what is right works, what is wrong is refused and said in words. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { openKafkaLink } from '../../core/sync/kafka/kafka.ts';
import type { Security } from '../../core/sync/security.ts';
import {
  listen,
  newTopic,
  openLink,
  ownBroker,
  record,
  tryOut as tryOutOn,
  until,
} from '../support/broker.ts';
import { withAuthorities } from '../support/certificates.ts';

const folder = mkdtempSync(join(tmpdir(), 'mortar-certificates-'));
const { ca, strangersCa, pairs } = withAuthorities(({ authority, alone }) => {
  const company = authority('company');
  const stranger = authority('stranger');
  return {
    ca: company.certificate,
    strangersCa: stranger.certificate,
    pairs: {
      right: company.sign('right'),
      expired: company.sign('expired', { from: -60, to: -30 }),
      early: company.sign('early', { from: 30, to: 60 }),
      elsewhere: company.sign('elsewhere', { names: 'DNS:kafka.example' }),
      unknown: stranger.sign('unknown'),
      alone: alone('alone'),
    },
  };
});
type Name = keyof typeof pairs;
const names = Object.keys(pairs) as Name[];
/** Each with its key in one file, as Kafka reads it. */
const keystore = (name: Name) => join(folder, `${name}.pem`);
for (const name of names) writeFileSync(keystore(name), pairs[name].key + pairs[name].certificate);

const secured = (name: Name) => ({
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.location': keystore(name),
});
const tlsListeners = names.map((name) => ({
  name: name.toUpperCase(),
  protocol: 'SSL' as const,
  properties: secured(name),
}));
const jaas = 'org.apache.kafka.common.security';

const broker = await ownBroker({
  users: { 'branch-1': 'correct horse', nobody: 'no rights' },
  properties: {
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS;User:branch-1;User:mortar',
  },
  listeners: [
    ...tlsListeners,
    {
      name: 'OLD',
      protocol: 'SSL',
      properties: { ...secured('right'), 'ssl.enabled.protocols': 'TLSv1.1', 'ssl.protocol': 'TLSv1.1' },
    },
    {
      name: 'SCRAM',
      protocol: 'SASL_SSL',
      properties: {
        ...secured('right'),
        'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
        'scram-sha-512.sasl.jaas.config': `${jaas}.scram.ScramLoginModule required;`,
      },
    },
    {
      name: 'TOKEN',
      protocol: 'SASL_SSL',
      properties: {
        ...secured('right'),
        'sasl.enabled.mechanisms': 'OAUTHBEARER',
        'connections.max.reauth.ms': '6000',
        'oauthbearer.sasl.jaas.config': `${jaas}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="mortar";`,
        'oauthbearer.sasl.server.callback.handler.class': `${jaas}.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler`,
      },
    },
  ],
});
afterAll(async () => {
  await broker?.end();
  rmSync(folder, { recursive: true, force: true });
});

const address = (listener: string) => broker!.address(listener);
const plainTopic = broker && (await newTopic(broker.bootstrap));

const tryOut = (brokers: readonly string[], security: Security) => tryOutOn(plainTopic!, brokers, security);
const byName = (listener: string) => address(listener).replace('127.0.0.1', 'localhost');

describe.skipIf(broker === null)('TLS', () => {
  it('works with the right certificate, by address and by name', async () => {
    expect(await tryOut([address('RIGHT')], { kind: 'tls', ca })).toBe('nothing');
    expect(await tryOut([byName('RIGHT')], { kind: 'tls', ca })).toBe('nothing');
  });

  it.each([
    ['EXPIRED', 'has expired. Ask whoever runs central to renew it'],
    ['EARLY', 'is not valid yet. Check the date and time of this workstation.'],
    ['ALONE', 'is signed by itself and not trusted. If it is the right one, put it into central.ca.'],
    [
      'UNKNOWN',
      'is not signed by anyone this workstation trusts. Put the certificate of your company’s authority',
    ],
    ['ELSEWHERE', 'is not for 127.0.0.1:'],
  ])('is refused with the certificate of the listener %s', async (listener, words) => {
    const said = await tryOut([address(listener)], { kind: 'tls', ca });
    expect(said).toMatch(/^denied: /);
    expect(said).toContain(words);
  });

  it('is refused with the right certificate where nobody said whom to trust', async () => {
    expect(await tryOut([address('RIGHT')], { kind: 'tls' })).toMatch(/^denied: .* not signed by anyone/);
  });

  it('takes a certificate that is signed by itself once it is the one to trust', async () => {
    expect(await tryOut([address('ALONE')], { kind: 'tls', ca: pairs.alone.certificate })).toBe('nothing');
  });

  it('does not fall back to anything older than TLS 1.2', async () => {
    expect(await tryOut([address('OLD')], { kind: 'tls', ca })).not.toBe('nothing');
  });

  it('is not spoken by a plain port, nor plain by a port of TLS', async () => {
    expect(await tryOut([broker!.bootstrap], { kind: 'tls', ca })).toMatch(/^(setup|transient): /);
    expect(await tryOut([address('RIGHT')], { kind: 'none' })).toMatch(/^transient: /);
  });

  it('tells whoever follows too', async () => {
    const link = openLink({ brokers: [address('EXPIRED')], security: { kind: 'tls', ca } });
    const heard = listen(link, [{ topic: plainTopic!, partition: 0, next: 0 }]);
    await until(() => heard.troubles.length > 0);
    expect(heard.troubles[0]).toMatchObject({ trouble: 'denied' });
  });
});

describe.skipIf(broker === null)('user and password (SCRAM-SHA-512)', () => {
  const scram = (user: string, secret: string): Security => ({ kind: 'scram-sha-512', ca, user, secret });
  const unknown =
    'denied: Central does not know this user or password. Check central.user and central.secret.';

  it('lets in who is known', async () => {
    expect(await tryOut([address('SCRAM')], scram('branch-1', 'correct horse'))).toBe('nothing');
  });

  it.each([
    ['a wrong password', 'branch-1', 'battery staple'],
    ['an unknown user', 'branch-2', 'correct horse'],
  ])('refuses %s', async (_, user, secret) => {
    expect(await tryOut([address('SCRAM')], scram(user, secret))).toBe(unknown);
  });

  it('says what somebody without rights may not do', async () => {
    expect(await tryOut([address('SCRAM')], scram('nobody', 'no rights'))).toBe(
      `denied: This workstation may not use the topic ${plainTopic}. Ask whoever runs central for the permission.`,
    );
  });

  it('still verifies the certificate first: the password goes to nobody else', async () => {
    const stranger = { ...scram('branch-1', 'correct horse'), ca: strangersCa };
    expect(await tryOut([address('SCRAM')], stranger)).toMatch(/^denied: The certificate of central/);
  });

  it('says that central knows another way of signing in only', async () => {
    expect(await tryOut([address('TOKEN')], scram('branch-1', 'correct horse'))).toMatch(
      /^setup: .* does not know this way of signing in. Check central.security.$/,
    );
  });

  it('needs its settings', () => {
    const open = () =>
      openKafkaLink({
        brokers: ['localhost:1'],
        security: { kind: 'scram-sha-512' },
        clientId: 'a',
        topics: {},
      });
    expect(open).toThrow(
      'With central.security “scram-sha-512” these settings are needed too: central.user, central.secret.',
    );
  });
});

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
/** A token as Kafka's own validator for trying out takes it: without a signature. */
const tokenFor = (subject: string, seconds: number) => {
  const now = Date.now() / 1_000;
  return `${encoded({ alg: 'none' })}.${encoded({ sub: subject, iat: now - 60, exp: now + seconds })}.`;
};

/** A token service that answers as it is told; counts what it was asked. */
async function tokenService(answer: (asked: { authorization: string; body: string }) => [number, string]) {
  const asked: { authorization: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    asked.push({ authorization: request.headers.authorization ?? '', body });
    const [status, text] = answer(asked.at(-1)!);
    response.writeHead(status).end(text);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const port = (server.address() as { port: number }).port;
  const tokenUrl = `http://127.0.0.1:${port}/token`;
  const security: Security = { kind: 'oauthbearer', ca, tokenUrl, clientId: 'branch-1', secret: 's:e c' };
  return { asked, security };
}
const answerWith = (token: string, seconds: number): [number, string] => [
  200,
  JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: seconds }),
];

describe.skipIf(broker === null)('tokens (OAUTHBEARER)', () => {
  it('are asked for with the client’s credentials, once for all connections', async () => {
    const { asked, security } = await tokenService(() => answerWith(tokenFor('mortar', 3_600), 3_600));
    expect(await tryOut([address('TOKEN')], security)).toBe('nothing');
    expect(asked).toEqual([
      {
        authorization: `Basic ${Buffer.from('branch-1:s%3Ae%20c').toString('base64')}`,
        body: 'grant_type=client_credentials',
      },
    ]);
  });

  it('are renewed, and the session with them, without a word', async () => {
    const { asked, security } = await tokenService(() => answerWith(tokenFor('mortar', 3), 3));
    const link = openLink({ brokers: [address('TOKEN')], security });
    const to = { topic: plainTopic!, partition: 0 };
    const heard = listen(link, [{ ...to, next: await link.publish(to, [record('first')]) }]);
    let published = 1;
    while (asked.length < 3) {
      await link.publish(to, [record('again')]);
      published += 1;
      await new Promise((later) => setTimeout(later, 100));
    }
    await until(() => heard.records.length === published);
    expect(heard.troubles.filter((trouble) => trouble !== null)).toEqual([]);
  });

  it('that central does not accept are refused', async () => {
    const refused =
      'denied: Central does not accept the token of this workstation. Ask whoever runs central.';
    const expired = await tokenService(() => answerWith(tokenFor('mortar', -30), 60));
    expect(await tryOut([address('TOKEN')], expired.security)).toBe(refused);
    const rubbish = await tokenService(() => answerWith('not-a-token', 60));
    expect(await tryOut([address('TOKEN')], rubbish.security)).toBe(refused);
  });

  it.each([
    [
      401,
      '',
      'denied: The token service refuses this workstation. Check central.clientId and central.secret',
    ],
    [400, '{"error":"invalid_client"}', 'denied: The token service refuses this workstation.'],
    [500, '', 'transient: The token service answers with status 500.'],
    [200, '<html>', 'setup: The token service answers without a token. Check central.tokenUrl.'],
    [200, '{}', 'setup: The token service answers without a token. Check central.tokenUrl.'],
  ])('are not had where the service answers %i %s', async (status, text, sentence) => {
    const { security } = await tokenService(() => [status, text]);
    expect(await tryOut([address('TOKEN')], security)).toContain(sentence);
  });

  it('are not asked for over a way that is not secured, nor from where nobody is', async () => {
    const { security } = await tokenService(() => [500, '']);
    const open = { ...security, tokenUrl: 'http://token.example/token' };
    expect(await tryOut([address('TOKEN')], open)).toBe(
      'denied: The address of the token service has to begin with https (central.tokenUrl).',
    );
    const nobody = { ...security, tokenUrl: 'https://127.0.0.1:1/token' };
    expect(await tryOut([address('TOKEN')], nobody)).toMatch(
      /^transient: The token service at 127.0.0.1:1 cannot/,
    );
  });
});

describe.skipIf(broker === null)('AWS MSK with IAM', () => {
  it('signs with the credentials of the machine; a broker that is not AWS’s refuses that', async () => {
    const before = { ...process.env };
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' });
    onTestFinished(() => {
      process.env = before;
    });
    expect(await tryOut([address('TOKEN')], { kind: 'aws-msk-iam', ca, region: 'eu-central-1' })).toBe(
      'denied: Central does not accept the token of this workstation. Ask whoever runs central.',
    );
  });
});
