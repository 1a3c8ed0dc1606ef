/** What the contract's own schema says of a form, field by field. */
import type { z } from 'zod';

/** The first complaint about each top-level field, in the words of the schema where it has words of its own. */
export const fieldErrors = (error: z.ZodError | undefined): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const issue of error?.issues ?? []) {
    const field = String(issue.path[0] ?? '');
    found[field] ??= issue.message.startsWith('Invalid') ? 'Fill this in.' : issue.message;
  }
  return found;
};
