/**
 * The demo pharmacy's work of the day: orders at every stage of the counter.
 * Always the same for the same moment. Sig, quantity and days' supply of each agree; Schedule II has no refills.
 * Faxes are not here: they are drawn in faxes.ts and wait to be transcribed.
 */
import { amountWords } from '../contract/amount.ts';
import type { priorities, Stage, sources } from '../contract/values.ts';
import { packageOf, patientIndex, prescriberIndex } from './find.ts';
import { type DemoEnding, endings, orderRows } from './order-rows.ts';
import { demoBranch, demoPatients, demoPrescribers } from './people.ts';

export interface DemoOrder extends DemoEnding {
  readonly stage: Stage;
  readonly source: Exclude<(typeof sources)[number], 'fax'>;
  readonly priority: (typeof priorities)[number];
  /** Index into `demoPatients`. */
  readonly patient: number;
  /** Index into `demoPrescribers`. */
  readonly prescriber: number;
  readonly ndc11: string;
  /** Shorthand, as the prescriber said or wrote it. */
  readonly sig: string;
  /** Decimal text, in the drug's own unit. */
  readonly quantity: string;
  readonly daysSupply: number;
  readonly refills: number;
  /** The branch's day, YYYY-MM-DD. */
  readonly writtenOn: string;
  readonly receivedMinutesAgo: number;
  /** Negative when the promised time has passed. */
  readonly promisedInMinutes: number;
  readonly callerName: string;
  readonly callerPhone: string;
  /** What was said or sent, so that the order can be transcribed from it. */
  readonly intakeNote: string;
  /** For a refill: index in this list of the completed order it repeats. */
  readonly refillOf?: number;
}

/** The orders as they stand at a moment. */
export function demoOrders(now: Date): DemoOrder[] {
  return orderRows.map((row) => {
    const { receivedMinutesAgo, promisedInMinutes, sig, quantity, daysSupply, refills } = row;
    const patient = patientIndex(row.patient);
    const prescriber = prescriberIndex(row.prescriber);
    const drug = packageOf(row.drug);
    const refillOf = row.source === 'refill' ? completedIndex(row) : undefined;
    const written = refillOf === undefined ? row : orderRows[refillOf]!;
    const writtenOn = branchDay(new Date(now.getTime() - written.receivedMinutesAgo * 60_000));
    return {
      stage: row.stage,
      source: row.source,
      priority: row.priority,
      patient,
      prescriber,
      ndc11: drug.ndc11,
      sig,
      quantity,
      daysSupply,
      refills,
      writtenOn,
      receivedMinutesAgo,
      promisedInMinutes,
      ...caller(row.source, patient, prescriber),
      intakeNote:
        `${row.drug}. Sig: ${sig}. Qty: ${amountWords(quantity, drug.unit)}. Refills: ${refills}. ` +
        `Prescriber: ${row.prescriber}, written ${writtenOn}.`,
      ...(refillOf === undefined ? {} : { refillOf }),
      ...endings[row.patient],
    };
  });
}

/** Prescribers telephone and send; patients come to the counter and ask for refills. */
function caller(source: DemoOrder['source'], patient: number, prescriber: number) {
  if (source === 'phone' || source === 'electronic') {
    const { clinic, phone } = demoPrescribers[prescriber]!;
    return { callerName: clinic, callerPhone: phone };
  }
  const { givenNames, familyName, phone } = demoPatients[patient]!;
  return { callerName: `${givenNames} ${familyName}`, callerPhone: phone };
}

function completedIndex(refill: (typeof orderRows)[number]): number {
  return orderRows.findIndex(
    ({ stage, patient, drug }) => stage === 'completed' && patient === refill.patient && drug === refill.drug,
  );
}

const branchCalendar = new Intl.DateTimeFormat('en-CA', {
  timeZone: demoBranch.timeZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day at the branch, YYYY-MM-DD. */
export function branchDay(moment: Date): string {
  return branchCalendar.format(moment);
}
