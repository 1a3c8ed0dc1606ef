/**
 * Short cautions for a label, in our own words, by the drug's name, form and unit.
 * Always: a caution here is one that nobody disputes and that a patient can act on; at most four go on a label.
 * Not here: interactions and contraindications, which are clinical decisions.
 */
import type { DrugRow } from '../drug/store.ts';

type Facts = Pick<DrugRow, 'name' | 'form' | 'route'>;
type Caution = [when: { name?: RegExp; form?: RegExp; route?: RegExp }, sentence: string];

const sedating =
  /codone|codeine|morph|fentanyl|tramadol|tapentadol|methadone|buprenorphine|zepam|zolam|zolpidem|zaleplon|eszopiclone|phenobarbital|hydroxyzine|cyclobenzaprine|methocarbamol|tizanidine|baclofen|carisoprodol|gabapentin|pregabalin|quetiapine|trazodone|mirtazapine|promethazine|diphenhydramine/i;

/** The first that fit are printed, so the gravest stand first. */
const cautions: Caution[] = [
  [{ name: sedating }, 'May make you drowsy. Do not drive until you know how it affects you. Avoid alcohol.'],
  [{ name: /methotrexate/i }, 'Take it on the stated day of the week only, never daily unless told so.'],
  [{ name: /warfarin/i }, 'Ask before you take any other medicine, above all for pain.'],
  [{ name: /metronidazole|tinidazole|disulfiram/i }, 'No alcohol until three days after the last dose.'],
  [{ form: /suspension/i }, 'Shake well before each use.'],
  [{ form: /extended-release|delayed-release/i }, 'Swallow whole. Do not crush or chew.'],
  [{ form: /chewable/i }, 'Chew before swallowing.'],
  [{ form: /orally disintegrating/i }, 'Let it melt on the tongue.'],
  [{ form: /sublingual/i }, 'Let it dissolve under the tongue. Do not swallow.'],
  [{ form: /patch/i }, 'Remove the old patch before you put on a new one. Keep it away from heat.'],
  [
    { form: /inhal/i, name: /fluticasone|budesonide|beclomet|mometasone/i },
    'Rinse your mouth after each use.',
  ],
  [{ route: /ophthalmic/i }, 'For the eyes only. Do not touch the tip.'],
  [{ route: /otic/i }, 'For the ears only.'],
  [{ route: /topical/i }, 'For use on the skin only.'],
  [{ name: /insulin|liraglutide|latanoprost/i }, 'Keep unopened stock in the refrigerator. Do not freeze.'],
  [{ name: /doxycycline|minocycline|tetracycline|sulfamethoxazole/i }, 'Keep out of strong sun.'],
  [{ name: /doxycycline|ciprofloxacin|levofloxacin/i }, 'Do not take with milk, antacids or iron.'],
  [
    {
      name: /cillin|cef|azithromycin|clarithromycin|doxycycline|ciprofloxacin|levofloxacin|nitrofurantoin|sulfamethoxazole|clindamycin/i,
      route: /oral/i,
    },
    'Finish the whole course unless told otherwise.',
  ],
  [{ name: /ibuprofen|naproxen|meloxicam|diclofenac|prednisone/i, route: /oral/i }, 'Take with food.'],
  [{ name: /acetaminophen/i }, 'Contains acetaminophen. Take no other product that contains it.'],
];

const MOST = 4;

export const cautionsFor = (drug: Facts): string[] =>
  cautions
    .filter(([when]) =>
      (Object.entries(when) as [keyof Facts, RegExp][]).every(([field, words]) => words.test(drug[field])),
    )
    .map(([, sentence]) => sentence)
    .slice(0, MOST);
