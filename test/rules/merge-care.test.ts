/** Two versions of what hospitals say of a patient become one: what has to hold of it, whatever the versions are. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CarePauseSchema,
  CareStaySchema,
  CareTaskSchema,
  type HospitalCare,
  HospitalCareChangedSchema,
  HospitalCareSchema,
} from '../../core/sync/gen/mortar/v1/care_pb.js';
import { bounded, uniteCare } from '../../core/sync/merge-care.ts';

const id = fc.constantFrom('a', 'b', 'c', 'd');
const instant = fc.constantFrom(
  '2026-03-01T10:00:00.000Z',
  '2026-03-02T10:00:00.000Z',
  '2026-03-03T10:00:00.000Z',
);
const lists = {
  pauses: fc.record(
    {
      id,
      because: fc.constantFrom('inpatient', 'deceased'),
      since: instant,
      liftedAt: instant,
      liftedBy: id,
    },
    { requiredKeys: ['id', 'because', 'since'] },
  ),
  stays: fc.record({
    ...{ id, asOf: instant, revision: fc.integer({ min: 1, max: 3 }), takenBack: fc.boolean() },
    state: fc.constantFrom('expected', 'in', 'on-leave', 'discharged'),
    ward: fc.constantFrom('4B', 'ICU'),
    class: fc.constantFrom('I', 'O'),
  }),
  tasks: fc.record({
    ...{ id, at: instant, asOf: instant, state: fc.constantFrom('open', 'done', 'cancelled') },
    outcome: fc.constantFrom('resume', 'keep-paused'),
  }),
};
const care = fc
  .record({
    pauses: fc.uniqueArray(lists.pauses, { selector: (one) => one.id }),
    stays: fc.uniqueArray(lists.stays, { selector: (one) => one.id }),
    tasks: fc.uniqueArray(lists.tasks, { selector: (one) => one.id }),
  })
  .map(({ pauses, stays, tasks }) =>
    bounded(
      create(HospitalCareSchema, {
        patientId: 'p',
        pauses: pauses.map((one) => create(CarePauseSchema, one)),
        stays: stays.map((one) => create(CareStaySchema, one)),
        tasks: tasks.map((one) => create(CareTaskSchema, one)),
      }),
    ),
  );

const bytesOf = (one: HospitalCare) =>
  toBinary(HospitalCareChangedSchema, create(HospitalCareChangedSchema, { care: one }));
const careIn = (bytes: Uint8Array) => fromBinary(HospitalCareChangedSchema, bytes).care!;
const unite = (stands: HospitalCare, said: HospitalCare) => careIn(uniteCare(bytesOf(stands), bytesOf(said)));
const ids = (list: readonly { id: string }[]) => list.map((one) => one.id);

describe('two versions of what hospitals say', () => {
  test('told twice it is as told once', () => {
    fc.assert(
      fc.property(care, care, (one, other) => {
        expect(unite(one, one)).toEqual(careIn(bytesOf(one)));
        const both = unite(one, other);
        expect(unite(both, other)).toEqual(both);
      }),
    );
  });

  test('nothing of either is lost, and lists are in one order', () => {
    fc.assert(
      fc.property(care, care, (one, other) => {
        const both = unite(one, other);
        for (const list of ['pauses', 'stays', 'tasks'] as const)
          expect(ids(both[list])).toEqual([...new Set([...ids(one[list]), ...ids(other[list])])].sort());
      }),
    );
  });

  test('a pause lifted by either is lifted, and one that neither lifted is not', () => {
    fc.assert(
      fc.property(care, care, (one, other) => {
        const isLifted = (of: HospitalCare, pause: string) =>
          of.pauses.some((known) => known.id === pause && known.liftedAt !== undefined);
        for (const { id: pause, liftedAt } of unite(one, other).pauses)
          expect(liftedAt !== undefined).toBe(isLifted(one, pause) || isLifted(other, pause));
      }),
    );
  });

  test('of a stay the hospital’s newer word counts, whichever stood before', () => {
    fc.assert(
      fc.property(care, care, (one, other) => {
        for (const stay of unite(one, other).stays) {
          const said = [...one.stays, ...other.stays].filter((known) => known.id === stay.id);
          expect(stay.asOf).toBe(
            said
              .map(({ asOf }) => asOf)
              .sort()
              .at(-1),
          );
        }
      }),
    );
  });

  test('what was said of a task stays said, and of two who said it the first stands', () => {
    fc.assert(
      fc.property(care, care, (one, other) => {
        for (const task of unite(one, other).tasks) {
          const [first, second] = [one, other].map((of) => of.tasks.find((known) => known.id === task.id));
          if (first && first.state !== 'open') expect(task).toEqual(first);
          else if (second && second.state !== 'open') expect(task).toEqual(second);
          else expect(task.state).toBe('open');
        }
      }),
    );
  });
});

test('what is open is told however much there is, and of what is over the newest', () => {
  const pauses = Array.from({ length: 100 }, (_, number) =>
    create(CarePauseSchema, {
      id: `pause-${number}`,
      because: 'inpatient',
      since: new Date(Date.UTC(2026, 0, number + 1)).toISOString(),
      ...(number % 10 !== 0 && { liftedAt: '2027-01-01T00:00:00.000Z' }),
    }),
  );
  const told = bounded(create(HospitalCareSchema, { patientId: 'p', pauses })).pauses;
  expect(told.filter(({ liftedAt }) => liftedAt === undefined)).toHaveLength(10);
  const over = told.filter(({ liftedAt }) => liftedAt !== undefined).map(({ since }) => since);
  expect(over).toHaveLength(40);
  expect(over.sort()[0]).toBe(new Date(Date.UTC(2026, 0, 57)).toISOString());
});
