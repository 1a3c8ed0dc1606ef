/**
 * What the pharmacist has to know of how a prescription was typed: the second entry, a drug that is not the one on the
 * page, an earlier prescription it repeats.
 */
import { Alert, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { QueryResult } from '../../../core/contract/index.ts';
import { words } from '../../words.ts';

type Got = QueryResult<'prescription.get'>;

/** @param deciding whether the two entries are shown to be decided between */
export function EntryNotes({ got, deciding }: { got: Got; deciding: boolean }) {
  return (
    <>
      {!deciding && <SecondEntryNote entry={got.secondEntry} />}
      {got.drugDiffers && (
        <Alert color="red" p="xs" title="The drug is not the one prescribed">
          {got.drugDiffers.differences.map(({ what, page, picked }) => (
            <Text size="sm" key={what}>
              {words.drugDifferenceOf[what]}: the prescription says <b>{page}</b>, picked was <b>{picked}</b>.
            </Text>
          ))}
          <Text size="sm">Why: {got.drugDiffers.reason}</Text>
        </Alert>
      )}
      {got.duplicate && (
        <Alert color="orange" p="xs" title={words.duplicateAnswer[got.duplicate.answer]}>
          The patient has{' '}
          <Link href={`/prescription/${got.duplicate.of}`}>
            {got.duplicate.rxNumber ? `Rx ${got.duplicate.rxNumber}` : 'an earlier prescription'}
          </Link>{' '}
          for the same medicine.
          {got.duplicate.reason && <Text size="sm">Why both: {got.duplicate.reason}</Text>}
        </Alert>
      )}
    </>
  );
}

function SecondEntryNote({ entry }: { entry: Got['secondEntry'] }) {
  if (entry === null) return null;
  const why = entry.classes.map((one) => words.secondEntryClass[one]).join(', ');
  if (entry.state === 'needed')
    return (
      <Alert color="orange" p="xs" title={`Waits for a second entry${why && `: ${why}`}`}>
        Another person types the high-risk fields, without seeing this entry.
      </Alert>
    );
  if (entry.state === 'differs')
    return (
      <Alert color="red" p="xs" title={`The two entries differ${why && `: ${why}`}`}>
        A pharmacist who typed neither of them decides between them.
      </Alert>
    );
  return (
    <Text size="sm" c="dimmed">
      {entry.state === 'agreed'
        ? `Typed a second time${entry.by ? ` by ${entry.by.name}` : ''}: both agree.`
        : 'Two entries differed; a pharmacist decided between them.'}
    </Text>
  );
}
