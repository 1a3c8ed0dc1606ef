/**
 * When somebody is called to a source, and with what sentence. The sentence stays the same for as long as its cause does, so
 * that nobody is called twice for one.
 */
import { addMinutes } from '../../calendar.ts';
import type { Reader } from '../../store/database.ts';
import type { WayState } from './adt-health.ts';
import { countsSince, type Source } from './source-store.ts';

export interface SourceStanding {
  readonly now: string;
  readonly store: Reader;
  readonly ways: readonly WayState[];
  /** Messages kept and not applied. */
  readonly waiting: number;
  /** When the newest came, or when the source was opened. */
  readonly lastMessageAt: string;
  /** A message longer than may be was cut off lately. */
  readonly tooLong: boolean;
}

const MANY_WAITING = 20_000;
/** Of the last ten minutes. */
const MANY_REFUSED = 5;
const MANY_NOISE = 10;

/** Why somebody should look at a source; null where nobody has to. */
export const alarmOf = (source: Source, standing: SourceStanding): string | null => {
  const { now, ways, waiting, tooLong } = standing;
  if (!source.active) return null;
  const broken = ways.find(({ well }) => !well);
  if (broken) return broken.sentence;
  const { silentMinutes } = source.profile;
  if (silentMinutes > 0 && standing.lastMessageAt < addMinutes(now, -silentMinutes))
    return `Nothing has come for more than ${silentMinutes} ${silentMinutes === 1 ? 'minute' : 'minutes'}. Ask the hospital whether its interface runs.`;
  if (tooLong)
    return 'A message was longer than this source may send, and its connection was closed. Ask the hospital, or raise the limit.';
  const lately = countsSince(standing.store, source.id, addMinutes(now, -10).slice(0, 16));
  if (lately.refused >= MANY_REFUSED && lately.refused * 10 >= lately.messages)
    return 'One in ten messages or more is refused. Look at the reasons in the list of messages.';
  if (lately.noise >= MANY_NOISE)
    return 'Much of what comes is no message. Look at what it is, and ask the hospital.';
  return waiting > MANY_WAITING ? 'Messages come faster than they can be applied.' : null;
};
