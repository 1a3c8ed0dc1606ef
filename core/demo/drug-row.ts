/**
 * How one drug package of the demo pharmacy is written: a product line (name, form, schedule) with its packages.
 * A row carries only facts printed on the carton; unit and route follow from the form.
 * Not here: prices, interactions, equivalence; those are imported, never demonstrated.
 */

/** The US federal schedules met in a community pharmacy; `null` is a drug in none of them. */
export type DemoSchedule = 'CII' | 'CIII' | 'CIV' | 'CV' | null;

/** What a package size is counted in. */
export type DemoUnit = 'tablet' | 'capsule' | 'mL' | 'g' | 'puff' | 'dose' | 'spray' | 'patch' | 'each';

export interface DemoDrug {
  /** Eleven digits, 5-4-2 without hyphens. */
  readonly ndc11: string;
  /** Generic name in lower case, e.g. `lisinopril`. */
  readonly name: string;
  readonly brand?: string;
  /** As printed, e.g. `10 mg`, `400 mg/5 mL`, `0.1 %`. */
  readonly strength: string;
  readonly form: string;
  readonly unit: DemoUnit;
  readonly route: string;
  readonly labeler: string;
  /** Number of units in the package. */
  readonly packageSize: number;
  readonly packageDescription: string;
  readonly schedule: DemoSchedule;
}

/** A dosage form with the unit it is counted in and the way it is taken. */
interface DosageForm {
  readonly form: string;
  readonly unit: DemoUnit;
  readonly route: string;
}

const dosageForm = (form: string, unit: DemoUnit, route: string): DosageForm => ({ form, unit, route });

export const TABLET = dosageForm('tablet', 'tablet', 'oral');
export const ER_TABLET = dosageForm('extended-release tablet', 'tablet', 'oral');
export const DR_TABLET = dosageForm('delayed-release tablet', 'tablet', 'oral');
export const CHEWABLE = dosageForm('chewable tablet', 'tablet', 'oral');
export const ODT = dosageForm('orally disintegrating tablet', 'tablet', 'oral');
export const SUBLINGUAL_TABLET = dosageForm('sublingual tablet', 'tablet', 'sublingual');
export const CAPSULE = dosageForm('capsule', 'capsule', 'oral');
export const ER_CAPSULE = dosageForm('extended-release capsule', 'capsule', 'oral');
export const DR_CAPSULE = dosageForm('delayed-release capsule', 'capsule', 'oral');
export const SUSPENSION = dosageForm('oral suspension', 'mL', 'oral');
export const SOLUTION = dosageForm('oral solution', 'mL', 'oral');
export const SYRUP = dosageForm('syrup', 'mL', 'oral');
export const MOUTHWASH = dosageForm('oral rinse', 'mL', 'dental');
export const INHALER = dosageForm('inhaler', 'puff', 'inhalation');
export const DRY_INHALER = dosageForm('inhalation powder', 'dose', 'inhalation');
export const INHALATION_CAPSULE = dosageForm('inhalation capsule', 'capsule', 'inhalation');
export const NEBULIZER = dosageForm('nebulizer solution', 'mL', 'inhalation');
export const NASAL_SPRAY = dosageForm('nasal spray', 'spray', 'nasal');
export const CREAM = dosageForm('cream', 'g', 'topical');
export const OINTMENT = dosageForm('ointment', 'g', 'topical');
export const GEL = dosageForm('gel', 'g', 'topical');
export const SHAMPOO = dosageForm('shampoo', 'mL', 'topical');
export const PATCH = dosageForm('patch', 'patch', 'transdermal');
export const EYE_DROPS = dosageForm('eye drops', 'mL', 'ophthalmic');
export const EAR_DROPS = dosageForm('ear drops', 'mL', 'otic');
export const PEN = dosageForm('injection pen', 'mL', 'subcutaneous');
export const SYRINGE = dosageForm('prefilled syringe', 'mL', 'subcutaneous');
export const VIAL = dosageForm('injection vial', 'mL', 'injection');
export const AUTO_INJECTOR = dosageForm('auto-injector', 'each', 'intramuscular');

/** `[ndc11, strength, labeler, packageSize, packageDescription, brand?]` */
type PackageRow = readonly [string, string, string, number, string, string?];

/** Writes out the packages of one product line. */
export function product(
  name: string,
  form: DosageForm,
  schedule: DemoSchedule,
  packages: readonly PackageRow[],
): DemoDrug[] {
  return packages.map(([ndc11, strength, labeler, packageSize, packageDescription, brand]) => ({
    ndc11,
    name,
    ...(brand === undefined ? {} : { brand }),
    strength,
    ...form,
    labeler,
    packageSize,
    packageDescription,
    schedule,
  }));
}
