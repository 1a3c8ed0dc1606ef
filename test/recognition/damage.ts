/**
 * What the line and the machine do to a sheet of each grade, and where on the kept picture a place of the sheet
 * comes to lie: `scanned` of core/demo/fax-paper.ts, followed with a pencil.
 */
import { type FaxDamage, PAGE_HEIGHT, PAGE_WIDTH } from '../../core/demo/fax-paper.ts';
import type { Box } from '../../core/recognise/reading.ts';
import type { Chance } from '../support/chance.ts';
import type { Grade } from './truth.ts';

export interface Transmission {
  readonly yDpi: 196 | 98;
  readonly damage: FaxDamage;
}

const between = (chance: Chance, low: number, high: number) => low + chance.fraction() * (high - low);

/** A transmission of this grade. */
export function transmissionOf(grade: Grade, chance: Chance): Transmission {
  const seed = chance.below(1_000_000);
  const slant = (most: number) => between(chance, -most, most);
  if (grade === 'clean')
    return { yDpi: 196, damage: { seed, speckle: between(chance, 0, 0.0002), turn: slant(0.3) } };
  if (grade === 'fair') {
    return {
      yDpi: 98,
      damage: {
        seed,
        blur: between(chance, 0.1, 0.5),
        speckle: between(chance, 0.0002, 0.0015),
        streaks: chance.percent(25) ? 1 : 0,
        turn: slant(1),
      },
    };
  }
  const upsideDown = chance.percent(20);
  const yDpi = chance.percent(60) ? 98 : 196;
  return {
    yDpi,
    damage: {
      seed,
      // In dots, and the dots of a standard fax are twice as tall: more would leave nothing to read, even for people.
      blur: yDpi === 98 ? between(chance, 0.3, 0.7) : between(chance, 0.6, 1.4),
      speckle: between(chance, 0.0015, 0.005),
      streaks: 1 + chance.below(4),
      turn: slant(2.5) + (upsideDown ? 180 : 0),
    },
  };
}

/** The box in the kept picture that holds a box of the sheet (1/200 inch). */
export function inPicture(
  box: Box,
  sheet: { width: number; height: number },
  picture: { width: number; height: number },
  turn = 0,
): Box {
  const across = sheet.width / PAGE_WIDTH;
  const down = sheet.height / PAGE_HEIGHT;
  const tall = across / down;
  const angle = (turn * Math.PI) / 180;
  const corners = [0, 1].flatMap((right) =>
    [0, 1].map((low) => {
      const u = (box.x + right * box.width) * across - sheet.width / 2;
      const v = ((box.y + low * box.height) * down - sheet.height / 2) * tall;
      const x = u * Math.cos(angle) - v * Math.sin(angle) + sheet.width / 2;
      const y = (u * Math.sin(angle) + v * Math.cos(angle)) / tall + sheet.height / 2;
      return [(x * picture.width) / sheet.width, (y * picture.height) / sheet.height] as const;
    }),
  );
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const left = Math.floor(Math.min(...xs));
  const top = Math.floor(Math.min(...ys));
  return {
    x: left,
    y: top,
    width: Math.ceil(Math.max(...xs)) - left,
    height: Math.ceil(Math.max(...ys)) - top,
  };
}
