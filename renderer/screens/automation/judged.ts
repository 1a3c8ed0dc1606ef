/** What automation judged, in words, and what of it a person should look at. Pure. */
import { type Judgement, judgedMatters, wordOfConfidence } from '../../../core/contract/automation.ts';
import { type ReadField, readFields } from '../../../core/contract/recognition.ts';
import { words } from '../../words.ts';

const isReadField = (name: string): name is ReadField => (readFields as readonly string[]).includes(name);
const isMatter = (name: string): name is (typeof judgedMatters)[number] =>
  (judgedMatters as readonly string[]).includes(name);

/** The word for a field or a matter; what has no word of its own begins with a capital. */
export const nameOfJudged = (name: string): string => {
  if (isReadField(name)) return words.readField[name];
  return isMatter(name) ? words.judgedMatter[name] : name.charAt(0).toUpperCase() + name.slice(1);
};

/** What did not pass, and what was read less than surely; the least sure first. */
export const unsureOf = (judgements: readonly Judgement[]): Judgement[] =>
  judgements
    .filter(
      ({ passed, confidence }) => !passed || (confidence !== null && wordOfConfidence(confidence) !== 'sure'),
    )
    .toSorted((one, other) => (one.confidence ?? 0) - (other.confidence ?? 0));
