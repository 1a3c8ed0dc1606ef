/**
 * The topics that are exchanged with central, as a table. The number of partitions is part of the contract: with
 * another one the records of a thing would no longer lie in one partition.
 * The names here are without the prefix a company may set before them.
 */
import type { AggregateKind } from './urn.ts';

export interface Topic {
  /** One sentence for the sync screen. */
  readonly what: string;
  /** What the key of a record is. */
  readonly key: string;
  /** Seen from the workstation. */
  readonly direction: 'in' | 'out' | 'both';
  /** While no setting says otherwise. What comes in is read in either. */
  readonly format: 'protobuf' | 'json' | 'raw';
  /** Whether a setting may choose between Protobuf and JSON for what goes out. */
  readonly formatBySetting: boolean;
  readonly partitions: number;
  /** What central is to keep, in words. */
  readonly retention: string;
  /** Whether a workstation reads all of it, all the time; what it wrote itself is kept until it is read back there. */
  readonly followed: boolean;
  /** Whether what is to be told is kept for it from the start, before any central is named. */
  readonly fromTheStart: boolean;
  /** Names of the messages its records hold, without their package. */
  readonly payloads: readonly string[];
}

const between = {
  direction: 'both',
  format: 'protobuf',
  formatBySetting: false,
  partitions: 4,
  followed: true,
  fromTheStart: false,
} as const;
const told = {
  direction: 'out',
  format: 'json',
  formatBySetting: true,
  partitions: 4,
  followed: false,
  fromTheStart: true,
} as const;
const listed = {
  key: 'code',
  direction: 'in',
  format: 'protobuf',
  formatBySetting: false,
  partitions: 1,
  followed: true,
  fromTheStart: false,
  retention: 'compacted, so that the last of each code stays',
} as const;

const days = (count: number) => `deleted after ${count} days`;

export const topics = {
  'intake.automation.requests': {
    ...between,
    what: 'Pages that intake automation is asked to type in.',
    key: 'intake URN',
    direction: 'out',
    followed: false,
    retention: days(7),
    payloads: ['IntakeAutomationRequest'],
  },
  'intake.automation.results': {
    ...between,
    what: 'Answers of intake automation.',
    key: 'intake URN',
    direction: 'in',
    retention: days(30),
    payloads: ['IntakeAutomationResult'],
  },
  'prescription.events': {
    ...between,
    what: 'Everything that happens to prescription orders.',
    key: 'prescription URN',
    formatBySetting: true,
    partitions: 8,
    retention: days(90),
    payloads: ['PrescriptionChanged', 'PrescriptionClaimed', 'ConflictResolved', 'SequenceSkipped'],
  },
  'prescription.dispensed': {
    ...told,
    what: 'Orders that a pharmacist has checked and dispensed, for billing and reports.',
    key: 'prescription URN',
    retention: days(365),
    payloads: ['PrescriptionDispensed'],
  },
  'prescription.failed': {
    ...told,
    what: 'Orders that could not be filled.',
    key: 'prescription URN',
    retention: days(90),
    payloads: ['PrescriptionFailed'],
  },
  'patient.events': {
    ...between,
    what: 'Patients put on file and corrected.',
    key: 'patient URN',
    retention: days(90),
    payloads: ['PatientChanged', 'ConflictResolved', 'SequenceSkipped'],
  },
  'patient.care': {
    ...between,
    what: 'What hospitals say of patients: why refills, delivery and messages rest, their stays, what is to be done.',
    key: 'care URN',
    retention: days(90),
    payloads: ['HospitalCareChanged', 'ConflictResolved', 'SequenceSkipped'],
  },
  'prescriber.events': {
    ...between,
    what: 'Prescribers put on file and corrected.',
    key: 'prescriber URN',
    retention: days(90),
    payloads: ['PrescriberChanged', 'ConflictResolved', 'SequenceSkipped'],
  },
  'staff.events': {
    ...between,
    what: 'People who work at the branches: names and roles.',
    key: 'person URN',
    retention: days(90),
    payloads: ['PersonChanged', 'ConflictResolved', 'SequenceSkipped'],
  },
  documents: {
    ...between,
    what: 'Faxes with their pages.',
    key: 'document URN',
    retention: days(90),
    payloads: ['DocumentReceived', 'DocumentPage', 'ConflictResolved', 'SequenceSkipped'],
  },
  'stock.movements': {
    ...between,
    what: 'Lots and their ledger; each branch applies its own.',
    key: 'lot URN',
    retention: days(365),
    payloads: ['StockChanged', 'ConflictResolved', 'SequenceSkipped'],
  },
  'reference.drugs': { ...listed, what: 'Drugs as central lists them.', payloads: ['DrugListed'] },
  'reference.prescribers': {
    ...listed,
    what: 'Prescribers as central lists them.',
    payloads: ['PrescriberListed'],
  },
  'reference.prices': { ...listed, what: 'Prices as central lists them.', payloads: ['PriceListed'] },
  'adt.<vendor>': {
    ...between,
    what: 'Admissions and discharges of a hospital, as its system sends them.',
    key: 'none',
    direction: 'in',
    format: 'raw',
    followed: false,
    retention: days(14),
    payloads: ['AdtReceived'],
  },
  'adt.alerts': {
    ...between,
    what: 'What hospitals’ messages ask of a branch about its patients, and what became of it.',
    key: 'patient URN',
    direction: 'out',
    followed: false,
    retention: days(30),
    payloads: ['AdtAlert'],
  },
  'conflict.tasks': {
    ...between,
    what: 'Two versions of one thing, told to whoever watches over the branches.',
    key: 'URN of the thing',
    direction: 'out',
    partitions: 1,
    followed: false,
    retention: days(180),
    payloads: ['ConflictOpened', 'ConflictResolved'],
  },
  snapshots: {
    ...between,
    what: 'How everything stood, for new workstations.',
    key: 'branch code',
    partitions: 1,
    followed: false,
    retention: days(90),
    payloads: ['SnapshotPart', 'SnapshotManifest'],
  },
  'dead.letters': {
    ...between,
    what: 'Records that could not be taken, as they came.',
    key: 'key of the record',
    direction: 'out',
    partitions: 1,
    followed: false,
    retention: days(30),
    payloads: ['DeadLetter'],
  },
} as const satisfies Record<string, Topic>;

export type TopicName = keyof typeof topics;
export const topicNames = Object.keys(topics) as TopicName[];

/** What a workstation follows from its stored positions. */
export const followedTopics = topicNames.filter((name) => topics[name].followed);

/** The topic that holds what happens to each kind of thing. */
export const topicOfKind: Record<AggregateKind, TopicName> = {
  prescription: 'prescription.events',
  patient: 'patient.events',
  care: 'patient.care',
  prescriber: 'prescriber.events',
  person: 'staff.events',
  document: 'documents',
  lot: 'stock.movements',
};

/** The topic whose leases end by the times of its records, which have to be the broker's (`LogAppendTime`). */
export const judgedByTime = topicOfKind.prescription;

/** A topic's name at a company's central, where all names begin with a prefix (empty for none). */
export const prefixed = (prefix: string, name: TopicName): string => prefix + name;

/** The topic behind a name at a company's central, or null where it is none of ours. */
export const topicOf = (prefix: string, name: string): TopicName | null => {
  const bare = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return Object.hasOwn(topics, bare) ? (bare as TopicName) : null;
};

const M = 0x5bd1e995;
const text = new TextEncoder();

/** Kafka's murmur2 of some bytes, as a signed 32-bit number. */
const murmur2 = (bytes: Uint8Array): number => {
  let hash = 0x9747b28c ^ bytes.length;
  const whole = bytes.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    word = Math.imul(word, M);
    word = Math.imul(word ^ (word >>> 24), M);
    hash = Math.imul(hash, M) ^ word;
  }
  if (bytes.length > whole) {
    for (let at = bytes.length - 1; at >= whole; at -= 1) hash ^= bytes[at]! << (8 * (at - whole));
    hash = Math.imul(hash, M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
};

/** The partition of a key: that which Kafka's own clients choose, whatever client is used. */
export const partitionOf = (key: string, partitions: number): number =>
  (murmur2(text.encode(key)) & 0x7fffffff) % partitions;
