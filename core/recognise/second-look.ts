/**
 * A second look at what is written by hand: each weak piece between two labels is cut out and read by itself, in
 * several sizes. The engine reads a piece alone far better than among print, and differently in each size, so that
 * what it takes for something else once is seen (measured).
 * Always: the page as it was read first stays as it is; each further look is all its words, the weak pieces read anew.
 * Not here: which of the looks is right (extract/looks.ts).
 */
import { safetyCriticalFields } from '../contract/recognition.ts';
import type { Asked } from './extract/label-words.ts';
import { pageText, right, union } from './extract/lines.ts';
import { type Segment, type Sheet, sheetOf } from './extract/sheet.ts';
import type { OcrEngine } from './ocr-engine.ts';
import type { Grey } from './page-picture.ts';
import type { Box, PageReading, Word } from './reading.ts';
import { readingPlane, seenIn } from './straighten.ts';

/** The sizes it is looked at in, 1 as it stands on the kept picture. */
const SIZES = [0.5, 1];
/** Every word of a piece read so clearly, it is not read again; a figure is more easily another. */
const CLEARLY = { words: 88, figures: 93 };
/** Pixels of the kept picture above and below the words. */
const MARGIN = 12;
/** A stroke at the end of a piece may have been lost: so many times its height is looked at beyond it. */
const LOST = 0.35;
/** Pixels between a piece and the words beside it. */
const GAP = 2;
/** A piece larger than this part of the page is no line of writing. */
const MOST_HEIGHT = 0.08;
/** So many pieces are more than a page filled in by hand has; the rest is left. */
const MOST_PIECES = 40;

/** A piece of the page, in its reading plane. */
interface Piece {
  readonly words: readonly Word[];
  readonly box: Box;
}

/**
 * The page's words as further looks have them. `straight` is the page upright and straight in the size of the kept
 * picture, `scale` how much smaller the reading plane is.
 */
export function furtherLooks(
  reading: PageReading,
  straight: Grey,
  scale: number,
  engine: OcrEngine,
): Word[][] {
  const pieces = weakPieces(reading).slice(0, MOST_PIECES);
  return pieces.length === 0
    ? []
    : SIZES.map((size) => {
        const replaced = new Map(
          pieces.map((piece) => [piece, readAnew(piece, straight, scale, size, engine)]),
        );
        return withPieces(reading.words, replaced);
      });
}

/** What labels ask for that can harm when it is read wrong. */
const harmful: ReadonlySet<Asked> = new Set<Asked>([
  ...safetyCriticalFields,
  ...(['name', 'nameAndAddress', 'familyName', 'givenNames', 'about'] as const),
]);

/** What can harm and was not read clearly: beside a label that asks for it, or without one; the first line is the fax machine's. */
function weakPieces(reading: PageReading): Piece[] {
  const sheet = sheetOf(pageText(reading, 1), new Set());
  const asked = ({ owner, line }: Segment) => (owner === null ? line > 0 : harmful.has(owner.asks));
  return sheet.segments
    .filter((segment) => asked(segment) && isWeak(segment))
    .flatMap((segment) => {
      const box = boxOf(sheet, segment);
      // A token may be a part of its word, as a value run together with its label is.
      const words = reading.words.filter(
        (word) => isIn(word.box, box) && segment.tokens.some((token) => isIn(token.box, word.box)),
      );
      const most = MOST_HEIGHT * reading.height;
      return words.length === 0 || box.height > most ? [] : [{ words, box }];
    });
}

const isWeak = ({ tokens }: Segment): boolean =>
  tokens.some(({ text, confidence }) => confidence < (/[\d%#]/.test(text) ? CLEARLY.figures : CLEARLY.words));

/** The box of a piece with what may have been lost at its ends, up to the words beside it. */
function boxOf(sheet: Sheet, { line: number, tokens }: Segment): Box {
  const { tokens: all } = sheet.page.lines[number]!;
  const box = union(tokens.map((token) => token.box));
  const before = all[all.indexOf(tokens[0]!) - 1];
  const after = all[all.indexOf(tokens.at(-1)!) + 1];
  const left = Math.max(box.x - LOST * box.height, before === undefined ? 0 : right(before.box) + GAP);
  const end = Math.min(
    right(box) + LOST * box.height,
    after === undefined ? sheet.page.reading.width : after.box.x - GAP,
  );
  const x = Math.min(left, box.x);
  return { x, y: box.y, width: Math.max(end, right(box)) - x, height: box.height };
}

/** Its middle lies in the other. */
const isIn = (box: Box, other: Box): boolean => {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return x >= other.x && x <= right(other) && y >= other.y && y <= other.y + other.height;
};

/** The words of a piece as they are read alone in this size; as they were where nothing is. */
function readAnew(
  { words, box }: Piece,
  straight: Grey,
  scale: number,
  size: number,
  engine: OcrEngine,
): readonly Word[] {
  const left = Math.max(0, Math.floor(box.x / scale));
  const top = Math.max(0, Math.floor(box.y / scale) - MARGIN);
  const cut = cutOut(straight, {
    x: left,
    y: top,
    width: Math.min(straight.width - left, Math.ceil(box.width / scale)),
    height: Math.min(straight.height - top, Math.ceil(box.height / scale) + 2 * MARGIN),
  });
  const seen = seenIn(readingPlane(cut, { rotation: 0, skew: 0, mirrored: false, scale: size }), cut);
  const [first] = words;
  const anew = engine.lineOf(seen).map(
    (word): Word => ({
      ...word,
      line: first!.line,
      block: first!.block,
      box: {
        x: Math.round((left + word.box.x / size) * scale),
        y: Math.round((top + word.box.y / size) * scale),
        width: Math.max(1, Math.round((word.box.width / size) * scale)),
        height: Math.max(1, Math.round((word.box.height / size) * scale)),
      },
    }),
  );
  return anew.length > 0 ? anew : words;
}

function cutOut({ width, grey }: Grey, box: Box): Grey {
  const cut = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y += 1) {
    const from = (box.y + y) * width + box.x;
    cut.set(grey.subarray(from, from + box.width), y * box.width);
  }
  return { width: box.width, height: box.height, grey: cut };
}

/** The words of the page with those of the pieces in their place. */
function withPieces(words: readonly Word[], pieces: ReadonlyMap<Piece, readonly Word[]>): Word[] {
  const first = new Map([...pieces].map(([piece, anew]) => [piece.words[0]!, anew]));
  const gone = new Set([...pieces.keys()].flatMap((piece) => piece.words));
  return words.flatMap((word) => first.get(word) ?? (gone.has(word) ? [] : [word]));
}
