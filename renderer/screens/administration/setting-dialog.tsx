/** One setting: what it does, its value, and why it is changed. */
import { Button, Code, Group, Modal, PasswordInput, Select, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useRun } from '../../client/hooks.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { type Editor, editorOf, textOf, valueFrom, valueWords } from './setting-value.ts';
import type { Setting } from './settings.tsx';

interface SettingDialogProps {
  setting: Setting | null;
  onClose: () => void;
}

export function SettingDialog({ setting, onClose }: SettingDialogProps) {
  return (
    <Modal
      opened={setting !== null}
      onClose={onClose}
      title={setting ? `Setting ${setting.name}` : 'Setting'}
      closeButtonProps={{ 'aria-label': 'Close, change nothing' }}
    >
      {setting && <SettingForm setting={setting} onClose={onClose} />}
    </Modal>
  );
}

function SettingForm({ setting, onClose }: { setting: Setting; onClose: () => void }) {
  const { run, busy, failure } = useRun('setting.change');
  // A secret that is kept is not shown, so it is typed anew or taken away.
  const before = setting.secret ? '' : textOf(setting.value);
  const [text, setText] = useState(before);
  const [reason, setReason] = useState('');
  const editor = editorOf(setting.schema);
  const changed = setting.secret ? text !== '' || setting.value === 'set' : text !== before;
  const missing =
    (!changed && 'It is still the same.') || (reason.trim() === '' && 'Say why it is changed.') || null;
  const submit = async () => {
    if (await run({ name: setting.name, value: setting.secret ? text : valueFrom(editor, text), reason }))
      onClose();
  };
  return (
    <DialogForm action="Change it" missing={missing} busy={busy} failure={failure} submit={submit}>
      <Text>{setting.sentence}</Text>
      <ValueField editor={editor} secret={setting.secret} text={text} onText={setText} />
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          Default:
        </Text>
        <Code>{valueWords(setting.default)}</Code>
        <Button size="compact-xs" variant="default" onClick={() => setText(textOf(setting.default))}>
          Take the default
        </Button>
      </Group>
      <TextInput
        label="Why"
        required
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DialogForm>
  );
}

interface ValueFieldProps {
  editor: Editor;
  secret: boolean;
  text: string;
  onText: (text: string) => void;
}

function ValueField({ editor, secret, text, onText }: ValueFieldProps) {
  if (secret) {
    return (
      <PasswordInput
        label="New value; empty takes away the one there is"
        data-autofocus
        autoComplete="off"
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
      />
    );
  }
  if (editor.kind === 'choice') {
    const data = editor.choices.map((choice) => ({ value: String(choice), label: valueWords(choice) }));
    return (
      <Select
        label="Value"
        data-autofocus
        allowDeselect={false}
        data={data}
        value={text}
        onChange={(value) => onText(value ?? text)}
      />
    );
  }
  if (editor.kind === 'list' || editor.kind === 'pairs') {
    return (
      <Textarea
        label="Values, one a line"
        data-autofocus
        autosize
        minRows={4}
        maxRows={14}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      label="Value"
      data-autofocus
      inputMode={editor.kind === 'number' ? 'decimal' : 'text'}
      value={text}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
}
