/**
 * Opens a workstation on its data file and closes it again: store, features, channels, in this order and back.
 * The only wiring there is.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { apply } from './adt/apply.ts';
import type { Desk } from './adt/arrived.ts';
import { startDesk } from './adt/desk.ts';
import { startReader } from './adt/keeping/reader.ts';
import { newAdtHealth } from './adt/source/adt-health.ts';
import { type Sources, startSources } from './adt/sources.ts';
import { startTopics } from './adt/way-in/topic.ts';
import { answerTaker, requestsAcknowledged } from './automation/channel.ts';
import { startSweep } from './automation/sweep.ts';
import { type Outbox, startOutbox } from './channel/outbox.ts';
import { createDispatcher, type Dispatcher } from './dispatch.ts';
import { closePageReader } from './document/read-pages.ts';
import type { Session } from './handler.ts';
import { allCommandHandlers, allQueryHandlers } from './handlers.ts';
import { newId } from './identity.ts';
import { startFaxInbox } from './intake/fax-inbox.ts';
import { type Spool, startSpool } from './label/spool.ts';
import type { Health } from './operation/health.ts';
import { startRecogniser } from './recognise/recogniser.ts';
import { type Importer, startImporter } from './reference/importer.ts';
import { backUp, listBackups } from './store/backup.ts';
import { startCheckpoints } from './store/checkpoint.ts';
import { openStore, type Store, StoreError, troubleOf } from './store/database.ts';
import { migrate, ownMigrations, readMigrations, schemaVersion } from './store/migrate.ts';
import { createCapture } from './sync/capture.ts';
import { isOnline, newCentralHealth } from './sync/central-health.ts';
import { openCentral } from './sync/central-link.ts';
import { type Sync, type SyncParts, startSync } from './sync/engine.ts';
import { fold } from './sync/fold.ts';

export interface WorkstationOptions {
  dataFolder: string;
  /** 64 hex digits. */
  key: string;
  /** Makes the data file where there is none. */
  create?: boolean;
  clock?: () => number;
  migrationsFolder?: string;
  /** Told of faults; gets the name of what failed and the error, never what it was about. */
  onFault?: (name: string, error: unknown) => void;
  /** Whether the inbox folder is watched and deliveries go out; tests of single commands leave both. */
  channels?: boolean;
  /** How the exchange with central is put together; a test composes it over a log of its own. */
  compose?: (parts: SyncParts) => SyncParts;
}

export interface Workstation {
  readonly dispatcher: Dispatcher;
  readonly store: Store;
  readonly health: Health;
  readonly outbox: Outbox;
  readonly spool: Spool;
  /** Reads and takes over reference files. */
  readonly importer: Importer;
  /** The exchange with central and the other workstations. */
  readonly sync: Sync;
  /** Where hospitals’ messages are kept and worked on, and their ways in; null without channels. */
  readonly adt: { readonly desk: Desk; readonly sources: Sources } | null;
  /** A session of the workstation itself, for its channels and for set-up. */
  readonly system: Session;
  /** Looks into the inbox folder now and resolves when everything complete in it was taken. */
  sweepInbox(): Promise<void>;
  close(): Promise<void>;
}

/** Files up to this size are checked whole before work begins; larger ones by each backup. */
const CHECKED_AT_START = 32 * 1024 * 1024;

export const dataFileOf = (dataFolder: string) => join(dataFolder, 'mortar.db');
export const backupFolderOf = (dataFolder: string) => join(dataFolder, 'backups');

export const newSession = (system: boolean, now: number): Session => ({
  id: newId(),
  system,
  userId: null,
  lockedBy: null,
  lastActiveAt: now,
});

const checkSmallFile = (store: Store): void => {
  if (statSync(store.file).size > CHECKED_AT_START) return;
  const [row] = store.all<Record<string, string>>('PRAGMA quick_check(1)');
  if (row && !Object.values(row).includes('ok')) throw new StoreError('damaged');
};

const openMigrated = (options: WorkstationOptions): Store => {
  const store = openStore(dataFileOf(options.dataFolder), options.key, { create: options.create ?? false });
  try {
    const migrations = readMigrations(options.migrationsFolder ?? ownMigrations);
    checkSmallFile(store);
    const from = schemaVersion(store);
    if (from > 0 && from < migrations.length) {
      mkdirSync(backupFolderOf(options.dataFolder), { recursive: true });
      store.copyTo(join(backupFolderOf(options.dataFolder), `before-migration-${from}-${Date.now()}.db`));
    }
    migrate(store, migrations);
    return store;
  } catch (error) {
    store.close();
    const trouble = troubleOf(error);
    throw trouble ? new StoreError(trouble, error) : error;
  }
};

/** Opens the workstation. Throws `StoreError` when the data file cannot be used. */
export const openWorkstation = (options: WorkstationOptions): Workstation => {
  const { dataFolder, clock = Date.now, onFault = () => {}, channels = true } = options;
  const { compose = (parts: SyncParts) => parts } = options;
  const store = openMigrated(options);
  const backupFolder = backupFolderOf(dataFolder);
  const health: Health = {
    inboxFolder: join(dataFolder, 'inbox'),
    folderProblem: null,
    readingProblem: null,
    central: newCentralHealth(new Date(clock()).toISOString()),
    adt: newAdtHealth(),
    trouble: null,
    backedUpAt: existsSync(backupFolder) ? (listBackups(backupFolder)[0]?.at ?? null) : null,
  };
  const fault = (name: string, error: unknown) => {
    if (troubleOf(error) === 'damaged')
      health.trouble =
        'The data file is damaged. Stop work here, close Mortar and open it again to restore a backup.';
    onFault(name, error);
  };
  const writeBackup = async () => {
    const written = await backUp({
      dataFile: store.file,
      key: options.key,
      folder: backupFolder,
      now: dispatcher.now(),
      keep: dispatcher.setting('backup.keep'),
    }).catch((error: unknown) => {
      fault('backup', error);
      throw error;
    });
    health.backedUpAt = dispatcher.now();
    return written;
  };
  const online = () => isOnline(health.central);
  const dispatcher = createDispatcher({
    store,
    clock,
    commandHandlers: allCommandHandlers(
      writeBackup,
      () => importer,
      () => sync,
    ),
    queryHandlers: allQueryHandlers(
      health,
      () => importer,
      () => store,
    ),
    online,
    capture: createCapture({
      setting: (name) => dispatcher.setting(name),
      offlineSince: () => (online() ? null : health.central.heardAt),
    }),
    onFault: fault,
  });
  const system = newSession(true, clock());

  const faxInbox = channels
    ? startFaxInbox({ dispatcher, system, health, defaultFolder: health.inboxFolder })
    : null;
  const recogniser = channels
    ? startRecogniser({
        dispatcher,
        store,
        system,
        health,
        onFault: (error) => fault('recogniser', error),
      })
    : null;
  const sweep = channels
    ? startSweep({ dispatcher, store, system, clock, onFault: (error) => fault('automation', error) })
    : null;
  const checkpoints = channels
    ? startCheckpoints(store, options.key, (error) => fault('checkpoint', error))
    : null;
  const importer = startImporter({
    dispatcher,
    store,
    key: options.key,
    dataFolder,
    relieve: async () => checkpoints?.relieve(),
    onFault: (error) => fault('reference', error),
  });
  const outbox = startOutbox(dispatcher, store, {
    clock,
    running: channels,
    onFault: (error) => fault('outbox', error),
  });
  const spool = startSpool(dispatcher, store, {
    clock,
    running: channels,
    onFault: (error) => fault('spool', error),
  });

  const openAdt = () => {
    const parts = { dispatcher, store, health: health.adt, onFault: (error: unknown) => fault('adt', error) };
    const desk = startDesk({ ...parts, apply, relieve: () => checkpoints?.relieve() });
    const reader = startReader(store);
    return {
      ...{ desk, reader },
      sources: startSources({ ...parts, desk, reader }),
      topics: startTopics({ ...parts, desk, reader }),
    };
  };
  const adt = channels ? openAdt() : null;

  const acknowledged = requestsAcknowledged(dispatcher, system);
  const sync = startSync(
    compose({
      dispatcher,
      store,
      health,
      rules: {
        fold,
        takers: {
          'intake.automation.results': answerTaker({
            setting: dispatcher.setting,
            online,
            system,
          }),
        },
      },
      openLink: () => openCentral(dispatcher.setting),
      onAcknowledged: async (topic, eventIds) => {
        if (topic === 'intake.automation.requests') await acknowledged(eventIds);
      },
      onFault: (error) => fault('sync', error),
      onLife: async (life) => adt?.topics.linked(life),
      relieve: async () => checkpoints?.relieve(),
      running: channels,
    }),
  );

  const backUpWhenDue = () => {
    const due = clock() - dispatcher.setting('backup.everyHours') * 3_600_000;
    if (health.backedUpAt !== null && Date.parse(health.backedUpAt) > due) return;
    void dispatcher.run('workstation.backUp', { commandId: newId(), input: {} }, system);
  };
  const backupTimer = channels ? setInterval(backUpWhenDue, 60_000) : undefined;
  backupTimer?.unref();

  return {
    dispatcher,
    store,
    health,
    outbox,
    spool,
    importer,
    sync,
    adt,
    system,
    sweepInbox: async () => faxInbox?.sweep(),
    close: async () => {
      clearInterval(backupTimer);
      await sweep?.stop();
      await faxInbox?.stop();
      await importer.close();
      await sync.stop();
      await adt?.topics.stop();
      await adt?.sources.stop();
      await adt?.reader.stop();
      await adt?.desk.stop();
      await Promise.all([outbox.stop(), spool.stop(), recogniser?.stop()]);
      await closePageReader();
      await checkpoints?.stop();
      store.close();
    },
  };
};
