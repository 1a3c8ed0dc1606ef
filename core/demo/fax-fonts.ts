/**
 * The typefaces of the demo faxes. All come with pdfjs-dist, so a machine without a single font draws the same page.
 * A handwriting face of the machine is used where there is one; nothing depends on it.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';

export type Face = 'sans' | 'sans-bold' | 'serif' | 'serif-bold' | 'fixed' | 'hand';

const folder = join(
  dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')),
  'standard_fonts',
);

const shipped = {
  sans: 'LiberationSans-Regular.ttf',
  'sans-bold': 'LiberationSans-Bold.ttf',
  serif: 'FoxitSerif.pfb',
  'serif-bold': 'FoxitSerifBold.pfb',
  fixed: 'FoxitFixedBold.pfb',
  hand: 'FoxitSerifItalic.pfb',
} as const satisfies Record<Face, string>;

const handwriting = [
  'Segoe Print',
  'Bradley Hand',
  'Ink Free',
  'Kalam',
  'Patrick Hand',
  'Caveat',
  'Comic Neue',
];

const alias = (face: Face) => `Demo Fax ${face}`;

for (const [face, file] of Object.entries(shipped)) {
  GlobalFonts.registerFromPath(join(folder, file), alias(face as Face));
}

const handFamily = handwriting.find((family) => GlobalFonts.has(family)) ?? alias('hand');

/** The value of a canvas context's `font`, e.g. `30px "Demo Fax sans"`. */
export function fontOf(face: Face, size: number): string {
  return `${size}px "${face === 'hand' ? handFamily : alias(face)}"`;
}

/** The file of a shipped face, for writers that take a path. */
export function fontFile(face: Exclude<Face, 'hand'>): string {
  return join(folder, shipped[face]);
}
