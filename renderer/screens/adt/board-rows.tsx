/** The rows of the board: a task with what to do, and one of ours in a hospital, expected there, or just out of it. */
import { IconPlayerPause } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AdtTask } from '../../../core/contract/adt-values.ts';
import type { QueryResult } from '../../../core/contract/index.ts';
import { dayWords, spanWords, useNow, When } from '../../components/when.tsx';
import { words } from '../../words.ts';
import classes from './adt.module.css';
import { TaskKind, TaskSign } from './task-kind.tsx';

export type Ours = QueryResult<'adt.board'>['inpatients'][number];

interface RowProps {
  id: string;
  selected: boolean;
  onPoint: () => void;
  onOpen: () => void;
}

interface BoardRowProps extends RowProps {
  className: string | undefined;
  children: ReactNode;
}

/** The keyboard's way is the cursor of the board; a click only moves it. */
const BoardRow = ({ id, selected, onPoint, onOpen, className, children }: BoardRowProps) => (
  <div
    id={id}
    role="option"
    tabIndex={-1}
    aria-selected={selected}
    className={`${classes.row} ${className ?? ''}`}
    onMouseDown={onPoint}
    onDoubleClick={onOpen}
  >
    {children}
  </div>
);

export function TaskRow({ task, ...row }: RowProps & { task: AdtTask }) {
  const now = useNow();
  return (
    <BoardRow {...row} className={classes.task}>
      <TaskSign severity={task.severity} />
      <span>
        <TaskKind kind={task.kind} severity={task.severity} />
        {' · '}
        <span className={classes.name}>{task.who.name}</span>{' '}
        <span className={classes.born}>born {task.who.dateOfBirth || 'unknown'}</span>
      </span>
      <span className={classes.end} title="How long it waits">
        {spanWords(now - Date.parse(task.at))}
      </span>
      <span className={classes.below}>
        {task.sentence.includes(task.source) ? '' : `${task.source}: `}
        {task.sentence}
        {task.heardAt && <span className={classes.soft}>, heard at {task.heardAt}</span>}
      </span>
      <span className={`${classes.below} ${classes.soft}`}>{task.toDo}</span>
    </BoardRow>
  );
}

const fills = (count: number) => (count === 1 ? '1 fill waits' : `${count} fills wait`);

export function OursRow({ row, ...place }: RowProps & { row: Ours }) {
  const { who, stay, pause, waitingFills, openTasks } = row;
  const now = useNow();
  const where = [stay.facility || stay.source, stay.location].filter(Boolean).join(', ');
  return (
    <BoardRow {...place} className={classes.ours}>
      <span>
        <span className={classes.name}>{who.name}</span>{' '}
        <span className={classes.born}>born {who.dateOfBirth}</span>
      </span>
      <span className={classes.end}>
        <Since stay={stay} />
      </span>
      <span className={classes.fact}>
        {where}
        {stay.state === 'on-leave' && `, ${words.stayState['on-leave'].toLowerCase()}`}
        {stay.state === 'in' && stay.kind !== 'Inpatient' && `, ${stay.kind.toLowerCase()}`}
        {stay.disposition && `, to: ${stay.disposition.toLowerCase()}`}
        {stay.heardAt && (
          <span className={classes.soft}>
            , heard at {stay.heardAt}, as of <When at={stay.asOf} />
          </span>
        )}
      </span>
      <span className={classes.end}>
        {stay.state !== 'discharged' &&
          stay.expectedDischargeAt &&
          `out ${dayWords(stay.expectedDischargeAt, now)}`}
      </span>
      {(pause || waitingFills > 0 || openTasks > 0) && (
        <span className={classes.fact} style={{ gridColumn: '1 / -1' }}>
          {pause && (
            <span
              className={`${classes.inline} ${pause.because === 'deceased' ? classes.harm : classes.late}`}
            >
              <IconPlayerPause size={14} aria-hidden="true" />
              {words.pauseBecause[pause.because]}
            </span>
          )}
          {[
            waitingFills > 0 && fills(waitingFills),
            openTasks > 0 && (openTasks === 1 ? '1 task' : `${openTasks} tasks`),
          ]
            .filter(Boolean)
            .map((said) => ` · ${said}`)
            .join('')
            .slice(pause ? 0 : 3)}
        </span>
      )}
    </BoardRow>
  );
}

function Since({ stay }: Pick<Ours, 'stay'>) {
  if (stay.state === 'discharged' && stay.dischargedAt)
    return (
      <>
        left <When at={stay.dischargedAt} />
      </>
    );
  if (stay.admittedAt === null) return words.stayState[stay.state];
  return (
    <>
      {stay.state === 'expected' ? 'expected' : 'since'} <When at={stay.admittedAt} />
    </>
  );
}
