/** Today's calendar day in the branch's time zone. */
import { useAsk } from '../../client/hooks.ts';
import { todayIn } from './day.ts';

export const useToday = (): string => todayIn(useAsk('workstation.status', {}).data?.timeZone ?? 'UTC');
