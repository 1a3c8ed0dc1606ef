/**
 * Recognition on the drawn set: values that can harm on clean pages, values called sure, and a second seed beside the
 * first. Always: both seeds are read whole by the product's own path; seed 2 is never used for tuning, so running
 * this before tuning has ended spoils it (test/recognition/draw-set.ts).
 */
import { judgedOf } from '../recognition/measured.ts';
import { readSet } from '../recognition/readings.ts';
import {
  criticalOf,
  printedOf,
  recall,
  type Score,
  scoreOf,
  sumOf,
  type Tally,
} from '../recognition/score.ts';
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
  const figure = (name: string, of: (score: Score) => Tally, least?: number, near = false): Figure => {
    const [value, other] = [recall(of(first)) * 100, recall(of(second)) * 100];
    const goals = [
      ...(least === undefined ? [] : [`≥ ${least} %`]),
      ...(near ? [`second seed within ${MOST_APART}`] : []),
    ];
    return {
      name: `values that can harm, right: ${name}`,
      value,
      unit: '%',
      comparator: { name: 'second seed', value: other },
      ratio: other / value,
      goal: goals.join(', ') || '–',
      met:
        (least === undefined || Math.min(value, other) >= least) &&
        (!near || Math.abs(value - other) <= MOST_APART),
    };
  };
  const figures = [
    figure('clean pages', (score) => criticalOf(score, 'clean'), LEAST_RIGHT, true),
    figure('clean pages without handwriting', (score) => printedOf(score, 'clean')),
    figure('fair pages', (score) => criticalOf(score, 'fair')),
    figure('poor pages', (score) => criticalOf(score, 'poor')),
    figure('all pages', (score) => sumOf(grades.map((grade) => criticalOf(score, grade))), undefined, true),
  ];
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
