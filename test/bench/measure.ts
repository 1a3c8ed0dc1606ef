/** What a bench measures and how it says it: one row a figure, each beside its comparator of the same run. */

export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What it is held against, measured in the same run; null where the goal is absolute. */
  comparator: { name: string; value: number } | null;
  ratio: number | null;
  goal: string;
  met: boolean;
}

/** The p-th percentile (0–1) of some measurements. */
export const percentile = (measured: readonly number[], p: number): number => {
  const sorted = [...measured].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
};

export const median = (measured: readonly number[]): number => percentile(measured, 0.5);

/** Milliseconds that each of `times` calls takes, after a warm-up that does not count. */
export const each = async (
  times: number,
  warmUp: number,
  work: (index: number) => unknown,
): Promise<number[]> => {
  const measured: number[] = [];
  for (let index = 0; index < warmUp + times; index += 1) {
    const begun = performance.now();
    await work(index);
    if (index >= warmUp) measured.push(performance.now() - begun);
  }
  return measured;
};

const shown = (value: number) =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : value >= 10 ? value.toFixed(1) : value.toFixed(3);

export const printTable = (figures: readonly Figure[]): void => {
  const rows = figures.map((figure) => [
    figure.name,
    `${shown(figure.value)} ${figure.unit}`,
    figure.comparator ? `${figure.comparator.name}: ${shown(figure.comparator.value)} ${figure.unit}` : '–',
    figure.ratio === null ? '–' : figure.ratio.toFixed(2),
    figure.goal,
    figure.met ? 'met' : 'NOT MET',
  ]);
  const head = ['figure', 'value', 'comparator', 'ratio', 'goal', ''];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  for (const row of [head, ...rows])
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd()}\n`,
    );
};
