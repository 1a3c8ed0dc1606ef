/**
 * How two versions of what hospitals say of a patient become one. All of it happened, so that nothing is refused and nobody is
 * asked.
 *
 * Always: pure and the same everywhere; what stands comes first. What is in either list is in both. A pause that was lifted by
 * either stays lifted.
 */
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { type CarePause, HospitalCareChangedSchema } from './gen/mortar/v1/care_pb.js';

/** Both lists as one, in the order of their ids; `choose` says what counts of the same thing told twice. */
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
  return [...all.values()].sort((one, next) => (one.id < next.id ? -1 : 1));
};

const lifted = (stands: CarePause, said: CarePause): CarePause =>
  stands.liftedAt === undefined && said.liftedAt !== undefined ? said : stands;

/** Bytes of what stands and of what an event says, united. */
export const uniteCare = (standing: Uint8Array, other: Uint8Array): Uint8Array => {
  const message = fromBinary(HospitalCareChangedSchema, standing);
  const stands = message.care!;
  const said = fromBinary(HospitalCareChangedSchema, other).care!;
  return toBinary(HospitalCareChangedSchema, {
    ...message,
    care: { ...stands, pauses: joined(stands.pauses, said.pauses, lifted) },
    changed: [],
    dataJson: '',
    beforeJson: '',
    afterJson: '',
  });
};
