/**
 * The high-risk fields as they are confirmed: what was typed, what differs from before, and the piece of the page each
 * value came from.
 * Always: the crop is the place kept with the transcription, not looked for anew; where nobody and nothing marked a
 * place, that is said.
 */
import type { ReactNode } from 'react';
import { amountWords } from '../../../core/contract/amount.ts';
import type { QueryResult } from '../../../core/contract/index.ts';
import { highRiskFields } from '../../../core/contract/prescription.ts';
import type { ReadField, Region } from '../../../core/contract/recognition.ts';
import { Crop } from '../../components/crop.tsx';
import { words } from '../../words.ts';
import { type Difference, DifferenceLine } from './difference.tsx';
import classes from './verify.module.css';

type Got = QueryResult<'prescription.get'>;
type Typed = NonNullable<Got['prescription']['transcription']>;
type HighRiskField = (typeof highRiskFields)[number];
type Evidence = Got['evidence'][number];

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

const evidenceOf = ({ evidence }: Got, field: HighRiskField): Evidence[] =>
  readAs[field].flatMap((read) => evidence.find((one) => one.field === read) ?? []);

/** The places on the page a field came from. */
export const placesOf = (got: Got, field: HighRiskField): Region[] =>
  evidenceOf(got, field).flatMap(({ region }) => region ?? []);

const samePlace = (a: Region, b: Region) =>
  a.documentId === b.documentId &&
  a.page === b.page &&
  a.x === b.x &&
  a.y === b.y &&
  a.width === b.width &&
  a.height === b.height;

export const fieldsOf = (got: Got, typed: Typed, differences: Record<string, Difference[]>) => {
  const values = valuesOf(got, typed);
  return highRiskFields.map((field) => ({
    field,
    name: words.highRiskField[field],
    content: (
      <>
        <span className={classes.value}>{values[field]}</span>
        {differences[differsAs[field] ?? '']?.map((difference) => (
          <DifferenceLine key={difference.against} {...difference} />
        ))}
        {got.pages.length > 0 && <Paper got={got} field={field} />}
      </>
    ),
  }));
};

/** The pieces of paper behind a field, and where a person changed what the machine read. */
function Paper({ got, field }: { got: Got; field: HighRiskField }) {
  const found = evidenceOf(got, field);
  const places = placesOf(got, field).filter(
    (place, index, all) => all.findIndex((one) => samePlace(one, place)) === index,
  );
  const corrected = found.filter(({ outcome }) => outcome === 'corrected');
  return (
    <>
      {places.map((place) => (
        <Crop
          key={`${place.documentId}/${place.page}/${place.x}/${place.y}`}
          region={place}
          pages={got.pages}
          alt={`Where it stands on the page: ${words.highRiskField[field]}`}
          tallest={56}
        />
      ))}
      {places.length === 0 && <span className={classes.typed}>No place on the page is marked.</span>}
      {corrected.map(({ field: read, suggested }) => (
        <span key={read} className={classes.corrected}>
          The machine read “{suggested}”; it was typed otherwise.
        </span>
      ))}
    </>
  );
}

const valuesOf = ({ patient, drug }: Got, typed: Typed): Record<HighRiskField, ReactNode> => ({
  patient: patient && (
    <span>
      {patient.name}, <span style={{ whiteSpace: 'nowrap' }}>born {patient.dateOfBirth}</span>
    </span>
  ),
  drug: drug && (
    <>
      {drug.nameTallMan}
      <span className={classes.typed}>
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
      <span className={classes.typed}>typed as: {typed.sigText}</span>
    </>
  ),
  quantity: amountWords(typed.quantity, drug?.unit ?? ''),
});
