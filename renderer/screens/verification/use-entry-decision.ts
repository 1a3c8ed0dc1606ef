/**
 * Two entries that differ, as questions a pharmacist answers one after the other.
 * Always: drug, strength and form are one question, since they are one package; an answer can be taken back until all
 * are sent; nothing is sent without what it was decided by.
 */
import { useState } from 'react';
import type { CommandInput, QueryResult } from '../../../core/contract/index.ts';
import type { ReadField } from '../../../core/contract/recognition.ts';
import { useRun } from '../../client/hooks.ts';
import { words } from '../../words.ts';

export type EntryDifference = NonNullable<
  QueryResult<'prescription.get'>['secondEntry']
>['differences'][number];
export type Take = CommandInput<'prescription.decideEntry'>['choices'][number]['take'];

/** What is asked: the fields that go together, and what either entry says. */
export interface Question {
  fields: readonly EntryDifference['field'][];
  name: string;
  first: string;
  second: string;
}

const isOfDrug = ({ field }: EntryDifference) => field === 'drug' || field === 'strength' || field === 'form';

const questionOf = (together: readonly EntryDifference[]): Question => ({
  fields: together.map(({ field }) => field),
  name: together
    .map(({ field }, index) => {
      const name = words.secondEntryField[field];
      return index === 0 ? name : name.toLowerCase();
    })
    .join(', '),
  first: together.map(({ first }) => first).join(' '),
  second: together.map(({ second }) => second).join(' '),
});

/** In the order in which the core names the differences. */
export const questionsOf = (differences: readonly EntryDifference[]): Question[] => {
  const drug = differences.filter(isOfDrug);
  return differences.flatMap((difference) => {
    if (!isOfDrug(difference)) return [questionOf([difference])];
    return difference === drug[0] ? [questionOf(drug)] : [];
  });
};

/** Whether it is asked of a drug both entries agree on. */
export const isPartOfDrug = ({ fields }: Question) =>
  !fields.includes('drug') && fields.some((field) => field === 'strength' || field === 'form');

/** What of the page is looked at for a question. */
export const readFor = ({ fields }: Question): readonly ReadField[] => fields;

/** @param differences none while there is nothing to decide, or it is not for this person to decide */
export const useEntryDecision = (
  prescriptionId: string,
  expectedVersion: number,
  differences: readonly EntryDifference[],
) => {
  const decide = useRun('prescription.decideEntry');
  const [taken, setTaken] = useState<readonly Take[]>([]);
  const [reason, setReason] = useState('');
  const questions = questionsOf(differences);
  const left = questions.length - taken.length;
  const missing =
    (left > 0 && `${left} of ${questions.length} differences are still to be decided.`) ||
    (reason.trim() === '' && 'Say what you decided it by.') ||
    null;
  const submit = async () => {
    const choices = questions.flatMap(({ fields }, index) => {
      const take = taken[index];
      return take === undefined ? [] : fields.map((field) => ({ field, take }));
    });
    await decide.run({ prescriptionId, choices, reason: reason.trim() }, { expectedVersion });
  };
  return {
    questions,
    /** The answers so far, in the order of the questions. */
    taken,
    /** The question that is lit; undefined when all are answered. */
    lit: questions[taken.length],
    take: (which: Take) => setTaken((now) => (now.length < questions.length ? [...now, which] : now)),
    takeBack: () => setTaken((now) => now.slice(0, -1)),
    reason,
    setReason,
    missing,
    submit,
    busy: decide.busy,
    failure: decide.failure,
  };
};
export type EntryDecision = ReturnType<typeof useEntryDecision>;
