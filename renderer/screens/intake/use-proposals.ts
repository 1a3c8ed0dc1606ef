/**
 * The proposals of the machine for one order as the form stands now: shown in fields that are empty, put away for good
 * by a key, taken into the draft by a key, and never otherwise.
 */
import { useState } from 'react';
import type { Proposal } from './ghost-input.tsx';
import { type DeskField, type Ghost, isOpen, type MachineReading, readGhost } from './ghosts.ts';
import type { Draft } from './use-draft.ts';

export type TypedField = Exclude<DeskField, 'patientId' | 'prescriberId' | 'ndc11'>;

/** What the form sends by itself unless something else is typed: no proposal is needed to say the same. */
const sentAnyhow = (field: TypedField, text: string, computedDays: number | null): boolean =>
  (field === 'daysSupply' && text === String(computedDays)) ||
  (field === 'refills' && text === '0') ||
  (field === 'substitutionAllowed' && text === 'allowed');

const asDraft = (field: TypedField, text: string): Draft =>
  field === 'substitutionAllowed' ? { [field]: text === 'allowed' } : { [field]: text };

/**
 * @param computedDays the days' supply the directions and quantity come to
 * @returns `of`: what is proposed for a field now; `put`: the fields whose proposals were put away
 */
export const useProposals = (
  reading: MachineReading | undefined,
  draft: Draft,
  change: (part: Draft) => void,
) => {
  const [away, setAway] = useState<ReadonlySet<DeskField>>(new Set());
  const putAway = (field: DeskField) => setAway((now) => new Set([...now, field]));
  const ghostOf = (field: TypedField, computedDays: number | null = null): Ghost | null => {
    const ghost = away.has(field) || !isOpen(draft, field) ? null : readGhost(reading, field);
    return ghost && sentAnyhow(field, ghost.text, computedDays) ? null : ghost;
  };
  return {
    ghostOf,
    isAway: (field: DeskField) => away.has(field),
    putAway,
    /** @param goOn called once it is taken, to go to the next field */
    proposalOf: (ghost: Ghost | null, field: TypedField, goOn: () => void): Proposal | null =>
      ghost && {
        ghost,
        take: () => {
          change(asDraft(field, ghost.text));
          goOn();
        },
        putAway: () => putAway(field),
      },
  };
};
export type Proposals = ReturnType<typeof useProposals>;
