/**
 * The key of a data folder. The data file is encrypted with a random 256-bit key; the key lies in `key.json`
 * wrapped by a passphrase (Argon2id, AES-256-GCM), and, where there is a shell, in the key store of the operating
 * system. Only a demo folder keeps its key in a plain file beside the data, and that file says so.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hashRaw, type Options } from '@node-rs/argon2';
import { z } from 'zod';
import { Refusal } from '../contract/errors.ts';
import { syncFolder } from '../store/backup.ts';

const demoKeyFile = z.object({ about: z.string(), key: z.string().regex(/^[0-9a-f]{64}$/) });
const wrappedKeyFile = z.object({
  about: z.string(),
  salt: z.base64(),
  nonce: z.base64(),
  wrapped: z.base64(),
  tag: z.base64(),
});

const demoPath = (folder: string) => join(folder, 'demo-key.json');
const wrappedPath = (folder: string) => join(folder, 'key.json');

/** Every file a key may lie in. */
export const keyFilesOf = (folder: string): string[] => [demoPath(folder), wrappedPath(folder)];

// OWASP's second Argon2id profile: 46 MiB, one pass, one lane; about 50 ms here.
const stretching: Options = { memoryCost: 47_104, timeCost: 1, parallelism: 1, outputLen: 32 };

/** Writes a file whole or not at all, readable by its owner only. */
const writeSafely = (path: string, content: unknown): void => {
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
};

export const newKey = (): string => randomBytes(32).toString('hex');

export const keepDemoKey = (folder: string, key: string): void =>
  writeSafely(demoPath(folder), {
    about:
      'DEMONSTRATION ONLY. This file opens the data beside it. Never put real patients into this folder.',
    key,
  });

/** The key of a demo folder, or null where the folder is none. */
export const demoKeyOf = (folder: string): string | null => {
  if (!existsSync(demoPath(folder))) return null;
  return readKeyFile(demoPath(folder), demoKeyFile).key;
};

export const isSealed = (folder: string): boolean => existsSync(wrappedPath(folder));

/** Seals the key with a passphrase. */
export const sealKey = async (folder: string, key: string, passphrase: string): Promise<void> => {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await stretch(passphrase, salt), nonce);
  const wrapped = Buffer.concat([cipher.update(Buffer.from(key, 'hex')), cipher.final()]);
  writeSafely(wrappedPath(folder), {
    about: 'The key of the data file, sealed with the passphrase chosen at set-up. Keep a copy of this file.',
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    wrapped: wrapped.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  });
};

/** What lies in a key file, which a person may have edited or a disk may have lost. Throws a `Refusal`. */
const readKeyFile = <S extends z.ZodType>(path: string, shape: S): z.output<S> => {
  try {
    return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Refusal({
      kind: 'unavailable',
      code: 'key-file.damaged',
      message: `The key file ${basename(path)} cannot be read. Put the copy of it back that was kept.`,
    });
  }
};

/** Opens the sealed key, or null when the passphrase is not right. */
export const unsealKey = async (folder: string, passphrase: string): Promise<string | null> => {
  const file = readKeyFile(wrappedPath(folder), wrappedKeyFile);
  const bytes = (text: string) => Buffer.from(text, 'base64');
  const decipher = createDecipheriv(
    'aes-256-gcm',
    await stretch(passphrase, bytes(file.salt)),
    bytes(file.nonce),
  );
  decipher.setAuthTag(bytes(file.tag));
  try {
    return Buffer.concat([decipher.update(bytes(file.wrapped)), decipher.final()]).toString('hex');
  } catch {
    return null;
  }
};

const stretch = async (passphrase: string, salt: Buffer) =>
  Buffer.from(await hashRaw(passphrase.normalize('NFKC'), { ...stretching, salt }));
