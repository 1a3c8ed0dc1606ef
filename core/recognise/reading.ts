/**
 * What OCR makes of one page: words with their places. The language between reading, extraction and the set they are
 * measured on; pure shapes and the arithmetic between the two planes a page lies in.
 *
 * Always: words lie in the *reading plane*, the page turned the right way up and straightened, in its own pixels;
 * people look at the *picture plane*, the picture as it is kept, untouched. `toPicture` leads from one to the other.
 */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Word {
  readonly text: string;
  /** 0 to 100, as the engine says it. Says nothing of what is missing. */
  readonly confidence: number;
  readonly box: Box;
  /** Words of one line of one block share both numbers; both count from 0 in reading order. */
  readonly line: number;
  readonly block: number;
}

/** x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export interface PageReading {
  /** Size of the reading plane. */
  readonly width: number;
  readonly height: number;
  readonly picture: { readonly width: number; readonly height: number };
  readonly toPicture: Affine;
  /** Quarter turns clockwise, in degrees, that bring the picture the right way up for a person. */
  readonly rotation: 0 | 90 | 180 | 270;
  /** In reading order. Empty on a blank page. */
  readonly words: readonly Word[];
  /** All its words as each further look had them, where the page is filled in by hand and was not read clearly. */
  readonly again?: readonly (readonly Word[])[];
  /**
   * How the page looks, for finding the same page sent twice: 256 bits as 64 hex digits, alike for pages that look
   * alike (few bits differ after another transmission of the same sheet).
   */
  readonly look: string;
  readonly tookMs: number;
}

/** The box of the picture that holds a box of the reading plane, in whole pixels and inside the picture. */
export const pictureBox = ({ toPicture: [a, b, c, d, e, f], picture }: PageReading, box: Box): Box => {
  const corners = [
    [box.x, box.y],
    [box.x + box.width, box.y],
    [box.x, box.y + box.height],
    [box.x + box.width, box.y + box.height],
  ] as const;
  const xs = corners.map(([x, y]) => a * x + c * y + e);
  const ys = corners.map(([x, y]) => b * x + d * y + f);
  const within = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  const left = Math.floor(within(Math.min(...xs), picture.width - 1));
  const top = Math.floor(within(Math.min(...ys), picture.height - 1));
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.ceil(within(Math.max(...xs), picture.width)) - left),
    height: Math.max(1, Math.ceil(within(Math.max(...ys), picture.height)) - top),
  };
};

/** The drugs extraction may find, and which rules of reading hold: all it knows of this pharmacy. */
export interface Lexicon {
  /** 'us': month first, `od` is the right eye; 'uk': day first, `od` is once daily. */
  readonly profile: 'us' | 'uk';
  /** Today in the branch, YYYY-MM-DD: no date of birth or of writing lies after it. */
  readonly today: string;
  readonly drugs: readonly LexiconDrug[];
}

/** A drug without its package: one entry a name, strength and form. */
export interface LexiconDrug {
  readonly name: string;
  readonly brand: string;
  readonly strength: string;
  readonly form: string;
  readonly unit: string;
}
