/** The rows of a queue, loaded page by page as they come into sight, however many there are. */
import { useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { QueryInput, QueryResult } from '../../../core/contract/index.ts';
import type { QueueRow } from '../../../core/contract/queue.ts';
import type { ApiError } from '../../client/api.ts';
import { askOptions } from '../../client/hooks.ts';
import type { Filter, OpenStage } from './place.ts';

const pageSize = 100;
/** Rows become late without an event. */
const askEvery = 60_000;

const pageOf = (index: number) => Math.floor(index / pageSize);

export function useQueueRows(stage: OpenStage, filter: Filter, cursorIndex: number) {
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const onSight = useCallback(
    (first: number, last: number) =>
      setSight((before) => (before.first === first && before.last === last ? before : { first, last })),
    [],
  );
  // The first page is always there (it knows the total), then those in sight and the one of the cursor.
  const pages = new Set([0, pageOf(cursorIndex)]);
  for (let page = pageOf(sight.first); page <= pageOf(sight.last); page++) pages.add(page);

  const { source, ...rest } = filter;
  const inputOf = (page: number): QueryInput<'prescription.workQueue'> => ({
    stage,
    ...rest,
    ...(source ? { source } : {}),
    limit: pageSize,
    offset: page * pageSize,
  });
  const asked = [...pages];
  const answers = useQueries({
    queries: asked.map((page) => ({
      ...askOptions('prescription.workQueue', inputOf(page)),
      refetchInterval: askEvery,
    })),
  });
  const loaded = new Map<number, QueryResult<'prescription.workQueue'>>();
  asked.forEach((page, place) => {
    const data = answers[place]?.data;
    if (data) loaded.set(page, data);
  });

  const rowAt = (index: number): QueueRow | undefined => loaded.get(pageOf(index))?.rows[index % pageSize];
  const indexOf = (id: string): number => {
    for (const [page, { rows }] of loaded) {
      const at = rows.findIndex((row) => row.id === id);
      if (at >= 0) return page * pageSize + at;
    }
    return -1;
  };
  const error = answers.find((answer) => answer.error)?.error as ApiError | undefined;
  return { total: loaded.get(0)?.total, rowAt, indexOf, onSight, failure: error?.failure ?? null };
}
