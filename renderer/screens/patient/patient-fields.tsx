/** What is on file of a patient, as a form: for a new one and for a correction. Sends nothing itself. */
import {
  ActionIcon,
  Button,
  Group,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type PatientView, sexes } from '../../../core/contract/patient.ts';
import { words } from '../../words.ts';
import { DayField } from './day-field.tsx';

export type PatientForm = Omit<PatientView, 'id' | 'version' | 'name' | 'age' | 'stay'>;

export const emptyPatient: PatientForm = {
  familyName: '',
  givenNames: '',
  dateOfBirth: '',
  sex: 'unknown',
  address: '',
  phone: '',
  mrn: '',
  nhsNumber: '',
  allergyStatus: 'not-asked',
  allergies: [],
};

export const patientForm = (patient: PatientView): PatientForm => {
  const { id: _id, version: _version, name: _name, age: _age, stay: _stay, ...form } = patient;
  return form;
};

const severities = ['unknown', 'mild', 'moderate', 'severe'] as const;

export const PatientFields = ({
  form,
  onChange,
  errors,
}: {
  form: PatientForm;
  onChange: (form: PatientForm) => void;
  errors: Record<string, string>;
}) => {
  const set = (part: Partial<PatientForm>) => onChange({ ...form, ...part });
  const text = (
    field: 'familyName' | 'givenNames' | 'address' | 'phone' | 'mrn' | 'nhsNumber',
    label: string,
    focused = false,
  ) => (
    <TextInput
      label={label}
      value={form[field]}
      error={errors[field]}
      autoComplete="off"
      data-autofocus={focused || undefined}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  );
  const setAllergy = (index: number, part: Partial<PatientForm['allergies'][number]>) =>
    set({ allergies: form.allergies.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <Stack gap="xs">
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
        {text('familyName', 'Family name', true)}
        {text('givenNames', 'Given names')}
        <DayField
          label="Date of birth"
          value={form.dateOfBirth}
          error={errors.dateOfBirth}
          onChange={(dateOfBirth) => set({ dateOfBirth })}
        />
        <Select
          label="Sex"
          data={sexes.map((value) => ({ value, label: words.sex[value] }))}
          value={form.sex}
          allowDeselect={false}
          onChange={(sex) => sex !== null && set({ sex: sex as PatientForm['sex'] })}
        />
        {text('phone', 'Phone')}
        {text('mrn', 'MRN')}
        <Textarea
          label="Address"
          autosize
          minRows={1}
          value={form.address}
          error={errors.address}
          onChange={(event) => set({ address: event.currentTarget.value })}
        />
        {text('nhsNumber', 'NHS number (UK)')}
      </SimpleGrid>
      <div>
        <Text size="sm" fw={600} id="allergy-status">
          Allergies
        </Text>
        <SegmentedControl
          aria-labelledby="allergy-status"
          bd="1px solid var(--mantine-color-default-border)"
          data={(['not-asked', 'none-known', 'listed'] as const).map((value) => ({
            value,
            label: words.allergyStatus[value],
          }))}
          value={form.allergyStatus}
          onChange={(value) => {
            const allergyStatus = value as PatientForm['allergyStatus'];
            const first = { substance: '', reaction: '', severity: 'unknown' as const };
            const listed = form.allergies.length === 0 ? [first] : form.allergies;
            set({ allergyStatus, allergies: allergyStatus === 'listed' ? listed : [] });
          }}
        />
      </div>
      {form.allergies.map((one, index) => (
        <Group key={index} gap="xs" align="end" wrap="nowrap">
          <TextInput
            label="Allergic to"
            value={one.substance}
            error={errors.allergies && one.substance === '' ? 'Fill this in.' : undefined}
            style={{ flex: 2 }}
            onChange={(event) => setAllergy(index, { substance: event.currentTarget.value })}
          />
          <TextInput
            label="Reaction"
            value={one.reaction}
            style={{ flex: 2 }}
            onChange={(event) => setAllergy(index, { reaction: event.currentTarget.value })}
          />
          <Select
            label="Severity"
            data={severities.map((value) => ({ value, label: words.allergySeverity[value] }))}
            value={one.severity}
            allowDeselect={false}
            style={{ flex: 1 }}
            onChange={(severity) => setAllergy(index, { severity: severity as (typeof severities)[number] })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={`Remove allergy ${index + 1}`}
            onClick={() => set({ allergies: form.allergies.filter((_, at) => at !== index) })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      {form.allergyStatus === 'listed' && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          style={{ alignSelf: 'start' }}
          onClick={() =>
            set({ allergies: [...form.allergies, { substance: '', reaction: '', severity: 'unknown' }] })
          }
        >
          Another allergy
        </Button>
      )}
    </Stack>
  );
};
