/**
 * Asks why: a coded reason by its number, a note, and where wanted a time to follow up. Keyboard alone is enough.
 * One dialogue for the whole window, mounted once by the frame; `useReasonDialog` opens it.
 */
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { create } from 'zustand';
import { useKeys } from '../shell/keys.ts';
import { Choices, choiceKeys } from './choices.tsx';
import { FollowUp, followUpInstant, hoursFromNow } from './follow-up.tsx';
import { KeyHint } from './key-hint.tsx';
import { useFocusBack } from './use-focus-back.ts';
import { useFocusFirst } from './use-focus-first.ts';

export interface ReasonQuestion<Reason extends string = string> {
  title: string;
  /** What follows from it, one sentence. */
  explain?: string;
  /** Codes to choose from; a single one is chosen already; without any, the note is the reason. */
  reasons?: readonly Reason[];
  /** The codes as words; without it a code is shown as it is. */
  names?: Readonly<Record<Reason, string>>;
  noteRequired?: boolean;
  /** What the note is called where it is not a reason. */
  noteLabel?: string;
  /** What the note says to begin with. */
  note?: string;
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

/** A key for each reason, in the order in which they stand; no list of reasons is longer. */
const reasonKeys = '1234567890ab';

function ReasonForm({ question, answer }: Open) {
  useFocusBack();
  const { reasons = [], names, noteRequired = false, followUp = false } = question;
  const sole = reasons.length === 1 ? (reasons[0] ?? null) : null;
  const [reason, setReason] = useState<string | null>(sole);
  const [note, setNote] = useState(question.note ?? '');
  const [followUpAt, setFollowUpAt] = useState(() => hoursFromNow(1));
  const noteField = useRef<HTMLTextAreaElement>(null);
  const nameOf = (code: string) => names?.[code] ?? code;

  const needsNote = noteRequired || reasons.length === 0;
  const followUpTime = followUp ? followUpInstant(followUpAt) : null;
  const missing =
    (reasons.length > 0 && reason === null && 'Choose a reason.') ||
    (needsNote && note.trim() === '' && 'Write a note.') ||
    (followUp && followUpTime === null && 'Say when to follow up.') ||
    null;

  const submit = () => {
    if (missing) return;
    answer({ reason: reason ?? note.trim(), note: note.trim(), followUpAt: followUpTime });
  };
  const choose = (code: string) => {
    setReason(code);
    noteField.current?.focus();
  };

  useKeys(
    [
      ...choiceKeys(reasons, reasonKeys, nameOf, choose),
      { keys: 'Ctrl+Enter', label: question.action ?? 'Do it', run: submit },
    ],
    'dialog',
  );

  return (
    <Stack gap="sm" ref={useFocusFirst()}>
      {question.explain && <Text size="sm">{question.explain}</Text>}
      {reasons.length > 0 && (
        <Choices
          label="Reason"
          codes={reasons}
          nameOf={nameOf}
          keys={reasonKeys}
          chosen={reason}
          choose={choose}
          focusFirst={sole === null}
        />
      )}
      {followUp && <FollowUp value={followUpAt} onChange={setFollowUpAt} />}
      <Textarea
        ref={noteField}
        label={question.noteLabel ?? (needsNote ? 'Why' : 'Note, if there is more to say')}
        autosize
        minRows={2}
        maxLength={300}
        value={note}
        data-autofocus={reasons.length < 2 || undefined}
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
