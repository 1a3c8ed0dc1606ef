/** A list in pieces that are not too much at a time. Pure. */

export interface MostOfPiece {
  readonly bytes: number;
  /** However many, unless said. */
  readonly items?: number;
}

/** Parts a list so that each piece has no more bytes and items than it may have, or one item. */
export const inPieces = <T>(
  list: readonly T[],
  lengthOf: (item: T) => number,
  { bytes, items = Number.POSITIVE_INFINITY }: MostOfPiece,
): T[][] => {
  const pieces: T[][] = [];
  let size = 0;
  for (const item of list) {
    size += lengthOf(item);
    if (pieces.length === 0 || size > bytes || pieces.at(-1)!.length >= items) {
      pieces.push([]);
      size = lengthOf(item);
    }
    pieces.at(-1)!.push(item);
  }
  return pieces;
};
