/** What the core reads in the directions while they are typed, or while they are only proposed. */
import { useDebouncedValue } from '@mantine/hooks';
import type { QueryResult } from '../../../core/contract/index.ts';
import { ask } from '../../client/api.ts';
import { useAsk } from '../../client/hooks.ts';

interface Directions {
  sigText: string;
  ndc11?: string | undefined;
  quantity?: string | undefined;
  daysSupply?: string | undefined;
}

export type SigRead = QueryResult<'prescription.readSig'>;

/** A query has no place for members that are undefined. */
const withoutGaps = ({ sigText, ...others }: Directions) => ({
  sigText,
  ...(others.ndc11 && { ndc11: others.ndc11 }),
  ...(others.quantity && { quantity: others.quantity }),
  ...(others.daysSupply && { daysSupply: others.daysSupply }),
});

/** The answer for the directions of a moment ago; none while there are no directions. */
export const useSigReading = (directions: Directions): SigRead | undefined => {
  const [question] = useDebouncedValue(directions, 120);
  const read = useAsk('prescription.readSig', withoutGaps(question), {
    enabled: question.sigText.trim() !== '',
    keepPrevious: true,
  }).data;
  return directions.sigText.trim() === '' ? undefined : read;
};

/** The answer for these very directions; null while there are none, or when the core does not answer. */
export const readSigNow = async (directions: Directions): Promise<SigRead | null> =>
  directions.sigText.trim() === ''
    ? null
    : ask('prescription.readSig', withoutGaps(directions)).catch(() => null);
