/**
 * Asking and running from a component. An answer renews itself when an event makes it stale; a failure is
 * handed to the screen, which shows it where it matters.
 */
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import {
  type CommandInput,
  type CommandName,
  type CommandResult,
  type QueryInput,
  type QueryName,
  type QueryResult,
  queries,
} from '../../core/contract/index.ts';
import { ApiError, ask, type RunOptions, run } from './api.ts';
import { forgetSessionAfter } from './session.ts';

interface AskOptions {
  enabled?: boolean;
  /**
   * Shows the answer to the previous input until the new one is there. Right for lists and searches;
   * never for one patient or one prescription, which must not be shown under another's name.
   */
  keepPrevious?: boolean;
  /** Asks again after so many milliseconds: for answers that age without an event, such as what is late. */
  everyMilliseconds?: number;
}

/** A query as TanStack takes it, for the few screens that ask many at once. */
export const askOptions = <N extends QueryName>(name: N, input: QueryInput<N>) => ({
  queryKey: [name, input] as const,
  queryFn: () => ask(name, input).catch(forgetSessionAfter),
  // What no event makes stale is asked anew each time.
  ...(queries[name].refreshedBy.length === 0 ? { staleTime: 0 } : {}),
});

/** The answer to a query: `data`, or `error.failure`. Old data stays while the same question is asked again. */
export function useAsk<N extends QueryName>(
  name: N,
  input: QueryInput<N>,
  { enabled = true, keepPrevious = false, everyMilliseconds }: AskOptions = {},
): UseQueryResult<QueryResult<N>, ApiError> {
  return useQuery<QueryResult<N>, ApiError>({
    ...askOptions(name, input),
    enabled,
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(everyMilliseconds === undefined ? {} : { refetchInterval: everyMilliseconds }),
  });
}

interface Running<N extends CommandName> {
  /** Resolves to the result, or to undefined when it failed; `failure` then says why. */
  run: (input: CommandInput<N>, options?: RunOptions) => Promise<CommandResult<N> | undefined>;
  busy: boolean;
  failure: Failure | null;
  clear: () => void;
}

/** Runs a command from a component. `run` and `clear` stay the same functions for the component's life. */
export function useRun<N extends CommandName>(name: N): Running<N> {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const latest = useRef(0);
  const start = useCallback(
    async (input: CommandInput<N>, options?: RunOptions) => {
      const turn = ++latest.current;
      setBusy(true);
      setFailure(null);
      try {
        return await run(name, input, options).catch(forgetSessionAfter);
      } catch (error) {
        if (turn === latest.current) setFailure(failureOf(error));
        return undefined;
      } finally {
        if (turn === latest.current) setBusy(false);
      }
    },
    [name],
  );
  const clear = useCallback(() => setFailure(null), []);
  return { run: start, busy, failure, clear };
}

/** The failure inside whatever was thrown. */
export const failureOf = (error: unknown): Failure =>
  error instanceof ApiError
    ? error.failure
    : {
        kind: 'fault',
        code: 'window.fault',
        message: 'Something went wrong in this window. Nothing was lost. Try again.',
      };
