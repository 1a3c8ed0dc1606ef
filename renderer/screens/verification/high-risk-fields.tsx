/**
 * The high-risk fields as they are confirmed: what was typed, what differs from before, and beside it the piece of the
 * page each value came from. All six are in sight at once on a small screen.
 */
import type { ReactNode } from 'react';
import { amountWords } from '../../../core/contract/amount.ts';
import { wordOfConfidence } from '../../../core/contract/automation.ts';
import type { QueryResult } from '../../../core/contract/index.ts';
import { highRiskFields } from '../../../core/contract/prescription.ts';
import type { ReadField, Region } from '../../../core/contract/recognition.ts';
import { ConfidenceWord } from '../../components/confidence.tsx';
import { words } from '../../words.ts';
import type { AutomationKnown } from '../automation/use-automation.ts';
import { type Difference, DifferenceLine } from './difference.tsx';
import { Paper, placesOf } from './paper.tsx';
import classes from './verify.module.css';

type Got = QueryResult<'prescription.get'>;
type Typed = NonNullable<Got['prescription']['transcription']>;
type HighRiskField = (typeof highRiskFields)[number];

/** What of a field differs, by the name the core has for it. */
const differsAs: Partial<Record<HighRiskField, string>> = {
  patient: 'patient',
  drug: 'drug',
  sig: 'directions',
  quantity: 'quantity',
};

/** What is read on the page for a field. */
const readAs: Record<HighRiskField, readonly ReadField[]> = {
  patient: ['patientName', 'dateOfBirth'],
  drug: ['drug'],
  strength: ['strength'],
  form: ['form'],
  sig: ['sig'],
  quantity: ['quantity'],
};

/** The places on the page a field came from. */
export const placesOfField = (got: Got, field: HighRiskField): Region[] => placesOf(got, readAs[field]);

/** @param sureness how surely automation read each field, where it typed this in */
export const fieldsOf = (
  got: Got,
  typed: Typed,
  differences: Record<string, Difference[]>,
  sureness: AutomationKnown['sureness'],
) => {
  const values = valuesOf(got, typed);
  return highRiskFields.map((field) => ({
    field,
    name: words.highRiskField[field],
    content: (
      <span className={classes.line}>
        <span className={classes.value}>
          {values[field]}
          {differences[differsAs[field] ?? '']?.map((difference) => (
            <DifferenceLine key={difference.against} {...difference} />
          ))}
        </span>
        <Sureness of={readAs[field]} sureness={sureness} />
        {got.pages.length > 0 && <Paper got={got} fields={readAs[field]} name={words.highRiskField[field]} />}
      </span>
    ),
  }));
};

/** How surely automation read what a field was typed from; the least sure counts. */
function Sureness({ of, sureness }: { of: readonly ReadField[] } & Pick<AutomationKnown, 'sureness'>) {
  const read = of.flatMap((field) => sureness[field] ?? []);
  if (read.length === 0) return null;
  const least = Math.min(...read);
  return (
    <span className={classes.sureness} title={`Automation read it with ${least.toFixed(2)}`}>
      <ConfidenceWord confidence={wordOfConfidence(least)} />
    </span>
  );
}

/** Typed out in full, directions are not said twice. */
const bare = (text: string) =>
  text
    .toLowerCase()
    .replace(/[.\s]+/g, ' ')
    .trim();

const valuesOf = ({ patient, drug }: Got, typed: Typed): Record<HighRiskField, ReactNode> => ({
  patient: patient && (
    <span>
      {patient.name}, <span style={{ whiteSpace: 'nowrap' }}>born {patient.dateOfBirth}</span>
    </span>
  ),
  drug: drug && (
    <>
      {drug.nameTallMan}
      <span className={classes.aside}>
        {[drug.brand, drug.labeler, `NDC ${drug.ndcDisplay}`].filter(Boolean).join(' · ')}{' '}
        {drug.schedule && <b>{drug.schedule}</b>}
      </span>
    </>
  ),
  strength: drug?.strength,
  form: drug?.form,
  sig: (
    <>
      {typed.sigSentence}
      {bare(typed.sigText) !== bare(typed.sigSentence) && (
        <span className={classes.aside}>typed as: {typed.sigText}</span>
      )}
    </>
  ),
  quantity: amountWords(typed.quantity, drug?.unit ?? ''),
});
