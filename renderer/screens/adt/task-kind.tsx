/** What kind of task it is, with a sign: harm that may come stands out in red, and says so in its words too. */
import { IconAlertTriangle, IconClipboardList, IconInfoCircle } from '@tabler/icons-react';
import type { AdtTask } from '../../../core/contract/adt-values.ts';
import { words } from '../../words.ts';
import classes from './adt.module.css';

const signs = { 1: IconAlertTriangle, 2: IconClipboardList, 3: IconInfoCircle } as const;
const tones = { 1: classes.harm, 2: undefined, 3: classes.plain } as const;
const levelOf = (severity: number): 1 | 2 | 3 => (severity === 1 || severity === 2 ? severity : 3);

export function TaskSign({ severity }: Pick<AdtTask, 'severity'>) {
  const Sign = signs[levelOf(severity)];
  return (
    <span className={tones[levelOf(severity)]}>
      <Sign size={17} aria-hidden="true" style={{ verticalAlign: '-3px' }} />
    </span>
  );
}

export const TaskKind = ({ kind, severity }: Pick<AdtTask, 'kind' | 'severity'>) => (
  <span className={`${classes.kind} ${tones[levelOf(severity)] ?? ''}`}>{words.adtTaskKind[kind]}</span>
);
