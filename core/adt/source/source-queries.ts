/** The sources of hospitals' messages as a person looks at them: how their ways in stand, how much comes, what is wrong. */
import { addMinutes, dayOf, instantOfDay } from '../../calendar.ts';
import type { QueryHandlers } from '../../handler.ts';
import type { AdtHealth, Way } from './adt-health.ts';
import {
  allSources,
  countsSince,
  lastMessageAt,
  lastProblem,
  messagesByMinute,
  noiseOf,
  type Source,
} from './source-store.ts';

const minuteOf = (instant: string) => instant.slice(0, 16);

const waysOf = ({ id, active, profile }: Source, health: AdtHealth) => {
  const names: Way[] = [
    ...(profile.mllp ? (['mllp'] as const) : []),
    ...(profile.topic ? (['topic'] as const) : []),
    ...(profile.folder ? (['folder'] as const) : []),
  ];
  return names.map((way) => ({
    way,
    ...(active
      ? (health.ways.get(id)?.get(way) ?? { well: true, sentence: 'Not opened yet.' })
      : { well: true, sentence: 'Switched off.' }),
  }));
};

export const sourceQueryHandlers = (health: AdtHealth) =>
  ({
    'adt.sources': ({ store, now, setting }) => {
      const zone = setting('branch.timeZone');
      const today = minuteOf(instantOfDay(dayOf(now, zone), zone));
      const minutes = Array.from({ length: 60 }, (_, index) => minuteOf(addMinutes(now, index - 59)));
      const rows = allSources(store).map((source) => {
        const byMinute = messagesByMinute(store, source.id, minutes[0]!);
        const lastHour = minutes.map((minute) => byMinute.get(minute) ?? 0);
        const ofToday = countsSince(store, source.id, today);
        return {
          id: source.id,
          version: source.version,
          name: source.name,
          active: source.active,
          profile: source.profile,
          ways: waysOf(source, health),
          connections: health.connections.get(source.id) ?? 0,
          perMinute: lastHour.slice(-10).reduce((sum, count) => sum + count, 0) / 10,
          lastHour,
          messagesToday: ofToday.messages,
          refusedToday: ofToday.refused,
          noiseToday: ofToday.noise,
          waiting: health.waiting.get(source.id) ?? 0,
          lastMessageAt: lastMessageAt(store, source.id),
          lastProblem: lastProblem(store, source.id),
          alarm: health.trouble ?? source.alarm,
        };
      });
      return {
        rows,
        certificate: setting('adt.certificate') !== '' && setting('adt.key') !== '',
      };
    },
    'adt.noise': ({ store }, { sourceId, limit }) => ({ rows: noiseOf(store, sourceId, limit) }),
  }) satisfies QueryHandlers<'adt.sources' | 'adt.noise'>;
