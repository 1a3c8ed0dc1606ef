/**
 * How a delivery to another system can fail, as data.
 * transient: it did not happen, try again later. ambiguous: it may have happened. permanent: it will never happen
 * as it stands. Not here: what an outlet does about each.
 */

export type FailureKind = 'transient' | 'ambiguous' | 'permanent';

export interface DeliveryFailure {
  kind: FailureKind;
  /** True when nothing would reach this service now, so that the rest need not be tried. */
  unreachable: boolean;
  /** For a person; never holds what was sent. */
  sentence: string;
}

const statuses: [from: number, to: number, kind: FailureKind, unreachable: boolean, words: string][] = [
  [300, 399, 'permanent', false, 'answered with another address. Correct the address in the settings'],
  [408, 408, 'transient', false, 'gave up waiting'],
  [409, 409, 'transient', false, 'is busy with the same message'],
  [425, 425, 'transient', false, 'asks to try later'],
  [429, 429, 'transient', true, 'asks for fewer messages'],
  [400, 499, 'permanent', false, 'refused the message'],
  [503, 503, 'transient', true, 'is out of service'],
  [500, 599, 'transient', false, 'failed inside'],
];

/** What an answer outside 200–299 means. The first line that fits counts. */
export const failureOfStatus = (status: number): DeliveryFailure => {
  const [, , kind, unreachable, words] = statuses.find(([from, to]) => status >= from && status <= to) ?? [
    0,
    0,
    'permanent' as const,
    false,
    'gave an answer that makes no sense',
  ];
  return { kind, unreachable, sentence: `The service ${words} (${status}).` };
};

/** Codes of errors after which it is sure that no byte of the message left. */
const neverConnected: [codes: RegExp, words: string][] = [
  [/^ECONNREFUSED$/, 'does not listen'],
  [/^(ENOTFOUND|EAI_AGAIN|EAI_.*)$/, 'has a name that cannot be found'],
  [/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/, 'cannot be reached from here'],
  [/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, 'did not answer the call'],
  [
    /^(CERT_.*|ERR_TLS_.*|ERR_SSL_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*)$/,
    'has a certificate that is not trusted',
  ],
];

const codesOf = (error: unknown): string[] => {
  const { code, cause, errors } = (error ?? {}) as { code?: unknown; cause?: unknown; errors?: unknown[] };
  return [
    ...(typeof code === 'string' ? [code] : []),
    ...(cause === undefined ? [] : codesOf(cause)),
    ...(Array.isArray(errors) ? errors.flatMap(codesOf) : []),
  ];
};

/** What an error of the connection means: before a byte was sent, or after. */
export const failureOfError = (error: unknown): DeliveryFailure => {
  const codes = codesOf(error);
  const known = neverConnected.find(([words]) => codes.some((code) => words.test(code)));
  return known
    ? { kind: 'transient', unreachable: true, sentence: `The service ${known[1]}.` }
    : {
        kind: 'ambiguous',
        unreachable: false,
        sentence: 'The connection was lost after sending. The message may have arrived.',
      };
};
