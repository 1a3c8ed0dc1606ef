/** A key as it is written on the thing it presses. */
import { Kbd } from '@mantine/core';

export function KeyHint({ keys }: { keys: string }) {
  return (
    <Kbd size="xs" aria-hidden="true">
      {keys.replaceAll('Arrow', '').replaceAll('Escape', 'Esc')}
    </Kbd>
  );
}
