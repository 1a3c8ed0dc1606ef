/**
 * What was typed or received as text, as a page of words: letters of one width, lines of one height, so that extraction
 * finds in it what it finds on paper.
 * Always: its picture plane counts letters and lines from 0, so the place of a value says where in the text it stands;
 * a line that is too long goes on in the next, between two words.
 */
import type { PageReading, Word } from './reading.ts';

const LETTER = 14;
const HEIGHT = 24;
const PITCH = 40;
/** A longer line is running text: each of its clauses becomes a line, as it would stand on a form. */
const LETTERS = 80;

const linesOf = (line: string): string[] =>
  line.length <= LETTERS ? [line] : line.split(/(?<=[.;:,])\s+(?=\S)/);

export const textPage = (text: string): PageReading => {
  const lines = text
    .replaceAll('\t', '    ')
    .split(/\r\n|[\r\n]/)
    .flatMap(linesOf);
  const letters = Math.max(LETTERS, ...lines.map((line) => line.length));
  const words = lines.flatMap((line, number): Word[] =>
    [...line.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
      text: word,
      confidence: 100,
      box: { x: index * LETTER, y: number * PITCH, width: word.length * LETTER, height: HEIGHT },
      line: number,
      block: 0,
    })),
  );
  return {
    width: letters * LETTER,
    height: lines.length * PITCH,
    picture: { width: letters, height: lines.length },
    toPicture: [1 / LETTER, 0, 0, 1 / PITCH, 0, 0],
    rotation: 0,
    words,
    look: '0'.repeat(64),
    tookMs: 0,
  };
};
