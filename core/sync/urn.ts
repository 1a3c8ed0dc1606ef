/** Names of things in the log, and identities that whoever makes them makes alike. */
import { hash } from 'node:crypto';

/** What the log tells of: each such thing has one key, so that one partition holds its events in one order. */
export const aggregateKinds = [
  'prescription',
  'patient',
  'prescriber',
  'person',
  'document',
  'lot',
  'care',
] as const;
export type AggregateKind = (typeof aggregateKinds)[number];

const PREFIX = 'urn:mortar:';
const isKind = (text: string): text is AggregateKind => (aggregateKinds as readonly string[]).includes(text);

export const urnOf = (kind: AggregateKind, id: string): string => `${PREFIX}${kind}:${id}`;

/** `urn:mortar:patient:1` → patient and 1; null where it names nothing the log tells of. */
export const parseUrn = (urn: string): { kind: AggregateKind; id: string } | null => {
  if (!urn.startsWith(PREFIX)) return null;
  const end = urn.indexOf(':', PREFIX.length);
  const kind = urn.slice(PREFIX.length, end);
  return end > 0 && isKind(kind) && end + 1 < urn.length ? { kind, id: urn.slice(end + 1) } : null;
};

/**
 * An identity made of what it is of: the same parts give the same one, wherever and however often it is made
 * (UUID version 8, RFC 9562, over SHA-256).
 */
export const derivedId = (...parts: readonly (string | number)[]): string => {
  const hex = hash('sha256', JSON.stringify(parts), 'hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
