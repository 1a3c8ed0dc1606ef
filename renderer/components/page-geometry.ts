/**
 * Where a page lies in its window: pure arithmetic of zoom, pan and rotation.
 * Always: the scale is one number for both directions, so a page is never distorted; a page larger than the
 * window covers it, a smaller one is centred. Lengths of the page are its own pixels, after rotation.
 */

export interface Size {
  width: number;
  height: number;
}
export interface Point {
  x: number;
  y: number;
}
export type Rotation = 0 | 90 | 180 | 270;
export type Fit = 'width' | 'page';

/** How a page is looked at. With a `fit` the scale follows the window; `centre` is a point of the page. */
export interface PageView {
  fit: Fit | null;
  scale: number;
  centre: Point;
  rotation: Rotation;
}

const smallest = 0.05;
const largest = 8;

export const rotatedSize = (page: Size, rotation: Rotation): Size =>
  rotation % 180 === 0 ? page : { width: page.height, height: page.width };

const between = (low: number, value: number, high: number) => Math.min(Math.max(value, low), high);

const scaleOf = (view: PageView, page: Size, frame: Size): number => {
  if (view.fit === null) return view.scale;
  const size = rotatedSize(page, view.rotation);
  const width = frame.width / size.width;
  return view.fit === 'width' ? width : Math.min(width, frame.height / size.height);
};

const keptInside = (centre: number, length: number, seen: number) =>
  length <= seen ? length / 2 : between(seen / 2, centre, length - seen / 2);

/** The view as it can really be shown in this frame: scale fitted, centre kept so that the page fills it. */
export const settle = (view: PageView, page: Size, frame: Size): PageView => {
  const scale = scaleOf(view, page, frame);
  const size = rotatedSize(page, view.rotation);
  return {
    ...view,
    scale,
    centre: {
      x: keptInside(view.centre.x, size.width, frame.width / scale),
      y: keptInside(view.centre.y, size.height, frame.height / scale),
    },
  };
};

/** Zooms so that the point of the page under `at` (measured from the middle of the frame) stays under it. */
export const zoomAbout = (view: PageView, factor: number, at: Point): PageView => {
  const scale = between(smallest, view.scale * factor, largest);
  return {
    ...view,
    fit: null,
    scale,
    centre: {
      x: view.centre.x + at.x / view.scale - at.x / scale,
      y: view.centre.y + at.y / view.scale - at.y / scale,
    },
  };
};

/** Moves the frame over the page by so many pixels of the screen. */
export const panBy = (view: PageView, dx: number, dy: number): PageView => ({
  ...view,
  centre: { x: view.centre.x + dx / view.scale, y: view.centre.y + dy / view.scale },
});

/** A quarter turn clockwise about the middle of the frame. */
export const turned = (view: PageView, page: Size): PageView => {
  const size = rotatedSize(page, view.rotation);
  return {
    ...view,
    rotation: ((view.rotation + 90) % 360) as Rotation,
    centre: { x: size.height - view.centre.y, y: view.centre.x },
  };
};

/** What takes a point of the unrotated picture to the frame, as a CSS transform about its top left corner. */
export const transformOf = (view: PageView, page: Size, frame: Size): string => {
  const x = frame.width / 2 - view.centre.x * view.scale;
  const y = frame.height / 2 - view.centre.y * view.scale;
  const turn = {
    0: '',
    90: `translate(${page.height}px, 0) rotate(90deg)`,
    180: `translate(${page.width}px, ${page.height}px) rotate(180deg)`,
    270: `translate(0, ${page.width}px) rotate(270deg)`,
  }[view.rotation];
  return `translate(${x}px, ${y}px) scale(${view.scale}) ${turn}`;
};
