/**
 * A page that went in the wrong way: which way is up and how crooked it is are found, the map back to the picture is
 * exact, and cleaning leaves every point of a number.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawPrescriptionPage } from '../../core/demo/fax-forms.ts';
import { blankPaper, scanned, stampHeader } from '../../core/demo/fax-paper.ts';
import { demoFaxSpecs } from '../../core/demo/fax-specs.ts';
import { cleanPage } from '../../core/recognise/clean-page.ts';
import { findInk, inkLevel } from '../../core/recognise/page-ink.ts';
import type { Grey } from '../../core/recognise/page-picture.ts';
import { readingPlane, seenIn } from '../../core/recognise/straighten.ts';
import { findUpright, type QuarterTurn } from '../../core/recognise/upright.ts';
import { keptPage, plain, turned } from '../support/page-pictures.ts';

const specs = demoFaxSpecs('2026-11-20');
const uprightOf = (picture: Grey) => findUpright(findInk(picture, inkLevel(picture))!, picture);
const quarters = [0, 90, 180, 270] as const;

describe('which way is up', () => {
  it.each(['form', 'table', 'typed', 'hand', 'refill', 'child'] as const)(
    'is told of a %s in every quarter turn, crooked by up to five degrees, with the machine’s own line straight',
    (name) => {
      for (const turn of [-5, 0.7, 4.4]) {
        const sheet = scanned(drawPrescriptionPage({ ...specs[name], yDpi: 196 }), { seed: 1, turn });
        stampHeader(
          sheet,
          '11/20/2026 08:12  FROM: ELMWOOD BEHAVIORAL HEALTH 607-555-0119  TO: 555-0100  P.1/1',
        );
        const picture = keptPage(sheet, { seed: 2, speckle: 0.002 });
        for (const quarter of quarters) {
          const { rotation, skew, sideways, overturned } = uprightOf(turned(picture, quarter));
          expect([rotation, quarter], `${turn}°`).toEqual([(360 - quarter) % 360, quarter]);
          expect(Math.abs(skew - turn)).toBeLessThan(0.25);
          expect(sideways).toBeGreaterThan(2);
          expect(overturned).toBeGreaterThan(1.1);
        }
      }
    },
  );

  it('is left as it is where there is nothing to tell it by', () => {
    for (const picture of [plain(300, 400, 255), plain(300, 400, 0), plain(1, 1, 0)])
      expect(uprightOf(picture)).toMatchObject({ rotation: 0, skew: 0 });
  });
});

describe('the reading plane', () => {
  /** A white page with one dark square at a place, and that place. */
  const spotted = (width: number, height: number, x: number, y: number): Grey => {
    const page = plain(width, height, 255);
    for (let row = y; row < y + 7; row += 1) page.grey.fill(0, row * width + x, row * width + x + 7);
    return page;
  };
  const middleOfInk = ({ width, grey }: Grey): [number, number] => {
    let [sum, x, y] = [0, 0, 0];
    for (const [at, value] of grey.entries()) {
      sum += 255 - value;
      x += (255 - value) * ((at % width) + 0.5);
      y += (255 - value) * (Math.floor(at / width) + 0.5);
    }
    return [x / sum, y / sum];
  };

  it('leads back to the very ink of the picture, however it is turned, straightened or mirrored', () => {
    fc.assert(
      fc.property(
        fc.record({
          x: fc.integer({ min: 0, max: 143 }),
          y: fc.integer({ min: 0, max: 193 }),
          rotation: fc.constantFrom<QuarterTurn>(...quarters),
          skew: fc.double({ min: -6, max: 6, noNaN: true }),
          mirrored: fc.boolean(),
          scale: fc.constantFrom(1, 0.6),
        }),
        ({ x, y, ...turn }) => {
          const picture = spotted(150, 200, x, y);
          const plane = readingPlane(picture, turn);
          const [a, b, c, d, e, f] = plane.toPicture;
          const [seenX, seenY] = middleOfInk(seenIn(plane, picture));
          expect(Math.abs(a * seenX + c * seenY + e - (x + 3.5))).toBeLessThan(0.2);
          expect(Math.abs(b * seenX + d * seenY + f - (y + 3.5))).toBeLessThan(0.2);
          // Nothing of the picture is lost, and it is as large as was asked for.
          expect(Math.abs(a * d - b * c)).toBeCloseTo(1 / turn.scale ** 2, 9);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('leaves a straight upright page as it is, pixel by pixel', () => {
    const picture = spotted(90, 60, 20, 30);
    const plane = readingPlane(picture, { rotation: 0, skew: 0, mirrored: false });
    expect(seenIn(plane, picture).grey).toEqual(picture.grey);
  });
});

describe('cleaning', () => {
  const inkIn = ({ width, grey }: Grey, x: number, y: number, across: number, down: number) => {
    let ink = 0;
    for (let row = y; row < y + down; row += 1)
      for (let column = x; column < x + across; column += 1) if (grey[row * width + column]! < 128) ink += 1;
    return ink;
  };
  const clean = (picture: Grey) => cleanPage(picture, findInk(picture, 128)!);

  it('leaves the point of every number, down to the smallest print', () => {
    for (const size of [20, 24, 30, 40]) {
      const paper = blankPaper(196);
      for (let line = 0; line < 12; line += 1)
        paper.text('0.5 mg  2.5 mL  12.5 mcg  i:i;', 150, 200 + line * 3 * size, { size });
      const picture = keptPage(paper.canvas, { seed: 3 });
      const pieces = findInk(picture, 128)!;
      const kept = clean(picture);
      let points = 0;
      for (let at = 0; at < pieces.count; at += 1) {
        const [left, top] = [pieces.left[at]!, pieces.top[at]!];
        const [across, down] = [pieces.right[at]! - left, pieces.bottom[at]! - top];
        if (across > 7 || down > 7) continue;
        points += 1;
        expect(inkIn(kept, left, top, across, down), `a point of ${across} × ${down}`).toBe(pieces.area[at]);
      }
      // Three decimal points, the dots of two i, a colon and the dot of a semicolon, a line.
      expect(points, `print of ${size}`).toBeGreaterThanOrEqual(12 * 8);
    }
  });

  it('wipes specks, most of them beside writing too, and leaves the writing', () => {
    const paper = blankPaper(196);
    for (let line = 0; line < 20; line += 1)
      paper.text('Take one tablet by mouth twice daily with food', 150, 250 + line * 90, { size: 40 });
    const spotless = keptPage(paper.canvas, { seed: 4 });
    const dirty = keptPage(paper.canvas, { seed: 4, speckle: 0.003 });
    const piecesOf = (picture: Grey) => findInk(picture, 128)!.count;
    const [before, after] = [
      piecesOf(dirty) - piecesOf(spotless),
      piecesOf(clean(dirty)) - piecesOf(spotless),
    ];
    expect(before).toBeGreaterThan(3000);
    expect(after).toBeLessThan(before * 0.12);
    const inkOf = (picture: Grey) => inkIn(picture, 0, 0, picture.width, picture.height);
    expect(inkOf(clean(spotless))).toBe(inkOf(spotless));
    expect(inkOf(clean(dirty))).toBeGreaterThan(inkOf(spotless) * 0.97);
  });

  it('wipes the streaks of a dirty glass, though not the letters they run through, and black borders', () => {
    const paper = blankPaper(196);
    for (let line = 0; line < 20; line += 1)
      paper.text('Take one tablet by mouth twice daily with food', 150, 250 + line * 90, { size: 40 });
    const spotless = keptPage(paper.canvas, { seed: 5 });
    const { width, height } = spotless;
    const dirty = { ...spotless, grey: spotless.grey.slice() };
    for (let y = 0; y < height; y += 1) {
      for (const [x, thick] of [
        [333, 1],
        [700, 2],
        [1500, 2],
      ] as const)
        dirty.grey.fill(0, y * width + x, y * width + x + thick);
      dirty.grey.fill(0, y * width, y * width + 60);
    }
    dirty.grey.fill(0, 0, width * 50);
    const kept = clean(dirty);
    expect(inkIn(kept, 0, 0, width, 150)).toBe(0);
    expect(inkIn(kept, 0, 0, 100, height)).toBe(0);
    expect(inkIn(kept, 1490, 0, 20, 200)).toBe(0);
    let lost = 0;
    for (const [at, value] of spotless.grey.entries()) if (value < 128 && kept.grey[at]! >= 128) lost += 1;
    expect(lost).toBeLessThan(inkIn(spotless, 0, 0, width, height) * 0.01);
  });
});
