/**
 * How the way to central is secured, in the shape in which kafkajs takes it: TLS options, password, tokens.
 * Always: TLS 1.2 or newer, the certificate and the host name verified, for everything but `none`. Secrets and tokens
 * stand in no error.
 */
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { LinkError } from '../link.ts';
import { isThisMachine, type Security } from '../security.ts';
import { clientCertificate } from './client-certificate.ts';

/** The options of the TLS connection, or null where there is none. Throws `LinkError`. */
export const tlsOf = (security: Security) =>
  security.kind === 'none'
    ? null
    : {
        minVersion: 'TLSv1.2' as const,
        rejectUnauthorized: true,
        ...(security.ca ? { ca: security.ca } : {}),
        ...clientCertificate(security),
      };

const denied = (sentence: string) => new LinkError('denied', sentence);
const TOKEN_LIMIT_MS = 10_000;
/** A token is renewed while it has this part of its life left. */
const RENEW_AT = 0.2;

interface Token {
  readonly value: string;
  readonly renewAt: number;
}

/** Asks a token endpoint (OAuth 2.0, client credentials: RFC 6749, 4.4) for a token. */
function askForToken({ tokenUrl, clientId, secret, ca }: Security): Promise<Token> {
  const url = new URL(tokenUrl!);
  if (url.protocol !== 'https:' && !isThisMachine(url.hostname))
    throw denied('The address of the token service has to begin with https (central.tokenUrl).');
  const body = 'grant_type=client_credentials';
  const encode = (text: string) => encodeURIComponent(text);
  const options = {
    method: 'POST',
    signal: AbortSignal.timeout(TOKEN_LIMIT_MS),
    headers: {
      authorization: `Basic ${Buffer.from(`${encode(clientId!)}:${encode(secret!)}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
    },
  };
  return new Promise((resolve, reject) => {
    const onAnswer = (answer: import('node:http').IncomingMessage) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('error', reject);
      answer.once('end', () => {
        try {
          resolve(tokenOf(answer.statusCode ?? 0, Buffer.concat(parts).toString('utf8')));
        } catch (error) {
          reject(error);
        }
      });
    };
    const asked =
      url.protocol === 'https:'
        ? requestSecure(url, { ...options, minVersion: 'TLSv1.2', ...(ca ? { ca } : {}) }, onAnswer)
        : requestPlain(url, options, onAnswer);
    asked.once('error', (cause) =>
      reject(
        new LinkError('transient', `The token service at ${url.host} cannot be reached. It is tried again.`, {
          cause,
        }),
      ),
    );
    asked.end(body);
  });
}

function tokenOf(status: number, text: string): Token {
  if (status === 400 || status === 401 || status === 403)
    throw denied(
      'The token service refuses this workstation. Check central.clientId and central.secret, or ask whoever runs it.',
    );
  if (status !== 200)
    throw new LinkError('transient', `The token service answers with status ${status}. It is tried again.`);
  let answer: { access_token?: unknown; expires_in?: unknown };
  try {
    answer = JSON.parse(text);
  } catch {
    answer = {};
  }
  if (typeof answer.access_token !== 'string')
    throw new LinkError('setup', 'The token service answers without a token. Check central.tokenUrl.');
  const seconds = Number(answer.expires_in) || 300;
  return { value: answer.access_token, renewAt: Date.now() + seconds * 1_000 * (1 - RENEW_AT) };
}

async function signForAws({ region }: Security): Promise<Token> {
  try {
    // Loaded only where it is used: AWS's own libraries are large.
    const { generateAuthToken } = await import('aws-msk-iam-sasl-signer-js');
    const { token, expiryTime } = await generateAuthToken({ region: region! });
    const lifetime = expiryTime - Date.now();
    return { value: token, renewAt: Date.now() + lifetime * (1 - RENEW_AT) };
  } catch (cause) {
    throw new LinkError(
      'denied',
      'No AWS credentials were found on this workstation that could sign in to central. Ask whoever runs AWS.',
      { cause },
    );
  }
}

/** SASL messages of OAUTHBEARER (RFC 7628, 3.1); kafkajs' own takes a refusal for a success. */
function bearer(tokenFor: () => Promise<string>) {
  const plain = {
    decode: async (answer: Buffer) => answer.subarray(4),
    parse: async (answer: Buffer) => answer,
  };
  const message = (bytes: Buffer) => ({
    encode: async () => {
      const size = Buffer.alloc(4);
      size.writeInt32BE(bytes.length);
      return Buffer.concat([size, bytes]);
    },
  });
  type Say = (exchange: { request: object; response: object }) => Promise<Buffer>;
  return ({ saslAuthenticate }: { saslAuthenticate: Say }) => ({
    authenticate: async () => {
      const first = Buffer.from(`n,,\x01auth=Bearer ${await tokenFor()}\x01\x01`);
      const refused = 'Central does not accept the token of this workstation. Ask whoever runs central.';
      const answer = await saslAuthenticate({ request: message(first), response: plain }).catch((error) => {
        throw error?.type === 'SASL_AUTHENTICATION_FAILED' ? denied(refused) : error;
      });
      if (answer.length > 0) throw denied(refused);
    },
  });
}

/** What kafkajs signs in with, or null where nobody signs in. Tokens are kept and renewed in time. */
export function saslOf(security: Security): object | null {
  if (security.kind === 'scram-sha-512')
    return { mechanism: 'scram-sha-512', username: security.user, password: security.secret };
  if (security.kind !== 'oauthbearer' && security.kind !== 'aws-msk-iam') return null;
  const ask = security.kind === 'oauthbearer' ? askForToken : signForAws;
  let token: Token | undefined;
  const tokenFor = async () => {
    if (!token || Date.now() >= token.renewAt) token = await ask(security);
    return token.value;
  };
  // kafkajs looks for an `authenticationProvider` first.
  return { mechanism: 'oauthbearer', authenticationProvider: bearer(tokenFor) };
}
