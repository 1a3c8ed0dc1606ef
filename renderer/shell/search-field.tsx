/** The one search field, on every screen; it opens the palette in its searching form. */
import { UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { KeyHint } from '../components/key-hint.tsx';
import classes from './frame.module.css';
import { usePalette } from './palette.tsx';

/** `compact`: on a small screen it leaves its words to the icon, to make room for what stands beside it. */
export function SearchField({ compact }: { compact: boolean }) {
  return (
    <UnstyledButton
      className={classes.search}
      data-compact={compact || undefined}
      onClick={() => usePalette.setState({ mode: 'search' })}
    >
      <IconSearch size={16} aria-hidden="true" />
      <span className={classes.searchWords}>Search everything</span>
      <KeyHint keys="/" />
      <KeyHint keys="Ctrl+K" />
    </UnstyledButton>
  );
}
