/**
 * The invented patients of the demo pharmacy; nobody in it exists, every telephone number is a 555-01xx one.
 * Chosen to be awkward where life is: long, accented and hyphenated names, twins with one birth date, names a letter
 * apart, and every way an allergy can be known or not.
 */

export interface DemoAllergy {
  readonly substance: string;
  readonly reaction: string;
  readonly severity: 'mild' | 'moderate' | 'severe' | 'unknown';
}

export interface DemoPatient {
  readonly familyName: string;
  readonly givenNames: string;
  /** YYYY-MM-DD */
  readonly dateOfBirth: string;
  readonly sex: 'female' | 'male' | 'other' | 'unknown';
  readonly address: string;
  readonly phone: string;
  readonly allergies: readonly DemoAllergy[] | 'none-known' | 'not-asked';
}

const allergy = (
  substance: string,
  reaction: string,
  severity: DemoAllergy['severity'] = 'unknown',
): DemoAllergy => ({ substance, reaction, severity });

const PENICILLIN = allergy('penicillin', 'hives', 'moderate');
const PENICILLIN_SEVERE = allergy('penicillin', 'anaphylaxis', 'severe');
const SULFA = allergy('sulfonamides', 'rash', 'mild');
const CODEINE = allergy('codeine', 'nausea and vomiting', 'mild');
const NONE = 'none-known';
const NOT_ASKED = 'not-asked';

const towns = {
  rochester: 'Rochester, NY 14607',
  brighton: 'Brighton, NY 14618',
  pittsford: 'Pittsford, NY 14534',
  penfield: 'Penfield, NY 14526',
  greece: 'Greece, NY 14612',
} as const;

/** `[familyName, givenNames, dateOfBirth, sex, street, town, allergies]` */
type PatientRow = readonly [
  string,
  string,
  string,
  DemoPatient['sex'],
  string,
  keyof typeof towns,
  DemoPatient['allergies'],
];

const rows: readonly PatientRow[] = [
  ['Abernathy', 'Walter', '1941-11-02', 'male', '18 Canterbury Road', 'rochester', [PENICILLIN]],
  ['Abernathy', 'Walter J.', '1968-11-20', 'male', '18 Canterbury Road', 'rochester', NONE],
  ['Adeyemi', 'Folasade', '1979-04-17', 'female', '402 Monroe Avenue, Apt 3B', 'rochester', NONE],
  ['Alvarez', 'Mariana', '1992-08-30', 'female', '77 Wilmer Street', 'rochester', [SULFA]],
  ['Alvarez', 'Marina', '1992-03-08', 'female', '1120 Park Avenue', 'rochester', NONE],
  ['Anand', 'Priya', '1984-12-11', 'female', '9 Sunset Drive', 'brighton', NONE],
  ['Baptiste', 'Jean-Luc', '1955-06-25', 'male', '231 Meigs Street', 'rochester', [CODEINE]],
  ['Bergström', 'Åsa', '1973-01-19', 'female', '54 Elmwood Terrace', 'brighton', NONE],
  ['Brennan', 'Siobhán', '1990-10-05', 'female', '15 Gibbs Street', 'rochester', NOT_ASKED],
  ['Caldwell', 'Ethan', '2014-05-21', 'male', '63 Thornell Road', 'pittsford', NONE],
  ['Caldwell', 'Emma', '2014-05-21', 'female', '63 Thornell Road', 'pittsford', [PENICILLIN]],
  ['Carver', 'Denise', '1962-02-14', 'female', '308 Culver Road', 'rochester', NONE],
  ['Chen', 'Wei', '1958-09-09', 'male', '12 Clover Hills Drive', 'brighton', NONE],
  ['Chen', 'Wen', '1985-09-09', 'female', '12 Clover Hills Drive', 'brighton', NONE],
  ['Cooper', 'Jamal', '2009-07-28', 'male', '88 Garson Avenue', 'rochester', NONE],
  ['Dąbrowska', 'Małgorzata', '1949-03-30', 'female', '1740 Hudson Avenue', 'rochester', [SULFA]],
  ['Delacroix', 'Antoinette', '1936-12-24', 'female', '5 Oak Lane', 'pittsford', [CODEINE]],
  ['Diaz', 'Héctor', '1977-05-06', 'male', '611 Joseph Avenue', 'rochester', NONE],
  ['Donnelly', 'Kevin', '1988-01-31', 'male', '29 Linden Street', 'rochester', NOT_ASKED],
  ['Eriksen', 'Solveig', '1969-08-16', 'female', '340 Five Mile Line Road', 'penfield', NONE],
  ['Fairweather', 'Josephine', '1945-04-01', 'female', '71 East Boulevard', 'rochester', [PENICILLIN_SEVERE]],
  ['Farouk', 'Yasmin', '1996-11-13', 'female', '205 South Goodman Street', 'rochester', NONE],
  ['Feldman', 'Ira', '1951-07-07', 'male', '16 Varinna Drive', 'brighton', NONE],
  ['Fitzgerald-Montgomery', 'Alexandria Rose', '1981-02-27', 'female', '2 Knob Hill', 'pittsford', NONE],
  ['Garcia', 'Maria', '1966-10-12', 'female', '930 North Clinton Avenue', 'rochester', NONE],
  [
    'Garcia',
    'Maria',
    '1996-12-10',
    'female',
    '47 Rohr Street',
    'rochester',
    [allergy('latex', 'itching', 'mild')],
  ],
  ['Goldberg', 'Miriam', '1972-06-18', 'female', '83 Ashbourne Road', 'brighton', NONE],
  [
    'Grant',
    'Tyrone',
    '1983-03-03',
    'male',
    '514 Genesee Park Boulevard',
    'rochester',
    [allergy('aspirin', 'wheezing', 'severe')],
  ],
  [
    'Haddad',
    'Nour',
    '2018-09-25',
    'female',
    '26 Beckwith Terrace',
    'rochester',
    [allergy('amoxicillin', 'rash', 'mild')],
  ],
  ['Hargreaves', 'Thomas', '1939-05-15', 'male', '9 Heatherhurst Drive', 'pittsford', NONE],
  [
    'Hernández y Gutiérrez de la Vega',
    'María de los Ángeles',
    '1960-08-02',
    'female',
    '1288 Clifford Avenue',
    'rochester',
    NONE,
  ],
  ['Holloway', 'Grace', '2001-01-22', 'female', '140 Crittenden Boulevard', 'rochester', NONE],
  ['Ivanova', 'Ekaterina', '1987-07-14', 'female', '22 Alliance Avenue', 'rochester', NONE],
  ['Jackson', 'Latoya', '1975-09-29', 'female', '455 Thurston Road', 'rochester', [SULFA, CODEINE]],
  ['Jankowski', 'Stanley', '1947-02-08', 'male', '63 Norton Village Lane', 'rochester', NONE],
  ['Johnson', 'Robert', '1964-04-22', 'male', '318 Latta Road', 'greece', NONE],
  ['Johnston', 'Robert', '1964-04-24', 'male', '813 Latta Road', 'greece', [PENICILLIN]],
  ['Kaczmarek', 'Paul', '1993-06-11', 'male', '2050 Lake Avenue', 'greece', NOT_ASKED],
  ['Kim', 'Soo-jin', '1989-12-03', 'female', '11 Tobey Court', 'pittsford', NONE],
  [
    'Kowalczyk',
    'Anna',
    '1953-10-27',
    'female',
    '77 Dewey Avenue',
    'greece',
    [allergy('iodinated contrast', 'flushing', 'moderate')],
  ],
  ['Lindqvist', 'Noah', '2011-03-18', 'male', '9 Harvest Road', 'penfield', NONE],
  ['Lindqvist', 'Nora', '2011-03-18', 'female', '9 Harvest Road', 'penfield', NONE],
  ['MacAllister', 'Fiona', '1970-11-11', 'female', '37 Rutgers Street', 'rochester', NONE],
  ['Mbeki', 'Thandiwe', '1991-05-02', 'female', '260 Alexander Street', 'rochester', NONE],
  [
    'McKenzie',
    'Dorothy',
    '1932-08-19',
    'female',
    '1 Cherry Ridge',
    'penfield',
    [allergy('morphine', 'confusion', 'severe')],
  ],
  ['Nguyễn', 'Thị Lan', '1959-01-05', 'female', '84 Lyell Avenue', 'rochester', NONE],
  [
    "O'Connor",
    'Patrick',
    '1978-03-17',
    'male',
    '56 Winton Road South',
    'rochester',
    [allergy('ibuprofen', 'stomach bleeding', 'severe')],
  ],
  ['Okafor', 'Chidi', '1986-10-21', 'male', '179 Mount Hope Avenue', 'rochester', NONE],
  ['Patel', 'Rajesh', '1957-07-30', 'male', '42 Willowbend Road', 'penfield', NONE],
  ['Peterson', 'Lars', '1998-02-20', 'other', '33 Oxford Street', 'rochester', NOT_ASKED],
  [
    'Quinones',
    'Luz',
    '1943-09-04',
    'female',
    '705 Portland Avenue',
    'rochester',
    [allergy('lisinopril', 'swelling of the lips', 'severe')],
  ],
  ['Reyes', 'Isabel', '2016-12-15', 'female', '19 Bay Street', 'rochester', NONE],
  ['Rossi', 'Vincent', '1950-06-06', 'male', '127 Island Cottage Road', 'greece', NONE],
  ['Sandoval', 'Miguel', '1982-08-08', 'male', '391 Hayward Avenue', 'rochester', NONE],
  ['Schwartz', 'Leonard', '1944-01-28', 'male', '60 Monteroy Road', 'brighton', [SULFA]],
  ['Simmons', 'Aaliyah', '2007-11-09', 'female', '248 Post Avenue', 'rochester', NONE],
  ['Tanaka', 'Kenji', '1971-04-13', 'male', '5 Sutherland Street', 'pittsford', NONE],
  [
    'Thompson',
    'Brianna',
    '1994-09-16',
    'female',
    '72 Averill Avenue',
    'rochester',
    [allergy('clindamycin', 'diarrhea', 'moderate')],
  ],
  ['Underwood', 'Marcus', '1980-05-24', 'male', '815 Arnett Boulevard', 'rochester', NONE],
  ['Vandermeer', 'Hendrika', '1938-03-12', 'female', '4 Van Voorhis Road', 'pittsford', NONE],
  ['Whitcomb', 'Alice', '1956-12-01', 'female', '30 Strathallan Park', 'rochester', [PENICILLIN, SULFA]],
  ['Zieliński', 'Jakub', '2005-10-10', 'male', '14 Weyl Street', 'rochester', NONE],
];

export const demoPatients: readonly DemoPatient[] = rows.map(
  ([familyName, givenNames, dateOfBirth, sex, street, town, allergies], index) => ({
    familyName,
    givenNames,
    dateOfBirth,
    sex,
    address: `${street}, ${towns[town]}`,
    phone: `585-555-01${String(index).padStart(2, '0')}`,
    allergies,
  }),
);
