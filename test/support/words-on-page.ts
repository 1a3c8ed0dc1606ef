/**
 * Pages as OCR would hand them over, written by hand: pieces of text with the place where each begins.
 * Always: letters of one width and height, so that a test sees from its numbers what stands under what. Not here:
 * pictures.
 */
import type { LexiconDrug, PageReading, Word } from '../../core/recognise/reading.ts';

/** A piece of text that begins at x. */
export type Piece = readonly [x: number, text: string];
export interface WrittenLine {
  readonly y: number;
  readonly pieces: readonly Piece[];
  /** How sure OCR is of its words. */
  readonly confidence: number;
}

const LETTER = 14;
const HEIGHT = 24;

/** One line of a page; `confidence` is what OCR says of each of its words. */
export const line = (y: number, ...pieces: readonly Piece[]): WrittenLine => ({ y, pieces, confidence: 95 });
export const faint = (y: number, ...pieces: readonly Piece[]): WrittenLine => ({ y, pieces, confidence: 60 });

/** A page with these lines, 1700 × 2200 dots, the picture as read. */
export function pageOf(...lines: readonly WrittenLine[]): PageReading {
  const words = lines.flatMap(({ y, pieces, confidence }, number) =>
    pieces.flatMap(([from, text]): Word[] => {
      let x = from;
      return text.split(' ').map((word) => {
        const box = { x, y, width: Math.max(1, word.length * LETTER), height: HEIGHT };
        x += (word.length + 1) * LETTER - 4;
        return { text: word, confidence, box, line: number, block: 0 };
      });
    }),
  );
  return {
    width: 1700,
    height: 2200,
    picture: { width: 1700, height: 2200 },
    toPicture: [1, 0, 0, 1, 0, 0],
    rotation: 0,
    words,
    look: '0'.repeat(64),
    tookMs: 0,
  };
}

/** Lines of running text, one under another. */
export const prose = (y: number, ...texts: readonly string[]): WrittenLine[] =>
  texts.map((text, at) => line(y + at * 44, [130, text]));

const drug = (name: string, strength: string, form: string, unit: string, brand = ''): LexiconDrug => ({
  name,
  brand,
  strength,
  form,
  unit,
});

/** A small shelf: enough to be mistaken on. */
export const shelf: readonly LexiconDrug[] = [
  drug('sertraline', '50 mg', 'tablet', 'tablet', 'Zoloft'),
  drug('sertraline', '100 mg', 'tablet', 'tablet', 'Zoloft'),
  drug('lisinopril', '10 mg', 'tablet', 'tablet'),
  drug('lisinopril', '20 mg', 'tablet', 'tablet'),
  drug('lisinopril-hydrochlorothiazide', '20 mg-12.5 mg', 'tablet', 'tablet'),
  drug('metformin', '500 mg', 'tablet', 'tablet'),
  drug('metformin', '500 mg', 'extended-release tablet', 'tablet'),
  drug('hydrocodone-acetaminophen', '7.5 mg-325 mg', 'tablet', 'tablet'),
  drug('amoxicillin', '250 mg', 'capsule', 'capsule'),
  drug('amoxicillin', '400 mg/5 mL', 'oral suspension', 'mL'),
  drug('prednisone', '5 mg', 'tablet', 'tablet'),
  drug('prednisolone', '5 mg', 'tablet', 'tablet'),
  drug('levothyroxine', '50 mcg', 'tablet', 'tablet'),
  drug('albuterol', '90 mcg/actuation', 'inhaler', 'puff'),
];
