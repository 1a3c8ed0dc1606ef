/** Reading what waits: real pages, real OCR in real threads, whatever happens to the machine meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { demoDrugs } from '../../core/demo/drugs.ts';
import { type DemoFax, renderDemoFaxes } from '../../core/demo/faxes.ts';
import { closePageReader } from '../../core/document/read-pages.ts';
import { createPageReader, type PageReader } from '../../core/recognise/page-reader.ts';
import { type RecogniserParts, startRecogniser } from '../../core/recognise/recogniser.ts';
import { automatedCounter } from '../support/automation.ts';
import { foundOn, pageOf, receiveFax, recordDocument, recordPage } from '../support/machine.ts';
import { soon } from '../support/soon.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

/** OCR of a page takes a second or two, on a busy machine more. */
const patience = { timeout: 150_000, interval: 50 };
const DAY = '2026-03-02';

let faxes: DemoFax[];
beforeAll(() => {
  faxes = renderDemoFaxes(DAY);
  return closePageReader;
}, 60_000);

const start = (test: TestWorkstation, more: Partial<RecogniserParts> = {}) => {
  const { dispatcher, store, system, health } = test.workstation;
  const recogniser = startRecogniser({
    ...{ dispatcher, store, system, health },
    reader: () => createPageReader({ lanes: 1 }),
    ...more,
  });
  onTestFinished(() => recogniser.stop());
  return recogniser;
};

const receive = async (test: TestWorkstation, bytes: Uint8Array, fileName = 'fax.tif') => {
  const { documentId, prescriptionId } = await test.run('document.receive', {
    ...{ fileName, bytesBase64: Buffer.from(bytes).toString('base64') },
  });
  return { documentId, prescriptionId: prescriptionId! };
};

const withDrugs = async () => {
  const test = await openTestWorkstation();
  const drugs = demoDrugs.map(({ ndc11, name, brand, strength, form, unit, schedule }) => ({
    ...{ ndc11, name, brand: brand ?? '', strength, form, unit, schedule, packageSize: '100' },
  }));
  await test.run('drug.addMany', { drugs }, 'mona');
  return test;
};

const proposed = (test: TestWorkstation, prescriptionId: string) =>
  test.ask('recognition.ofPrescription', { prescriptionId });
const isDone = (test: TestWorkstation, ...prescriptionIds: string[]) =>
  vi.waitFor(() => {
    for (const id of prescriptionIds) expect(['read', 'given-up']).toContain(proposed(test, id).state);
  }, patience);
const told = (test: TestWorkstation, name: string) =>
  test
    .ask('event.log', { limit: 500, name }, 'mona')
    .entries.map(({ subject }) => subject.id)
    .reverse();

describe('a fax', { timeout: 180_000 }, () => {
  it('with three prescriptions and a lab result between its pages proposes each where it stands', async () => {
    const test = await withDrugs();
    start(test);
    const { documentId, prescriptionId } = await receive(test, faxes[12]!.bytes);
    await isDone(test, prescriptionId);
    const read = proposed(test, prescriptionId);
    expect(read.pages.map(({ kind }) => kind)).toEqual(['prescription', 'lab-result', 'prescription']);
    expect(read.found.map((one) => one.prescriptionId)).toEqual([prescriptionId, null, null]);
    const { prescriptionIds } = await test.run('intake.takeFound', { prescriptionId });
    // The lab result becomes an order too, for a person to set aside: nothing is proposed for it.
    const orders = [prescriptionId, ...prescriptionIds].filter((id) => proposed(test, id).foundId !== null);
    const drugs = orders.map((id) => {
      const { suggestions, drugs } = proposed(test, id);
      const { value, region } = suggestions.find(({ field }) => field === 'drug')!;
      expect(drugs[0]!.name).toBe(value);
      expect(region?.documentId).toBe(documentId);
      return [value, region?.page];
    });
    expect(drugs).toEqual([
      ['warfarin', 1],
      ['losartan', 1],
      ['atorvastatin', 3],
    ]);
  });

  it('sent once more with other noise is known as the one of the day before', async () => {
    const test = await withDrugs();
    start(test);
    const first = await receive(test, faxes[0]!.bytes);
    await isDone(test, first.prescriptionId);
    test.clock.advance(24 * 3_600_000);
    const again = await receive(test, faxes[13]!.bytes);
    const other = await receive(test, faxes[5]!.bytes);
    await isDone(test, again.prescriptionId, other.prescriptionId);
    expect(proposed(test, again.prescriptionId).sameFax).toMatchObject([
      {
        documentId: first.documentId,
        why: expect.stringMatching(/^looks \d+ % the same and 9\d of 100 words/),
      },
    ]);
    expect(proposed(test, other.prescriptionId).sameFax).toEqual([]);
  });

  it('with markup, SQL and commands on it is read as text', async () => {
    const test = await withDrugs();
    start(test);
    const sheet = createCanvas(1700, 2200);
    const pen = sheet.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, 1700, 2200);
    pen.fillStyle = '#000';
    pen.font = '40px sans-serif';
    const lines = [
      'Patient: <script>alert(1)</script>',
      "Name: '; DROP TABLE patient; --",
      'Rx: sertraline 50 mg tablet',
      'Sig: rm -rf $HOME',
    ];
    for (const [at, line] of lines.entries()) pen.fillText(line, 150, 300 + at * 120);
    const { documentId, prescriptionId } = await receive(test, sheet.toBuffer('image/png'), 'fax.png');
    await isDone(test, prescriptionId);
    const find = (text: string) =>
      test.ask('search.everything', { text }).hits.filter(({ kind }) => kind === 'document');
    expect(find('alert').map(({ id }) => id)).toEqual([documentId]);
    expect(find('DROP').map(({ id }) => id)).toEqual([documentId]);
    expect(test.ask('patient.find', { text: '' }).rows).toEqual([]);
  });
});

describe('what came without a page', () => {
  const called = [
    'Patient Quentin Abernathy, born 2 May 1961.',
    'Lisinopril 20 mg tablet, take 1 tablet by mouth once daily, quantity 30, 3 refills.',
  ].join('\n');
  const takeIn = async (test: TestWorkstation, more: object): Promise<string> => {
    const { prescriptionId } = await test.run('intake.receive', { source: 'phone', ...more });
    return prescriptionId;
  };
  const valuesFor = (test: TestWorkstation, prescriptionId: string) =>
    Object.fromEntries(proposed(test, prescriptionId).suggestions.map(({ field, value }) => [field, value]));
  const textIsRead = (test: TestWorkstation, prescriptionId: string) =>
    soon(() => expect(told(test, 'recognition.readText')).toContain(prescriptionId));

  it('is read from what was written down of a call, and proposed without a place on paper', async () => {
    const test = await withDrugs();
    start(test);
    const prescriptionId = await takeIn(test, { note: called });
    await textIsRead(test, prescriptionId);
    expect(valuesFor(test, prescriptionId)).toMatchObject({
      patientName: 'Abernathy, Quentin',
      dateOfBirth: '1961-05-02',
      drug: 'lisinopril',
      strength: '20 mg',
      quantity: '30',
      refills: '3',
    });
    const { suggestions, drugs, state } = proposed(test, prescriptionId);
    expect(suggestions.every(({ region }) => region === null)).toBe(true);
    expect(drugs[0]).toMatchObject({ name: 'lisinopril', strength: '20 mg' });
    expect(state).toBe('none');
  });

  it('is taken field by field where it came as fields, before any fax, and without OCR', async () => {
    const test = await withDrugs();
    const fields = {
      patientName: 'Abernathy, Quentin',
      drug: 'lisinopril',
      strength: '20 mg',
      quantity: '30',
    };
    const prescriptionId = await takeIn(test, { source: 'electronic', fields });
    start(test, { reader: () => Promise.reject(new Error('no thread was wanted')) });
    await textIsRead(test, prescriptionId);
    expect(valuesFor(test, prescriptionId)).toEqual(fields);
    expect(proposed(test, prescriptionId).suggestions[0]).toMatchObject({
      confidence: 'sure',
      checks: [{ passed: true, words: 'received as this field' }],
    });
  });

  it('with two prescriptions in one text proposes neither, and is not read again after a restart', async () => {
    const test = await withDrugs();
    const first = start(test);
    const prescriptionId = await takeIn(test, {
      note: `${called}\n\nMetformin 500 mg tablet, take 1 tablet by mouth twice daily, quantity 60, 1 refill.`,
    });
    const isKept = () =>
      test.workstation.store
        .all('SELECT prescription_id FROM text_reading')
        .map((row) => Object.values(row)[0]);
    await soon(() => expect(isKept()).toEqual([prescriptionId]));
    await first.stop();
    const reads: number[] = [];
    start(test, {
      reader: async () => {
        reads.push(1);
        return createPageReader({ lanes: 1 });
      },
    });
    const next = await takeIn(test, { note: called });
    await textIsRead(test, next);
    expect(proposed(test, prescriptionId).suggestions).toEqual([]);
    expect(reads).toEqual([1]);
    expect(told(test, 'recognition.readText')).toEqual([next]);
  });

  it('is left to automation until that gives it back, and alone while reading by the machine is off', async () => {
    const test = await openTestWorkstation();
    await automatedCounter(test);
    const off = { name: 'recognition.on', value: false, reason: 'not today' };
    await test.run('setting.change', off, 'mona');
    start(test);
    const prescriptionId = await takeIn(test, { note: called });
    await test.run('setting.change', { ...off, value: true }, 'mona');
    const noOneAsked = await takeIn(test, { source: 'walk-in', note: called });
    await textIsRead(test, noOneAsked);
    expect(told(test, 'recognition.readText')).toEqual([noOneAsked]);
    await test.run('automation.take', { prescriptionId });
    await textIsRead(test, prescriptionId);
    expect(valuesFor(test, prescriptionId)).toMatchObject({ strength: '20 mg' });
  });
});

describe('a restart', { timeout: 180_000 }, () => {
  it('in the middle of a fax takes it up where it was, and nothing is found twice', async () => {
    const test = await withDrugs();
    const before = start(test);
    const { prescriptionId } = await receive(test, faxes[12]!.bytes);
    await vi.waitFor(() => expect(proposed(test, prescriptionId).progress.read).toBeGreaterThan(0), patience);
    await before.stop();
    const { read } = proposed(test, prescriptionId).progress;
    expect(proposed(test, prescriptionId)).toMatchObject({ state: 'waiting', found: [] });
    await test.restart();
    expect(proposed(test, prescriptionId).progress.read).toBe(read);
    start(test);
    await isDone(test, prescriptionId);
    expect(proposed(test, prescriptionId).found).toHaveLength(3);
    expect(proposed(test, prescriptionId).pages.every(({ state }) => state === 'read')).toBe(true);
    expect(told(test, 'recognition.read')).toHaveLength(1);
  });

  it('after the last page was read goes through the fax', async () => {
    const test = await withDrugs();
    const { documentId, prescriptionId } = await receiveFax(test);
    await recordPage(test, documentId, 1, pageOf('Rx sertraline 50 mg tablet take 1 tablet daily'));
    await test.restart();
    start(test);
    await isDone(test, prescriptionId);
    expect(proposed(test, prescriptionId).pages[0]!.kind).not.toBeNull();
  });

  it('has nothing to do with what was gone through', async () => {
    const test = await openTestWorkstation();
    const done = await receiveFax(test);
    await recordPage(test, done.documentId, 1, pageOf('Rx'));
    await recordDocument(test, done.documentId, [foundOn(1, { drug: 'sertraline' })]);
    await test.restart();
    start(test, { reader: () => createPageReader({ lanes: 1, timeLimitMs: 1 }) });
    const next = await receiveFax(test);
    await isDone(test, next.prescriptionId);
    expect(proposed(test, done.prescriptionId).found).toHaveLength(1);
    expect(told(test, 'recognition.read')).toEqual([done.documentId, next.documentId]);
  });

  it('or a stop gives no page up that was in hand', async () => {
    const test = await openTestWorkstation();
    const { prescriptionId } = await receiveFax(test, 3);
    const recogniser = start(test);
    await new Promise(setImmediate);
    await recogniser.stop();
    expect(proposed(test, prescriptionId)).toMatchObject({
      state: 'waiting',
      progress: { read: 0, total: 3 },
    });
    expect(told(test, 'recognition.')).toEqual([]);
  });
});

describe('trouble', { timeout: 180_000 }, () => {
  it('a page that takes too long is given up with the reason, and the fax goes on to a person', async () => {
    const test = await openTestWorkstation();
    start(test, { reader: () => createPageReader({ lanes: 1, timeLimitMs: 1 }) });
    const { prescriptionId } = await receiveFax(test, 2);
    await isDone(test, prescriptionId);
    const { state, pages } = proposed(test, prescriptionId);
    expect(state).toBe('given-up');
    for (const { problem, kind } of pages) {
      expect(kind).toBe('unknown');
      expect(problem).toMatch(/too long.*Type it in from the picture/);
    }
    expect(test.ask('recognition.status', {})).toMatchObject({ waiting: 0, givenUp: 2 });
  });

  it('without the data for reading pages wait, the reason is said, and they are read once it is there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mortar-no-data-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const without = createPageReader({ lanes: 1, dataFolder: folder });
    const whole = createPageReader({ lanes: 1 });
    let reader = without;
    const test = await openTestWorkstation();
    start(test, {
      firstWaitMs: 50,
      reader: () => ({
        lanes: 1,
        read: (png) => reader.read(png),
        extract: (pages) => reader.extract(pages),
        setLexicon: (lexicon) => whole.setLexicon(lexicon),
        close: async () => {
          await Promise.all([without.close(), whole.close()]);
        },
      }),
    });
    const { prescriptionId } = await receiveFax(test);
    await vi.waitFor(() => expect(test.ask('recognition.status', {}).problem).toMatch(/data/), patience);
    expect(proposed(test, prescriptionId)).toMatchObject({ state: 'waiting', progress: { read: 0 } });
    reader = whole;
    await isDone(test, prescriptionId);
    expect(proposed(test, prescriptionId).state).toBe('read');
    expect(test.ask('recognition.status', {})).toEqual({ waiting: 0, givenUp: 0, problem: null });
  });

  /** A reader whose threads end in the middle of each of the first so many pages. */
  const dying = (times: number): { reader: PageReader; deaths: () => number } => {
    const whole = createPageReader({ lanes: 1 });
    let deaths = 0;
    return {
      deaths: () => deaths,
      reader: {
        ...whole,
        read: async (png) => {
          if (deaths === times) return whole.read(png);
          deaths += 1;
          const doomed = createPageReader({ lanes: 1 });
          const read = doomed.read(png);
          await doomed.close();
          return read;
        },
      },
    };
  };

  it('a page whose thread dies is tried once more and read', async () => {
    const test = await openTestWorkstation();
    const { reader, deaths } = dying(1);
    start(test, { reader: () => reader });
    const { prescriptionId } = await receiveFax(test);
    await isDone(test, prescriptionId);
    expect(deaths()).toBe(1);
    expect(proposed(test, prescriptionId).pages).toMatchObject([{ state: 'read', problem: null }]);
  });

  it('a page whose thread dies again is given up', async () => {
    const test = await openTestWorkstation();
    const { reader, deaths } = dying(2);
    start(test, { reader: () => reader });
    const { prescriptionId } = await receiveFax(test);
    await isDone(test, prescriptionId);
    expect(deaths()).toBe(2);
    expect(proposed(test, prescriptionId).pages).toMatchObject([{ state: 'given-up' }]);
    expect(told(test, 'recognition.gaveUp')).toHaveLength(1);
  });
});

describe('the order of work', { timeout: 180_000 }, () => {
  /** Gives every page up at once, one after another: what is told of is the order they were taken in. */
  const quick = { reader: () => createPageReader({ lanes: 1, timeLimitMs: 1 }) };

  it('is that of the orders: the one somebody has open, then by priority, then by arrival', async () => {
    const test = await openTestWorkstation();
    const received = [];
    for (const priority of ['routine', 'routine', 'urgent', 'waiting', 'routine'] as const) {
      test.clock.advance(1000);
      received.push(await receiveFax(test, 1, priority === 'routine' ? {} : { priority }));
    }
    const [first, second, urgent, waiting, opened] = received as Awaited<ReturnType<typeof receiveFax>>[];
    await test.run('prescription.claim', { prescriptionId: opened!.prescriptionId });
    start(test, quick);
    await isDone(test, ...received.map(({ prescriptionId }) => prescriptionId));
    expect(told(test, 'recognition.gaveUp')).toEqual(
      [opened, waiting, urgent, first, second].map((fax) => fax!.documentId),
    );
  });

  it('leaves everything alone while reading by the machine is off, and begins when it is switched on', async () => {
    const test = await openTestWorkstation();
    const { prescriptionId } = await receiveFax(test);
    const off = { name: 'recognition.on', value: false, reason: 'not today' };
    await test.run('setting.change', off, 'mona');
    start(test, quick);
    const later = await receiveFax(test);
    await test.run('prescription.claim', { prescriptionId });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told(test, 'recognition.')).toEqual([]);
    await test.run('setting.change', { ...off, value: true }, 'mona');
    await isDone(test, prescriptionId);
    // What came while it was off never waited.
    expect(proposed(test, later.prescriptionId).state).toBe('none');
    await test.run('recognition.readAgain', { documentId: later.documentId });
    await isDone(test, later.prescriptionId);
  });
});
