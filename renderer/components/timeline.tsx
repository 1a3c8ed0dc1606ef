/** A history as a vertical line: who did what when, why, and what changed from what to what. */
import { Text } from '@mantine/core';
import type { TimelineEntry } from '../../core/contract/timeline.ts';
import classes from './timeline.module.css';
import { When } from './when.tsx';

interface TimelineProps {
  entries: readonly TimelineEntry[];
}

export function Timeline({ entries }: TimelineProps) {
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
              {entry.reason && `, because: ${entry.reason}`}
            </Text>
            <Changes before={entry.before} after={entry.after} />
          </div>
        </li>
      ))}
    </ol>
  );
}

const shown = (value: unknown) => {
  if (value === null || value === undefined || value === '') return 'nothing';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** Field names as words: `promisedAt` → "promised at". */
const fieldWords = (field: string) => field.replace(/([A-Z])/g, ' $1').toLowerCase();

type Side = TimelineEntry['before'];

/** Only what differs; an event that says only what is new has its sentence for that. */
function Changes({ before, after }: { before: Side; after: Side }) {
  if (!before || !after) return null;
  const fields = Object.keys(after).filter((field) => shown(before[field]) !== shown(after[field]));
  if (fields.length === 0) return null;
  return (
    <ul className={classes.changes}>
      {fields.map((field) => (
        <li key={field}>
          {fieldWords(field)}: <del>{shown(before[field])}</del> → <ins>{shown(after[field])}</ins>
        </li>
      ))}
    </ul>
  );
}
