/**
 * A seed read, looked through and scored: what the command, the bench and the test share.
 * Not here: drawing (draw-set.ts), keeping readings (readings.ts), printing (run.ts).
 */
import { extract, prepareLexicon } from '../../core/recognise/extract/extract.ts';
import { lexiconOf } from './draw-set.ts';
import type { ReadDocument } from './readings.ts';
import type { Judged } from './score.ts';
import type { Country } from './truth.ts';

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
