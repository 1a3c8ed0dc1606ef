/**
 * The form of a dialogue: fields, what went wrong, and the one button. Enter in a field and Ctrl+Enter send it.
 * Not here: the dialogue around it, and what is sent.
 */
import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import { type KeyBinding, useKeys } from '../shell/keys.ts';
import { FailureNote } from './failure.tsx';
import { KeyHint } from './key-hint.tsx';
import { useFocusFirst } from './use-focus-first.ts';

interface DialogFormProps {
  action: string;
  disabled?: boolean;
  /** What is missing, said beside the button. */
  missing?: string | null;
  busy: boolean;
  failure: Failure | null;
  submit: () => Promise<unknown>;
  /** Further keys of the dialogue. */
  keys?: readonly KeyBinding[];
  children: ReactNode;
}

export function DialogForm({
  action,
  missing = null,
  disabled = missing !== null,
  busy,
  failure,
  submit,
  keys = [],
  children,
}: DialogFormProps) {
  const send = () => {
    if (!disabled && !busy) void submit();
  };
  useKeys([...keys, { keys: 'Ctrl+Enter', label: action, run: send }], 'dialog');
  return (
    <form
      ref={useFocusFirst()}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="sm">
        {children}
        {failure && <FailureNote failure={failure} />}
        <Group justify="flex-end">
          {missing && (
            <Text size="sm" c="dimmed">
              {missing}
            </Text>
          )}
          <Button
            type="submit"
            loading={busy}
            disabled={disabled}
            rightSection={<KeyHint keys="Ctrl+Enter" />}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
