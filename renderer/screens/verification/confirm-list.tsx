/**
 * The high-risk fields, lit one by one: each is compared with the page and confirmed with Space or Y.
 * Always: only the lit field can be confirmed, so that six presses are six looks.
 */
import { IconCheck } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { highRiskFields } from '../../../core/contract/prescription.ts';
import { KeyHint } from '../../components/key-hint.tsx';
import { words } from '../../words.ts';
import type { Difference } from './difference.tsx';
import { DifferenceLine } from './difference.tsx';
import type { HighRiskField } from './use-confirmations.ts';
import classes from './verify.module.css';

interface ConfirmListProps {
  values: Record<HighRiskField, ReactNode>;
  differences: Partial<Record<HighRiskField, Difference[]>>;
  confirmed: readonly HighRiskField[];
  current: HighRiskField | undefined;
  confirm: () => void;
}

export function ConfirmList({ values, differences, confirmed, current, confirm }: ConfirmListProps) {
  const lit = useRef<HTMLButtonElement>(null);
  // The lit field has the focus, so that Space presses it, and a reader says it. A field being typed in keeps it.
  useEffect(() => {
    if (current !== undefined && !document.activeElement?.matches('input, textarea')) lit.current?.focus();
  }, [current]);
  return (
    <ol className={classes.fields} aria-label="High-risk fields">
      {highRiskFields.map((field) => {
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
              <span className={classes.label}>{words.highRiskField[field]}</span>
              <span className={classes.value}>
                {values[field]}
                {differences[field]?.map((difference) => (
                  <DifferenceLine key={difference.against} {...difference} />
                ))}
              </span>
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
