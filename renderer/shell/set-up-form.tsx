/**
 * Setting up a real pharmacy: the branch, its first administrator, and the passphrase of the data file.
 * What is wrong is said beside the field when it is left, and again when the form is sent.
 */
import {
  Alert,
  Button,
  Fieldset,
  Group,
  PasswordInput,
  Select,
  SimpleGrid,
  TextInput,
  Title,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { userCommands } from '../../core/contract/user.ts';
import { type SetUpPharmacy, setUp } from '../client/api.ts';
import { FailureNote } from '../components/failure.tsx';
import { KeyHint } from '../components/key-hint.tsx';
import { useBeforeWork } from './before-work.ts';
import { Cover } from './cover.tsx';

const account = userCommands['user.create'].input.shape;
const localZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const timeZones = [...new Set([localZone, ...Intl.supportedValuesOf('timeZone')])];
const shortestPassphrase = 12;

const empty = {
  name: '',
  address: '',
  phone: '',
  npi: '',
  dea: '',
  timeZone: localZone,
  displayName: '',
  userName: '',
  password: '',
  passphrase: '',
  passphraseAgain: '',
};
type Values = typeof empty;
type Field = keyof Values;

const needed = (text: string) => (text.trim() === '' ? 'Fill this in.' : null);
const worded = (schema: (typeof account)['userName' | 'displayName' | 'password'], value: string) =>
  schema.safeParse(value).error?.issues[0]?.message ?? null;

/** Field → what is wrong with it, or null. Check digits are the core's to judge. */
const rules: Record<Field, (values: Values) => string | null> = {
  name: ({ name }) => needed(name),
  address: ({ address }) => needed(address),
  phone: ({ phone }) => needed(phone),
  npi: ({ npi }) => (npi === '' || /^\d{10}$/.test(npi) ? null : 'An NPI has 10 digits.'),
  dea: ({ dea }) =>
    dea === '' || /^[A-Za-z]{2}\d{7}$/.test(dea) ? null : 'A DEA number has 2 letters and 7 digits.',
  timeZone: () => null,
  displayName: ({ displayName }) => worded(account.displayName, displayName),
  userName: ({ userName }) => worded(account.userName, userName),
  password: ({ password }) => worded(account.password, password),
  passphrase: ({ passphrase }) =>
    passphrase.length < shortestPassphrase
      ? `At least ${shortestPassphrase} signs. Four or five words are good and easy to keep.`
      : null,
  passphraseAgain: ({ passphrase, passphraseAgain }) =>
    passphraseAgain === passphrase ? null : 'The two are not the same.',
};
const fields = Object.keys(rules) as Field[];

const requestOf = (values: Values): SetUpPharmacy => {
  const { name, address, phone, npi, dea, timeZone, userName, displayName, password, passphrase } = values;
  return {
    kind: 'pharmacy',
    pharmacy: { name, address, phone, npi, dea: dea.toUpperCase(), timeZone },
    administrator: { userName, displayName, password },
    passphrase,
  };
};

interface SetUpFormProps {
  dataFolder: string;
  onBack: () => void;
}

export function SetUpForm({ dataFolder, onBack }: SetUpFormProps) {
  const [values, setValues] = useState(empty);
  const [left, setLeft] = useState<ReadonlySet<Field>>(new Set());
  const { attempt, busy, failure } = useBeforeWork();

  const bind = (field: Field) => ({
    value: values[field],
    error: left.has(field) ? rules[field](values) : null,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((before) => ({ ...before, [field]: value }));
    },
    onBlur: () => values[field] !== '' && setLeft((before) => new Set(before).add(field)),
  });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setLeft(new Set(fields));
    const wrong = fields.find((field) => rules[field](values) !== null);
    if (wrong) event.currentTarget.querySelector<HTMLElement>(`[name="${wrong}"]`)?.focus();
    else void attempt(() => setUp(requestOf(values)));
  };

  return (
    <Cover wide>
      <Title order={1}>Set up a pharmacy</Title>
      <form onSubmit={submit} noValidate>
        <Fieldset legend="The branch, as printed on labels" mb="md">
          <SimpleGrid cols={2} spacing="sm">
            <TextInput label="Name" name="name" required autoFocus {...bind('name')} />
            <TextInput label="Telephone" name="phone" required {...bind('phone')} />
            <TextInput label="Address" name="address" required {...bind('address')} />
            <Select
              label="Time zone"
              searchable
              allowDeselect={false}
              data={timeZones}
              value={values.timeZone}
              onChange={(timeZone) => timeZone && setValues((before) => ({ ...before, timeZone }))}
            />
            <TextInput label="NPI" name="npi" description="May be filled in later" {...bind('npi')} />
            <TextInput
              label="DEA registration"
              name="dea"
              description="May be filled in later"
              {...bind('dea')}
            />
          </SimpleGrid>
        </Fieldset>
        <Fieldset legend="The first administrator" mb="md">
          <SimpleGrid cols={3} spacing="sm">
            <TextInput label="Full name" name="displayName" required {...bind('displayName')} />
            <TextInput
              label="User name"
              name="userName"
              required
              autoComplete="username"
              {...bind('userName')}
            />
            <PasswordInput
              label="Password"
              name="password"
              required
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
              {...bind('password')}
            />
          </SimpleGrid>
        </Fieldset>
        <Fieldset legend="The passphrase of the data file" mb="md">
          <Alert color="orange" mb="sm" title="Write it down and keep it in the safe">
            It encrypts everything in {dataFolder}. Nobody can open the data without it, not even support.
          </Alert>
          <SimpleGrid cols={2} spacing="sm">
            <PasswordInput
              label="Passphrase"
              name="passphrase"
              required
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the passphrase' }}
              {...bind('passphrase')}
            />
            <PasswordInput
              label="The same again"
              name="passphraseAgain"
              required
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the passphrase typed again' }}
              {...bind('passphraseAgain')}
            />
          </SimpleGrid>
        </Fieldset>
        {failure && <FailureNote failure={failure} />}
        <Group justify="space-between" mt="md">
          <Button variant="default" onClick={onBack} disabled={busy}>
            Back
          </Button>
          <Button type="submit" loading={busy} rightSection={<KeyHint keys="Enter" />}>
            Set up
          </Button>
        </Group>
      </form>
    </Cover>
  );
}
