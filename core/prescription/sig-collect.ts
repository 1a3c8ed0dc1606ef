/**
 * The structure of directions, collected from their parts.
 *
 * Always: nothing is lost: what no field takes becomes a remark, and what a field holds already begins a new step.
 * Small words between two fields (“in”, “the”, a comma) carry nothing and are left out.
 * Not here: cutting the text into parts, and what the structure adds up to.
 */
import type { Range } from './fraction.ts';
import { verbOf } from './sig-codes.ts';
import { isPointOfCode, type Part, type SigForm, wordsOf } from './sig-part.ts';
import { boundaries, settle } from './sig-remarks.ts';
import { type Collecting, startStep } from './sig-step.ts';
import { emptyStep, type Sig } from './sig-structure.ts';
import { addFrequency, addMeals, addMoment, addWeekdays } from './sig-times.ts';
import type { Token } from './sig-words.ts';

/** The structure, and the words in it no rule knows. */
export function collect(
  tokens: readonly Token[],
  parts: readonly Part[],
  form: SigForm,
): { sig: Sig; unread: string[] } {
  const first = emptyStep('');
  const all: Collecting = {
    tokens,
    parts,
    form,
    steps: [first],
    step: first,
    holds: 'nothing',
    structured: false,
    windows: [],
    run: [],
    runGoes: 'remark',
    unread: [],
  };
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] as Part;
    if (isPointOfCode(tokens, parts, at)) continue;
    const { kind } = part.means;
    if (kind !== 'words' && kind !== 'join' && kind !== 'span') {
      settle(all);
      place(all, part, at);
    } else if (boundaries.has(tokens[part.from]?.raw ?? '')) {
      settle(all);
      all.runGoes = 'remark';
    } else all.run.push(part);
  }
  settle(all);
  const { steps } = all;
  if (first.verb === '' && all.structured) first.verb = verbOf(form.verb);
  const saysNothing = !all.structured && all.holds === 'nothing';
  return { sig: { steps: saysNothing ? [] : steps }, unread: all.unread };
}

/** Puts one part into the field it fills. */
function place(all: Collecting, part: Part, at: number): void {
  const { means } = part;
  all.runGoes = 'remark';
  all.structured = true;
  switch (means.kind) {
    case 'steps':
      addChange(all, part);
      return;
    case 'verb':
      addVerb(all, means.verb, means.passive === true);
      return;
    case 'dose':
      if (all.step.dose !== null) startStep(all, 'and');
      all.step.dose = { amount: means.amount, unit: means.unit, strength: null };
      break;
    case 'strength':
      addStrength(all, means.amount, means.unit);
      break;
    case 'route':
      if (all.step.route !== null && all.step.route !== means.route) startStep(all, 'and');
      all.step.route = means.route;
      break;
    case 'place':
      if (all.step.place !== null && all.step.place !== means.place) startStep(all, 'and');
      all.step.place = means.place;
      break;
    case 'often':
      addFrequency(all, means.frequency, at);
      break;
    case 'moment':
      addMoment(all, means, at);
      break;
    case 'meals':
      addMeals(all, means.relation, at);
      break;
    case 'weekdays':
      addWeekdays(all, means.days, at);
      break;
    case 'needed':
      all.step.asNeeded ??= { reason: null };
      all.runGoes = 'reason';
      break;
    case 'once':
      if (all.step.once !== 'now') all.step.once = means.once;
      break;
    case 'awake':
      all.step.whileAwake = true;
      break;
    case 'directed':
      all.step.directed = means.directed;
      break;
    case 'duration':
      if (all.step.duration !== null) startStep(all, 'and');
      all.step.duration = { length: means.length, unit: means.unit };
      break;
    case 'maximum':
      if (all.step.maximum !== null) startStep(all, 'and');
      all.step.maximum = { amount: means.amount, unit: means.unit };
      break;
    default:
      break;
  }
  all.holds = 'more';
}

/** `then`, `increase to`: a new step, and the words that follow belong to its beginning. */
function addChange(all: Collecting, part: Part): void {
  const words = wordsOf(all.tokens, part);
  if (all.holds !== 'nothing') startStep(all, words);
  else all.step.link = all.step.link === '' ? words : `${all.step.link} ${words}`;
  all.runGoes = 'link';
}

/** “Dissolve and take” is one thing to do; a verb behind anything else begins the next step. */
function addVerb(all: Collecting, verb: string, passive: boolean): void {
  const { step, holds } = all;
  if (passive) {
    if (step.verb === '') step.verb = verb;
  } else if (holds === 'nothing') step.verb = verb;
  else if (holds === 'more') startStep(all, 'and').verb = verb;
  else if (step.verb !== verb) step.verb += ` and ${verb}`;
  if (all.holds === 'nothing') all.holds = 'verb';
}

/** Of `500 mg (1 tablet)` the tablet is counted. */
function addStrength(all: Collecting, amount: Range, unit: string): void {
  const { step, form } = all;
  if (step.dose === null) return;
  const { amount: counted, unit: countedIn } = step.dose;
  step.dose =
    unit === form.unit && countedIn !== form.unit
      ? { amount, unit, strength: { amount: counted, unit: countedIn } }
      : { amount: counted, unit: countedIn, strength: { amount, unit } };
}
