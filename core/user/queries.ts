/** Who may sign in, who is signed in, and everybody with a sign-in. */
import { demoStaff } from '../demo/people.ts';
import type { QueryHandlers } from '../handler.ts';
import { allowedTo } from '../roles.ts';
import { allUsers, lastSignIns, type UserRow } from './store.ts';
import { pinWorks, userView } from './user.ts';

export const userQueryHandlers = {
  'user.tiles': (context) => {
    const { store, now } = context;
    const demo = store.get<{ value: number }>("SELECT value FROM counter WHERE name = 'demo'")?.value === 1;
    const staffOf = (userName: string) =>
      demo ? demoStaff.find((one) => one.userName === userName) : undefined;
    return {
      branch: context.setting('branch.name'),
      timeZone: context.setting('branch.timeZone'),
      demo,
      tiles: allUsers(store)
        .filter(({ active }) => active === 1)
        .map((row) => ({
          userName: row.user_name,
          displayName: row.display_name,
          role: row.role,
          pinWorks: pinWorks(row, now, context.setting('pin.hours')),
          demoPassword: staffOf(row.user_name)?.password ?? null,
          demoPin: staffOf(row.user_name)?.pin ?? null,
        })),
    };
  },

  'user.me': ({ store, session, actor, setting }) => {
    const row =
      session.userId === null
        ? undefined
        : store.get<UserRow>('SELECT * FROM user WHERE id = ? AND active = 1 AND elsewhere = 0', [
            session.userId,
          ]);
    return {
      user: row ? userView(row) : null,
      lockedBy: row ? session.lockedBy : null,
      may: actor ? allowedTo(actor.role) : [],
      lockAfterMinutes: setting('lock.afterMinutes'),
    };
  },

  'user.list': ({ store }) => {
    const signIns = lastSignIns(store);
    return {
      users: allUsers(store).map((row) => ({ ...userView(row), lastSignInAt: signIns.get(row.id) ?? null })),
    };
  },
} satisfies QueryHandlers<'user.tiles' | 'user.me' | 'user.list'>;
