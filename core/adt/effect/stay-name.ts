/**
 * What names a stay or a message alike wherever its hospital is heard, so that what two workstations make of the same news is
 * one thing: of a stay its visit number, else the message that made it what it is. Nothing is written here.
 */
import type { Reader } from '../../store/database.ts';
import type { StayRow } from './row-types.ts';

/** What names a message: who sent it, under which number, and when. */
export const messageName = (store: Reader, messageId: number): string => {
  const said = store.get<{ sender: string; control_id: string; said_at: string }>(
    'SELECT sender, control_id, said_at FROM adt_message WHERE id = ?',
    [messageId],
  );
  return JSON.stringify([said?.sender ?? '', said?.control_id ?? '', said?.said_at ?? '']);
};

export const stayName = (
  store: Reader,
  stay: Pick<StayRow, 'authority' | 'visit_number' | 'state_message'>,
): string => {
  if (stay.visit_number !== '') return JSON.stringify([stay.authority, stay.visit_number]);
  return messageName(store, stay.state_message);
};
