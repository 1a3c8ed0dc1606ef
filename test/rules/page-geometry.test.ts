/** Where a fax page stands in its viewer: zooming, turning and moving never lose it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type PageView,
  panBy,
  rotatedSize,
  settle,
  transformOf,
  turned,
  zoomAbout,
} from '../../renderer/components/page-geometry.ts';

const page = { width: 1700, height: 2200 };
const frame = { width: 640, height: 600 };
const start: PageView = { fit: 'width', scale: 1, centre: { x: 0, y: 0 }, rotation: 0 };

/** The point of the page, after rotation, under a point of the frame measured from its middle. */
const under = (view: PageView, at: { x: number; y: number }) => ({
  x: view.centre.x + at.x / view.scale,
  y: view.centre.y + at.y / view.scale,
});

describe('a page in its window', () => {
  it('fitted to the width fills it from the top', () => {
    const view = settle(start, page, frame);
    expect(view.scale).toBeCloseTo(640 / 1700);
    expect(under(view, { x: -320, y: -300 })).toEqual({ x: 0, y: 0 });
  });

  it('fitted whole is seen whole, in its middle', () => {
    const view = settle({ ...start, fit: 'page' }, page, frame);
    expect(view.scale).toBeCloseTo(600 / 2200);
    expect(view.centre).toEqual({ x: 850, y: 1100 });
  });

  it('keeps the point under the pointer where it is while zooming', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 3, noNaN: true }),
        fc.integer({ min: -300, max: 300 }),
        fc.integer({ min: -300, max: 300 }),
        (factor, x, y) => {
          const before = settle({ ...start, fit: null, scale: 1, centre: { x: 850, y: 1100 } }, page, frame);
          const after = settle(zoomAbout(before, factor, { x, y }), page, frame);
          expect(under(after, { x, y }).x).toBeCloseTo(under(before, { x, y }).x, 6);
          expect(under(after, { x, y }).y).toBeCloseTo(under(before, { x, y }).y, 6);
        },
      ),
    );
  });

  it('never leaves the window, however far it is pushed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9000, max: 9000 }),
        fc.integer({ min: -9000, max: 9000 }),
        fc.constantFrom(0, 90, 180, 270),
        (dx, dy, rotation) => {
          const view = { ...start, fit: null, scale: 1.5, rotation } as PageView;
          const seen = settle(panBy(settle(view, page, frame), dx, dy), page, frame);
          const size = rotatedSize(page, seen.rotation);
          expect(under(seen, { x: -320, y: -300 }).x).toBeGreaterThanOrEqual(0);
          expect(under(seen, { x: 320, y: 300 }).x).toBeLessThanOrEqual(size.width);
          expect(under(seen, { x: -320, y: -300 }).y).toBeGreaterThanOrEqual(0);
          expect(under(seen, { x: 320, y: 300 }).y).toBeLessThanOrEqual(size.height);
        },
      ),
    );
  });

  it('turned four times looks as before', () => {
    const view = settle({ ...start, fit: null, scale: 1, centre: { x: 700, y: 900 } }, page, frame);
    const back = [1, 2, 3, 4].reduce((now) => turned(now, page), view);
    expect(back).toEqual(view);
  });

  it('turned by a quarter shows the same spot in the middle', () => {
    const view = settle({ ...start, fit: null, scale: 1, centre: { x: 700, y: 900 } }, page, frame);
    const matrix = (now: PageView) =>
      transformOf(now, page, frame).match(/translate\((-?[\d.]+)px, (-?[\d.]+)px\)/);
    expect(matrix(view)?.slice(1).map(Number)).toEqual([320 - 700, 300 - 900]);
    // The spot 700, 900 of the page lies at 2200 - 900, 700 once the page lies on its side.
    expect(turned(view, page).centre).toEqual({ x: 1300, y: 700 });
  });
});
