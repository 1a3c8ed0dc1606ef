/**
 * Two entries that differ, beside the piece of the page each value stands on: the lit question with 1 for the first
 * entry and 2 for the second, U takes the last answer back, then what it was decided by.
 * Always: in sight beside the page, never over it; only the lit one can be answered, so that every press is a look.
 */
import { Stack, Text, Textarea, UnstyledButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';
import { words } from '../../words.ts';
import classes from './decide-entries.module.css';
import { Paper } from './paper.tsx';
import { type EntryDecision, isPartOfDrug, type Question, readFor, type Take } from './use-entry-decision.ts';

type Got = QueryResult<'prescription.get'>;
const entries: readonly [take: Take, name: string, key: string][] = [
  ['first', 'First', '1'],
  ['second', 'Second', '2'],
];

export function DecideEntries({ got, decision }: { got: Got; decision: EntryDecision }) {
  const { questions, taken, lit, take, takeBack, reason, setReason } = decision;
  const list = useRef<HTMLOListElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const at = taken.length;
  useEffect(() => {
    // Neither of the two entries, so that none looks like the answer.
    const question = list.current?.children[at]?.querySelector<HTMLElement>('[role=radiogroup]');
    const next = question ?? note.current;
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  useKeys([
    ...entries.map(([which, name, keys]) => ({
      keys,
      label: `The ${name.toLowerCase()} entry is right`,
      run: () => take(which),
      when: lit !== undefined,
    })),
    { keys: 'u', label: 'Take the last answer back', run: takeBack, when: at > 0 },
  ]);
  const { secondEntry, prescription } = got;
  const typists: Record<Take, string | undefined> = {
    first: prescription.transcribedBy?.name,
    second: secondEntry?.by?.name,
  };
  const why = secondEntry?.classes.map((one) => words.secondEntryClass[one]).join(', ');
  return (
    <section aria-label="The two entries differ">
      <Stack gap={6}>
        <div>
          <Text fw={700} c="red">
            The two entries differ{why && `: ${why}`}
          </Text>
          <Text size="sm">Compare each with the page. What is right?</Text>
        </div>
        <ol className={classes.list} ref={list}>
          {questions.map((question, index) => (
            <li key={question.name} className={classes.question} data-lit={question === lit || undefined}>
              <div className={classes.page}>
                <span className={classes.name}>
                  {question.name}
                  {isPartOfDrug(question) && ` of ${got.drug?.nameTallMan}`}
                </span>
                {got.pages.length > 0 && <Paper got={got} fields={readFor(question)} name={question.name} />}
              </div>
              <div role="radiogroup" aria-label={question.name} tabIndex={-1} className={classes.entries}>
                {entries.map(([which, name, keys]) => (
                  <UnstyledButton
                    key={which}
                    role="radio"
                    aria-checked={taken[index] === which}
                    aria-disabled={question !== lit}
                    className={classes.entry}
                    onClick={() => question === lit && take(which)}
                  >
                    <span className={classes.key}>{question === lit && <KeyHint keys={keys} />}</span>
                    <span>
                      <span className={classes.by}>{[name, typists[which]].filter(Boolean).join(', ')}</span>
                      <Said question={question} which={which} />
                    </span>
                  </UnstyledButton>
                ))}
              </div>
            </li>
          ))}
        </ol>
        <Textarea
          ref={note}
          label="What you decided it by"
          classNames={{ input: classes.reason }}
          autosize
          minRows={1}
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
    </section>
  );
}

/** What an entry says; the words the other one has not are marked. */
function Said({ question, which }: { question: Question; which: Take }) {
  const other = new Set(question[which === 'first' ? 'second' : 'first'].split(' '));
  return (
    <span className={classes.said}>
      {question[which].split(' ').map((word, index) => (
        <span key={index} data-differs={!other.has(word) || undefined}>
          {index > 0 && ' '}
          {word}
        </span>
      ))}
    </span>
  );
}
