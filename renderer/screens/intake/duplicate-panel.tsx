/**
 * Beneath the page: the prescriptions this one may repeat, and what it is to one of them. Each answer has its key while
 * the panel has the focus; sending without an answer gives it the focus.
 */
import { Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, type Ref, useState } from 'react';
import { amountWords } from '../../../core/contract/amount.ts';
import type { duplicateAnswers } from '../../../core/contract/entry.ts';
import { BranchBadge } from '../../components/branch-badge.tsx';
import { Choices } from '../../components/choices.tsx';
import { DataAge } from '../../components/data-age.tsx';
import { DrugName } from '../../components/drug-name.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { When } from '../../components/when.tsx';
import { words } from '../../words.ts';
import classes from './duplicate-panel.module.css';
import type { Duplicate, DuplicateAnswer } from './use-duplicates.ts';

type Answer = (typeof duplicateAnswers)[number];
const answerKeys = '1234';

interface DuplicatePanelProps {
  rows: readonly Duplicate[];
  answer: DuplicateAnswer | null;
  onAnswer: (answer: DuplicateAnswer) => void;
  onRefill: (of: Duplicate) => void;
  onCancel: (of: Duplicate) => void;
  /** The key that brings one here from a field. */
  hint: string;
  ref: Ref<HTMLElement>;
}

export const DuplicatePanel = ({
  rows,
  answer,
  onAnswer,
  onRefill,
  onCancel,
  hint,
  ref,
}: DuplicatePanelProps) => {
  const [meant, setMeant] = useState<string | null>(null);
  const row = rows.find(({ prescriptionId }) => prescriptionId === (meant ?? answer?.of)) ?? rows[0];
  if (row === undefined) return null;
  const of = row.prescriptionId;
  const given = answer?.of === of ? answer : null;

  const say = (what: Answer) => {
    if (what === 'refill') onRefill(row);
    else if (what === 'cancel') onCancel(row);
    else onAnswer({ of, answer: what, reason: given?.reason ?? '' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.altKey) return;
    const said = row.answers[answerKeys.indexOf(event.key)];
    const at = rows.indexOf(row);
    const other = { ArrowDown: rows[at + 1], ArrowUp: rows[at - 1] }[event.key];
    if (said === undefined && other === undefined) return;
    event.preventDefault();
    if (said) say(said);
    if (other) setMeant(other.prescriptionId);
  };
  return (
    <section
      ref={ref}
      tabIndex={-1}
      className={classes.panel}
      aria-label="The same medicine twice"
      onKeyDown={onKeyDown}
    >
      <Text fw={600} size="sm" role="alert">
        This patient has this medicine already. What is this one? <KeyHint keys={hint} />
      </Text>
      <DataAge branches={rows.map(({ branch }) => branch)} />
      <div className={classes.rows}>
        {rows.map((one) => (
          <Earlier
            key={one.prescriptionId}
            row={one}
            meant={one === row}
            several={rows.length > 1}
            onMean={() => setMeant(one.prescriptionId)}
          />
        ))}
      </div>
      <Stack gap={4}>
        <Choices
          label="What this prescription is"
          codes={row.answers}
          nameOf={(what) => words.duplicateAnswer[what]}
          keys={answerKeys}
          chosen={given?.answer ?? null}
          choose={say}
        />
        {given?.answer === 'new' && (
          <TextInput
            label="Why both stand"
            autoFocus
            maxLength={300}
            autoComplete="off"
            value={given.reason}
            onChange={(event) => onAnswer({ ...given, reason: event.currentTarget.value })}
          />
        )}
      </Stack>
    </section>
  );
};

const Earlier = ({
  row,
  meant,
  several,
  onMean,
}: {
  row: Duplicate;
  meant: boolean;
  several: boolean;
  onMean: () => void;
}) => (
  <UnstyledButton
    className={classes.row}
    aria-pressed={meant}
    data-several={several || undefined}
    onClick={onMean}
  >
    <span>
      <DrugName drug={row.drug} size="sm" /> {row.why} <BranchBadge branch={row.branch} />
    </span>
    <Text size="xs" c="dimmed">
      {row.rxNumber && `Rx ${row.rxNumber}, `}
      {row.stage === 'completed' ? 'handed over ' : 'came in '}
      <When at={row.at} />, {amountWords(row.quantity, row.unit)} for {row.daysSupply} days, {row.refillsLeft}{' '}
      refills left: {row.sigSentence}
    </Text>
  </UnstyledButton>
);
