/** A history as a vertical line: who did what when, why, and what changed from what to what. */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TimelineEntry } from '../../core/contract/timeline.ts';
import { changedFields } from './changed-fields.ts';
import classes from './timeline.module.css';
import { When } from './when.tsx';

interface TimelineProps {
  entries: readonly TimelineEntry[];
  /** What an entry is about, where the history is not of one thing alone. */
  about?: (entry: TimelineEntry) => ReactNode;
}

export function Timeline({ entries, about }: TimelineProps) {
  if (entries.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Nothing was done here yet. What is done from now on stands here with who, when and why.
      </Text>
    );
  return (
    <ol className={classes.line}>
      {entries.map((entry) => (
        <li key={entry.seq} className={classes.entry}>
          <div className={classes.when}>
            <When at={entry.at} />
          </div>
          <div>
            <Text span fw={500}>
              {entry.sentence}
            </Text>
            <Text size="sm" c="dimmed">
              {entry.by?.name ?? 'The workstation'}
              {entry.reason && !isSaid(entry.reason, entry.sentence) && `, because: ${entry.reason}`}{' '}
              {about?.(entry)}
            </Text>
            <Changes before={entry.before} after={entry.after} />
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Many sentences hold their reason already. */
const isSaid = (reason: string, sentence: string) =>
  sentence.toLowerCase().includes(reason.toLowerCase().replace(/\.$/, ''));

function Changes({ before, after }: Pick<TimelineEntry, 'before' | 'after'>) {
  const changes = changedFields(before, after);
  if (changes.length === 0) return null;
  return (
    <ul className={classes.changes}>
      {changes.map(({ field, from, to }) => (
        <li key={field}>
          {field}: {from !== null && <del>{from}</del>} {from !== null && '→ '}
          <ins>{to ?? 'nothing'}</ins>
        </li>
      ))}
    </ul>
  );
}
