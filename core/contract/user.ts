/** People who work here: sign-in, PIN, lock, roles. */
import { z } from 'zod';
import { command, event, query } from './define.ts';
import { id, instant, line, nothing, role } from './values.ts';

const userName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9._-]{2,40}$/, 'A user name has 2 to 40 letters, digits, dots or dashes.');
const password = z.string().min(8, 'A password has at least 8 characters.').max(200);
const pin = z.string().regex(/^\d{4,8}$/, 'A PIN has 4 to 8 digits.');

export const userView = z.object({
  id,
  version: z.int(),
  userName: z.string(),
  displayName: z.string(),
  role,
  active: z.boolean(),
  hasPin: z.boolean(),
});
export type UserView = z.infer<typeof userView>;

export const userCommands = {
  'user.signIn': command({
    summary: 'Sign in with user name and password.',
    input: z.object({ userName: z.string().max(80), password: z.string().max(200) }),
    result: z.object({ user: userView }),
    transient: true,
  }),
  'user.unlock': command({
    summary: 'Unlock, or take over this workstation, with the PIN; after a sign-in by password here.',
    input: z.object({ userName: z.string().max(80), pin: z.string().max(20) }),
    result: z.object({ user: userView }),
    transient: true,
  }),
  'user.lock': command({ summary: 'Lock this window.', input: nothing, result: nothing }),
  'user.signOut': command({
    summary: 'Sign out of this window.',
    input: nothing,
    result: nothing,
  }),
  'user.create': command({
    summary: 'Give somebody a sign-in.',
    input: z.object({ userName, displayName: line(80), role, password }),
    result: z.object({ userId: id }),
    transient: true,
  }),
  'user.change': command({
    summary: 'Change name, role, or whether somebody may sign in.',
    input: z.object({ userId: id, displayName: line(80), role, active: z.boolean(), reason: line(300) }),
    result: z.object({ version: z.int() }),
    versionOf: 'user',
  }),
  'user.setPassword': command({
    summary: 'Set a new password: one’s own with the old one, or somebody’s as administrator.',
    input: z.object({ userId: id, oldPassword: z.string().max(200).nullable().default(null), password }),
    result: nothing,
    transient: true,
  }),
  'user.setPin': command({
    summary: 'Set one’s own PIN for quick unlock.',
    input: z.object({ password: z.string().max(200), pin }),
    result: nothing,
    transient: true,
  }),
};

export const userQueries = {
  'user.tiles': query({
    summary: 'Who may sign in here, for the tiles of the sign-in screen; in the demo with their passwords.',
    input: nothing,
    result: z.object({
      branch: z.string(),
      timeZone: z.string(),
      demo: z.boolean(),
      tiles: z.array(
        z.object({
          userName: z.string(),
          displayName: z.string(),
          role,
          /** True when the PIN is enough here and now. */
          pinWorks: z.boolean(),
          demoPassword: z.string().nullable(),
          demoPin: z.string().nullable(),
        }),
      ),
    }),
    refreshedBy: ['user.'],
  }),
  'user.me': query({
    summary: 'Who is signed in to this window, what they may do, and whether it is locked.',
    input: nothing,
    result: z.object({
      user: userView.nullable(),
      lockedBy: z.string().nullable(),
      /** Names of the commands this user's role may run, and of the queries it may ask. */
      may: z.array(z.string()),
      lockAfterMinutes: z.int(),
    }),
    refreshedBy: ['user.', 'setting.'],
  }),
  'user.list': query({
    summary: 'Everybody with a sign-in.',
    input: nothing,
    result: z.object({ users: z.array(userView.extend({ lastSignInAt: instant.nullable() })) }),
    refreshedBy: ['user.'],
  }),
};

const about = z.object({ userId: id });
export const userEvents = {
  'user.signedIn': event('Somebody signed in.', about),
  'user.signInFailed': event('A sign-in failed.', z.object({})),
  'user.unlocked': event('Somebody unlocked the window.', about),
  'user.locked': event('The window was locked.', z.object({})),
  'user.signedOut': event('Somebody signed out.', z.object({})),
  'user.created': event('A sign-in was given.', about),
  'user.changed': event('A sign-in was changed.', about),
  'user.passwordSet': event('A password was set.', about),
  'user.pinSet': event('A PIN was set.', about),
};
