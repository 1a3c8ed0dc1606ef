/** The further actions of a screen, on the right of its title: a button each, with its key, which works while it is there. */
import { Button } from '@mantine/core';
import { useKeys } from '../shell/keys.ts';
import { KeyHint } from './key-hint.tsx';

export interface Action {
  keys: string;
  label: string;
  run: () => void;
}

export function ActionButtons({ actions }: { actions: readonly Action[] }) {
  useKeys(actions);
  return actions.map(({ keys, label, run }) => (
    <Button
      key={label}
      size="xs"
      flex="none"
      variant="default"
      rightSection={<KeyHint keys={keys} />}
      onClick={run}
    >
      {label}
    </Button>
  ));
}
