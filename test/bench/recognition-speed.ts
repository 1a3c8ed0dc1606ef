/**
 * Reading at speed: one page from arrival to suggestions on one lane; hundreds of pages queued, against tesseract.js
 * with as many threads and the same pictures; memory from the first pages to the last; and what the counter feels of
 * it, beside what it feels when nothing is read.
 * Always: ours and the bare engine take turns, a few dozen pages each, so that what else the machine does falls on
 * both; the counter is at work only where the counter is measured. `MORTAR_BENCH_PAGES` queues more pages.
 */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { closePageReader } from '../../core/document/read-pages.ts';
import { newId } from '../../core/identity.ts';
import { createPageReader, type PageReader } from '../../core/recognise/page-reader.ts';
import { type Recogniser, startRecogniser } from '../../core/recognise/recogniser.ts';
import { startCheckpoints } from '../../core/store/checkpoint.ts';
import { openWorkstation } from '../../core/workstation.ts';
import { drawSet } from '../recognition/draw-set.ts';
import { counterAtWork } from './counter.ts';
import { benchKey, type LargePharmacy, openLargePharmacy, sessionFor } from './dataset.ts';
import { type Figure, median, percentile } from './measure.ts';
import { openBareEngine, pictureForEngine } from './recognition-bare.ts';

const ALONE = 20;
/** Pages read before anything is timed. */
const WARM_UP = 3;
const QUEUED = Number(process.env.MORTAR_BENCH_PAGES ?? 200);
/** Turns that ours and the bare engine take. */
const TURNS = 5;
/** Pages the bare engine reads in a turn: enough for a rate. */
const BARE = 25;
/** Different pages; each comes again with other bytes behind its end, so that none is known. */
const KINDS = 60;
const COUNTER_MS = 10_000;
/** Pages still in hand when reading is held up come to their end within this. */
const SETTLED_MS = 1500;
/** How often memory is looked at. */
const LOOK_MS = 250;

interface Arrived {
  readonly documentId: string;
  readonly prescriptionId: string;
}

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
    /** What the engine is given for the one page of a fax. */
    picture: ({ documentId }: Arrived): Buffer =>
      pictureForEngine(
        store.get<{ png: Uint8Array }>('SELECT png FROM page WHERE document_id = ?', [documentId])!.png,
      ),
  };
};

/** Reading that can be held up between two pages: the lanes stay, and have nothing to do. */
const heldUp = (
  pharmacy: LargePharmacy,
  lanes: number,
): Recogniser & { open: () => void; shut: () => void } => {
  const { dispatcher, store, system, health } = pharmacy.workstation;
  const inner = createPageReader({ lanes });
  let gate = Promise.withResolvers<void>();
  const reader: PageReader = {
    ...inner,
    read: async (png) => {
      await gate.promise;
      return inner.read(png);
    },
  };
  const recogniser = startRecogniser({ dispatcher, store, system, health, reader: () => reader });
  return {
    open: () => gate.resolve(),
    shut: () => {
      gate = Promise.withResolvers<void>();
    },
    stop: () => {
      gate.resolve();
      return recogniser.stop();
    },
  };
};

/**
 * Milliseconds from a fax's arrival to its suggestions, one after the other, and those the bare engine takes for the
 * same page in between.
 */
const oneByOne = async (
  pharmacy: LargePharmacy,
  faxes: readonly Uint8Array[],
): Promise<{ ours: number[]; bare: number[] }> => {
  const recogniser = heldUp(pharmacy, 1);
  recogniser.open();
  const { receive, isRead, picture } = desk(pharmacy);
  const read = async (fax: Uint8Array): Promise<Arrived> => {
    const arrived = await receive(fax);
    while (!isRead(arrived)) await wait(5);
    return arrived;
  };
  const warm: Arrived[] = [];
  for (const fax of faxes.slice(0, WARM_UP)) warm.push(await read(fax));
  const engine = await openBareEngine(1, warm.map(picture));
  const [ours, bare]: [number[], number[]] = [[], []];
  for (const fax of faxes.slice(WARM_UP, WARM_UP + ALONE)) {
    const begun = performance.now();
    const arrived = await read(fax);
    ours.push(performance.now() - begun);
    bare.push(1000 / (await engine.rate([picture(arrived)])));
  }
  await engine.close();
  await recogniser.stop();
  return { ours, bare };
};

interface Queue {
  /** Pages a second, turn by turn. */
  readonly ours: number[];
  readonly bare: number[];
  /** Megabytes while ours read. */
  readonly memory: number[];
  /** Milliseconds of the counter's acts, nothing being read and while pages are. */
  readonly atRest: number[];
  readonly meanwhile: number[];
}

const queued = async (
  pharmacy: LargePharmacy,
  faxes: readonly Uint8Array[],
  lanes: number,
  said: (text: string) => void,
): Promise<Queue> => {
  const { receive, pagesRead, picture } = desk(pharmacy);
  const before = pagesRead();
  const recogniser = heldUp(pharmacy, lanes);
  const arrive = async (count: number): Promise<Arrived[]> => {
    const all: Arrived[] = [];
    for (let at = 0; at < count; at += 1) all.push(await receive(faxes[at % faxes.length]!));
    return all;
  };
  // A few more than are measured: each turn leaves some in the lanes.
  const all = await arrive(QUEUED + 2 * lanes * (TURNS + 1));
  const pictures = all.slice(0, faxes.length).map(picture);
  const bare = await openBareEngine(lanes, pictures.slice(0, WARM_UP));
  const memory: number[] = [];
  const readOn = async (pages: number): Promise<number> => {
    const goal = pagesRead() + pages;
    const begun = performance.now();
    recogniser.open();
    for (let looks = 0; pagesRead() < goal; ) {
      await wait(10);
      if (performance.now() - begun < looks * LOOK_MS) continue;
      looks += 1;
      memory.push(process.memoryUsage.rss() / 1e6);
    }
    const rate = pages / ((performance.now() - begun) / 1000);
    recogniser.shut();
    await wait(SETTLED_MS);
    return rate;
  };
  await readOn(2 * lanes);
  memory.length = 0;
  const [ours, rates]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn += 1) {
    said(`  turn ${turn + 1} of ${TURNS}: ${pagesRead() - before} pages read`);
    ours.push(await readOn(Math.round(QUEUED / TURNS)));
    rates.push(
      await bare.rate(
        Array.from({ length: BARE }, (_, at) => pictures[(turn * BARE + at) % pictures.length]!),
      ),
    );
  }
  await bare.close();

  said('  the counter, nothing read and then while pages are');
  const atWork = () => {
    const end = performance.now() + COUNTER_MS;
    return counterAtWork(pharmacy, () => performance.now() > end);
  };
  const atRest = await atWork();
  await arrive(40 * lanes);
  recogniser.open();
  const meanwhile = await atWork();
  await recogniser.stop();
  return { ours, bare: rates, memory, atRest, meanwhile };
};

/**
 * A large pharmacy of which nothing reads but what is started here: a workstation with its channels reads by itself,
 * and every page would be read twice.
 */
const quietPharmacy = async (): Promise<LargePharmacy> => {
  const large = openLargePharmacy({ patients: 10_000, prescriptions: 10_000 });
  await large.workstation.close();
  const workstation = openWorkstation({ dataFolder: large.folder, key: benchKey, channels: false });
  return { ...large, workstation };
};

/** What everything read so far went at, by the time it took. */
const overall = (rates: readonly number[]): number =>
  rates.length / rates.reduce((sum, rate) => sum + 1 / rate, 0);

export async function recognitionSpeed(said: (text: string) => void): Promise<Figure[]> {
  const faxes: Uint8Array[] = [];
  for (const { fax, truth } of drawSet(1, 3 * KINDS)) {
    if (truth.pages.length === 1) faxes.push(fax);
    if (faxes.length === KINDS) break;
    // What was drawn is given back when the event loop turns.
    await wait(0);
  }
  const pharmacy = await quietPharmacy();
  const checkpoints = startCheckpoints(pharmacy.workstation.store, benchKey, (error) =>
    said(`  ${String(error)}`),
  );
  try {
    said('  one page at a time, one lane');
    const alone = await oneByOne(pharmacy, faxes);
    const lanes = availableParallelism();
    said(`  ${QUEUED} pages queued, ${lanes} lanes`);
    const queue = await queued(pharmacy, faxes, lanes, said);
    const [rate, bareRate] = [overall(queue.ours), overall(queue.bare)];
    const fifth = Math.floor(queue.memory.length / 5);
    const early = median(queue.memory.slice(fifth, 2 * fifth));
    const late = median(queue.memory.slice(-fifth));
    const [p95, bareP95] = [percentile(alone.ours, 0.95) / 1000, percentile(alone.bare, 0.95) / 1000];
    const [feltP99, restP99] = [percentile(queue.meanwhile, 0.99), percentile(queue.atRest, 0.99)];
    return [
      {
        name: `a page, arrival to suggestions, one lane, p95 (median ${(median(alone.ours) / 1000).toFixed(2)})`,
        value: p95,
        unit: 's',
        comparator: { name: 'only tesseract.js on the same pictures', value: bareP95 },
        ratio: p95 / bareP95,
        goal: '≤ 3',
        met: p95 <= 3,
      },
      {
        name: `${QUEUED} pages queued, ${lanes} lanes`,
        value: rate,
        unit: 'pages/s',
        comparator: { name: 'only tesseract.js on the prepared pictures, in turns', value: bareRate },
        ratio: rate / bareRate,
        goal: 'ratio ≥ 0.9',
        met: rate / bareRate >= 0.9,
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
    await checkpoints.stop();
    await pharmacy.workstation.close();
    await closePageReader();
    rmSync(pharmacy.folder, { recursive: true, force: true });
  }
}
