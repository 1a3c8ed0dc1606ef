/**
 * Proves a data file: the seal of the event log, SQLite's own checks, the ledger, the workflow, the outbox, the
 * exchange with central, the pages and the receipts. It reads, and changes nothing.
 */
import { hash } from 'node:crypto';
import type { Reader } from '../store/database.ts';
import { checkChain } from '../store/event-log.ts';
import { checkStandings, exchangeRules } from './exchange.ts';
import { replayOrders } from './replay.ts';
import { rules } from './rules.ts';

export interface Verification {
  /** What was looked at. */
  counts: Record<string, number>;
  /** A line for each thing that is wrong; ids only. */
  violations: string[];
}

const counted = {
  lots: 'lot',
  movements: 'movement',
  patients: 'patient',
  documents: 'document',
  pages: 'page',
  'hand-overs': 'hand_over',
  labels: 'label',
  deliveries: 'delivery',
  receipts: 'receipt',
} as const;

/** What SQLite itself finds. */
const checkFile = (store: Reader): string[] => [
  ...store
    .all<Record<string, string>>('PRAGMA integrity_check')
    .map((row) => String(Object.values(row)[0]))
    .filter((answer) => answer !== 'ok')
    .map((answer) => `file: ${answer}`),
  ...store
    .all<{ table: string; rowid: number }>('PRAGMA foreign_key_check')
    .map(({ table, rowid }) => `${table} ${rowid}: it refers to a row that is not there`),
];

/** Every fax and every page is what it was when it came. */
const checkPictures = (store: Reader): string[] => {
  const differs = (sha256: string, bytes: Uint8Array) => hash('sha256', bytes, 'hex') !== sha256;
  const violations: string[] = [];
  for (const { id, sha256, bytes } of store.each<{ id: string; sha256: string; bytes: Uint8Array }>(
    'SELECT id, sha256, bytes FROM document',
  ))
    if (differs(sha256, bytes)) violations.push(`document ${id}: its bytes are not those that came`);
  for (const page of store.each<{ document_id: string; number: number; sha256: string; png: Uint8Array }>(
    'SELECT document_id, number, sha256, png FROM page',
  ))
    if (differs(page.sha256, page.png))
      violations.push(`document ${page.document_id}: page ${page.number} is not the picture that was made`);
  return violations;
};

const checkRules = (store: Reader): string[] =>
  [...rules, ...exchangeRules].flatMap(([sentence, sql]) =>
    store.all<{ found: string | number }>(sql).map(({ found }) => sentence.replace('$', String(found))),
  );

/** Checks everything. A file that SQLite finds damaged is checked no further. */
export const verify = (store: Reader): Verification => {
  const broken = checkFile(store);
  if (broken.length > 0) return { counts: {}, violations: broken };
  const chain = checkChain(store);
  const replay = replayOrders(store);
  const sizes = Object.entries(counted).map(([name, table]) => [
    name,
    store.get<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)!.count,
  ]);
  return {
    counts: { events: chain.rows, prescriptions: replay.orders, ...Object.fromEntries(sizes) },
    violations: [
      ...(chain.brokenAt === null
        ? []
        : [`event ${chain.brokenAt}: the chain of the event log is broken here`]),
      ...replay.violations,
      ...checkRules(store),
      ...checkStandings(store),
      ...checkPictures(store),
    ],
  };
};
