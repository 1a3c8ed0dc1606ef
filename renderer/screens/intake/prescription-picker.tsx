/** Finds the dispensed prescription a refill repeats: by Rx number, or among the medicines of the chosen patient. */
import { Text } from '@mantine/core';
import { useState } from 'react';
import { useAsk } from '../../client/hooks.ts';
import { DrugName } from '../../components/drug-name.tsx';
import { type Choice, Picker } from './picker.tsx';

export interface Refilled {
  prescriptionId: string;
  words: string;
}

export function PrescriptionPicker({
  patientId,
  picked,
  onPick,
  error,
}: {
  patientId: string | undefined;
  picked: Refilled | null;
  onPick: (picked: Refilled) => void;
  error?: string | undefined;
}) {
  const [text, setText] = useState('');
  const wanted = text.trim() !== '';
  const ofPatient = useAsk(
    'patient.get',
    { patientId: patientId ?? '' },
    { enabled: patientId !== undefined },
  );
  const found = useAsk(
    'search.everything',
    { text, limit: 30 },
    { enabled: wanted && patientId === undefined, keepPrevious: true },
  );
  const medicines: Choice[] = (ofPatient.data?.medicines ?? [])
    .filter(({ drug, rxNumber }) =>
      `${drug.name} ${rxNumber}`.toLowerCase().includes(text.trim().toLowerCase()),
    )
    .map((medicine) => ({
      key: medicine.prescriptionId,
      content: (
        <>
          <DrugName drug={medicine.drug} size="sm" />
          <Text size="xs" c="dimmed">
            Rx {medicine.rxNumber} · {medicine.sigSentence} · {medicine.refillsLeft} refills left
          </Text>
        </>
      ),
      choose: () =>
        onPick({
          prescriptionId: medicine.prescriptionId,
          words: `Rx ${medicine.rxNumber}, ${medicine.drug.name} ${medicine.drug.strength}`,
        }),
    }));
  const hits: Choice[] = (wanted ? (found.data?.hits ?? []) : [])
    .filter(({ kind }) => kind === 'prescription')
    .map((hit) => ({
      key: hit.id,
      content: (
        <>
          <Text size="sm" fw={600}>
            {hit.title}
          </Text>
          <Text size="xs" c="dimmed">
            {hit.detail}
          </Text>
        </>
      ),
      choose: () => onPick({ prescriptionId: hit.id, words: hit.title }),
    }));
  return (
    <Picker
      label="Prescription to refill"
      placeholder={
        patientId === undefined ? 'Rx number, or choose the patient first' : 'One of this patient’s medicines'
      }
      chosen={picked?.words ?? ''}
      text={text}
      onText={setText}
      searching={patientId === undefined && (found.isPlaceholderData || found.isLoading)}
      nothingFound="No dispensed prescription matches."
      choices={patientId === undefined ? hits : medicines}
      error={error}
    />
  );
}
