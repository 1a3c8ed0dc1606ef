/**
 * The four questions of the check, lit one after the other; Space or Y confirms the lit one.
 * Always: only the lit question can be confirmed, so that four presses are four looks.
 */
import { Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { checkFields } from '../../../core/contract/prescription.ts';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';
import { words } from '../../words.ts';
import classes from './check.module.css';
import { type CheckField, questionOf } from './check-fields.ts';

interface QuestionsProps {
  confirmed: readonly CheckField[];
  onConfirm: (field: CheckField) => void;
  onTakeBack: () => void;
  disabled: boolean;
}

export function Questions({ confirmed, onConfirm, onTakeBack, disabled }: QuestionsProps) {
  const lit = useRef<HTMLButtonElement>(null);
  const current = disabled ? undefined : checkFields.find((field) => !confirmed.includes(field));
  // The lit question has the focus, so that Space presses it, and a reader says it.
  useEffect(() => {
    if (current && !document.activeElement?.matches('input, textarea, select')) lit.current?.focus();
  }, [current]);
  useKeys([
    {
      keys: 'y',
      label: 'Confirm what is lit',
      run: () => current && onConfirm(current),
      when: current !== undefined,
    },
    {
      keys: 'u',
      label: 'Take the last confirmation back',
      run: onTakeBack,
      when: confirmed.length > 0 && !disabled,
    },
  ]);
  return (
    <ol className={classes.questions} aria-label="What is confirmed">
      {checkFields.map((field) => {
        const done = confirmed.includes(field);
        const isLit = field === current;
        return (
          <li key={field}>
            <button
              type="button"
              ref={isLit ? lit : null}
              className={classes.question}
              data-lit={isLit || undefined}
              data-done={done || undefined}
              aria-pressed={done}
              aria-disabled={!isLit}
              onClick={() => isLit && onConfirm(field)}
            >
              <span className={classes.name}>{words.checkField[field]}</span>
              <span>{questionOf[field]}</span>
              <span className={classes.mark}>
                {done && (
                  <>
                    <IconCheck size={18} aria-hidden="true" />
                    <Text span size="xs">
                      confirmed
                    </Text>
                  </>
                )}
                {isLit && <KeyHint keys="Space" />}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
