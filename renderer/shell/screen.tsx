/**
 * The frame of every screen: title and search on top, work area, context on the right, and the one primary action
 * at the bottom right, always Ctrl+Enter. Esc leaves a field first, then goes back.
 */
import { Button, Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { KeyHint } from '../components/key-hint.tsx';
import { useKeys } from './keys.ts';
import classes from './screen.module.css';
import { SearchField } from './search-field.tsx';

interface Primary {
  label: string;
  run: () => void;
  disabled?: boolean | undefined;
  busy?: boolean | undefined;
  /** Why it cannot be done now. */
  why?: string | null | undefined;
}

interface ScreenProps {
  title: string;
  /** Where this stands, for instance the Rx number. Never a patient's name alone: the banner says whose it is. */
  breadcrumb?: ReactNode;
  /** Further actions, on the right of the title. */
  actions?: ReactNode;
  /** What stands beside the work: patient, history, alerts, a preview. */
  context?: ReactNode;
  primary?: Primary;
  /** Where Esc goes: an address or an action; the screen before by default; null: nowhere. */
  back?: string | (() => void) | null;
  children: ReactNode;
}

export function Screen({ title, breadcrumb, actions, context, primary, back, children }: ScreenProps) {
  const [, goTo] = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  // A screen reader begins at the title, and no key goes to a control that is no longer there.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);

  const goBack = () => {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.matches('input, textarea, select')) focused.blur();
    else if (typeof back === 'function') back();
    else if (typeof back === 'string') goTo(back);
    else history.back();
  };
  const canRun = primary !== undefined && !primary.disabled && !primary.busy;
  useKeys([
    { keys: 'Escape', label: 'Leave the field, then go back', run: goBack, when: back !== null },
    ...(primary ? [{ keys: 'Ctrl+Enter', label: primary.label, run: primary.run, when: canRun }] : []),
  ]);

  return (
    <div className={classes.screen}>
      <header className={classes.header}>
        <Group gap="sm" wrap="nowrap" className={classes.title}>
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {breadcrumb && (
            <Text c="dimmed" truncate component="div">
              {breadcrumb}
            </Text>
          )}
        </Group>
        <Group gap="xs" wrap="nowrap" className={classes.actions}>
          {actions}
          <SearchField compact={actions !== undefined} />
        </Group>
      </header>
      <div className={classes.body} data-context={context ? true : undefined}>
        <div className={classes.work}>{children}</div>
        {context && (
          <aside className={classes.context} aria-label="Context">
            {context}
          </aside>
        )}
      </div>
      {primary && (
        <footer className={classes.footer}>
          {primary.disabled && primary.why && (
            <Text size="sm" c="dimmed" role="status" miw={0}>
              {primary.why}
            </Text>
          )}
          <Button
            size="md"
            flex="none"
            maw="100%"
            disabled={!canRun}
            loading={primary.busy ?? false}
            onClick={primary.run}
            rightSection={<KeyHint keys="Ctrl+Enter" />}
          >
            {primary.label}
          </Button>
        </footer>
      )}
    </div>
  );
}
