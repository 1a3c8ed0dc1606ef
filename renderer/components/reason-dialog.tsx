/**
 * Asks why: a coded reason by its number, a note, and where wanted a time to follow up. Keyboard alone is enough.
 * One dialogue for the whole window, mounted once by the frame; `useReasonDialog` opens it.
 */
import { Button, Group, Modal, Stack, Text, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { useRef, useState } from 'react';
import { create } from 'zustand';
import { branchTimeZone } from '../client/session.ts';
import { useKeys } from '../shell/keys.ts';
import { instantOfWallTime, wallTimeOf } from './branch-time.ts';
import { KeyHint } from './key-hint.tsx';
import classes from './reason-dialog.module.css';

export interface ReasonQuestion<Reason extends string = string> {
  title: string;
  /** What follows from it, one sentence. */
  explain?: string;
  /** Codes to choose from; without any, the note is the reason. */
  reasons?: readonly Reason[];
  /** The codes as words; without it a code is shown as it is. */
  names?: Readonly<Record<Reason, string>>;
  noteRequired?: boolean;
  /** What the note is called where it is not a reason. */
  noteLabel?: string;
  /** Asks when to follow up. */
  followUp?: boolean;
  /** What the button says. */
  action?: string;
}

export interface ReasonAnswer<Reason extends string = string> {
  reason: Reason;
  note: string;
  /** Set when `followUp` was asked for. */
  followUpAt: string | null;
}

interface Open {
  id: number;
  question: ReasonQuestion;
  answer: (answer: ReasonAnswer | null) => void;
}

const useOpen = create<{ open: Open | null }>(() => ({ open: null }));
let last = 0;

function askReason<Reason extends string>(
  question: ReasonQuestion<Reason>,
): Promise<ReasonAnswer<Reason> | null> {
  return new Promise((resolve) => {
    useOpen.getState().open?.answer(null);
    useOpen.setState({
      open: {
        id: ++last,
        question,
        answer: (answer) => {
          useOpen.setState({ open: null });
          resolve(answer as ReasonAnswer<Reason> | null);
        },
      },
    });
  });
}

/** Returns the function that asks; it resolves to null when the person thinks better of it. */
export const useReasonDialog = () => askReason;

/** Mounted once by the frame. Unmounted (the window locks), the question counts as not answered. */
export function ReasonDialogHost() {
  const { open } = useOpen();
  if (!open) return null;
  return (
    <Modal
      opened
      onClose={() => open.answer(null)}
      title={open.question.title}
      size={600}
      closeButtonProps={{ 'aria-label': 'Close, change nothing' }}
    >
      <ReasonForm key={open.id} {...open} />
    </Modal>
  );
}

const hour = 3_600_000;
/** A key for each reason, in the order in which they stand; no list of reasons is longer. */
const reasonKeys = '1234567890ab';

const followUps = [
  { name: 'in 1 hour', after: hour },
  { name: 'in 4 hours', after: 4 * hour },
  { name: 'tomorrow', after: 24 * hour },
  { name: 'in 3 days', after: 72 * hour },
];

function ReasonForm({ question, answer }: Open) {
  const zone = branchTimeZone();
  const { reasons = [], names, noteRequired = false, followUp = false } = question;
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [followUpAt, setFollowUpAt] = useState(() => wallTimeOf(Date.now() + hour, zone));
  const noteField = useRef<HTMLTextAreaElement>(null);
  const nameOf = (code: string) => names?.[code] ?? code;

  const needsNote = noteRequired || reasons.length === 0;
  const followUpInstant = followUp ? instantOfWallTime(followUpAt, zone) : null;
  const missing =
    (reasons.length > 0 && reason === null && 'Choose a reason.') ||
    (needsNote && note.trim() === '' && 'Write a note.') ||
    (followUp && followUpInstant === null && 'Say when to follow up.') ||
    null;

  const submit = () => {
    if (missing) return;
    answer({ reason: reason ?? note.trim(), note: note.trim(), followUpAt: followUpInstant });
  };
  const choose = (code: string) => {
    setReason(code);
    noteField.current?.focus();
  };

  useKeys(
    [
      ...reasons.map((code, index) => ({
        keys: reasonKeys[index] ?? '',
        label: nameOf(code),
        run: () => choose(code),
      })),
      { keys: 'Ctrl+Enter', label: question.action ?? 'Do it', run: submit },
    ],
    'dialog',
  );

  return (
    <Stack gap="sm">
      {question.explain && <Text size="sm">{question.explain}</Text>}
      {reasons.length > 0 && (
        <div role="radiogroup" aria-label="Reason" className={classes.reasons}>
          {reasons.map((code, index) => (
            // The first takes the focus, so that the numbers work at once.
            <UnstyledButton
              key={code}
              role="radio"
              aria-checked={reason === code}
              data-autofocus={index === 0 || undefined}
              className={classes.reason}
              onClick={() => choose(code)}
            >
              <KeyHint keys={reasonKeys[index] ?? ''} />
              {nameOf(code)}
            </UnstyledButton>
          ))}
        </div>
      )}
      {followUp && (
        <Group gap={4} align="end" wrap="nowrap">
          <TextInput
            type="datetime-local"
            label="Follow up"
            value={followUpAt}
            onChange={(event) => setFollowUpAt(event.currentTarget.value)}
          />
          {followUps.map(({ name, after }) => (
            <Button
              key={name}
              variant="default"
              size="xs"
              px={8}
              h={36}
              flex="none"
              onClick={() => setFollowUpAt(wallTimeOf(Date.now() + after, zone))}
            >
              {name}
            </Button>
          ))}
        </Group>
      )}
      <Textarea
        ref={noteField}
        label={question.noteLabel ?? (needsNote ? 'Why' : 'Note, if there is more to say')}
        autosize
        minRows={2}
        maxLength={300}
        value={note}
        data-autofocus={reasons.length === 0 || undefined}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group justify="flex-end" gap="sm">
        {missing && (
          <Text size="sm" c="dimmed">
            {missing}
          </Text>
        )}
        <Button variant="default" onClick={() => answer(null)} rightSection={<KeyHint keys="Esc" />}>
          Cancel
        </Button>
        <Button disabled={missing !== null} onClick={submit} rightSection={<KeyHint keys="Ctrl+Enter" />}>
          {question.action ?? 'Do it'}
        </Button>
      </Group>
    </Stack>
  );
}
