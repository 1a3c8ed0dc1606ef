/**
 * Sign-in, PIN, lock and the people who have a sign-in.
 * Hashes are made and compared in `prepare`; `run` looks at the row again, because others tried meanwhile.
 * A wrong try is committed with its event before it is refused. No secret and no typed user name is in an event.
 */
import { forbidden, type RefusalCode, refusals, refuse } from '../contract/errors.ts';
import type { UserView } from '../contract/user.ts';
import {
  type CommandContext,
  type CommandHandlers,
  type Context,
  type EventDraft,
  type Outcome,
  personOf,
  prepared,
} from '../handler.ts';
import { newId } from '../identity.ts';
import { hashSecret, isSecret } from './secret.ts';
import {
  findUser,
  insertUser,
  loadUser,
  otherAdministrators,
  raiseVersion,
  setUser,
  type UserRow,
} from './store.ts';
import {
  isWeakPassword,
  isWeakPin,
  maySignIn,
  PIN_TRIES,
  pinWorks,
  secondsToWait,
  userView,
  waitSentence,
} from './user.ts';

/** A try at a password or PIN, compared with the hash as it stood then. */
interface Try {
  userId: string | null;
  hashed: string | null;
  right: boolean;
}

const about = (name: EventDraft['name'], userId: string, more: Partial<EventDraft> = {}): EventDraft => ({
  name,
  subject: { kind: 'user', id: userId },
  data: { userId },
  ...more,
});

const tryOf = async (
  secret: string,
  user: UserRow | undefined,
  hashed: string | null | undefined,
): Promise<Try> => ({
  userId: user && maySignIn(user) ? user.id : null,
  hashed: hashed ?? null,
  right: await isSecret(secret, user && maySignIn(user) ? hashed : null),
});

const named = (context: Context, userName: string) => findUser(context.store, userName.trim().toLowerCase());

/** Counts a wrong try and refuses: this is kept, although the command is not done. */
const wrong = (
  context: CommandContext,
  row: UserRow | null,
  code: RefusalCode,
  by: 'password' | 'PIN',
): Outcome<never> => {
  const tries = (row?.wrong_tries ?? 0) + 1;
  if (row)
    setUser(context.store, row.id, {
      wrong_tries: tries,
      last_wrong_at: context.now,
      ...(by === 'PIN' && tries >= PIN_TRIES ? { last_password_at: null } : {}),
    });
  return {
    result: undefined as never,
    events: [
      {
        name: 'user.signInFailed',
        subject: { kind: 'user', id: row?.id ?? 'unknown' },
        data: { by, ...(row ? { tries } : {}) },
      },
    ],
    refusal: { kind: 'refused', code, message: refusals[code] },
  };
};

/** The row of a try, after making sure that it may be looked at now. Throws `user.wait`. */
const rowOfTry = (context: CommandContext, { userId }: Try): UserRow | null => {
  const row = userId === null ? null : loadUser(context.store, userId);
  const seconds = row ? secondsToWait(row, context.now) : 0;
  if (seconds > 0) refuse('user.wait', waitSentence(seconds), { seconds });
  return row && maySignIn(row) ? row : null;
};

const rightAgain = { wrong_tries: 0, last_wrong_at: null } as const;

const enter = (row: UserRow, name: EventDraft['name']): Outcome<{ user: UserView }> => ({
  result: { user: userView(row) },
  events: [about(name, row.id)],
  session: { userId: row.id, lockedBy: null },
});

const administratorOnly = (context: Context) => {
  if (personOf(context).role !== 'administrator')
    forbidden('Only an administrator may set somebody else’s password.');
};

/** The row of a person of this workstation. Throws `user.elsewhere`, `user.not-found`. */
const loadOurs = ({ store }: Context, userId: string): UserRow => {
  const row = loadUser(store, userId);
  return row.elsewhere === 1 ? refuse('user.elsewhere') : row;
};

/** Refuses a password that is too easily guessed for this person. */
const refuseWeak = (password: string, userName: string) => {
  if (isWeakPassword(password, userName)) refuse('user.weak-password');
};

type Own =
  | 'user.signIn'
  | 'user.unlock'
  | 'user.lock'
  | 'user.signOut'
  | 'user.create'
  | 'user.change'
  | 'user.setPassword'
  | 'user.setPin';

export const userCommandHandlers = {
  'user.signIn': prepared<'user.signIn', Try>({
    prepare: (context, { userName, password }) => {
      const user = named(context, userName);
      return tryOf(password, user, user?.password_hash);
    },
    run: (context, _input, attempt) => {
      const row = rowOfTry(context, attempt);
      if (!row || !attempt.right || row.password_hash !== attempt.hashed)
        return wrong(context, row, 'user.wrong-password', 'password');
      setUser(context.store, row.id, { ...rightAgain, last_password_at: context.now });
      return enter(row, 'user.signedIn');
    },
  }),

  'user.unlock': prepared<'user.unlock', Try>({
    prepare: (context, { userName, pin }) => {
      const user = named(context, userName);
      return tryOf(pin, user, user?.pin_hash);
    },
    run: (context, _input, attempt) => {
      const row = rowOfTry(context, attempt);
      if (row && !pinWorks(row, context.now, context.setting('pin.hours'))) refuse('user.password-needed');
      if (!row || !attempt.right || row.pin_hash !== attempt.hashed)
        return wrong(context, row, 'user.wrong-pin', 'PIN');
      setUser(context.store, row.id, rightAgain);
      return enter(row, 'user.unlocked');
    },
  }),

  'user.lock': (context) =>
    context.actor
      ? {
          result: {},
          events: [about('user.locked', context.actor.id)],
          session: { lockedBy: context.actor.name },
        }
      : { result: {}, events: [] },

  'user.signOut': ({ session }) => ({
    result: {},
    events: session.userId === null ? [] : [about('user.signedOut', session.userId)],
    session: { userId: null, lockedBy: null },
  }),

  'user.create': prepared<'user.create', string>({
    prepare: async (_context, { userName, password }) => {
      refuseWeak(password, userName);
      return hashSecret(password);
    },
    run: (context, { userName, displayName, role }, passwordHash) => {
      if (findUser(context.store, userName)) refuse('user.name-taken');
      const id = newId();
      insertUser(context.store, {
        id,
        user_name: userName,
        display_name: displayName,
        role,
        password_hash: passwordHash,
      });
      return {
        result: { userId: id },
        events: [about('user.created', id, { after: { userName, displayName, role } })],
      };
    },
  }),

  'user.change': (context, { userId, reason, ...input }) => {
    const { store } = context;
    const row = loadOurs(context, userId);
    const keepsPower = input.role === row.role && input.active === (row.active === 1);
    const staysAdministrator = input.role === 'administrator' && input.active;
    if (
      row.role === 'administrator' &&
      row.active === 1 &&
      !staysAdministrator &&
      otherAdministrators(store, row.id) === 0
    )
      refuse('user.last-administrator');
    if (row.id === personOf(context).id && !keepsPower) refuse('user.own-role');
    setUser(store, row.id, {
      display_name: input.displayName,
      role: input.role,
      active: input.active ? 1 : 0,
      // Who may no longer sign in does not come back with a PIN alone.
      ...(input.active ? {} : { last_password_at: null }),
    });
    const before = { displayName: row.display_name, role: row.role, active: row.active === 1 };
    const changed = (Object.keys(before) as (keyof typeof before)[]).filter(
      (key) => before[key] !== input[key],
    );
    const pick = (from: typeof before) => Object.fromEntries(changed.map((key) => [key, from[key]]));
    return {
      result: { version: raiseVersion(store, row) },
      events: [about('user.changed', row.id, { reason, before: pick(before), after: pick(input) })],
    };
  },

  'user.setPassword': prepared<'user.setPassword', { attempt: Try | null; passwordHash: string }>({
    prepare: async (context, { userId, oldPassword, password }) => {
      const actor = personOf(context);
      const user = loadOurs(context, userId);
      const own = user.id === actor.id;
      if (!own) administratorOnly(context);
      refuseWeak(password, user.user_name);
      return {
        attempt: own ? await tryOf(oldPassword ?? '', user, user.password_hash) : null,
        passwordHash: await hashSecret(password),
      };
    },
    run: (context, { userId }, { attempt, passwordHash }) => {
      if (attempt) {
        const row = rowOfTry(context, attempt);
        if (!row || !attempt.right || row.password_hash !== attempt.hashed)
          return wrong(context, row, 'user.wrong-password', 'password');
      } else administratorOnly(context);
      setUser(context.store, userId, {
        ...rightAgain,
        password_hash: passwordHash,
        // A password given by an administrator has to be used once before the PIN works again.
        ...(attempt ? {} : { last_password_at: null }),
      });
      return { result: {}, events: [about('user.passwordSet', userId)] };
    },
  }),

  'user.setPin': prepared<'user.setPin', { attempt: Try; pinHash: string }>({
    prepare: async (context, { password, pin }) => {
      const user = loadUser(context.store, personOf(context).id);
      return { attempt: await tryOf(password, user, user.password_hash), pinHash: await hashSecret(pin) };
    },
    run: (context, { pin }, { attempt, pinHash }) => {
      if (isWeakPin(pin)) refuse('user.weak-pin');
      const row = rowOfTry(context, attempt);
      if (!row || !attempt.right || row.password_hash !== attempt.hashed)
        return wrong(context, row, 'user.wrong-password', 'password');
      // Somebody else may have taken the window over while the hash was made.
      if (row.id !== personOf(context).id) refuse('user.wrong-password');
      setUser(context.store, row.id, { ...rightAgain, pin_hash: pinHash, last_password_at: context.now });
      return { result: {}, events: [about('user.pinSet', row.id)] };
    },
  }),
} satisfies CommandHandlers<Own>;
