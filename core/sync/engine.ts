/**
 * The exchange with central as it runs: a life of the link while a central is named, a new one when the settings change
 * or after trouble, and how it stands, in words.
 * Not here: what a life does (life.ts), what a record means (take-record.ts), what a command becomes (capture.ts).
 */
import type { Dispatcher } from '../dispatch.ts';
import type { Health } from '../operation/health.ts';
import type { Store } from '../store/database.ts';
import { type Authorship, isNamed } from './author.ts';
import { tellBaseline } from './baseline.ts';
import { type CentralHealth, changeHealth, isOnline } from './central-health.ts';
import { takeAgain } from './inbox.ts';
import { type Life, type LifeParts, openLife, troubleInWords } from './life.ts';
import { type Link, LinkError } from './link.ts';
import { retryable } from './quarantine.ts';
import type { TakingRules } from './take-record.ts';

/** A link that may be told to try at once. */
export interface OpenedLink extends Link {
  tryNow?(): void;
}

export interface SyncParts extends Pick<LifeParts, 'onAcknowledged' | 'onFault' | 'relieve'> {
  dispatcher: Dispatcher;
  store: Store;
  health: Health;
  rules: TakingRules;
  /** Opens the way to the central that the settings name. Throws `LinkError` where they cannot be used. */
  openLink(): OpenedLink;
  /** False where nothing is to be exchanged at all. */
  running: boolean;
  /** Told of each life of the link as it begins, and of its end before that; what else runs over it ends first. */
  onLife?(life: Life | null): Promise<void>;
  /** The first wait after central could not be reached, in milliseconds; it doubles. */
  firstWaitMs?: number;
}

export interface Sync {
  readonly rules: TakingRules;
  /** Tries at once whatever waits for its next try. */
  tryNow(): void;
  /** The life of the link as it is now; null while there is none. */
  life(): Life | null;
  /** Nothing more is taken or sent; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

const LONGEST_WAIT_MS = 60_000;
const GOOD_FOR_MS = 60_000;

export const startSync = (parts: SyncParts): Sync => {
  const { dispatcher, store, health, rules, onFault, firstWaitMs = 500 } = parts;
  const { setting } = dispatcher;
  const { central } = health;
  let stopped = false;
  let life: (Life & { link: OpenedLink }) | null = null;
  let telling: Promise<void> = Promise.resolve();
  let later: NodeJS.Timeout | undefined;
  let tries = 0;
  let changing: Promise<void> = Promise.resolve();

  const say = (change: Partial<CentralHealth>): void => {
    const isNews = changeHealth(central, change, dispatcher.now());
    if (isNews && !stopped)
      dispatcher.tell([{ seq: 0, name: 'sync.stateChanged', subject: { kind: 'workstation', id: 'this' } }]);
  };
  const authorship = (at: string): Authorship => ({
    at,
    userId: null,
    commandId: '',
    offlineSince: isOnline(central) ? null : central.heardAt,
    setting,
  });
  /** What is looked at when a setting changed: with any of these otherwise, the link is another. */
  const settingsOfLink = () =>
    JSON.stringify(linkSettings.map((name) => setting(name as Parameters<typeof setting>[0])));
  let openedWith = '';

  /** What a newer version, or a mended one, can take now. */
  const takeWhatWasHeld = (): void => {
    for (const id of retryable(store))
      try {
        dispatcher.record((writer, now) => ({
          result: undefined,
          events: takeAgain(rules, writer, now, id, null).hand.events,
        }));
      } catch {
        // It stays held, with its reason.
      }
  };

  const begin = () => {
    // A further try with the same settings is still the same trouble, since when it has lasted.
    const isAgain = openedWith === settingsOfLink();
    openedWith = settingsOfLink();
    if (setting('central.brokers') === '') return say({ state: 'off', problem: null });
    if (!isNamed(setting))
      return say({ state: 'refused', problem: 'Give this branch a code in the settings first (branch.id).' });
    let link: OpenedLink;
    try {
      link = parts.openLink();
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      return say(troubleInWords(error));
    }
    if (!isAgain) say({ state: 'connecting', problem: null });
    const began = Date.now();
    const opened = openLife({
      ...parts,
      link,
      prefix: setting('central.prefix'),
      say,
      onEnd: (trouble) => {
        if (trouble) say(troubleInWords(trouble));
        if (Date.now() - began > GOOD_FOR_MS) tries = 0;
        const wait = trouble ? Math.min(firstWaitMs * 2 ** Math.min(tries, 8), LONGEST_WAIT_MS) : 0;
        tries += 1;
        clearTimeout(later);
        later = setTimeout(restart, wait / 2 + (Math.random() * wait) / 2).unref();
      },
    });
    life = { ...opened, link };
    void parts.onLife?.(life).catch(onFault);
  };

  const end = async (): Promise<void> => {
    const ending = life;
    life = null;
    if (ending) await parts.onLife?.(null).catch(onFault);
    await ending?.end();
  };

  /** Ends the life there is and begins another, one after the other. */
  function restart(): void {
    clearTimeout(later);
    changing = changing
      .then(async () => {
        await end();
        if (stopped) return;
        begin();
        telling = telling.then(() => tell()).catch(onFault);
      })
      .catch(onFault);
  }
  const tell = () =>
    tellBaseline({
      dispatcher,
      store,
      authorship,
      named: isNamed(setting),
      goesOn: () => !stopped,
      onTold: () => life?.nudge(),
    });

  const stopListening = parts.running
    ? dispatcher.listen((announcements) => {
        const names = new Set(announcements.map(({ name }) => name));
        if (names.has('sync.becameNew') || (names.has('setting.changed') && settingsOfLink() !== openedWith))
          restart();
        else if (names.has('sync.dismissed') || names.has('sync.replayed')) life?.lookAgain();
        else life?.nudge();
      })
    : () => {};
  if (parts.running) {
    takeWhatWasHeld();
    restart();
  }
  return {
    rules,
    life: () => life,
    tryNow: () => {
      tries = 0;
      life?.link.tryNow?.();
      if (central.state === 'offline' || central.state === 'refused') restart();
      else life?.nudge();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(later);
      stopListening();
      await end();
      await changing;
      await end();
      await telling;
    },
  };
};

const linkSettings = [
  'central.brokers',
  'central.prefix',
  'central.security',
  'central.ca',
  'central.certificateFile',
  'central.keyFile',
  'central.keyPassphrase',
  'central.user',
  'central.secret',
  'central.tokenUrl',
  'central.clientId',
  'central.region',
  'branch.id',
];
