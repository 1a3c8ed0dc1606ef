/**
 * How the demo data names its own people and drugs, so that its rows can be read by a person.
 * A name that is not in the data is a mistake of the data and throws.
 */
import { type DemoDrug, demoDrugs } from './drugs.ts';
import { demoPatients } from './patients.ts';
import { demoPrescribers } from './prescribers.ts';

/** Index of the patient with this full name; where two share it, the date of birth follows: `Maria Garcia 1966-10-12`. */
export function patientIndex(name: string): number {
  const found = demoPatients.flatMap(({ givenNames, familyName, dateOfBirth }, index) => {
    const fullName = `${givenNames} ${familyName}`;
    return name === fullName || name === `${fullName} ${dateOfBirth}` ? [index] : [];
  });
  return only(found, name);
}

/** Index of the prescriber with this family name. */
export function prescriberIndex(familyName: string): number {
  const found = demoPrescribers.flatMap((prescriber, index) =>
    prescriber.familyName === familyName ? [index] : [],
  );
  return only(found, familyName);
}

/** The package written `name, strength form`, e.g. `lisinopril 10 mg tablet`. */
export function packageOf(text: string): DemoDrug {
  return only(
    demoDrugs.filter(({ name, strength, form }) => `${name} ${strength} ${form}` === text),
    text,
  );
}

function only<T>(found: readonly T[], wanted: string): T {
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new Error(`the demo data has ${found.length} entries called ${wanted}`);
  }
  return first;
}
