/**
 * How two versions of what hospitals say of a patient become one. All of it happened, so that nothing is refused and nobody is
 * asked.
 *
 * Always: pure and the same everywhere; what stands comes first. What is in either list is in both. A pause that was lifted by
 * either stays lifted; of a stay counts what is newer by the hospital’s clock; what was said of a task first stands.
 */
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { liesInHospital } from '../adt/effect/stays.ts';
import type { stayStates } from '../contract/adt-values.ts';
import {
  type CarePause,
  type CareStay,
  type CareTask,
  type HospitalCare,
  HospitalCareChangedSchema,
} from './gen/mortar/v1/care_pb.js';

/** Of what is over so many are told; what is open always is. A record has to stay small however long somebody is known. */
const MOST_PAST = 40;

interface Listed<T> {
  isOpen: (one: T) => boolean;
  /** When it was, to tell what is newest. */
  at: (one: T) => string;
}

const byId = <T extends { id: string }>(one: T, next: T) => (one.id < next.id ? -1 : 1);

const boundedList = <T extends { id: string }>(all: readonly T[], { isOpen, at }: Listed<T>): T[] => {
  const past = all
    .filter((one) => !isOpen(one))
    .sort((one, next) => (at(one) === at(next) ? byId(one, next) : at(one) < at(next) ? 1 : -1))
    .slice(0, MOST_PAST);
  return [...all.filter(isOpen), ...past].sort(byId);
};

type Lists = Pick<HospitalCare, 'pauses' | 'stays' | 'tasks'>;

const listed: { [K in keyof Lists]: Listed<Lists[K][number]> } = {
  pauses: { isOpen: ({ liftedAt }) => liftedAt === undefined, at: ({ since }) => since },
  stays: {
    isOpen: ({ takenBack, state, class: code }) =>
      !takenBack &&
      (state === 'expected' || liesInHospital({ state: state as (typeof stayStates)[number], class: code })),
    at: ({ asOf }) => asOf,
  },
  tasks: { isOpen: ({ state }) => state === 'open', at: ({ at }) => at },
};

/** What of a patient's care is told, in the order of ids: all that is open, and of the rest the newest. */
export const bounded = <C extends Lists>(care: C): C => ({
  ...care,
  pauses: boundedList(care.pauses, listed.pauses),
  stays: boundedList(care.stays, listed.stays),
  tasks: boundedList(care.tasks, listed.tasks),
});

/** Both lists as one; `choose` says what counts of the same thing told twice. */
const joined = <T extends { id: string }>(
  stands: readonly T[],
  said: readonly T[],
  choose: (stands: T, said: T) => T,
): T[] => {
  const all = new Map(stands.map((one) => [one.id, one]));
  for (const one of said) {
    const known = all.get(one.id);
    all.set(one.id, known === undefined ? one : choose(known, one));
  }
  return [...all.values()];
};

const lifted = (stands: CarePause, said: CarePause): CarePause =>
  stands.liftedAt === undefined && said.liftedAt !== undefined ? said : stands;

const newer = (stands: CareStay, said: CareStay): CareStay =>
  said.asOf > stands.asOf || (said.asOf === stands.asOf && said.revision > stands.revision) ? said : stands;

const furtherTask = (stands: CareTask, said: CareTask): CareTask => {
  if (stands.state !== 'open') return stands;
  return said.state !== 'open' || said.asOf > stands.asOf ? said : stands;
};

/** Bytes of what stands and of what an event says, united. */
export const uniteCare = (standing: Uint8Array, other: Uint8Array): Uint8Array => {
  const message = fromBinary(HospitalCareChangedSchema, standing);
  const stands = message.care!;
  const said = fromBinary(HospitalCareChangedSchema, other).care!;
  return toBinary(HospitalCareChangedSchema, {
    ...message,
    care: bounded({
      ...stands,
      pauses: joined(stands.pauses, said.pauses, lifted),
      stays: joined(stands.stays, said.stays, newer),
      tasks: joined(stands.tasks, said.tasks, furtherTask),
    }),
    changed: [],
    dataJson: '',
    beforeJson: '',
    afterJson: '',
  });
};
