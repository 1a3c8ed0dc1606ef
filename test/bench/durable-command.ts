/**
 * What an answered command costs: claim and approve through the dispatcher, against the bare driver writing the same
 * rows in the same kind of transaction, in a small and in a large file.
 */
import { rmSync } from 'node:fs';
import { highRiskFields } from '../../core/contract/prescription.ts';
import { newId } from '../../core/identity.ts';
import type { Row } from '../../core/store/database.ts';
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

/**
 * The bare driver doing what a claim does to the file: one update, one event, one receipt, one transaction. The rows
 * are those of a claim that was run, with new numbers.
 */
const bareClaims = ({ workstation: { store } }: LargePharmacy): ((prescriptionId: string) => void) => {
  const event = store.get<Row>('SELECT * FROM event ORDER BY seq DESC LIMIT 1')!;
  const receipt = store.get<Row>("SELECT * FROM receipt WHERE name = 'prescription.claim' LIMIT 1")!;
  return (prescriptionId) => {
    const { seq } = store.get<{ seq: number }>('SELECT max(seq) AS seq FROM event')!;
    store.transaction(() => {
      store.run(
        'UPDATE prescription SET version = version + 1, claimed_by = :claimed_by, claim_expires_at = :claim_expires_at WHERE id = :id',
        { claimed_by: 'technician', claim_expires_at: '2030-01-01T00:00:00.000Z', id: prescriptionId },
      );
      store.run(
        `INSERT INTO event (seq, id, name, subject_kind, subject_id, patient_id, at, user_id, command_id, reason, data, before, after, hash)
         VALUES (:seq, :id, :name, :subject_kind, :subject_id, :patient_id, :at, :user_id, :command_id, :reason, :data, :before, :after, :hash)`,
        { ...event, seq: seq + 1, id: newId(), subject_id: prescriptionId },
      );
      store.run(
        'INSERT INTO receipt (command_id, name, user_id, input_hash, reply, at) VALUES (:command_id, :name, :user_id, :input_hash, :reply, :at)',
        { ...receipt, command_id: newId() },
      );
    });
  };
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
      const claim: number[] = [];
      const bare: number[] = [];
      await run(pharmacy, 'prescription.claim', { prescriptionId: pharmacy.transcribing[0]! }, 'technician');
      const bareClaim = bareClaims(pharmacy);
      // Turn by turn on orders nobody touched before, so that both meet the same file, disk and machine.
      for (let index = 1; index + 1 < pharmacy.transcribing.length; index += 2) {
        const [ours, theirs] = [pharmacy.transcribing[index]!, pharmacy.transcribing[index + 1]!];
        claim.push(
          ...(await each(1, 0, () =>
            run(pharmacy, 'prescription.claim', { prescriptionId: ours }, 'technician'),
          )),
        );
        bare.push(...(await each(1, 0, () => bareClaim(theirs))));
      }
      const approve = await each(TIMES, 200, (index) =>
        run(
          pharmacy,
          'prescription.approve',
          { prescriptionId: pharmacy.verifying[index]!, confirmed: [...highRiskFields] },
          'pharmacist',
        ),
      );
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
