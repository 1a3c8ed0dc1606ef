/**
 * Persons of the register and the numbers they are known by: found by number and authority, made where nobody is found,
 * and brought up to what a message says by the sender's three-way rule (nothing said: keep; cleared: empty; said: take).
 * Always: a number alone names nobody, it needs its authority; what a late message says fills in only what nothing newer
 * speaks of; who was reported deceased stays so until a person says otherwise.
 * Not here: whose patient a person is (link.ts), lists (lists.ts).
 */
import { nameKey } from '../../patient/patient.ts';
import type { Address, AdtPerson, Identifier } from '../reading/message.ts';
import type { Effect } from './effect.ts';
import { isLate, isOlder, newest, readSaid } from './order.ts';
import { identifierOf, livingPerson } from './register-store.ts';
import type { PersonRow } from './row-types.ts';

/** Accounts and visits are numbers of something else. */
const ofSomethingElse = new Set(['AN', 'VN', 'SS']);
/** Medical record numbers first: they are what a hospital merges and moves. */
const rank = (type: string) => (type === 'MR' ? 0 : type === 'PI' || type === 'PT' ? 1 : type === '' ? 2 : 3);

export const numbersOfPerson = (identifiers: readonly Identifier[]): readonly Identifier[] => {
  if (identifiers.length === 1 && !ofSomethingElse.has(identifiers[0]!.type)) return identifiers;
  return identifiers
    .filter(({ type, value }) => value !== '' && !ofSomethingElse.has(type))
    .sort((a, b) => rank(a.type) - rank(b.type));
};

export const sameNumber = (a: Identifier, b: Identifier): boolean =>
  a.value === b.value && a.authority === b.authority;

export interface Found {
  person: PersonRow;
  /** Numbers nobody was known by until now. */
  unknown: readonly Identifier[];
  /** A number of the message belongs to somebody else. */
  disagrees: boolean;
  /** The number he was found by is no longer used by its sender. */
  byRetired: boolean;
  /** The register did not know him before this message. */
  isNew: boolean;
}

/** Whom some numbers name, the first known one deciding; undefined where none is known. */
export const findPerson = (
  effect: Pick<Effect, 'store'>,
  identifiers: readonly Identifier[],
): Found | undefined => {
  let found: { person: PersonRow; byRetired: boolean } | undefined;
  let disagrees = false;
  let unknown: Identifier[] | undefined;
  for (const identifier of numbersOfPerson(identifiers)) {
    const row = identifierOf(effect.store, identifier.authority, identifier.value);
    if (!row) {
      unknown ??= [];
      unknown.push(identifier);
    } else if (!found)
      found = { person: livingPerson(effect.store, row.person_id), byRetired: row.retired_at !== null };
    else if (row.person_id !== found.person.id) disagrees = true;
  }
  return found && { ...found, unknown: unknown ?? none, disagrees, isNew: false };
};
const none: readonly Identifier[] = [];

const joined = (parts: readonly string[]) => parts.filter((part) => part !== '').join(', ');

export const addressLine = (address: Address): string =>
  joined([
    address.street,
    address.other,
    address.city,
    `${address.state} ${address.postcode}`.trim(),
    address.country,
  ]);

type Details = Pick<
  PersonRow,
  'family_name' | 'given_names' | 'date_of_birth' | 'sex' | 'address' | 'phone' | 'deceased_at'
>;

/** Field → the columns it fills, where the message speaks of it. */
const fields: Record<string, (said: AdtPerson, asOf: string) => Partial<Details> | undefined> = {
  name: ({ name }) =>
    name === undefined ? undefined : { family_name: name?.family ?? '', given_names: name?.given ?? '' },
  born: ({ dateOfBirth }) => (dateOfBirth === undefined ? undefined : { date_of_birth: dateOfBirth ?? '' }),
  sex: ({ sex }) => (sex === undefined ? undefined : { sex: sex ?? '' }),
  address: ({ address }) =>
    address === undefined ? undefined : { address: address ? addressLine(address) : '' },
  phone: ({ phone, mobile }) =>
    phone === undefined && mobile === undefined ? undefined : { phone: phone || mobile || '' },
  // That somebody is not dead after all is for a person to say.
  deceased: ({ deceased, deceasedAt }, asOf) =>
    deceased === true || typeof deceasedAt === 'string' ? { deceased_at: deceasedAt ?? asOf } : undefined,
};
const fieldNames = Object.keys(fields);

/** A name without its family name, or a day of birth cleared, would make two people one. */
const keeps = (field: string, columns: Partial<Details>) =>
  (field === 'name' && columns.family_name === '' && columns.given_names === '') ||
  (field === 'born' && columns.date_of_birth === '');

const spokenOf = (said: AdtPerson, asOf: string) => {
  const spoken: Record<string, Partial<Details>> = {};
  for (const field of fieldNames) {
    const columns = fields[field]!(said, asOf);
    if (columns && !keeps(field, columns)) spoken[field] = columns;
  }
  return spoken;
};

const addNumbers = (effect: Effect, personId: number, identifiers: readonly Identifier[]) => {
  for (const { authority, value, type } of identifiers)
    effect.rows.insert('adt_identifier', { authority, value, type, person_id: personId, retired_at: null });
};

/** Brings a person up to what a message says of her. `listed`: how new her lists are. */
export const updatePerson = (
  effect: Effect,
  person: PersonRow,
  said: AdtPerson,
  listed: string = person.listed,
): PersonRow => {
  const spoken = spokenOf(said, effect.asOf);
  const known = { asOf: person.as_of, said: readSaid(person.said) };
  const older = isOlder(effect, person);
  const counted = newest(fieldNames, Object.keys(spoken), effect.asOf, known, older);
  const values: Partial<PersonRow> = {
    listed,
    as_of: counted.asOf,
    said: counted.said === known.said ? person.said : JSON.stringify(counted.said),
  };
  if (!older) values.as_of_message = effect.messageId;
  for (const field of counted.counts) Object.assign(values, spoken[field]);
  if (values.family_name !== undefined || values.given_names !== undefined)
    values.name_key = nameKey(
      values.family_name ?? person.family_name,
      values.given_names ?? person.given_names,
    );
  // A hospital that speaks of him anew has not withdrawn him.
  if (person.withdrawn_at !== null && !isLate(effect.asOf, person.withdrawn_at)) values.withdrawn_at = null;
  return effect.rows.update('adt_person', person, values);
};

const insertPerson = (effect: Effect, said: AdtPerson, counts: boolean): PersonRow => {
  const spoken = spokenOf(said, effect.asOf);
  const details: Details = Object.assign(
    {
      family_name: '',
      given_names: '',
      date_of_birth: '',
      sex: '',
      address: '',
      phone: '',
      deceased_at: null,
    },
    ...Object.values(spoken),
  );
  const counted = newest(fieldNames, counts ? Object.keys(spoken) : [], effect.asOf, { asOf: '', said: {} });
  return effect.rows.insert('adt_person', {
    version: 1,
    patient_id: null,
    linked: null,
    ...details,
    name_key: nameKey(details.family_name, details.given_names),
    as_of: effect.asOf,
    as_of_message: effect.messageId,
    said: JSON.stringify(counted.said),
    listed: '{}',
    merged_into: null,
    withdrawn_at: null,
  });
};

/**
 * The person a message speaks of; made where nobody has one of the numbers. `counts`: whether what it says of the person is
 * news, or only what is known until there is some.
 */
export const knowPerson = (effect: Effect, said: AdtPerson, counts = true): Found => {
  const found = findPerson(effect, said.identifiers);
  if (found) {
    if (found.unknown.length > 0) addNumbers(effect, found.person.id, found.unknown);
    return found;
  }
  const person = insertPerson(effect, said, counts);
  const numbers = numbersOfPerson(said.identifiers);
  addNumbers(effect, person.id, numbers);
  return { person, unknown: numbers, disagrees: false, byRetired: false, isNew: true };
};
