/**
 * What the machine would say of a fax, chosen by a test and recorded by the commands the recogniser runs: pages of
 * plain words, and what was found on them. The faxes are real TIFFs of blank-looking sheets.
 */
import { createCanvas } from '@napi-rs/canvas';
import type { DocumentReading, Found, ReadField, Suggestion } from '../../core/contract/recognition.ts';
import { dotsOf } from '../../core/demo/fax-paper.ts';
import { writeFaxTiff } from '../../core/document/fax-image.ts';
import type { TestWorkstation } from './workstation.ts';

let sheets = 0;

/** Another sheet each time, so that no fax has the bytes of one before. */
const sheet = () => {
  const page = createCanvas(400, 300);
  const pen = page.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, 400, 300);
  pen.fillStyle = '#000';
  pen.fillText(`sheet ${sheets++}`, 20, 60);
  return dotsOf(page, { seed: 1 });
};

/** Takes in a fax of so many pages; nobody has read it yet. */
export const receiveFax = async (
  test: TestWorkstation,
  pages = 1,
  more: { fileName?: string; priority?: 'waiting' | 'urgent' } = {},
): Promise<{ documentId: string; prescriptionId: string }> => {
  const bytes = writeFaxTiff(Array.from({ length: pages }, sheet), { xDpi: 204, yDpi: 196 });
  const { documentId, prescriptionId } = await test.run('document.receive', {
    fileName: 'fax.tif',
    ...more,
    bytesBase64: Buffer.from(bytes).toString('base64'),
  });
  return { documentId, prescriptionId: prescriptionId! };
};

/** A page of words, line by line of ten. */
export const pageOf = (text: string, look = '0'.repeat(64)) => {
  const words = text.split(/\s+/).map((word, index) => ({
    text: word,
    confidence: 90,
    box: { x: 20 + (index % 10) * 150, y: 200 + Math.floor(index / 10) * 30, width: 140, height: 20 },
    line: Math.floor(index / 10),
    block: 0,
  }));
  return {
    ...{ width: 1700, height: 2200, picture: { width: 1700, height: 2200 }, toPicture: [1, 0, 0, 1, 0, 0] },
    ...{ rotation: 0, words, look, tookMs: 1 },
  };
};

/** Records a page as read, or as given up where there is only a reason. */
export const recordPage = (
  test: TestWorkstation,
  documentId: string,
  number: number,
  read: ReturnType<typeof pageOf> | { problem: string },
) =>
  test.run(
    'recognition.recordPage',
    {
      documentId,
      number,
      outcome:
        'problem' in read
          ? { ok: false, problem: read.problem }
          : { ok: true, rotation: 0, look: read.look, reading: JSON.stringify(read) },
    },
    test.workstation.system,
  );

export type Values = Partial<Record<ReadField, string>>;

/** One prescription found on a page; its values stand one below the other from `top` on. */
export const foundOn = (page: number, values: Values, top = 100): Found => ({
  kind: 'prescription',
  pages: [page],
  suggestions: (Object.entries(values) as [ReadField, string][]).map(
    ([field, value], line): Suggestion => ({
      field,
      value,
      read: value,
      confidence: 'check',
      region: { page, x: 50, y: top + line * 30, width: 300, height: 24 },
      checks: [],
    }),
  ),
});

export const recordDocument = (
  test: TestWorkstation,
  documentId: string,
  found: Found[],
  more: Partial<DocumentReading> = {},
) =>
  test.run(
    'recognition.recordDocument',
    {
      documentId,
      reading: { pages: [], found, layout: 'form, labels above', sender: '6075550119', ...more },
    },
    test.workstation.system,
  );

/** Takes in a fax of one page that was read so. */
export const readFaxOf = async (
  test: TestWorkstation,
  text: string,
  values: Values,
  look?: string,
): Promise<{ documentId: string; prescriptionId: string }> => {
  const fax = await receiveFax(test);
  await recordPage(test, fax.documentId, 1, pageOf(text, look));
  await recordDocument(test, fax.documentId, [foundOn(1, values)]);
  return fax;
};
