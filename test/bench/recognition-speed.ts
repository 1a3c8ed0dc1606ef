/**
 * Reading at speed: one page from arrival to suggestions on one core; 500 pages queued against bare tesseract.js with
 * as many workers; memory from the first pages to the last; and what the counter feels meanwhile, beside what it feels
 * when nothing is read.
 */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { createScheduler, createWorker, OEM, PSM } from 'tesseract.js';
import { newId } from '../../core/identity.ts';
import { createPageReader } from '../../core/recognise/page-reader.ts';
import { startRecogniser } from '../../core/recognise/recogniser.ts';
import { drawSet } from '../recognition/draw-set.ts';
import { counterAtWork } from './counter.ts';
import { type LargePharmacy, openLargePharmacy, sessionFor } from './dataset.ts';
import { type Figure, median, percentile } from './measure.ts';

const ALONE = 20;
const QUEUED = 500;
/** Pages the bare engine reads: enough for a rate. */
const BARE = 60;
/** Different pages; each comes again with other bytes behind its end, so that none is known. */
const KINDS = 40;

interface Arrived {
  readonly documentId: string;
  readonly prescriptionId: string;
}

const withReader = (pharmacy: LargePharmacy, lanes: number) => {
  const { dispatcher, store, system, health } = pharmacy.workstation;
  return startRecogniser({
    ...{ dispatcher, store, system, health },
    reader: () => createPageReader({ lanes }),
  });
};

let copies = 0;

/** Receives faxes as the inbox folder does and waits for what the machine says of them. */
const desk = ({ workstation: { dispatcher, store, system } }: LargePharmacy) => {
  const session = sessionFor('technician');
  return {
    receive: async (fax: Uint8Array): Promise<Arrived> => {
      copies += 1;
      const bytes = Buffer.concat([fax, Buffer.from(`copy ${copies}`)]);
      const input = { fileName: `${copies}.tif`, bytesBase64: bytes.toString('base64') };
      const reply = await dispatcher.run('document.receive', { commandId: newId(), input }, system);
      if (!reply.ok) throw new Error(reply.error.message);
      return reply.result as Arrived;
    },
    isRead: ({ prescriptionId }: Arrived): boolean => {
      const reply = dispatcher.ask('recognition.ofPrescription', { prescriptionId }, session);
      if (!reply.ok) throw new Error(reply.error.message);
      const { state } = reply.result as { state: string };
      if (state === 'given-up') throw new Error('a page was given up');
      return state === 'read';
    },
    pagesRead: (): number =>
      store.get<{ count: number }>(`SELECT count(*) AS count FROM page_reading WHERE state = 'read'`)!.count,
    pictures: (): Uint8Array[] =>
      store
        .all<{ png: Uint8Array }>('SELECT png FROM page ORDER BY rowid LIMIT ?', [KINDS])
        .map(({ png }) => png),
  };
};

/** Milliseconds from a fax's arrival to its suggestions, one after the other, the first not counted. */
const oneByOne = async (pharmacy: LargePharmacy, faxes: readonly Uint8Array[]): Promise<number[]> => {
  const recogniser = withReader(pharmacy, 1);
  const { receive, isRead } = desk(pharmacy);
  const measured: number[] = [];
  for (let turn = 0; turn <= ALONE; turn += 1) {
    const begun = performance.now();
    const arrived = await receive(faxes[turn % faxes.length]!);
    while (!isRead(arrived)) await wait(5);
    if (turn > 0) measured.push(performance.now() - begun);
  }
  await recogniser.stop();
  return measured;
};

/** Pages a second of tesseract.js itself, given the kept pictures as they are. */
const bareRate = async (pictures: readonly Uint8Array[], lanes: number): Promise<number> => {
  const scheduler = createScheduler();
  const langPath = new URL('../../node_modules/@tesseract.js-data/eng/4.0.0_best_int', import.meta.url)
    .pathname;
  for (let lane = 0; lane < lanes; lane += 1) {
    const worker = await createWorker('eng', OEM.LSTM_ONLY, { langPath, cacheMethod: 'none' });
    await worker.setParameters({ tessedit_pageseg_mode: PSM.AUTO });
    scheduler.addWorker(worker);
  }
  const read = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, at) =>
        scheduler.addJob('recognize', Buffer.from(pictures[at % pictures.length]!)),
      ),
    );
  await read(lanes);
  const begun = performance.now();
  await read(BARE);
  const rate = BARE / ((performance.now() - begun) / 1000);
  await scheduler.terminate();
  return rate;
};

export async function recognitionSpeed(said: (text: string) => void): Promise<Figure[]> {
  const faxes: Uint8Array[] = [];
  for (const { fax, truth } of drawSet(1, 3 * KINDS)) {
    if (truth.pages.length === 1) faxes.push(fax);
    if (faxes.length === KINDS) break;
    // What was drawn is given back when the event loop turns.
    await wait(0);
  }
  const pharmacy = openLargePharmacy({ patients: 10_000, prescriptions: 10_000 });
  try {
    said('  one page at a time, one lane');
    const alone = await oneByOne(pharmacy, faxes);

    const lanes = availableParallelism();
    const { receive, pagesRead, pictures } = desk(pharmacy);
    const before = pagesRead();
    for (let at = 0; at < QUEUED; at += 1) await receive(faxes[at % faxes.length]!);
    said('  the counter with nothing read');
    let resting = true;
    const atRest = counterAtWork(pharmacy, () => !resting);
    await wait(10_000);
    resting = false;

    said(`  ${QUEUED} pages queued, ${lanes} lanes`);
    const recogniser = withReader(pharmacy, lanes);
    const done = () => pagesRead() - before;
    while (done() < lanes) await wait(50);
    const begun = performance.now();
    const from = done();
    let reading = true;
    const meanwhile = counterAtWork(pharmacy, () => !reading);
    const memory: number[] = [];
    while (done() < QUEUED) {
      await wait(500);
      memory.push(process.memoryUsage.rss() / 1e6);
    }
    const rate = (QUEUED - from) / ((performance.now() - begun) / 1000);
    reading = false;
    const felt = await meanwhile;
    await recogniser.stop();

    said('  bare tesseract.js');
    const bare = await bareRate(pictures(), lanes);
    const fifth = Math.floor(memory.length / 5);
    const [early, late] = [median(memory.slice(fifth, 2 * fifth)), median(memory.slice(-fifth))];
    const restP99 = percentile(await atRest, 0.99);
    const feltP99 = percentile(felt, 0.99);
    const [p50, p95] = [median(alone) / 1000, percentile(alone, 0.95) / 1000];
    return [
      {
        name: 'a page, arrival to suggestions, one lane, p95',
        value: p95,
        unit: 's',
        comparator: { name: 'p50', value: p50 },
        ratio: p95 / p50,
        goal: '≤ 3',
        met: p95 <= 3,
      },
      {
        name: `${QUEUED} pages queued, ${lanes} lanes`,
        value: rate,
        unit: 'pages/s',
        comparator: { name: 'bare tesseract.js', value: bare },
        ratio: rate / bare,
        goal: 'ratio ≥ 0.9',
        met: rate / bare >= 0.9,
      },
      {
        name: 'memory, last fifth of them',
        value: late,
        unit: 'MB',
        comparator: { name: 'second fifth', value: early },
        ratio: late / early,
        goal: 'ratio ≤ 1.1',
        met: late / early <= 1.1,
      },
      {
        name: 'commands and queries meanwhile, p99',
        value: feltP99,
        unit: 'ms',
        comparator: { name: 'nothing read', value: restP99 },
        ratio: feltP99 / restP99,
        goal: '< 50',
        met: feltP99 < 50,
      },
    ];
  } finally {
    await pharmacy.workstation.close();
    rmSync(pharmacy.folder, { recursive: true, force: true });
  }
}
