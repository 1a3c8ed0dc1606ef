/**
 * A field that finds one of many by typing: keyboard first, the mouse works too. What the machine proposes stands in
 * it in grey, and its candidates are the list until somebody types.
 * Always: only a row that was found for the very text in the field can be chosen, so that a fast Enter never takes
 * what was found for an earlier text; typing over a choice and leaving keeps the choice.
 * Not here: what is searched, and how a row looks.
 */
import { Popover, Text, TextInput } from '@mantine/core';
import { Fragment, type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { FieldNote, ghostInput, notTaken, type Proposal, useGhostKeys, withNote } from './ghost-input.tsx';
import type { Ghost } from './ghosts.ts';
import classes from './picker.module.css';

export interface Choice {
  key: string;
  /** A heading above the first row of its group. */
  group?: string;
  /** Beside the heading: a warning that holds for the whole group. */
  groupNote?: string | null;
  /** Set apart from the row above: another strength of the same drug. */
  apart?: boolean;
  content: ReactNode;
  choose: () => void;
}

interface PickerProps {
  label: string;
  placeholder: string;
  /** What is chosen, in one line; empty when nothing is. */
  chosen: string;
  /** The text searched for; the rows in `choices` were found for it unless `searching`. */
  text: string;
  onText: (text: string) => void;
  choices: Choice[];
  /** False when no row may be taken by Enter alone: a person moves to it, or types more. */
  preselect?: boolean;
  /** Said under the list. */
  hint?: string | undefined;
  searching: boolean;
  /** What stands in the list when nothing was found. */
  nothingFound: string;
  /** Another way on, offered at the end of the list and with Alt+N. */
  create?: { label: string; run: () => void };
  error?: ReactNode;
  /** Proposed while nothing is chosen: the first of `choices`, or, where `preselect` is false, that one is to be chosen. */
  ghost?: Ghost | null;
  putAway?: () => void;
  /** Beside the label, over what is said of a proposal; null keeps the room free for that. */
  note?: ReactNode;
  disabled?: boolean;
  autoFocus?: boolean;
  /** Called after a choice, to go on to the next field. */
  onDone?: () => void;
}

export const Picker = (props: PickerProps) => {
  const { label, chosen, text, onText, choices, preselect = true, searching, nothingFound, create } = props;
  const listId = useId();
  const [open, setOpen] = useState(false);
  const [typing, setTyping] = useState(false);
  const [active, setActive] = useState<number | null>(null);

  const rows: Choice[] = [
    ...choices,
    ...(create
      ? [{ key: 'create', content: <Text size="sm">{create.label} (Alt+N)</Text>, choose: create.run }]
      : []),
  ];
  const at = Math.min(active ?? (preselect ? 0 : -1), rows.length - 1);
  const close = () => {
    setOpen(false);
    setTyping(false);
    setActive(null);
    onText('');
  };
  const take = (row: Choice | undefined) => {
    if (row === undefined || searching) return;
    close();
    row.choose();
    if (row.key !== 'create') props.onDone?.();
  };
  const move = (by: number) => {
    const to = Math.max(0, Math.min(at + by, rows.length - 1));
    setActive(to);
    document.getElementById(`${listId}-${to}`)?.scrollIntoView({ block: 'nearest' });
  };

  const openList = () => {
    setOpen(true);
    if (!preselect) setActive(null);
  };
  const ghost = chosen === '' && !typing && !props.disabled ? (props.ghost ?? null) : null;
  const proposal: Proposal | null = ghost && {
    ghost,
    take: () => (preselect ? take(rows[0]) : openList()),
    putAway: () => props.putAway?.(),
  };
  const ghostKeys = useGhostKeys(open ? null : proposal);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || ghostKeys(event)) return;
    if (event.altKey && event.code === 'KeyN' && create) {
      event.preventDefault();
      close();
      create.run();
      return;
    }
    const handled = {
      ArrowDown: () => (open ? move(1) : openList()),
      ArrowUp: () => move(-1),
      // A row of the candidates that the arrows have marked is taken like the first of them.
      ...(open && proposal && at >= 0 && { Tab: () => take(rows[at]) }),
      Enter: () => (open && !(typing && text.trim() === '') ? take(rows[at]) : props.onDone?.()),
      Escape: close,
    }[event.key];
    if (handled === undefined || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (event.key === 'Escape' && !open) return;
    event.preventDefault();
    event.stopPropagation();
    handled();
  };

  return (
    <Popover
      opened={open && (typing || rows.length > 0)}
      position="bottom-start"
      width="target"
      offset={2}
      trapFocus={false}
      closeOnEscape={false}
      returnFocus={false}
      shadow="md"
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target popupType="listbox">
        <TextInput
          label={label}
          placeholder={props.placeholder}
          {...ghostInput(proposal)}
          error={props.error && proposal ? notTaken : props.error}
          {...(props.note !== undefined && {
            description: <FieldNote proposal={proposal}>{props.note}</FieldNote>,
            ...withNote,
          })}
          disabled={props.disabled ?? false}
          autoFocus={props.autoFocus ?? false}
          value={typing ? text : chosen}
          title={typing ? undefined : chosen || ghost?.text}
          role="combobox"
          aria-expanded={open}
          aria-controls={open ? listId : undefined}
          aria-autocomplete="list"
          aria-activedescendant={open && at >= 0 ? `${listId}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={close}
          onChange={(event) => {
            setTyping(true);
            setOpen(true);
            setActive(null);
            onText(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown}
        />
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <div
          id={listId}
          role="listbox"
          aria-label={label}
          className={classes.list}
          data-stale={searching || undefined}
        >
          {rows.map((row, index) => (
            <Fragment key={row.key}>
              {row.group !== undefined && row.group !== rows[index - 1]?.group && (
                <div className={classes.group} role="presentation">
                  {row.group}
                  {row.groupNote && <span className={classes.warning}> {row.groupNote}</span>}
                </div>
              )}
              {/* The input keeps the focus; a press on a row must not take it. */}
              <div
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                className={classes.row}
                data-apart={row.apart || undefined}
                onMouseDown={(event) => {
                  event.preventDefault();
                  take(row);
                }}
              >
                {row.content}
              </div>
            </Fragment>
          ))}
        </div>
        {props.hint && choices.length > 0 && (
          <Text size="xs" c="dimmed" p={6}>
            {props.hint}
          </Text>
        )}
        {choices.length === 0 && !searching && text.trim() !== '' && (
          <Text size="sm" c="dimmed" p={6}>
            {nothingFound}
          </Text>
        )}
      </Popover.Dropdown>
    </Popover>
  );
};
