/** One of a few, each with its key: how dialogues ask for a reason, a kind, a template. The keys are the dialogue's. */
import { UnstyledButton } from '@mantine/core';
import classes from './choices.module.css';
import { KeyHint } from './key-hint.tsx';

interface ChoicesProps<Code extends string> {
  label: string;
  codes: readonly Code[];
  nameOf: (code: Code) => string;
  /** A key for each code, in their order; what is beyond them has none. */
  keys: string;
  chosen: Code | null;
  choose: (code: Code) => void;
  /** The first takes the focus of the dialogue, so that the keys work at once. */
  focusFirst?: boolean;
}

export const Choices = <Code extends string>({
  label,
  codes,
  nameOf,
  keys,
  chosen,
  choose,
  focusFirst = false,
}: ChoicesProps<Code>) => (
  <div role="radiogroup" aria-label={label} className={classes.choices}>
    {codes.map((code, index) => (
      <UnstyledButton
        key={code}
        role="radio"
        aria-checked={chosen === code}
        data-autofocus={(focusFirst && index === 0) || undefined}
        className={classes.choice}
        onClick={() => choose(code)}
      >
        <KeyHint keys={keys[index] ?? ''} />
        {nameOf(code)}
      </UnstyledButton>
    ))}
  </div>
);

/** The key bindings of the same choices, for the dialogue they stand in. */
export const choiceKeys = <Code extends string>(
  codes: readonly Code[],
  keys: string,
  nameOf: (code: Code) => string,
  choose: (code: Code) => void,
) =>
  codes.map((code, index) => ({
    keys: keys[index] ?? '',
    label: nameOf(code),
    run: () => choose(code),
  }));
