/**
 * The fields of a prescription. Enter goes to the next field, so that a clean page needs no Tab and no mouse.
 * Always: what is proposed (days' supply, no refills, substitution allowed) is shown as the value that will be sent.
 */
import { Checkbox, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { pluralUnit } from '../../../core/contract/amount.ts';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk } from '../../client/hooks.ts';
import { DrugName } from '../../components/drug-name.tsx';
import { Flags } from '../../components/flags.tsx';
import { PatientBanner } from '../../components/patient-banner.tsx';
import { DayField } from '../patient/day-field.tsx';
import { DrugPicker } from './drug-picker.tsx';
import { PatientPicker } from './patient-picker.tsx';
import { PrescriberPicker } from './prescriber-picker.tsx';
import { SigReading } from './sig-reading.tsx';
import classes from './transcribe.module.css';
import type { FieldName } from './transcription.ts';
import type { Draft } from './use-draft.ts';

interface TranscriptionFormProps {
  draft: Draft;
  change: (part: Draft) => void;
  /** Days' supply and refills as they will be sent, proposals included. */
  sent: { daysSupply: string; refills: string };
  reading: QueryResult<'prescription.readSig'> | undefined;
  errors: Partial<Record<FieldName, string>>;
  disabled: boolean;
  /** What stands above the fields: what came back, what is on hold. */
  children: ReactNode;
}

/** As they stand in the form; typing begins at the first that is still empty. */
const inOrder = ['patientId', 'prescriberId', 'ndc11', 'sigText', 'writtenOn', 'quantity'] as const;

const fieldsOf = (form: HTMLElement | null) => [
  ...(form?.querySelectorAll<HTMLElement>('input:not(:disabled), textarea:not(:disabled)') ?? []),
];

export function TranscriptionForm({
  draft,
  change,
  sent,
  reading,
  errors,
  disabled,
  children,
}: TranscriptionFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const goOn = () => {
    const fields = fieldsOf(form.current);
    fields[fields.indexOf(document.activeElement as HTMLElement) + 1]?.focus();
  };
  const firstEmpty = inOrder.findIndex((field) => !draft[field]);
  const beginAt = useRef(Math.max(firstEmpty, 0));
  useEffect(() => fieldsOf(form.current)[beginAt.current]?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.defaultPrevented || event.ctrlKey || event.nativeEvent.isComposing)
      return;
    if (!(event.target instanceof HTMLInputElement) || !form.current?.contains(event.target)) return;
    event.preventDefault();
    goOn();
  };
  const text = (field: 'sigText' | 'quantity', label: string, description?: ReactNode) => (
    <TextInput
      label={label}
      value={draft[field] ?? ''}
      error={errors[field]}
      disabled={disabled}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autoComplete="off"
      spellCheck={false}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  );
  const proposed = (field: 'daysSupply' | 'refills', label: string, description: ReactNode) => (
    <TextInput
      label={label}
      value={sent[field]}
      error={errors[field]}
      disabled={disabled}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      inputMode="numeric"
      autoComplete="off"
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  );
  const drug = useAsk('drug.get', { ndc11: draft.ndc11 ?? '' }, { enabled: draft.ndc11 !== undefined }).data
    ?.drug;

  return (
    <form
      className={`${classes.half} ${classes.form}`}
      aria-label="Prescription"
      ref={form}
      onKeyDown={onKeyDown}
      onSubmit={(event) => event.preventDefault()}
    >
      <Stack gap="xs">
        {children}
        <ChosenPatient patientId={draft.patientId} />
        <PatientPicker
          patientId={draft.patientId}
          onPick={(patientId) => change({ patientId })}
          error={errors.patientId}
          disabled={disabled}
          onDone={goOn}
        />
        <PrescriberPicker
          prescriberId={draft.prescriberId}
          onPick={(prescriberId) => change({ prescriberId })}
          error={errors.prescriberId}
          disabled={disabled}
          onDone={goOn}
        />
        <DrugPicker
          ndc11={draft.ndc11}
          onPick={(ndc11) => change({ ndc11 })}
          error={errors.ndc11}
          disabled={disabled}
          onDone={goOn}
        />
        <div className={classes.drug}>
          {drug ? (
            <>
              <DrugName drug={drug} size="lg" /> {drug.schedule && <Flags flags={[drug.schedule]} />}
            </>
          ) : (
            <Text size="sm" c="dimmed">
              No drug chosen yet
            </Text>
          )}
        </div>
        {text('sigText', 'Directions')}
        <SigReading reading={draft.sigText ? reading : undefined} />
        <div className={classes.numbers}>
          <DayField
            label="Date written"
            value={draft.writtenOn ?? ''}
            error={errors.writtenOn}
            disabled={disabled}
            onChange={(writtenOn) => change({ writtenOn })}
          />
          {text('quantity', 'Quantity', drug ? pluralUnit(drug.unit) : ' ')}
          {proposed('daysSupply', 'Days’ supply', draft.daysSupply ? ' ' : 'proposed')}
          {proposed('refills', 'Refills', ' ')}
        </div>
        <Checkbox
          label="Substitution allowed"
          checked={draft.substitutionAllowed ?? true}
          disabled={disabled}
          onChange={(event) => change({ substitutionAllowed: event.currentTarget.checked })}
        />
        <Textarea
          label="Note for the pharmacist"
          autosize
          minRows={1}
          maxLength={2000}
          value={draft.note ?? ''}
          disabled={disabled}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
      </Stack>
    </form>
  );
}

function ChosenPatient({ patientId }: { patientId: string | undefined }) {
  const { data } = useAsk(
    'patient.get',
    { patientId: patientId ?? '' },
    { enabled: patientId !== undefined },
  );
  return (
    <div className={classes.patient}>
      {data ? (
        <PatientBanner patient={data.patient} />
      ) : (
        <div className={classes.noPatient}>
          <Text size="sm" c="dimmed">
            No patient chosen yet
          </Text>
        </div>
      )}
    </div>
  );
}
