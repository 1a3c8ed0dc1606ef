/**
 * Finds a patient by name, birth date, phone or number; each row says why it is a match. What the page says is proposed.
 * Always: neither Enter nor Tab alone ever takes one of two patients of the same name.
 */
import { type ReactNode, useState } from 'react';
import type { PatientView } from '../../../core/contract/patient.ts';
import { useAsk } from '../../client/hooks.ts';
import { NewPatientDialog } from '../patient/new-patient-dialog.tsx';
import { FoundRow } from './found-row.tsx';
import type { MachineReading } from './ghosts.ts';
import { candidateGhost, clearFirst, namesakes } from './ghosts.ts';
import { Picker } from './picker.tsx';
import { useFound } from './use-found.ts';

/** One line by which a patient is told from all others. */
const patientLine = (patient: PatientView) => `${patient.name}, born ${patient.dateOfBirth} (${patient.age})`;

export const PatientPicker = ({
  patientId,
  onPick,
  candidates = [],
  putAway,
  note,
  error,
  disabled = false,
  autoFocus = false,
  onDone,
}: {
  patientId: string | undefined;
  onPick: (patientId: string) => void;
  /** Whom the page may mean, likeliest first. */
  candidates?: MachineReading['patients'];
  putAway?: () => void;
  note?: ReactNode;
  error?: string | undefined;
  disabled?: boolean;
  autoFocus?: boolean;
  onDone?: () => void;
}) => {
  const [making, setMaking] = useState(false);
  const chosen = useAsk('patient.get', { patientId: patientId ?? '' }, { enabled: patientId !== undefined });
  const { searched, rows, typing } = useFound('patient.find', candidates);
  const clear = searched
    ? !(rows.length > 1 && rows[0]?.name === rows[1]?.name)
    : clearFirst(candidates, namesakes) !== undefined;
  const [first] = candidates;
  return (
    <>
      <Picker
        label="Patient"
        placeholder="Name, birth date, phone or MRN"
        chosen={patientId !== undefined && chosen.data ? patientLine(chosen.data.patient) : ''}
        {...typing}
        nothingFound="Nobody on file matches. Check the spelling, or put a new patient on file."
        create={{ label: 'New patient', run: () => setMaking(true) }}
        error={error}
        disabled={disabled}
        autoFocus={autoFocus}
        preselect={clear}
        hint={
          clear
            ? undefined
            : 'More than one of this name: compare the birth date, choose with the arrow keys.'
        }
        note={note}
        {...(first &&
          putAway && {
            ghost: candidateGhost(first, first.name, `born ${first.dateOfBirth} (${first.age})`, clear),
            putAway,
          })}
        {...(onDone && { onDone })}
        choices={rows.map((row) => ({
          key: row.id,
          choose: () => onPick(row.id),
          content: (
            <FoundRow
              name={row.name}
              detail={[row.phone, row.mrn && `MRN ${row.mrn}`, row.address]}
              apart={`${row.dateOfBirth} (${row.age}), ${row.sex}`}
              why={row.why}
              confidence={row.confidence}
            />
          ),
        }))}
      />
      <NewPatientDialog opened={making} onClose={() => setMaking(false)} onRegistered={onPick} />
    </>
  );
};
