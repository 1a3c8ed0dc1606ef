/**
 * Fields that were received as such, as a prescription that was found: nothing had to be read, so each is as sure as
 * whoever sent it.
 */
import { type Found, type ReadField, readFields } from '../contract/recognition.ts';

/** @returns a value's place counts letters, and fields as lines */
export const receivedAsFields = (fields: Partial<Record<ReadField, string>>): Found => ({
  kind: 'prescription',
  pages: [1],
  suggestions: readFields.flatMap((field, y): Found['suggestions'] => {
    const value = fields[field];
    if (value === undefined) return [];
    const region = { page: 1, x: 0, y, width: Math.max(1, value.length), height: 1 };
    const checks = [{ passed: true, words: 'received as this field' }];
    return [{ field, value, read: value, confidence: 'sure', region, checks }];
  }),
});
