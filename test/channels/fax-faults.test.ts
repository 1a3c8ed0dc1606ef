/**
 * Bad paper and hostile files, from the inbox folder to the desk: every page reaches a person, read by the machine or
 * with the reason why not, and every file that is no fax lies where a person finds it, with the reason.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import { expect, test } from 'vitest';
import { dotsOf, pictureOf } from '../../core/demo/fax-paper.ts';
import { demoFaxSpecs } from '../../core/demo/fax-specs.ts';
import { drawPrescriptionPage } from '../../core/demo/faxes.ts';
import { writeFaxTiff } from '../../core/document/fax-image.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const sheet = pictureOf(dotsOf(drawPrescriptionPage(demoFaxSpecs('2026-03-02').form), { seed: 1 }));

/** The sheet drawn anew on paper of another size, moved and turned by a matrix of a canvas. */
const redrawn = (
  width: number,
  height: number,
  matrix: [a: number, b: number, c: number, d: number, e: number, f: number],
): Canvas => {
  const paper = createCanvas(width, height);
  const pen = paper.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.setTransform(...matrix);
  pen.drawImage(sheet, 0, 0);
  return paper;
};
const filled = (width: number, height: number, colour: string): Canvas => {
  const paper = createCanvas(width, height);
  const pen = paper.getContext('2d');
  pen.fillStyle = colour;
  pen.fillRect(0, 0, width, height);
  return paper;
};
const tiffOf = (...pages: Canvas[]) =>
  writeFaxTiff(
    pages.map((page) => dotsOf(page, { seed: 1 })),
    { xDpi: 204, yDpi: 196 },
  );
const { width, height } = sheet;

const manyPages = () =>
  tiffOf(
    ...Array.from({ length: 200 }, (_, index) => {
      const paper = filled(200, 120, '#fff');
      const pen = paper.getContext('2d');
      pen.fillStyle = '#000';
      pen.fillText(`page ${index + 1}`, 20, 60);
      return paper;
    }),
  );

const lockedPdf = (): Uint8Array => {
  const document = new PDFDocument({ userPassword: 'secret', pdfVersion: '1.7', compress: false });
  document.text('Rx');
  document.end();
  return document.read() as Uint8Array;
};

/** A small file that unpacks to sixty-four megabytes of drawing. */
const bombPdf = (): Uint8Array => {
  const content = deflateSync(Buffer.alloc(64 * 1024 * 1024, '0 0 m 9 9 l S\n'), { level: 9 });
  const parts = [
    Buffer.from(
      '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n' +
        '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<>>>>endobj\n' +
        `4 0 obj<</Length ${content.length}/Filter/FlateDecode>>stream\n`,
    ),
    content,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  ];
  return Buffer.concat(parts);
};

const papers: Record<string, Uint8Array> = {
  'a-quarter-turn.tif': tiffOf(redrawn(height, width, [0, 1, -1, 0, height, 0])),
  'b-upside-down.tif': tiffOf(redrawn(width, height, [-1, 0, 0, -1, width, height])),
  'c-mirrored.tif': tiffOf(redrawn(width, height, [-1, 0, 0, 1, width, 0])),
  'd-cut.tif': tiffOf(redrawn(width, Math.round(height * 0.4), [1, 0, 0, 1, 0, 0])),
  'e-black.tif': tiffOf(filled(width, height, '#000')),
  'f-blank.tif': tiffOf(filled(width, height, '#fff')),
  'g-two-hundred.tif': manyPages(),
  'h-twenty-thousand.png': filled(20_000, 60, '#fff').toBuffer('image/png'),
};
const noPapers: Record<string, Uint8Array> = {
  'i-locked.pdf': lockedPdf(),
  'j-bomb.pdf': bombPdf(),
  'k-broken.tif': tiffOf(sheet).subarray(0, 2_000),
  'l-rubbish.tif': Buffer.from('II*\u0000 and nothing of the kind'),
};

const until = async (isSo: () => boolean, seconds: number): Promise<void> => {
  for (const end = Date.now() + seconds * 1000; !isSo() && Date.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 200));
};

const transcribing = (test: TestWorkstation) =>
  test.ask('prescription.workQueue', { stage: 'transcribing', limit: 100 }).rows;

test('each page reaches a person, read or with the reason, and each file that is no fax lies with its reason', async () => {
  const test = await openTestWorkstation({ channels: true });
  const inbox = test.workstation.health.inboxFolder;
  await test.workstation.sweepInbox();
  for (const [name, bytes] of Object.entries({ ...papers, ...noPapers })) {
    writeFileSync(join(inbox, `.${name}.part`), bytes);
    renameSync(join(inbox, `.${name}.part`), join(inbox, name));
  }
  const failures = () => test.ask('document.failures', {}).rows.map(({ fileName }) => fileName);
  const all = Object.keys(papers).length + Object.keys(noPapers).length;
  await until(() => transcribing(test).length + failures().length >= all, 120);
  expect(failures().sort()).toEqual(Object.keys(noPapers));
  for (const { reason } of test.ask('document.failures', {}).rows) expect(reason).toMatch(/^[A-Z].{15,}\.$/);

  await until(() => test.ask('recognition.status', {}).waiting === 0, 150);
  expect(test.ask('recognition.status', {}).waiting).toBe(0);
  const rows = transcribing(test);
  expect(rows).toHaveLength(Object.keys(papers).length);
  await until(
    () =>
      rows.every(
        ({ id }) => test.ask('recognition.ofPrescription', { prescriptionId: id }).state !== 'waiting',
      ),
    30,
  );
  for (const { id } of rows) {
    const proposed = test.ask('recognition.ofPrescription', { prescriptionId: id });
    expect(proposed.pages.length).toBe(test.ask('prescription.get', { prescriptionId: id }).pages.length);
    for (const { state, problem, kind } of proposed.pages) {
      expect(kind).not.toBeNull();
      if (state === 'given-up') expect(problem).toMatch(/^[A-Z].{15,}\.$/);
      else expect(state).toBe('read');
    }
  }
  // Turned paper is read as if it had come upright; nothing is invented on paper that says nothing.
  const names = rows.map(({ id }) => {
    const { suggestions } = test.ask('recognition.ofPrescription', { prescriptionId: id });
    return suggestions.find(({ field }) => field === 'patientName')?.value ?? null;
  });
  expect(names.filter((name) => name?.includes('Bergstr')).length).toBeGreaterThanOrEqual(2);
  expect(test.ask('recognition.status', {}).problem).toBeNull();
}, 300_000);
