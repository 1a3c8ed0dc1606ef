/**
 * Goes through the files of a catalogue from end to end and holds every row against what is on file: what is to be
 * written goes to `wanted`, everything is counted. Reads only; used in a thread (reference-worker.ts).
 *
 * Always: of each key the first row counts, a second one is refused; what earlier files put on file and a whole file no
 * longer has, ends.
 */
import type { Catalogue, Notice } from '../contract/reference.ts';
import type { Reader } from '../store/database.ts';
import { rulesOf, type WantedRow } from './catalogue.ts';
import { type JudgedProduct, readPackage, readProduct } from './ndc-directory.ts';
import { nppesPlaces, readPrescriber } from './nppes.ts';
import { type Judged, noticesOf } from './reference.ts';
import { FileProblem, type FileRow, type FileRows, layoutOf, openRows } from './rows-of-file.ts';
import type { KeptFile, Options } from './store.ts';
import { newTally, type Tally } from './tally.ts';

type Part = KeptFile['part'];
export type CatalogueFile = Pick<KeptFile, 'part' | 'path' | 'bytes'>;

export interface Reading {
  catalogue: Catalogue;
  files: readonly CatalogueFile[];
  options: Options;
  /** The branch's day. */
  today: string;
  store: Reader;
  /** Given what is to be written; waits while there is no room for more. */
  wanted: (row: WantedRow) => Promise<void> | void;
  /** Told now and then how many bytes were read, and given the chance to let others read. */
  onRow: (done: number) => void;
}

export interface Outcome {
  tally: Tally;
  notices: Notice[];
  /** Hex, in the order of the files. */
  sha256: string[];
}

const MOST_PRODUCTS = 1_000_000;
const wrongWidth = 'The row has another number of values than the first line.';
const twice = 'It stands in the file twice; the first one counts.';

const placesOf = (header: readonly string[]): ReadonlyMap<string, number> =>
  new Map(header.map((title, index) => [title.toUpperCase(), index]));

/** Opens one part, goes through its rows, and closes it whatever happens. */
const through = async (
  reading: Reading,
  part: Part,
  before: number,
  work: (rows: FileRows) => Promise<void> | void,
): Promise<{ sha256: string; bytes: number }> => {
  const file = reading.files.find((one) => one.part === part)!;
  const rows = openRows(file.path, layoutOf[part]);
  try {
    await work(rows);
    reading.onRow(before + rows.done());
    return { sha256: rows.sha256(), bytes: rows.done() };
  } finally {
    rows.close();
  }
};

/** Tells of one judged row, and passes it on when it is to be written; a promise only where that has to wait. */
const handle = (
  { catalogue, store, today, wanted }: Reading,
  tally: Tally,
  judged: Judged<WantedRow>,
  at: { part: Part; line: number | null; text: () => string },
): Promise<void> | void => {
  const finding = (kind: 'refused' | 'kept' | 'in-use', reason: string) =>
    tally.find({ kind, part: at.part, line: at.line, reason, text: at.text() });
  if ('refused' in judged) return finding('refused', judged.refused);
  if ('leftOut' in judged) return tally.leaveOut(judged.leftOut);
  // An end that lies ahead is no end yet; the first file after it says it again.
  const row =
    judged.wanted.ended_on !== null && judged.wanted.ended_on > today
      ? ({ ...judged.wanted, ended_on: null } as WantedRow)
      : judged.wanted;
  const { decision, inUse } = rulesOf[catalogue].hold(store, row);
  if (decision.kind === 'kept') return finding('kept', decision.why);
  if (decision.kind === 'left-out') return tally.leaveOut(decision.why);
  tally.count(decision.kind);
  if (inUse !== null) finding('in-use', inUse);
  if (decision.kind !== 'unchanged') return wanted(row);
};

const aboutRow = (part: Part, row: FileRow) => ({ part, line: row.line, text: () => row.text() });

interface KnownProduct {
  judged: JudgedProduct;
  line: number;
  packages: number;
}

const readDrugs = async (reading: Reading): Promise<Outcome> => {
  const tally = newTally();
  const products = new Map<string, KnownProduct>();
  const productFile = await through(reading, 'product', 0, ({ header, rows, done }) => {
    const places = placesOf(header);
    const idAt = places.get('PRODUCTID')!;
    for (const row of rows) {
      reading.onRow(done());
      const about = aboutRow('product', row);
      const id = row.value(idAt);
      if (row.count !== header.length)
        tally.find({ kind: 'refused', ...about, reason: wrongWidth, text: about.text() });
      else if (products.has(id)) tally.find({ kind: 'refused', ...about, reason: twice, text: about.text() });
      else
        products.set(id, {
          judged: readProduct(row, places, reading.options.otc),
          line: row.line,
          packages: 0,
        });
      if (products.size > MOST_PRODUCTS)
        throw new FileProblem(
          'The file has more products than any directory can have. It is not the right one.',
        );
    }
  });

  const present = new Set<string>();
  let lines = 0;
  let withoutProduct = 0;
  const productOf = (id: string): JudgedProduct | undefined => {
    const product = products.get(id);
    if (product) product.packages += 1;
    else withoutProduct += 1;
    return product?.judged;
  };
  const packageFile = await through(reading, 'package', productFile.bytes, async ({ header, rows, done }) => {
    const places = placesOf(header);
    for (const row of rows) {
      lines += 1;
      reading.onRow(productFile.bytes + done());
      const about = aboutRow('package', row);
      const read = (): Judged<WantedRow> => {
        if (row.count !== header.length) return { refused: wrongWidth, key: null };
        const judged = readPackage(row, places, productOf);
        return 'wanted' in judged && present.has(judged.key) ? { refused: twice, key: judged.key } : judged;
      };
      const judged = read();
      if (judged.key !== null) present.add(judged.key);
      const waiting = handle(reading, tally, judged, about);
      if (waiting) await waiting;
    }
  });

  let lonely = 0;
  for (const { judged, line, packages } of products.values()) {
    if (packages > 0 || !('product' in judged)) continue;
    lonely += 1;
    const { name, strength, form } = judged.product;
    const text = () => `${name} ${strength} ${form.form}`;
    const judgedSo = { refused: 'The product has no package in the package file.', key: null };
    await handle(reading, tally, judgedSo, { part: 'product', line, text });
  }

  const current = [...rulesOf.drugs.current!(reading.store)].map(({ key }) => key);
  for (const ndc11 of current) {
    if (present.has(ndc11)) continue;
    const text = () => ndc11;
    await handle(
      reading,
      tally,
      { key: ndc11, wanted: { ndc11, ended_on: reading.today } },
      { part: 'package', line: null, text },
    );
  }
  const notices = noticesOf({
    changes: tally.changes,
    current: current.length,
    rows: lines,
    packagesWithoutProduct: withoutProduct,
    productsWithoutPackage: lonely,
    products: products.size,
  });
  return {
    tally,
    notices,
    sha256: inOrderOf(reading, { product: productFile.sha256, package: packageFile.sha256 }),
  };
};

const inOrderOf = ({ files }: Reading, hashes: Partial<Record<Part, string>>): string[] =>
  files.map(({ part }) => hashes[part]!);

/** The first nine digits of an NPI begin with 1 or 2: a bit for each tells whether it was met. */
const npisMet = () => {
  const bits = new Uint8Array(200_000_000 / 8);
  return (npi: string): boolean => {
    const at = Number(npi.slice(0, 9)) - 100_000_000;
    const mask = 1 << (at & 7);
    const met = (bits[at >> 3]! & mask) !== 0;
    bits[at >> 3]! |= mask;
    return met;
  };
};

const readPrescribers = async (reading: Reading): Promise<Outcome> => {
  const tally = newTally();
  const states = new Set(reading.options.states);
  const isMet = npisMet();
  let lines = 0;
  const { sha256 } = await through(reading, 'prescribers', 0, async ({ header, rows, done }) => {
    const places = nppesPlaces(header)!;
    for (const row of rows) {
      lines += 1;
      reading.onRow(done());
      const about = aboutRow('prescribers', row);
      const read = (): Judged<WantedRow> => {
        if (row.count !== header.length) return { refused: wrongWidth, key: null };
        const judged = readPrescriber(row, places, states);
        return judged.key !== null && isMet(judged.key) ? { refused: twice, key: judged.key } : judged;
      };
      const waiting = handle(reading, tally, read(), about);
      if (waiting) await waiting;
    }
  });
  const notices = noticesOf({
    changes: tally.changes,
    current: Number.POSITIVE_INFINITY,
    rows: lines,
    packagesWithoutProduct: 0,
    productsWithoutPackage: 0,
    products: 0,
  });
  return { tally, notices, sha256: [sha256] };
};

/** Goes through the files. Throws `FileProblem`. */
export const readCatalogue = (reading: Reading): Promise<Outcome> =>
  reading.catalogue === 'drugs' ? readDrugs(reading) : readPrescribers(reading);
