/** Adding a source of hospitals' messages and changing how its messages are taken. What runs its ways in hears of it (sources.ts). */
import { isAbsolute, resolve } from 'node:path';
import { isTimeZone } from '../../calendar.ts';
import type { SourceProfile } from '../../contract/adt-values.ts';
import { invalid, notFound, refuse } from '../../contract/errors.ts';
import type { CommandContext, CommandHandlers } from '../../handler.ts';
import { newId } from '../../identity.ts';
import { allSources, insertSource, sourceById, updateSource } from './source-store.ts';

/** Whether only this machine itself can reach an address. */
export const isLoopback = (address: string): boolean =>
  address === 'localhost' || address === '::1' || /^127(\.\d{1,3}){3}$/.test(address);

const sameFolder = (one: string, other: string) =>
  one !== '' && other !== '' && resolve(one) === resolve(other);

/** Refuses what could not be, or would not be safe. */
const check = (context: CommandContext, name: string, profile: SourceProfile, sourceId: string | null) => {
  const { mllp, topic, folder } = profile;
  const others = allSources(context.store).filter(({ id }) => id !== sourceId);
  if (others.some((other) => other.name === name)) refuse('adt.name-taken');
  if (!mllp && !topic && folder === '') refuse('adt.no-way-in');
  if (mllp && !mllp.tls && !isLoopback(mllp.address)) refuse('adt.tls-needed');
  if (mllp?.clientCertificates && !mllp.tls) refuse('adt.certificates-need-tls');
  if (!isTimeZone(profile.timeZone))
    invalid('adt.time-zone', 'There is no such time zone. Write it like America/New_York.');
  if (folder !== '' && !isAbsolute(folder))
    invalid('adt.folder', 'Give the whole path of the folder, from its root.');
  if (sameFolder(folder, context.setting('inbox.folder'))) refuse('adt.folder-of-faxes');
  const isTaken = others.some(
    ({ active, profile: theirs }) =>
      active &&
      ((mllp !== null && theirs.mllp !== null && mllp.port === theirs.mllp.port) ||
        (topic !== null && topic.vendor === theirs.topic?.vendor) ||
        sameFolder(folder, theirs.folder)),
  );
  if (isTaken) refuse('adt.way-taken');
};

export const sourceCommandHandlers = {
  'adt.addSource': (context, { name, profile }) => {
    check(context, name, profile, null);
    const sourceId = newId();
    insertSource(context.store, { id: sourceId, name, profile });
    return {
      result: { sourceId },
      events: [
        {
          name: 'adt.sourceAdded',
          subject: { kind: 'adt', id: sourceId },
          data: { sourceId, name },
          after: { profile },
        },
      ],
    };
  },
  'adt.changeSource': (context, { sourceId, name, active, profile, reason }) => {
    const source = sourceById(context.store, sourceId) ?? notFound('source');
    if (active) check(context, name, profile, sourceId);
    const version = source.version + 1;
    updateSource(context.store, { id: sourceId, version, name, active, profile });
    return {
      result: { version },
      events: [
        {
          name: 'adt.sourceChanged',
          subject: { kind: 'adt', id: sourceId },
          data: { sourceId, name },
          reason,
          before: { name: source.name, active: source.active, profile: source.profile },
          after: { name, active, profile },
        },
      ],
    };
  },
} satisfies CommandHandlers<'adt.addSource' | 'adt.changeSource'>;
