/** What automation was asked about an order and what it said. */
import type { QueryResult } from '../../../core/contract/index.ts';
import type { ReadField } from '../../../core/contract/recognition.ts';
import { useAsk } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';

type Got = QueryResult<'automation.ofPrescription'>;
export type AutomationRequest = Got['requests'][number];

export interface AutomationKnown {
  state: Got['state'];
  /** The newest. */
  latest: AutomationRequest | undefined;
  /** The one by which it typed the order in. */
  entered: AutomationRequest | undefined;
  /** How surely it read each field, where it typed the order in. */
  sureness: Partial<Record<ReadField, number>>;
}

export function useAutomation(prescriptionId: string): AutomationKnown {
  const { may } = useMe();
  const { data } = useAsk(
    'automation.ofPrescription',
    { prescriptionId },
    { enabled: may.has('automation.ofPrescription') },
  );
  const state = data?.state ?? null;
  const entered =
    state === 'entered' ? data?.requests.find(({ verdict }) => verdict === 'sufficient') : undefined;
  return {
    state,
    latest: data?.requests[0],
    entered,
    sureness: Object.fromEntries(entered?.values.map(({ field, confidence }) => [field, confidence]) ?? []),
  };
}
