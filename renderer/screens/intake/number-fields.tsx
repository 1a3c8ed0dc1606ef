/**
 * Date, quantity, days' supply, refills and substitution: narrow fields in a row, with one line beneath them for what
 * speaks against a proposal.
 * Always: what will be sent unasked (computed days, no refills, substitution allowed) stands there as the value, and
 * only where the page does not say otherwise.
 */
import { Checkbox, VisuallyHidden } from '@mantine/core';
import { DayField } from '../patient/day-field.tsx';
import { GhostField } from './ghost-field.tsx';
import { GhostMark, ghostInput, ghostWords, notTaken, type Proposal, useGhostKeys } from './ghost-input.tsx';
import classes from './transcribe.module.css';
import type { FieldName, Sent } from './transcription.ts';
import type { Draft } from './use-draft.ts';
import type { TypedField } from './use-proposals.ts';

interface NumberFieldsProps {
  draft: Draft;
  change: (part: Draft) => void;
  sent: Sent;
  errors: Partial<Record<FieldName, string>>;
  disabled: boolean;
  /** What the quantity counts; empty while no drug is chosen. */
  unit: string;
  proposalFor: (field: TypedField) => Proposal | null;
}

export const NumberFields = ({
  draft,
  change,
  sent,
  errors,
  disabled,
  unit,
  proposalFor,
}: NumberFieldsProps) => {
  const proposals = {
    'Date written': proposalFor('writtenOn'),
    Quantity: proposalFor('quantity'),
    'Days’ supply': proposalFor('daysSupply'),
    Refills: proposalFor('refills'),
    Substitution: proposalFor('substitutionAllowed'),
  };
  const dateKeys = useGhostKeys(proposals['Date written']);
  const looks = Object.entries(proposals).flatMap(([name, proposal]) =>
    proposal && proposal.ghost.failed > 0
      ? [`${name}: ${proposal.ghost.checks.slice(0, proposal.ghost.failed).join(', ')}`]
      : [],
  );
  const number = (
    field: 'quantity' | 'daysSupply' | 'refills',
    label: keyof typeof proposals,
    value: string,
    description: string,
  ) => (
    <div data-field={field}>
      <GhostField
        narrow
        numeric={field !== 'quantity'}
        label={label}
        value={value}
        onChange={(typed) => change({ [field]: typed })}
        proposal={proposals[label]}
        error={errors[field]}
        disabled={disabled}
        description={description}
      />
    </div>
  );
  return (
    <>
      <div className={classes.numbers}>
        <div data-field="writtenOn">
          <DayField
            label="Date written"
            value={draft.writtenOn ?? ''}
            proposed={proposals['Date written']?.ghost.text ?? ''}
            error={errors.writtenOn && proposals['Date written'] ? notTaken : errors.writtenOn}
            disabled={disabled}
            onChange={(writtenOn) => change({ writtenOn })}
            input={{ ...ghostInput(proposals['Date written'], true), onKeyDown: dateKeys }}
          />
        </div>
        {number('quantity', 'Quantity', draft.quantity ?? '', unit || ' ')}
        {number(
          'daysSupply',
          'Days’ supply',
          sent.daysSupply,
          draft.daysSupply || sent.daysSupply === '' ? ' ' : 'computed',
        )}
        {number('refills', 'Refills', sent.refills, ' ')}
      </div>
      <div className={classes.looks} aria-hidden="true" title={looks.join(' · ')}>
        {looks.join(' · ')}
      </div>
      <Substitution
        allowed={sent.substitutionAllowed}
        proposal={proposals.Substitution}
        error={errors.substitutionAllowed}
        disabled={disabled}
        onChange={(substitutionAllowed) => change({ substitutionAllowed })}
      />
    </>
  );
};

/** A tick, or neither ticked nor not while the page forbids it and nobody has said so yet. */
const Substitution = ({
  allowed,
  proposal,
  error,
  disabled,
  onChange,
}: {
  allowed: boolean | undefined;
  proposal: Proposal | null;
  error: string | undefined;
  disabled: boolean;
  onChange: (allowed: boolean) => void;
}) => {
  const keys = useGhostKeys(proposal);
  return (
    <div data-field="substitutionAllowed">
      <Checkbox
        label={
          <>
            Substitution allowed
            {proposal && (
              <>
                <span className={classes.pageSays}> the prescription says: {proposal.ghost.text} </span>
                <GhostMark ghost={proposal.ghost} compact={false} />
                <VisuallyHidden>{ghostWords(proposal.ghost)}</VisuallyHidden>
              </>
            )}
          </>
        }
        checked={allowed ?? false}
        indeterminate={allowed === undefined}
        error={error}
        disabled={disabled}
        onKeyDown={keys}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  );
};
