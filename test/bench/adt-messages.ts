/** The messages of a hospital for measuring: of several connections, each with persons of its own, some of them our patients. */
import { type Generated, generate } from '../../core/adt/generator/generate.ts';

export interface Made {
  readonly count: number;
  readonly seed: number;
  readonly connections: number;
  /** How many of the persons are patients on file. */
  readonly ours: number;
}

/** How many messages a run has; `MORTAR_BENCH_MESSAGES` names others. */
export const messagesWanted = (): number => Number(process.env.MORTAR_BENCH_MESSAGES ?? 10_000);

/** Of a hospital's persons so many are our patients: one of twenty. A person has about ten messages. */
export const oursOf = (count: number): number => Math.ceil(count / 200);

const families = ['Osei', 'Lindqvist', 'Marchetti', 'Okonkwo', 'Delacroix', 'Nakamura', 'Haddad', 'Kowalski'];
const givens = ['Amara', 'Benedikt', 'Chiara', 'Dmitri', 'Elodie', 'Farid', 'Greta', 'Hiroshi'];

/** The n-th of our patients, as he is on file and as hospitals know him. */
export const patientAt = (index: number) => ({
  family: `${families[index % 8]}${String.fromCharCode(97 + (Math.floor(index / 64) % 26))}`,
  given: givens[Math.floor(index / 8) % 8]!,
  dateOfBirth: `${1930 + (index % 70)}-${String(1 + (index % 12)).padStart(2, '0')}-15`,
  sex: index % 2 === 0 ? ('F' as const) : ('M' as const),
  mrn: `P${String(index).padStart(6, '0')}`,
});

/** What each connection sends, in its order. */
export const lanesOf = ({ count, seed, connections, ours }: Made): Generated[][] =>
  Array.from({ length: connections }, (_, lane) => {
    const share = Math.floor(count / connections) + (lane < count % connections ? 1 : 0);
    const known = Array.from({ length: ours }, (_, index) => index)
      .filter((index) => index % connections === lane)
      .map(patientAt);
    return [
      ...generate({
        // Of another seed come other persons.
        ...{ seed, count: share, connection: seed * connections + lane },
        persons: Math.max(known.length, Math.ceil(share / 10), 50),
        known,
      }),
    ];
  });
