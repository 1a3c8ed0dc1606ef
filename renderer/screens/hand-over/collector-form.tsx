/** What is asked of the person at the counter: name, date of birth, who collects, counselling, payment. */
import { Checkbox, Group, Radio, Stack, TextInput } from '@mantine/core';
import { words } from '../../words.ts';
import { DayField } from '../patient/day-field.tsx';
import type { HandOverForm } from './hand-over-form.ts';
import { SignaturePad } from './signature-pad.tsx';

interface CollectorFormProps {
  form: HandOverForm;
  /** True when the identity shown has to be written down. */
  identityNeeded: boolean;
  onChange: (part: Partial<HandOverForm>) => void;
}

export function CollectorForm({ form, identityNeeded, onChange }: CollectorFormProps) {
  const represented = form.collectorKind === 'representative';
  return (
    <Stack gap="sm" maw={680}>
      <Checkbox
        label="I asked for the full name, and it is the name on the bag"
        checked={form.nameAsked}
        onChange={(event) => onChange({ nameAsked: event.currentTarget.checked })}
      />
      <DayField
        label="Date of birth, as it was said (do not read it out)"
        value={form.dateOfBirth}
        onChange={(dateOfBirth) => onChange({ dateOfBirth })}
      />
      <Choice
        label="Who collects"
        value={form.collectorKind}
        options={words.collector}
        onChange={(collectorKind) => onChange({ collectorKind })}
      />
      {(represented || form.identity !== '') && (
        <Group grow align="start">
          <TextInput
            label="Name of who collects"
            value={form.collectorName}
            maxLength={120}
            autoComplete="off"
            onChange={(event) => onChange({ collectorName: event.currentTarget.value })}
          />
          <TextInput
            label={identityNeeded ? 'Identity shown (needed: controlled)' : 'Identity shown'}
            placeholder="driving licence, number"
            value={form.identity}
            maxLength={120}
            autoComplete="off"
            onChange={(event) => onChange({ identity: event.currentTarget.value })}
          />
        </Group>
      )}
      <Group grow align="start">
        <Choice
          label="Counselling"
          value={form.counselling}
          options={words.counselling}
          onChange={(counselling) => onChange({ counselling })}
        />
        <Choice
          label="Payment"
          value={form.payment}
          options={words.payment}
          onChange={(payment) => onChange({ payment })}
        />
      </Group>
      {form.counselling === 'given' && (
        <TextInput
          label="What was said"
          value={form.counsellingNote}
          maxLength={2000}
          onChange={(event) => onChange({ counsellingNote: event.currentTarget.value })}
        />
      )}
      <SignaturePad
        strokes={form.signature}
        kind={form.signatureKind}
        onChange={(signature, signatureKind) => onChange({ signature, signatureKind })}
      />
    </Stack>
  );
}

interface ChoiceProps<Code extends string> {
  label: string;
  value: Code | '';
  options: Record<Code, string>;
  onChange: (code: Code) => void;
}

/** One of a few, all of them seen; arrow keys move. */
function Choice<Code extends string>({ label, value, options, onChange }: ChoiceProps<Code>) {
  return (
    <Radio.Group label={label} value={value} onChange={(code) => onChange(code as Code)}>
      <Group gap="md" mt={4}>
        {Object.entries<string>(options).map(([code, text]) => (
          <Radio key={code} value={code} label={text} />
        ))}
      </Group>
    </Radio.Group>
  );
}
