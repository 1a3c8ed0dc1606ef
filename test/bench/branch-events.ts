/**
 * Records of a branch at work, as many as are wanted: a patient whose three orders go from the telephone to the counter
 * is worked once through commands, and what was captured of it comes again with other ids, names, Rx numbers and bags.
 * Always: the records of a thing follow from one another as the real ones do, so that the log accepts every one; about
 * nine of ten tell of orders, one of ten of patients and lots. The first of all are what the whole branch shares.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { newId } from '../../core/identity.ts';
import { EnvelopeSchema } from '../../core/sync/gen/mortar/v1/envelope_pb.js';
import type { OutgoingRow } from '../../core/sync/outgoing.ts';
import { partitionOf, type TopicName, topics } from '../../core/sync/topics.ts';
import { insertUser } from '../../core/user/store.ts';
import { newSession, openWorkstation, type Workstation } from '../../core/workstation.ts';
import { approvedOrder, type Counter, checkOrder, handOver, scanAndFill } from '../support/counter.ts';
import { benchKey } from './dataset.ts';

/** The one branch all of it happens at. */
export const BRANCH = 'north';
const ORDERS_OF_PATIENT = 3;
const FAMILY = 'Alvarez';
const LOT = 'LOT0000000';
const ndc11 = '68180051301';

/** A record as it lies in the queue of a workstation. */
export type BranchRecord = Omit<OutgoingRow, 'seq'>;

const people = { tina: 'technician', phoebe: 'pharmacist', paul: 'pharmacist', mona: 'manager' } as const;

/** Puts the people of the branch on file, who are the same at each of its workstations. */
export const addPeople = ({ dispatcher }: Workstation): void =>
  dispatcher.record((store) => {
    for (const [name, role] of Object.entries(people))
      insertUser(store, {
        ...{ id: `user-${name}`, user_name: name, display_name: name, role, password_hash: 'none' },
      });
    return { result: undefined, events: [] };
  });

/** The people of the branch at work at one of its workstations. */
export const peopleAt = ({ dispatcher }: Workstation): Counter => {
  const as = (person: string) => ({ ...newSession(false, Date.now()), userId: `user-${person}` });
  return {
    run: async (name, input, person = 'tina') => {
      const reply = await dispatcher.run(name, { commandId: newId(), input }, as(person));
      if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
      return reply.result as never;
    },
    ask: (name, input, person = 'tina') => {
      const reply = dispatcher.ask(name, input, as(person));
      if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
      return reply.result as never;
    },
  };
};

interface Captured {
  /** Whose orders are to be told of first. */
  shared: OutgoingRow[];
  family: OutgoingRow[];
  producerId: string;
  /** Texts that no two orders share, each with the same of the n-th family. */
  varied: { text: string; of(family: number): string }[];
}

const base32 = (value: number, length: number) =>
  value.toString(32).toUpperCase().padStart(length, '0').slice(-length);
/** A family name of as many letters as the one it stands for. */
const familyName = (family: number) =>
  `${String.fromCharCode(65 + (family % 26))}${base32(Math.imul(family, 0x9e3779b1) >>> 0, 7)
    .replace(/\d/g, (digit) => 'aeioulnrst'[Number(digit)]!)
    .toLowerCase()
    .slice(1)}`;

/** Works one patient's orders through and answers what was kept for central of it. */
const workOnce = async (): Promise<Captured> => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-branch-'));
  const workstation = openWorkstation({ dataFolder: folder, key: benchKey, create: true, channels: false });
  const { store } = workstation;
  try {
    addPeople(workstation);
    const counter = peopleAt(workstation);
    const { run } = counter;
    const settings = {
      ...{ 'branch.id': BRANCH, 'branch.name': 'Corner Pharmacy', 'branch.phone': '585-555-0180' },
      ...{ 'branch.address': '350 East Avenue, Rochester, NY 14604', 'central.brokers': '127.0.0.1:1' },
    };
    for (const [name, value] of Object.entries(settings))
      await run('setting.change', { name, value, reason: 'bench' } as never, 'mona');
    const drug = { name: 'lisinopril', strength: '10 mg', form: 'tablet', unit: 'tablet', route: 'oral' };
    await run(
      'drug.add',
      { ...drug, ndc11, packageSize: '100', labeler: 'Example', schedule: null } as never,
      'mona',
    );
    const doctor = { familyName: 'Okonjo', givenNames: 'Ngozi', npi: '1234567893' };
    const { prescriberId } = await run('prescriber.register', doctor);
    const shared = store.all<OutgoingRow>('SELECT * FROM outgoing ORDER BY seq');

    const delivery = { ndc11, lot: LOT, expiry: '2099-06-30', quantity: '90', bin: 'L-1' };
    const { lotId } = await run('stock.receive', delivery, 'mona');
    const { patientId } = await run('patient.register', {
      ...{ familyName: FAMILY, givenNames: 'Mariana', dateOfBirth: '1992-08-30', sex: 'female' },
      ...{ address: '77 Wilmer Street, Rochester, NY 14607', allergyStatus: 'none-known' },
    });
    const shelf = { patientId, prescriberId, lotId, ndc11 };
    const varied: Captured['varied'] = [
      { text: FAMILY, of: familyName },
      { text: LOT, of: (family) => `LOT${String(family).padStart(7, '0')}` },
    ];
    for (let order = 0; order < ORDERS_OF_PATIENT; order += 1) {
      const prescriptionId = await approvedOrder(counter, shelf);
      await run('prescription.claim', { prescriptionId });
      await run('prescription.startFill', { prescriptionId });
      await scanAndFill(counter, shelf, prescriptionId);
      const bag = await checkOrder(counter, prescriptionId);
      await handOver(counter, prescriptionId, bag);
      const { rxNumber } = (await counter.ask('prescription.get', { prescriptionId })).prescription;
      varied.push(
        {
          text: rxNumber!,
          of: (family) =>
            String(Number(rxNumber) + ORDERS_OF_PATIENT * family).padStart(rxNumber!.length, '0'),
        },
        { text: bag, of: (family) => bag.slice(0, -5) + base32(family, 5) },
      );
    }
    // What only central reads is left out: it has no number of its own.
    const family = store
      .all<OutgoingRow>('SELECT * FROM outgoing WHERE seq > ? ORDER BY seq', [shared.at(-1)!.seq])
      .filter(({ topic }) => topics[topic].followed);
    const { id: producerId } = store.get<{ id: string }>('SELECT id FROM producer')!;
    return { shared, family, producerId, varied };
  } finally {
    await workstation.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const MINUTE = 60_000;
const BEGUN = Date.parse('2024-01-01T00:00:00.000Z');
const headLength = 'xxxxxxxx-xxxx'.length;
let lastHead = { family: -1, text: '' };
/** Ids begin with the time they were made at; each family comes a minute after the one before. */
const headOf = (family: number): string => {
  if (lastHead.family !== family) {
    const time = (BEGUN + family * MINUTE).toString(16).padStart(12, '0');
    lastHead = { family, text: `${time.slice(0, 8)}-${time.slice(8)}` };
  }
  return lastHead.text;
};
const idOf = (id: string, family: number) => headOf(family) + id.slice(headLength);

interface Template extends Pick<OutgoingRow, 'topic' | 'type' | 'at'> {
  urn: string;
  eventId: string;
  bytes: Buffer;
  places: { at: number; text: string; of(family: number): string }[];
}

/** The tag of the number in its partition; a field that comes twice counts as it came last. */
const SEQ_TAG = 8 << 3;
const withSeq = (bytes: Buffer, seq: number): Buffer => {
  const tail = [SEQ_TAG];
  for (let rest = seq; ; rest = Math.floor(rest / 128)) {
    tail.push(rest < 128 ? rest : (rest % 128) | 0x80);
    if (rest < 128) break;
  }
  return Buffer.concat([bytes, Buffer.from(tail)]);
};

const countingFromOne = () => {
  const numbered = new Map<string, number>();
  return (topic: string, partition: number): number => {
    const name = `${topic} ${partition}`;
    const next = (numbered.get(name) ?? 0) + 1;
    numbered.set(name, next);
    return next;
  };
};

/**
 * Answers a source of records: each call gives the next so many under the producer named, numbered from 1 in each
 * partition or as `nextNumber` says.
 * Throws where a record would not have the length of what it was made of.
 */
export const branchAtWork = async (
  producerId: string,
  nextNumber = countingFromOne(),
): Promise<{ next(count: number): BranchRecord[]; perFamily: number; perOrder: number }> => {
  const captured = await workOnce();
  const sharedIds = new Set(
    captured.shared.flatMap(({ value }) => Buffer.from(value).toString('latin1').match(ID) ?? []),
  );
  const templateOf = (row: OutgoingRow, vary: boolean): Template => {
    const envelope = fromBinary(EnvelopeSchema, row.value);
    const bytes = Buffer.from(toBinary(EnvelopeSchema, { ...envelope, producerId, producerSeq: 0n }));
    const text = bytes.toString('latin1');
    const places: Template['places'] = [];
    if (vary) {
      for (const { 0: id, index } of text.matchAll(ID))
        if (!sharedIds.has(id) && id !== producerId)
          places.push({ at: index, text: id.slice(0, headLength), of: headOf });
      for (const { text: own, of } of captured.varied)
        for (let at = text.indexOf(own); at >= 0; at = text.indexOf(own, at + 1))
          places.push({ at, text: own, of });
    }
    return { ...row, eventId: row.event_id, bytes, places };
  };
  const shared = captured.shared.map((row) => templateOf(row, false));
  const family = captured.family.map((row) => templateOf(row, true));
  for (const { places } of family)
    for (const { text, of } of places)
      if (of(1_000).length !== text.length) throw new Error(`${text} would become ${of(1_000)}`);

  const recordOf = (template: Template, number: number, vary: boolean): BranchRecord => {
    const { topic, type, at } = template;
    const urn = vary ? template.urn.replace(ID, (id) => idOf(id, number)) : template.urn;
    const eventId = vary ? idOf(template.eventId, number) : template.eventId;
    const bytes = Buffer.from(template.bytes);
    for (const place of template.places) bytes.write(place.of(number), place.at, 'latin1');
    const partition = partitionOf(urn, topics[topic as TopicName].partitions);
    const seq = nextNumber(topic, partition);
    return {
      ...{ topic, partition, place: seq, urn, event_id: eventId, type, at, after_event: null },
      value: withSeq(bytes, seq),
    };
  };
  let made = 0;
  const nextOne = (): BranchRecord => {
    const place = made - shared.length;
    made += 1;
    if (place < 0) return recordOf(shared[made - 1]!, 0, false);
    return recordOf(family[place % family.length]!, Math.floor(place / family.length), true);
  };
  return {
    perFamily: family.length,
    perOrder: family.length / ORDERS_OF_PATIENT,
    next: (count) => Array.from({ length: count }, nextOne),
  };
};
