/**
 * A seed read, looked through and scored: what the command, the bench and the test share.
 * Not here: drawing (draw-set.ts), keeping readings (readings.ts), printing (run.ts).
 */
import { safetyCriticalFields } from '../../core/contract/recognition.ts';
import { extract, prepareLexicon } from '../../core/recognise/extract/extract.ts';
import { lexiconOf } from './draw-set.ts';
import type { ReadDocument } from './readings.ts';
import { type Judged, type Score, sumOf, type Tally } from './score.ts';
import type { Country, Grade } from './truth.ts';

/** What extraction makes of documents already read. */
export function judgedOf(documents: readonly ReadDocument[]): Judged[] {
  const prepared = new Map<Country, ReturnType<typeof prepareLexicon>>();
  return documents.map((document) => {
    const lexicon = prepared.get(document.country) ?? prepareLexicon(lexiconOf(document));
    prepared.set(document.country, lexicon);
    const { name, layout, grade, truth } = document;
    return { name, layout, grade, truth, reading: extract(document.readings, lexicon) };
  });
}

/** The values that can harm, on pages of one grade. */
export const criticalOf = ({ fields }: Score, grade: Grade): Tally =>
  sumOf(safetyCriticalFields.flatMap((field) => fields.get(grade)?.get(field) ?? []));
