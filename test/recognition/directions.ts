/**
 * Directions for a medicine as prescribers write them, in the shorthand of either country or in plain words, with the
 * units a day they come to, so that quantity and days can agree with them.
 * For drawing pages only: doses are plausible, never a source of clinical facts.
 */
import type { LexiconDrug } from '../../core/recognise/reading.ts';
import type { Chance } from '../support/chance.ts';
import { type Frequency, frequencies, habits, type Often } from './frequencies.ts';
import type { Country } from './truth.ts';
import { inWords } from './wording.ts';

export interface Directions {
  readonly text: string;
  /** Units of the drug a day; null where nobody can say. */
  readonly perDay: number | null;
  /** For so many days, where the directions say so. */
  readonly days?: number;
  /** Units in all, where the dose changes from day to day. */
  readonly total?: number;
}

export type SigStyle = 'codes' | 'plain' | 'capitals';

const tails: Partial<Record<Often | 'needed' | 'course', readonly string[]>> = {
  twice: ['', '', ' with food', ' with meals'],
  morning: ['', '', ' before breakfast', ' on an empty stomach'],
  daily: ['', '', '', ' with food', ' with water'],
};

const reasons: readonly (readonly [RegExp, readonly string[]])[] = [
  [/cyclob|methocarb|carisop|tizan|baclofen/, ['muscle spasm', 'spasm']],
  [/loraz|alpraz|diazepam|hydroxyz/, ['anxiety']],
  [/ondans|prometh/, ['nausea', 'nausea and vomiting']],
  [/mecliz/, ['dizziness']],
  [/benzon|codeine-prom/, ['cough']],
  [/sumatrip/, ['migraine']],
  [/./, ['pain', 'severe pain', 'back pain']],
];

const fewDays = [5, 7, 7, 10, 10, 14];

/** A dose in figures or words: `1`, `one`, `ONE`, `½`. */
const amountText = (dose: number, chance: Chance, style: SigStyle): string => {
  if (dose === 0.5) return style === 'codes' ? chance.pick(['½', '1/2']) : chance.pick(['half a', '1/2']);
  if (style === 'plain' && chance.percent(45)) return inWords(dose);
  return String(dose);
};

/** Directions as this prescriber writes them, for this drug. */
export function directionsFor(
  drug: LexiconDrug,
  country: Country,
  style: SigStyle,
  chance: Chance,
): Directions {
  const directions = (byForm.find(([form]) => form.test(drug.form))?.[1] ?? solid)(
    drug,
    country,
    style,
    chance,
  );
  return style === 'capitals' ? { ...directions, text: directions.text.toUpperCase() } : directions;
}

type Writer = (drug: LexiconDrug, country: Country, style: SigStyle, chance: Chance) => Directions;

const habitOf = ({ name }: LexiconDrug) => habits.find(([, names]) => names.test(name))?.[0] ?? 'daily';

function said(often: Often, country: Country, style: SigStyle, chance: Chance): string {
  const frequency: Frequency = frequencies[often];
  return chance.pick(style === 'codes' ? frequency[country] : frequency.plain);
}

/** A dose that falls from step to step. */
const tapering: Writer = (_drug, country, style, chance) => {
  const steps = chance.pick([
    [4, 2, 1],
    [3, 2, 1],
    [6, 4, 2],
    [2, 1],
  ]);
  const days = chance.pick([2, 3, 5]);
  const said = steps.map((count) => {
    const tablets = `${count} tab${style === 'codes' ? '' : 'let'}${count === 1 ? '' : 's'}`;
    return style === 'codes'
      ? `${tablets} ${country === 'us' ? 'po daily' : 'od'} x ${days} days`
      : `${tablets} daily for ${days} days`;
  });
  return {
    text: `Take ${said.join(', then ')}`,
    perDay: null,
    days: days * steps.length,
    total: days * steps.reduce((sum, count) => sum + count, 0),
  };
};

/** Tablets and capsules. */
const solid: Writer = (drug, country, style, chance) => {
  if (/^(methyl)?predniso/.test(drug.name) && chance.percent(60))
    return tapering(drug, country, style, chance);
  const habit = habitOf(drug);
  const piece = drug.form.endsWith('capsule') ? 'capsule' : 'tablet';
  const codes = style === 'codes';
  const sublingual = drug.form.startsWith('sublingual');
  const melting = drug.form.startsWith('orally');
  const often: Often =
    habit === 'course'
      ? chance.pick(['twice', 'thrice', 'daily', 'twelve', 'eight'])
      : habit === 'needed'
        ? chance.pick(['six', 'fourSix', 'eight', 'thrice', 'twice'])
        : habit;
  const dose =
    habit === 'weekly' && drug.name === 'methotrexate'
      ? chance.pick([4, 6, 8])
      : piece === 'tablet' && /^(tablet)$/.test(drug.form) && chance.percent(6) && habit !== 'course'
        ? 0.5
        : chance.percent(12)
          ? 2
          : 1;
  const ranged = habit === 'needed' && chance.percent(40);
  const amount = ranged ? '1-2' : amountText(dose, chance, style);
  const many = ranged || dose > 1;
  const frequency = said(often, country, style, chance);
  const days = habit === 'course' ? chance.pick(fewDays) : undefined;
  const tail =
    habit === 'needed'
      ? `${codes ? ' prn' : ' as needed for'} ${chance.pick(reasons.find(([names]) => names.test(drug.name))![1])}${often === 'fourSix' ? chance.pick(['', ', max 8 per day', ', max 6 a day']) : ''}`
      : days === undefined
        ? chance.pick(tails[habit] ?? [''])
        : codes
          ? chance.pick([` x ${days} days`, ` x${days}d`, ` for ${days} days`])
          : ` for ${days} days`;
  const perDay = habit === 'needed' ? null : dose * frequencies[often].perDay;
  const rest = `${frequency}${tail}`;
  const withDays = days === undefined ? {} : { days };

  if (country === 'uk') {
    const word = many ? `${piece}s` : piece;
    const brief = `${piece.slice(0, 3)}${many ? 's' : ''}`;
    const shown = dose === 0.5 && !ranged ? 'half a' : amount;
    const text = codes
      ? chance.pick([`${amount} ${rest}`, `${amount} ${chance.pick([brief, word])} ${rest}`])
      : chance.pick([
          `Take ${shown} ${word} ${rest}`,
          `${capital(shown)} to be taken ${rest}`,
          `${capital(shown)} ${word} to be taken ${rest}`,
        ]);
    return { text, perDay, ...withDays };
  }
  const route = sublingual
    ? codes
      ? 'SL'
      : 'under the tongue'
    : codes
      ? chance.pick(['po', 'PO', 'by mouth'])
      : 'by mouth';
  const word = codes ? chance.pick(piece === 'capsule' ? ['cap', 'capsule'] : ['tab', 'tablet']) : piece;
  const verb = melting ? 'Dissolve' : 'Take';
  const where = melting ? (codes ? 'on tongue' : 'on the tongue') : route;
  const text = `${codes && chance.percent(50) && !melting ? '' : `${verb} `}${amount} ${word}${many ? 's' : ''} ${where} ${rest}`;
  return { text, perDay, ...withDays };
};

/** Liquids by mouth. */
const liquid: Writer = (drug, country, style, chance) => {
  const often = chance.pick(['twice', 'thrice', 'daily', 'twelve'] as const);
  const dose = drug.name.startsWith('morphine') ? 2.5 : chance.pick([2.5, 4, 5, 5, 6, 7.5, 10]);
  const days = /^(amox|ceph|cef|azithro)/.test(drug.name) ? chance.pick([5, 7, 10]) : undefined;
  const frequency = said(often, country, style, chance);
  const unit = country === 'uk' ? chance.pick(['ml', 'mL']) : chance.pick(['mL', 'mL', 'ml']);
  const tail = days === undefined ? '' : chance.pick([` for ${days} days`, ` x ${days} days`]);
  const perDay = dose * frequencies[often].perDay;
  const text =
    style === 'codes'
      ? country === 'uk'
        ? `${dose}${unit} ${frequency}${tail}`
        : `${dose} ${unit} po ${frequency}${tail}`
      : country === 'uk'
        ? chance.pick([
            `Take ${dose}${unit} ${frequency}${tail}`,
            `${dose}${unit} to be taken ${frequency}${tail}`,
          ])
        : chance.pick([
            `Take ${dose} ${unit} by mouth ${frequency}${tail}`,
            `Give ${dose} ${unit} by mouth ${frequency}${tail}`,
          ]);
  return { text, perDay, ...(days === undefined ? {} : { days }) };
};

const drops: Writer = (drug, country, style, chance) => {
  const often = chance.pick(
    drug.name === 'latanoprost' ? (['night'] as const) : (['twice', 'four', 'daily'] as const),
  );
  const ear = drug.form.startsWith('ear');
  const frequency = said(often, country, style, chance);
  const [code, place] = ear
    ? chance.pick([
        ['AD', 'right ear'],
        ['AS', 'left ear'],
        ['AU', 'both ears'],
      ] as const)
    : chance.pick([
        ['OD', 'right eye'],
        ['OS', 'left eye'],
        ['OU', 'both eyes'],
      ] as const);
  const count = ear ? 5 : 1;
  const text =
    style === 'codes' && country === 'us'
      ? chance.pick([
          `${count} gtt${count > 1 ? 's' : ''} ${code} ${frequency}`,
          `${count} drop${count > 1 ? 's' : ''} in ${place} ${frequency}`,
        ])
      : chance.pick([
          `Instill ${count} drop${count > 1 ? 's' : ''} in the ${place} ${frequency}`,
          `${count} drop${count > 1 ? 's' : ''} into the ${place} ${frequency}`,
        ]);
  return { text, perDay: null };
};

const skin: Writer = (_drug, country, style, chance) => {
  const often = chance.pick(['twice', 'daily', 'thrice'] as const);
  const frequency = said(often, country, style, chance);
  const text = chance.pick([
    `Apply to affected area ${frequency}`,
    `Apply thinly to the rash ${frequency}`,
    `Apply a thin layer ${frequency}`,
  ]);
  return { text, perDay: null };
};

const inhaled: Writer = (_drug, country, style, chance) => {
  const often = chance.pick(['twice', 'six'] as const);
  const needed = often === 'six';
  const frequency = said(often, country, style, chance);
  const tail = needed ? (style === 'codes' ? ' prn wheeze' : ' as needed for wheeze') : '';
  const text =
    country === 'uk'
      ? chance.pick([`2 puffs ${frequency}${tail}`, `Inhale 2 puffs ${frequency}${tail}`])
      : chance.pick([`2 puffs inh ${frequency}${tail}`, `Inhale 2 puffs ${frequency}${tail}`]);
  return { text, perDay: needed ? null : 4 };
};

const injected: Writer = (_drug, country, style, chance) => {
  const often = chance.pick(['daily', 'night', 'twice'] as const);
  const units = chance.pick([6, 8, 10, 12, 14, 18, 20, 24, 30, 36]);
  const frequency = said(often, country, style, chance);
  const text =
    style === 'codes' && country === 'us'
      ? `Inject ${units} units subcut ${frequency}`
      : chance.pick([
          `Inject ${units} units subcutaneously ${frequency}`,
          `Inject ${units} units under the skin ${frequency}`,
        ]);
  return { text, perDay: null };
};

const patch: Writer = (drug, _country, style, chance) => {
  const every = /fentanyl/.test(drug.name) ? 3 : /lidocaine/.test(drug.name) ? 1 : 7;
  const often =
    every === 3
      ? chance.pick(style === 'codes' ? ['q72h', 'every 72 hours'] : ['every 72 hours', 'every 3 days'])
      : every === 7
        ? chance.pick(['once a week', 'every 7 days'])
        : chance.pick(['daily', 'once daily']);
  return { text: `Apply 1 patch ${often}`, perDay: 1 / every };
};

const spray: Writer = (_drug, country, style, chance) => ({
  text: `${chance.pick(['1 spray', '2 sprays'])} in each nostril ${said('daily', country, style, chance)}`,
  perDay: null,
});

const nebulized: Writer = (_drug, country, style, chance) => ({
  text: `Use 1 vial via nebulizer ${said('six', country, style, chance)} ${style === 'codes' ? 'prn' : 'as needed for'} shortness of breath`,
  perDay: null,
});

const byForm: readonly (readonly [RegExp, Writer])[] = [
  [/nebulizer/, nebulized],
  [/oral (suspension|solution|rinse)|syrup/, liquid],
  [/drops/, drops],
  [/cream|ointment|gel|shampoo/, skin],
  [/inhaler|inhalation/, inhaled],
  [/pen|vial|syringe|injector/, injected],
  [/patch/, patch],
  [/spray/, spray],
];

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
