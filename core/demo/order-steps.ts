/**
 * What was done to a demo order, by whom and when: the steps that bring it to its stage, spread between the moment it
 * came in and the moment it was promised for. Technicians type and fill, pharmacists verify and check.
 */
import { checkFields, highRiskFields } from '../contract/prescription.ts';
import type { Stage } from '../contract/values.ts';
import { fromThousandths, toThousandths } from '../quantity.ts';
import type { Counter, Who } from './counter.ts';
import { demoDrug } from './drugs.ts';
import type { DemoOrder } from './orders.ts';
import { demoPatients, willCallBins } from './people.ts';

export interface DemoStep {
  /** Milliseconds since 1970. */
  at: number;
  run(): Promise<void>;
}

/** What the steps find out on their way: ids on file, by index into the demo lists. */
export interface OnFile {
  patients: string[];
  prescribers: string[];
  /** Prescription ids, by index of the order. */
  orders: string[];
}

type Act =
  | 'receive'
  | 'transcribe'
  | 'enterAgain'
  | 'approve'
  | 'startFill'
  | 'fill'
  | 'print'
  | 'check'
  | 'handOver'
  | 'reject'
  | 'fail'
  | 'hold';

const typed: Act[] = ['receive', 'transcribe'];
const approved: Act[] = [...typed, 'enterAgain', 'approve'];
const started: Act[] = [...approved, 'startFill'];
const filled: Act[] = [...started, 'fill', 'print'];
const paths: Record<Stage, Act[]> = {
  transcribing: ['receive'],
  verifying: typed,
  'to-fill': approved,
  filling: started,
  checking: filled,
  ready: [...filled, 'check'],
  completed: [...filled, 'check', 'handOver'],
  rejected: [...typed, 'reject'],
  failed: [...started, 'fail'],
};

/** When each is done, as a share of the time from coming in to being done. */
const share: Record<Act, number> = {
  receive: 0,
  transcribe: 0.2,
  enterAgain: 0.3,
  approve: 0.35,
  startFill: 0.45,
  fill: 0.55,
  print: 0.6,
  check: 0.75,
  handOver: 1,
  reject: 0.5,
  fail: 0.8,
  hold: 0.9,
};

const technicians: Who[] = ['tina', 'omar', 'ruth'];
const pharmacists: Who[] = ['paula', 'dev'];
const turn = <T>(list: readonly T[], index: number): T => list[index % list.length]!;

/** A signature as a pen leaves it: one running stroke and one underneath. */
const signature = (index: number): [number, number][][] => [
  Array.from({ length: 48 }, (_, step): [number, number] => [
    60 + step * 9,
    100 + Math.round(38 * Math.sin(step * (0.7 + (index % 5) * 0.12)) * Math.cos(step * 0.13)),
  ]),
  [
    [80, 160],
    [300, 152],
    [500, 158],
  ],
];

const binFor = (order: DemoOrder, index: number): string => {
  const drug = demoDrug(order.ndc11);
  if (drug.schedule === 'CII') return 'SAFE';
  return /insulin|latanoprost|liraglutide/.test(drug.name)
    ? 'FRIDGE 1'
    : turn(willCallBins.slice(0, 24), index * 5);
};

const MINUTE = 60_000;

/** Minutes from coming in to the last thing done. */
const minutesOfWork = (order: DemoOrder): number => {
  const isDone = ['ready', 'completed', 'rejected', 'failed'].includes(order.stage);
  const untilPromised = order.receivedMinutesAgo + order.promisedInMinutes;
  return isDone
    ? Math.max(5, Math.min(untilPromised, order.receivedMinutesAgo * 0.9))
    : order.receivedMinutesAgo * 0.9;
};

/** The steps of an order. @param now the moment the demo is to look like */
export const stepsOf = (
  counter: Counter,
  file: OnFile,
  order: DemoOrder,
  index: number,
  now: number,
): DemoStep[] => {
  const technician = turn(technicians, index);
  const pharmacist = turn(pharmacists, index);
  const checker = turn(pharmacists, index + 1);
  const inMinutes = (minutes: number) => new Date(now + minutes * MINUTE).toISOString();
  const own = () => ({ prescriptionId: file.orders[index]! });
  const patient = demoPatients[order.patient]!;
  const patientName = `${patient.givenNames} ${patient.familyName}`;

  const acts: Record<Act, () => Promise<unknown>> = {
    receive: async () => {
      const { prescriptionId } = await counter.run(technician, 'intake.receive', {
        source: order.source,
        priority: order.priority,
        promisedAt: inMinutes(order.promisedInMinutes),
        callerName: order.callerName,
        callerPhone: order.callerPhone,
        note: order.intakeNote,
        patientId: file.patients[order.patient]!,
        ...(order.refillOf === undefined ? {} : { refillOf: file.orders[order.refillOf]! }),
      });
      file.orders[index] = prescriptionId;
    },
    transcribe: () => {
      const patientId = file.patients[order.patient]!;
      const [repeated] = counter.ask(technician, 'prescription.duplicates', {
        ...own(),
        patientId,
        ndc11: order.ndc11,
      }).rows;
      return counter.run(technician, 'prescription.transcribe', {
        ...own(),
        duplicate:
          repeated === undefined || order.refillOf !== undefined
            ? null
            : { of: repeated.prescriptionId, answer: 'renew' },
        patientId,
        prescriberId: file.prescribers[order.prescriber]!,
        ndc11: order.ndc11,
        writtenOn: order.writtenOn,
        sigText: order.sig,
        quantity: order.quantity,
        daysSupply: order.daysSupply,
        refills: order.refillOf === undefined ? order.refills : order.refills - 1,
        substitutionAllowed: true,
      });
    },
    enterAgain: async () => {
      const { secondEntry } = counter.ask(technician, 'prescription.get', own());
      if (secondEntry?.state !== 'needed') return;
      await counter.run(turn(technicians, index + 1), 'prescription.enterAgain', {
        ...own(),
        dateOfBirth: patient.dateOfBirth,
        ndc11: order.ndc11,
        sigText: order.sig,
        quantity: order.quantity,
      });
    },
    approve: () =>
      counter.run(pharmacist, 'prescription.approve', { ...own(), confirmed: [...highRiskFields] }),
    startFill: () => counter.run(technician, 'prescription.startFill', own()),
    fill: async () => {
      let wanted = toThousandths(order.quantity);
      const lines: { lotId: string; quantity: string }[] = [];
      for (const lot of counter.ask(technician, 'stock.lots', { ndc11: order.ndc11 }).lots) {
        if (!lot.offered || wanted === 0) continue;
        const taken = Math.min(wanted, toThousandths(lot.onHand));
        await counter.run(technician, 'prescription.scan', { ...own(), barcode: order.ndc11, lotId: lot.id });
        lines.push({ lotId: lot.id, quantity: fromThousandths(taken) });
        wanted -= taken;
      }
      await counter.run(technician, 'prescription.fill', { ...own(), lines });
    },
    print: async () => {
      const { labelId } = await counter.run(technician, 'label.print', own());
      await counter.run(technician, 'label.settle', { labelId, printed: true });
    },
    check: () =>
      counter.run(checker, 'prescription.check', {
        ...own(),
        confirmed: [...checkFields],
        bin: binFor(order, index),
      }),
    handOver: () => {
      const { bagCode } = counter.ask(technician, 'prescription.get', own()).prescription;
      return counter.run(technician, 'prescription.handOver', {
        prescriptionIds: [own().prescriptionId],
        scannedBags: [bagCode!],
        nameAsked: true,
        dateOfBirth: patient.dateOfBirth,
        collector: { kind: 'patient', name: patientName },
        counselling: 'given',
        payment: 'paid',
        signature: signature(index),
      });
    },
    reject: () =>
      counter.run(pharmacist, 'prescription.reject', { ...own(), reason: order.rejectReason ?? 'other' }),
    fail: () =>
      counter.run(pharmacist, 'prescription.fail', { ...own(), reason: order.failReason ?? 'other' }),
    hold: () =>
      counter.run(pharmacist, 'prescription.hold', {
        ...own(),
        reason: order.hold!.reason,
        note: order.hold!.note,
        followUpAt: inMinutes(order.hold!.followUpInMinutes),
      }),
  };

  const received = now - order.receivedMinutesAgo * MINUTE;
  const path: Act[] = order.hold ? [...paths[order.stage], 'hold'] : paths[order.stage];
  return path.map((act) => ({
    at: Math.round(received + share[act] * minutesOfWork(order) * MINUTE),
    run: async () => {
      await acts[act]();
    },
  }));
};
