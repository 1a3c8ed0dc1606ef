/**
 * Grey text in an empty field: what the machine proposes for it. Tab or Enter takes it and goes on, typing replaces it,
 * Esc or Backspace puts it away.
 * Always: nothing is taken that nobody could have seen: a key pressed just as a proposal appears goes on as from the
 * empty field it was meant for, so that what is typed next stands where it was meant; one held down takes nothing. A
 * screen reader hears what is proposed and how far it may be trusted.
 */
import type { TextInputProps } from '@mantine/core';
import { VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { ConfidenceWord } from '../../components/confidence.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { words } from '../../words.ts';
import classes from './ghost.module.css';
import type { Ghost } from './ghosts.ts';

export interface Proposal {
  ghost: Ghost;
  take: () => void;
  putAway: () => void;
}

/** As long as a proposal takes to appear: milliseconds in which a key was meant for the empty field. */
const appearsFor = 200;

const meanings: Partial<Record<string, 'take' | 'putAway'>> = {
  Tab: 'take',
  Enter: 'take',
  Escape: 'putAway',
  Backspace: 'putAway',
};

/** The keys of a field that shows a proposal now; answers whether the key was one of them. */
export const useGhostKeys = (proposal: Proposal | null) => {
  const since = useRef(0);
  const text = proposal?.ghost.text;
  useEffect(() => {
    since.current = performance.now();
  }, [text]);
  return (event: KeyboardEvent): boolean => {
    const meant = meanings[event.key];
    if (proposal === null || meant === undefined || event.nativeEvent.isComposing) return false;
    if (event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return false;
    const isSeen = performance.now() - since.current >= appearsFor;
    if (!isSeen && meant === 'take' && !event.repeat) return false;
    event.preventDefault();
    event.stopPropagation();
    if (isSeen && !event.repeat) proposal[meant]();
    return true;
  };
};

/** What is wrong with a field whose proposal nobody took, once somebody tried to send it. */
export const notTaken = 'Tab takes it, or type it.';

/** What a screen reader hears of a proposal. */
export const ghostWords = ({ text, confidence, checks }: Ghost) =>
  `suggested: ${[text, words.confidence[confidence], ...checks].join(', ')}. Tab takes it.`;

/** The word and the key at the end of a field that shows a proposal. */
export const GhostMark = ({ ghost, compact }: { ghost: Ghost; compact: boolean }) => (
  <span className={classes.mark}>
    <ConfidenceWord confidence={ghost.confidence} />
    {!compact && <KeyHint keys="Tab" />}
  </span>
);

/**
 * What a text input needs to show a proposal; nothing when there is none.
 * @param compact without the key: for a narrow field
 */
export const ghostInput = (proposal: Proposal | null, compact = false): Partial<TextInputProps> =>
  proposal === null
    ? {}
    : {
        placeholder: proposal.ghost.text,
        title: proposal.ghost.text,
        rightSection: <GhostMark ghost={proposal.ghost} compact={compact} />,
        rightSectionWidth: compact ? 54 : 92,
        rightSectionPointerEvents: 'none',
      };

/** What makes room for `FieldNote` beside the label; to be spread into a wide input. */
export const withNote = {
  classNames: {
    root: classes.field,
    label: classes.label,
    description: classes.description,
    wrapper: classes.whole,
    error: classes.whole,
  },
  inputWrapperOrder: ['label', 'description', 'input', 'error'],
} satisfies Partial<TextInputProps>;

/** Beside the label, over the field: nothing moves when a proposal comes or goes. */
export const FieldNote = ({ proposal, children }: { proposal: Proposal | null; children?: ReactNode }) => (
  <span className={classes.note}>
    {proposal && <VisuallyHidden>{ghostWords(proposal.ghost)}</VisuallyHidden>}
    {children ?? (proposal && <Checks ghost={proposal.ghost} />)}
  </span>
);

/** What speaks against it in the colour of what has to be looked at, then the rest. */
const Checks = ({ ghost: { checks, failed } }: { ghost: Ghost }) => (
  <span aria-hidden="true" title={checks.join(' · ')}>
    <span className={classes.against}>{checks.slice(0, failed).join(' · ')}</span>
    {failed > 0 && failed < checks.length && ' · '}
    {checks.slice(failed).join(' · ')}
  </span>
);
