/**
 * A picture of a page in, its reading out: the one path every page takes.
 * Always: words lie in the reading plane, upright and straight; the picture itself is never changed. Where the ink
 * does not say which way is up, the engine is asked, and the way in which it reads most is taken; a sheet sent as
 * seen from behind is read so too, for what is read backwards would be invented. What is written by hand is looked at
 * again, piece by piece.
 * Not here: threads, limits of time (page-reader.ts).
 */
import { cleanPage, softened } from './clean-page.ts';
import type { OcrEngine } from './ocr-engine.ts';
import { findInk, inkLevel } from './page-ink.ts';
import { pageLook } from './page-look.ts';
import { type Grey, pagePicture } from './page-picture.ts';
import type { PageReading, Word } from './reading.ts';
import { furtherLooks } from './second-look.ts';
import { type Plane, readingPlane, seenIn } from './straighten.ts';
import { findUpright, nowhere, type QuarterTurn, type Upright } from './upright.ts';

/** One way a picture can be taken, and what was read so. */
interface Attempt {
  readonly rotation: QuarterTurn;
  readonly mirrored: boolean;
  readonly plane: Plane;
  readonly seen: Grey;
  readonly words: readonly Word[];
  /** Letters and digits in words the engine is sure of. */
  readonly legible: number;
}

/** Lines this much sharper than those of the page overturned settle which way is up. */
const SETTLED = 1.2;
/** The engine is sure of a word from here; on a page seen the right way it is of most. */
const SURE = 80;
/** Of its letters, the part that is legible on a page seen the right way, and hardly ever on one that is not. */
const LEGIBLE_SHARE = 0.15;
/** A page with so many tall letters is filled in by hand, and read at this scale. Measured; print has 0.15 at most. */
const BY_HAND = { tall: 0.2, scale: 0.6 };

/** Reads a PNG. Throws where the picture is damaged or larger than a page may be. */
export function readPage(png: Uint8Array, engine: OcrEngine): PageReading {
  const begun = performance.now();
  const picture = pagePicture(png);
  const ink = findInk(picture, inkLevel(picture));
  const upright = ink ? findUpright(ink, picture) : nowhere;
  const soft = softened(ink ? cleanPage(picture, ink) : picture);
  const { rotation, mirrored, plane, words, seen } = best(soft, upright, engine);
  const reading: PageReading = {
    width: plane.width,
    height: plane.height,
    picture: { width: picture.width, height: picture.height },
    toPicture: plane.toPicture,
    rotation,
    words,
    look: pageLook(seen, plane.sheet),
    tookMs: 0,
  };
  const scale = scaleOf(upright);
  const straight = () => seenIn(readingPlane(soft, { rotation, mirrored, skew: upright.skew }), soft);
  const again = scale < 1 ? furtherLooks(reading, straight(), scale, engine) : [];
  const tookMs = performance.now() - begun;
  return { ...reading, ...(again.length > 0 ? { again } : {}), tookMs };
}

/** How much smaller a page is read than it is kept. */
const scaleOf = ({ tall }: Upright): number => (tall > BY_HAND.tall ? BY_HAND.scale : 1);

/** Takes the picture as its ink says it lies, and in other ways as long as next to nothing can be read. */
function best(picture: Grey, upright: Upright, engine: OcrEngine): Attempt {
  const { rotation } = upright;
  const overturned = ((rotation + 180) % 360) as QuarterTurn;
  const attempts = [attempt(picture, upright, rotation, false, engine)];
  const most = () => attempts.reduce((one, two) => (two.legible > one.legible ? two : one));
  const enough = () => most().legible >= upright.letters * LEGIBLE_SHARE;
  if (!enough() && upright.overturned < SETTLED)
    attempts.push(attempt(picture, upright, overturned, false, engine));
  if (!enough()) attempts.push(attempt(picture, upright, rotation, true, engine));
  if (!enough() && upright.overturned < SETTLED)
    attempts.push(attempt(picture, upright, overturned, true, engine));
  return most();
}

function attempt(
  picture: Grey,
  upright: Upright,
  rotation: QuarterTurn,
  mirrored: boolean,
  engine: OcrEngine,
): Attempt {
  const plane = readingPlane(picture, { rotation, skew: upright.skew, mirrored, scale: scaleOf(upright) });
  const seen = seenIn(plane, picture);
  const words = engine.words(seen);
  const legible = words
    .filter(({ confidence }) => confidence >= SURE)
    .map(({ text }) => text.replace(/[^\p{L}\p{N}]/gu, '').length)
    .filter((length) => length >= 3)
    .reduce((sum, length) => sum + length, 0);
  return { rotation, mirrored, plane, seen, words, legible };
}
