/** What an ADT message says: who, where, since when and which lists; what is cleared and what is not said; how it is shown. */
import { describe, expect, test } from 'vitest';
import { type Generated, generate, type Wanted } from '../../core/adt/generator/generate.ts';
import { readMessage } from '../../core/adt/hl7.ts';
import { readHeader } from '../../core/adt/reading/header.ts';
import { codeWords, segmentNames } from '../../core/adt/reading/hl7-names.ts';
import { readAdt } from '../../core/adt/reading/read-adt.ts';
import { readDay, readTime } from '../../core/adt/reading/times.ts';
import { maskedLines, translate } from '../../core/adt/reading/translate.ts';
import { sourceProfile } from '../../core/contract/adt-values.ts';

const profile = sourceProfile.parse({ authority: 'HOSP', timeZone: 'America/New_York' });
const textOf = (segments: readonly string[], event = 'A08', said = '20260115120000') =>
  `${[`MSH|^~\\&|SA|SF|RA|RF|${said}||ADT^${event}|C1|P|2.5.1`, ...segments].join('\r')}\r`;
const adtOf = (
  segments: readonly string[],
  { event = 'A08', said = '20260115120000', own = profile } = {},
) => {
  const bytes = Buffer.from(textOf(segments, event, said));
  return readAdt(readMessage(bytes, 'auto'), readHeader(bytes)!, own);
};
const person = (...segments: string[]) => adtOf(segments).persons[0]!;
/** A segment of a name with these fields. */
const segment = (id: string, fields: Record<number, string>) => {
  const list: string[] = [];
  for (const [number, text] of Object.entries(fields)) list[Number(number) - 1] = text;
  return [id, ...Array.from(list, (text) => text ?? '')].join('|');
};
const pid = (fields: Record<number, string>) => segment('PID', fields);
const pv1 = (fields: Record<number, string>) => segment('PV1', fields);

describe('who', () => {
  test('numbers with their authority and type, each once, those of social security left out', () => {
    const { identifiers } = person(
      pid({
        2: 'OLD1',
        3: '1^^^HOSP&1.2.3&ISO^MR~2^^^&1.2.3&ISO^PI~3~000-00-0000^^^USSSA^SS~1^^^HOSP^MR~9^^^X^SS',
        4: '3',
      }),
    );
    expect(identifiers).toEqual([
      { value: '1', authority: 'HOSP', type: 'MR' },
      { value: '2', authority: '1.2.3', type: 'PI' },
      { value: '3', authority: 'HOSP', type: '' },
      { value: 'OLD1', authority: 'HOSP', type: '' },
    ]);
  });

  test('the legal name, wherever it stands; else the first', () => {
    expect(person(pid({ 5: 'A^B^^^^^D~SMITH&VAN^ANN^Q^Jr^Dr^^L' })).name).toEqual({
      family: 'SMITH',
      given: 'ANN Q',
      suffix: 'Jr',
      prefix: 'Dr',
    });
    expect(person(pid({ 5: 'A^B^^^^^D~C^D' })).name).toMatchObject({ family: 'A' });
  });

  test('what is cleared is null, what is not said undefined', () => {
    const cleared = person(
      pid({ 5: '""', 7: '""', 8: '""', 11: '""', 13: '""', 15: '""', 18: '""', 30: '""' }),
    );
    expect(cleared).toMatchObject({
      name: null,
      dateOfBirth: null,
      sex: null,
      address: null,
      phone: null,
      email: null,
      language: null,
      account: null,
      deceased: null,
    });
    const silent = person('PID|1');
    for (const field of [
      'name',
      'dateOfBirth',
      'sex',
      'address',
      'phone',
      'language',
      'account',
      'deceased',
    ] as const)
      expect(silent[field]).toBeUndefined();
    expect(silent).toMatchObject({ identifiers: [], allergyActions: [], retired: [] });
    for (const list of ['allergies', 'contacts', 'coverage', 'diagnoses', 'measures', 'visit'] as const)
      expect(silent[list]).toBeUndefined();
  });

  test.each([
    ['19850607', '1985-06-07', 0],
    ['198506070830-0500', '1985-06-07', 0],
    ['00000000', '00000000', 1],
    ['0', '0', 1],
    ['198506', '198506', 1],
    ['19850230', '19850230', 1],
    ['20990101', '20990101', 1],
    ['20240229', '2024-02-29', 0],
  ])('born %s', (written, kept, remarks) => {
    const adt = adtOf([pid({ 7: written })]);
    expect(adt.persons[0]!.dateOfBirth).toBe(kept);
    expect(adt.remarks).toHaveLength(remarks);
    for (const remark of adt.remarks) expect(remark).not.toContain(written);
  });

  test('telephones by their use, e-mail wherever it is written', () => {
    expect(
      person(pid({ 13: '(1)1^WPN^FX~(2)2^PRN^PH~(3)3^PRN^CP~^NET^Internet^a@b.org', 14: '(4)4^WPN^PH' })),
    ).toMatchObject({ phone: '(2)2', mobile: '(3)3', email: 'a@b.org' });
    expect(person(pid({ 13: '^PRN^PH^^1^555^1234567^9' })).phone).toBe('+1 555 1234567 x9');
    expect(person(pid({ 14: '(4)4^WPN^PH' })).phone).toBe('(4)4');
    expect(person(pid({ 13: '(3)3^PRS^CP' })).phone).toBe('(3)3');
    expect(person(pid({ 13: 'a@b.org^NET^Internet' }))).toMatchObject({ phone: undefined, email: 'a@b.org' });
  });

  test('home before others, a bad address last', () => {
    expect(
      person(pid({ 11: '1 Bad^^X^Y^Z^US^BA~2 Mail^^X^Y^Z^US^M~3 Home&Home^4^X^Y^Z^US^H' })).address,
    ).toEqual({
      street: '3 Home',
      other: '4',
      city: 'X',
      state: 'Y',
      postcode: 'Z',
      country: 'US',
    });
  });

  test('deceased by sign or by time', () => {
    expect(person(pid({ 29: '202601020304', 30: '' }))).toMatchObject({
      deceased: true,
      deceasedAt: '2026-01-02T08:04:00.000Z',
    });
    expect(person(pid({ 30: 'N' })).deceased).toBe(false);
    expect(person(pid({ 1: '1' }), 'PD1||||77^Hart^Sue||||||||Y')).toMatchObject({
      protected: true,
      primaryCare: { id: '77', name: 'Sue Hart' },
    });
  });
});

describe('where and since when', () => {
  test('a visit', () => {
    const { visit } = person(
      'PID|1',
      pv1({
        2: 'i',
        3: '4B^12^A^MAIN&1&ISO^^^^^Fourth floor',
        6: '""',
        7: '77^Hart^Sue^^^Dr',
        9: '1^A~2^B',
        19: 'V1^^^HOSP^VN',
        36: '01',
        44: '202601021530',
        45: '""',
        50: 'V9',
      }),
      segment('PV2', { 3: '^Chest pain', 9: '20260105' }),
    );
    expect(visit).toMatchObject({
      class: 'I',
      location: { ward: '4B', room: '12', bed: 'A', facility: 'MAIN', description: 'Fourth floor' },
      priorLocation: null,
      attending: { id: '77', name: 'Dr Sue Hart' },
      consulting: [
        { id: '1', name: 'A' },
        { id: '2', name: 'B' },
      ],
      number: { value: 'V1', authority: 'HOSP', type: 'VN' },
      alternateNumber: { value: 'V9', authority: 'HOSP', type: 'VN' },
      disposition: '01',
      admittedAt: '2026-01-02T20:30:00.000Z',
      dischargedAt: null,
      expectedDischargeAt: '2026-01-05T05:00:00.000Z',
      reason: 'Chest pain',
      pendingLocation: undefined,
    });
  });

  test('where the profile says that a site writes something', () => {
    const own = sourceProfile.parse({
      ...profile,
      places: { rxBin: 'ZPI-4.2', rxPcn: 'IN1-35', expectedDischarge: 'ZPV-1' },
    });
    const segments = [
      'PID|1',
      'PV1|1|I',
      segment('IN1', { 2: 'P1', 4: 'A', 35: 'PCN1' }),
      segment('IN1', { 2: 'P2', 4: 'B', 35: 'PCN2' }),
      'ZPI||||x^610011',
      'ZPV|202601091200',
    ];
    const [only] = adtOf(segments, { own }).persons;
    expect(only!.coverage!.map(({ rxBin, rxPcn }) => `${rxBin} ${rxPcn}`)).toEqual([
      '610011 PCN1',
      '610011 PCN2',
    ]);
    expect(only!.visit!.expectedDischargeAt).toBe('2026-01-09T17:00:00.000Z');
  });

  test.each([
    ['EVN||20260110080000||||20260109070000', '', '2026-01-09T12:00:00.000Z'],
    ['EVN||20260110080000', '', '2026-01-10T13:00:00.000Z'],
    ['EVN||', '20260108060000', '2026-01-08T11:00:00.000Z'],
    ['EVN||', '', '2026-01-15T17:00:00.000Z'],
    // A day alone is earlier than everything of that day: what is exact goes before it.
    ['EVN||20260110', '202601081200', '2026-01-08T17:00:00.000Z'],
    ['EVN||soon||||20260230', '', '2026-01-15T17:00:00.000Z'],
  ])('%s %s is as of %s', (evn, updated, asOf) => {
    expect(adtOf([evn, pid({ 33: updated })]).asOf).toBe(asOf);
  });

  test('nothing says when', () => {
    expect(adtOf(['PID|1'], { said: '' }).asOf).toBeUndefined();
    expect(adtOf(['EVN||soon', 'PID|1']).remarks).toEqual(['EVN-2 is not a time that can be read.']);
  });

  test.each([
    ['2026', 'America/New_York', '2026-01-01T05:00:00.000Z', false],
    ['2026070109', 'America/New_York', '2026-07-01T13:00:00.000Z', false],
    ['20260701090500.1234-0930', 'America/New_York', '2026-07-01T18:35:00.123Z', true],
    ['20260701090500+0000', 'Europe/London', '2026-07-01T09:05:00.000Z', true],
    ['202603290130', 'Europe/London', '2026-03-29T01:30:00.000Z', true],
    ['202610250130', 'Europe/London', '2026-10-25T00:30:00.000Z', true],
    ['202610250230', 'Europe/London', '2026-10-25T02:30:00.000Z', true],
    ['202603080230', 'America/New_York', '2026-03-08T07:30:00.000Z', true],
    ['202611010130', 'America/New_York', '2026-11-01T05:30:00.000Z', true],
    ['202601010000', 'Asia/Kathmandu', '2025-12-31T18:15:00.000Z', true],
  ])('%s by the clock of %s is %s', (written, zone, at, exact) =>
    expect(readTime(written, zone)).toEqual({ at, exact }),
  );

  test.each([
    '',
    '0',
    '00000000',
    '20261301',
    '20260230',
    '2026010124',
    '202601011260',
    '1 Jan',
    '20260101T10',
    '17000101',
  ])('“%s” is no time', (written) => expect(readTime(written, 'UTC')).toBeUndefined());

  test('a day is a day wherever', () => {
    expect(readDay('20260101+1400')).toBe('2026-01-01');
    expect(readDay('20260101 at noon')).toBeUndefined();
  });
});

describe('groups', () => {
  test('each PID begins one; MRG takes the visit that follows it', () => {
    const { persons } = adtOf(
      [
        'EVN|A40',
        'PID|1||1^^^H^MR',
        'MRG|2^^^H^MR~3^^^H^MR||A2||V2|W2|DOE^JO',
        'PID|2||4^^^H^MR',
        'MRG|5^^^H^MR',
        'PV1|1|I',
      ],
      { event: 'A40' },
    );
    expect(persons.map(({ identifiers }) => identifiers[0]!.value)).toEqual(['1', '4']);
    expect(persons[0]!.retired).toEqual([
      {
        identifiers: [
          { value: '2', authority: 'H', type: 'MR' },
          { value: '3', authority: 'H', type: 'MR' },
        ],
        account: { value: 'A2', authority: 'HOSP', type: 'AN' },
        visitNumber: { value: 'V2', authority: 'HOSP', type: 'VN' },
        alternateVisitNumber: { value: 'W2', authority: 'HOSP', type: 'VN' },
        name: { family: 'DOE', given: 'JO', suffix: '', prefix: '' },
        visit: undefined,
      },
    ]);
    expect(persons[1]!.retired[0]!.visit!.class).toBe('I');
  });

  test('one PID and several MRG, each with its visit', () => {
    const [only] = adtOf(['PID|1', 'MRG|||||V1', pv1({ 19: 'N1' }), 'MRG|||||V2', pv1({ 19: 'N2' })]).persons;
    expect(
      only!.retired.map(({ visitNumber, visit }) => `${visitNumber!.value} ${visit!.number!.value}`),
    ).toEqual(['V1 N1', 'V2 N2']);
  });

  test('whatever their order; none without PID', () => {
    expect(person('PV1|1|E', 'AL1|1|DA|^X', 'EVN|A01', 'PID|1||7')).toMatchObject({
      visit: { class: 'E' },
      allergies: [{ text: 'X' }],
    });
    expect(adtOf(['EVN|A01', 'PV1|1|I']).persons).toEqual([]);
  });
});

describe('lists', () => {
  test('allergies as listed, with their reactions', () => {
    expect(
      person('PID|1', 'AL1|1|DA|7980^Penicillin^RXNORM|SV|Rash~^Itching|2011', 'AL1|2|FA|^Nuts').allergies,
    ).toEqual([
      {
        kind: 'DA',
        code: '7980',
        text: 'Penicillin',
        system: 'RXNORM',
        severity: 'SV',
        reactions: ['Rash', 'Itching'],
        since: '2011',
      },
      { kind: 'FA', code: '', text: 'Nuts', system: '', severity: '', reactions: [], since: '' },
    ]);
  });

  test.each([
    ['AL1|1||""', []],
    ['AL1|1|""|""|""', []],
    ['AL1|1|DA|""', []],
    ['AL1|1', undefined],
    ['AL1|1|DA', undefined],
    ['AL1|1|DA|^NKDA', []],
    ['AL1|1|DA|716186003^No known allergy^SCT', []],
  ])('%s', (written, expected) => expect(person('PID|1', written).allergies).toEqual(expected));

  test('changes of allergies', () => {
    const { allergyActions, allergies } = person(
      'PID|1',
      'IAM|1|DA|1191^Aspirin^RXNORM|MO|Hives|D|77||||20200101',
      'IAM|2|DA|^Latex||||78',
    );
    expect(allergies).toBeUndefined();
    expect(allergyActions).toEqual([
      {
        kind: 'DA',
        code: '1191',
        text: 'Aspirin',
        system: 'RXNORM',
        severity: 'MO',
        reactions: ['Hives'],
        since: '20200101',
        action: 'D',
        id: '77',
      },
      {
        kind: 'DA',
        code: '',
        text: 'Latex',
        system: '',
        severity: '',
        reactions: [],
        since: '',
        action: 'A',
        id: '78',
      },
    ]);
  });

  test('contacts, cover, diagnoses and measures', () => {
    const all = person(
      'PID|1',
      'NK1|1|DOE^ANN|SPO^Spouse||(5)5||EC',
      'NK1|2',
      segment('IN1', { 2: 'P^Plan', 3: 'C1', 4: 'Company', 8: 'G', 36: 'POL', 49: 'MEM' }),
      'DG1|1||I10^Hypertension^I10||20260101|W',
      'DG1|2|I9|401.9|High blood pressure',
      'OBX|1|NM|8302-2^Height^LN||170|cm|||||F|||202601010900',
      'OBX|2|NM|WEIGHT||70|kg',
      'OBX|3|NM|1751-7^Albumin^LN||4',
    );
    expect(all.contacts).toMatchObject([{ name: { family: 'DOE' }, phone: '(5)5', role: { code: 'EC' } }]);
    expect(all.coverage).toMatchObject([
      {
        plan: { text: 'Plan' },
        companyId: 'C1',
        company: 'Company',
        group: 'G',
        policyNumber: 'POL',
        memberId: 'MEM',
        rxBin: '',
      },
    ]);
    expect(all.diagnoses).toMatchObject([
      { code: 'I10', text: 'Hypertension', type: 'W' },
      { code: '401.9', text: 'High blood pressure' },
    ]);
    expect(all.measures).toEqual([
      { what: 'height', value: '170', unit: 'cm', at: '2026-01-01T14:00:00.000Z' },
      { what: 'weight', value: '70', unit: 'kg', at: undefined },
    ]);
  });
});

describe('on the screen', () => {
  const shown = (...segments: string[]) => {
    const message = readMessage(Buffer.from(textOf(segments)), 'auto');
    return { lines: maskedLines(message), words: translate(message).translated };
  };

  test.each([
    pid({ 19: '123-45-6789' }),
    pid({ 3: '1^^^H^MR~123456789^5^^SSA&1&ISO^SS' }),
    pid({ 2: '123456789^^^^SS' }),
    pid({ 4: '123456789^^^USSSA' }),
    segment('GT1', { 12: '123-45-6789' }),
    segment('IN2', { 2: '123456789' }),
    segment('NK1', { 37: '123456789' }),
    'NTE|1||her SSN is 123-45-6789, she says',
    'NTE|1||123456789 (social security number)',
    'OBX|1|ST|SSN^Social Security Number||123 45 6789',
  ])('social security numbers are masked: %s', (written) => {
    const { lines, words } = shown(written);
    expect(JSON.stringify({ lines, words })).not.toMatch(/123[- ]?45[- ]?6789/);
    expect(lines[1]!.replaceAll('•', '').length).toBeGreaterThan(0);
    // Each field is where it was.
    expect(lines[1]!.split('|')).toHaveLength(written.split('|').length);
  });

  test('other numbers stay', () => {
    const member = segment('IN1', { 49: '123456789' });
    expect(shown(member, 'NTE|1||call 555-12-3456').lines.slice(1)).toEqual([
      member,
      'NTE|1||call 555-12-3456',
    ]);
  });

  test('of what no sender means only so much is shown, and what is not is counted', () => {
    const read = (text: string) => translate(readMessage(Buffer.from(text), 'auto'));
    const shownOf = ({ translated }: ReturnType<typeof read>) =>
      translated.flatMap(({ fields }) => fields).reduce((sum, { value }) => sum + 1 + value.length / 200, 0);
    // A line with no separator at its beginning is all name.
    const named = read(textOf([`${'N'.repeat(50_000)}${'|x'.repeat(3_000)}`]));
    expect(named.translated[1]).toMatchObject({ segment: 'NNN…', title: 'Others' });
    expect(JSON.stringify(named).length).toBeLessThan(200_000);
    const wide = read(textOf([`ZZZ${'|a'.repeat(100_000)}`, 'ZZY|1']));
    expect([wide.translated.length, wide.moreSegments]).toEqual([2, 1]);
    expect(wide.translated[1]!.fields.length + wide.translated[1]!.more).toBe(100_000);
    expect(shownOf(wide)).toBeLessThan(3_010);
    const many = read(textOf(Array(50_000).fill('NTE|1')));
    expect(many.translated.length + many.moreSegments).toBe(50_001);
    expect(many.translated.length).toBe(1_000);
    const long = read(textOf([`OBX|1|${'x'.repeat(900_000)}|y`]));
    expect(long.translated[1]!.fields.map(({ value }) => value.slice(-30))).toEqual([
      '1',
      expect.stringMatching(/… and 890,000 more characters$/),
      'y',
    ]);
  });

  test('every field that says something is there, named and in words', () => {
    const { words } = shown(pid({ 3: '7^^^H', 7: '19850607', 8: 'F', 5: 'DOE^""^A\\T\\B~X' }), 'ZZZ|1||a&b');
    expect(words.slice(1)).toEqual([
      {
        segment: 'PID',
        title: 'Patient',
        more: 0,
        fields: [
          { place: 'PID-3', name: 'Numbers', value: '7 · H' },
          { place: 'PID-5', name: 'Name', value: 'DOE · cleared · A&B; X' },
          { place: 'PID-7', name: 'Date of birth', value: '1985-06-07' },
          { place: 'PID-8', name: 'Sex', value: 'female (F)' },
        ],
      },
      {
        segment: 'ZZZ',
        title: 'The site’s own',
        more: 0,
        fields: [
          { place: 'ZZZ-1', name: 'Field 1', value: '1' },
          { place: 'ZZZ-3', name: 'Field 3', value: 'a b' },
        ],
      },
    ]);
  });

  test('every table that a field names is there', () => {
    for (const { fields } of Object.values(segmentNames))
      for (const [, table] of fields.matchAll(/=(\w+)/g)) expect(codeWords).toHaveProperty(table!);
  });
});

describe('messages for trying out', () => {
  const all = (wanted: Partial<Wanted> = {}): Generated[] => [
    ...generate({ seed: 3, count: 1_500, persons: 40, ...wanted }),
  ];
  const made = all();

  test('the same seed makes the same, another others; each connection has its own persons and numbers', () => {
    const bytes = (list: Generated[]) => Buffer.concat(list.map((one) => one.bytes));
    expect(bytes(all({ count: 50 })).equals(bytes(made.slice(0, 50)))).toBe(true);
    expect(bytes(all({ count: 50, seed: 4 })).equals(bytes(made.slice(0, 50)))).toBe(false);
    const other = new Set(all({ connection: 2 }).map(({ mrn }) => mrn));
    expect(made.filter(({ mrn }) => other.has(mrn))).toEqual([]);
    expect(made.map(({ controlId }) => controlId).slice(0, 3)).toEqual(['3-1-1', '3-1-2', '3-1-3']);
  });

  test('each is of one to three thousand bytes and is read without a remark', () => {
    for (const { bytes, event, mrn, controlId } of made) {
      expect(bytes.length).toBeGreaterThan(1_000);
      expect(bytes.length).toBeLessThan(3_100);
      const header = readHeader(bytes)!;
      expect([header.event, header.controlId]).toEqual([event, controlId]);
      const adt = readAdt(readMessage(bytes, 'auto'), header, profile);
      expect(adt.remarks).toEqual([]);
      expect(adt.persons[0]!.identifiers[0]!.value).toBe(mrn);
    }
    const charsets = new Set(made.map(({ bytes }) => readMessage(bytes, 'auto').charset));
    expect([...charsets].sort()).toEqual(['UTF-8', 'iso-8859-1', 'windows-1252']);
    expect(new Set(made.map(({ event }) => event)).size).toBeGreaterThan(14);
  });

  test('a life that could be: nobody is moved or discharged who is not there', () => {
    const inside = new Set<string>();
    for (const { mrn, event } of made) {
      if (['A02', 'A12', 'A16', 'A21', 'A22', 'A54'].includes(event)) expect(inside).toContain(mrn);
      if (['A01', 'A06', 'A13', 'A04'].includes(event)) inside.add(mrn);
      if (event === 'A03') {
        expect(inside).toContain(mrn);
        inside.delete(mrn);
      }
    }
    expect(inside.size).toBeGreaterThan(0);
  });

  test('patients who are known can be among them', () => {
    const known = [{ family: 'Real', given: 'One', dateOfBirth: '1970-01-02', sex: 'F', mrn: 'R1' }] as const;
    const [first] = all({ count: 1, persons: 1, known });
    const adt = readAdt(readMessage(first!.bytes, 'auto'), readHeader(first!.bytes)!, profile);
    expect(adt.persons[0]).toMatchObject({ name: { family: 'Real' }, dateOfBirth: '1970-01-02' });
  });
});
