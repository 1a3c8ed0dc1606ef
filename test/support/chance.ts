/**
 * Chance that can be had again: numbers from a seed, and values of a JSON Schema, right or wrong on purpose.
 * A test that uses it prints its seed; MORTAR_SEED repeats a run.
 */
import { chanceFrom } from '../../core/chance.ts';

export interface Chance {
  readonly seed: number;
  /** From 0 up to 1. */
  fraction(): number;
  /** From 0 up to, not including, `end`. */
  below(end: number): number;
  pick<T>(from: readonly T[]): T;
  /** True so many times of a hundred. */
  percent(share: number): boolean;
}

export const chanceOf = (seed: number): Chance => {
  const fraction = chanceFrom(seed);
  const below = (end: number) => Math.floor(fraction() * end);
  return {
    seed,
    fraction,
    below,
    pick: (from) => from[below(from.length)]!,
    percent: (share) => fraction() * 100 < share,
  };
};

/** The seed that is asked for (in `npm test` always one is), else another each time. */
export const seedOfRun = (): number => {
  const wanted = Number(process.env.MORTAR_SEED);
  return Number.isSafeInteger(wanted) && wanted > 0 ? wanted : (Date.now() % 1_000_000_000) + 1;
};

/** Texts that break what does not expect them. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\u0007\u001b[31m',
  '\ud800',
  '\u202e\u0301\ufeff',
  "'; DROP TABLE event; --",
  '" OR 1=1 --',
  '*',
  '" AND "',
  'NEAR(a b)',
  '%',
  '_%\\',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '{{7*7}}',
  '__proto__',
  'constructor',
  '2026-02-30',
  '9999-12-31',
  '0000-00-00',
  '99999999999999999999',
  '-1',
  '1e999',
  '0.0001',
  'NaN',
  'x'.repeat(5000),
  '🦠'.repeat(300),
];
const hostileValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  -1e308,
  2 ** 53,
  0.1,
  [],
  {},
  [[[[[[]]]]]],
  { __proto__: null, length: -1 },
  { toString: 'x', toJSON: 'y' },
];

export interface Shape {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Shape[];
  items?: Shape | Shape[];
  prefixItems?: Shape[];
  properties?: Record<string, Shape>;
  required?: string[];
  format?: string;
  pattern?: string;
  minLength?: number;
  minimum?: number;
  maximum?: number;
}

/** A value of any kind at all. */
export const anything = (chance: Chance): unknown =>
  chance.percent(50) ? chance.pick(hostileTexts) : chance.pick(hostileValues);

/**
 * A value that a schema asks for, as far as that can be made; each part is now and then something else instead.
 * @param known what stands for a property by its name: ids that exist, user names
 * @param wrong how often of a hundred a part is not what was asked for
 */
export const madeFor = (
  chance: Chance,
  shape: Shape,
  known: (name: string) => readonly string[] | undefined,
  wrong: number,
  name = '',
): unknown => {
  if (chance.percent(wrong)) return anything(chance);
  const pool = known(name);
  if (pool && shape.type === 'string' && chance.percent(85)) return chance.pick(pool);
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return chance.pick(shape.enum);
  if (shape.anyOf) return madeFor(chance, chance.pick(shape.anyOf), known, wrong, name);
  switch (shape.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(shape.properties ?? {})
          .filter(([property]) => shape.required?.includes(property) || chance.percent(60))
          .map(([property, of]) => [property, madeFor(chance, of, known, wrong, property)]),
      );
    case 'array':
      if (shape.prefixItems) return shape.prefixItems.map((of) => madeFor(chance, of, known, wrong, name));
      return Array.from({ length: chance.below(4) }, () =>
        madeFor(chance, (shape.items as Shape | undefined) ?? {}, known, wrong, name),
      );
    case 'integer':
    case 'number':
      return Math.min(shape.maximum ?? 100, Math.max(shape.minimum ?? -5, chance.below(120) - 5));
    case 'boolean':
      return chance.percent(50);
    case 'null':
      return null;
    case 'string':
      return textOf(chance, shape);
    default:
      return anything(chance);
  }
};

const textOf = (chance: Chance, { format, pattern, minLength }: Shape): string => {
  if (format === 'date') return `20${10 + chance.below(30)}-0${1 + chance.below(9)}-1${chance.below(9)}`;
  if (format === 'date-time') return `2026-03-0${1 + chance.below(9)}T10:00:00.000Z`;
  if (format === 'base64') return Buffer.from(`fax ${chance.below(1000)}`).toString('base64');
  if (pattern?.includes('\\d')) return String(chance.below(90) + 1);
  const text = chance.percent(30) ? chance.pick(hostileTexts) : `words ${chance.below(100_000)}`;
  return text.padEnd(minLength ?? 0, 'x');
};
