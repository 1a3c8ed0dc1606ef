// Keeps the database key of a real pharmacy, wrapped by the system's key store.
// Always: refused where that store is missing or is plain text (`basic_text`); then a passphrase opens the
// workstation at each start. The key is never written unwrapped and never reaches the window.
// Not here: the demo's key, which the core keeps beside its own data.

import { safeStorage } from 'electron';
import type { KeyStoreFile } from './settings.ts';

/** A place for one key of 64 hex digits. */
export interface KeyStore {
  /** Answers whether the key is kept. */
  keep(key: string): Promise<boolean>;
  /** The key, or undefined when none is held or the system no longer unwraps it. */
  held(): Promise<string | undefined>;
}

export function openKeyStore(file: KeyStoreFile): KeyStore {
  return {
    async keep(key) {
      const wrapping = await systemWrapping();
      if (!wrapping) return false;
      file.set('wrapped', (await wrapping.wrap(key)).toString('base64'));
      return true;
    },
    async held() {
      const wrapped = file.get('wrapped');
      const wrapping = wrapped ? await systemWrapping() : undefined;
      if (!wrapped || !wrapping) return undefined;
      // A keyring that was reset, or another user's, cannot unwrap it: the passphrase is asked again.
      return wrapping.unwrap(Buffer.from(wrapped, 'base64')).catch(() => undefined);
    },
  };
}

interface Wrapping {
  wrap(text: string): Promise<Buffer>;
  unwrap(wrapped: Buffer): Promise<string>;
}

/** The one place that chooses between the asynchronous calls and, in an older Electron, the synchronous ones. */
async function systemWrapping(): Promise<Wrapping | undefined> {
  if (
    process.platform === 'linux' &&
    ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())
  )
    return undefined;
  if (typeof safeStorage.isAsyncEncryptionAvailable === 'function') {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return undefined;
    return {
      wrap: (text) => safeStorage.encryptStringAsync(text),
      unwrap: async (wrapped) => (await safeStorage.decryptStringAsync(wrapped)).result,
    };
  }
  if (!safeStorage.isEncryptionAvailable()) return undefined;
  return {
    wrap: async (text) => safeStorage.encryptString(text),
    unwrap: async (wrapped) => safeStorage.decryptString(wrapped),
  };
}
