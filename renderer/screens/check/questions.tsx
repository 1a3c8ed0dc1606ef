/**
 * The four questions of the check, one after the other.
 * Always: each is answered by itself with a key; there is no key that answers all at once.
 */
import { Button, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { checkFields } from '../../../core/contract/prescription.ts';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';
import classes from './check.module.css';
import { type CheckField, checkQuestions } from './check-fields.ts';

interface QuestionsProps {
  confirmed: ReadonlySet<CheckField>;
  onToggle: (field: CheckField) => void;
  disabled: boolean;
}

export function Questions({ confirmed, onToggle, disabled }: QuestionsProps) {
  const current = checkFields.find((field) => !confirmed.has(field));
  useKeys([
    {
      keys: 'y',
      label: current ? `Confirm: ${checkQuestions[current].name}` : 'Confirm',
      run: () => current && onToggle(current),
      when: !disabled && current !== undefined,
    },
    ...checkFields.map((field, index) => ({
      keys: String(index + 1),
      label: `Confirm or take back: ${checkQuestions[field].name}`,
      run: () => onToggle(field),
      when: !disabled,
    })),
  ]);
  return (
    <Stack gap={4} role="group" aria-label="What is confirmed">
      {checkFields.map((field, index) => {
        const done = confirmed.has(field);
        const Icon = done ? IconCircleCheck : IconCircleDashed;
        return (
          <div key={field} className={classes.question} data-current={field === current || undefined}>
            <Icon size={20} color={done ? 'var(--mantine-color-green-8)' : undefined} aria-hidden />
            <Text fw={700} w={72}>
              {checkQuestions[field].name}
            </Text>
            <Text style={{ flex: 1 }}>{checkQuestions[field].question}</Text>
            <Button
              variant={done ? 'subtle' : 'default'}
              size="compact-md"
              disabled={disabled}
              aria-pressed={done}
              onClick={() => onToggle(field)}
              rightSection={<KeyHint keys={field === current ? 'y' : String(index + 1)} />}
            >
              {done ? 'Confirmed' : 'Confirm'}
            </Button>
          </div>
        );
      })}
    </Stack>
  );
}
