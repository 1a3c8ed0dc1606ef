/**
 * Finds a drug package by name, brand, strength or NDC, grouped by ingredient. What the page says is proposed.
 * Always: neither Enter nor Tab alone ever takes one of several strengths; another strength of the same drug is set
 * apart from the row above it; a name that looks like another is written in tall-man letters and said so.
 */
import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { amountWords } from '../../../core/contract/amount.ts';
import type { DrugView } from '../../../core/contract/drug.ts';
import { useAsk } from '../../client/hooks.ts';
import { ConfidenceWord } from '../../components/confidence.tsx';
import { DrugName } from '../../components/drug-name.tsx';
import type { MachineReading } from './ghosts.ts';
import { candidateGhost, clearFirst, otherMedicine } from './ghosts.ts';
import { Picker } from './picker.tsx';
import { useFound } from './use-found.ts';

/** Packages of one drug are many. */
const packages = 40;

const drugLine = ({ nameTallMan, strength, form }: Pick<DrugView, 'nameTallMan' | 'strength' | 'form'>) =>
  `${nameTallMan} ${strength} ${form}`;

export const DrugPicker = ({
  ndc11,
  onPick,
  candidates = [],
  putAway,
  note,
  error,
  disabled = false,
  onDone,
}: {
  ndc11: string | undefined;
  onPick: (ndc11: string) => void;
  /** What the page may mean, likeliest first. */
  candidates?: MachineReading['drugs'];
  putAway?: () => void;
  note?: ReactNode;
  error?: string | undefined;
  disabled?: boolean;
  onDone: () => void;
}) => {
  const chosen = useAsk('drug.get', { ndc11: ndc11 ?? '' }, { enabled: ndc11 !== undefined });
  const { searched, rows, typing } = useFound('drug.find', candidates, packages);
  const [first] = candidates;
  const different = new Set(rows.map(({ name, strength, form }) => `${name} ${strength} ${form}`)).size;
  const clear = searched ? different === 1 : clearFirst(candidates, otherMedicine) !== undefined;
  const drug = ndc11 === undefined ? undefined : chosen.data?.drug;
  return (
    <Picker
      label="Drug"
      placeholder="Name and strength, brand or NDC"
      chosen={drug ? drugLine(drug) : ''}
      {...typing}
      preselect={clear}
      hint={
        clear || rows.length === 0
          ? undefined
          : 'More than one fits: type the strength, or choose with the arrow keys.'
      }
      note={note}
      {...(first &&
        putAway && { ghost: candidateGhost(first, drugLine(first), first.lookAlike ?? '', clear), putAway })}
      nothingFound="No drug on file matches. Try the generic name, or the NDC of the bottle."
      error={error}
      disabled={disabled}
      onDone={onDone}
      choices={rows.map((row, index) => {
        const before = rows[index - 1];
        return {
          key: row.ndc11,
          group: row.nameTallMan,
          groupNote: row.lookAlike && `${row.lookAlike}: compare with the page`,
          apart: before?.name === row.name && (before.strength !== row.strength || before.form !== row.form),
          choose: () => onPick(row.ndc11),
          content: (
            <div>
              <Group justify="space-between" gap="xs" wrap="nowrap">
                <DrugName drug={row} size="sm" />
                <Text size="sm" style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
                  {Number(row.onHand) > 0 ? `${amountWords(row.onHand, row.unit)} on hand` : 'none on hand'}
                </Text>
              </Group>
              <Text size="xs" c="dimmed">
                {[row.brand, row.labeler, `NDC ${row.ndcDisplay}`, row.schedule, row.why]
                  .filter(Boolean)
                  .join(' · ')}{' '}
                {row.confidence && <ConfidenceWord confidence={row.confidence} />}
              </Text>
            </div>
          ),
        };
      })}
    />
  );
};
