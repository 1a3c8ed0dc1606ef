/** How a message fared, and whether its sender was told: two things, each in words with its sign. */
import { IconAlertTriangle, IconCheck, IconClock, IconMinus } from '@tabler/icons-react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { words } from '../../words.ts';
import classes from './adt.module.css';

export type MessageRow = QueryResult<'adt.messages'>['rows'][number];

const looks: Record<MessageRow['state'], { tone: string | undefined; icon: typeof IconCheck }> = {
  received: { tone: classes.plain, icon: IconClock },
  applied: { tone: classes.done, icon: IconCheck },
  'no-action': { tone: classes.plain, icon: IconMinus },
  late: { tone: classes.late, icon: IconClock },
  held: { tone: classes.late, icon: IconAlertTriangle },
  failed: { tone: classes.late, icon: IconAlertTriangle },
  refused: { tone: classes.late, icon: IconAlertTriangle },
  superseded: { tone: classes.plain, icon: IconMinus },
  dismissed: { tone: classes.plain, icon: IconMinus },
};

export function MessageState({ state }: Pick<MessageRow, 'state'>) {
  const { tone, icon: Icon } = looks[state];
  return (
    <span className={`${classes.inline} ${state === 'applied' ? '' : (tone ?? '')}`}>
      <Icon size={15} aria-hidden="true" className={tone} />
      {words.messageState[state]}
    </span>
  );
}

/** What the sender was told, in one word or two: "AA, told", "AE, not told yet", "none wanted". */
export const acknowledgementWords = ({
  acknowledgement,
  acknowledgedAt,
}: Pick<MessageRow, 'acknowledgement' | 'acknowledgedAt'>): string =>
  acknowledgement === null
    ? 'none'
    : acknowledgedAt === null
      ? `${acknowledgement}, not told`
      : `${acknowledgement}, told`;
