/** A counter at work while something else goes on, for what it feels of it. */
import { setTimeout as wait } from 'node:timers/promises';
import { newId } from '../../core/identity.ts';
import { type LargePharmacy, sessionFor } from './dataset.ts';

/** What a counter does, fifty times a second; each is timed from the moment it was to begin, however late it did. */
export const counterAtWork = (pharmacy: LargePharmacy, until: () => boolean): Promise<number[]> => {
  const { dispatcher } = pharmacy.workstation;
  const session = sessionFor('technician');
  const names = pharmacy.names;
  const acts: ((turn: number) => unknown)[] = [
    (turn) =>
      dispatcher.run(
        'prescription.claim',
        {
          commandId: newId(),
          input: { prescriptionId: pharmacy.transcribing[turn % pharmacy.transcribing.length] },
        },
        session,
      ),
    () => dispatcher.ask('prescription.workQueue', { stage: 'verifying', limit: 100 }, session),
    (turn) => dispatcher.ask('patient.find', { text: names[turn % names.length]!.slice(0, 5) }, session),
    () => dispatcher.ask('drug.find', { text: 'lisinopril 10' }, session),
  ];
  return (async () => {
    const measured: number[] = [];
    for (let turn = 0; !until(); turn += 1) {
      const due = performance.now() + 20;
      await wait(20);
      await acts[turn % acts.length]!(turn);
      measured.push(performance.now() - due);
    }
    return measured;
  })();
};
