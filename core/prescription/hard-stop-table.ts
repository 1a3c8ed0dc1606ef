/**
 * The limits no directions may cross: by ingredient, and where they decide by strength and form.
 *
 * Always: a short table of what no ordinary treatment of the counter does, each row with its source: the United
 * States product labels, the BNF, and alerts of ISMP and MHRA, as they are commonly known; a pharmacist confirms a
 * limit before it is changed. Not here: how directions are held against them (hard-stops.ts).
 */

type Limit =
  /** Taken on no more than one day in so many. */
  | { everyDays: number; mustSay?: true }
  /** No more than so many times a day. */
  | { timesADay: number }
  /** No more than so many milligrams in a day, or at one time. */
  | { mgADay: number }
  /** Counted in this unit and no other. */
  | { countedIn: string };

export interface HardStop {
  code: string;
  /** Any of these ingredients. */
  of: string;
  /** Only where the form says so, or where it does not. */
  form?: RegExp;
  notForm?: RegExp;
  /** Only these strengths, in the unit of the strength (mg, or micrograms an hour). */
  strengths?: readonly number[];
  limit: Limit;
  /** What is right, in one sentence. */
  says: string;
}

const patch = /patch|transdermal/;
const extended = /extended|modified|prolonged|sustained|\b(er|xr|sr|mr)\b/;
const tablet = /tablet|capsule|film/;

export const hardStops: readonly HardStop[] = [
  // ISMP Targeted Medication Safety Best Practice 2; boxed warnings of Trexall and Otrexup; MHRA 2020.
  {
    code: 'methotrexate',
    of: 'methotrexate',
    limit: { everyDays: 7, mustSay: true },
    says: 'Methotrexate is taken once a week.',
  },
  // Label of Gleostine: one dose every six weeks; deaths from daily doses.
  {
    code: 'lomustine',
    of: 'lomustine',
    limit: { everyDays: 42, mustSay: true },
    says: 'Lomustine is taken as one dose every six weeks.',
  },
  // Labels of Fosamax, Actonel and Boniva: these strengths are made for the week and the month.
  {
    code: 'alendronate-weekly',
    of: 'alendronate alendronic',
    strengths: [35, 70],
    limit: { everyDays: 7 },
    says: 'Alendronate of this strength is taken once a week.',
  },
  {
    code: 'risedronate-weekly',
    of: 'risedronate risedronic',
    strengths: [35],
    limit: { everyDays: 7 },
    says: 'Risedronate of this strength is taken once a week.',
  },
  {
    code: 'risedronate-monthly',
    of: 'risedronate risedronic',
    strengths: [150],
    limit: { everyDays: 28 },
    says: 'Risedronate of this strength is taken once a month.',
  },
  {
    code: 'ibandronate-monthly',
    of: 'ibandronate ibandronic',
    strengths: [150],
    limit: { everyDays: 28 },
    says: 'Ibandronate of this strength is taken once a month.',
  },
  // Labels of Ozempic, Wegovy, Trulicity, Mounjaro, Zepbound; the semaglutide tablet is taken daily.
  {
    code: 'glp1-weekly',
    of: 'semaglutide dulaglutide tirzepatide albiglutide',
    notForm: tablet,
    limit: { everyDays: 7 },
    says: 'This injection is given once a week.',
  },
  // Labels of Humira (40 mg every other week, at most weekly) and Enbrel (at most twice a week).
  {
    code: 'adalimumab',
    of: 'adalimumab',
    limit: { everyDays: 7 },
    says: 'Adalimumab is injected every other week, at most once a week.',
  },
  {
    code: 'etanercept',
    of: 'etanercept',
    limit: { everyDays: 3 },
    says: 'Etanercept is injected once or twice a week.',
  },
  // Label of Lariam: weekly to prevent malaria; treatment is a single dose.
  {
    code: 'mefloquine',
    of: 'mefloquine',
    limit: { everyDays: 7 },
    says: 'Mefloquine is taken once a week.',
  },
  // Label of Duragesic: every 72 hours, in some adults every 48.
  {
    code: 'fentanyl-patch',
    of: 'fentanyl',
    form: patch,
    limit: { everyDays: 2 },
    says: 'A fentanyl patch is changed every 72 hours, never sooner than after 48.',
  },
  // Labels of Butrans (7 days) and, in the United Kingdom, Transtec (4 days, changed twice a week).
  {
    code: 'buprenorphine-patch-weekly',
    of: 'buprenorphine',
    form: patch,
    strengths: [5, 7.5, 10, 15, 20],
    limit: { everyDays: 7 },
    says: 'A buprenorphine patch of this strength is changed once a week.',
  },
  {
    code: 'buprenorphine-patch',
    of: 'buprenorphine',
    form: patch,
    limit: { everyDays: 3 },
    says: 'A buprenorphine patch stays on for three days or longer.',
  },
  // Labels of Catapres-TTS and Transderm Scop.
  {
    code: 'clonidine-patch',
    of: 'clonidine',
    form: patch,
    limit: { everyDays: 7 },
    says: 'A clonidine patch is changed once a week.',
  },
  {
    code: 'scopolamine-patch',
    of: 'scopolamine hyoscine',
    form: patch,
    limit: { everyDays: 3 },
    says: 'A scopolamine patch stays on for three days.',
  },
  // Label of Exelon Patch, and MHRA 2010: deaths from more than one patch at a time.
  {
    code: 'rivastigmine-patch',
    of: 'rivastigmine',
    form: patch,
    limit: { timesADay: 1 },
    says: 'One rivastigmine patch is worn a day.',
  },
  // Labels of Ambien, Lunesta, Sonata; BNF: one dose at bedtime, not repeated in the night.
  {
    code: 'hypnotic',
    of: 'zolpidem eszopiclone zaleplon zopiclone',
    limit: { timesADay: 1 },
    says: 'This sleeping medicine is taken once, at bedtime.',
  },
  // Labels of Xarelto, Eliquis, Pradaxa, Savaysa and Coumadin.
  {
    code: 'rivaroxaban',
    of: 'rivaroxaban',
    limit: { mgADay: 30 },
    says: 'Rivaroxaban is given up to 30 mg a day.',
  },
  {
    code: 'rivaroxaban-often',
    of: 'rivaroxaban',
    limit: { timesADay: 2 },
    says: 'Rivaroxaban is taken once or twice a day.',
  },
  { code: 'apixaban', of: 'apixaban', limit: { mgADay: 20 }, says: 'Apixaban is given up to 20 mg a day.' },
  {
    code: 'apixaban-often',
    of: 'apixaban',
    limit: { timesADay: 2 },
    says: 'Apixaban is taken twice a day.',
  },
  {
    code: 'dabigatran',
    of: 'dabigatran',
    limit: { timesADay: 2 },
    says: 'Dabigatran is taken twice a day.',
  },
  { code: 'edoxaban', of: 'edoxaban', limit: { timesADay: 1 }, says: 'Edoxaban is taken once a day.' },
  { code: 'warfarin', of: 'warfarin', limit: { timesADay: 1 }, says: 'Warfarin is taken once a day.' },
  // Label of Synthroid: more than 300 micrograms a day is seldom needed. A milligram is a slip of the unit.
  {
    code: 'levothyroxine',
    of: 'levothyroxine',
    limit: { mgADay: 1 },
    says: 'Levothyroxine is measured in micrograms; this is more than 1 mg a day.',
  },
  // Label of Cytomel: 25 to 75 micrograms a day.
  {
    code: 'liothyronine',
    of: 'liothyronine',
    limit: { mgADay: 0.2 },
    says: 'Liothyronine is measured in micrograms; this is more than 200 micrograms a day.',
  },
  // Label of Lanoxin: 125 to 500 micrograms a day.
  {
    code: 'digoxin',
    of: 'digoxin',
    limit: { mgADay: 0.5 },
    says: 'Digoxin is given up to 500 micrograms a day.',
  },
  // Label of Colcrys: 1.8 mg in an attack of gout, 2.4 mg a day in Mediterranean fever.
  {
    code: 'colchicine',
    of: 'colchicine',
    limit: { mgADay: 2.4 },
    says: 'Colchicine is given up to 2.4 mg a day.',
  },
  // Labels of OxyContin, MS Contin, Zohydro: every 12, at most every 8 hours.
  {
    code: 'slow-opioid',
    of: 'oxycodone morphine hydrocodone oxymorphone tapentadol',
    form: extended,
    limit: { timesADay: 3 },
    says: 'This opioid is released over 12 hours and taken twice, at most three times a day.',
  },
  // ISMP: insulin is prescribed and measured in units.
  {
    code: 'insulin-units',
    of: 'insulin',
    limit: { countedIn: 'unit' },
    says: 'Insulin is counted in units.',
  },
  // Labels of Lantus, Toujeo, Tresiba (once a day) and Levemir (once or twice).
  {
    code: 'basal-insulin',
    of: 'glargine degludec detemir',
    limit: { timesADay: 2 },
    says: 'This insulin works all day and is given once, at most twice a day.',
  },
];
