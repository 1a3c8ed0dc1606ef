/**
 * Finds a patient by name, birth date, phone or number; each row says why it is a match.
 * Always: Enter alone never takes one of two patients of the same name.
 */
import { useState } from 'react';
import type { PatientView } from '../../../core/contract/patient.ts';
import { useAsk } from '../../client/hooks.ts';
import { NewPatientDialog } from '../patient/new-patient-dialog.tsx';
import { FoundRow } from './found-row.tsx';
import { Picker } from './picker.tsx';

/** One line by which a patient is told from all others. */
const patientLine = (patient: PatientView) => `${patient.name}, born ${patient.dateOfBirth} (${patient.age})`;

export const PatientPicker = ({
  patientId,
  onPick,
  error,
  disabled = false,
  autoFocus = false,
  onDone,
}: {
  patientId: string | undefined;
  onPick: (patientId: string) => void;
  error?: string | undefined;
  disabled?: boolean;
  autoFocus?: boolean;
  onDone?: () => void;
}) => {
  const [text, setText] = useState('');
  const [making, setMaking] = useState(false);
  const chosen = useAsk('patient.get', { patientId: patientId ?? '' }, { enabled: patientId !== undefined });
  const found = useAsk('patient.find', { text }, { enabled: text.trim() !== '', keepPrevious: true });
  const rows = text.trim() === '' ? [] : (found.data?.rows ?? []);
  const namesakes = rows.length > 1 && rows[0]?.name === rows[1]?.name;
  return (
    <>
      <Picker
        label="Patient"
        placeholder="Name, birth date, phone or MRN"
        chosen={patientId !== undefined && chosen.data ? patientLine(chosen.data.patient) : ''}
        text={text}
        onText={setText}
        searching={found.isPlaceholderData || found.isLoading}
        nothingFound="Nobody on file matches. Check the spelling, or put a new patient on file."
        create={{ label: 'New patient', run: () => setMaking(true) }}
        error={error}
        disabled={disabled}
        autoFocus={autoFocus}
        preselect={!namesakes}
        hint={
          namesakes
            ? 'More than one of this name: compare the birth date, choose with the arrow keys.'
            : undefined
        }
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
            />
          ),
        }))}
      />
      <NewPatientDialog opened={making} onClose={() => setMaking(false)} onRegistered={onPick} />
    </>
  );
};
