/**
 * The watched inbox folder as a channel: every complete file is taken in by the command a screen would run, and only
 * what is wrong with the file itself fails it. Follows the setting of the folder while the workstation runs.
 */
import type { Dispatcher } from '../dispatch.ts';
import { type Inbox, type InboxFile, type Taken, watchInbox } from '../document/inbox-folder.ts';
import type { Session } from '../handler.ts';
import { newId } from '../identity.ts';
import type { Health } from '../operation/health.ts';

export interface FaxInbox {
  /** Looks now and resolves when everything complete was taken. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

/** Takes one file in. Throws when it is to be tried again. */
export const takeFax = async (dispatcher: Dispatcher, system: Session, file: InboxFile): Promise<Taken> => {
  const run = (name: string, input: unknown) => dispatcher.run(name, { commandId: newId(), input }, system);
  const { fileName, bytes, sha256 } = file;
  const reply = await run('document.receive', {
    fileName,
    bytesBase64: Buffer.from(bytes).toString('base64'),
  });
  if (reply.ok) return { kept: true };
  if (reply.error.kind !== 'refused' && reply.error.kind !== 'invalid') throw new Error(reply.error.code);
  const reason = reply.error.kind === 'invalid' ? 'The file is empty.' : reply.error.message;
  const recorded = await run('document.recordFailure', { fileName, sha256, reason });
  if (!recorded.ok) throw new Error(recorded.error.code);
  return { kept: false, reason };
};

export const startFaxInbox = (parts: {
  dispatcher: Dispatcher;
  system: Session;
  health: Health;
  /** Watched while the setting names no other. */
  defaultFolder: string;
}): FaxInbox => {
  const { dispatcher, system, health, defaultFolder } = parts;
  const watch = (): Inbox => {
    health.inboxFolder = dispatcher.setting('inbox.folder') || defaultFolder;
    health.folderProblem = null;
    return watchInbox({
      folder: health.inboxFolder,
      take: (file) => takeFax(dispatcher, system, file),
      onProblem: (sentence) => {
        health.folderProblem = sentence;
      },
    });
  };
  let inbox = watch();
  const stopListening = dispatcher.listen((announcements) => {
    if (
      !announcements.some(({ name, subject }) => name === 'setting.changed' && subject.id === 'inbox.folder')
    )
      return;
    const old = inbox;
    inbox = watch();
    // The file in hand is finished under the old folder; its command is idempotent by hash.
    void old.stop();
  });
  return {
    sweep: () => inbox.sweep(),
    stop: () => {
      stopListening();
      return inbox.stop();
    },
  };
};
