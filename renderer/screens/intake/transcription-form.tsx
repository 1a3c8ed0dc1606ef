/**
 * The fields of a prescription. Enter goes to the next field, so that a clean page needs no mouse; where something is
 * proposed, Tab and Enter take it first. The field with the focus is told, so that the page can show where it stands.
 * Always: what is sent unasked (computed days, no refills, substitution allowed) is shown as the value it is.
 */
import { Stack, Text, Textarea } from '@mantine/core';
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { pluralUnit } from '../../../core/contract/amount.ts';
import { useAsk } from '../../client/hooks.ts';
import { DrugName } from '../../components/drug-name.tsx';
import { Flags } from '../../components/flags.tsx';
import { PatientBanner } from '../../components/patient-banner.tsx';
import { DrugPicker } from './drug-picker.tsx';
import { GhostField } from './ghost-field.tsx';
import type { DeskField, MachineReading } from './ghosts.ts';
import { deskFields } from './ghosts.ts';
import { NumberFields } from './number-fields.tsx';
import { PatientPicker } from './patient-picker.tsx';
import { PrescriberPicker } from './prescriber-picker.tsx';
import { SigReading } from './sig-reading.tsx';
import classes from './transcribe.module.css';
import type { FieldName, Sent } from './transcription.ts';
import type { Draft } from './use-draft.ts';
import type { Proposals, TypedField } from './use-proposals.ts';
import type { SigRead } from './use-sig-reading.ts';

interface TranscriptionFormProps {
  draft: Draft;
  change: (part: Draft) => void;
  sent: Sent;
  sigRead: SigRead | undefined;
  /** The days the typed directions and quantity come to. */
  computedDays: number | null;
  machine: MachineReading | undefined;
  proposals: Proposals;
  errors: Partial<Record<FieldName, string>>;
  disabled: boolean;
  /** Beneath the drug: how it differs from the page. */
  drugNote: ReactNode;
  onField: (field: DeskField | null) => void;
  /** What stands above the fields: what came back, what is on hold. */
  children: ReactNode;
}

/** As they stand in the form; typing begins at the first that is still empty. */
const inOrder = ['patientId', 'prescriberId', 'ndc11', 'sigText', 'writtenOn', 'quantity'] as const;

const fieldsOf = (form: HTMLElement | null) => [
  ...(form?.querySelectorAll<HTMLElement>('input:not(:disabled), textarea:not(:disabled)') ?? []),
];

const fieldOf = (element: Element): DeskField | null => {
  const name = element.closest<HTMLElement>('[data-field]')?.dataset.field;
  return deskFields.find((field) => field === name) ?? null;
};

export function TranscriptionForm({
  draft,
  change,
  sent,
  sigRead,
  computedDays,
  machine,
  proposals,
  errors,
  disabled,
  drugNote,
  onField,
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
  const proposalFor = (field: TypedField) =>
    disabled ? null : proposals.proposalOf(proposals.ghostOf(field, computedDays), field, goOn);
  /** What a picker needs of what is proposed for it. */
  const picking = (field: 'patientId' | 'prescriberId' | 'ndc11') => ({
    error: errors[field],
    disabled,
    onDone: goOn,
    note: null,
    ...(!proposals.isAway(field) && { putAway: () => proposals.putAway(field) }),
  });
  const drug = useAsk('drug.get', { ndc11: draft.ndc11 ?? '' }, { enabled: draft.ndc11 !== undefined }).data
    ?.drug;

  return (
    <form
      className={`${classes.half} ${classes.form}`}
      aria-label="Prescription"
      ref={form}
      onKeyDown={onKeyDown}
      onFocus={({ target }: FocusEvent<HTMLElement>) => onField(fieldOf(target))}
      onSubmit={(event) => event.preventDefault()}
    >
      <Stack gap="xs">
        {children}
        <ChosenPatient patientId={draft.patientId} />
        <div data-field="patientId">
          <PatientPicker
            patientId={draft.patientId}
            onPick={(patientId) => change({ patientId })}
            candidates={machine?.patients ?? []}
            {...picking('patientId')}
          />
        </div>
        <div data-field="prescriberId">
          <PrescriberPicker
            prescriberId={draft.prescriberId}
            onPick={(prescriberId) => change({ prescriberId })}
            candidates={machine?.prescribers ?? []}
            {...picking('prescriberId')}
          />
        </div>
        <div data-field="ndc11">
          <DrugPicker
            ndc11={draft.ndc11}
            onPick={(ndc11) => change({ ndc11 })}
            candidates={machine?.drugs ?? []}
            {...picking('ndc11')}
            note={drugNote}
          />
        </div>
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
        <div data-field="sigText">
          <GhostField
            label="Directions"
            value={draft.sigText ?? ''}
            onChange={(sigText) => change({ sigText })}
            proposal={proposalFor('sigText')}
            error={errors.sigText}
            disabled={disabled}
          />
        </div>
        <SigReading reading={sigRead} proposed={proposals.ghostOf('sigText') !== null} />
        <NumberFields
          draft={draft}
          change={change}
          sent={sent}
          errors={errors}
          disabled={disabled}
          unit={drug ? pluralUnit(drug.unit) : ''}
          proposalFor={proposalFor}
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
