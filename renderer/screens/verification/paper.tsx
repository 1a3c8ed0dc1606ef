/**
 * The pieces of paper behind a value, and where a person changed what the machine read.
 * Always: a piece is the place kept with the transcription, not looked for anew; where nobody and nothing marked a
 * place, that is said.
 */
import type { QueryResult } from '../../../core/contract/index.ts';
import type { ReadField, Region } from '../../../core/contract/recognition.ts';
import { Crop } from '../../components/crop.tsx';
import classes from './verify.module.css';

type Got = QueryResult<'prescription.get'>;

const evidenceOf = ({ evidence }: Pick<Got, 'evidence'>, fields: readonly ReadField[]) =>
  fields.flatMap((field) => evidence.find((one) => one.field === field) ?? []);

const keyOf = ({ documentId, page, x, y, width, height }: Region) =>
  [documentId, page, x, y, width, height].join('/');

/** The places on the pages that fields came from, each once. */
export const placesOf = (got: Pick<Got, 'evidence'>, fields: readonly ReadField[]): Region[] => {
  const places = evidenceOf(got, fields).flatMap(({ region }) => region ?? []);
  return [...new Map(places.map((place) => [keyOf(place), place])).values()];
};

/** @param name what the value is, for who does not see the piece: "Directions" */
export const Paper = ({
  got,
  fields,
  name,
}: {
  got: Pick<Got, 'evidence' | 'pages'>;
  fields: readonly ReadField[];
  name: string;
}) => {
  const places = placesOf(got, fields);
  const corrected = evidenceOf(got, fields).filter(({ outcome }) => outcome === 'corrected');
  return (
    <>
      {places.map((place) => (
        <Crop
          key={keyOf(place)}
          region={place}
          pages={got.pages}
          alt={`Where it stands on the page: ${name}`}
        />
      ))}
      {places.length === 0 && <span className={classes.aside}>No place on the page is marked.</span>}
      {corrected.map(({ field, suggested }) => (
        <span key={field} className={classes.corrected}>
          The machine read “{suggested}”; it was typed otherwise.
        </span>
      ))}
    </>
  );
};
