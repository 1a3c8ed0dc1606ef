/** Which order stands on which pages: another prescription, pages chosen, orders joined, pages set aside and back. */
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { dotsOf } from '../../core/demo/fax-paper.ts';
import { writeFaxTiff } from '../../core/document/fax-image.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const sheet = (words: string) => {
  const page = createCanvas(400, 300);
  const pen = page.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, 400, 300);
  pen.fillStyle = '#000';
  pen.fillText(words, 20, 60);
  return dotsOf(page, { seed: 1 });
};

const fax = async (test: TestWorkstation, name: string, pages: number) => {
  const sheets = Array.from({ length: pages }, (_, index) => sheet(`${name} ${index + 1}`));
  const bytes = writeFaxTiff(sheets, { xDpi: 204, yDpi: 196 });
  const { documentId, prescriptionId } = await test.run('document.receive', {
    fileName: `${name}.tif`,
    bytesBase64: Buffer.from(bytes).toString('base64'),
  });
  return { documentId, prescriptionId: prescriptionId! };
};

const pagesOf = (test: TestWorkstation, prescriptionId: string) =>
  test
    .ask('prescription.get', { prescriptionId })
    .pages.map(({ documentId, number }) => ({ documentId, number }));
const stageOf = (test: TestWorkstation, prescriptionId: string) =>
  test.ask('prescription.get', { prescriptionId }).prescription.stage;
const sentencesOf = (test: TestWorkstation, prescriptionId: string) =>
  test.ask('prescription.timeline', { prescriptionId }).entries.map(({ sentence }) => sentence);

describe('the pages of an order', () => {
  test('are all pages of its fax at first; another order on the page stands on the same', async () => {
    const test = await openTestWorkstation();
    const { documentId, prescriptionId } = await fax(test, 'three', 3);
    const all = [1, 2, 3].map((number) => ({ documentId, number }));
    expect(pagesOf(test, prescriptionId)).toEqual(all);
    const { prescriptionId: second } = await test.run('intake.addPrescription', {
      prescriptionId,
      pages: [all[2]!],
    });
    expect(pagesOf(test, second)).toEqual([all[2]]);
    const { prescriptionId: third } = await test.run('intake.addPrescription', { prescriptionId });
    expect(pagesOf(test, third)).toEqual(all);
  });

  test('can be chosen and put in order, also from another fax, and the history says so', async () => {
    const test = await openTestWorkstation();
    const first = await fax(test, 'first', 2);
    const later = await fax(test, 'later', 1);
    const wanted = [
      { documentId: later.documentId, number: 1 },
      { documentId: first.documentId, number: 2 },
    ];
    await test.run('prescription.setPages', {
      prescriptionId: first.prescriptionId,
      pages: wanted,
      reason: 'The second page came later.',
    });
    expect(pagesOf(test, first.prescriptionId)).toEqual(wanted);
    expect(sentencesOf(test, first.prescriptionId)).toContain('Pages changed: The second page came later.');
  });

  test('must exist, each once', async () => {
    const test = await openTestWorkstation();
    const { documentId, prescriptionId } = await fax(test, 'one', 1);
    for (const pages of [
      [{ documentId, number: 2 }],
      [{ documentId: 'nowhere', number: 1 }],
      [
        { documentId, number: 1 },
        { documentId, number: 1 },
      ],
    ])
      expect((await test.refused('prescription.setPages', { prescriptionId, pages })).code).toBe(
        'prescription.page-unknown',
      );
  });
});

describe('joining two orders', () => {
  test('takes the pages over, ends the one and tells both histories', async () => {
    const test = await openTestWorkstation();
    const first = await fax(test, 'begin', 1);
    const rest = await fax(test, 'rest', 2);
    await test.run('prescription.join', {
      prescriptionId: rest.prescriptionId,
      intoPrescriptionId: first.prescriptionId,
      reason: 'Page two was sent apart.',
    });
    expect(pagesOf(test, first.prescriptionId)).toEqual([
      { documentId: first.documentId, number: 1 },
      { documentId: rest.documentId, number: 1 },
      { documentId: rest.documentId, number: 2 },
    ]);
    expect(stageOf(test, rest.prescriptionId)).toBe('rejected');
    expect(sentencesOf(test, rest.prescriptionId).at(-1)).toContain('joined to another');
    expect(sentencesOf(test, first.prescriptionId).at(-1)).toContain('Took over the pages');
    // The pages stay where they came from as well: the ended order still shows what it was.
    expect(pagesOf(test, rest.prescriptionId)).toHaveLength(2);
  });

  test('is refused with itself and with one that is not being typed', async () => {
    const test = await openTestWorkstation();
    const { prescriptionId } = await fax(test, 'one', 1);
    const other = await fax(test, 'other', 1);
    const join = (intoPrescriptionId: string) =>
      test.refused('prescription.join', { prescriptionId, intoPrescriptionId, reason: 'x' });
    expect((await join(prescriptionId)).code).toBe('prescription.join-itself');
    await test.run('prescription.reject', { prescriptionId: other.prescriptionId, reason: 'unreadable' });
    expect((await join(other.prescriptionId)).code).toBe('prescription.join-finished');
  });
});

describe('a page that is no prescription', () => {
  const setAside = async (test: TestWorkstation, destination: 'pharmacist' | 'nobody') => {
    const { prescriptionId } = await fax(test, `lab for ${destination}`, 1);
    const { setAsideId } = await test.run('intake.setAside', {
      prescriptionId,
      kind: 'lab-result',
      destination,
      note: 'INR',
    });
    return { prescriptionId, setAsideId };
  };

  test('is set aside for somebody, who deals with it once', async () => {
    const test = await openTestWorkstation();
    const { prescriptionId, setAsideId } = await setAside(test, 'pharmacist');
    expect(stageOf(test, prescriptionId)).toBe('rejected');
    expect(test.ask('prescription.counts', {}).setAside).toBe(1);
    const { rows, counts } = test.ask('intake.setAsides', { destination: 'pharmacist' });
    expect(counts).toEqual({ pharmacist: 1 });
    expect(rows).toMatchObject([
      { id: setAsideId, kind: 'lab-result', note: 'INR', by: { id: 'user-tina' }, settled: null },
    ]);
    expect(rows[0]?.pages).toHaveLength(1);
    await test.run('intake.settleSetAside', { setAsideId, note: 'Dose checked.' }, 'phoebe');
    expect((await test.refused('intake.settleSetAside', { setAsideId }, 'phoebe')).code).toBe(
      'intake.settled',
    );
    expect(test.ask('intake.setAsides', {}).rows).toEqual([]);
    expect(test.ask('intake.setAsides', { settled: true }).rows).toMatchObject([
      { settled: { by: { id: 'user-phoebe' }, note: 'Dose checked.' } },
    ]);
  });

  test('for nobody is dealt with at once, and can be taken back as a prescription, once', async () => {
    const test = await openTestWorkstation();
    const { prescriptionId, setAsideId } = await setAside(test, 'nobody');
    expect(test.ask('prescription.counts', {}).setAside).toBe(0);
    const back = await test.run('intake.takeBack', { setAsideId, reason: 'There is one at the bottom.' });
    expect(stageOf(test, back.prescriptionId)).toBe('transcribing');
    expect(pagesOf(test, back.prescriptionId)).toEqual(pagesOf(test, prescriptionId));
    expect((await test.refused('intake.takeBack', { setAsideId, reason: 'x' })).code).toBe('intake.settled');
  });

  test('a call has no page to set aside', async () => {
    const test = await openTestWorkstation();
    const { prescriptionId } = await test.run('intake.receive', { source: 'phone' });
    const refused = await test.refused('intake.setAside', {
      prescriptionId,
      kind: 'advert',
      destination: 'nobody',
    });
    expect(refused.code).toBe('intake.no-pages');
  });
});

describe('what was found on a fax', () => {
  const found = (pages: number[], drug: string) => ({
    kind: 'prescription' as const,
    pages,
    suggestions: [
      {
        field: 'drug' as const,
        value: drug,
        read: drug,
        confidence: 'check' as const,
        region: { page: pages[0]!, x: 1, y: 1, width: 10, height: 10 },
        checks: [],
      },
    ],
  });

  const pageKinds = ['prescription', 'lab-result', 'lab-result', 'cover-sheet', 'blank', 'letter'] as const;

  /** A fax of six pages: prescriptions on the first and last, and one over both; the fifth could not be read. */
  const readSix = async (test: TestWorkstation) => {
    const received = await fax(test, 'six', 6);
    const { documentId } = received;
    const { pages } = test.ask('document.get', { documentId }).document;
    for (const { number, width, height } of pages) {
      const reading = JSON.stringify({
        ...{ width, height, picture: { width, height }, toPicture: [1, 0, 0, 1, 0, 0], rotation: 0 },
        ...{ words: [], look: '0'.repeat(64), tookMs: 1 },
      });
      const outcome =
        number === 5
          ? { ok: false as const, problem: 'It is black.' }
          : { ok: true as const, rotation: 0 as const, look: '0'.repeat(64), reading };
      await test.run('recognition.recordPage', { documentId, number, outcome }, test.workstation.system);
    }
    const reading = {
      pages: pageKinds.map((kind, index) => ({ number: index + 1, kind, why: '' })),
      found: [found([1], 'sertraline'), found([1, 6], 'lisinopril'), found([6], 'metformin')],
      layout: 'form',
      sender: '',
    };
    await test.run('recognition.recordDocument', { documentId, reading }, test.workstation.system);
    return received;
  };

  test('becomes an order each with its own pages by one command, and nothing twice', async () => {
    const test = await openTestWorkstation();
    const { prescriptionId } = await readSix(test);
    const { prescriptionIds } = await test.run('intake.takeFound', { prescriptionId });
    const orders = prescriptionIds.map((id) => pagesOf(test, id).map(({ number }) => number));
    expect(orders.slice(0, 2)).toEqual([[1, 6], [6]]);
    expect(pagesOf(test, prescriptionId).map(({ number }) => number)).toEqual([1]);
    const proposed = [prescriptionId, ...prescriptionIds.slice(0, 2)].map(
      (id) => test.ask('recognition.ofPrescription', { prescriptionId: id }).suggestions[0]?.value,
    );
    expect(proposed).toEqual(['sertraline', 'lisinopril', 'metformin']);
    expect((await test.refused('intake.takeFound', { prescriptionId })).code).toBe('intake.nothing-found');
  });

  test('leaves no page that says something without an order: lab results together, what was not read alone', async () => {
    const test = await openTestWorkstation();
    const { prescriptionId } = await readSix(test);
    const { prescriptionIds } = await test.run('intake.takeFound', { prescriptionId });
    const others = prescriptionIds.slice(2);
    expect(others.map((id) => pagesOf(test, id).map(({ number }) => number))).toEqual([[2, 3], [5]]);
    expect(others.map((id) => stageOf(test, id))).toEqual(['transcribing', 'transcribing']);
    const kinds = test
      .ask('recognition.ofPrescription', { prescriptionId: others[0]! })
      .pages.map(({ kind }) => kind);
    expect(kinds).toEqual(['lab-result', 'lab-result']);
  });
});
