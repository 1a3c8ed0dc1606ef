/**
 * A typed name turned into strokes of a pen, for who cannot use the signature pad.
 * Always: plain single-line capitals on the pad of 600 × 200, so that it is seen to be typed and never passes for
 * handwriting. A sign outside the table is drawn as an empty box; none is dropped.
 */

export type Point = [x: number, y: number];
export type Strokes = Point[][];

export const padWidth = 600;
export const padHeight = 200;

/** On a grid of 4 × 6 with its origin at the top left: strokes parted by a space, two digits a point. */
const letters: Record<string, string> = {
  A: '062046 1333',
  B: '000636454433 003041423303',
  C: '4130100105163645',
  D: '00062645412000',
  E: '40000646 0333',
  F: '400006 0333',
  G: '4130100105163645 454323',
  H: '0006 4046 0343',
  I: '1030 2026 1636',
  J: '4045361605',
  K: '0006 4003 0346',
  L: '000646',
  M: '0600234046',
  N: '06004640',
  O: '103041453616050110',
  P: '06003041423303',
  Q: '103041453616050110 3446',
  R: '06003041423303 2346',
  S: '413010010213334445361605',
  T: '0040 2026',
  U: '000516364540',
  V: '002640',
  W: '0016233640',
  X: '0046 4006',
  Y: '002340 2326',
  Z: '00400646',
  0: '103041453616050110 4105',
  1: '012026 1636',
  2: '01103041420646',
  3: '0040233344453616 1605',
  4: '36300444',
  5: '4000023344453616 1605',
  6: '3010010516364544330304',
  7: '004016',
  8: '103041423313020110 1304051636454433',
  9: '163645413010010213334342',
  '-': '1333',
  '.': '2526',
  "'": '2021',
  ' ': '',
};
const box = '0040460600';
const gridWidth = 4;
const gridHeight = 6;
const gap = 2;

const pointsOf = (stroke: string): Point[] =>
  (stroke.match(/../g) ?? []).map((pair) => [Number(pair[0]), Number(pair[1])]);

/** The strokes of a name, as large as the pad allows, in capitals without accents. Empty for an empty name. */
export function strokesOfName(name: string): Strokes {
  const signs = [
    ...name
      .trim()
      .toUpperCase()
      .normalize('NFD')
      .replace(/\p{Mn}/gu, ''),
  ];
  const columns = Math.max(1, signs.length * (gridWidth + gap) - gap);
  const scale = Math.min(18, (padWidth - 40) / columns);
  const top = (padHeight - gridHeight * scale) / 2;
  const at = (index: number, [x, y]: Point): Point => [
    Math.round(20 + (index * (gridWidth + gap) + x) * scale),
    Math.round(top + y * scale),
  ];
  return signs.flatMap((sign, index) =>
    (letters[sign] ?? box)
      .split(' ')
      .filter(Boolean)
      .map((stroke) => pointsOf(stroke).map((point) => at(index, point))),
  );
}
