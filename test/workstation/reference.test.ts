/**
 * Drugs and prescribers taken over from public files at the real workstation: what a look at the files tells, what is
 * written, what is left as it is, what a version set back leaves behind, and what is there after a stop on the way.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CommandInput, QueryResult } from '../../core/contract/index.ts';
import type { Row } from '../../core/store/database.ts';
import { approvedOrder, stockedCounter } from '../support/counter.ts';
import { type Listed, npiAt, nppesRow, writeNdcDirectory, writeNppes } from '../support/reference-files.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

type Version = QueryResult<'reference.versions'>['versions'][number];
type Check = NonNullable<QueryResult<'reference.findings'>['check']>;

const shelves = new Map<TestWorkstation, string>();
/** Outside of the data folder, where a person keeps such files. */
const shelfOf = (work: TestWorkstation): string => {
  const known = shelves.get(work);
  if (known !== undefined) return known;
  const made = mkdtempSync(join(tmpdir(), 'mortar-reference-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  shelves.set(work, made);
  return made;
};

const idle = async (work: TestWorkstation): Promise<void> => {
  while (work.ask('reference.job', {}, 'mona').job !== null) await wait(2);
};
const versions = (work: TestWorkstation): Version[] => work.ask('reference.versions', {}, 'mona').versions;
const newest = (work: TestWorkstation): Version => versions(work)[0]!;

/** Looks at files and answers what was found. */
const look = async (
  work: TestWorkstation,
  paths: string[],
  more: Partial<CommandInput<'reference.check'>> = {},
): Promise<Check> => {
  await work.run('reference.check', { files: paths.map((path) => ({ path })), ...more }, 'mona');
  await idle(work);
  const { check } = work.ask('reference.findings', {}, 'mona');
  if (!check) throw new Error('there is no check');
  return check;
};
/** Looks and takes over. */
const takeOver = async (work: TestWorkstation, paths: string[], accepted = false): Promise<Version> => {
  const { id } = await look(work, paths);
  await work.run('reference.apply', { checkId: id, accepted }, 'mona');
  await idle(work);
  return newest(work);
};
const setBack = async (work: TestWorkstation, { id }: Version): Promise<Version> => {
  await work.run('reference.rollBack', { versionId: id, reason: 'the wrong file' }, 'mona');
  await idle(work);
  return versions(work).find((one) => one.id === id)!;
};
const rowsOf = (work: TestWorkstation, table: 'drug' | 'prescriber'): Row[] =>
  work.workstation.store.all(`SELECT * FROM ${table} ORDER BY 1`);
const found = (work: TestWorkstation, text: string): string[] =>
  work.ask('drug.find', { text, limit: 60 }).rows.map(({ ndc11 }) => ndc11);

const lisinopril: Listed = { code: '0002-0800', packages: [{ last: '01' }, { last: '02' }] };
const zestril: Listed = {
  code: '0310-0131',
  PROPRIETARYNAME: 'Zestril',
  ACTIVE_NUMERATOR_STRENGTH: '20',
  packages: [{ last: '10' }],
};
const metoprolol: Listed = {
  code: '0378-0032',
  NONPROPRIETARYNAME: 'Metoprolol Tartrate',
  PROPRIETARYNAME: 'Metoprolol Tartrate',
  SUBSTANCENAME: 'METOPROLOL TARTRATE',
  ACTIVE_NUMERATOR_STRENGTH: '50',
  packages: [{ last: '01' }],
};
const [small, large, zestrilNdc, metoprololNdc] = [
  '00002080001',
  '00002080002',
  '00310013110',
  '00378003201',
];

const directory = (work: TestWorkstation, products: readonly Listed[], name = 'ndc'): string[] =>
  Object.values(writeNdcDirectory(join(shelfOf(work), name), products));

/** Ever more products, each of one package, for what takes a while. */
const manyProducts = (count: number, strength = '10'): Listed[] =>
  Array.from({ length: count }, (_, at) => ({
    code: `${String(10_000 + Math.floor(at / 900))}-${String(100 + (at % 900))}`,
    PROPRIETARYNAME: `Brand ${at}`,
    ACTIVE_NUMERATOR_STRENGTH: strength,
    packages: [{ last: '01' }],
  }));

describe('looking at the files', () => {
  test('tells what taking them over would change, and writes nothing', async () => {
    const work = await openTestWorkstation();
    const before = [rowsOf(work, 'drug'), versions(work)];
    const check = await look(work, directory(work, [lisinopril, zestril]));
    expect(check).toMatchObject({
      state: 'done',
      catalogue: 'drugs',
      problem: null,
      changes: { added: 3, changed: 0, unchanged: 0, ended: 0, kept: 0, refused: 0, leftOut: 0 },
      notices: [],
      findings: [],
    });
    expect(check.files.map(({ part, name }) => [part, name])).toEqual([
      ['product', 'product.txt'],
      ['package', 'package.txt'],
    ]);
    expect([rowsOf(work, 'drug'), versions(work)]).toEqual(before);
  });

  test('names each refused row with its line, the reason and the row itself', async () => {
    const work = await openTestWorkstation();
    const check = await look(
      work,
      directory(work, [
        lisinopril,
        { ...zestril, ACTIVE_NUMERATOR_STRENGTH: '' },
        { ...metoprolol, packages: [{ last: 'B0' }, { last: '02', PACKAGEDESCRIPTION: 'many tablets' }] },
        { ...metoprolol, code: '0378-0047', PRODUCTTYPENAME: 'HUMAN OTC DRUG' },
      ]),
    );
    expect(check.changes).toMatchObject({ added: 2, refused: 3, leftOut: 1 });
    expect(check.findings.map(({ kind, part, line, reason }) => [kind, part, line, reason])).toEqual([
      ['refused', 'package', 4, 'Its product: It has no strength.'],
      ['refused', 'package', 5, 'An NDC has only digits and hyphens.'],
      ['refused', 'package', 6, 'The package description is not understood.'],
    ]);
    expect(check.findings[2]?.text).toContain('0378-0032-02 many tablets');
    expect(check.reasons).toContainEqual({
      kind: 'left-out',
      reason: expect.stringContaining('over the counter'),
      count: 1,
    });
  });

  test('a package without its product, a product without a package, and a second row of a number are refused', async () => {
    const work = await openTestWorkstation();
    const [product = '', pack = ''] = directory(work, [
      lisinopril,
      { ...zestril, packages: [] },
      { ...metoprolol, packages: [{ last: '01' }, { last: '01' }] },
    ]);
    appendFileSync(pack, 'no-such-id\t0378-0099\t0378-0099-01\t30 TABLET in 1 BOTTLE\t20100101\t\tN\tN\r\n');
    const { changes, findings } = await look(work, [product, pack]);
    expect(changes).toMatchObject({ added: 3, refused: 3 });
    expect(findings.map(({ part, line, reason }) => [part, line, reason])).toEqual([
      ['package', 5, 'It stands in the file twice; the first one counts.'],
      ['package', 6, 'Its product is not in the product file.'],
      ['product', 3, 'The product has no package in the package file.'],
    ]);
  });

  test('takes drugs sold over the counter only when asked to', async () => {
    const work = await openTestWorkstation();
    const paths = directory(work, [{ ...lisinopril, PRODUCTTYPENAME: 'HUMAN OTC DRUG' }]);
    expect((await look(work, paths)).changes).toMatchObject({ added: 0, leftOut: 2 });
    expect((await look(work, paths, { otc: true })).changes).toMatchObject({ added: 2, leftOut: 0 });
  });

  test('finds the files of a folder by their names', async () => {
    const work = await openTestWorkstation();
    directory(work, [lisinopril]);
    writeFileSync(join(shelfOf(work), 'ndc', 'readme.txt'), 'read me');
    expect((await look(work, [join(shelfOf(work), 'ndc')])).changes.added).toBe(2);
  });

  test('refuses what is not one of the files, in words, and shows nothing of it', async () => {
    const work = await openTestWorkstation();
    const [product = '', pack = ''] = directory(work, [lisinopril]);
    const secret = join(shelfOf(work), 'secret.txt');
    writeFileSync(secret, 'the password is hush\n');
    const utf16 = join(shelfOf(work), 'utf16.txt');
    writeFileSync(utf16, Buffer.from('\ufeffPRODUCTID\tPRODUCTNDC\n', 'utf16le'));
    const refused = async (...paths: string[]) =>
      work.refused('reference.check', { files: paths.map((path) => ({ path })) }, 'mona');
    expect(await refused(product)).toMatchObject({
      code: 'reference.wrong-file',
      message: expect.stringContaining('package.txt'),
    });
    expect(await refused(pack)).toMatchObject({
      code: 'reference.wrong-file',
      message: expect.stringContaining('product.txt'),
    });
    expect(await refused(pack, pack)).toMatchObject({ code: 'reference.wrong-file' });
    expect((await refused(secret)).message).toMatch(/none of/);
    expect((await refused(secret)).message).not.toMatch(/password|hush/);
    expect((await refused(utf16)).message).toMatch(/UTF-16/);
    for (const path of [
      'product.txt',
      './product.txt',
      '/no/such/file',
      `${product}\u0000`,
      '/dev/zero',
      shelfOf(work),
    ])
      expect([path, await refused(path)]).toMatchObject([path, { code: 'reference.file-missing' }]);
    // The data file and the key are never looked into.
    expect((await refused(join(work.folder, 'mortar.db'))).message).toMatch(/outside of the data folder/);
    expect(work.ask('reference.findings', {}, 'mona').check).toBeNull();
  });

  test('a file that is cut short fails, with the line', async () => {
    const work = await openTestWorkstation();
    const [product = '', pack = ''] = directory(work, [lisinopril]);
    appendFileSync(pack, '0002-0800_x\t0002-0800\t0002-08');
    expect(await look(work, [product, pack])).toMatchObject({
      state: 'failed',
      problem: 'The file ends in the middle of line 4: it was cut short. Fetch it again.',
    });
    appendFileSync(product, 'x'.repeat(3_000_000));
    expect((await look(work, [product, pack])).problem).toMatch(/^Line 3 does not end/);
  });

  test('only one thing runs at a time, and it can be stopped', async () => {
    const work = await openTestWorkstation();
    const files = directory(work, manyProducts(20_000)).map((path) => ({ path }));
    await work.run('reference.check', { files }, 'mona');
    expect((await work.refused('reference.check', { files }, 'adam')).code).toBe('reference.busy');
    expect(await work.run('reference.stop', {}, 'mona')).toEqual({ stopped: true });
    await idle(work);
    expect(work.ask('reference.findings', {}, 'mona').check?.state).toBe('stopped');
    expect(await work.run('reference.stop', {}, 'mona')).toEqual({ stopped: false });
  });
});

describe('taking over', () => {
  test('puts drugs on file, to be found and filled like any other, and says who did it from which files', async () => {
    const work = await openTestWorkstation();
    const version = await takeOver(work, directory(work, [lisinopril, zestril]));
    expect(version).toMatchObject({
      number: 1,
      catalogue: 'drugs',
      state: 'applied',
      problem: null,
      changes: { added: 3, changed: 0, ended: 0 },
      by: { name: 'Mona' },
      setBack: null,
      canContinue: false,
      canRollBack: true,
    });
    expect(version.files.map(({ sha256 }) => sha256)).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
    expect(found(work, 'zestril')).toEqual([zestrilNdc]);
    expect(found(work, 'lisinopril 10 mg')).toEqual([small, large]);
    expect(work.ask('drug.get', { ndc11: small }).drug).toMatchObject({
      name: 'lisinopril',
      strength: '10 mg',
      packageSize: '100',
      endedOn: null,
    });
    const told = work
      .ask('event.log', { name: 'reference.' }, 'mona')
      .entries.map(({ sentence }) => sentence);
    expect(told).toEqual([
      'Drug list, version 1: taken over (3 added, 0 changed, 0 ended)',
      'Drug list, version 1: began to be taken over',
    ]);
  });

  test('the same file again changes nothing, and there is nothing to take over', async () => {
    const work = await openTestWorkstation();
    const paths = directory(work, [lisinopril]);
    await takeOver(work, paths);
    const check = await look(work, paths);
    expect(check.changes).toMatchObject({ added: 0, unchanged: 2, ended: 0 });
    expect((await work.refused('reference.apply', { checkId: check.id }, 'mona')).code).toBe(
      'reference.nothing-new',
    );
  });

  test('the next file changes what is otherwise, and ends what it no longer has or says has ended', async () => {
    const work = await openTestWorkstation();
    await takeOver(work, directory(work, [lisinopril, zestril, metoprolol]));
    const { changes } = await takeOver(
      work,
      directory(work, [
        { ...lisinopril, LABELERNAME: 'Another Maker' },
        { ...metoprolol, packages: [{ last: '01', ENDMARKETINGDATE: '20260301' }] },
      ]),
    );
    expect(changes).toMatchObject({ added: 0, changed: 2, ended: 2, unchanged: 0 });
    expect(work.ask('drug.get', { ndc11: small }).drug.labeler).toBe('Another Maker');
    // No longer sold, so no longer offered; but whoever has a bottle of it can still read what it is.
    for (const [ndc11, day] of [
      [zestrilNdc, '2026-03-02'],
      [metoprololNdc, '2026-03-01'],
    ] as const) {
      expect(work.ask('drug.get', { ndc11 }).drug.endedOn).toBe(day);
      expect(found(work, ndc11)).toEqual([]);
    }
    expect(found(work, 'zestril')).toEqual([]);
    expect(work.ask('search.everything', { text: 'zestril' }).hits).toMatchObject([
      { kind: 'drug', id: zestrilNdc, detail: expect.stringContaining('no longer sold since 2026-03-02') },
    ]);
    // A third file has it again.
    const third = await takeOver(work, directory(work, [lisinopril, zestril, metoprolol]));
    expect(third.changes).toMatchObject({ added: 0, changed: 4, ended: 0 });
    expect(found(work, 'zestril')).toEqual([zestrilNdc]);
  });

  test('an end that lies ahead is no end yet', async () => {
    const work = await openTestWorkstation();
    const ahead = { ...lisinopril, ENDMARKETINGDATE: '20260303' };
    await takeOver(work, directory(work, [ahead]));
    expect(found(work, 'lisinopril')).toEqual([small, large]);
    work.clock.set('2026-03-04T14:00:00.000Z');
    expect((await takeOver(work, directory(work, [ahead]))).changes.ended).toBe(2);
    expect(found(work, 'lisinopril')).toEqual([]);
  });

  test('what the pharmacy put on file by hand stays as it is, and is told as kept', async () => {
    const work = await openTestWorkstation();
    const own = {
      ndc11: small,
      name: 'lisinopril',
      strength: '10 mg',
      form: 'tablet',
      unit: 'tablet',
      packageSize: '100',
      labeler: 'Ours',
      schedule: null,
    } as const;
    await work.run('drug.add', own, 'mona');
    const before = rowsOf(work, 'drug');
    const check = await look(work, directory(work, [lisinopril]));
    expect(check.changes).toMatchObject({ added: 1, kept: 1 });
    expect(check.findings).toMatchObject([
      {
        kind: 'kept',
        line: 2,
        reason: expect.stringMatching(/^Yours\. The file has it otherwise: .*labeler/),
      },
    ]);
    await work.run('reference.apply', { checkId: check.id }, 'mona');
    await idle(work);
    expect(rowsOf(work, 'drug').filter(({ ndc11 }) => ndc11 === small)).toEqual(before);
    // A file without it does not end it either.
    await takeOver(work, directory(work, [{ ...lisinopril, packages: [{ last: '02' }] }, zestril]));
    expect(work.ask('drug.get', { ndc11: small }).drug.endedOn).toBeNull();
  });

  test('the unit a shelf is counted in never changes under it; another name of a drug in use is shown before', async () => {
    const work = await openTestWorkstation();
    await takeOver(work, directory(work, [lisinopril, zestril]));
    await work.run(
      'stock.receive',
      { ndc11: small, lot: 'L1', expiry: '2027-01-31', quantity: '100', bin: 'A' },
      'mona',
    );
    const asCapsules = { DOSAGEFORMNAME: 'CAPSULE' };
    const inCapsules = (code: string, last: string) => ({
      last,
      PACKAGEDESCRIPTION: `100 CAPSULE in 1 BOTTLE (${code}-${last})`,
    });
    const check = await look(
      work,
      directory(work, [
        {
          ...lisinopril,
          ...asCapsules,
          packages: [inCapsules('0002-0800', '01'), inCapsules('0002-0800', '02')],
        },
        zestril,
      ]),
    );
    expect(check.changes).toMatchObject({ changed: 1, kept: 1, unchanged: 1 });
    expect(check.findings).toMatchObject([
      { kind: 'kept', reason: expect.stringContaining('counted in another unit') },
    ]);
    const renamed = await look(
      work,
      directory(work, [{ ...lisinopril, ACTIVE_NUMERATOR_STRENGTH: '12' }, zestril]),
    );
    expect(renamed.changes).toMatchObject({ changed: 2 });
    expect(renamed.findings).toMatchObject([
      { kind: 'in-use', line: 2, reason: 'In use here: “10 mg” becomes “12 mg”.' },
    ]);
  });

  test('half of the list ending is unusual: a person has to say that it is right', async () => {
    const work = await openTestWorkstation();
    await takeOver(work, directory(work, manyProducts(60)));
    const check = await look(work, directory(work, manyProducts(30)));
    expect(check).toMatchObject({ changes: { ended: 30, unchanged: 30 }, notices: ['many-ended'] });
    expect((await work.refused('reference.apply', { checkId: check.id }, 'mona')).code).toBe(
      'reference.unusual',
    );
    await work.run('reference.apply', { checkId: check.id, accepted: true }, 'mona');
    await idle(work);
    expect(newest(work)).toMatchObject({ state: 'applied', changes: { ended: 30 } });
  });

  test('two files of different days, whose halves do not meet, are unusual too', async () => {
    const work = await openTestWorkstation();
    const [product = ''] = directory(work, manyProducts(50), 'january');
    const [, pack = ''] = directory(work, [lisinopril, ...manyProducts(50)], 'february');
    const check = await look(work, [product, pack]);
    expect(check.notices).toEqual(
      expect.arrayContaining(['packages-without-product', 'products-without-package']),
    );
  });

  test('only what was looked at is taken over: not a file that was written to since, not an older check', async () => {
    const work = await openTestWorkstation();
    const paths = directory(work, [lisinopril]);
    const first = await look(work, paths);
    const second = await look(work, paths);
    expect((await work.refused('reference.apply', { checkId: first.id }, 'mona')).code).toBe(
      'reference.not-checked',
    );
    directory(work, [lisinopril, zestril]);
    expect((await work.refused('reference.apply', { checkId: second.id }, 'mona')).code).toBe(
      'reference.file-changed',
    );
    expect(rowsOf(work, 'drug')).toEqual([]);
    expect(versions(work)).toEqual([]);
    const third = await look(work, paths);
    await work.run('reference.apply', { checkId: third.id }, 'mona');
    await idle(work);
    expect((await work.refused('reference.apply', { checkId: third.id }, 'mona')).code).toBe(
      'reference.not-checked',
    );
  });

  test('a file that changed between the command and its reading fails before anything is written', async () => {
    const work = await openTestWorkstation();
    const paths = directory(work, [lisinopril]);
    const check = await look(work, paths);
    await work.run('reference.apply', { checkId: check.id }, 'mona');
    directory(work, [lisinopril, zestril]);
    await idle(work);
    expect(newest(work)).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('not the one that was looked at'),
      changes: { added: 0 },
      canRollBack: false,
    });
    expect(rowsOf(work, 'drug')).toEqual([]);
    // Nothing stands in the way of the next.
    expect((await takeOver(work, paths)).state).toBe('applied');
  });

  test('the counter goes on meanwhile: commands are answered before it is done', async () => {
    const work = await openTestWorkstation();
    const { id } = await look(work, directory(work, manyProducts(5_000)));
    await work.run('reference.apply', { checkId: id }, 'mona');
    let answered = 0;
    while (work.ask('reference.job', {}, 'mona').job !== null) {
      await work.run('patient.register', {
        familyName: 'Ash',
        givenNames: 'Ann',
        dateOfBirth: new Date(answered * 86_400_000).toISOString().slice(0, 10),
        sex: 'female',
      });
      answered += 1;
      // A person takes a breath, and a request comes over a wire.
      await wait(1);
    }
    expect(answered).toBeGreaterThan(5);
    expect(newest(work)).toMatchObject({ state: 'applied', changes: { added: 5_000 } });
  });
});

describe('setting a version back', () => {
  test('leaves every row exactly as it was before it, and what it is found by', async () => {
    const work = await openTestWorkstation();
    await takeOver(work, directory(work, [lisinopril, zestril, metoprolol]));
    const before = rowsOf(work, 'drug');
    const second = await takeOver(
      work,
      directory(work, [
        { ...lisinopril, NONPROPRIETARYNAME: 'Lisinopril Dihydrate', ACTIVE_NUMERATOR_STRENGTH: '12' },
        { ...zestril, code: '0310-0199' },
      ]),
    );
    expect(second.changes).toMatchObject({ added: 1, changed: 2, ended: 2 });
    expect(found(work, 'dihydrate')).toEqual([small, large]);
    expect(rowsOf(work, 'drug')).not.toEqual(before);
    expect(await setBack(work, second)).toMatchObject({
      state: 'set-back',
      setBack: { by: { name: 'Mona' }, reason: 'the wrong file', kept: 0 },
      canRollBack: false,
    });
    expect(rowsOf(work, 'drug')).toEqual(before);
    expect(found(work, 'dihydrate')).toEqual([]);
    expect(found(work, 'lisinopril 10')).toEqual([small, large]);
    expect(found(work, 'zestril')).toEqual([zestrilNdc]);
    const [entry] = work.ask('event.log', { name: 'reference.rollBackStarted' }, 'mona').entries;
    expect(entry?.sentence).toBe('Drug list, version 2: began to be set back: the wrong file');
  });

  test('goes from the newest to the oldest, and to an empty list in the end', async () => {
    const work = await openTestWorkstation();
    const first = await takeOver(work, directory(work, [lisinopril]));
    const second = await takeOver(work, directory(work, [lisinopril, zestril]));
    const rollBack = (version: Version) =>
      work.refused('reference.rollBack', { versionId: version.id, reason: 'x' }, 'mona');
    expect((await rollBack(first)).code).toBe('reference.not-newest');
    await setBack(work, second);
    expect((await rollBack(second)).code).toBe('reference.not-newest');
    await setBack(work, first);
    expect(rowsOf(work, 'drug')).toEqual([]);
    expect(found(work, 'lisinopril')).toEqual([]);
    expect(
      (await work.refused('reference.rollBack', { versionId: 'nothing', reason: 'x' }, 'mona')).kind,
    ).toBe('not-found');
  });

  test('never takes away a drug that was used since: it ends instead', async () => {
    const work = await openTestWorkstation();
    const version = await takeOver(work, directory(work, [lisinopril, zestril, metoprolol]));
    const shelf = await stockedCounter(work, { ndc11: '68180051301', name: 'lisinopril' });
    await approvedOrder(work, { ...shelf, ndc11: zestrilNdc });
    await work.run(
      'stock.receive',
      { ndc11: metoprololNdc, lot: 'L1', expiry: '2027-01-31', quantity: '100', bin: 'A' },
      'mona',
    );
    expect(await setBack(work, version)).toMatchObject({ state: 'set-back', setBack: { kept: 2 } });
    expect(rowsOf(work, 'drug').map(({ ndc11, ended_on }) => [ndc11, ended_on])).toEqual([
      [zestrilNdc, '2026-03-02'],
      [metoprololNdc, '2026-03-02'],
      [shelf.ndc11, null],
    ]);
    expect(work.workstation.store.all('PRAGMA foreign_key_check')).toEqual([]);
    // The next file keeps them up again.
    await takeOver(work, directory(work, [zestril]));
    expect(found(work, 'zestril')).toEqual([zestrilNdc]);
  });
});

describe('stopping on the way', () => {
  const half = async (work: TestWorkstation, files: string[], rows: number) => {
    const { id } = await look(work, files);
    const { versionId } = await work.run('reference.apply', { checkId: id }, 'mona');
    for (;;) {
      const { job } = work.ask('reference.job', {}, 'mona');
      if (job === null) throw new Error('it was over too soon');
      if (job.phase === 'writing' && job.done >= rows) return versionId;
      await wait(2);
    }
  };
  const PRODUCTS = 2_500;

  test('by a person leaves a version that can be continued, to the same end', async () => {
    const work = await openTestWorkstation();
    const files = directory(work, manyProducts(PRODUCTS));
    const versionId = await half(work, files, 300);
    await work.run('reference.stop', {}, 'adam');
    await idle(work);
    const stopped = newest(work);
    expect(stopped).toMatchObject({
      id: versionId,
      state: 'interrupted',
      problem: 'Stopped by Adam.',
      canContinue: true,
      canRollBack: true,
    });
    expect(stopped.changes.added).toBe(rowsOf(work, 'drug').length);
    expect(stopped.changes.added).toBeLessThan(PRODUCTS);
    // Nothing else begins before it is settled.
    const check = await look(work, files);
    expect((await work.refused('reference.apply', { checkId: check.id }, 'mona')).code).toBe(
      'reference.unfinished',
    );
    await work.run('reference.continue', { versionId }, 'mona');
    await idle(work);
    expect(newest(work)).toMatchObject({
      id: versionId,
      state: 'applied',
      problem: null,
      changes: { added: PRODUCTS, unchanged: 0 },
    });
    expect(found(work, 'brand 2499')).toHaveLength(1);
    expect((await work.refused('reference.continue', { versionId }, 'mona')).code).toBe('reference.not-open');
    await setBack(work, newest(work));
    expect(rowsOf(work, 'drug')).toEqual([]);
  });

  test('by a restart in the middle leaves it interrupted; continued, it is whole', async () => {
    const work = await openTestWorkstation();
    const files = directory(work, manyProducts(PRODUCTS));
    const versionId = await half(work, files, 300);
    await work.restart();
    expect(newest(work)).toMatchObject({ id: versionId, state: 'interrupted', canContinue: true });
    const kept = newest(work).changes.added;
    expect(kept).toBe(rowsOf(work, 'drug').length);
    expect([kept > 0, kept < PRODUCTS]).toEqual([true, true]);
    await work.run('reference.continue', { versionId }, 'mona');
    await idle(work);
    expect(newest(work)).toMatchObject({
      state: 'applied',
      changes: { added: PRODUCTS, unchanged: 0, refused: 0 },
    });
    const fresh = await openTestWorkstation();
    await takeOver(fresh, directory(fresh, manyProducts(PRODUCTS)));
    expect(rowsOf(work, 'drug')).toEqual(rowsOf(fresh, 'drug'));
  });

  test('by a restart in the middle can be set back, and a setting back that is stopped goes on', async () => {
    const work = await openTestWorkstation();
    await takeOver(work, directory(work, [lisinopril]));
    const before = rowsOf(work, 'drug');
    const versionId = await half(work, directory(work, [lisinopril, ...manyProducts(PRODUCTS)]), 1_000);
    await work.restart();
    await work.run('reference.rollBack', { versionId, reason: 'it was the wrong file' }, 'mona');
    await work.restart();
    expect(newest(work)).toMatchObject({ state: 'set-back-interrupted', canContinue: true });
    const files = directory(work, [zestril], 'other');
    const check = await look(work, files);
    expect((await work.refused('reference.apply', { checkId: check.id, accepted: true }, 'mona')).code).toBe(
      'reference.unfinished',
    );
    await work.run('reference.continue', { versionId }, 'mona');
    await idle(work);
    expect(newest(work)).toMatchObject({ state: 'set-back', setBack: { reason: 'it was the wrong file' } });
    expect(rowsOf(work, 'drug')).toEqual(before);
  });

  test('cannot be continued with another file', async () => {
    const work = await openTestWorkstation();
    const versionId = await half(work, directory(work, manyProducts(PRODUCTS)), 300);
    await work.run('reference.stop', {}, 'mona');
    await idle(work);
    directory(work, manyProducts(PRODUCTS, '20'));
    await work.run('reference.continue', { versionId }, 'mona');
    await idle(work);
    expect(newest(work)).toMatchObject({
      state: 'interrupted',
      problem: expect.stringContaining('not the one that was looked at'),
      canRollBack: true,
    });
    await setBack(work, newest(work));
    expect(rowsOf(work, 'drug')).toEqual([]);
  });
});

describe('prescribers', () => {
  const npis = [npiAt(1), npiAt(2), npiAt(3), npiAt(4)];
  const [first = '', second = '', third = '', fourth = ''] = npis;
  const list = (work: TestWorkstation, ...rows: Parameters<typeof writeNppes>[1][]) =>
    writeNppes(
      shelfOf(work),
      rows.flatMap((some) => [...some]),
    );
  const people = (work: TestWorkstation, text: string) =>
    work.ask('prescriber.find', { text }).rows.map(({ name, why }) => [name, why]);
  const ordinary = [
    nppesRow(first, { 'Provider Last Name (Legal Name)': 'MORRISON' }),
    nppesRow(second, { 'Provider Last Name (Legal Name)': 'OKONJO', 'Provider First Name': 'NGOZI' }),
    nppesRow(third, { 'Provider Last Name (Legal Name)': "O'HARA", 'Provider First Name': 'SEÁN' }),
  ];

  test('are taken over and found by name, number and telephone', async () => {
    const work = await openTestWorkstation();
    const version = await takeOver(work, [
      list(work, ordinary, [nppesRow(fourth, { 'Entity Type Code': '2' })]),
    ]);
    expect(version).toMatchObject({ catalogue: 'prescribers', changes: { added: 3, leftOut: 1 } });
    expect(people(work, 'morison')).toEqual([['Morrison, Beatrice', 'name 1 letter off']]);
    expect(people(work, 'Dr. Ngozi Okonjo')).toEqual([['Okonjo, Ngozi', 'name matches']]);
    expect(people(work, "o'hara")).toEqual([["O'Hara, Seán", 'name matches']]);
    expect(people(work, 'ohara s')).toEqual([["O'Hara, Seán", 'name matches, name begins so']]);
    expect(people(work, second)).toEqual([['Okonjo, Ngozi', 'NPI matches']]);
    expect(people(work, '5550111')).toHaveLength(3);
    expect(work.ask('prescriber.find', { text: 'okonjo' }).rows).toMatchObject([
      {
        credential: 'M.D.',
        profession: 'physician',
        address: expect.stringContaining('Rochester, NY'),
        endedOn: null,
      },
    ]);
  });

  test('of some states only, when only those are wanted', async () => {
    const work = await openTestWorkstation();
    const elsewhere = { 'Provider Business Practice Location Address State Name': 'PA' };
    const path = list(work, [nppesRow(first), nppesRow(second, elsewhere)]);
    expect((await look(work, [path], { states: ['PA'] })).changes).toMatchObject({ added: 1, leftOut: 1 });
  });

  test('end when their number is deactivated, never because a file lacks them, and are then found by the whole number alone', async () => {
    const work = await openTestWorkstation();
    await takeOver(work, [list(work, ordinary)]);
    const blank = Object.fromEntries(Object.keys(nppesRow(first)).map((title) => [title, '']));
    const ended = { ...blank, NPI: first, 'NPI Deactivation Date': '01/15/2026' };
    const { changes } = await takeOver(work, [list(work, [ended], [{ ...ended, NPI: fourth }])]);
    expect(changes).toMatchObject({ added: 0, changed: 0, ended: 1, leftOut: 1 });
    expect(people(work, 'morrison')).toEqual([]);
    expect(people(work, first)).toEqual([['Morrison, Beatrice', 'NPI matches, deactivated 2026-01-15']]);
    expect(people(work, 'okonjo')).toHaveLength(1);
    // Reactivated, they are offered again.
    await takeOver(work, [list(work, ordinary)]);
    expect(people(work, 'morrison')).toHaveLength(1);
  });

  test('put on file by hand stay as they are; a DEA number added to one from the file stays through the next file', async () => {
    const work = await openTestWorkstation();
    const own = { familyName: 'Morrison', givenNames: 'Bea', npi: first, phone: '585-555-0199' };
    await work.run('prescriber.register', own);
    const check = await look(work, [list(work, ordinary)]);
    expect(check.changes).toMatchObject({ added: 2, kept: 1 });
    expect(check.findings).toMatchObject([
      { kind: 'kept', reason: 'Yours. The file has it otherwise: given names, phone, fax.' },
    ]);
    await work.run('reference.apply', { checkId: check.id }, 'mona');
    await idle(work);
    const okonjo = work.ask('prescriber.find', { text: 'okonjo' }).rows[0]!;
    const { familyName, givenNames, npi, phone, fax } = okonjo;
    const dea = 'BO4826179';
    await work.run('prescriber.change', {
      prescriberId: okonjo.id,
      ...{ familyName, givenNames, npi, phone, fax },
      dea,
      reason: 'from the page',
    });
    const moved = { 'Provider Business Practice Location Address Telephone Number': '5855550177' };
    const next = ordinary.map((row) => ({ ...row, ...moved }));
    expect((await takeOver(work, [list(work, next)])).changes).toMatchObject({ changed: 2, kept: 1 });
    expect(work.ask('prescriber.get', { prescriberId: okonjo.id }).prescriber).toMatchObject({
      dea,
      phone: '585-555-0177',
    });
    expect(people(work, '5550177')).toHaveLength(2);
    // A telephone corrected by a person is theirs from then on.
    await work.run('prescriber.change', {
      prescriberId: okonjo.id,
      ...{ familyName, givenNames, npi, fax },
      dea,
      phone: '585-555-0166',
      reason: 'they called',
    });
    expect((await takeOver(work, [list(work, ordinary)])).changes).toMatchObject({ changed: 1, kept: 2 });
    expect(work.ask('prescriber.get', { prescriberId: okonjo.id }).prescriber.phone).toBe('585-555-0166');
  });

  test('set back are exactly as before, but for those a person changed or a prescription names since', async () => {
    const work = await openTestWorkstation();
    const own = await stockedCounter(work);
    const before = rowsOf(work, 'prescriber');
    const version = await takeOver(work, [list(work, ordinary)]);
    await setBack(work, version);
    expect(rowsOf(work, 'prescriber')).toEqual(before);
    expect(people(work, 'okonjo')).toEqual([['Okonjo, Ngozi', 'name matches']]);
    const again = await takeOver(work, [list(work, ordinary)]);
    const idOf = (text: string) => work.ask('prescriber.find', { text }).rows[0]!.id;
    await approvedOrder(work, { ...own, prescriberId: idOf('morrison') });
    await work.run('prescriber.change', {
      prescriberId: idOf("o'hara"),
      familyName: "O'Hara",
      givenNames: 'Seán',
      npi: third,
      dea: 'BO4826179',
      reason: 'from the page',
    });
    expect((await setBack(work, again)).setBack).toMatchObject({ kept: 2 });
    expect(people(work, 'morrison')).toHaveLength(1);
    expect(people(work, "o'hara")).toHaveLength(1);
    expect(rowsOf(work, 'prescriber')).toHaveLength(before.length + 2);
  });
});

test('of what was sent here nothing is left lying about that no open version needs', async () => {
  const work = await openTestWorkstation();
  const left = join(work.folder, 'reference');
  mkdirSync(left);
  writeFileSync(join(left, 'from-a-crash.partial'), 'half');
  await work.restart();
  expect(existsSync(left) ? readdirSync(left) : []).toEqual([]);
});
