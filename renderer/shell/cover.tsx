/** The page around everything that comes before work: set-up, passphrase, trouble, sign-in. */
import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './cover.module.css';

interface CoverProps {
  children: ReactNode;
  wide?: boolean;
}

export function Cover({ children, wide = false }: CoverProps) {
  return (
    <main className={classes.cover}>
      <Stack gap="md" className={classes.sheet} data-wide={wide || undefined}>
        {children}
      </Stack>
    </main>
  );
}
