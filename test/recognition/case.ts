/**
 * One invented prescription, or several on one paper: patient, prescriber, clinic and items, each value already
 * written the way this prescriber writes. Layouts only place them.
 * Always: quantity, directions and days agree unless a value is marked doubtful. Not here: how people are called
 * (people.ts), how a medicine is taken (directions.ts), where a value stands (layouts/).
 */
import { demoDrugs } from '../../core/demo/drugs.ts';
import type { LexiconDrug } from '../../core/recognise/reading.ts';
import type { Chance } from '../support/chance.ts';
import { type Directions, directionsFor, type SigStyle } from './directions.ts';
import { type Item, itemWords } from './item.ts';
import { medicinesUk } from './medicines-uk.ts';
import {
  addressOf,
  birthDate,
  clinicOf,
  deaOf,
  gmcOf,
  nameOf,
  nameStyles,
  nhsNumberOf,
  npiOf,
  phoneDigits,
  writtenName,
} from './people.ts';
import type { Country, Written } from './truth.ts';
import { dateWriter, phoneWriter } from './wording.ts';

/** The day all pages of the set were sent. */
export const SENT_ON = '2026-06-15';

export interface Case {
  readonly country: Country;
  readonly clinic: {
    readonly name: Written;
    /** Plain words: a clinic's address is not asked for. */
    readonly address: string;
    readonly phone: Written;
    readonly fax: Written;
  };
  readonly prescriber: {
    readonly name: Written;
    /** MD, NP …; empty where titles are not written. */
    readonly credential: string;
    readonly npi?: Written;
    readonly dea?: Written;
    readonly gmc?: Written;
  };
  readonly patient: {
    readonly name: Written;
    /** The same name where a form asks for its two parts. */
    readonly nameParts: { readonly given: Written; readonly family: Written };
    readonly dateOfBirth: Written;
    readonly address: Written;
    readonly phone: Written;
    readonly nhsNumber?: Written;
    readonly sex: string;
    readonly age: number;
  };
  readonly writtenOn: Written;
  readonly items: readonly Item[];
  /** Another day of that time as this writer writes dates, for what is printed beside. */
  readonly otherDay: string;
}

export interface CaseWishes {
  readonly country: Country;
  readonly items: number;
  readonly place?: 'clinic' | 'hospital';
  readonly sig?: SigStyle;
}

/** Forms that need more than a line of directions; they stay in the lexicon but are not drawn. */
const notDrawn = /inhalation capsule|prefilled|auto-injector|vial|shampoo|rinse/;

/** What the demo pharmacy has on its shelf, without packages. */
export const shelfUs: readonly LexiconDrug[] = [
  ...new Map(
    demoDrugs.map(({ name, brand = '', strength, form, unit }) => [
      [name, brand, strength, form].join('|'),
      { name, brand, strength, form, unit },
    ]),
  ).values(),
];

const shelves: Record<Country, readonly LexiconDrug[]> = {
  us: shelfUs.filter(({ form }) => !notDrawn.test(form)),
  uk: medicinesUk,
};

const daysBefore = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** Makes up a case. */
export function caseOf(wishes: CaseWishes, chance: Chance): Case {
  const { country } = wishes;
  const date = dateWriter(country, chance);
  const phone = phoneWriter(country, chance);
  const patient = nameOf(country, chance);
  const doctor = nameOf(country, chance);
  const born = birthDate(chance);
  const written = daysBefore(SENT_ON, chance.percent(60) ? 0 : chance.below(20));
  const called = (field: 'patientPhone' | 'prescriberPhone' | 'prescriberFax'): Written => {
    const value = phoneDigits(country, chance);
    return { field, text: phone(value), value };
  };
  const day = (field: 'dateOfBirth' | 'writtenOn', value: string): Written => ({
    field,
    text: date(value),
    value,
  });
  const clinic = clinicOf(country, wishes.place ?? 'clinic', chance);
  const address = addressOf(country, chance);
  const title = chance.percent(15)
    ? chance.pick(country === 'uk' ? ['Mr ', 'Mrs ', 'Miss ', 'Ms '] : ['Mr. ', 'Ms. '])
    : '';
  const doctorTitle = country === 'uk' ? 'Dr ' : chance.percent(25) ? 'Dr. ' : '';
  const sigStyle = wishes.sig ?? chance.pick<SigStyle>(['codes', 'codes', 'plain', 'plain', 'capitals']);
  const writer = itemWords(country, chance);
  return {
    country,
    clinic: {
      name: { field: 'clinic', text: clinic, value: clinic },
      address: addressOf(country, chance, false),
      phone: called('prescriberPhone'),
      fax: called('prescriberFax'),
    },
    prescriber: {
      name: writtenName('prescriberName', doctor, 'given-first', doctorTitle),
      credential: country === 'us' ? chance.pick(['MD', 'MD', 'DO', 'NP', 'PA-C', 'M.D.']) : '',
      ...(country === 'us'
        ? {
            npi: npiOf(chance, chance.percent(6)),
            dea: deaOf(doctor.family, chance, chance.percent(6)),
          }
        : { gmc: gmcOf(chance) }),
    },
    patient: {
      name: writtenName(
        'patientName',
        patient,
        title === '' ? chance.pick(nameStyles) : 'given-first',
        title,
      ),
      nameParts: {
        given: { ...writtenName('patientName', patient, 'given-first'), text: patient.given },
        family: { ...writtenName('patientName', patient, 'given-first'), text: patient.family },
      },
      dateOfBirth: day('dateOfBirth', born),
      address: { field: 'patientAddress', text: address, value: address },
      phone: called('patientPhone'),
      ...(country === 'uk' ? { nhsNumber: nhsNumberOf(chance, chance.percent(6)) } : {}),
      sex: chance.pick(['M', 'F', 'Male', 'Female']),
      age:
        Number(SENT_ON.slice(0, 4)) - Number(born.slice(0, 4)) - (born.slice(5) > SENT_ON.slice(5) ? 1 : 0),
    },
    writtenOn: day('writtenOn', written),
    items: itemsOf(country, wishes.items, sigStyle, chance).map(([drug, directions], index) =>
      writer(index, drug, directions, chance),
    ),
    otherDay: date(daysBefore(SENT_ON, 20 + chance.below(200))),
  };
}

function itemsOf(
  country: Country,
  count: number,
  sigStyle: SigStyle,
  chance: Chance,
): (readonly [LexiconDrug, Directions])[] {
  const chosen = new Map<string, readonly [LexiconDrug, Directions]>();
  while (chosen.size < count) {
    const drug = chance.pick(shelves[country]);
    // Tablets are most of what is prescribed, and most of the list.
    if (!chosen.has(drug.name)) chosen.set(drug.name, [drug, directionsFor(drug, country, sigStyle, chance)]);
  }
  return [...chosen.values()];
}
