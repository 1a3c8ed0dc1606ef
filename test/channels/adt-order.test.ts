/**
 * In whichever order the messages of a person come, what is known of her in the end is the same: each detail as the newest message
 * that speaks of it says, each list as it follows from its statements in their order.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AllergyList, withActions, withWholeList } from '../../core/adt/effect/allergy-list.ts';
import { newest } from '../../core/adt/effect/order.ts';
import type { Allergy, AllergyAction } from '../../core/adt/reading/message.ts';
import { message, mr, openHospital, type Said } from '../support/adt-effects.ts';

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const substances = ['Penicillin', 'Aspirin', 'Latex', 'Nuts'] as const;
const reactions = ['Rash', 'Hives', ''] as const;

/** What one message says; without a time and a number. */
const saying = fc.record({
  family: maybe(fc.constantFrom('ALVAREZ', 'RUIZ')),
  born: maybe(fc.constantFrom('19920830', '19920831')),
  sex: maybe(fc.constantFrom('F', 'M')),
  address: maybe(fc.constantFrom('1 High St', '2 Low St', '""')),
  phone: maybe(fc.constantFrom('5855550100', '5855550200', '""')),
  dead: maybe(fc.constantFrom('Y', 'N')),
  allergies: maybe(
    fc.uniqueArray(fc.tuple(fc.constantFrom(...substances), fc.constantFrom(...reactions)), {
      selector: ([substance]) => substance,
      maxLength: 3,
    }),
  ),
  actions: fc.uniqueArray(
    fc.tuple(fc.constantFrom(...substances), fc.constantFrom(...reactions), fc.constantFrom('A', 'D', 'U')),
    { selector: ([substance]) => substance, maxLength: 2 },
  ),
  contact: maybe(fc.constantFrom('Ruiz^Ana', 'Ruiz^Eva')),
  weight: maybe(fc.constantFrom('60', '70')),
});
type Saying = typeof saying extends fc.Arbitrary<infer T> ? T : never;

/** As messages of a person: what is listed one by one is a message of its own. */
const messagesOf = (said: Saying, number: string, minute: number): Said => {
  const at = `2026030210${String(minute).padStart(2, '0')}`;
  const common = { at, ids: mr(number), visit: null };
  if (said.actions.length > 0)
    return {
      ...common,
      event: 'A60',
      rest: said.actions.map(
        ([substance, reaction, action], index) => `IAM|${index + 1}|DA|^${substance}||${reaction}|${action}`,
      ),
    };
  return {
    ...common,
    event: 'A31',
    family: said.family ?? '',
    given: said.family === undefined ? '' : 'MARIANA',
    born: said.born ?? '',
    sex: said.sex ?? '',
    address: said.address ?? '',
    phone: said.phone ?? '',
    dead: said.dead ?? '',
    rest: [
      ...(said.contact === undefined ? [] : [`NK1|1|${said.contact}|MTH|||5855550100`]),
      ...(said.weight === undefined
        ? []
        : [`OBX|1|NM|29463-7^Body weight^LN||${said.weight}|kg|||||F|||${at}`]),
      ...(said.allergies === undefined
        ? []
        : said.allergies.length === 0
          ? ['AL1|1|""|""']
          : said.allergies.map(
              ([substance, reaction], index) => `AL1|${index + 1}|DA|^${substance}||${reaction}`,
            )),
    ],
  };
};

const shuffled = (length: number) =>
  fc.shuffledSubarray(
    Array.from({ length }, (_, at) => at),
    { minLength: length },
  );

describe('the messages of a person', () => {
  test('end in the same details and lists in whichever order they come', async () => {
    const hospital = await openHospital();
    let count = 0;
    const known = (number: string) => {
      const [person] = hospital.rows<Record<string, unknown>>(
        `SELECT p.id, family_name, given_names, date_of_birth, sex, address, phone, deceased_at
         FROM adt_identifier i JOIN adt_person p ON p.id = i.person_id WHERE i.value = ?`,
        [number],
      );
      const { id, ...details } = person!;
      const lists = hospital
        .rows<{ kind: string; items: string }>(
          'SELECT kind, items FROM adt_list WHERE person_id = ? ORDER BY kind',
          [String(id)],
        )
        .map(({ kind, items }) => [
          kind,
          (JSON.parse(items) as Record<string, unknown>[])
            .map(({ gone, at: _at, seen: _seen, ...item }) =>
              JSON.stringify({ ...item, gone: gone !== undefined }),
            )
            .sort(),
        ]);
      return { ...details, lists };
    };
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(saying, { minLength: 2, maxLength: 7 })
          .chain((all) => fc.tuple(fc.constant(all), shuffled(all.length))),
        async ([all, order]) => {
          count += 1;
          const [sorted, mixed] = [`S${count}`, `X${count}`];
          const of = (number: string) => all.map((said, minute) => message(messagesOf(said, number, minute)));
          const late = of(mixed);
          await hospital.send(...of(sorted), ...order.map((index) => late[index]!));
          expect(known(mixed)).toEqual(known(sorted));
        },
      ),
      { numRuns: 60 },
    );
  }, 25_000);

  test('a late message is said to be late, and one of the same time is not', async () => {
    const hospital = await openHospital();
    expect(
      await hospital.send(
        { event: 'A31', at: '202603021100', visit: null },
        { event: 'A31', at: '202603021100', visit: null, phone: '5855550100' },
        { event: 'A31', at: '202603021059', visit: null, phone: '5855550200' },
      ),
    ).toEqual(['applied', 'applied', 'late']);
    expect(hospital.rows('SELECT phone FROM adt_person')).toEqual([{ phone: '5855550100' }]);
  });
});

describe('rules of order', () => {
  const fields = ['a', 'b', 'c'];
  test('of a field counts what was said of it last by the sender’s clock', () => {
    const statement = fc.subarray(fields);
    fc.assert(
      fc.property(
        fc
          .array(statement, { minLength: 1, maxLength: 8 })
          .chain((all) => fc.tuple(fc.constant(all), shuffled(all.length))),
        ([all, order]) => {
          let known: { asOf: string; said: Readonly<Record<string, string>> } = { asOf: '', said: {} };
          const values: Record<string, number> = {};
          for (const index of order) {
            const { counts, ...next } = newest(fields, all[index]!, `t${index}`, known);
            for (const field of counts) values[field] = index;
            known = next;
          }
          for (const field of fields)
            expect(values[field] ?? -1).toBe(all.findLastIndex((spoken) => spoken.includes(field)));
        },
      ),
      { numRuns: 500 },
    );
  });

  const item = (text: string, reaction: string): Allergy => ({
    code: '',
    text,
    system: '',
    kind: 'DA',
    severity: '',
    reactions: reaction === '' ? [] : [reaction],
    since: '',
  });
  const whole = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...substances), fc.constantFrom(...reactions)), {
      selector: ([substance]) => substance,
      maxLength: 4,
    })
    .map((said) => ({ whole: said }));
  const single = fc
    .tuple(fc.constantFrom(...substances), fc.constantFrom(...reactions), fc.constantFrom('A', 'D', 'U', 'X'))
    .map((said) => ({ single: said }));
  const take = (
    list: AllergyList,
    said: { whole: [string, string][] } | { single: [string, string, string] },
    at: string,
  ): AllergyList =>
    'whole' in said
      ? withWholeList(
          list,
          said.whole.map(([text, reaction]) => item(text, reaction)),
          at,
        )
      : withActions(
          list,
          [
            {
              ...item(said.single[0], said.single[1]),
              action: said.single[2] as AllergyAction['action'],
              id: '',
            },
          ],
          at,
        );
  const shown = ({ items }: AllergyList) =>
    items.map(({ substance, reaction, gone }) => `${substance} ${reaction} ${gone === undefined}`).sort();

  test('an allergy never leaves its list; whole lists and single changes mean the same in any order', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.oneof(whole, single), { minLength: 1, maxLength: 8 })
          .chain((all) => fc.tuple(fc.constant(all), shuffled(all.length))),
        ([all, order]) => {
          const empty: AllergyList = { items: [], asOf: '' };
          const said = (index: number) => all[index] as Parameters<typeof take>[1];
          const sorted = all.reduce((list, _one, index) => take(list, said(index), `t${index}`), empty);
          const mixed = order.reduce((list, index) => take(list, said(index), `t${index}`), empty);
          expect(shown(mixed)).toEqual(shown(sorted));
          const named = new Set(
            all.flatMap((one) => ('whole' in one ? one.whole.map(([text]) => text) : [one.single[0]])),
          );
          expect(sorted.items.map(({ substance }) => substance).sort()).toEqual([...named].sort());
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
