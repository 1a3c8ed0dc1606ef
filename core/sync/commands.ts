/** What a person decides about the exchange: records held back, numbers that never came, conflicts, a copied workstation. */
import { notFound, refuse } from '../contract/errors.ts';
import {
  type CommandContext,
  type CommandHandlers,
  type EventDraft,
  personOf,
  prepared,
} from '../handler.ts';
import type { Authorship } from './author.ts';
import { tellWholeLot } from './baseline.ts';
import { loadConflict, settleConflict } from './conflict.ts';
import type { Sync } from './engine.ts';
import { becomeNew, loadIdentity } from './identity.ts';
import { takeAgain } from './inbox.ts';
import { LinkError } from './link.ts';
import { loadParked, unpark } from './outgoing.ts';
import { loadHeld, settleHeld } from './quarantine.ts';
import { writeSnapshot } from './snapshot.ts';
import { aggregateSubject } from './subject.ts';

const here = { kind: 'workstation', id: 'this' } as const;

const told = (
  name: EventDraft['name'],
  data: Record<string, unknown>,
  reason: string | null = null,
): EventDraft => ({
  name,
  subject: here,
  data,
  reason,
});

const authorOf = (context: CommandContext): Authorship => ({
  at: context.now,
  userId: personOf(context).id,
  commandId: context.commandId,
  offlineSince: null,
  setting: context.setting,
});

type Own =
  | 'sync.replay'
  | 'sync.dismiss'
  | 'sync.settleConflict'
  | 'sync.dismissGap'
  | 'sync.becomeNew'
  | 'sync.tryNow'
  | 'sync.writeSnapshot';

export const syncCommandHandlers = (sync: () => Sync): CommandHandlers<Own> => ({
  'sync.replay': (context, { heldId }) => {
    const { store, now } = context;
    const parked = loadParked(store, heldId);
    if (parked)
      return { result: { taken: unpark(store, parked, null) }, events: [told('sync.replayed', { heldId })] };
    const row = loadHeld(store, heldId) ?? notFound('held');
    if (row.state !== 'held' || row.kind === 'twin') refuse('sync.settled');
    const { taken, hand } = takeAgain(sync().rules, store, now, heldId, personOf(context).id);
    if (taken === 0) refuse('sync.still-not-taken');
    return { result: { taken }, events: [...hand.events, told('sync.replayed', { heldId })] };
  },

  'sync.dismiss': (context, { heldId, reason }) => {
    const { store, now } = context;
    const parked = loadParked(store, heldId);
    if (parked) {
      unpark(store, parked, heldId);
      tellWholeLot(store, authorOf(context), parked.urn);
      return { result: {}, events: [told('sync.dismissed', { heldId }, reason)] };
    }
    const row = loadHeld(store, heldId) ?? notFound('held');
    if (row.state !== 'held') refuse('sync.settled');
    if (row.kind === 'behind') refuse('sync.behind');
    settleHeld(store, heldId, { state: 'dismissed', at: now, by: personOf(context).id, reason });
    // What waited behind it goes on.
    const { hand } = takeAgain(sync().rules, store, now, heldId, personOf(context).id);
    tellWholeLot(store, authorOf(context), row.key);
    return { result: {}, events: [...hand.events, told('sync.dismissed', { heldId }, reason)] };
  },

  'sync.settleConflict': (context, { conflictId, decision, reason }) => {
    const { store, now } = context;
    const row = loadConflict(store, conflictId) ?? notFound('conflict');
    const by = personOf(context).name;
    if (!settleConflict(store, conflictId, { at: now, by, decision, reason })) refuse('sync.settled');
    return {
      result: {},
      events: [
        {
          name: 'sync.conflictSettled',
          subject: aggregateSubject(row.urn),
          patientId: row.patient_id,
          data: { conflictId, decision },
          reason,
        },
      ],
    };
  },

  'sync.dismissGap': ({ store, now }, { gapId, reason }) => {
    const { changes } = store.run('UPDATE gap SET dismissed_at = ? WHERE id = ? AND dismissed_at IS NULL', [
      now,
      gapId,
    ]);
    if (changes === 0) notFound('gap');
    return { result: {}, events: [told('sync.gapDismissed', { gapId }, reason)] };
  },

  'sync.becomeNew': ({ store }, { reason }) => {
    if (loadIdentity(store).fencedAt === null) refuse('sync.not-fenced');
    becomeNew(store);
    return { result: {}, events: [told('sync.becameNew', {}, reason)] };
  },

  'sync.tryNow': () => {
    sync().tryNow();
    return { result: {}, events: [] };
  },

  'sync.writeSnapshot': prepared({
    prepare: async ({ store, setting, now }) => {
      const life = sync().life();
      if (life === null) return refuse('sync.offline');
      const producerId = store.get<{ id: string }>('SELECT id FROM producer')!.id;
      const to = {
        link: life.link,
        topic: life.named('snapshots'),
        branch: setting('branch.id'),
        producerId,
        now,
      };
      return writeSnapshot(store, to).catch((error: unknown) => {
        if (error instanceof LinkError) return refuse('sync.offline', error.message);
        throw error;
      });
    },
    run: (_context, _input, written) => ({
      result: written,
      events: [told('sync.snapshotWritten', { ...written })],
    }),
  }),
});
