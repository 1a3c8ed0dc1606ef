/** The one search field, on every screen; it opens the palette in its searching form. */
import { UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { KeyHint } from '../components/key-hint.tsx';
import classes from './frame.module.css';
import { usePalette } from './palette.tsx';

export function SearchField() {
  return (
    <UnstyledButton className={classes.search} onClick={() => usePalette.setState({ mode: 'search' })}>
      <IconSearch size={16} aria-hidden="true" />
      <span style={{ flex: 1 }}>Search everything</span>
      <KeyHint keys="/" />
      <KeyHint keys="Ctrl+K" />
    </UnstyledButton>
  );
}
