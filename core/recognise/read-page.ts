/**
 * A picture of a page in, its reading out: the one path every page takes.
 * Always: words lie in the reading plane, upright and straight; the picture itself is never changed. Where the ink
 * does not say which way is up, the engine is asked, and the way in which it reads most is taken; a sheet sent as
 * seen from behind is read so too, for what is read backwards would be invented.
 * Not here: threads, limits of time (page-reader.ts).
 */
import { picturePage } from '../document/picture-page.ts';
import { cleanPage } from './clean-page.ts';
import type { Grey, OcrEngine } from './ocr-engine.ts';
import { findInk, inkLevel } from './page-ink.ts';
import type { PageReading, Word } from './reading.ts';
import { type Plane, readingPlane, seenIn } from './straighten.ts';
import { findUpright, type QuarterTurn, type Upright } from './upright.ts';

/** One way of looking at a picture and what was read so. */
interface Look {
  readonly rotation: QuarterTurn;
  readonly mirrored: boolean;
  readonly plane: Plane;
  readonly words: readonly Word[];
  /** Letters and digits in words the engine is sure of. */
  readonly legible: number;
}

/** Pixels. Kept pictures have at most some 2400 × 2400; anything far above is none of ours. */
const MOST_PIXELS = 12_000_000;
/** Lines this much sharper than those of the page overturned settle which way is up. */
const SETTLED = 1.2;
/** The engine is sure of a word from here; on a page the right way up it is of most. */
const SURE = 80;
/** Of its letters, the part of a page that is legible if it is seen the right way. */
const LEGIBLE_SHARE = 0.3;

/** Reads a PNG. Throws where the picture is damaged or larger than a page may be. */
export async function readPage(png: Uint8Array, engine: OcrEngine): Promise<PageReading> {
  const begun = performance.now();
  const picture = await decoded(png);
  const ink = findInk(picture, inkLevel(picture));
  const upright: Upright = ink
    ? findUpright(ink, picture)
    : { rotation: 0, skew: 0, letters: 0, overturned: 1, sideways: 1 };
  const clean = ink ? cleanPage(picture, ink) : picture;
  const { rotation, plane, words } = best(clean, upright, engine);
  return {
    width: plane.width,
    height: plane.height,
    picture: { width: picture.width, height: picture.height },
    toPicture: plane.toPicture,
    rotation,
    words,
    look: '0'.repeat(64),
    tookMs: performance.now() - begun,
  };
}

async function decoded(png: Uint8Array): Promise<Grey> {
  const size = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (size.getUint32(16) * size.getUint32(20) > MOST_PIXELS) throw new Error('larger than a page may be');
  const { width, height, grey } = await picturePage(png, 'png');
  return { width, height, grey };
}

/** Looks at the picture as the ink says it lies, and in other ways as long as too little can be read. */
function best(picture: Grey, upright: Upright, engine: OcrEngine): Look {
  const overturned = ((upright.rotation + 180) % 360) as QuarterTurn;
  const looks: Look[] = [lookAt(picture, upright, upright.rotation, false, engine)];
  const most = () => looks.reduce((one, two) => (two.legible > one.legible ? two : one));
  const enough = () => most().legible >= upright.letters * LEGIBLE_SHARE;
  if (upright.overturned < SETTLED && !enough())
    looks.push(lookAt(picture, upright, overturned, false, engine));
  if (!enough()) looks.push(lookAt(picture, upright, upright.rotation, true, engine));
  return most();
}

function lookAt(
  picture: Grey,
  { skew }: Upright,
  rotation: QuarterTurn,
  mirrored: boolean,
  engine: OcrEngine,
): Look {
  const plane = readingPlane(picture, { rotation, skew: mirrored ? -skew : skew, scale: 1, mirrored });
  const words = engine.words(seenIn(plane, picture));
  const legible = words
    .filter(({ confidence }) => confidence >= SURE)
    .map(({ text }) => text.replace(/[^\p{L}\p{N}]/gu, '').length)
    .filter((length) => length >= 3)
    .reduce((sum, length) => sum + length, 0);
  return { rotation, mirrored, plane, words, legible };
}
