/**
 * Hashing of passwords and PINs: Argon2id, 19 MiB, two passes. It takes its time, off the main thread.
 * Two keyboards may write one letter in two ways; both are hashed as one (NFKC).
 */
import { hash, verify } from '@node-rs/argon2';

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashSecret = (secret: string): Promise<string> => hash(secret.normalize('NFKC'), COST);

let nobody: Promise<string> | undefined;

/**
 * Whether a secret is the one behind a hash. Without a hash it takes just as long and answers false, so that the
 * time tells nobody which user names there are.
 */
export const isSecret = async (secret: string, hashed: string | null | undefined): Promise<boolean> => {
  nobody ??= hashSecret('nobody');
  const right = await verify(hashed ?? (await nobody), secret.normalize('NFKC'));
  return right && typeof hashed === 'string';
};
