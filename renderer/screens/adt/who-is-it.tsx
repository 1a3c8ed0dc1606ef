/** Which patient a person of a hospital is: those who may be meant, each with why and a key, or anybody else on file. */
import { UnstyledButton } from '@mantine/core';
import type { AdtTask } from '../../../core/contract/adt-values.ts';
import choices from '../../components/choices.module.css';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';
import { PatientPicker } from '../intake/patient-picker.tsx';
import classes from './adt.module.css';

interface WhoIsItProps {
  candidates: AdtTask['candidates'];
  chosen: string | undefined;
  choose: (patientId: string) => void;
}

export function WhoIsIt({ candidates, chosen, choose }: WhoIsItProps) {
  const offered = candidates.slice(0, 9);
  useKeys(
    offered.map(({ patientId, name }, at) => ({
      keys: String(at + 1),
      label: `It is ${name}`,
      run: () => choose(patientId),
    })),
  );
  return (
    <div className={classes.candidates}>
      {offered.length > 0 && (
        <div role="radiogroup" aria-label="Patients on file who may be meant" className={classes.candidates}>
          {offered.map(({ patientId, name, dateOfBirth, why }, at) => (
            <UnstyledButton
              key={patientId}
              role="radio"
              aria-checked={chosen === patientId}
              className={`${choices.choice} ${classes.outcome}`}
              onClick={() => choose(patientId)}
            >
              <KeyHint keys={String(at + 1)} />
              <span>
                <b>{name}</b>, born {dateOfBirth}
                <span className={classes.outcomeMeaning}>{why}</span>
              </span>
            </UnstyledButton>
          ))}
        </div>
      )}
      <PatientPicker patientId={chosen} onPick={choose} />
    </div>
  );
}
