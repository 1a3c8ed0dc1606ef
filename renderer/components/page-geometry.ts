/**
 * Where a page lies in its window: pure arithmetic of zoom, pan and rotation, and of places on a page.
 * Always: the scale is one number for both directions, so a page is never distorted; a page larger than the
 * window covers it, a smaller one is centred. Lengths of the page are its own pixels, after rotation; a place is
 * known by its box in the picture as kept, before any rotation.
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

/** A rectangle of a page, from its top left corner. */
export interface Box extends Point, Size {}

/** Where a box of the picture as kept lies once the picture is turned. */
export const uprightBox = (box: Box, page: Size, rotation: Rotation): Box => {
  const { x, y, width, height } = box;
  if (rotation === 90) return { x: page.height - y - height, y: x, width: height, height: width };
  if (rotation === 180) return { ...box, x: page.width - x - width, y: page.height - y - height };
  if (rotation === 270) return { x: y, y: page.width - x - width, width: height, height: width };
  return { x, y, width, height };
};

/** The way back: a box of the turned page in the picture as kept. */
const keptBox = (box: Box, page: Size, rotation: Rotation): Box =>
  uprightBox(box, rotatedSize(page, rotation), ((360 - rotation) % 360) as Rotation);

const around = (boxes: readonly Box[]): Box => {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
};

/** A page this wide on the screen is read at ease; a page of 8½ inches then has 140 dots to the inch. */
const readableWidth = 1200;
/** What is shown around a place, as a part of the width of the page. */
const context = 0.05;
/** Further places are shown together with the first as long as the writing keeps this much of its size. */
const smallestShare = 0.7;

const scaleFor = (box: Box, page: Size, frame: Size): number => {
  const border = 2 * context * page.width;
  return Math.min(
    Math.max(readableWidth / page.width, frame.width / page.width),
    frame.width / (box.width + border),
    frame.height / (box.height + border),
  );
};

/**
 * How a page is looked at so that places on it can be read, with some of what stands around them.
 * @param boxes places in the picture as kept; the first is always in sight, the others where they fit
 */
export const viewOf = (
  boxes: readonly [Box, ...Box[]],
  page: Size,
  rotation: Rotation,
  frame: Size,
): PageView => {
  const size = rotatedSize(page, rotation);
  const [first, ...others] = boxes.map((box) => uprightBox(box, page, rotation)) as [Box, ...Box[]];
  const least = scaleFor(first, size, frame) * smallestShare;
  const shown = others.reduce((seen, box) => {
    const both = around([seen, box]);
    return scaleFor(both, size, frame) >= least ? both : seen;
  }, first);
  const scale = between(smallest, scaleFor(shown, size, frame), largest);
  return {
    fit: null,
    rotation,
    scale,
    centre: {
      x: acrossFrom(shown, size.width, frame.width / scale),
      y: shown.y + shown.height / 2,
    },
  };
};

/** The middle of what is seen across: from the left edge of the page on, or as far left as shows the place whole, for
 * what a value is stands before it. */
const acrossFrom = (shown: Box, width: number, seen: number): number =>
  Math.max(0, shown.x + shown.width + context * 0.5 * width - seen) + seen / 2;

/** The part of the picture as kept that is in sight, in whole pixels. */
export const inSight = (view: PageView, page: Size, frame: Size): Box => {
  const size = rotatedSize(page, view.rotation);
  const left = Math.max(0, view.centre.x - frame.width / 2 / view.scale);
  const top = Math.max(0, view.centre.y - frame.height / 2 / view.scale);
  const box = {
    x: left,
    y: top,
    width: Math.min(size.width, view.centre.x + frame.width / 2 / view.scale) - left,
    height: Math.min(size.height, view.centre.y + frame.height / 2 / view.scale) - top,
  };
  const { x, y, width, height } = keptBox(box, page, view.rotation);
  const corner = { x: Math.floor(x), y: Math.floor(y) };
  return {
    ...corner,
    width: Math.max(1, Math.min(Math.round(width), page.width - corner.x)),
    height: Math.max(1, Math.min(Math.round(height), page.height - corner.y)),
  };
};

/** What is cut out of the turned page to show a place by itself: the place with a little around it. */
export const cutOut = (box: Box, page: Size, rotation: Rotation): Box => {
  const size = rotatedSize(page, rotation);
  const place = uprightBox(box, page, rotation);
  const margin = Math.max(place.height * 0.3, size.width * 0.006);
  const x = Math.max(0, place.x - margin);
  const y = Math.max(0, place.y - margin);
  return {
    x,
    y,
    width: Math.min(size.width, place.x + place.width + margin) - x,
    height: Math.min(size.height, place.y + place.height + margin) - y,
  };
};
