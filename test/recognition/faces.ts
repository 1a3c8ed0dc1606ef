/**
 * The typefaces of the drawn pages: all from packages, none of the machine, so a seed draws the same page everywhere.
 * Always: every face has the letters of Western Europe; no page writes others. Not here: which page uses which.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';

const folderOf = (name: string) => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
const standard = (file: string) => join(folderOf('pdfjs-dist'), 'standard_fonts', file);
const source = (name: string, weight: 400 | 700 = 400) =>
  join(folderOf(`@fontsource/${name}`), 'files', `${name}-latin-${weight}-normal.woff2`);

const files = {
  sans: standard('LiberationSans-Regular.ttf'),
  'sans-bold': standard('LiberationSans-Bold.ttf'),
  'sans-italic': standard('LiberationSans-Italic.ttf'),
  serif: standard('FoxitSerif.pfb'),
  'serif-bold': standard('FoxitSerifBold.pfb'),
  fixed: standard('FoxitFixed.pfb'),
  'fixed-bold': standard('FoxitFixedBold.pfb'),
  typewriter: source('courier-prime'),
  'typewriter-bold': source('courier-prime', 700),
  narrow: source('roboto-condensed'),
  'narrow-bold': source('roboto-condensed', 700),
  kalam: source('kalam'),
  patrick: source('patrick-hand'),
  architect: source('architects-daughter'),
  caveat: source('caveat'),
};

export type Face = keyof typeof files;

/** Handwriting, from schoolbook to hurried. */
export const hands = ['kalam', 'patrick', 'architect', 'caveat'] as const satisfies readonly Face[];

export const isHand = (face: Face): boolean => (hands as readonly Face[]).includes(face);

for (const [face, file] of Object.entries(files)) GlobalFonts.registerFromPath(file, `Drawn ${face}`);

/** The value of a canvas context's `font`. */
export const fontOf = (face: Face, size: number): string => `${size}px "Drawn ${face}"`;

/** A face with its bold companion, as a form or a print-out uses them. */
export const families = [
  ['sans', 'sans-bold'],
  ['serif', 'serif-bold'],
  ['typewriter', 'typewriter-bold'],
  ['narrow', 'narrow-bold'],
  ['fixed-bold', 'fixed-bold'],
] as const satisfies readonly (readonly [Face, Face])[];
