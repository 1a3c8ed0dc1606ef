/**
 * Things that are confirmed one after the other: the lit one with Space or Y, U takes the last one back.
 * Always: only the lit one can be confirmed, so that every press is a look.
 */
import { IconCheck } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useKeys } from '../shell/keys.ts';
import classes from './confirm-list.module.css';
import { KeyHint } from './key-hint.tsx';

interface ConfirmListProps<Field extends string> {
  label: string;
  fields: readonly { field: Field; name: string; content: ReactNode }[];
  confirmed: readonly Field[];
  /** The lit one; undefined when all are confirmed, or when it may not be confirmed now. */
  current: Field | undefined;
  confirm: () => void;
  takeBack: () => void;
}

export function ConfirmList<Field extends string>(props: ConfirmListProps<Field>) {
  const { label, fields, confirmed, current, confirm, takeBack } = props;
  const lit = useRef<HTMLButtonElement>(null);
  // The lit one has the focus, so that Space presses it, and a reader says it. A field being typed in keeps it.
  useEffect(() => {
    if (current !== undefined && !document.activeElement?.matches('input, textarea, select'))
      lit.current?.focus();
  }, [current]);
  const some = current !== undefined;
  useKeys([
    { keys: 'Space', label: 'Confirm what is lit', run: confirm, when: some },
    { keys: 'y', label: 'Confirm what is lit', run: confirm, when: some, hidden: true },
    { keys: 'u', label: 'Take the last confirmation back', run: takeBack, when: confirmed.length > 0 },
  ]);
  return (
    <ol className={classes.list} aria-label={label}>
      {fields.map(({ field, name, content }) => {
        const done = confirmed.includes(field);
        const isLit = field === current;
        return (
          <li key={field}>
            <button
              type="button"
              ref={isLit ? lit : null}
              className={classes.field}
              data-lit={isLit || undefined}
              data-done={done || undefined}
              aria-pressed={done}
              aria-disabled={!isLit}
              onClick={() => isLit && confirm()}
            >
              <span className={classes.name}>{name}</span>
              <span className={classes.content}>{content}</span>
              <span className={classes.mark}>
                {done && <IconCheck size={20} title="confirmed" />}
                {isLit && <KeyHint keys="Space" />}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
