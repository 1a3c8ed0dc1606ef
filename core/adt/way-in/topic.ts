/**
 * The ways in by topics of central: each source with a topic is followed while there is a link, as links come and go and sources
 * change. Always: one topic is followed once, and what was under way is kept before its link ends. How one is followed is in
 * topic-following.ts; who opens the link, in core/sync/engine.ts.
 */

import type { Life } from '../../sync/life.ts';
import type { Following } from '../../sync/link.ts';
import { tellWay, type WayState } from '../source/adt-health.ts';
import { allSources, type Source } from '../source/source-store.ts';
import { followTopic, type TopicParts } from './topic-following.ts';

export interface Topics {
  /** There is another link, or none any more; resolves once nothing runs over the one before. */
  linked(life: Pick<Life, 'link' | 'named'> | null): Promise<void>;
  stop(): Promise<void>;
}

type Linked = Parameters<Topics['linked']>[0];

const hasTopic = (source: Source): source is Source & { profile: { topic: object } } =>
  source.active && source.profile.topic !== null;

const states: Record<'noCentral' | 'noLink', WayState> = {
  noCentral: {
    well: false,
    sentence: 'No central is named, so that its topic cannot be read. Set central.brokers.',
  },
  noLink: { well: true, sentence: 'Waits for the link to central.' },
};

export const startTopics = (parts: TopicParts): Topics => {
  const { dispatcher, store, health, onFault } = parts;
  const running = new Map<string, { wanted: string; following: Following }>();
  let life: Linked = null;
  let stopped = false;
  let changing: Promise<void> = Promise.resolve();

  const end = async (sourceId: string) => {
    const one = running.get(sourceId);
    running.delete(sourceId);
    await one?.following.stop();
  };

  const settle = async (source: Source) => {
    const { id } = source;
    if (!hasTopic(source)) {
      await end(id);
      return tellWay(health, id, 'topic', null);
    }
    if (life === null) {
      await end(id);
      const state = dispatcher.setting('central.brokers') === '' ? states.noCentral : states.noLink;
      return tellWay(health, id, 'topic', state);
    }
    const { vendor } = source.profile.topic;
    const topic = life.named('adt.<vendor>').replace('<vendor>', vendor);
    const wanted = JSON.stringify([topic, source.profile.topic, source.profile.charset]);
    if (running.get(id)?.wanted === wanted) return;
    await end(id);
    running.set(id, { wanted, following: followTopic(parts, { link: life.link, topic, source }) });
  };

  const refresh = () => {
    changing = changing
      .then(async () => {
        if (stopped) return;
        // First those that end: another may be given their topic.
        const sources = allSources(store).sort((a, b) => Number(hasTopic(a)) - Number(hasTopic(b)));
        for (const source of sources) await settle(source);
      })
      .catch(onFault);
    return changing;
  };

  const unlisten = dispatcher.listen((announcements) => {
    if (
      announcements.some(({ name }) =>
        ['adt.sourceAdded', 'adt.sourceChanged', 'setting.changed'].includes(name),
      )
    )
      void refresh();
  });
  void refresh();

  return {
    linked: (now) => {
      changing = changing
        .then(async () => {
          await Promise.all([...running.keys()].map(end));
          life = now;
        })
        .catch(onFault);
      return refresh();
    },
    stop: async () => {
      stopped = true;
      unlisten();
      await changing;
      await Promise.all([...running.keys()].map(end));
    },
  };
};
