/**
 * Taking lists over: 100,000 packages of the NDC directory against the bare driver writing the same rows, the same
 * search index and the same row of changes; what the counter feels meanwhile; a file of prescribers read without being
 * held; and prescribers found among 500,000, against LIKE on the same rows.
 */

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chanceFrom } from '../../core/chance.ts';
import { demoDrugs } from '../../core/demo/drugs.ts';
import { drugSearchText } from '../../core/drug/drug.ts';
import type { DrugRow } from '../../core/drug/store.ts';
import { newId } from '../../core/identity.ts';
import { hashOfFile } from '../../core/reference/rows-of-file.ts';
import { insertVersion } from '../../core/reference/store.ts';
import { openStore, type Store, type Value } from '../../core/store/database.ts';
import { migrate, ownMigrations, readMigrations } from '../../core/store/migrate.ts';
import { insertUser } from '../../core/user/store.ts';
import type { Workstation } from '../../core/workstation.ts';
import { type Listed, npiAt, nppesRow, writeNdcDirectory, writeNppes } from '../support/reference-files.ts';
import { counterAtWork } from './counter.ts';
import { benchKey, type LargePharmacy, openLargePharmacy, sessionFor } from './dataset.ts';
import { addPrescribers } from './large-file.ts';
import { each, type Figure, median, percentile } from './measure.ts';

const PACKAGES = 100_000;
const PACKAGES_OF_ONE = 5;
const PRESCRIBERS = 500_000;
const NPPES_ROWS = 200_000;
/** Rows of one transaction of the bare driver: about as many as a piece of ours has. */
const BARE_PIECE = 500;

/** A directory of the size of the real one, made of the demo's drugs by ever more makers. */
const directory = (): Listed[] => {
  const drugs = demoDrugs.filter(({ form }) => form === 'tablet' || form === 'capsule');
  return Array.from({ length: PACKAGES / PACKAGES_OF_ONE }, (_, at) => {
    const { name, strength, form } = drugs[at % drugs.length]!;
    const parts = [...strength.matchAll(/(\d[\d.]*)\s*(mg|mcg)/g)];
    const code = `${10_000 + Math.floor(at / 900)}-${100 + (at % 900)}`;
    const word = form.toUpperCase();
    return {
      code,
      PROPRIETARYNAME: at % 7 === 0 ? `Brandname ${at}` : name,
      NONPROPRIETARYNAME: name,
      DOSAGEFORMNAME: word,
      LABELERNAME: `Maker number ${at % 700}`,
      SUBSTANCENAME: name.split('-').slice(0, parts.length).join('; ').toUpperCase(),
      ACTIVE_NUMERATOR_STRENGTH: parts.map(([, amount]) => amount).join('; '),
      ACTIVE_INGRED_UNIT: parts.map(([, , unit]) => `${unit === 'mcg' ? 'ug' : unit}/1`).join('; '),
      packages: Array.from({ length: PACKAGES_OF_ONE }, (_, place) => ({
        last: `0${place + 1}`,
        PACKAGEDESCRIPTION: `${30 * (place + 1)} ${word} in 1 BOTTLE (${code}-0${place + 1})`,
      })),
    };
  });
};

const atWork = ({ dispatcher, store }: Workstation) => {
  store.transaction(() =>
    insertUser(store, {
      id: 'manager',
      user_name: 'manager',
      display_name: 'Manager',
      role: 'manager',
      password_hash: 'none',
    }),
  );
  const session = sessionFor('manager');
  const run = async (name: string, input: unknown): Promise<Record<string, unknown>> => {
    const reply = await dispatcher.run(name, { commandId: newId(), input }, session);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`);
    return reply.result as Record<string, unknown>;
  };
  const ask = (name: string): Record<string, unknown> => {
    const reply = dispatcher.ask(name, {}, session);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code}`);
    return reply.result as Record<string, unknown>;
  };
  const idle = async (): Promise<void> => {
    while (ask('reference.job').job !== null) await wait(5);
  };
  /** Looks at files and answers the check, once it is done. */
  const check = async (paths: readonly string[]): Promise<{ id: string; changes: { added: number } }> => {
    await run('reference.check', { files: paths.map((path) => ({ path })) });
    await idle();
    const { check: found } = ask('reference.findings') as {
      check: { id: string; state: string; changes: { added: number } };
    };
    if (found.state !== 'done') throw new Error(JSON.stringify(found));
    return found;
  };
  const apply = async (checkId: string): Promise<number> => {
    const begun = performance.now();
    await run('reference.apply', { checkId, accepted: true });
    await idle();
    const took = performance.now() - begun;
    const [version] = (ask('reference.versions') as { versions: { state: string }[] }).versions;
    if (version?.state !== 'applied') throw new Error(JSON.stringify(version));
    return took;
  };
  return { check, apply };
};

/** The bare driver: the same rows into the same tables of a file of the same kind. Answers the milliseconds it took. */
const bareDriver = (rows: readonly DrugRow[], piece: number): number => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-bare-'));
  const store: Store = openStore(join(folder, 'bare.db'), benchKey, { create: true });
  try {
    migrate(store, readMigrations(ownMigrations));
    store.transaction(() => {
      insertUser(store, {
        id: 'u',
        user_name: 'u',
        display_name: 'u',
        role: 'manager',
        password_hash: 'none',
      });
      insertVersion(store, {
        id: 'v',
        catalogue: 'drugs',
        files: '[]',
        options: '{}',
        day: '2026-01-01',
        expected: rows.length,
        unchanged: 0,
        kept: 0,
        refused: 0,
        left_out: 0,
        user_id: 'u',
        started_at: '2026-01-01T00:00:00.000Z',
      });
    });
    const texts = rows.map(drugSearchText);
    const begun = performance.now();
    for (let from = 0; from < rows.length; from += piece)
      store.transaction(() => {
        for (let at = from; at < Math.min(rows.length, from + piece); at += 1) {
          const { lastInsertRowid } = store.run(
            `INSERT INTO drug (ndc11, name, brand, strength, form, unit, route, labeler, package_size, package_description,
               schedule, origin, ended_on)
             VALUES (:ndc11, :name, :brand, :strength, :form, :unit, :route, :labeler, :package_size, :package_description,
               :schedule, :origin, :ended_on)`,
            rows[at] as unknown as Record<string, Value>,
          );
          store.run('INSERT INTO drug_search (rowid, text) VALUES (?, ?)', [lastInsertRowid, texts[at]!]);
          store.run(
            'INSERT INTO reference_change (version, seq, key, before, row_version) VALUES (1, ?, ?, NULL, NULL)',
            [at, rows[at]!.ndc11],
          );
        }
      });
    return performance.now() - begun;
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const small = (said: (text: string) => void) =>
  openLargePharmacy({ patients: 10_000, prescriptions: 10_000 }, said);
const closing = async (pharmacy: LargePharmacy): Promise<void> => {
  await pharmacy.workstation.close();
  rmSync(pharmacy.folder, { recursive: true, force: true });
};

const drugFigures = async (paths: readonly string[], said: (text: string) => void): Promise<Figure[]> => {
  const alone = small(said);
  let took: number;
  let checked: number;
  let bare: number;
  let bareWhole: number;
  let added: number;
  try {
    const { check, apply } = atWork(alone.workstation);
    const begun = performance.now();
    const found = await check(paths);
    checked = performance.now() - begun;
    added = found.changes.added;
    said(`  taking ${added.toLocaleString('en')} packages over`);
    took = await apply(found.id);
    const rows = alone.workstation.store.all<DrugRow>(
      "SELECT * FROM drug WHERE origin = 'reference' ORDER BY rowid",
    );
    said('  the bare driver writes the same');
    bare = bareDriver(rows, BARE_PIECE);
    bareWhole = bareDriver(rows, rows.length);
  } finally {
    await closing(alone);
  }
  said('  the same beside the work of the counter');
  const busy = small(said);
  let measured: number[];
  try {
    const { check, apply } = atWork(busy.workstation);
    const found = await check(paths);
    let over = false;
    const counter = counterAtWork(busy, () => over);
    await apply(found.id);
    over = true;
    measured = await counter;
  } finally {
    await closing(busy);
  }
  const rate = (milliseconds: number) => (1000 * added) / milliseconds;
  return [
    {
      name: `${PACKAGES.toLocaleString('en')} NDC packages taken over`,
      value: took / 1000,
      unit: 's',
      comparator: { name: 'looking at them first', value: checked / 1000 },
      ratio: took / checked,
      goal: '≤ 10 s',
      met: added === PACKAGES && took <= 10_000,
    },
    {
      name: 'NDC packages a second',
      value: rate(took),
      unit: '/s',
      comparator: { name: `bare driver, ${BARE_PIECE} a transaction`, value: rate(bare) },
      ratio: bare / took,
      goal: '≥ 50 % of the bare driver',
      met: bare / took >= 0.5,
    },
    {
      name: 'NDC packages a second',
      value: rate(took),
      unit: '/s',
      comparator: { name: 'bare driver, all in one transaction', value: rate(bareWhole) },
      ratio: bareWhole / took,
      goal: 'for comparison: nothing else could be written meanwhile',
      met: true,
    },
    {
      name: 'commands and queries of the counter meanwhile, p99',
      value: percentile(measured, 0.99),
      unit: 'ms',
      comparator: { name: 'their median', value: median(measured) },
      ratio: percentile(measured, 0.99) / median(measured),
      goal: 'p99 ≤ 50 ms',
      met: percentile(measured, 0.99) <= 50,
    },
  ];
};

/** A file of prescribers is read at the speed of the disk and never held. */
const nppesFigures = async (folder: string, said: (text: string) => void): Promise<Figure[]> => {
  said(`  writing an NPPES file of ${NPPES_ROWS.toLocaleString('en')} rows`);
  const path = writeNppes(
    folder,
    (function* () {
      for (let at = 0; at < NPPES_ROWS; at += 1)
        yield nppesRow(npiAt(at), at % 3 === 0 ? {} : { 'Entity Type Code': '2' });
    })(),
  );
  const pharmacy = small(said);
  try {
    const megabytes = statSync(path).size / 1e6;
    const before = process.memoryUsage.rss();
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss() - before);
    }, 50);
    const begun = performance.now();
    await atWork(pharmacy.workstation).check([path]);
    const took = (performance.now() - begun) / 1000;
    clearInterval(watch);
    const hashing = performance.now();
    hashOfFile(path);
    const hashed = (performance.now() - hashing) / 1000;
    return [
      {
        name: `NPPES file of ${Math.round(megabytes)} MB looked at`,
        value: megabytes / took,
        unit: 'MB/s',
        comparator: { name: 'its hash alone', value: megabytes / hashed },
        ratio: hashed / took,
        goal: '≥ 50 MB/s: 9 GB in 3 minutes',
        met: megabytes / took >= 50,
      },
      {
        name: 'the same, memory on top',
        value: most / 1e6,
        unit: 'MB',
        comparator: { name: 'the file', value: megabytes },
        ratio: most / 1e6 / megabytes,
        goal: '≤ 200 MB, whatever the file',
        met: most <= 200e6,
      },
    ];
  } finally {
    await closing(pharmacy);
  }
};

const findFigures = async (said: (text: string) => void): Promise<Figure[]> => {
  said(`  building a file with ${PRESCRIBERS.toLocaleString('en')} prescribers`);
  const pharmacy = small(said);
  const { store, dispatcher } = pharmacy.workstation;
  try {
    addPrescribers(store, PRESCRIBERS, pharmacy.names);
    store.exec('ANALYZE');
    const draw = chanceFrom(5);
    const name = () => pharmacy.names[Math.floor(draw() * pharmacy.names.length)]!.toLowerCase();
    const mistyped = (word: string) => `${word.slice(0, 3)}${word.slice(4)}`;
    const typed = Array.from(
      { length: 300 },
      (_, at) =>
        [
          name(),
          `${name()} ${name()}`,
          `${name()} ${name()[0]}`,
          name().slice(0, 3),
          mistyped(name()),
          String(1_500_000_00 + Math.floor(draw() * PRESCRIBERS)),
          `(315) 555-${String(Math.floor(draw() * 10_000)).padStart(4, '0')}`,
          `${name()} family`,
        ][at % 8]!,
    );
    const session = sessionFor('technician');
    const find = await each(typed.length, 20, (at) => {
      const reply = dispatcher.ask('prescriber.find', { text: typed[at % typed.length]! }, session);
      if (!reply.ok) throw new Error(reply.error.code);
    });
    const like = await each(12, 1, (at) =>
      store.all(
        `SELECT id FROM prescriber WHERE family_name || ' ' || given_names || ' ' || npi || ' ' || clinic || ' ' || phone LIKE ?
         ORDER BY family_name, given_names LIMIT 500`,
        [`%${typed[at % typed.length]!}%`],
      ),
    );
    const p99 = percentile(find, 0.99);
    const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
    return [
      {
        name: `prescriber picker, ${PRESCRIBERS.toLocaleString('en')} prescribers, p99`,
        value: p99,
        unit: 'ms',
        comparator: { name: 'its median', value: median(find) },
        ratio: p99 / median(find),
        goal: 'p99 ≤ 50 ms',
        met: p99 <= 50,
      },
      {
        name: 'prescriber picker, mean',
        value: mean(find),
        unit: 'ms',
        comparator: { name: 'LIKE on the same rows', value: mean(like) },
        ratio: mean(like) / mean(find),
        goal: '≥ 10 × faster than LIKE',
        met: mean(like) / mean(find) >= 10,
      },
    ];
  } finally {
    await closing(pharmacy);
  }
};

export const referenceImport = async (said: (text: string) => void): Promise<Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-reference-'));
  try {
    said(`  writing a directory of ${PACKAGES.toLocaleString('en')} packages`);
    const paths = Object.values(writeNdcDirectory(folder, directory()));
    return [
      ...(await drugFigures(paths, said)),
      ...(await nppesFigures(folder, said)),
      ...(await findFigures(said)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
