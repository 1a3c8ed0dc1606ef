/**
 * A sheet of paper to draw a demo fax on, and the line it is sent down: words and rules onto a canvas, then the
 * canvas to the black and white dots a fax machine makes of it, with the dirt and slant of real ones.
 * Lengths are in 1/200 inch, so a US letter page is 1700 × 2200 whatever the density. Always the same for the same seed.
 * Not here: what is written on the page.
 */
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { type Chance, chanceFrom } from '../chance.ts';
import type { FaxPage } from '../document/fax-image.ts';
import { type Face, fontOf } from './fax-fonts.ts';

export const PAGE_WIDTH = 1700;
export const PAGE_HEIGHT = 2200;
/** Dots across a letter-size fax (ITU-T T.4 gives 1728 for A4 and letter alike). */
const DOTS_ACROSS = 1728;

export interface TextStyle {
  readonly face?: Face;
  readonly size?: number;
  readonly align?: 'left' | 'center' | 'right';
  /** Longest line; what is longer goes on the next line. */
  readonly width?: number;
}

export interface Paper {
  readonly canvas: Canvas;
  /** Writes at a baseline and gives the baseline of the line after the last one written. */
  text(words: string, x: number, y: number, style?: TextStyle): number;
  line(x1: number, y1: number, x2: number, y2: number, thickness?: number): void;
  box(x: number, y: number, width: number, height: number, thickness?: number): void;
  /** An illegible name, as signatures are, starting at a baseline. */
  signature(x: number, y: number, chance: Chance): void;
}

/** A blank white letter page of 204 dots an inch across and `yDpi` down. */
export function blankPaper(yDpi: 196 | 98): Paper {
  const canvas = createCanvas(DOTS_ACROSS, Math.round((PAGE_HEIGHT / 200) * yDpi));
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  context.scale(DOTS_ACROSS / PAGE_WIDTH, canvas.height / PAGE_HEIGHT);
  return {
    canvas,
    text: (words, x, y, style = {}) => write(context, words, x, y, style),
    line: (x1, y1, x2, y2, thickness = 3) => {
      context.lineWidth = thickness;
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      context.stroke();
    },
    box: (x, y, width, height, thickness = 3) => {
      context.lineWidth = thickness;
      context.strokeRect(x, y, width, height);
    },
    signature: (x, y, chance) => sign(context, x, y, chance),
  };
}

function write(context: SKRSContext2D, words: string, x: number, y: number, style: TextStyle): number {
  const { face = 'sans', size = 30, align = 'left', width = Number.POSITIVE_INFINITY } = style;
  context.font = fontOf(face, size);
  context.textAlign = align;
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const leading = size * 1.32;
  for (const [index, line] of lines.entries()) {
    if (face === 'hand') writeByHand(context, line, x, y + index * leading, size);
    else context.fillText(line, x, y + index * leading);
  }
  return y + lines.length * leading;
}

/** Letter by letter, no two on the same line or at the same slant. */
function writeByHand(context: SKRSContext2D, words: string, x: number, y: number, size: number): void {
  const chance = chanceFrom(words.length * 7919 + Math.round(x + y));
  let at = x;
  for (const letter of words) {
    context.save();
    context.translate(at, y + (chance() - 0.5) * size * 0.12);
    context.rotate((chance() - 0.55) * 0.14);
    context.fillText(letter, 0, 0);
    context.restore();
    at += context.measureText(letter).width * (0.96 + chance() * 0.12);
  }
}

function sign(context: SKRSContext2D, x: number, y: number, chance: Chance): void {
  context.lineWidth = 4;
  context.beginPath();
  context.moveTo(x, y - 20);
  const strokes = 6 + Math.floor(chance() * 5);
  const second = 3 + Math.floor(chance() * 3);
  let at = x;
  for (let stroke = 0; stroke < strokes; stroke += 1) {
    const height = stroke === 0 || stroke === second ? 75 + chance() * 45 : 8 + chance() * 42;
    const step = 18 + chance() * 42;
    const lean = chance() * 0.5;
    const foot = y + 6 - chance() * 24;
    context.bezierCurveTo(
      at + step * lean,
      y - height,
      at + step * (lean + 0.6),
      y - height,
      at + step,
      foot,
    );
    at += step;
  }
  context.bezierCurveTo(
    at + 60,
    y + 30 * chance(),
    at - 160,
    y + 34,
    at + 60 + chance() * 120,
    y - 26 * chance(),
  );
  context.stroke();
}

/** The line the receiving machine prints along the top edge, straight however the page went in. */
export function stampHeader(page: Canvas, header: string): void {
  const context = page.getContext('2d');
  context.save();
  context.setTransform(DOTS_ACROSS / PAGE_WIDTH, 0, 0, page.height / PAGE_HEIGHT, 0, 0);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, PAGE_WIDTH, 62);
  context.fillStyle = '#000';
  write(context, header, 60, 46, { face: 'fixed', size: 28 });
  context.restore();
}

/** What the line and the machine did to a page. */
export interface FaxDamage {
  readonly seed: number;
  /** Radius in dots. */
  readonly blur?: number;
  /** Share of dots that fell the wrong way. */
  readonly speckle?: number;
  /** Vertical lines from dirt on the scanner glass. */
  readonly streaks?: number;
  /** Degrees clockwise the sheet went in. */
  readonly turn?: number;
}

/** The sheet as the scanner saw it: turned, blurred and dirty, still in grey. */
export function scanned(sheet: Canvas, damage: FaxDamage): Canvas {
  const { width, height } = sheet;
  const seen = createCanvas(width, height);
  const context = seen.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.save();
  if (damage.blur !== undefined) context.filter = `blur(${damage.blur}px)`;
  // Dots are not square when a page is sent coarse; the sheet turns as paper does.
  const tall = (PAGE_HEIGHT / height) * (width / PAGE_WIDTH);
  context.translate(width / 2, height / 2);
  context.scale(1, 1 / tall);
  context.rotate(((damage.turn ?? 0) * Math.PI) / 180);
  context.scale(1, tall);
  context.drawImage(sheet, -width / 2, -height / 2);
  context.restore();
  const chance = chanceFrom(damage.seed);
  context.fillStyle = '#000';
  for (let streak = 0; streak < (damage.streaks ?? 0); streak += 1) {
    context.fillRect(Math.round(chance() * width), 0, chance() < 0.5 ? 1 : 2, height);
  }
  return seen;
}

/** Black and white dots of a page; grey falls by a threshold, some of it the wrong way. */
export function dotsOf(page: Canvas, { seed, speckle = 0 }: FaxDamage): FaxPage {
  const { width, height } = page;
  const { data } = page.getContext('2d').getImageData(0, 0, width, height);
  const bits = new Uint8Array(width * height);
  for (let at = 0; at < bits.length; at += 1) bits[at] = data[at * 4]! < 150 ? 1 : 0;
  const chance = chanceFrom(seed + 1);
  for (let spot = Math.round(bits.length * speckle); spot > 0; spot -= 1) {
    const at = Math.floor(chance() * (bits.length - width - 2));
    const black = chance() < 0.75 ? 1 : 0;
    bits[at] = black;
    if (chance() < 0.4) bits[at + 1] = black;
    if (chance() < 0.4) bits[at + width] = black;
  }
  return { width, height, bits };
}

/** The dots as a canvas again, for machines that send pictures instead of faxes. */
export function pictureOf({ width, height, bits }: FaxPage): Canvas {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  for (let at = 0; at < bits.length; at += 1) {
    image.data.fill(bits[at] === 1 ? 0 : 255, at * 4, at * 4 + 3);
    image.data[at * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
