/**
 * Do or find anything: the actions of this screen, every place, and patients, prescriptions, drugs and documents
 * by any fragment. `/` opens it for finding alone.
 */
import { Modal, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { create } from 'zustand';
import type { QueryResult } from '../../core/contract/index.ts';
import { useAsk } from '../client/hooks.ts';
import { KeyHint } from '../components/key-hint.tsx';
import classes from './frame.module.css';
import { bindingsNow, type KeyBinding } from './keys.ts';

type Mode = 'search' | 'all';
type Hit = QueryResult<'search.everything'>['hits'][number];

export const usePalette = create<{ mode: Mode | null }>(() => ({ mode: null }));
const close = () => usePalette.setState({ mode: null });

interface Choice {
  id: string;
  group: string;
  title: string;
  detail: string;
  keys?: string;
  choose: () => void;
}

const hitGroups: Record<Hit['kind'], string> = {
  patient: 'Patients',
  prescription: 'Prescriptions',
  drug: 'Drugs',
  document: 'Documents',
};
const hitPaths: Record<Hit['kind'], (id: string) => string> = {
  patient: (id) => `/patient/${id}`,
  prescription: (id) => `/prescription/${id}`,
  drug: (id) => `/stock/${id}`,
  document: (id) => `/document/${id}`,
};

/** Mounted once by the frame. */
export function Palette() {
  const { mode } = usePalette();
  if (mode === null) return null;
  return (
    <Modal.Root opened onClose={close} size={640} yOffset="12vh" centered={false}>
      <Modal.Overlay />
      <Modal.Content aria-label={fieldLabels[mode]}>
        <Modal.Body p="xs">
          <Finder mode={mode} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

const fieldLabels: Record<Mode, string> = {
  search: 'Search everything',
  all: 'Do or find anything',
};

const shortestSearch = 2;

/** A binding as a choice; it runs once the palette is gone, so that the focus is where it was. */
const choiceOf =
  (group: string) =>
  ({ keys, label, run }: KeyBinding): Choice => ({
    id: `${group} ${keys}`,
    group,
    title: label,
    detail: '',
    keys,
    choose: () => setTimeout(run),
  });

function Finder({ mode }: { mode: Mode }) {
  const [, goTo] = useLocation();
  const [text, setText] = useState('');
  const [fragment] = useDebouncedValue(text.trim(), 120);
  const [at, setAt] = useState(0);
  const id = useId();
  const found = useAsk(
    'search.everything',
    { text: fragment },
    { enabled: fragment.length >= shortestSearch, keepPrevious: true },
  );

  // What could be done when the palette was opened; the screen behind it stays as it is.
  const doable = useMemo(
    () =>
      mode === 'search'
        ? []
        : [
            ...bindingsNow('screen').map(choiceOf('On this screen')),
            ...bindingsNow('workstation').map(choiceOf('Everywhere')),
          ],
    [mode],
  );
  const wanted = text.trim().toLowerCase();
  const hits = fragment.length >= shortestSearch && wanted !== '' ? (found.data?.hits ?? []) : [];
  const choices: Choice[] = [
    // A word of it begins so; letters from its middle would push what is looked for down.
    ...doable.filter(({ title }) => ` ${title.toLowerCase()}`.includes(` ${wanted}`)),
    ...hits.map(
      (hit): Choice => ({
        id: `${hit.kind} ${hit.id}`,
        group: hitGroups[hit.kind],
        title: hit.title,
        detail: hit.detail,
        choose: () => goTo(hitPaths[hit.kind](hit.id)),
      }),
    ),
  ];
  const active = Math.min(at, choices.length - 1);

  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    close();
    choice.choose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && choices.length > 0) {
      event.preventDefault();
      setAt((active + step + choices.length) % choices.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(choices[active]);
    }
  };

  return (
    <>
      <TextInput
        data-autofocus
        size="md"
        aria-label={fieldLabels[mode]}
        placeholder={
          mode === 'search'
            ? 'Name, birth date, Rx number, drug, NDC…'
            : 'An action, a place, a name, a number…'
        }
        leftSection={<IconSearch size={18} aria-hidden="true" />}
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={choices[active] ? `${id}-${active}` : undefined}
        maxLength={120}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={`${id}-list`} aria-label="What was found" className={classes.hits}>
        {choices.map((choice, index) => (
          <ChoiceRow
            key={choice.id}
            id={`${id}-${index}`}
            choice={choice}
            active={index === active}
            heading={choices[index - 1]?.group === choice.group ? null : choice.group}
            onChoose={() => choose(choice)}
          />
        ))}
      </div>
      <Text role="status" p="sm" size="sm" c="dimmed">
        {summary(wanted, choices.length, found.isFetching)}
      </Text>
    </>
  );
}

function summary(wanted: string, count: number, asking: boolean): string {
  if (count > 0) return `${count} found. ↑ ↓ choose, Enter opens, Esc closes.`;
  if (wanted.length < shortestSearch) return 'Type two letters or more.';
  return asking ? 'Looking…' : `Nothing holds “${wanted}”. Try a shorter fragment, or a birth date.`;
}

interface ChoiceRowProps {
  id: string;
  choice: Choice;
  active: boolean;
  heading: string | null;
  onChoose: () => void;
}

function ChoiceRow({ id, choice, active, heading, onChoose }: ChoiceRowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <>
      {heading && (
        <div className={classes.group} role="presentation">
          {heading}
        </div>
      )}
      {/* The field keeps the focus and its arrow keys move the choice; a click is the mouse's way. */}
      <div
        ref={row}
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={active}
        className={classes.hit}
        onMouseDown={onChoose}
      >
        <span className={classes.hitTitle}>{choice.title}</span>
        <span className={classes.hitDetail} title={choice.detail}>
          {choice.detail}
        </span>
        {choice.keys && <KeyHint keys={choice.keys} />}
      </div>
    </>
  );
}
