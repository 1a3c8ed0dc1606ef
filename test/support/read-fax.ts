/**
 * A fax that the machine has read, with what it found there chosen by the test: received and recorded through the same
 * commands as the recogniser runs.
 */
import { createCanvas } from '@napi-rs/canvas';
import type { Confidence, ReadField, Suggestion } from '../../core/contract/recognition.ts';
import type { TestWorkstation } from './workstation.ts';

const empty = (width: number, height: number) =>
  JSON.stringify({
    ...{ width, height, picture: { width, height }, toPicture: [1, 0, 0, 1, 0, 0], rotation: 90 },
    ...{ words: [], look: '0'.repeat(64), tookMs: 1 },
  });

/** A field as it was read: its value, alone or with how far it is trusted. */
export type Reads = Partial<Record<ReadField, string | readonly [value: string, confidence: Confidence]>>;

/** Every field stands on a line of its own, in the order given. */
const suggestionsOf = (reads: Reads, page: number): Suggestion[] =>
  (Object.entries(reads) as [ReadField, NonNullable<Reads[ReadField]>][]).map(([field, read], line) => {
    const [value, confidence] = typeof read === 'string' ? ([read, 'sure'] as const) : read;
    return {
      ...{ field, value, read: value, confidence, checks: [] },
      region: { page, x: 10, y: 10 + 8 * line, width: 120, height: 8 },
    };
  });

let faxes = 0;

/** Receives a fax of one page and records what was read on it, unless that is null; answers its order. */
export const readFax = async (
  test: TestWorkstation,
  reads: Reads | null,
): Promise<{ documentId: string; prescriptionId: string }> => {
  faxes += 1;
  const sheet = createCanvas(300, 400);
  sheet.getContext('2d').fillText(`fax ${faxes}`, 20, 40);
  const received = await test.run('document.receive', {
    fileName: `fax-${faxes}.png`,
    bytesBase64: sheet.toBuffer('image/png').toString('base64'),
  });
  const { documentId } = received;
  const prescriptionId = received.prescriptionId!;
  if (reads === null) return { documentId, prescriptionId };
  const [page] = test.ask('prescription.get', { prescriptionId }).pages;
  await test.run(
    'recognition.recordPage',
    {
      ...{ documentId, number: 1 },
      outcome: { ok: true, rotation: 90, look: '0'.repeat(64), reading: empty(page!.width, page!.height) },
    },
    test.workstation.system,
  );
  const found = { kind: 'prescription' as const, pages: [1], suggestions: suggestionsOf(reads, 1) };
  await test.run(
    'recognition.recordDocument',
    {
      documentId,
      reading: {
        pages: [{ number: 1, kind: 'prescription', why: 'says Rx' }],
        found: [found],
        layout: 'form',
        sender: '5855550100',
      },
    },
    test.workstation.system,
  );
  return { documentId, prescriptionId };
};
