/** What was typed besides the high-risk fields, and what differs there. */
import { Fragment, type ReactNode } from 'react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { Facts } from '../../components/facts.tsx';
import { dayWords } from '../patient/day.ts';
import { useToday } from '../patient/use-today.ts';
import { type Difference, DifferenceLine } from './difference.tsx';
import classes from './verify.module.css';

type Got = QueryResult<'prescription.get'>;

export function Entry({ got, differences }: { got: Got; differences: Record<string, Difference[]> }) {
  const today = useToday();
  const typed = got.prescription.transcription;
  if (typed === null) return null;
  const prescriber = got.prescriber;
  const facts: [label: string, field: string, value: ReactNode][] = [
    [
      'Prescriber',
      'prescriber',
      prescriber
        ? [
            prescriber.name,
            prescriber.clinic,
            `NPI ${prescriber.npi}`,
            prescriber.dea && `DEA ${prescriber.dea}`,
          ]
            .filter(Boolean)
            .join(', ')
        : '',
    ],
    ['Date written', 'date written', dayWords(typed.writtenOn, today)],
    ['Days’ supply', "days' supply", typed.daysSupply],
    ['Refills', 'refills', typed.refills],
    ['Substitution', 'substitution', typed.substitutionAllowed ? 'allowed' : 'not allowed'],
    ['Note', 'note', typed.note || 'none'],
    ['Typed by', '', got.prescription.transcribedBy?.name],
  ];
  return (
    <div className={classes.entry}>
      <Facts
        facts={facts.map(([label, field, value]) => [
          label,
          <Fragment key={label}>
            {value}{' '}
            {differences[field]?.map((difference) => (
              <DifferenceLine key={difference.against} {...difference} />
            ))}
          </Fragment>,
        ])}
      />
    </div>
  );
}
