/** The window before the workstation answers: it starts, or this window may not speak with it. */
import { Text, Title } from '@mantine/core';
import type { Failure } from '../../core/contract/errors.ts';
import { Cover } from './cover.tsx';

export function Starting({ failure }: { failure: Failure | null }) {
  return (
    <Cover>
      <Title order={1}>{failure ? 'The workstation does not answer yet' : 'Starting'}</Title>
      <Text role="status">
        {failure
          ? 'What was saved is kept. This window asks again by itself and goes on as soon as there is an answer.'
          : 'The data file is being opened.'}
      </Text>
    </Cover>
  );
}

export function NotConnected() {
  return (
    <Cover>
      <Title order={1}>This window is not connected</Title>
      <Text>
        Each window is let in by the link that Mortar prints when it starts. This one has none, or it is of an
        earlier start. Nothing was lost.
      </Text>
      <Text fw={600}>Open the link that Mortar printed last.</Text>
    </Cover>
  );
}
