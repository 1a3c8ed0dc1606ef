/** Waits until what is checked holds, and answers it. A busy machine is no fault: only what never comes fails. */
import { vi } from 'vitest';

export const soon = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 60_000, interval: 10 });
