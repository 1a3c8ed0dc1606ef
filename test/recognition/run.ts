/**
 * `npm run recognition -- --seed N [--pages N] [--grade G] [--layout WORDS] [--mistakes] [--fresh] [--json FILE]`:
 * draws the set of a seed, reads it, looks through it, and prints precision and recall by field and grade.
 * Always: readings are kept between runs, what is made of them never. `--mistakes` names every value that is not
 * right; everything on these pages is invented. Use seed 1 for tuning, and leave seed 2 alone (draw-set.ts).
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readFields } from '../../core/contract/recognition.ts';
import type { Figure } from '../bench/measure.ts';
import { judgedOf } from './measured.ts';
import { readSet } from './readings.ts';
import {
  criticalOf,
  isCritical,
  type Mistake,
  precision,
  printedOf,
  recall,
  type Score,
  scoreOf,
  type Tally,
} from './score.ts';
import { grades } from './truth.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    pages: { type: 'string', default: '128' },
    grade: { type: 'string' },
    layout: { type: 'string' },
    json: { type: 'string' },
    fresh: { type: 'boolean', default: false },
    mistakes: { type: 'boolean', default: false },
  },
});
const say = (line = '') => process.stdout.write(`${line}\n`);
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const table = (rows: readonly (readonly string[])[]) => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    say(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  '),
    );
  say();
};

const seed = Number(values.seed);
const documents = (await readSet(seed, Number(values.pages), { fresh: values.fresh, said: say })).filter(
  ({ grade, layout, name }) =>
    (values.grade === undefined || grade === values.grade) &&
    (values.layout === undefined || layout.includes(values.layout) || name.includes(values.layout)),
);
const begun = performance.now();
const judged = judgedOf(documents);
const took = performance.now() - begun;
const score = scoreOf(judged);
const pages = documents.reduce((sum, { readings }) => sum + readings.length, 0);

say(`seed ${seed}: ${documents.length} documents, ${pages} pages; looked through in ${took.toFixed(0)} ms\n`);
printFields(score);
printLayouts(score);
printOthers(score);
if (values.mistakes) {
  say('not right:');
  for (const mistake of score.mistakes) say(lineOf(mistake));
  say();
}
say(score.sureWrong.length === 0 ? 'called sure and wrong: none' : 'called sure and wrong:');
for (const mistake of score.sureWrong) say(lineOf(mistake));
if (values.json) writeFileSync(values.json, `${JSON.stringify(figuresOf(score), null, 2)}\n`);

function printFields({ fields }: Score): void {
  const cells = (tally: Tally | undefined) =>
    tally === undefined ? ['–', '–'] : [percent(recall(tally)), percent(precision(tally))];
  const row = (name: string, of: (grade: (typeof grades)[number]) => Tally | undefined) => {
    const tallies = grades.map(of);
    const asked = tallies.reduce((sum, tally) => sum + (tally?.asked ?? 0), 0);
    return [name, String(asked), ...tallies.flatMap(cells)];
  };
  const shown = readFields.filter((field) => grades.some((grade) => fields.get(grade)?.has(field)));
  table([
    ['field', 'asked', ...grades.flatMap((grade) => [`${grade} recall`, 'precision'])],
    ...shown.map((field) =>
      row(isCritical(field) ? `${field} *` : field, (grade) => fields.get(grade)?.get(field)),
    ),
    row('* all that can harm', (grade) => criticalOf(score, grade)),
    row('* without handwriting', (grade) => printedOf(score, grade)),
  ]);
}

function printLayouts({ layouts }: Score): void {
  const names = [...new Set([...layouts.keys()].map((key) => key.split(' · ')[0]!))].sort();
  const cell = (name: string, grade: string) => {
    const tally = layouts.get(`${name} · ${grade}`);
    return tally === undefined ? '–' : `${percent(recall(tally))} of ${tally.asked}`;
  };
  table([
    ['layout, values that can harm', ...grades],
    ...names.map((name) => [name, ...grades.map((grade) => cell(name, grade))]),
  ]);
}

function printOthers(score: Score): void {
  const of = ({ right, of }: { right: number; of: number }) => [
    percent(of === 0 ? 1 : right / of),
    `${right} of ${of}`,
  ];
  table([
    ['', 'right', ''],
    ['kind of page', ...of(score.pageKinds)],
    ['prescriptions of a document', ...of(score.counts)],
    ['place of a right value', ...of(score.regions)],
    ['sender', ...of(score.senders)],
    ['called sure', ...of(score.sure)],
  ]);
}

function lineOf({ document, grade, field, kind, truth, value, confidence }: Mistake): string {
  return `  ${document} (${grade})  ${field} ${kind}: stands “${truth}”, read “${value}” ${confidence}`;
}

function figuresOf(score: Score): Figure[] {
  const share = (name: string, value: number, goal = '–', met = true): Figure => ({
    name: `seed ${seed}: ${name}`,
    value: value * 100,
    unit: '%',
    comparator: null,
    ratio: null,
    goal,
    met,
  });
  return grades.flatMap((grade) => [
    share(`${grade}, values that can harm, recall`, recall(criticalOf(score, grade))),
    share(`${grade}, values that can harm, precision`, precision(criticalOf(score, grade))),
    ...readFields.flatMap((field) => {
      const tally = score.fields.get(grade)?.get(field);
      if (tally === undefined) return [];
      return [
        share(`${grade}, ${field}, recall`, recall(tally)),
        share(`${grade}, ${field}, precision`, precision(tally)),
      ];
    }),
  ]);
}
