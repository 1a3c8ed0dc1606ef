/** What a request is answered with, and the sentences of what is no rule of any feature: bad input, a bad disk. */
import type { z } from 'zod';
import type { Failure } from './contract/errors.ts';
import type { StoreTrouble } from './store/database.ts';

export type Reply = { ok: true; result: unknown } | { ok: false; error: Failure };

export const failed = (kind: Failure['kind'], code: string, message: string, details?: unknown): Reply => ({
  ok: false,
  error: { kind, code, message, ...(details === undefined ? {} : { details }) },
});

/** Says where the input is wrong and how, never what it held. */
export const wrongInput = (error: z.ZodError): Reply => {
  const issues = error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message }));
  const first = issues[0];
  return failed(
    'invalid',
    'input',
    first ? `${first.path || 'input'}: ${first.message}` : 'The input is not right.',
    {
      issues,
    },
  );
};

export const sentenceOfTrouble: Record<StoreTrouble, string> = {
  'wrong-key': 'The data file does not open with this key.',
  damaged: 'The data file is damaged. Stop working and restore a backup; nothing is deleted.',
  newer: 'The data file was written by a newer version of Mortar.',
  missing: 'The data file is missing. Restore a backup.',
  'read-only':
    'The data folder cannot be written to. Nothing was changed. Make the folder writable, then try again.',
  'disk-full': 'The disk is full. Nothing was changed and nothing is lost. Free some space, then try again.',
  other: 'The data file cannot be used.',
};
