/** An allergy a hospital reports and nobody has decided on: what is on file is not all that is known. */
import { Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useAsk } from '../client/hooks.ts';
import { useHospital } from '../client/hospital.ts';
import { useMe } from '../client/session.ts';
import classes from './reported-allergy.module.css';

interface Reported {
  taskId: string;
  sentence: string;
  substances: readonly string[];
}

/** What hospitals report of a patient’s allergies beyond what is on file, or null. */
export function useReportedAllergy(patientId: string): Reported | null {
  const { may } = useMe();
  const connected = useHospital().data?.heard ?? false;
  const { data } = useAsk('adt.ofPatient', { patientId }, { enabled: connected && may.has('adt.ofPatient') });
  const task = data?.tasks.find(({ kind }) => kind === 'new-allergy');
  if (!task) return null;
  const substances = task.facts.filter(({ ours }) => ours !== null).map(({ value }) => value);
  return { taskId: task.id, sentence: task.sentence, substances };
}

export function ReportedAllergy({ reported: { taskId, sentence, substances } }: { reported: Reported }) {
  return (
    <Link href={`/adt/task/${taskId}`} className={classes.reported} data-reported title={sentence}>
      <IconAlertTriangle size={16} aria-hidden="true" />
      <Text span inherit truncate>
        Reported, not on file: {substances.join(', ')}
      </Text>
    </Link>
  );
}
