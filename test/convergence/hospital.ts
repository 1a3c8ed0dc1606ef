/** A hospital that speaks to a workstation on the simulated log: bytes in, kept and applied as at work, without a wire. */
import { apply } from '../../core/adt/apply.ts';
import { startDesk } from '../../core/adt/desk.ts';
import { newAdtHealth } from '../../core/adt/source/adt-health.ts';
import { insertSource } from '../../core/adt/source/source-store.ts';
import { sourceProfile } from '../../core/contract/adt-values.ts';
import { message, type Said } from '../support/adt-effects.ts';
import type { Node } from './node.ts';

const id = 'st-mary';

/** Sends messages and waits until they had their effects; answers the state of each. */
export const hospitalSays = async (
  { workstation: { dispatcher, store } }: Node,
  ...messages: (Said | string)[]
): Promise<string[]> => {
  if (store.get('SELECT 1 FROM adt_source WHERE id = ?', [id]) === undefined)
    store.transaction(() =>
      insertSource(store, {
        ...{ id, name: 'St Mary' },
        profile: sourceProfile.parse({ authority: 'STM', mrnAuthority: 'STM', timeZone: 'UTC' }),
      }),
    );
  const faults: unknown[] = [];
  const desk = startDesk({
    ...{ dispatcher, store, health: newAdtHealth(), apply },
    onFault: (error) => void faults.push(error),
  });
  const kept = await desk.take(
    messages.map((one) => ({
      ...{ sourceId: id, way: 'mllp', peer: 'test' },
      bytes: Buffer.from(typeof one === 'string' ? one : message(one), 'utf8'),
    })),
  );
  await desk.settle();
  await desk.stop();
  if (faults.length > 0) throw faults[0];
  return kept.map(
    ({ messageId }) =>
      store.get<{ state: string }>('SELECT state FROM adt_message WHERE id = ?', [messageId])!.state,
  );
};
