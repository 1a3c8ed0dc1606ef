/**
 * The allergies one source lists of a person, as they follow from what it said and when: whole lists (AL1) and single
 * changes (IAM), in whichever order they came. Pure.
 * Always: an item never leaves the list. One that the source no longer reports is marked `gone` and still counts; a late
 * list adds what nobody knew of, as no longer reported, and changes nothing that is newer.
 */
import { plain } from '../../fragments.ts';
import type { Allergy, AllergyAction } from '../reading/message.ts';

export interface AllergyItem {
  substance: string;
  code: string;
  system: string;
  kind: string;
  severity: string;
  reaction: string;
  /** Since when the source no longer reports it. */
  gone?: string;
  /** When it was last spoken of by itself; left out where that was with the whole list. */
  at?: string;
  /** When it was last reported, where it is gone. */
  seen?: string;
}

export interface AllergyList {
  readonly items: readonly AllergyItem[];
  /** When the newest whole list was said; empty where there was none. */
  readonly asOf: string;
}

/** Letters and digits of a substance, by which two spellings are one. */
export const substanceKey = (text: string): string => plain(text).replace(/[^\p{L}\p{N}]/gu, '');

const keyOf = (item: { substance: string; code: string; system: string }) =>
  substanceKey(item.substance) || `${item.system}|${item.code}`;

const itemOf = (said: Allergy): AllergyItem => ({
  substance: said.text || said.code,
  code: said.code,
  system: said.system,
  kind: said.kind,
  severity: said.severity,
  reaction: said.reactions.join(', '),
});

/** “No known allergies” is written as an allergy by many senders (SNOMED CT 716186003 and kin). */
export const saysNone = ({ substance, code }: Pick<AllergyItem, 'substance' | 'code'>): boolean =>
  /^(nkda|nka|nkma|none|no known\b.*|no allerg.*|denies allerg.*)$/i.test(substance.trim()) ||
  ['716186003', '409137002', '428607008', '429625007'].includes(code);

const content = ({ gone: _gone, at: _at, seen: _seen, ...rest }: AllergyItem) => rest;

/** Taken off before it was ever reported: what it was like is not known. */
const neverReported = ({ substance, code, system }: AllergyItem): AllergyItem => ({
  substance,
  code,
  system,
  kind: '',
  severity: '',
  reaction: '',
});

/** When an item was last spoken of. */
const spokenAt = (item: AllergyItem, asOf: string) => item.at ?? asOf;

/** Takes a whole list said at `at` into account. */
export const withWholeList = (known: AllergyList, said: readonly Allergy[], at: string): AllergyList => {
  const listed = new Map<string, AllergyItem>();
  for (const one of said) {
    const item = itemOf(one);
    if (item.substance !== '' && !listed.has(keyOf(item))) listed.set(keyOf(item), item);
  }
  const newer = at >= known.asOf;
  const items = known.items.map((item) => {
    const key = keyOf(item);
    const now = listed.get(key);
    listed.delete(key);
    if (newer && spokenAt(item, known.asOf) <= at) {
      if (now) return now;
      return item.gone === undefined
        ? { ...content(item), gone: at, seen: spokenAt(item, known.asOf) }
        : { ...content(item), gone: item.gone, seen: item.seen ?? '' };
    }
    // Spoken of by something newer; a late list can still know better what it was like.
    if (now && item.gone !== undefined && (item.seen ?? '') < at) return { ...item, ...now, seen: at };
    return item;
  });
  for (const item of listed.values()) items.push(newer ? item : { ...item, gone: known.asOf, seen: at });
  return { items, asOf: newer ? at : known.asOf };
};

/** Takes single changes said at `at` into account. */
export const withActions = (
  known: AllergyList,
  actions: readonly AllergyAction[],
  at: string,
): AllergyList => {
  const items = [...known.items];
  for (const action of actions) {
    const said = itemOf(action);
    if (said.substance === '') continue;
    const index = items.findIndex((item) => keyOf(item) === keyOf(said));
    const item = items[index];
    const put = (next: AllergyItem) => {
      if (index < 0) items.push(next);
      else items[index] = next;
    };
    const counts = at >= (item ? spokenAt(item, known.asOf) : known.asOf);
    if (action.action === 'D') {
      if (counts)
        put({
          ...(item ? content(item) : neverReported(said)),
          gone: item?.gone ?? at,
          at,
          seen: item?.gone === undefined ? (item ? spokenAt(item, known.asOf) : '') : (item.seen ?? ''),
        });
      else if (!item) put({ ...neverReported(said), gone: known.asOf, seen: '' });
    } else if (counts) put({ ...said, at });
    else if (!item) put({ ...said, gone: known.asOf, seen: at });
    else if (item.gone !== undefined && (item.seen ?? '') < at) put({ ...item, ...said, seen: at });
  }
  return { items, asOf: known.asOf };
};

/** What became known, and what is no longer reported, from one list to the next; “none known” is no allergy. */
export const differenceOf = (
  before: readonly AllergyItem[],
  after: readonly AllergyItem[],
): { appeared: AllergyItem[]; vanished: AllergyItem[] } => {
  const was = new Map(before.map((item) => [keyOf(item), item]));
  const real = after.filter((item) => !saysNone(item));
  return {
    // Late news of one that is gone still counts.
    appeared: real.filter((item) => {
      const earlier = was.get(keyOf(item));
      return !earlier || (earlier.gone !== undefined && item.gone === undefined);
    }),
    vanished: real.filter((item) => {
      const earlier = was.get(keyOf(item));
      return earlier !== undefined && earlier.gone === undefined && item.gone !== undefined;
    }),
  };
};
