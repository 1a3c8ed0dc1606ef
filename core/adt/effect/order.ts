/**
 * Which of two statements counts: the newer one by the sender's clock, in whichever order they came.
 * A person's details are compared field by field: a late message fills in what nothing newer speaks of and overwrites
 * nothing. Two statements of the same time count in the order they came. Pure; rows are not known here.
 */

/** Field → when it was last spoken of, where that is not the newest message. `''`: never. */
export type Said = Readonly<Record<string, string>>;

export const readSaid = (text: string): Said => (text === '{}' ? nothingElse : JSON.parse(text));
const nothingElse: Said = {};

export const isLate = (asOf: string, known: string): boolean => asOf < known;

/** Whether something newer is known of a row; of the same time, what came later is newer. */
export const isOlder = (
  news: { asOf: string; messageId: number },
  row: { as_of: string; as_of_message: number },
): boolean => news.asOf < row.as_of || (news.asOf === row.as_of && news.messageId < row.as_of_message);

/**
 * Takes a message of `asOf` that speaks of `spoken` into account. Answers the fields of it that count, the newest time known and
 * what remains to be kept beside it. `fields` are all there are; `older`: whether something newer is known.
 */
export const newest = (
  fields: readonly string[],
  spoken: readonly string[],
  asOf: string,
  known: { asOf: string; said: Said },
  older = asOf < known.asOf,
): { counts: readonly string[]; asOf: string; said: Said } => {
  if (!older) {
    let said: Record<string, string> | undefined;
    if (spoken.length < fields.length)
      for (const field of fields) {
        if (spoken.includes(field)) continue;
        said ??= {};
        said[field] = known.said[field] ?? known.asOf;
      }
    return {
      counts: spoken,
      asOf,
      said: said && asOf === known.asOf ? without(said, asOf) : (said ?? nothingElse),
    };
  }
  const counts = spoken.filter((field) => known.said[field] !== undefined && known.said[field]! <= asOf);
  if (counts.length === 0) return { counts, asOf: known.asOf, said: known.said };
  const said = { ...known.said };
  for (const field of counts) said[field] = asOf;
  return { counts, asOf: known.asOf, said };
};

const without = (said: Record<string, string>, asOf: string): Said =>
  Object.fromEntries(Object.entries(said).filter(([, at]) => at !== asOf));
