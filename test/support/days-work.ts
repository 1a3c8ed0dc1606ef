/**
 * A day's work at the counter, order after order, each taken a different way by chance, and a tally of what has to be
 * on file when it is done. Whoever sends the commands may have to send one twice; the tally counts it once.
 */
import { createCanvas } from '@napi-rs/canvas';
import type {
  CommandInput,
  CommandName,
  CommandResult,
  QueryInput,
  QueryName,
  QueryResult,
} from '../../core/contract/index.ts';
import { checkFields, highRiskFields } from '../../core/contract/prescription.ts';
import type { Stage } from '../../core/contract/values.ts';
import type { Chance } from './chance.ts';
import { bothAreNeeded } from './counter.ts';
import type { Person } from './workstation.ts';

export interface Workers {
  run<N extends CommandName>(name: N, input: CommandInput<N>, as?: Person): Promise<CommandResult<N>>;
  ask<N extends QueryName>(name: N, input: QueryInput<N>, as?: Person): Promise<QueryResult<N>>;
}

export interface Tally {
  /** Where each order ended. */
  stages: Map<string, Stage>;
  handOvers: number;
  documents: number;
  /** Tablets that have to be on the shelf. */
  onHand: number;
}

export interface DaysWork {
  tally: Tally;
  /** One order from its arrival to one of its ends. */
  workOneOrder(): Promise<void>;
}

const ndc11 = '68180051301';
const birth = '1992-08-30';

/** Stocks the shelf and answers the work that can be done on it. Lots do not expire within anybody's patience. */
export const openDaysWork = async (workers: Workers, chance: Chance): Promise<DaysWork> => {
  const { run, ask } = workers;
  const tally: Tally = { stages: new Map(), handOvers: 0, documents: 0, onHand: 0 };
  await run(
    'drug.add',
    {
      ...{ ndc11, name: 'lisinopril', strength: '10 mg', form: 'tablet', unit: 'tablet', route: 'oral' },
      ...{ packageSize: '100', labeler: 'Example', schedule: null },
    },
    'mona',
  );
  for (const [name, value] of Object.entries({
    'branch.name': 'Corner Pharmacy',
    'branch.address': '350 East Avenue, Rochester, NY 14604',
    'branch.phone': '585-555-0180',
  }))
    await run('setting.change', { name, value, reason: 'set-up' }, 'mona');
  const receive = async () => {
    const delivery = { ndc11, lot: 'LOT1', expiry: '2099-06-30', quantity: '9000', bin: 'L-1' };
    const { lotId } = await run('stock.receive', delivery, 'mona');
    tally.onHand += 9000;
    return lotId;
  };
  const lotId = await receive();
  const { patientId } = await run('patient.register', {
    ...{ familyName: 'Alvarez', givenNames: 'Mariana', dateOfBirth: birth, sex: 'female' },
    ...{ address: '77 Wilmer Street, Rochester, NY 14607', allergyStatus: 'none-known' },
  });
  const { prescriberId } = await run('prescriber.register', {
    ...{ familyName: 'Okonjo', givenNames: 'Ngozi', npi: '1234567893' },
  });

  const arrive = async (): Promise<string> => {
    if (!chance.percent(25)) return (await run('intake.receive', { source: 'phone' })).prescriptionId;
    const page = createCanvas(60, 80);
    const pen = page.getContext('2d');
    pen.fillText(`${tally.documents} ${chance.fraction()}`, 2, 20);
    tally.documents += 1;
    const bytesBase64 = page.toBuffer('image/png').toString('base64');
    const { prescriptionId } = await run('document.receive', { fileName: 'fax.png', bytesBase64 });
    return prescriptionId!;
  };
  const typeNow = async (prescriptionId: string) =>
    run('prescription.transcribe', {
      duplicate: await bothAreNeeded(workers, prescriptionId, { patientId, ndc11 }),
      ...{ prescriptionId, patientId, prescriberId, ndc11, writtenOn: '2026-03-01' },
      ...{ sigText: '1 tab po daily', quantity: '30', daysSupply: 30, refills: 0, substitutionAllowed: true },
    });
  /** Somebody else may have typed the same medicine since it was asked whether there is one. */
  const type = async (prescriptionId: string) => {
    for (;;)
      try {
        return await typeNow(prescriptionId);
      } catch (error) {
        if (!(error as Error).message.includes('duplicate-unanswered')) throw error;
      }
  };
  const fill = async (prescriptionId: string) => {
    await run('prescription.scan', { prescriptionId, barcode: ndc11, lotId });
    await run('prescription.fill', { prescriptionId, lines: [{ lotId, quantity: '30' }] });
    tally.onHand -= 30;
  };
  const end = (prescriptionId: string, stage: Stage) => void tally.stages.set(prescriptionId, stage);

  const workOneOrder = async () => {
    if (chance.percent(8)) await receive();
    const prescriptionId = await arrive();
    if (chance.percent(10)) {
      await run('prescription.reject', { prescriptionId, reason: 'duplicate' });
      return end(prescriptionId, 'rejected');
    }
    await type(prescriptionId);
    if (chance.percent(20)) {
      await run('prescription.sendBack', { prescriptionId, reason: 'wrong-quantity' }, 'phoebe');
      await type(prescriptionId);
    }
    await run('prescription.approve', { prescriptionId, confirmed: [...highRiskFields] }, 'phoebe');
    if (chance.percent(15)) {
      const followUpAt = '2099-01-01T10:00:00.000Z';
      await run('prescription.hold', { prescriptionId, reason: 'insurance', followUpAt });
      await run('prescription.resume', { prescriptionId });
    }
    await run('prescription.startFill', { prescriptionId });
    await fill(prescriptionId);
    if (chance.percent(15)) {
      await run('prescription.returnToFill', { prescriptionId, reason: 'counted wrong' }, 'phoebe');
      tally.onHand += 30;
      await fill(prescriptionId);
    }
    if (chance.percent(10)) {
      await run('prescription.fail', { prescriptionId, reason: 'cancelled' }, 'paul');
      tally.onHand += 30;
      return end(prescriptionId, 'failed');
    }
    const { labelId } = await run('label.print', { prescriptionId });
    await run('label.settle', { labelId, printed: true });
    await run('prescription.check', { prescriptionId, confirmed: [...checkFields], bin: 'A1' }, 'paul');
    end(prescriptionId, 'completed');
    if (chance.percent(15)) {
      await run('prescription.returnToStock', { prescriptionId, reason: 'nobody came' });
      tally.onHand += 30;
      return;
    }
    const { prescription } = await ask('prescription.get', { prescriptionId });
    await run('prescription.handOver', {
      ...{ prescriptionIds: [prescriptionId], scannedBags: [prescription.bagCode!] },
      ...{ nameAsked: true as const, dateOfBirth: birth, counselling: 'given', payment: 'paid' },
      collector: { kind: 'patient', name: 'Mariana Alvarez' },
      signature: [[[10, 10]]],
    });
    tally.handOvers += 1;
  };
  return { tally, workOneOrder };
};
