/** The queries a counter lives on, over 500,000 patients and 1,000,000 prescriptions, against LIKE on the same rows. */

import { rmSync } from 'node:fs';
import { chanceFrom } from '../../core/chance.ts';
import { openLargePharmacy, sessionFor } from './dataset.ts';
import { each, type Figure, median, percentile } from './measure.ts';

export const queueAndSearch = async (said: (text: string) => void): Promise<Figure[]> => {
  said('  building a file with 500,000 patients and 1,000,000 prescriptions');
  const pharmacy = openLargePharmacy({ patients: 500_000, prescriptions: 1_000_000 }, said);
  const { dispatcher, store } = pharmacy.workstation;
  const session = sessionFor('technician');
  const draw = chanceFrom(7);
  const ask = (name: string, input: unknown) => {
    const reply = dispatcher.ask(name, input, session);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code}`);
  };
  /** Fragments as people type them: a piece of a name, two pieces, a piece of a number, a drug. */
  const fragments = Array.from({ length: 300 }, (_, index) => {
    const one = pharmacy.names[Math.floor(draw() * pharmacy.names.length)]!;
    const two = pharmacy.names[Math.floor(draw() * pharmacy.names.length)]!;
    return [
      one.slice(0, 4),
      one,
      `${one.slice(0, 3)} ${two.slice(0, 3)}`,
      String(7_000_001 + Math.floor(draw() * 990_000)),
      'lisin',
    ][index % 5]!;
  });
  try {
    const queue = await each(300, 20, () =>
      ask('prescription.workQueue', { stage: 'verifying', limit: 200 }),
    );
    const counts = await each(300, 20, () => ask('prescription.counts', {}));
    const search = await each(300, 20, (index) =>
      ask('search.everything', { text: fragments[index % fragments.length]! }),
    );
    const find = await each(300, 20, (index) =>
      ask('patient.find', { text: fragments[(index * 5 + 1) % 300]! }),
    );
    const like = await each(12, 1, (index) => {
      const pattern = `%${fragments[index % fragments.length]!}%`;
      store.all(
        "SELECT id FROM patient WHERE given_names || ' ' || family_name || ' ' || date_of_birth || ' ' || phone LIKE ? LIMIT 8",
        [pattern],
      );
      store.all(
        `SELECT p.id FROM prescription p JOIN patient t ON t.id = p.patient_id JOIN drug d ON d.ndc11 = p.ndc11
         WHERE p.rx_number || ' ' || t.given_names || ' ' || t.family_name || ' ' || d.name LIKE ? ORDER BY p.rowid DESC LIMIT 8`,
        [pattern],
      );
    });
    const figure = (name: string, measured: number[]): Figure => ({
      name: `${name}, p99`,
      value: percentile(measured, 0.99),
      unit: 'ms',
      comparator: { name: 'its median', value: median(measured) },
      ratio: percentile(measured, 0.99) / median(measured),
      goal: 'p99 ≤ 50 ms',
      met: percentile(measured, 0.99) <= 50,
    });
    const mean = (measured: number[]) => measured.reduce((sum, one) => sum + one, 0) / measured.length;
    return [
      figure('work queue of 200 rows', queue),
      figure('counts of the rail', counts),
      figure('search over everything', search),
      figure('patient picker', find),
      {
        name: 'search over everything, mean',
        value: mean(search),
        unit: 'ms',
        comparator: { name: 'LIKE on the same rows', value: mean(like) },
        ratio: mean(like) / mean(search),
        goal: '≥ 50 × faster than LIKE',
        met: mean(like) / mean(search) >= 50,
      },
    ];
  } finally {
    await pharmacy.workstation.close();
    rmSync(pharmacy.folder, { recursive: true, force: true });
  }
};
