/** What may be said of a task: each with its key, its words, and what follows from it. */
import { UnstyledButton } from '@mantine/core';
import type { TaskKind, taskOutcomes } from '../../../core/contract/adt-values.ts';
import choices from '../../components/choices.module.css';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';
import { words } from '../../words.ts';
import classes from './adt.module.css';

type Outcome = (typeof taskOutcomes)[number];

/** The first letter of what is done, where two of one task do not share it. */
export const outcomeKeys: Record<Outcome, string> = {
  done: 'd',
  resume: 'r',
  'keep-paused': 'k',
  merge: 'm',
  'keep-apart': 'k',
  undo: 'u',
  'take-over': 't',
  'keep-ours': 'k',
  ours: 'o',
  'not-ours': 'n',
};

const meanings: Record<Outcome, string> = {
  done: 'It was dealt with. It leaves the board; nothing else changes.',
  resume: 'Refills, delivery and reminders go on.',
  'keep-paused': 'Refills, delivery and reminders go on resting.',
  merge: 'They live on as one record. It can be undone.',
  'keep-apart': 'Both records stay as they are.',
  undo: 'Both records are again as they were before.',
  'take-over': 'What the hospital says is put on file here.',
  'keep-ours': 'What is on file here stays; the hospital’s word is kept beside it.',
  ours: 'What the hospital says of this person is shown with the chosen patient from now on.',
  'not-ours': 'Nothing of this person is asked again.',
};

const ofKind: Partial<Record<TaskKind, Partial<Record<Outcome, string>>>> = {
  admitted: { done: 'The waiting fills were looked at. The pause stays until a pharmacist lifts it.' },
  reconcile: {
    resume: 'The medicines were reconciled. Refills, delivery and reminders go on.',
    'keep-paused': 'The medicines were looked at; what rests goes on resting.',
  },
  deceased: {
    done: 'The death is confirmed. Everything to this patient stays stopped.',
    resume: 'It was a mistake: everything goes on as before.',
  },
  'new-allergy': {
    'take-over': 'It is put on file and screened from now on.',
    'keep-ours': 'It is not put on file. Say what it rests on.',
  },
  'allergy-gone': {
    'keep-ours': 'It stays on file and is screened as before.',
    done: 'It was looked at; the file is corrected by hand where it has to be.',
  },
};

/** What an outcome is called where the usual word says too little. */
const names: Partial<Record<TaskKind, Partial<Record<Outcome, string>>>> = {
  admitted: { done: 'The fills were looked at' },
  reconcile: { resume: 'Reconciled: let it go on' },
  deceased: { done: 'Confirm the death', resume: 'It was a mistake' },
  'allergy-gone': { done: 'It was looked into' },
  'details-differ': { 'take-over': 'Take over the hospital’s' },
  merged: { done: 'They are one person' },
  contradiction: { done: 'It was cleared up' },
};

export const outcomeName = (kind: TaskKind, outcome: Outcome): string =>
  names[kind]?.[outcome] ?? words.adtOutcome[outcome];

/** What follows from an outcome of a task of this kind, one sentence. */
export const outcomeMeaning = (kind: TaskKind, outcome: Outcome): string =>
  ofKind[kind]?.[outcome] ?? meanings[outcome];

/** What is asked before it is done; nothing where it needs no reason. */
export const whyAsked: Partial<Record<Outcome, string>> = {
  resume: 'Why it may go on',
  'keep-paused': 'Why it stays paused',
  merge: 'How you know that they are one person',
  'keep-apart': 'Why they are two persons',
  undo: 'Why they are two persons after all',
  'keep-ours': 'What it rests on',
  'not-ours': 'How you know',
};

interface OutcomesProps {
  outcomes: readonly Outcome[];
  name: (outcome: Outcome) => string;
  meaning: (outcome: Outcome) => string;
  settle: (outcome: Outcome) => void;
  disabled: (outcome: Outcome) => boolean;
}

export function Outcomes({ outcomes, name, meaning, settle, disabled }: OutcomesProps) {
  useKeys(
    outcomes.map((outcome) => ({
      keys: outcomeKeys[outcome],
      label: name(outcome),
      run: () => settle(outcome),
      when: !disabled(outcome),
    })),
  );
  return (
    <div className={classes.candidates}>
      {outcomes.map((outcome) => (
        <UnstyledButton
          key={outcome}
          className={`${choices.choice} ${classes.outcome}`}
          disabled={disabled(outcome)}
          onClick={() => settle(outcome)}
        >
          <KeyHint keys={outcomeKeys[outcome]} />
          <span>
            <b>{name(outcome)}</b>
            <span className={classes.outcomeMeaning}>{meaning(outcome)}</span>
          </span>
        </UnstyledButton>
      ))}
    </div>
  );
}
