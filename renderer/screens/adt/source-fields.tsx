/** The fields of a source, by what they are about; each says what it means where a name does not. */
import { Paper, Select, Switch, Text, TextInput, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { acknowledgementModes, topicFormats } from '../../../core/contract/adt-values.ts';
import { words } from '../../words.ts';
import classes from './adt.module.css';
import type { SourceDraft } from './source-draft.ts';
import own from './sources.module.css';

interface SourceFieldsProps {
  draft: SourceDraft;
  onDraft: (draft: SourceDraft) => void;
  errors: Readonly<Record<string, string>>;
  /** Whether this workstation has a certificate to listen with. */
  certificate: boolean;
  isNew: boolean;
  /** For who may look at it and change nothing. */
  readOnly: boolean;
}

type TextName = { [K in keyof SourceDraft]: SourceDraft[K] extends string ? K : never }[keyof SourceDraft];
type SwitchName = { [K in keyof SourceDraft]: SourceDraft[K] extends boolean ? K : never }[keyof SourceDraft];

/** What a field means stands under it, so that the fields of a row stand beside each other. */
const below: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

const charsets: Record<SourceDraft['charset'], string> = {
  auto: 'UTF-8 where it is, else windows-1252',
  'UTF-8': 'UTF-8',
  'windows-1252': 'windows-1252',
  'iso-8859-1': 'ISO 8859-1',
  'iso-8859-15': 'ISO 8859-15',
};
const processings: Record<SourceDraft['processing'], string> = {
  P: 'Production (P)',
  T: 'Training (T)',
  D: 'Debugging (D)',
};
const choicesOf = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

export function SourceFields({ draft, onDraft, errors, certificate, isNew, readOnly }: SourceFieldsProps) {
  const set = <K extends keyof SourceDraft>(name: K, value: SourceDraft[K]) =>
    onDraft({ ...draft, [name]: value });
  const text = (name: TextName, label: string, description?: string) => (
    <TextInput
      label={label}
      {...(description && { description })}
      inputWrapperOrder={below}
      error={errors[name]}
      value={draft[name]}
      readOnly={readOnly}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => set(name, event.currentTarget.value as never)}
    />
  );
  const toggle = (name: SwitchName, label: string, description: string) => (
    <Switch
      className={own.whole}
      label={label}
      description={description}
      checked={draft[name]}
      disabled={readOnly}
      onChange={(event) => set(name, event.currentTarget.checked)}
    />
  );
  const choice = (
    name: TextName,
    label: string,
    names: Readonly<Record<string, string>>,
    description?: string,
  ) => (
    <Select
      label={label}
      {...(description && { description })}
      inputWrapperOrder={below}
      allowDeselect={false}
      readOnly={readOnly}
      data={choicesOf(names)}
      value={draft[name]}
      onChange={(value) => value && set(name, value as never)}
    />
  );
  const reachable = draft.address !== '127.0.0.1' && draft.address !== 'localhost' && draft.address !== '::1';
  return (
    <div className={own.form}>
      <Group title="The hospital">
        <TextInput
          label="Name"
          required
          autoFocus={isNew}
          readOnly={readOnly}
          error={errors.name}
          value={draft.name}
          maxLength={80}
          onChange={(event) => set('name', event.currentTarget.value)}
        />
        {text(
          'authority',
          'Whose numbers it sends',
          'The assigning authority of numbers that name none, for instance STMARY.',
        )}
        {text(
          'mrnAuthority',
          'Authority of our MRNs',
          'Where its medical record numbers are the MRNs on file here. Empty where they are not.',
        )}
        {text('timeZone', 'Time zone', 'Of times that name none, for instance America/New_York.')}
        {choice('charset', 'Characters', charsets, 'Where a message does not say.')}
        {choice(
          'processing',
          'Kind of messages',
          processings,
          'Others are refused, so that training never looks real.',
        )}
        {toggle(
          'putsOnFile',
          'Puts persons on file',
          'Whoever is nobody here becomes a patient. Only for a hospital’s own pharmacy.',
        )}
      </Group>
      <Group title="Over a connection (MLLP)">
        {toggle(
          'overMllp',
          'Messages come over a connection',
          'The hospital’s interface connects to this workstation and sends.',
        )}
        {draft.overMllp && (
          <>
            {text(
              'address',
              'Address it listens on',
              '127.0.0.1 is this machine alone; 0.0.0.0 is every network it has.',
            )}
            {text('port', 'Port', '2575 is the registered one.')}
            {toggle(
              'tls',
              'Encrypted (TLS)',
              certificate
                ? 'This workstation shows its certificate; senders that do not know it cannot connect.'
                : 'Needed beyond this machine. No certificate is set yet: put one into the settings (adt.certificate, adt.key) first.',
            )}
            {reachable && !draft.tls && (
              <Text size="sm" className={`${own.whole} ${classes.late}`}>
                Beyond this machine messages are taken over TLS only.
              </Text>
            )}
            {draft.tls &&
              toggle(
                'clientCertificates',
                'Senders show a certificate too',
                'Only senders whose certificate is signed by the authority in the settings (adt.clientAuthorities) may connect.',
              )}
            {choice(
              'acknowledge',
              'How senders are answered',
              pick(words.acknowledgementMode, acknowledgementModes),
              'Some senders want one way whatever their messages ask for.',
            )}
            {text('connections', 'Connections at once')}
            {text('idleSeconds', 'Closed after silence of (seconds)')}
            {text('frameSeconds', 'A message takes at most (seconds)', 'From its first byte to its last.')}
            {text('mostMegabytes', 'Longest message (MB)')}
          </>
        )}
      </Group>
      <Group title="From a topic of central">
        {toggle(
          'overTopic',
          'Messages come on a topic',
          'Of the broker that central.brokers names in the settings.',
        )}
        {draft.overTopic && (
          <>
            {text('vendor', 'Vendor', 'The topic is adt. and this, in small letters.')}
            {choice('format', 'How messages stand in it', pick(words.topicFormat, topicFormats))}
            {draft.format === 'json' && text('field', 'Field that holds the message')}
          </>
        )}
      </Group>
      <Group title="From a folder">
        {text(
          'folder',
          'Folder',
          'Files that appear in it are taken: single messages, several, or batches. Empty for none.',
        )}
      </Group>
      <Group title="What is acted on, and when somebody is told">
        {text('leaveOut', 'Events left out', 'Kept, and nothing follows from them; for instance A09, A10.')}
        {text('silentMinutes', 'Told after silence of (minutes)', '0 for never.')}
      </Group>
      <Group title="Where this site puts what the standard has no place for">
        {text('rxBin', 'Rx BIN', 'A place like ZPI-4.1; empty where it is not sent.')}
        {text('rxPcn', 'Rx PCN')}
        {text('expectedDischarge', 'Expected discharge', 'PV2-9 unless this says another.')}
      </Group>
    </div>
  );
}

const pick = <Code extends string>(names: Record<Code, string>, codes: readonly Code[]) =>
  Object.fromEntries(codes.map((code) => [code, names[code]]));

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <Paper withBorder p="md" mb="sm" component="section">
    <Title order={2} size="h4" mb={6}>
      {title}
    </Title>
    <div className={own.fields}>{children}</div>
  </Paper>
);
