/** A text field that shows what the machine proposes while it is empty. What is typed is the value, nothing else. */
import { TextInput, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import {
  FieldNote,
  ghostInput,
  ghostWords,
  notTaken,
  type Proposal,
  useGhostKeys,
  withNote,
} from './ghost-input.tsx';

interface GhostFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  proposal: Proposal | null;
  error: string | undefined;
  disabled: boolean;
  /** Beneath a narrow field; a wide one has what is to be looked at beside its label. */
  description?: ReactNode;
  narrow?: boolean;
  numeric?: boolean;
}

export const GhostField = ({
  label,
  value,
  onChange,
  proposal,
  error,
  disabled,
  description,
  narrow = false,
  numeric = false,
}: GhostFieldProps) => {
  const keys = useGhostKeys(proposal);
  return (
    <TextInput
      label={label}
      value={value}
      {...ghostInput(proposal, narrow)}
      error={error && proposal ? notTaken : error}
      disabled={disabled}
      description={
        narrow ? (
          <>
            {proposal && <VisuallyHidden>{ghostWords(proposal.ghost)}</VisuallyHidden>}
            {description}
          </>
        ) : (
          <FieldNote proposal={proposal} />
        )
      }
      {...(narrow ? { inputWrapperOrder: ['label', 'input', 'description', 'error'] } : withNote)}
      {...(numeric && { inputMode: 'numeric' as const })}
      autoComplete="off"
      spellCheck={false}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={keys}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
};
