/**
 * The lists an ADT message brings: allergies, contacts, cover, diagnoses, measures. undefined where no segment of the kind says
 * anything; [] where a lone one is cleared with `""`, or says in so many words that there is nothing to list. A segment that
 * says nothing is no item.
 */
import type { Segment } from '../hl7.ts';
import type { Allergy, AllergyAction, Contact, Coverage, Diagnosis, Measure } from './message.ts';
import {
  codedAt,
  nameAt,
  phoneAt,
  placeIn,
  type Reading,
  textAt,
  timeAt,
  wordsAt,
} from './message-fields.ts';

const hasCleared = (segment: Segment): boolean => {
  for (let field = 2; field <= segment.fields; field += 1) if (segment.get(field) === null) return true;
  return false;
};

/** What is read of the segments of a kind; `read` gives undefined for one that says nothing. */
function listOf<T>(
  segments: readonly Segment[] | undefined,
  read: (segment: Segment) => T | undefined,
): T[] | undefined {
  if (segments === undefined) return undefined;
  const items = segments.map(read).filter((item) => item !== undefined);
  if (items.length > 0) return items;
  return segments.length === 1 && hasCleared(segments[0]!) ? [] : undefined;
}

/** “No known allergies” as senders code and write it; codes of SNOMED CT. */
const NONE_KNOWN =
  /^(nkd?a|nka[fm]?|no known (drug |food |medication )?allerg(y|ies)|716186003|409137002|428607008)$/i;

const reactionsAt = (segment: Segment, field: number): string[] =>
  Array.from({ length: segment.repetitions(field) }, (_, at) => wordsAt(segment, field, at + 1)).filter(
    (words) => words !== '',
  );

const allergyOf = (segment: Segment, since: number): Allergy | undefined => {
  const substance = codedAt(segment, 3);
  if (substance.code === '' && substance.text === '') return undefined;
  return {
    ...substance,
    kind: textAt(segment, 2),
    severity: textAt(segment, 4),
    reactions: reactionsAt(segment, 5),
    since: textAt(segment, since),
  };
};

const saysNone = ({ code, text }: Allergy): boolean => NONE_KNOWN.test(code) || NONE_KNOWN.test(text);

/** AL1: the sender's whole list. */
export const allergiesOf = (segments: readonly Segment[] | undefined): Allergy[] | undefined =>
  listOf(segments, (segment) => allergyOf(segment, 6))?.filter((allergy) => !saysNone(allergy));

/** IAM: changes of the sender's list. */
export function allergyActionsOf(segments: readonly Segment[] = []): AllergyAction[] {
  return segments.flatMap((segment) => {
    const allergy = allergyOf(segment, 11);
    if (!allergy || saysNone(allergy)) return [];
    const written = textAt(segment, 6).toUpperCase();
    const action = written === 'D' || written === 'U' || written === 'X' ? written : 'A';
    return [{ ...allergy, action, id: textAt(segment, 7) }];
  });
}

export const contactsOf = (segments: readonly Segment[] | undefined): Contact[] | undefined =>
  listOf(segments, (segment) => {
    const name = nameAt(segment, 2);
    if (name.family === '' && name.given === '') return undefined;
    return {
      name,
      relationship: codedAt(segment, 3),
      phone: phoneAt(segment, 5),
      role: codedAt(segment, 7),
    };
  });

/** IN1; where the profile says so, Rx BIN and PCN of the same group. */
export function coverageOf(
  { profile }: Reading,
  group: ReadonlyMap<string, readonly Segment[]>,
): Coverage[] | undefined {
  const own = (segment: Segment, place: string | undefined): string => {
    const found = placeIn(group, place);
    if (!found) return '';
    return textAt(found.segment.id === 'IN1' ? segment : found.segment, found.field, found.component);
  };
  return listOf(group.get('IN1'), (segment) => {
    const coverage = {
      plan: codedAt(segment, 2),
      companyId: textAt(segment, 3),
      company: textAt(segment, 4),
      group: textAt(segment, 8),
      from: textAt(segment, 12),
      until: textAt(segment, 13),
      type: textAt(segment, 15),
      insured: nameAt(segment, 16),
      relationship: codedAt(segment, 17),
      priority: textAt(segment, 22),
      policyNumber: textAt(segment, 36),
      memberId: textAt(segment, 49),
      rxBin: own(segment, profile.places.rxBin),
      rxPcn: own(segment, profile.places.rxPcn),
    };
    const { plan, companyId, company, policyNumber, memberId } = coverage;
    const saysSomething = [plan.code, plan.text, companyId, company, policyNumber, memberId].some(Boolean);
    return saysSomething ? coverage : undefined;
  });
}

export const diagnosesOf = (segments: readonly Segment[] | undefined): Diagnosis[] | undefined =>
  listOf(segments, (segment) => {
    const coded = codedAt(segment, 3);
    // Feeds before 2.4 write the words in a field of their own.
    const text = coded.text || textAt(segment, 4);
    if (coded.code === '' && text === '') return undefined;
    return {
      ...coded,
      text,
      at: textAt(segment, 5),
      type: textAt(segment, 6),
      action: textAt(segment, 21),
    };
  });

/** LOINC, and what sites write in its place. */
const measured: readonly (readonly [Measure['what'], RegExp])[] = [
  ['height', /^(8302-2|3137-7|8308-9|(body |patient )?height)$/i],
  ['weight', /^(29463-7|3141-9|3142-7|(body |patient )?weight)$/i],
];

export const measuresOf = (
  reading: Reading,
  segments: readonly Segment[] | undefined,
): Measure[] | undefined =>
  listOf(segments, (segment) => {
    const { code, text } = codedAt(segment, 3);
    const what = measured.find(([, pattern]) => pattern.test(code) || pattern.test(text))?.[0];
    const value = textAt(segment, 5);
    if (what === undefined || value === '') return undefined;
    return { what, value, unit: textAt(segment, 6), at: timeAt(reading, segment, 14) ?? undefined };
  });
