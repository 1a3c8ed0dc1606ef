/**
 * Runs the ways in of all sources: opens and closes what listens and what watches folders as sources and settings change, keeps
 * what was no message, and calls somebody where a source is silent, refused or broken.
 * Always: nothing listens beyond this machine without TLS; how each way stands is said in words. Topics of central run elsewhere.
 */
import type { Dispatcher } from '../dispatch.ts';
import type { Inbox } from '../document/inbox-folder.ts';
import type { Store } from '../store/database.ts';
import type { Desk } from './arrived.ts';
import { createNoise } from './keeping/noise.ts';
import type { Reader } from './keeping/reader.ts';
import { problems } from './mllp.ts';
import { type AdtHealth, tellWay } from './source/adt-health.ts';
import { alarmOf } from './source/alarm.ts';
import { isLoopback } from './source/source-commands.ts';
import { allSources, dropTallies, lastMessageAt, type Source, setAlarm } from './source/source-store.ts';
import { watchMessages } from './way-in/folder.ts';
import { type MllpSource, startListener } from './way-in/listener.ts';

export interface SourcesParts {
  readonly dispatcher: Dispatcher;
  readonly store: Store;
  readonly desk: Desk;
  readonly reader: Pick<Reader, 'read'>;
  readonly health: AdtHealth;
  readonly onFault: (error: unknown) => void;
}

export interface Sources {
  /** Looks now whether a source needs somebody. */
  look(): void;
  /** Looks into the folders of all sources now; resolves when everything complete in them was taken. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 5_000;
/** A frame that was too long is called for so long. */
const CALLED_FOR_MS = 10 * 60_000;
const KEPT_TALLIES_MS = 8 * 86_400_000;

type Opening = { source: MllpSource } | { trouble: string };

export const startSources = ({ dispatcher, store, desk, reader, health, onFault }: SourcesParts): Sources => {
  /** What runs now, by source: the options as text, so that only what changed is opened anew. */
  const listening = new Map<string, string>();
  const watching = new Map<string, { folder: string; inbox: Inbox }>();
  const tooLongAt = new Map<string, number>();
  const openedAt = new Map<string, string>();
  const noise = createNoise({ dispatcher, store, onFault });
  const time = () => Date.parse(dispatcher.now());

  const listener = startListener({
    desk,
    now: dispatcher.now,
    onFault,
    onNoise: (sourceId, peer, problem, bytes) => {
      if (problem.startsWith(problems.tooLong)) tooLongAt.set(sourceId, time());
      noise.keep({ sourceId, peer, problem, bytes });
    },
    onState: (sourceId, state) => {
      if (!listening.has(sourceId)) return;
      tellWay(
        health,
        sourceId,
        'mllp',
        'trouble' in state
          ? { well: false, sentence: state.trouble }
          : { well: true, sentence: `Listens on port ${state.port}.` },
      );
    },
    onConnections: (sourceId, connections) => health.connections.set(sourceId, connections),
  });

  /** How the way of a source is to be opened, or why it cannot be. */
  const openingOf = ({ profile: { mllp } }: Source): Opening | null => {
    if (mllp === null) return null;
    const [key, certificate, authorities] = [
      dispatcher.setting('adt.key'),
      dispatcher.setting('adt.certificate'),
      dispatcher.setting('adt.clientAuthorities'),
    ];
    if (!mllp.tls && !isLoopback(mllp.address))
      return { trouble: 'It is not opened beyond this machine without TLS. Switch TLS on.' };
    if (mllp.tls && (key === '' || certificate === ''))
      return { trouble: 'TLS needs a certificate and its key. Set adt.certificate and adt.key.' };
    if (mllp.clientCertificates && authorities === '')
      return {
        trouble: 'Nobody is named whose certificates are taken. Set adt.clientAuthorities.',
      };
    return {
      source: {
        ...mllp,
        tls: mllp.tls
          ? { key, certificate, clientAuthorities: mllp.clientCertificates ? authorities : null }
          : null,
      },
    };
  };

  const openMllp = (source: Source) => {
    const { id } = source;
    const opening = source.active ? openingOf(source) : null;
    const wanted = opening === null ? undefined : JSON.stringify(opening);
    if (listening.get(id) === wanted) return;
    listening.delete(id);
    tellWay(health, id, 'mllp', null);
    listener.close(id);
    if (opening === null) return;
    listening.set(id, wanted!);
    if ('trouble' in opening) tellWay(health, id, 'mllp', { well: false, sentence: opening.trouble });
    else {
      tellWay(health, id, 'mllp', { well: true, sentence: 'Is being opened.' });
      listener.listen(id, opening.source);
    }
  };

  const openFolder = ({ id, active, profile }: Source) => {
    const folder = active ? profile.folder : '';
    const running = watching.get(id);
    if ((running?.folder ?? '') === folder) return;
    void running?.inbox.stop();
    watching.delete(id);
    tellWay(health, id, 'folder', null);
    if (folder === '') return;
    const tell = (problem: string | null) =>
      tellWay(health, id, 'folder', {
        well: problem === null,
        sentence: problem ?? 'The folder is watched.',
      });
    tell(null);
    watching.set(id, {
      folder,
      inbox: watchMessages({ folder, sourceId: id, desk, reader, onProblem: tell }),
    });
  };

  const refresh = () => {
    for (const source of allSources(store)) {
      if (!openedAt.has(source.id)) openedAt.set(source.id, dispatcher.now());
      listener.setProfile(source.id, source.profile);
      openMllp(source);
      openFolder(source);
    }
  };

  let droppedAt = 0;
  const look = () => {
    const now = dispatcher.now();
    for (const source of allSources(store)) {
      const alarm = alarmOf(source, {
        now,
        store,
        ways: [...(health.ways.get(source.id)?.values() ?? [])],
        waiting: health.waiting.get(source.id) ?? 0,
        lastMessageAt: lastMessageAt(store, source.id) ?? openedAt.get(source.id) ?? now,
        tooLong: time() - (tooLongAt.get(source.id) ?? Number.NEGATIVE_INFINITY) < CALLED_FOR_MS,
      });
      if (alarm === source.alarm) continue;
      const { id: sourceId, name } = source;
      dispatcher.record((writer, at) => {
        setAlarm(writer, sourceId, alarm, at);
        const subject = { kind: 'adt' as const, id: sourceId };
        return {
          result: undefined,
          events: [
            alarm === null
              ? { name: 'adt.alarmEnded', subject, data: { sourceId, name } }
              : { name: 'adt.alarmRaised', subject, data: { sourceId, name, alarm } },
          ],
        };
      });
    }
    if (time() - droppedAt < 3_600_000) return;
    droppedAt = time();
    store.transaction(
      () => dropTallies(store, new Date(time() - KEPT_TALLIES_MS).toISOString().slice(0, 16)),
      true,
    );
  };
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      // The file cannot be used just now: the desk says so, and this is tried again.
      onFault(error);
    }
  };

  const unlisten = dispatcher.listen((announcements) => {
    if (
      announcements.some(({ name }) =>
        ['adt.sourceAdded', 'adt.sourceChanged', 'setting.changed'].includes(name),
      )
    )
      attempt(refresh);
  });
  attempt(refresh);
  const timer = setInterval(() => attempt(look), LOOK_EVERY_MS);
  timer.unref();

  return {
    look,
    sweep: async () => {
      await Promise.all([...watching.values()].map(({ inbox }) => inbox.sweep()));
    },
    stop: async () => {
      clearInterval(timer);
      unlisten();
      await Promise.all([listener.stop(), ...[...watching.values()].map(({ inbox }) => inbox.stop())]);
      noise.stop();
    },
  };
};
