/** What hospitals’ messages ask of people, for the rail and the screens that say so. */
import { useAsk } from './hooks.ts';
import { useMe } from './session.ts';

/** A source that falls silent does so without an event. */
const countEvery = 60_000;

export const useHospital = () => {
  const { may } = useMe();
  return useAsk('adt.state', {}, { enabled: may.has('adt.state'), everyMilliseconds: countEvery });
};
