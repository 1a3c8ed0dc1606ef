/**
 * The blind second entry: for which medicines and patients it is wanted, how two entries are compared, and who may do
 * what while they are not settled.
 *
 * Always:
 * - two people type, neither sees the other's entry: the screen of the second is given nothing that was typed, and
 *   what the second typed is shown to nobody but a pharmacist who typed neither of the two;
 * - the first typist never verifies; the second may, but only when both entries agreed by themselves. Where a
 *   pharmacist had to decide between them, a pharmacist who typed neither verifies;
 * - entries are compared by what they mean: another package of the same drug, another spelling of the same directions
 *   and `30.0` for `30` are no differences. What is not surely the same goes to a pharmacist;
 * - whoever sends the order back ends it: the next transcription is typed a second time anew;
 * - a refill typed as the verified prescription it refills is a copy, and is not typed a second time.
 * Not here: rows and commands (entry-commands.ts), and the order itself, which anybody at the counter may open.
 */
import type { secondEntryClasses, secondEntryFields, secondEntryStates } from '../contract/entry.ts';
import type { RefusalCode } from '../contract/errors.ts';
import { toThousandths } from '../quantity.ts';
import { type ComparedDrug, compareDrugs } from './compare-drug.ts';
import { readSig, type SigForm } from './prescription.ts';
import { ingredientWords } from './same-ingredient.ts';
import { sameSig } from './sig-structure.ts';
import type { WorkflowCommand } from './workflow.ts';

export type SecondEntryClass = (typeof secondEntryClasses)[number];
export type SecondEntryField = (typeof secondEntryFields)[number];
export type SecondEntryState = (typeof secondEntryStates)[number];

const words = (text: string): string[] => text.trim().split(/\s+/);

/**
 * Ingredients by class. Source: the ATC groups N02A and R05DA (opioids), A10A, L01BA01, B01AA to B01AF without what
 * only hinders platelets, N06BA, C01AA05, and L01 as far as it is dispensed in the community; US names.
 */
const ingredients: Record<Exclude<SecondEntryClass, 'child'>, ReadonlySet<string>> = {
  opioid: new Set(
    words(`alfentanil buprenorphine butorphanol codeine diamorphine dihydrocodeine dipipanone ethylmorphine fentanyl hydrocodone
      hydromorphone levomethadyl levorphanol meperidine meptazinol methadone morphine nalbuphine oliceridine opium
      oxycodone oxymorphone pentazocine pholcodine propoxyphene remifentanil sufentanil tapentadol tramadol`),
  ),
  insulin: new Set(['insulin']),
  methotrexate: new Set(['methotrexate']),
  anticoagulant: new Set(
    words(`acenocoumarol apixaban argatroban betrixaban bivalirudin dabigatran dalteparin danaparoid desirudin
      edoxaban enoxaparin fluindione fondaparinux heparin nadroparin phenindione reviparin rivaroxaban tinzaparin
      warfarin`),
  ),
  stimulant: new Set(
    words(`amphetamine armodafinil dexmethylphenidate dextroamphetamine lisdexamfetamine methamphetamine methylphenidate
      modafinil serdexmethylphenidate`),
  ),
  digoxin: new Set(['digoxin', 'digitoxin']),
  chemotherapy: new Set(
    words(`abemaciclib acalabrutinib afatinib alectinib alpelisib altretamine axitinib azacitidine binimetinib
      bleomycin bortezomib bosutinib brigatinib busulfan cabozantinib capecitabine carboplatin ceritinib chlorambucil
      cisplatin cobimetinib crizotinib cyclophosphamide cytarabine dabrafenib dasatinib decitabine docetaxel
      doxorubicin duvelisib encorafenib erlotinib estramustine etoposide fludarabine gefitinib gemcitabine gilteritinib
      glasdegib hydroxyurea ibrutinib idelalisib ifosfamide imatinib irinotecan ixazomib lapatinib lenalidomide
      lenvatinib lomustine lorlatinib melphalan mercaptopurine methotrexate midostaurin mitotane neratinib nilotinib
      niraparib olaparib osimertinib oxaliplatin paclitaxel palbociclib panobinostat pazopanib pemetrexed pomalidomide
      ponatinib procarbazine regorafenib ribociclib rucaparib ruxolitinib sonidegib sorafenib sunitinib talazoparib
      tegafur temozolomide thalidomide thioguanine tipiracil topotecan trametinib tucatinib vandetanib
      vemurafenib venetoclax vinblastine vincristine vinorelbine vismodegib vorinostat zanubrutinib`),
  ),
};

/**
 * The classes a prescription belongs to, whether or not a second entry of them is wanted.
 * @param age of the patient in whole years
 * @param childBelow the age from which nobody is a child
 */
export const classesOf = (drugName: string, age: number, childBelow: number): SecondEntryClass[] => {
  const named = ingredientWords(drugName);
  const drugClasses = (Object.keys(ingredients) as (keyof typeof ingredients)[]).filter(
    (name) => !ingredients[name].isDisjointFrom(named),
  );
  return age < childBelow ? [...drugClasses, 'child'] : drugClasses;
};

export interface Entry {
  dateOfBirth: string;
  drug: ComparedDrug & SigForm;
  sigText: string;
  /** Decimal text, in the unit of the drug. */
  quantity: string;
}

export interface EntryDifference {
  field: SecondEntryField;
  first: string;
  second: string;
}

const bare = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** Whether directions say the same, however they were typed: both are read for one drug, into one structure. */
export const sameDirections = (a: string, b: string, drug: SigForm, profile: 'us' | 'uk'): boolean =>
  bare(a) === bare(b) || sameSig(readSig(a, drug, profile).sig, readSig(b, drug, profile).sig);

/** What differs between two entries, in the order it is decided. */
export const compareEntries = (first: Entry, second: Entry, profile: 'us' | 'uk'): EntryDifference[] => {
  const drug = new Set(compareDrugs(first.drug, second.drug));
  const differs: Record<SecondEntryField, boolean> = {
    dateOfBirth: first.dateOfBirth !== second.dateOfBirth,
    drug: drug.has('ingredient'),
    strength: drug.has('strength'),
    form: drug.has('form'),
    // Read for the drug of the first, so that another drug alone does not make other directions.
    sig: !sameDirections(first.sigText, second.sigText, first.drug, profile),
    quantity: toThousandths(first.quantity) !== toThousandths(second.quantity),
  };
  const shown = (entry: Entry): Record<SecondEntryField, string> => ({
    dateOfBirth: entry.dateOfBirth,
    drug: entry.drug.name,
    strength: entry.drug.strength,
    form: entry.drug.form,
    sig: entry.sigText,
    quantity: entry.quantity,
  });
  return (Object.keys(differs) as SecondEntryField[])
    .filter((field) => differs[field])
    .map((field) => ({ field, first: shown(first)[field], second: shown(second)[field] }));
};

export type Choice = { field: SecondEntryField; take: 'first' | 'second' };

const drugFields: readonly SecondEntryField[] = ['drug', 'strength', 'form'];

/** Which entry is right for each field that differs; or the sentence why the choices cannot be followed. */
export const readChoices = (
  differences: readonly EntryDifference[],
  choices: readonly Choice[],
): { taken: ReadonlyMap<SecondEntryField, Choice['take']> } | { problem: string } => {
  const differing = differences.map(({ field }) => field);
  const taken = new Map(
    choices.filter(({ field }) => differing.includes(field)).map(({ field, take }) => [field, take]),
  );
  if (choices.some(({ field, take }) => taken.has(field) && taken.get(field) !== take))
    return { problem: 'A field was decided both ways. Decide each field once.' };
  if (differing.some((field) => !taken.has(field)))
    return { problem: 'Decide every field in which the two entries differ.' };
  if (new Set(drugFields.flatMap((field) => taken.get(field) ?? [])).size > 1)
    return { problem: 'Drug, strength and form belong together. Take all of them from one entry.' };
  return { taken };
};

/** Whose the two entries are; `second` is null while there is none. */
export interface Typists {
  first: string | null;
  second: string | null;
}

/** Why the state of the second entry forbids a command to a person, or null when it does not. */
export const secondEntryObstacle = (
  command: WorkflowCommand,
  state: SecondEntryState | null,
  { first, second }: Typists,
  actorId: string,
): { code: RefusalCode; sentence?: string } | null => {
  const typedOne = actorId === first || actorId === second;
  if (command === 'approve') {
    if (state === 'needed') return { code: 'prescription.second-entry-needed' };
    if (state === 'differs') return { code: 'prescription.second-entry-differs' };
    return state === 'decided' && typedOne
      ? {
          code: 'prescription.own-transcription',
          sentence: 'You typed one of the two entries. Another pharmacist has to verify it.',
        }
      : null;
  }
  if (command === 'enterAgain') {
    if (state === 'differs') return { code: 'prescription.second-entry-differs' };
    if (state !== 'needed') return { code: 'prescription.second-entry-not-needed' };
    return actorId === first ? { code: 'prescription.second-entry-own' } : null;
  }
  if (command === 'decideEntry') {
    if (state !== 'differs')
      return {
        code: 'prescription.second-entry-not-needed',
        sentence: 'There are no two entries to decide between.',
      };
    return typedOne
      ? {
          code: 'prescription.second-entry-own',
          sentence: 'You typed one of the two entries. Another pharmacist has to decide between them.',
        }
      : null;
  }
  return null;
};
