/** The further actions of a screen, right of its title: each a button with its key, there while it can be done. */
import { Button } from '@mantine/core';
import { useKeys } from '../shell/keys.ts';
import { KeyHint } from './key-hint.tsx';

export interface Action {
  keys: string;
  label: string;
  run: () => void;
  /** False while it cannot be done. */
  when?: boolean;
}

export function ActionButtons({ actions }: { actions: readonly Action[] }) {
  useKeys(actions);
  return actions
    .filter(({ when }) => when !== false)
    .map(({ keys, label, run }) => (
      <Button
        key={label}
        size="xs"
        h={32}
        flex="none"
        variant="default"
        rightSection={<KeyHint keys={keys} />}
        onClick={run}
      >
        {label}
      </Button>
    ));
}
