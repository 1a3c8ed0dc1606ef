/**
 * The structure of directions in plain words, always in the same order and the same words.
 *
 * Always: what is said here is read back as the same structure; two directions that say the same are printed alike,
 * however they were written. Words without an amount stand at the end of their step, in brackets where they could be taken for more.
 * Not here: the sentence on the label, which keeps the order and words of the prescriber (sig-sentence.ts).
 */
import { places } from './sig-codes.ts';
import { doseText, durationText, frequencyText, maximumText, momentText } from './sig-said.ts';
import { asSentence } from './sig-sentence.ts';
import type { MealRelation, Moment, Sig, Step } from './sig-structure.ts';

/** Directions in plain words: `Take 1 to 2 tablets by mouth every 4 hours as needed for pain.` Empty for none. */
export function printSig({ steps }: Sig): string {
  const pieces: string[] = [];
  for (const step of steps) sayStep(step, pieces);
  return asSentence(pieces);
}

function sayStep(step: Step, pieces: string[]): void {
  const say = (words: string) => {
    if (pieces.length > 0) pieces.push(' ');
    pieces.push(words);
  };
  if (step.link !== '') say(step.link);
  if (step.verb !== '') say(step.verb);
  if (step.dose !== null) {
    say(doseText(step.dose.amount, step.dose.unit));
    const { strength } = step.dose;
    if (strength !== null) say(`(${doseText(strength.amount, strength.unit)})`);
  }
  if (step.route !== null) say(step.route);
  if (step.place !== null) say(places.get(step.place)?.says ?? step.place);
  if (step.frequency !== null) say(frequencyText(step.frequency));
  if (step.whileAwake) say('while awake');
  if (step.meals.length > 0) say(step.meals.map(mealsText).join(' and '));
  if (step.times.length > 0) say((step.timesAdded ? 'and ' : '') + step.times.map(momentsText).join(' and '));
  if (step.weekdays.length > 0) say(`on ${listed(step.weekdays.map((day) => weekdays[day] ?? ''))}`);
  if (step.once !== null) say(step.once === 'now' ? 'now' : 'once only');
  if (step.asNeeded !== null)
    say(step.asNeeded.reason === null ? 'as needed' : `as needed for ${step.asNeeded.reason}`);
  if (step.directed !== null) say(step.directed);
  if (step.duration !== null) say(durationText(step.duration.length, step.duration.unit));
  if (step.maximum !== null) {
    if (pieces.length > 0) pieces.push(',');
    say(maximumText(step.maximum.amount, step.maximum.unit));
  }
  const bare = step.remarks.length === 1 && pieces.length > 0 && standsAlone(step);
  for (const remark of step.remarks) say(bare ? remark : `(${remark})`);
}

/** Words that go on from what stands before; behind “as needed” they would be its reason. */
const standsAlone = ({ asNeeded, directed, duration, maximum, remarks }: Step): boolean =>
  (asNeeded === null || directed !== null || duration !== null || maximum !== null) &&
  /^(with|without|under|until|while|when|if) /i.test(remarks[0] ?? '');

const mealsText = (relation: MealRelation): string =>
  relation === 'at' ? 'at mealtimes' : `${relation} meals`;

const momentsText = (moments: readonly Moment[]): string => moments.map(momentText).join(' ');

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
