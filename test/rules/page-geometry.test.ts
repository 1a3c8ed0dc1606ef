/** Where a fax page stands in its viewer: zooming, turning and moving never lose it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cutOut,
  inSight,
  type PageView,
  panBy,
  type Rotation,
  rotatedSize,
  settle,
  transformOf,
  turned,
  uprightBox,
  viewOf,
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

describe('a place on a page', () => {
  const rotations = fc.constantFrom<Rotation>(0, 90, 180, 270);
  const places = fc
    .record({
      x: fc.integer({ min: 0, max: 1600 }),
      y: fc.integer({ min: 0, max: 2100 }),
      width: fc.integer({ min: 1, max: 900 }),
      height: fc.integer({ min: 1, max: 300 }),
    })
    .map((box) => ({
      ...box,
      width: Math.min(box.width, page.width - box.x),
      height: Math.min(box.height, page.height - box.y),
    }));
  /** Where a point of the picture as kept is drawn, by the very transform the window uses. */
  const drawn = (view: PageView, x: number, y: number) => {
    const [, dx = '', dy = '', scale = '', turn = ''] =
      transformOf(view, page, frame).match(/^translate\((.+?)px, (.+?)px\) scale\((.+?)\) ?(.*)$/) ?? [];
    const at = {
      '': [x, y],
      'rotate(90deg)': [page.height - y, x],
      'rotate(180deg)': [page.width - x, page.height - y],
      'rotate(270deg)': [y, page.width - x],
    }[turn.replace(/^translate\(.+?\) /, '')] as [number, number];
    return { x: Number(dx) + at[0] * Number(scale), y: Number(dy) + at[1] * Number(scale) };
  };

  it('is in sight whole, whichever way the page lies, and written large enough to read', () => {
    fc.assert(
      fc.property(places, rotations, (place, rotation) => {
        const view = settle(viewOf([place], page, rotation, frame), page, frame);
        const corners = [
          drawn(view, place.x, place.y),
          drawn(view, place.x + place.width, place.y + place.height),
        ];
        for (const { x, y } of corners) {
          expect(x).toBeGreaterThanOrEqual(-1e-6);
          expect(x).toBeLessThanOrEqual(frame.width + 1e-6);
          expect(y).toBeGreaterThanOrEqual(-1e-6);
          expect(y).toBeLessThanOrEqual(frame.height + 1e-6);
        }
        const lying = uprightBox(place, page, rotation);
        const { width } = rotatedSize(page, rotation);
        // The writing is as large as it can be with what stands around it, and never larger than reads at ease.
        expect(view.scale * width).toBeLessThanOrEqual(1200 + 1e-6);
        if (lying.width < 500 && lying.height < 400 && width === page.width)
          expect(view.scale * width).toBeGreaterThan(frame.width * 1.5);
      }),
    );
  });

  it('lies on the turned page where the turned picture shows it', () => {
    const place = { x: 100, y: 200, width: 300, height: 40 };
    expect(uprightBox(place, page, 90)).toEqual({ x: 2200 - 240, y: 100, width: 40, height: 300 });
    expect(uprightBox(place, page, 180)).toEqual({ x: 1300, y: 1960, width: 300, height: 40 });
    expect(uprightBox(place, page, 270)).toEqual({ x: 200, y: 1300, width: 40, height: 300 });
  });

  it('takes others near it into sight, and leaves those far away alone', () => {
    const name = { x: 200, y: 400, width: 400, height: 40 };
    const birthDate = { x: 200, y: 460, width: 200, height: 40 };
    const signature = { x: 1100, y: 2000, width: 400, height: 80 };
    const both = viewOf([name, birthDate], page, 0, frame);
    expect(both.centre.y).toBe(450);
    expect(viewOf([name, birthDate, signature], page, 0, frame)).toEqual(both);
  });

  it('is shown with its line from the edge of the page on, or with as much of what stands before it as fits', () => {
    const left = settle(viewOf([{ x: 300, y: 900, width: 300, height: 40 }], page, 0, frame), page, frame);
    expect(drawn(left, 0, 920)).toEqual({ x: 0, y: frame.height / 2 });
    const right = settle(viewOf([{ x: 1300, y: 900, width: 300, height: 40 }], page, 0, frame), page, frame);
    const before = drawn(right, 1300, 920).x;
    const after = frame.width - drawn(right, 1600, 920).x;
    expect(after).toBeGreaterThan(0);
    expect(before).toBeGreaterThan(10 * after);
  });

  it('marked as what is in sight is what is in sight', () => {
    fc.assert(
      fc.property(places, rotations, (place, rotation) => {
        const view = settle(viewOf([place], page, rotation, frame), page, frame);
        const seen = inSight(view, page, frame);
        expect(seen.x).toBeGreaterThanOrEqual(0);
        expect(seen.y).toBeGreaterThanOrEqual(0);
        expect(seen.x + seen.width).toBeLessThanOrEqual(page.width);
        expect(seen.y + seen.height).toBeLessThanOrEqual(page.height);
        expect(seen.x).toBeLessThanOrEqual(place.x);
        expect(seen.y).toBeLessThanOrEqual(place.y);
        expect(seen.x + seen.width).toBeGreaterThanOrEqual(place.x + place.width - 1);
        expect(seen.y + seen.height).toBeGreaterThanOrEqual(place.y + place.height - 1);
      }),
    );
  });

  it('is cut out with a little around it and nothing beyond the page', () => {
    fc.assert(
      fc.property(places, rotations, (place, rotation) => {
        const cut = cutOut(place, page, rotation);
        const lying = uprightBox(place, page, rotation);
        const size = rotatedSize(page, rotation);
        expect(cut.x).toBeGreaterThanOrEqual(0);
        expect(cut.y).toBeGreaterThanOrEqual(0);
        expect(cut.x + cut.width).toBeLessThanOrEqual(size.width + 1e-6);
        expect(cut.y + cut.height).toBeLessThanOrEqual(size.height + 1e-6);
        expect(cut.x).toBeLessThanOrEqual(lying.x);
        expect(cut.x + cut.width).toBeGreaterThanOrEqual(lying.x + lying.width - 1e-6);
        expect(cut.y).toBeLessThanOrEqual(lying.y);
        expect(cut.y + cut.height).toBeGreaterThanOrEqual(lying.y + lying.height - 1e-6);
      }),
    );
  });
});
