/**
 * Directions: how many a second one core reads into a structure, says again in words, and checks by reading what was
 * said once more.
 *
 * Always: twenty thousand different directions, from bare shorthand to prose with words no rule knows, in both
 * countries; nothing is remembered between two of them, so each is read as if for the first time. Measured in seconds
 * of processor time, because the machine may have other work. The comparator is the plain way over the same tables: every
 * code and unit replaced by its words with an expression of its own, one after the other, then the first frequency
 * and number that are found; without structure, ranges, judgement of the writing, or check.
 */
import { expandSig } from '../../core/prescription/sig.ts';
import { type Profile, sigCodes, unitWords } from '../../core/prescription/sig-codes.ts';
import { chanceOf } from '../support/chance.ts';
import { type Figure, median } from './measure.ts';

const COUNT = 20_000;
const ROUNDS = 9;
const GOAL = 100_000;

interface Typed {
  text: string;
  form: { unit: string; verb: string };
  profile: Profile;
}

const products = [
  {
    unit: 'tablet',
    verb: 'Take',
    written: ['tab', 'tabs', 'tablet', 'tablets'],
    routes: ['po', 'by mouth', 'sl', ''],
  },
  {
    unit: 'capsule',
    verb: 'Take',
    written: ['cap', 'caps', 'capsule'],
    routes: ['po', 'by mouth', 'orally', ''],
  },
  { unit: 'mL', verb: 'Take', written: ['mL', 'ml', 'tsp'], routes: ['po', 'by mouth', ''] },
  {
    unit: 'drop',
    verb: 'Instil',
    written: ['gtt', 'drops', 'drop'],
    routes: ['ou', 'os', 'in both eyes', 'right ear'],
  },
  { unit: 'puff', verb: 'Inhale', written: ['puffs', 'puff'], routes: ['inh', 'by inhalation', ''] },
  { unit: 'unit', verb: 'Inject', written: ['units'], routes: ['subcut', 'under the skin'] },
];
const amounts = ['1', '2', '½', '1-2', '1 to 2', 'one', '1 1/2', '3', '10', '0.5', '2.5'];
const often = {
  us: [
    'daily',
    'bid',
    'tid',
    'qid',
    'q4h',
    'q4-6h',
    'q6h',
    'q8h',
    'q12h',
    'qam',
    'qhs',
    'once daily',
    'twice a day',
  ],
  uk: [
    'od',
    'bd',
    'tds',
    'qds',
    'mane',
    'nocte',
    'om',
    'every 6 hours',
    'once a day',
    'three times a day',
    'weekly',
  ],
};
const more = [
  ...['', '', 'prn', 'prn pain', 'prn nausea or vomiting', 'ac', 'pc', 'with food', 'as directed', 'pc & hs'],
  ...['before breakfast', 'and at bedtime', 'on Mon, Wed and Fri', 'for blood pressure', 'until finished'],
];
const lengths = ['', '', '', 'x 7 days', 'x10d', 'for 2 weeks', 'max 8/day', 'x 5 days, max 6 in 24 hours'];
const openings = ['', '', '', 'Take ', 'take ', 'Shake well. '];

/** Different directions, always the same ones. */
const typedDirections = (): Typed[] => {
  const { pick } = chanceOf(20_261_121);
  const all = new Map<string, Typed>();
  while (all.size < COUNT) {
    const profile = pick(['us', 'us', 'uk'] as const);
    const { unit, verb, written, routes } = pick(products);
    const words = [
      pick(amounts),
      pick(written),
      pick(routes),
      pick(often[profile]),
      pick(more),
      pick(lengths),
    ];
    const text = pick(openings) + words.filter((word) => word !== '').join(' ');
    all.set(`${profile} ${text}`, { text, form: { unit, verb }, profile });
  }
  // As they come from a window: through JSON.
  return JSON.parse(JSON.stringify([...all.values()])) as Typed[];
};

/** A spelling of the table as an expression of its own. */
const shapeOf = (spelling: string): RegExp => {
  const escaped = spelling.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replaceAll(' ', '\\s*');
  return new RegExp(`(?<!\\w)${escaped}(?!\\w)`, 'gi');
};
const codes = sigCodes.flatMap(({ written, says }) =>
  says === undefined ? [] : written.split('|').map((spelling) => ({ shape: shapeOf(spelling), says })),
);
const units = [...unitWords].map(([spelling, { unit }]) => ({
  shape: new RegExp(`(\\d)\\s*${spelling.replace('.', '\\.')}(?!\\w)`, 'gi'),
  says: `$1 ${unit}`,
}));
const frequencies = sigCodes.flatMap(({ written, means }) =>
  means.kind === 'often' ? written.split('|').map((spelling) => ({ shape: shapeOf(spelling), means })) : [],
);

/** Codes and units replaced one after the other, then the first frequency and the first amount that are found. */
const naive = (text: string): number => {
  const words = [...codes, ...units].reduce((written, { shape, says }) => written.replace(shape, says), text);
  const often = frequencies.find(({ shape }) => words.search(shape) >= 0);
  const amount = /\d+(?:\.\d+)?/.exec(words)?.[0] ?? '1';
  const times = often?.means.frequency.times.max.numerator ?? 1;
  return words.length + Number(amount) * times;
};

/** Directions a second of processor time: the median of some rounds after two that do not count. */
const rate = (all: readonly Typed[], work: (typed: Typed) => number): number => {
  const measured: number[] = [];
  let length = 0;
  for (let round = -2; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    for (const typed of all) length += work(typed);
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) measured.push(all.length / ((user + system) / 1e6));
  }
  if (length === 0) throw new Error('nothing was read');
  return median(measured);
};

export const sig = async (said: (text: string) => void): Promise<Figure[]> => {
  const all = typedDirections();
  const refused = all.filter(({ text, form, profile }) =>
    expandSig(text, form, profile).flags.some(({ code }) => code === 'sig-disagrees'),
  ).length;
  if (refused > 0) throw new Error(`${refused} of the directions did not agree with themselves`);
  const value = rate(all, ({ text, form, profile }) => expandSig(text, form, profile).sentence.length);
  const plain = rate(all.slice(0, COUNT / 10), ({ text }) => naive(text));
  said(`  ${COUNT.toLocaleString('en')} different directions, ${ROUNDS} rounds, none remembered`);
  return [
    {
      name: 'directions read, said, checked',
      value,
      unit: '/s a core',
      comparator: { name: 'code by code', value: plain },
      ratio: value / plain,
      goal: `≥ ${GOAL.toLocaleString('en')} a second on one core`,
      met: value >= GOAL,
    },
  ];
};
