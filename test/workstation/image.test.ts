/**
 * What one workstation tells of a thing makes the same thing at another: all that was worked on one, told in any order to
 * one that knows nothing, stands there as it stands here, is found by search, and is sound.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary, type Message, toBinary } from '@bufbuild/protobuf';
import type { GenMessage } from '@bufbuild/protobuf/codegenv2';
import { describe, expect, onTestFinished, test } from 'vitest';
import { saveSetting } from '../../core/setting/store.ts';
import type { Store } from '../../core/store/database.ts';
import { payloads } from '../../core/sync/envelope.ts';
import type { DocumentPage } from '../../core/sync/gen/mortar/v1/document_pb.js';
import { documentPages, keepDocumentPart } from '../../core/sync/image/document.ts';
import { type ImagePayload, imageOf, ownIds, payloadOfKind, project } from '../../core/sync/image/image.ts';
import { lotsMovedFor } from '../../core/sync/image/stock.ts';
import { aggregateKinds, parseUrn, urnOf } from '../../core/sync/urn.ts';
import { verify } from '../../core/verification/verify.ts';
import { openWorkstation } from '../../core/workstation.ts';
import { type Chance, chanceOf, seedOfRun } from '../support/chance.ts';
import { stockedCounter } from '../support/counter.ts';
import { openDaysWork } from '../support/days-work.ts';
import { readFax } from '../support/read-fax.ts';
import { counter, differing, waiting } from '../support/typed-twice.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const BRANCH = 'NORTH';
const atBranch = (store: Store, branch = BRANCH) =>
  store.transaction(() => saveSetting(store, 'branch.id', branch));

/** A workstation that knows nothing and nobody. */
const blank = (branch = BRANCH): Store => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-image-'));
  const workstation = openWorkstation({
    dataFolder: folder,
    key: '0'.repeat(64),
    create: true,
    channels: false,
  });
  onTestFinished(async () => {
    await workstation.close();
    rmSync(folder, { recursive: true });
  });
  atBranch(workstation.store, branch);
  return workstation.store;
};

type Told = { urn: string; image: Uint8Array } | { urn: string; part: DocumentPage };

const schemaOf = (urn: string) => payloads[payloadOfKind[parseUrn(urn)!.kind]] as GenMessage<Message>;
const bytesOf = (store: Store, urn: string): Uint8Array | null => {
  const { kind, id } = parseUrn(urn)!;
  const image = imageOf(store, kind, id);
  return image && toBinary(schemaOf(urn), image as Message);
};

const urnsOf = (store: Store) =>
  aggregateKinds.flatMap((kind) => ownIds(store, kind).map((id) => urnOf(kind, id)));

const allOf = (store: Store): Told[] =>
  urnsOf(store).flatMap((urn): Told[] => [
    { urn, image: bytesOf(store, urn)! },
    ...(urn.includes(':document:')
      ? [...documentPages(store, parseUrn(urn)!.id)].map((part) => ({ urn, part }))
      : []),
  ]);

const shuffled = <T>(chance: Chance, list: readonly T[]): T[] =>
  list
    .map((one) => [chance.fraction(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);

/** Takes one thing told, as the log would; answers what is missing for it. */
const take = (store: Store, told: Told): string[] =>
  store.transaction(() => {
    if ('part' in told) {
      keepDocumentPart(store, told.part);
      return [];
    }
    const needs = project(store, told.urn, fromBinary(schemaOf(told.urn), told.image) as ImagePayload);
    if (needs.length === 0)
      store.run(
        `INSERT INTO standing (urn, head, branch, topic, partition, offset, payload_type, image)
         VALUES (?, 'e', '', 't', 0, 0, ?, ?)
         ON CONFLICT (urn) DO UPDATE SET image = excluded.image`,
        [told.urn, schemaOf(told.urn).typeName, told.image],
      );
    return needs;
  });

/** Takes all of it, what has to wait again and again; each round has to bring something on. */
const takeAll = (store: Store, told: readonly Told[]): void => {
  let left = [...told];
  while (left.length > 0) {
    const waits = left.filter((one) => take(store, one).length > 0);
    expect(waits.length, `nothing more can be taken: ${waits[0]?.urn}`).toBeLessThan(left.length);
    left = waits;
  }
};

const expectSame = (here: Store, there: Store) => {
  for (const urn of urnsOf(here))
    expect(
      Buffer.from(bytesOf(there, urn) ?? []).equals(bytesOf(here, urn)!),
      `${urn}: ${JSON.stringify([imageThere(here, urn), imageThere(there, urn)], bigints)}`,
    ).toBe(true);
};
const bigints = (_: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
const imageThere = (store: Store, urn: string) => {
  const { kind, id } = parseUrn(urn)!;
  return imageOf(store, kind, id);
};

/** A page set aside, settled or taken back, and one that gives its pages to another order. */
const workAtTheDesk = async (desk: TestWorkstation) => {
  const asides = [];
  for (const _ of [1, 2, 3]) {
    const { prescriptionId } = await readFax(desk, null);
    asides.push(
      await desk.run('intake.setAside', {
        ...{ prescriptionId, kind: 'lab-result', destination: 'pharmacist', note: 'INR' },
      }),
    );
  }
  await desk.run(
    'intake.settleSetAside',
    { setAsideId: asides[1]!.setAsideId, note: 'Dose checked.' },
    'phoebe',
  );
  await desk.run('intake.takeBack', { setAsideId: asides[2]!.setAsideId, reason: 'There is one below.' });
  const [one, two] = [await readFax(desk, null), await readFax(desk, null)];
  await desk.run('prescription.join', {
    ...{ prescriptionId: two.prescriptionId, intoPrescriptionId: one.prescriptionId, reason: 'Page two.' },
  });
};

const works: Record<string, (chance: Chance) => Promise<TestWorkstation>> = {
  'a day at the counter': async (chance) => {
    const a = await openTestWorkstation();
    const { run, ask } = a;
    const work = await openDaysWork({ run, ask: async (...asked) => ask(...asked) }, chance);
    for (let order = 0; order < 14; order += 1) {
      a.clock.advance(60_000 + chance.below(600_000));
      await work.workOneOrder();
    }
    return a;
  },
  'prescriptions typed twice, with what the machine read': async () => {
    const { test: a } = await differing({ quantity: '30' }, { drug: 'oxycodone', quantity: ['60', 'check'] });
    await workAtTheDesk(a);
    return a;
  },
  'prescriptions that wait for a second entry': async () => {
    const { test: a, shelf } = await counter();
    await waiting(a, shelf);
    await workAtTheDesk(a);
    return a;
  },
};

describe('all that was worked on one workstation', () => {
  test.each(Object.entries(works))('stands the same at another: %s', async (_name, work) => {
    const seed = seedOfRun();
    const chance = chanceOf(seed);
    const { workstation } = await work(chance);
    const here = workstation.store;
    atBranch(here);
    expect(verify(here).violations, `seed ${seed}`).toEqual([]);
    for (let time = 0; time < 3; time += 1) {
      const there = blank();
      takeAll(there, shuffled(chance, allOf(here)));
      expectSame(here, there);
      expect(verify(there).violations, `seed ${seed}`).toEqual([]);
      expect(there.all('SELECT 1 FROM document_part')).toEqual([]);
      const found = 'SELECT count(*) AS n FROM prescription_search';
      expect(there.get(found)).toEqual(here.get(found));
    }
  });

  test('goes on there as it goes on here, and only what changed is another version', async () => {
    const chance = chanceOf(seedOfRun());
    const a = await openTestWorkstation();
    const { run, ask } = a;
    const work = await openDaysWork({ run, ask: async (...asked) => ask(...asked) }, chance);
    await work.workOneOrder();
    const here = a.workstation.store;
    atBranch(here);
    const there = blank();
    takeAll(there, allOf(here));
    const versions = () =>
      new Map(
        there
          .all<{ id: string; version: number }>(
            'SELECT id, version FROM prescription UNION ALL SELECT id, version FROM patient UNION ALL SELECT id, version FROM lot',
          )
          .map(({ id, version }) => [id, version]),
      );
    for (let order = 0; order < 5; order += 1) {
      const before = new Map(urnsOf(here).map((urn) => [urn, bytesOf(here, urn)!]));
      const versionsBefore = versions();
      a.clock.advance(90_000);
      await work.workOneOrder();
      takeAll(there, shuffled(chance, allOf(here)));
      expectSame(here, there);
      for (const [urn, bytes] of before) {
        const { id } = parseUrn(urn)!;
        const same = Buffer.from(bytes).equals(bytesOf(here, urn)!);
        if (versionsBefore.has(id)) expect(versions().get(id) === versionsBefore.get(id), urn).toBe(same);
      }
    }
    expect(verify(there).violations).toEqual([]);
  });

  test('goes back to what it was when that is what stands', async () => {
    const a = await openTestWorkstation();
    const { run, ask } = a;
    const work = await openDaysWork({ run, ask: async (...asked) => ask(...asked) }, chanceOf(7));
    const here = a.workstation.store;
    atBranch(here);
    const { prescriptionId } = await run('intake.receive', { source: 'phone' });
    const urn = urnOf('prescription', prescriptionId);
    const atFirst = bytesOf(here, urn)!;
    await work.workOneOrder();
    for (const { id } of here.all<{ id: string }>('SELECT id FROM prescription')) {
      const there = blank();
      takeAll(there, allOf(here));
      const image = fromBinary(payloads.PrescriptionChanged, atFirst);
      image.prescription!.id = id;
      there.transaction(() => project(there, urnOf('prescription', id), image));
      expect(imageOf(there, 'prescription', id)).toEqual(image);
      expect(there.all('PRAGMA foreign_key_check')).toEqual([]);
    }
  });
});

describe('what belongs to one workstation alone', () => {
  test('is in no image: passwords and PINs', async () => {
    const { test: a } = await counter();
    const here = a.workstation.store;
    const there = blank();
    takeAll(there, allOf(here));
    const people = there.all('SELECT * FROM user WHERE id LIKE :own', { own: 'user-%' });
    expect(people.length).toBe(6);
    for (const person of people)
      expect(person).toMatchObject({ password_hash: '', pin_hash: null, elsewhere: 1 });
    // The names stay free for people who get a sign-in here.
    expect(there.get("SELECT 1 FROM user WHERE user_name = 'tina'")).toBeUndefined();
  });

  test('stays as it is: claims, and what waits for automation', async () => {
    const a = await openTestWorkstation();
    const here = a.workstation.store;
    const { prescriptionId } = await a.run('intake.receive', { source: 'phone' });
    await a.run('prescription.claim', { prescriptionId });
    const image = imageOf(here, 'prescription', prescriptionId)!;
    here.transaction(() => {
      here.run("UPDATE prescription SET automation = 'asked' WHERE id = ?", [prescriptionId]);
      project(here, urnOf('prescription', prescriptionId), {
        ...image,
        prescription: { ...image.prescription!, note: 'x' },
      });
    });
    expect(here.get('SELECT note, claimed_by, automation FROM prescription')).toEqual({
      ...{ note: 'x', claimed_by: 'user-tina', automation: 'asked' },
    });
  });
});

describe('the same thing under two ids', () => {
  test('of a prescriber is one, and later changes reach the one', async () => {
    const a = await openTestWorkstation();
    const b = await openTestWorkstation();
    const registered = { familyName: 'Okonjo', givenNames: 'Ngozi', npi: '1234567893' };
    const one = await a.run('prescriber.register', registered);
    const two = await b.run('prescriber.register', { ...registered, clinic: 'Elm Clinic' });
    const there = b.workstation.store;
    takeAll(there, allOf(a.workstation.store));
    expect(there.get('SELECT count(*) AS n FROM prescriber')).toEqual({ n: 1 });
    const said = imageOf(there, 'prescriber', one.prescriberId)!;
    expect(said.prescriber).toMatchObject({ id: one.prescriberId, clinic: '' });
    there.transaction(() =>
      project(there, urnOf('prescriber', one.prescriberId), {
        ...said,
        prescriber: { ...said.prescriber!, clinic: 'Oak Clinic' },
      }),
    );
    expect(imageOf(there, 'prescriber', two.prescriberId)!.prescriber!.clinic).toBe('Oak Clinic');
  });

  test('of a fax is one document, and orders that stand on it are found there', async () => {
    const a = await openTestWorkstation();
    const b = await openTestWorkstation();
    const { documentId, prescriptionId } = await readFax(a, null);
    const file = a.workstation.store.get<{ bytes: Uint8Array }>('SELECT bytes FROM document')!.bytes;
    const bytesBase64 = Buffer.from(file).toString('base64');
    const same = await b.run('document.receive', { fileName: 'again.png', bytesBase64 });
    const there = b.workstation.store;
    takeAll(there, allOf(a.workstation.store));
    expect(there.get('SELECT count(*) AS n FROM document')).toEqual({ n: 1 });
    expect(b.ask('prescription.get', { prescriptionId }).pages).toMatchObject([
      { documentId: same.documentId, number: 1 },
    ]);
    expect(imageOf(there, 'document', documentId)!.document!.id).toBe(documentId);
  });

  test('of a lot is one on the shelf: what one takes out of use is out of use', async () => {
    const a = await openTestWorkstation();
    const b = await openTestWorkstation();
    const ofA = await stockedCounter(a);
    const ofB = await stockedCounter(b);
    const there = b.workstation.store;
    const before = there.get<{ n: number }>('SELECT sum(quantity) AS n FROM movement')!.n;
    const lots = (store: Store) => store.get<{ n: number }>('SELECT count(*) AS n FROM lot')!.n;
    const known = lots(there);
    takeAll(there, allOf(a.workstation.store));
    takeAll(there, allOf(a.workstation.store));
    expect(lots(there)).toBe(known);
    expect(there.get('SELECT sum(quantity) AS n FROM movement')).toEqual({ n: 2 * before });
    await a.run(
      'stock.quarantine',
      { lotId: ofA.lotId, quarantine: 'recall', reason: 'recall of the maker' },
      'mona',
    );
    takeAll(there, allOf(a.workstation.store));
    expect(there.get('SELECT quarantine FROM lot WHERE id = ?', [ofB.lotId])).toEqual({
      quarantine: 'recall',
    });
    // Each is told of with its own movements alone.
    const told = (id: string) =>
      imageOf(there, 'lot', id)!.movements.reduce((n, m) => n + Number(m.quantity), 0);
    expect(told(ofA.lotId)).toBe(told(ofB.lotId));
    expect(verify(there).violations).toEqual([]);
  });
});

test('lots of another branch leave no row, its orders do', async () => {
  const a = await openTestWorkstation();
  const { run, ask } = a;
  const work = await openDaysWork({ run, ask: async (...asked) => ask(...asked) }, chanceOf(3));
  for (let order = 0; order < 4; order += 1) await work.workOneOrder();
  const here = a.workstation.store;
  atBranch(here);
  const there = blank('SOUTH');
  takeAll(there, allOf(here));
  expect(there.get('SELECT count(*) AS n FROM lot')).toEqual({ n: 0 });
  expect(there.all('SELECT DISTINCT branch FROM prescription')).toEqual([{ branch: BRANCH }]);
  for (const urn of urnsOf(here).filter((one) => !one.includes(':lot:')))
    expect(Buffer.from(bytesOf(there, urn)!).equals(bytesOf(here, urn)!), urn).toBe(true);
  expect(verify(there).violations).toEqual([]);
});

test('an Rx number that another order bears is kept with a mark, and told as it was', async () => {
  const [a, b] = [await openTestWorkstation(), await openTestWorkstation()];
  for (const test of [a, b]) {
    const { run, ask } = test;
    const work = await openDaysWork({ run, ask: async (...asked) => ask(...asked) }, chanceOf(5));
    for (let order = 0; order < 3; order += 1) await work.workOneOrder();
  }
  takeAll(b.workstation.store, allOf(a.workstation.store));
  expect(
    b.workstation.store.all("SELECT 1 FROM prescription WHERE rx_number LIKE '%~%'").length,
  ).toBeGreaterThan(0);
  for (const id of ownIds(a.workstation.store, 'prescription'))
    expect(imageOf(b.workstation.store, 'prescription', id)!.prescription!.rxNumber).toBe(
      imageOf(a.workstation.store, 'prescription', id)!.prescription!.rxNumber,
    );
});

test('the lots that a fill moved are known by the order and the instant', async () => {
  const a = await openTestWorkstation();
  const { run, ask } = a;
  const work = await openDaysWork({ run, ask: async (...asked) => ask(...asked) }, chanceOf(7));
  for (let order = 0; order < 3; order += 1) await work.workOneOrder();
  const here = a.workstation.store;
  const filled = here.get<{ subject_id: string; at: string }>(
    "SELECT subject_id, at FROM event WHERE name = 'prescription.filled'",
  )!;
  expect(lotsMovedFor(here, filled.subject_id, filled.at)).toEqual(ownIds(here, 'lot'));
  expect(lotsMovedFor(here, filled.subject_id, '2020-01-01T00:00:00.000Z')).toEqual([]);
});
