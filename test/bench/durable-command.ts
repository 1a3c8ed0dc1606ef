/**
 * What an answered command costs: claim and approve through the dispatcher, against the bare driver writing the same
 * rows in the same kind of transaction, in a small and in a large file.
 */
import { rmSync } from 'node:fs';
import { highRiskFields } from '../../core/contract/prescription.ts';
import { newId } from '../../core/identity.ts';
import type { Store } from '../../core/store/database.ts';
import { type LargePharmacy, openLargePharmacy, sessionFor } from './dataset.ts';
import { each, type Figure, median, percentile } from './measure.ts';

const TIMES = 1500;

const run = async (pharmacy: LargePharmacy, name: string, input: unknown, userId: string) => {
  const reply = await pharmacy.workstation.dispatcher.run(
    name,
    { commandId: newId(), input },
    sessionFor(userId),
  );
  if (!reply.ok) throw new Error(`${name}: ${reply.error.code}`);
};

/** The rows that one command leaves behind, so that the bare driver can be made to write just the same. */
const rowsOf = (store: Store, table: string) =>
  store.get<Record<string, never>>(`SELECT * FROM ${table} ORDER BY rowid DESC LIMIT 1`)!;

/** Milliseconds of the bare driver for the rows of a claim: one update, one event, one receipt. */
const bareClaim = async (pharmacy: LargePharmacy, ids: readonly string[]) => {
  const { store } = pharmacy.workstation;
  const event = rowsOf(store, 'event') as unknown as Record<string, string | number | Uint8Array | null>;
  const receipt = store.get<Record<string, string | Uint8Array | null>>('SELECT * FROM receipt LIMIT 1')!;
  let seq = Number(event.seq);
  return each(TIMES, 200, (index) => {
    seq += 1;
    store.transaction(() => {
      store.run(
        'UPDATE prescription SET version = version + 1, claimed_by = :claimed_by, claim_expires_at = :claim_expires_at WHERE id = :id',
        {
          claimed_by: 'technician',
          claim_expires_at: '2030-01-01T00:00:00.000Z',
          id: ids[index % ids.length]!,
        },
      );
      store.run(
        `INSERT INTO event (seq, id, name, subject_kind, subject_id, patient_id, at, user_id, command_id, reason, data, before, after, hash)
         VALUES (:seq, :id, :name, :subject_kind, :subject_id, :patient_id, :at, :user_id, :command_id, :reason, :data, :before, :after, :hash)`,
        { ...event, seq, id: newId() },
      );
      store.run(
        'INSERT INTO receipt (command_id, name, user_id, input_hash, reply, at) VALUES (:command_id, :name, :user_id, :input_hash, :reply, :at)',
        { ...receipt, command_id: newId() },
      );
    });
  });
};

const rate = (measured: readonly number[]) =>
  (1000 * measured.length) / measured.reduce((sum, one) => sum + one, 0);

export const durableCommand = async (said: (text: string) => void): Promise<Figure[]> => {
  const measured: Record<string, { claim: number[]; approve: number[]; bare: number[] }> = {};
  for (const [label, prescriptions] of [
    ['10,000', 10_000],
    ['1,000,000', 1_000_000],
  ] as const) {
    said(`  building a file with ${label} prescriptions`);
    const pharmacy = openLargePharmacy({ patients: prescriptions / 2, prescriptions }, said);
    try {
      const claim = await each(TIMES, 200, (index) =>
        run(pharmacy, 'prescription.claim', { prescriptionId: pharmacy.transcribing[index]! }, 'technician'),
      );
      const approve = await each(TIMES, 200, (index) =>
        run(
          pharmacy,
          'prescription.approve',
          { prescriptionId: pharmacy.verifying[index]!, confirmed: [...highRiskFields] },
          'pharmacist',
        ),
      );
      const bare = await bareClaim(pharmacy, pharmacy.transcribing);
      measured[label] = { claim, approve, bare };
    } finally {
      await pharmacy.workstation.close();
      rmSync(pharmacy.folder, { recursive: true, force: true });
    }
  }
  const small = measured['10,000']!;
  const large = measured['1,000,000']!;
  const figures: Figure[] = [];
  for (const command of ['claim', 'approve'] as const) {
    const p99 = percentile(large[command], 0.99);
    const smallMedian = median(small[command]);
    figures.push({
      name: `${command}, 1,000,000 prescriptions, p99`,
      value: p99,
      unit: 'ms',
      comparator: { name: 'p99 with 10,000', value: percentile(small[command], 0.99) },
      ratio: p99 / percentile(small[command], 0.99),
      goal: 'p99 ≤ 10 ms',
      met: p99 <= 10,
    });
    figures.push({
      name: `${command}, 1,000,000 prescriptions, median`,
      value: median(large[command]),
      unit: 'ms',
      comparator: { name: 'median with 10,000', value: smallMedian },
      ratio: median(large[command]) / smallMedian,
      goal: '≤ 1.5 × its cost with 10,000',
      met: median(large[command]) / smallMedian <= 1.5,
    });
  }
  figures.push({
    name: 'claims, 1,000,000 prescriptions, rate',
    value: rate(large.claim),
    unit: '/s',
    comparator: { name: 'bare driver, same rows', value: rate(large.bare) },
    ratio: rate(large.claim) / rate(large.bare),
    goal: '≥ 60 % of the bare driver',
    met: rate(large.claim) / rate(large.bare) >= 0.6,
  });
  return figures;
};
