/**
 * Who works in this window. The core decides what they may do; here it is only known, so that the window offers
 * what is possible and covers itself when it is locked.
 */
import { useQuery } from '@tanstack/react-query';
import type { CommandName, QueryName, QueryResult } from '../../core/contract/index.ts';
import type { UserView } from '../../core/contract/user.ts';
import { answers } from './answers.ts';
import { ApiError, ask } from './api.ts';

type Me = QueryResult<'user.me'>;

const meKey = ['user.me', {}];

/** The session as the core sees it; undefined until it has answered. */
export const useSession = () =>
  useQuery<Me, ApiError>({ queryKey: meKey, queryFn: () => ask('user.me', {}) });

/** Asks again who is signed in; waits for the answer. */
export const refreshSession = () => answers.invalidateQueries({ queryKey: meKey });

/** What may stay while the window is covered: nothing of a patient is in these. */
const harmless = new Set(['state', 'user.me', 'user.tiles']);

/** Drops every answer that could hold patient data. */
export const forgetPatients = () =>
  answers.removeQueries({ predicate: ({ queryKey }) => !harmless.has(String(queryKey[0])) });

/** Lets a failure pass; where it means that nobody may work any more, the window finds out at once. */
export function forgetSessionAfter(error: unknown): never {
  if (error instanceof ApiError && signedOutCodes.has(error.failure.code)) void refreshSession();
  if (error instanceof ApiError && error.failure.kind === 'unavailable') {
    void answers.invalidateQueries({ queryKey: stateKey });
  }
  throw error;
}
export const stateKey = ['state'];

const signedOutCodes = new Set(['sign-in', 'locked']);

const nobody: UserView = {
  id: '',
  version: 0,
  userName: '',
  displayName: '',
  role: 'technician',
  active: false,
  hasPin: false,
};
const nothing: ReadonlySet<CommandName | QueryName> = new Set();
const setsOf = new WeakMap<readonly string[], ReadonlySet<CommandName | QueryName>>();

function setOf(may: readonly string[]): ReadonlySet<CommandName | QueryName> {
  const known = setsOf.get(may);
  if (known) return known;
  const made: ReadonlySet<CommandName | QueryName> = new Set(may as (CommandName | QueryName)[]);
  setsOf.set(may, made);
  return made;
}

/** The signed-in user and the commands their role may run. Screens are only mounted while somebody is signed in. */
export function useMe(): {
  user: UserView;
  may: ReadonlySet<CommandName | QueryName>;
  lockedBy: string | null;
} {
  const { data } = useSession();
  return {
    user: data?.user ?? nobody,
    may: data ? setOf(data.may) : nothing,
    lockedBy: data?.lockedBy ?? null,
  };
}

/** The branch's time zone, once known; until then this machine's. */
export const branchTimeZone = (): string =>
  answers.getQueryData<QueryResult<'workstation.status'>>(['workstation.status', {}])?.timeZone ??
  Intl.DateTimeFormat().resolvedOptions().timeZone;

const lastWorkerKey = 'mortar-last-worker';

/**
 * Who worked in this window last, by user name. After a restart of the core they go on where they were; anybody
 * else begins at the start of their own work.
 */
export const rememberWorker = (userName: string) => sessionStorage.setItem(lastWorkerKey, userName);
export const lastWorker = (): string | null => sessionStorage.getItem(lastWorkerKey);
