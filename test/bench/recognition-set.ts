/**
 * Recognition on the drawn set: values that can harm on clean pages, values called sure, and a second seed beside the
 * first. Always: both seeds are read whole by the product's own path; seed 2 is never used for tuning, so running
 * this before tuning has ended spoils it (test/recognition/draw-set.ts).
 */
import { judgedOf } from '../recognition/measured.ts';
import { readSet } from '../recognition/readings.ts';
import { criticalOf, recall, type Score, scoreOf } from '../recognition/score.ts';
import { grades } from '../recognition/truth.ts';
import type { Figure } from './measure.ts';

const PAGES = 128;
const LEAST_RIGHT = 97;
const MOST_APART = 2;

export async function recognitionSet(said: (text: string) => void): Promise<Figure[]> {
  const scored = async (seed: number): Promise<Score> => {
    said(`  seed ${seed}: ${PAGES} pages`);
    return scoreOf(judgedOf(await readSet(seed, PAGES, { said: (words) => said(`  ${words}`) })));
  };
  const first = await scored(1);
  const second = await scored(2);
  const right = (score: Score, grade: (typeof grades)[number]) => recall(criticalOf(score, grade)) * 100;

  const figures = grades.map((grade): Figure => {
    const value = right(first, grade);
    const other = right(second, grade);
    const apart = Math.abs(value - other);
    return {
      name: `values that can harm, right, ${grade} pages`,
      value,
      unit: '%',
      comparator: { name: 'second seed', value: other },
      ratio: other / value,
      goal:
        grade === 'clean'
          ? `≥ ${LEAST_RIGHT} %, second seed within ${MOST_APART}`
          : `second seed within ${MOST_APART}`,
      met: apart <= MOST_APART && (grade !== 'clean' || Math.min(value, other) >= LEAST_RIGHT),
    };
  });
  return [
    ...figures,
    {
      name: 'values called sure that are wrong',
      value: first.sureWrong.length,
      unit: `of ${first.sure.of}`,
      comparator: { name: 'second seed', value: second.sureWrong.length },
      ratio: null,
      goal: '0',
      met: first.sureWrong.length + second.sureWrong.length === 0,
    },
  ];
}
