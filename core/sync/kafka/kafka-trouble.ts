/**
 * What went wrong between here and the broker, as a kind of trouble and a sentence that says what to do.
 * Always: a sentence names hosts, topics and settings only, never a record; what is not known is `transient`, for
 * trying again later harms nothing.
 */
import { LinkError, type LinkTrouble } from '../link.ts';

type Meaning = readonly [LinkTrouble, (about: string) => string];
const byCode = (meanings: Record<string, Meaning>) => new Map(Object.entries(meanings));

const untrusted: Meaning = [
  'denied',
  (host) =>
    `The certificate of central (${host}) is not signed by anyone this workstation trusts. Put the certificate of your company’s authority into central.ca, or ask whoever runs central.`,
];

/** Kafka says by the same alert that it was shown no certificate and that it does not accept the one it was shown. */
const notAccepted: Meaning = [
  'denied',
  (host) =>
    `Central (${host}) does not accept the certificate of this workstation, or was shown none. Check central.certificateFile and central.keyFile, or ask whoever runs central.`,
];

/** What TLS and the network say, by the code of the error; what the other side of TLS says, by the name of its alert. */
const ofConnection = byCode({
  CERT_HAS_EXPIRED: [
    'denied',
    (host) =>
      `The certificate of central (${host}) has expired. Ask whoever runs central to renew it; check the date of this workstation too.`,
  ],
  CERT_NOT_YET_VALID: [
    'denied',
    (host) =>
      `The certificate of central (${host}) is not valid yet. Check the date and time of this workstation.`,
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'denied',
    (host) =>
      `The certificate of central (${host}) is signed by itself and not trusted. If it is the right one, put it into central.ca.`,
  ],
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  CERT_REVOKED: [
    'denied',
    (host) => `The certificate of central (${host}) was revoked. Ask whoever runs central.`,
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'denied',
    (host) =>
      `The certificate of central is not for ${host} but for another name. Check central.brokers; nothing was sent.`,
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: [
    'setup',
    (host) => `Central at ${host} does not speak TLS on this port. Check the port in central.brokers.`,
  ],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: [
    'setup',
    (host) => `Central at ${host} does not speak TLS on this port. Check the port in central.brokers.`,
  ],
  ALERT_BAD_CERTIFICATE: notAccepted,
  ALERT_UNSUPPORTED_CERTIFICATE: notAccepted,
  ALERT_CERTIFICATE_REVOKED: notAccepted,
  ALERT_CERTIFICATE_EXPIRED: notAccepted,
  ALERT_CERTIFICATE_UNKNOWN: notAccepted,
  ALERT_CERTIFICATE_REQUIRED: notAccepted,
  ALERT_UNKNOWN_CA: notAccepted,
  ALERT_ACCESS_DENIED: notAccepted,
  ALERT_PROTOCOL_VERSION: [
    'denied',
    (host) =>
      `Central at ${host} offers only TLS older than 1.2, which is not safe. Ask whoever runs central.`,
  ],
  ENOTFOUND: [
    'transient',
    (host) =>
      `The name of central (${host}) is not known here. Check the network; if it stays so, central.brokers.`,
  ],
  EAI_AGAIN: ['transient', (host) => `The name of central (${host}) cannot be looked up. Check the network.`],
  ECONNREFUSED: [
    'transient',
    (host) => `Central (${host}) does not take calls at the moment. It is tried again by itself.`,
  ],
});

const noRight = (what: string): Meaning => [
  'denied',
  (topic) => `This workstation may not ${what} ${topic}. Ask whoever runs central for the permission.`,
];
const tooLarge: Meaning = ['record', (topic) => `Central does not take a record of this size on ${topic}.`];
const refusedRecord: Meaning = ['record', (topic) => `Central refuses this record on ${topic}.`];
const noLeader: Meaning = [
  'transient',
  (topic) => `Central is moving ${topic} to another of its machines. It is tried again by itself.`,
];

/** What the broker answers, by the number of the error (Kafka protocol, error codes). */
const ofAnswer = new Map<number, Meaning>([
  [
    3,
    [
      'setup',
      (topic) => `Central has no topic ${topic}. Ask whoever runs central to make it; check central.prefix.`,
    ],
  ],
  [5, noLeader],
  [6, noLeader],
  [10, tooLarge],
  [17, ['setup', (topic) => `Central does not take ${topic} as the name of a topic. Check central.prefix.`]],
  [18, tooLarge],
  [
    19,
    [
      'transient',
      (topic) => `Central has too few machines running to keep ${topic} safely. It is tried again.`,
    ],
  ],
  [
    20,
    [
      'transient',
      (topic) => `Central has too few machines running to keep ${topic} safely. It is tried again.`,
    ],
  ],
  [29, noRight('use the topic')],
  [31, noRight('use the cluster for')],
  [32, refusedRecord],
  [44, refusedRecord],
  [
    58,
    ['denied', () => 'Central does not know this user or password. Check central.user and central.secret.'],
  ],
  [74, noLeader],
  [75, noLeader],
  [
    76,
    [
      'setup',
      (topic) => `Central does not take compressed records on ${topic}. Set the compression to none.`,
    ],
  ],
  [87, refusedRecord],
]);

/** What a Kafka error number means for a topic. */
export function troubleOfAnswer(code: number, topic: string): LinkError {
  const [trouble, sentence] = ofAnswer.get(code) ?? [
    'transient',
    () => `Central answers with error ${code} for ${topic}. It is tried again by itself.`,
  ];
  return new LinkError(trouble, sentence(topic));
}

interface Told extends Error {
  readonly code?: string | number;
  readonly type?: string;
}

/** What an error means that came up while `host` was called. `socketError` is what the socket itself said, if anything. */
export function troubleOfConnection(error: unknown, host: string, socketError?: Error): LinkError {
  if (error instanceof LinkError) return error;
  const told = error as Told;
  if (told.type === 'UNSUPPORTED_SASL_MECHANISM' || /mechanism is not supported/.test(told.message ?? ''))
    return new LinkError(
      'setup',
      `Central (${host}) does not know this way of signing in. Check central.security.`,
    );
  if (told.name === 'KafkaJSSASLAuthenticationError' || told.type === 'SASL_AUTHENTICATION_FAILED')
    return new LinkError(
      'denied',
      'Central does not know this user or password. Check central.user and central.secret.',
    );
  for (const one of [socketError as Told | undefined, told]) {
    // Before the alert stands which library was built how.
    const meaning = ofConnection.get(String(one?.code).replace(/^.*(?=ALERT_)/, ''));
    if (meaning) return new LinkError(meaning[0], meaning[1](host));
  }
  if (told.name === 'KafkaJSRequestTimeoutError' || /timeout/i.test(told.message ?? ''))
    return new LinkError('transient', `Central (${host}) does not answer. It is tried again by itself.`);
  return new LinkError(
    'transient',
    `The connection to central (${host}) was cut. It is tried again by itself; if it stays so, check central.security.`,
  );
}

/** Of several troubles, the one a person can do something about. */
export const worst = (troubles: readonly LinkError[]): LinkError =>
  troubles.find(({ trouble }) => trouble === 'denied') ??
  troubles.find(({ trouble }) => trouble === 'setup') ??
  troubles[0]!;
