/**
 * The DataMatrix (ECC 200) that carries a bag code on a label.
 *
 * Always: a code that a barcode could change or misread is refused, never altered.
 * Not here: drawing it; both label writers do that from the same modules.
 */
import bwipjs from 'bwip-js/node';

/** The modules of the square symbol, row by row, true where dark; without the quiet zone. */
export function bagModules(bagCode: string): boolean[][] {
  const symbol = bwipjs.raw('datamatrix', bagCode, {})[0];
  if (symbol === undefined || !('pixs' in symbol)) throw new Error('the bag code gave no matrix symbol');
  return Array.from({ length: symbol.pixy }, (_, row) =>
    symbol.pixs.slice(row * symbol.pixx, (row + 1) * symbol.pixx).map((module) => module === 1),
  );
}
