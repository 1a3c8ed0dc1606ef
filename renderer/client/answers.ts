/**
 * The answers the window keeps, and the stream that says which of them are stale.
 * Always: an answer is dropped when the window locks; an event makes stale exactly the queries that name it.
 */
import { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import { type QueryName, queries } from '../../core/contract/index.ts';
import { ApiError } from './api.ts';

export const answers = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (times, error) => times < 4 && error instanceof ApiError && error.failure.kind === 'unavailable',
      retryDelay: (times) => 300 * 2 ** times,
    },
  },
});

/** True when an answer to `query` is stale after an event of that name. */
export const isStaleAfter = (query: QueryName, eventName: string): boolean =>
  queries[query].refreshedBy.some(
    (entry) => entry === '*' || entry === eventName || (entry.endsWith('.') && eventName.startsWith(entry)),
  );

function refresh(eventNames: ReadonlySet<string>) {
  void answers.invalidateQueries({
    predicate: ({ queryKey: [name] }) =>
      typeof name === 'string' &&
      name in queries &&
      [...eventNames].some((eventName) => isStaleAfter(name as QueryName, eventName)),
  });
}

/** Whether the stream stands. While it does not, what is shown may be old, and the status bar says so. */
export const useStream = create<{ open: boolean }>(() => ({ open: true }));

const gatherFor = 25;
const reopenAfter = 2000;

/** Listens until the returned function is called. A storm of events becomes one refresh. */
export function listenForEvents(): () => void {
  let source: EventSource | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let names = new Set<string>();

  const flush = () => {
    gathering = undefined;
    refresh(names);
    names = new Set();
  };
  const open = () => {
    source = new EventSource('/api/events');
    source.onopen = () => {
      // Whatever happened while the stream was down was not heard.
      if (!useStream.getState().open) void answers.invalidateQueries();
      useStream.setState({ open: true });
    };
    source.onmessage = (message) => {
      const event: unknown = JSON.parse(message.data);
      if (typeof event !== 'object' || event === null || !('name' in event)) return;
      names.add(String(event.name));
      gathering ??= setTimeout(flush, gatherFor);
    };
    source.onerror = () => {
      useStream.setState({ open: false });
      source?.close();
      clearTimeout(reopening);
      reopening = setTimeout(open, reopenAfter);
    };
  };
  open();
  return () => {
    source?.close();
    clearTimeout(gathering);
    clearTimeout(reopening);
  };
}
