/** What would be here, and the next thing to do. */
import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyProps {
  title: string;
  hint: ReactNode;
  action?: ReactNode;
}

export function Empty({ title, hint, action }: EmptyProps) {
  return (
    <Stack align="center" justify="center" gap="xs" p="xl" mih={160} ta="center">
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" maw={480}>
        {hint}
      </Text>
      {action}
    </Stack>
  );
}
