/**
 * The certificate this workstation shows central, with its private key, from the files the settings name.
 * Always: read and looked at for each connection, so that a renewed one is taken and one that has expired is said before
 * central refuses it. Neither key nor passphrase stands in an error.
 */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LinkError } from '../link.ts';
import type { Security } from '../security.ts';

const denied = (sentence: string, cause?: unknown) => new LinkError('denied', sentence, { cause });

const contentOf = (file: string, setting: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const isGone = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw denied(
      isGone
        ? `The file that ${setting} names is not there. Check ${setting}.`
        : `The file that ${setting} names cannot be read. Check its permissions, and ${setting}.`,
      cause,
    );
  }
};

const certificateOf = (text: string): X509Certificate => {
  try {
    return new X509Certificate(text);
  } catch (cause) {
    throw denied('The file that central.certificateFile names holds no certificate in PEM form.', cause);
  }
};

const keyOf = (key: string, passphrase: string): KeyObject => {
  try {
    return createPrivateKey({ key, format: 'pem', passphrase });
  } catch (cause) {
    throw denied(
      !/ENCRYPTED/.test(key)
        ? 'The file that central.keyFile names holds no private key in PEM form.'
        : passphrase === ''
          ? 'The private key that central.keyFile names has a passphrase. Set central.keyPassphrase.'
          : 'The passphrase is not that of the private key that central.keyFile names. Check central.keyPassphrase.',
      cause,
    );
  }
};

/** As TLS takes them; nothing where none is named. Throws `LinkError`. */
export const clientCertificate = ({
  certificateFile,
  keyFile,
  keyPassphrase = '',
}: Security): { cert?: string; key?: string; passphrase?: string } => {
  if (!certificateFile || !keyFile) return {};
  const cert = contentOf(certificateFile, 'central.certificateFile');
  const key = contentOf(keyFile, 'central.keyFile');
  const certificate = certificateOf(cert);
  if (!certificate.checkPrivateKey(keyOf(key, keyPassphrase)))
    throw denied(
      'The certificate and the private key for central do not belong together. Check central.certificateFile and central.keyFile.',
    );
  const now = Date.now();
  if (now > Date.parse(certificate.validTo))
    throw denied(
      'The certificate of this workstation has expired. Ask whoever gave it for a new one; check the date of this workstation too.',
    );
  if (now < Date.parse(certificate.validFrom))
    throw denied(
      'The certificate of this workstation is not valid yet. Check the date and time of this workstation.',
    );
  return { cert, key, passphrase: keyPassphrase };
};
