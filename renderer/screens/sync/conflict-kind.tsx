/** What kind of conflict it is, in words; the gravest has a sign and the colour of harm besides. */
import { IconAlertOctagon } from '@tabler/icons-react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { words } from '../../words.ts';
import classes from './sync.module.css';

export type ConflictRow = QueryResult<'sync.conflicts'>['rows'][number];

export const ConflictKind = ({ kind, severity }: Pick<ConflictRow, 'kind' | 'severity'>) => (
  <span className={classes.kind} data-severity={severity}>
    {severity === 1 && <IconAlertOctagon size={18} aria-label="Grave" role="img" />}
    {words.conflictKind[kind]}
  </span>
);
