// Certificates for a test, made with openssl: an authority, and what it signs for a name on this machine.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Pair {
  readonly key: string;
  readonly certificate: string;
}
export interface Authority {
  readonly certificate: string;
  /** A certificate called so. */
  sign(name: string, terms?: Terms): Pair;
}
/** What a certificate is for (this machine), and from and until how many days from now (well before and after) it is good. */
export interface Terms {
  readonly names?: string;
  readonly from?: number;
  readonly to?: number;
}
export interface Made {
  authority(name: string): Authority;
  /** A certificate for this machine, signed by nobody but itself. */
  alone(name: string): Pair;
}

const thisMachine = 'DNS:localhost,IP:127.0.0.1';

const configuration = `[ca]
default_ca = by
[by]
database = index
new_certs_dir = .
serial = serial
unique_subject = no
default_md = sha256
policy = any
[any]
commonName = supplied
`;
const day = (from: number) =>
  `${new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')}000000Z`;

/** Makes authorities and what they sign; the files are gone when this returns. */
export const withAuthorities = <T>(work: (made: Made) => T): T => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-certificates-'));
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const key = (name: string) =>
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);
  const pair = (name: string): Pair => ({ key: read(`${name}.key`), certificate: read(`${name}.pem`) });
  const alone = (name: string, ...more: string[]): Pair => {
    key(name);
    const self = ['req', '-x509', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-days', '30'];
    openssl(...self, ...more, '-out', `${name}.pem`);
    return pair(name);
  };
  const authority = (name: string): Authority => ({
    certificate: alone(name).certificate,
    sign: (whose, { names = thisMachine, from = -2, to = 30 } = {}) => {
      key(whose);
      openssl('req', '-new', '-key', `${whose}.key`, '-subj', `/CN=${whose}`, '-out', `${whose}.csr`);
      writeFileSync(join(folder, 'names'), `subjectAltName=${names}\n`);
      writeFileSync(join(folder, 'index'), '');
      writeFileSync(join(folder, 'configuration'), configuration);
      const ca = [
        'ca',
        '-batch',
        '-notext',
        '-config',
        'configuration',
        '-create_serial',
        '-extfile',
        'names',
      ];
      const signer = ['-cert', `${name}.pem`, '-keyfile', `${name}.key`];
      const dates = ['-startdate', day(from), '-enddate', day(to)];
      openssl(...ca, ...signer, ...dates, '-in', `${whose}.csr`, '-out', `${whose}.pem`);
      return pair(whose);
    },
  });
  try {
    return work({ authority, alone: (name) => alone(name, '-addext', `subjectAltName=${thisMachine}`) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
