/**
 * What stands beside and under a value and was read as nothing: it may be the part that changes what the value says.
 *
 * Always: asked only when all values of a prescription are known. Not here: what the values are.
 */
import type { Area } from './blocks.ts';
import { type Check, failed } from './draft.ts';
import { type Token, union } from './lines.ts';
import type { Sheet } from './sheet.ts';

/** Words of the block that no value is made of and no label. */
function unread(sheet: Sheet, block: Area, used: ReadonlySet<Token>): Token[] {
  const asking = (token: Token) =>
    sheet.labels.some(({ line, from, to }) => {
      const at = line === token.line ? sheet.page.lines[line]!.tokens.indexOf(token) : -1;
      return at >= from && at < to;
    });
  return sheet.page.lines
    .slice(block.from, block.to)
    .flatMap(({ tokens }) => tokens)
    .filter((token) => token.key !== '' && !used.has(token) && !asking(token));
}

/** A check that fails where something stands right behind a value, in its cell, that was not read as anything. */
export function unreadBeside(
  sheet: Sheet,
  block: Area,
  used: ReadonlySet<Token>,
  tokens: readonly Token[],
): Check[] {
  const lines = Map.groupBy(tokens, ({ line }) => line);
  const left = unread(sheet, block, used).filter((token) => {
    const last = lines.get(token.line)?.at(-1);
    return last !== undefined && token.cell === last.cell && token.box.x > last.box.x;
  });
  return left.length === 0 ? [] : [failed('a word beside it could not be read')];
}

/** The same of what stands right under directions. */
export function goesOnBelow(
  sheet: Sheet,
  block: Area,
  used: ReadonlySet<Token>,
  tokens: readonly Token[],
): Check[] {
  const last = tokens.at(-1);
  if (last === undefined) return [];
  const { x, width } = union(tokens.map(({ box }) => box));
  const { size, box } = sheet.page.lines[last.line]!;
  const under = unread(sheet, block, used).filter(
    (token) =>
      token.line === last.line + 1 &&
      token.box.x < x + width &&
      token.box.x + token.box.width > x &&
      token.box.y - (box.y + box.height) < size,
  );
  return under.length === 0 ? [] : [failed('words right under it could not be read')];
}
