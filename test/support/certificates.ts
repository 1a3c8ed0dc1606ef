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
  /** A certificate for a name, good from and until so many days from now. */
  sign(name: string, days?: { from: number; to: number }): Pair;
}

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

/** Makes an authority; its files are gone when this returns. */
export const withAuthorities = <T>(work: (authority: (name: string) => Authority) => T): T => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-certificates-'));
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const key = (name: string) =>
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);
  const authority = (name: string): Authority => {
    key(name);
    openssl(
      'req',
      '-x509',
      '-new',
      '-key',
      `${name}.key`,
      '-subj',
      `/CN=${name}`,
      '-days',
      '30',
      '-out',
      `${name}.pem`,
    );
    return {
      certificate: read(`${name}.pem`),
      sign: (whose, { from, to } = { from: -2, to: 30 }) => {
        key(whose);
        openssl('req', '-new', '-key', `${whose}.key`, '-subj', `/CN=${whose}`, '-out', `${whose}.csr`);
        writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
        writeFileSync(join(folder, 'index'), '');
        writeFileSync(join(folder, 'configuration'), configuration);
        const signer = [
          '-cert',
          `${name}.pem`,
          '-keyfile',
          `${name}.key`,
          '-create_serial',
          '-extfile',
          'names',
        ];
        const ca = ['ca', '-batch', '-notext', '-config', 'configuration', '-startdate', day(from)];
        openssl(...ca, '-enddate', day(to), ...signer, '-in', `${whose}.csr`, '-out', `${whose}.pem`);
        return { key: read(`${whose}.key`), certificate: read(`${whose}.pem`) };
      },
    };
  };
  try {
    return work(authority);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
