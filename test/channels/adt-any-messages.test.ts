/**
 * Whatever hospitals send, in whatever order and however garbled: nothing throws, the register stays sound, and what is
 * on file of our patients is changed by nobody.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generate } from '../../core/adt/generator/generate.ts';
import { triggerEvents } from '../../core/adt/trigger-events.ts';
import { openHospital } from '../support/adt-effects.ts';

const events = Object.keys(triggerEvents);
const garbage = ['', '""', '~~', '^^^', 'x'.repeat(300), '20261399', '0', '\\X41\\', "é'"];

test('any messages', async () => {
  const hospital = await openHospital({ mrnAuthority: 'HOSP' });
  const { test: workstation, rows } = hospital;
  const lineOf = (text: string, id: string) =>
    new RegExp(`(?:\\r|\\n)${id}\\|[^\\r\\n]*`).exec(text)?.[0].trim().split('|');
  const all = [...generate({ seed: 7, count: 400, persons: 8 })]
    .map(({ bytes }) => Buffer.from(bytes).toString('utf8'))
    .filter((text) => lineOf(text, 'PID'));
  for (const text of all.slice(0, 12)) {
    const pid = lineOf(text, 'PID')!;
    const [familyName = '', givenNames = ''] = pid[5]!.split('^');
    await workstation.run('patient.register', {
      familyName,
      givenNames,
      dateOfBirth: pid[7]!.replace(/^(....)(..)(..).*/, '$1-$2-$3'),
      sex: pid[8] === 'F' ? 'female' : 'male',
      mrn: pid[3]!.split('^')[0]!,
      anotherPerson: true,
      allergyStatus: 'listed',
      allergies: [{ substance: 'Entered by hand' }],
    });
  }
  const onFile = () =>
    rows(
      'SELECT id, family_name, given_names, date_of_birth, address, phone, mrn, allergies FROM patient ORDER BY id',
    );
  const before = onFile();

  const mutation = fc.record({
    at: fc.nat(all.length - 1),
    event: fc.option(fc.constantFrom(...events), { nil: undefined }),
    merged: fc.option(fc.nat(all.length - 1), { nil: undefined }),
    field: fc.option(fc.tuple(fc.nat(150), fc.constantFrom(...garbage)), { nil: undefined }),
    twice: fc.boolean(),
  });
  let count = 0;
  const written = ({
    at,
    event,
    merged,
    field,
    twice,
  }: typeof mutation extends fc.Arbitrary<infer T> ? T : never) => {
    let text = all[at]!;
    count += 1;
    if (event) text = text.replace(/ADT\^A\d\d(\^\w+)?/, `ADT^${event}`);
    text = text.replace(/(ADT\^A\d\d(?:\^\w+)?\|)[^|]*/, `$1ANY${count}`);
    if (merged !== undefined) {
      const [pid, pv1] = [lineOf(all[merged]!, 'PID'), lineOf(all[merged]!, 'PV1')];
      text = text.replace(
        /(\r\n|\r|\n)PV1\|/,
        (line, end) =>
          `${end}MRG|${pid?.[3]}||A1||${pv1?.[19] ?? ''}${twice ? `${end}${pid?.join('|')}` : ''}${line}`,
      );
    }
    if (field) {
      const fields = text.split('|');
      fields[Math.min(12 + field[0], fields.length - 1)] = field[1];
      text = fields.join('|');
    }
    return text;
  };
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 20, maxLength: 40 }), async (messages) => {
      // A message that cannot be applied would be a fault of the desk, which throws here.
      await hospital.send(...messages.map(written));
      expect(rows("SELECT id FROM adt_message WHERE problem LIKE '%inside Mortar%'")).toEqual([]);
      for (const table of ['adt_identifier', 'adt_stay'])
        expect(
          rows(
            `SELECT 1 FROM ${table} x JOIN adt_person p ON p.id = x.person_id WHERE p.merged_into IS NOT NULL`,
          ),
        ).toEqual([]);
      expect(
        rows(
          'SELECT 1 FROM adt_person a JOIN adt_person b ON b.id = a.merged_into WHERE b.merged_into IS NOT NULL',
        ),
      ).toEqual([]);
      // Nobody is asked or rests for whom nobody here knows.
      expect(rows("SELECT 1 FROM adt_task WHERE patient_id IS NULL AND kind <> 'who-is-it'")).toEqual([]);
      expect(onFile()).toEqual(before);
    }),
    { numRuns: 12 },
  );
}, 25_000);
