// Pictures of pages as the workstation keeps them, drawn for a test: a sheet, what the line did to it, and turned
// as a sheet can be that went into a machine the wrong way.
// Always: pixels are moved, never made up; a turned picture holds exactly the pixels of the one it came from.

import type { Canvas } from '@napi-rs/canvas';
import { dotsOf, type FaxDamage, scanned } from '../../core/demo/fax-paper.ts';
import { pageImage } from '../../core/document/page-image.ts';
import { type Grey, pagePicture } from '../../core/recognise/page-picture.ts';

/** The sheet as it is kept when it came in as a fine or a standard fax. */
export function keptPage(sheet: Canvas, damage: FaxDamage, yDpi: 196 | 98 = 196): Grey {
  const { width, height, bits } = dotsOf(scanned(sheet, damage), damage);
  const grey = bits.map((bit) => (bit === 1 ? 0 : 255));
  return pagePicture(pageImage({ width, height, grey, xDensity: 204, yDensity: yDpi, damagedRows: 0 }).png);
}

/** Pixel by pixel: where each comes from. */
function rearranged(
  width: number,
  height: number,
  from: (x: number, y: number) => number,
  { grey }: Grey,
): Grey {
  const target = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) target[y * width + x] = grey[from(x, y)]!;
  return { width, height, grey: target };
}

/** Turned clockwise, as a sheet that went in on its side or upside down. */
export function turned(picture: Grey, degrees: 0 | 90 | 180 | 270): Grey {
  const { width, height } = picture;
  if (degrees === 0) return picture;
  if (degrees === 180)
    return rearranged(width, height, (x, y) => (height - 1 - y) * width + width - 1 - x, picture);
  const from =
    degrees === 90
      ? (x: number, y: number) => (height - 1 - x) * width + y
      : (x: number, y: number) => x * width + width - 1 - y;
  return rearranged(height, width, from, picture);
}

/** A page of one grey. */
export const plain = (width: number, height: number, value: number): Grey => ({
  width,
  height,
  grey: new Uint8Array(width * height).fill(value),
});
