/**
 * How new the lists of a person are. What a source says again as it was is noted with the person, whose row the message writes
 * anyway, and not in each list: so nothing of a list is written while it stays the same. Pure.
 * Always: of each source one time is noted, and which lists it is for; a list is as new as the newer of that and its own time.
 */
import type { ListKind, ListRow, PersonRow } from './row-types.ts';

/** Of a source: which lists were said again as they were, and when (UTC). */
interface SaidAgain {
  at: string;
  kinds: ListKind[];
}
type Listed = Record<string, SaidAgain>;

const read = ({ listed }: Pick<PersonRow, 'listed'>): Listed => (listed === '{}' ? {} : JSON.parse(listed));

/** The list with the time from which on nothing older counts. */
export const asNewAsSaid = (person: Pick<PersonRow, 'listed'>, row: ListRow): ListRow => {
  const again = read(person)[row.source_id];
  return again?.kinds.includes(row.kind) && again.at > row.as_of ? { ...row, as_of: again.at } : row;
};

/**
 * A source said some lists again as they were. Answers what is to be noted with the person, and the lists for which another time was
 * noted until now: that time is to be written into them.
 */
export const saidAgain = (
  person: Pick<PersonRow, 'listed'>,
  sourceId: string,
  kinds: readonly ListKind[],
  at: string,
): { listed: string; displaced: readonly { kind: ListKind; at: string }[] } => {
  const all = read(person);
  const earlier = all[sourceId];
  const others = earlier?.kinds.filter((kind) => !kinds.includes(kind)) ?? [];
  const together = earlier?.at === at ? others : [];
  return {
    listed: JSON.stringify({ ...all, [sourceId]: { at, kinds: [...together, ...kinds].sort() } }),
    displaced: earlier && earlier.at !== at ? others.map((kind) => ({ kind, at: earlier.at })) : [],
  };
};
