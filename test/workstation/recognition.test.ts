/** What the machine read, as the counter sees it: waiting, read, given up, found, proposed, taken up, sent before. */
import { describe, expect, test } from 'vitest';
import { stockedCounter } from '../support/counter.ts';
import {
  foundOn,
  pageOf,
  readFaxOf,
  receiveFax,
  recordDocument,
  recordPage,
  type Values,
} from '../support/machine.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const proposed = (test: TestWorkstation, prescriptionId: string) =>
  test.ask('recognition.ofPrescription', { prescriptionId });
const valuesOf = (test: TestWorkstation, prescriptionId: string) =>
  Object.fromEntries(proposed(test, prescriptionId).suggestions.map(({ field, value }) => [field, value]));
const events = (test: TestWorkstation) =>
  test.ask('event.log', { limit: 500, name: 'recognition.' }, 'mona').entries;

const sertraline: Values = {
  patientName: 'Bergström, Åsa',
  drug: 'sertraline',
  strength: '50 mg',
  quantity: '30',
};
const lisinopril: Values = {
  patientName: 'Bergström, Åsa',
  drug: 'lisinopril',
  strength: '10 mg',
  quantity: '90',
};
const metformin: Values = { patientName: 'Bergström, Åsa', drug: 'metformin', strength: '500 mg' };

describe('a fax that came in', () => {
  test('waits to be read page by page, and says how far it is', async () => {
    const test = await openTestWorkstation();
    const { documentId, prescriptionId } = await receiveFax(test, 2);
    expect(test.ask('recognition.status', {})).toEqual({ waiting: 2, givenUp: 0, problem: null });
    expect(proposed(test, prescriptionId)).toMatchObject({
      state: 'waiting',
      progress: { read: 0, total: 2 },
      suggestions: [],
      patients: [],
    });
    await recordPage(test, documentId, 2, pageOf('Rx sertraline'));
    expect(proposed(test, prescriptionId)).toMatchObject({
      state: 'waiting',
      progress: { read: 1, total: 2 },
    });
    await recordPage(test, documentId, 1, pageOf('cover sheet'));
    // All pages are read, but nobody has gone through them yet.
    expect(proposed(test, prescriptionId).state).toBe('waiting');
    await recordDocument(test, documentId, [foundOn(2, sertraline)], {
      pages: [
        { number: 1, kind: 'cover-sheet', why: 'says “cover sheet”' },
        { number: 2, kind: 'prescription', why: 'names a drug' },
      ],
    });
    const read = proposed(test, prescriptionId);
    expect(read).toMatchObject({ state: 'read', kind: 'prescription', progress: { read: 2, total: 2 } });
    expect(read.pages.map(({ kind, why }) => [kind, why])).toEqual([
      ['cover-sheet', 'says “cover sheet”'],
      ['prescription', 'names a drug'],
    ]);
    expect(read.suggestions[0]).toMatchObject({
      field: 'patientName',
      region: { documentId, page: 2, x: 50, y: 100, width: 300, height: 24 },
    });
    expect(test.ask('recognition.status', {})).toEqual({ waiting: 0, givenUp: 0, problem: null });
  });

  test('does not wait while reading by the machine is off, and neither does anybody for it', async () => {
    const test = await openTestWorkstation();
    const off = { name: 'recognition.on', value: false, reason: 'not today' };
    await test.run('setting.change', off, 'mona');
    const { documentId, prescriptionId } = await receiveFax(test);
    expect(test.ask('recognition.status', {}).waiting).toBe(0);
    expect(proposed(test, prescriptionId)).toMatchObject({ state: 'none', suggestions: [], sameFax: [] });
    expect((await test.refused('recognition.readAgain', { documentId })).code).toBe('recognition.off');
    await test.run('setting.change', { ...off, value: true }, 'mona');
    await test.run('recognition.readAgain', { documentId });
    expect(proposed(test, prescriptionId).state).toBe('waiting');
    // Switched off once more, what waits is said to wait and nobody is told to.
    await test.run('setting.change', off, 'mona');
    expect(test.ask('recognition.status', {}).problem).toContain('switched off');
    expect(proposed(test, prescriptionId).state).toBe('none');
  });

  test('a call has nothing to read', async () => {
    const test = await openTestWorkstation();
    const { prescriptionId } = await test.run('intake.receive', { source: 'phone' });
    expect(proposed(test, prescriptionId)).toMatchObject({ state: 'none', progress: { read: 0, total: 0 } });
  });

  test('of which a page is given up tells why, and the rest of it is read', async () => {
    const test = await openTestWorkstation();
    const { documentId, prescriptionId } = await receiveFax(test, 2);
    const problem = 'This page took too long to read. Type it from the picture.';
    await recordPage(test, documentId, 1, pageOf('Rx sertraline'));
    await recordPage(test, documentId, 2, { problem });
    // An empty reading looks blank; nobody knows whether this page is.
    await recordDocument(test, documentId, [foundOn(1, sertraline)], {
      pages: [
        { number: 1, kind: 'prescription', why: 'names a drug' },
        { number: 2, kind: 'blank', why: 'no words' },
      ],
    });
    const read = proposed(test, prescriptionId);
    expect(read.state).toBe('read');
    expect(read.pages[1]).toMatchObject({ state: 'given-up', problem, kind: 'unknown', why: problem });
    expect(test.ask('recognition.status', {}).givenUp).toBe(1);
    expect(events(test).map(({ sentence }) => sentence)).toContain(
      `Page 2 is for a person to read: ${problem}`,
    );
  });

  test('that nobody could read is given up as a whole', async () => {
    const test = await openTestWorkstation();
    const { documentId, prescriptionId } = await receiveFax(test);
    await recordPage(test, documentId, 1, { problem: 'Unreadable. Type it in from the picture.' });
    await recordDocument(test, documentId, []);
    expect(proposed(test, prescriptionId)).toMatchObject({ state: 'given-up', found: [], suggestions: [] });
  });
});

describe('what is found', () => {
  const three = async () => {
    const test = await openTestWorkstation();
    const { documentId, prescriptionId } = await receiveFax(test, 3);
    for (const number of [1, 2, 3]) await recordPage(test, documentId, number, pageOf(`page ${number}`));
    const found = [foundOn(1, sertraline), foundOn(1, lisinopril, 600), foundOn(3, metformin)];
    await recordDocument(test, documentId, found);
    return { test, documentId, prescriptionId, found };
  };

  test('is taken up by the order of the fax, the first of it; the rest waits in order', async () => {
    const { test, prescriptionId } = await three();
    expect(valuesOf(test, prescriptionId)).toEqual(sertraline);
    expect(
      proposed(test, prescriptionId).found.map(({ summary, pages, prescriptionId }) => [
        summary,
        pages,
        prescriptionId,
      ]),
    ).toEqual([
      ['sertraline 50 mg, 30', [1], prescriptionId],
      ['lisinopril 10 mg, 90', [1], null],
      ['metformin 500 mg', [3], null],
    ]);
  });

  test('recorded twice is found once', async () => {
    const { test, documentId, prescriptionId, found } = await three();
    const before = proposed(test, prescriptionId);
    const seen = events(test).length;
    await recordPage(test, documentId, 2, { problem: 'came late' });
    await recordDocument(test, documentId, found);
    expect(proposed(test, prescriptionId)).toEqual(before);
    expect(events(test).length).toBe(seen);
  });

  test('goes to an order that was typed by hand before the machine was done, unless that was no prescription', async () => {
    const test = await openTestWorkstation();
    const { documentId, prescriptionId } = await receiveFax(test);
    const { prescriptionId: second } = await test.run('intake.addPrescription', { prescriptionId });
    await test.run('prescription.reject', { prescriptionId, reason: 'unreadable', note: '' });
    await recordPage(test, documentId, 1, pageOf('Rx'));
    await recordDocument(test, documentId, [foundOn(1, sertraline)]);
    expect(valuesOf(test, prescriptionId)).toEqual({});
    expect(valuesOf(test, second)).toEqual(sertraline);
  });

  test('is a refill request where the page asks for one', async () => {
    const test = await openTestWorkstation();
    const { documentId, prescriptionId } = await receiveFax(test);
    await recordPage(test, documentId, 1, pageOf('refill request'));
    await recordDocument(test, documentId, [{ ...foundOn(1, sertraline), kind: 'refill-request' }]);
    expect(proposed(test, prescriptionId).kind).toBe('refill-request');
  });

  test('read once more, what an order has taken up stays its own and the rest is found anew', async () => {
    const { test, documentId, prescriptionId } = await three();
    const { prescriptionIds } = await test.run('intake.takeFound', { prescriptionId });
    const [second] = prescriptionIds;
    await test.run('recognition.readAgain', { documentId });
    expect(proposed(test, second!)).toMatchObject({ state: 'waiting', progress: { read: 0, total: 3 } });
    expect(valuesOf(test, second!)).toEqual(lisinopril);
    for (const number of [1, 2, 3]) await recordPage(test, documentId, number, pageOf(`page ${number}`));
    const better = { ...lisinopril, form: 'tablet' };
    const found = [
      foundOn(1, sertraline),
      foundOn(1, better, 605),
      foundOn(3, metformin),
      foundOn(2, metformin),
    ];
    await recordDocument(test, documentId, found);
    expect(valuesOf(test, second!)).toEqual(better);
    const all = proposed(test, prescriptionId).found;
    expect(all.map(({ pages }) => pages)).toEqual([[1], [1], [3], [2]]);
    // The last order stood on the page between, on which nothing had been found.
    expect(all.map((one) => one.prescriptionId)).toEqual([prescriptionId, ...prescriptionIds]);
  });

  test('once typed, an order keeps the reading it was typed from', async () => {
    const test = await openTestWorkstation();
    const shelf = await stockedCounter(test);
    const { documentId, prescriptionId } = await readFaxOf(test, 'Rx lisinopril', lisinopril);
    await test.run('prescription.transcribe', {
      ...{ prescriptionId, patientId: shelf.patientId, prescriberId: shelf.prescriberId, ndc11: shelf.ndc11 },
      ...{ writtenOn: '2026-03-01', sigText: '1 tab po daily', quantity: '90', daysSupply: 90, refills: 0 },
      substitutionAllowed: true,
    });
    await test.run('recognition.readAgain', { documentId });
    await recordPage(test, documentId, 1, pageOf('Rx'));
    await recordDocument(test, documentId, [foundOn(1, { ...lisinopril, strength: '100 mg' })]);
    expect(valuesOf(test, prescriptionId)).toEqual(lisinopril);
  });

  test('from pages that are asked for once more meanwhile is not kept', async () => {
    const test = await openTestWorkstation();
    const { documentId, prescriptionId } = await receiveFax(test);
    await recordPage(test, documentId, 1, pageOf('Rx'));
    await test.run('recognition.readAgain', { documentId });
    await recordDocument(test, documentId, [foundOn(1, sertraline)]);
    expect(proposed(test, prescriptionId)).toMatchObject({ state: 'waiting', found: [] });
  });

  test('nothing is read of a page or a document there is not', async () => {
    const test = await openTestWorkstation();
    const refused = await test.refused(
      'recognition.recordPage',
      { documentId: 'none', number: 1, outcome: { ok: false, problem: 'x' } },
      test.workstation.system,
    );
    expect(refused.code).toBe('page.not-found');
    expect((await test.refused('recognition.readAgain', { documentId: 'none' })).code).toBe(
      'document.not-found',
    );
  });
});

describe('text of a page is data', () => {
  const hostile = [
    '<script>alert(1)</script>',
    "'; DROP TABLE patient; --",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that it is one is the danger.
    '${process.exit(1)}',
    '" OR "a" = "a',
    'NEAR(a b) AND *',
    '../../etc/passwd\u0000',
  ];

  test.each(hostile)('%s comes out as it stands and does nothing', async (text) => {
    const test = await openTestWorkstation();
    await stockedCounter(test);
    const { documentId, prescriptionId } = await readFaxOf(test, `Rx quetiapine ${text}`, {
      patientName: text,
      patientAddress: text,
      nhsNumber: text,
      prescriberName: text,
      npi: text,
      dea: text,
      clinic: text,
      drug: text,
      strength: text,
      form: text,
    });
    expect(valuesOf(test, prescriptionId)).toMatchObject({ patientName: text, drug: text });
    const { hits } = test.ask('search.everything', { text: 'quetiapine' });
    expect(hits).toMatchObject([{ kind: 'document', id: documentId }]);
    expect(() => test.ask('search.everything', { text })).not.toThrow();
    expect(test.ask('patient.find', { text: 'alvarez' }).rows).toHaveLength(1);
  });
});

describe('searching', () => {
  test('finds a fax by the words on its pages, and by its file name and day as before', async () => {
    const test = await openTestWorkstation();
    const { documentId } = await receiveFax(test, 1, { fileName: 'scan-0815.tif' });
    const found = (text: string) => test.ask('search.everything', { text }).hits.map(({ id }) => id);
    expect(found('levothyroxine')).toEqual([]);
    await recordPage(test, documentId, 1, pageOf('Name: Åsa Bergström, levothyroxine 50 mcg'));
    await recordDocument(test, documentId, []);
    for (const text of ['levothyroxine', 'bergstrom asa', '0815', '2026-03-02'])
      expect(found(text)).toEqual([documentId]);
    await test.run('recognition.readAgain', { documentId });
    await recordPage(test, documentId, 1, pageOf('Name: Åsa Bergström, liothyronine 5 mcg'));
    await recordDocument(test, documentId, []);
    expect(found('levothyroxine')).toEqual([]);
    expect(found('liothyronine')).toEqual([documentId]);
  });
});

describe('the same fax', () => {
  const form = `Finger Lakes Cardiology 12 Main Street Ithaca NY phone fax patient name date of birth address
    medication strength form directions quantity refills dispense as written substitution permitted signature
    prescriber license number supervising physician please print clearly form revised`;
  const sheet = (patient: string, drug: string) =>
    `${form} ${patient} take one tablet by mouth once daily for blood pressure ${drug} thirty 30 5`;
  const look = 'f0e1d2c3b4a59687'.repeat(4);
  /** Seven of 256 bits otherwise. */
  const almostThisLook = `0${look.slice(1, 20)}0${look.slice(21)}`;
  const values: Values = {
    patientName: 'Bergstrom, Asa',
    dateOfBirth: '1980-05-03',
    drug: 'sertraline',
    writtenOn: '2026-03-01',
  };
  const yesterday = sheet('Asa Bergstrom 05/03/1980 03/01/2026', 'sertraline 50 mg tablet');

  test('of yesterday is known again in spite of the noise, with its orders and the reason', async () => {
    const test = await openTestWorkstation();
    const first = await readFaxOf(test, yesterday, values, look);
    test.clock.advance(24 * 3_600_000);
    const noisy = yesterday
      .replace('Street', 'Slreet')
      .replace('please', 'p1ease')
      .replace('license', 'iicense xx');
    const again = await readFaxOf(test, noisy, values, almostThisLook);
    expect(proposed(test, again.prescriptionId).sameFax).toMatchObject([
      {
        documentId: first.documentId,
        receivedAt: '2026-03-02T14:00:00.000Z',
        why: expect.stringMatching(/^looks 9\d % the same and 9\d of 100 words are the same$/),
        orders: [{ id: first.prescriptionId, stage: 'transcribing', rxNumber: null, drug: null }],
      },
    ]);
    // The first one was no repetition of anything.
    expect(proposed(test, first.prescriptionId).sameFax).toEqual([]);
  });

  test('a small difference that may be the line’s is told', async () => {
    const test = await openTestWorkstation();
    await readFaxOf(test, yesterday, values, look);
    const otherwise = { ...values, writtenOn: '2026-03-07' };
    const again = await readFaxOf(test, yesterday, otherwise, look);
    expect(proposed(test, again.prescriptionId).sameFax[0]!.why).toContain(
      '; the date written was read otherwise',
    );
  });

  test('the same form for another patient, another drug or with another look is another fax', async () => {
    const test = await openTestWorkstation();
    await readFaxOf(test, yesterday, values, look);
    const others: [string, Values, string][] = [
      [
        sheet('Ira Feldman 11/20/1961 03/01/2026', 'sertraline 50 mg tablet'),
        { ...values, patientName: 'Feldman, Ira', dateOfBirth: '1961-11-20' },
        look,
      ],
      [
        sheet('Asa Bergstrom 05/03/1980 03/01/2026', 'metoprolol 25 mg tablet'),
        { ...values, drug: 'metoprolol' },
        look,
      ],
      [yesterday, values, '0f1e2d3c4b5a6978'.repeat(4)],
    ];
    for (const [text, read, looks] of others) {
      const { prescriptionId } = await readFaxOf(test, text, read, looks);
      expect(proposed(test, prescriptionId).sameFax.map(({ why }) => why)).toEqual([]);
    }
  });

  test('is not looked for further back than the setting says', async () => {
    const test = await openTestWorkstation();
    await readFaxOf(test, yesterday, values, look);
    test.clock.advance(10 * 24 * 3_600_000);
    const { prescriptionId } = await readFaxOf(test, yesterday, values, look);
    expect(proposed(test, prescriptionId).sameFax).toHaveLength(1);
    await test.run('setting.change', { name: 'same-fax.days', value: 9, reason: 'less' }, 'mona');
    expect(proposed(test, prescriptionId).sameFax).toHaveLength(0);
  });

  test('sheets with hardly a word on them are never the same', async () => {
    const test = await openTestWorkstation();
    await readFaxOf(test, 'page 1', {}, look);
    const { prescriptionId } = await readFaxOf(test, 'page 1', {}, look);
    expect(proposed(test, prescriptionId).sameFax).toEqual([]);
  });
});

describe('corrections', () => {
  /** An order of a patient of its own, read and typed. */
  const typed = async (test: TestWorkstation, read: Values, quantity: string, sender = '') => {
    const { documentId, prescriptionId } = await receiveFax(test);
    await recordPage(test, documentId, 1, pageOf('Rx'));
    const found = foundOn(1, read);
    const suggestions = found.suggestions.map((one) => ({ ...one, confidence: 'sure' as const }));
    await recordDocument(test, documentId, [{ ...found, suggestions }], { sender });
    const { patientId } = await test.run('patient.register', {
      ...{
        familyName: 'Feldman',
        givenNames: 'Ira',
        dateOfBirth: '1961-11-20',
        sex: 'male',
        anotherPerson: true,
      },
    });
    const [prescriber] = test.ask('prescriber.find', { text: 'okonjo' }).rows;
    const content = {
      ...{ prescriptionId, patientId, prescriberId: prescriber!.id, ndc11: '68180051301' },
      ...{ writtenOn: '2026-03-01', sigText: '1 tab po daily', refills: 0, substitutionAllowed: true },
    };
    const type = (amount: string) =>
      test.run('prescription.transcribe', { ...content, quantity: amount, daysSupply: Number(amount) });
    await type(quantity);
    return { prescriptionId, typeAgain: type };
  };
  const march = { from: '2026-03-01', to: '2026-03-31' };

  test('are counted by field, sender and layout, the sure ones apart, of the last typing only', async () => {
    const test = await openTestWorkstation();
    await stockedCounter(test);
    const read = { drug: 'lisinopril', strength: '10 mg', form: 'tablet', quantity: '30' };
    await typed(test, read, '30', '6075550119');
    const wrong = await typed(test, read, '90');
    const byField = test.ask('recognition.corrections', march, 'mona');
    expect(byField.rows.find(({ name }) => name === 'quantity')).toEqual({
      ...{ name: 'quantity', proposed: 2, accepted: 1, corrected: 1, missed: 0, sureCorrected: 1 },
    });
    expect(byField.rows.find(({ name }) => name === 'drug')).toMatchObject({ accepted: 2, corrected: 0 });
    expect(byField.rows.find(({ name }) => name === 'patientName')).toMatchObject({ proposed: 0, missed: 2 });
    expect(byField).toMatchObject({ prescriptions: 2, pages: { read: 2, givenUp: 0 } });
    const bySender = test.ask('recognition.corrections', { ...march, by: 'sender' }, 'mona');
    expect(bySender.rows.map(({ name, corrected }) => [name, corrected])).toEqual([
      ['not known', 1],
      ['6075550119', 0],
    ]);
    expect(test.ask('recognition.corrections', { ...march, by: 'layout' }, 'mona').rows).toHaveLength(1);

    // Sent back and typed as the page says: the correction is taken back too.
    const sentBack = { prescriptionId: wrong.prescriptionId, reason: 'wrong-quantity' as const, note: '' };
    await test.run('prescription.sendBack', sentBack, 'phoebe');
    await wrong.typeAgain('30');
    const after = test
      .ask('recognition.corrections', march, 'mona')
      .rows.find(({ name }) => name === 'quantity');
    expect(after).toMatchObject({ proposed: 2, accepted: 2, corrected: 0, sureCorrected: 0 });
  });

  test('belong to the day of the branch, not to that of Greenwich', async () => {
    // Nine in the evening in New York is the next day in Greenwich.
    const test = await openTestWorkstation({ now: '2026-04-01T01:00:00.000Z' });
    await stockedCounter(test);
    await typed(test, { quantity: '30' }, '30');
    expect(test.ask('recognition.corrections', march, 'mona').prescriptions).toBe(1);
    const april = { from: '2026-04-01', to: '2026-04-30' };
    expect(test.ask('recognition.corrections', april, 'mona')).toMatchObject({
      rows: [],
      prescriptions: 0,
      pages: { read: 0, givenUp: 0 },
    });
  });

  test('a page given up counts among the pages', async () => {
    const test = await openTestWorkstation();
    const { documentId } = await receiveFax(test);
    await recordPage(test, documentId, 1, { problem: 'Unreadable.' });
    expect(test.ask('recognition.corrections', march, 'mona').pages).toEqual({ read: 0, givenUp: 1 });
  });
});
