/**
 * How the way to central may be secured, and what each choice needs. Pure: no network, no library.
 * Always: `none` is for a broker on this very machine only.
 */

export const securityKinds = ['none', 'tls', 'scram-sha-512', 'oauthbearer', 'aws-msk-iam'] as const;

export interface Security {
  readonly kind: (typeof securityKinds)[number];
  /** The certificate authority to trust in place of those the machine trusts, as PEM text; empty for none. */
  readonly ca?: string;
  /** The certificate that is shown to central and its private key, as paths of PEM files; empty for none. */
  readonly certificateFile?: string;
  readonly keyFile?: string;
  /** Of that key; empty where it has none. */
  readonly keyPassphrase?: string;
  /** SCRAM. */
  readonly user?: string;
  /** The password, for SCRAM; the secret of the client, for OAUTHBEARER. */
  readonly secret?: string;
  /** OAUTHBEARER. */
  readonly tokenUrl?: string;
  readonly clientId?: string;
  /** AWS MSK. */
  readonly region?: string;
}

/** Whether a name or address can only be this machine. */
export const isThisMachine = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);

const needed: Record<Security['kind'], readonly (keyof Security)[]> = {
  none: [],
  tls: [],
  'scram-sha-512': ['user', 'secret'],
  oauthbearer: ['tokenUrl', 'clientId', 'secret'],
  'aws-msk-iam': ['region'],
};
const settingOf: Partial<Record<keyof Security, string>> = {
  user: 'central.user',
  secret: 'central.secret',
  tokenUrl: 'central.tokenUrl',
  clientId: 'central.clientId',
  region: 'central.region',
};

/** What a choice lacks, in words; null when nothing. */
export function whatIsMissing(security: Security): string | null {
  if (Boolean(security.certificateFile) !== Boolean(security.keyFile))
    return 'A certificate to show central needs its private key, and the key its certificate: set both central.certificateFile and central.keyFile, or neither.';
  const missing = needed[security.kind].filter((name) => !security[name]).map((name) => settingOf[name]);
  return missing.length > 0
    ? `With central.security “${security.kind}” these settings are needed too: ${missing.join(', ')}.`
    : null;
}

/** Why an address may not be called without security, in words; null when it may. */
export const tooOpen = (security: Security, host: string): string | null =>
  security.kind === 'none' && !isThisMachine(host)
    ? `Central at ${host} is not on this machine and cannot be used without security. Set central.security.`
    : null;

/** Where some machines of central are, from their list as the setting has it. */
export const brokersOf = (list: string): { host: string; port: number }[] =>
  list.split(',').flatMap((part) => {
    const at = part.lastIndexOf(':');
    return at < 0
      ? []
      : {
          host: part
            .slice(0, at)
            .trim()
            .replace(/^\[(.*)\]$/, '$1'),
          port: Number(part.slice(at + 1)),
        };
  });
