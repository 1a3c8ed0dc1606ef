/**
 * How the exchange with central stands, in words. Pure.
 * Always: nothing is said while nothing is to be done or waited for; what waits is said with its number, and that it is
 * not lost.
 */
import type { QueryResult } from '../../core/contract/index.ts';
import { whenWords } from '../components/when.tsx';

export type CentralState = QueryResult<'sync.state'>;

/** What has waited this long while central answers is worth a word; below, it is on its way. */
const sendsWithinMilliseconds = 60_000;
/** A start that takes longer is worth a word. */
const connectsWithinMilliseconds = 15_000;

export const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

const waitingWords = ({ waiting }: CentralState) =>
  waiting === 0 ? 'Nothing waits.' : `${count(waiting, 'event waits', 'events wait')}. Nothing is lost.`;

/** "Reading 12,400 of 80,000"; how many there were is reckoned from what is left and the share that is done. */
export function readingWords({ toRead, progress }: CentralState): string {
  if (toRead === null) return 'Reading what happened meanwhile';
  if (progress === null || progress >= 1) return `Reading, ${toRead.toLocaleString('en')} to go`;
  const total = Math.round(toRead / (1 - progress));
  return `Reading ${(total - toRead).toLocaleString('en')} of ${total.toLocaleString('en')}`;
}

export interface Said {
  /** `late`: worth a look; `harm`: somebody has to do something now; `plain`: to be known. */
  tone: 'plain' | 'late' | 'harm';
  text: string;
}

/** What the status line says; null when all is well. */
export function centralWords(state: CentralState, now = Date.now()): Said | null {
  const since = whenWords(state.since, now);
  switch (state.state) {
    case 'off':
      return null;
    case 'connecting':
      return now - Date.parse(state.since) < connectsWithinMilliseconds
        ? null
        : { tone: 'late', text: `Central has not answered since ${since}. ${waitingWords(state)}` };
    case 'catching-up':
      return { tone: 'plain', text: `${readingWords(state)} from central.` };
    case 'online': {
      const oldest = state.oldestWaitingAt;
      if (oldest === null || now - Date.parse(oldest) < sendsWithinMilliseconds) return null;
      return {
        tone: 'late',
        text: `${count(state.waiting, 'event waits', 'events wait')} for central since ${whenWords(oldest, now)}. Nothing is lost.`,
      };
    }
    case 'offline':
      return { tone: 'late', text: `Offline since ${since}. ${waitingWords(state)}` };
    case 'refused':
      return {
        tone: 'late',
        text: `Central refuses this workstation since ${since}. ${state.problem ?? ''} ${waitingWords(state)}`,
      };
    case 'fenced':
      return {
        tone: 'harm',
        text: 'A copy of this workstation goes on in its place. Nothing is sent from here.',
      };
  }
}

/** The same without numbers that change every second, for a screen reader. */
export const centralAnnounced: Record<CentralState['state'], string> = {
  off: '',
  connecting: '',
  'catching-up': 'Reading from central',
  online: 'Central is reached',
  offline: 'Central cannot be reached. Work goes on; nothing is lost.',
  refused: 'Central refuses this workstation',
  fenced: 'A copy of this workstation goes on in its place. Nothing is sent from here.',
};
