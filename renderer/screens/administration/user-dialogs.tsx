/** The dialogues of the people screen. The core judges; what it refuses is said in the dialogue. */
import { Modal, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Role, roles } from '../../../core/contract/values.ts';
import { useRun } from '../../client/hooks.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { words } from '../../words.ts';
import type { Person } from './users.tsx';

interface DialogProps {
  opened: boolean;
  onClose: () => void;
}

const roleChoices = roles.map((role) => ({ value: role, label: words.role[role] }));

const closeButtonProps = { 'aria-label': 'Close, change nothing' };

export function CreateUser({ opened, onClose }: DialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="New person" closeButtonProps={closeButtonProps}>
      {opened && <CreateForm onDone={onClose} />}
    </Modal>
  );
}

function CreateForm({ onDone }: { onDone: () => void }) {
  const { run, busy, failure } = useRun('user.create');
  const [displayName, setDisplayName] = useState('');
  const [userName, setUserName] = useState('');
  const [role, setRole] = useState<Role>('technician');
  const [password, setPassword] = useState('');
  return (
    <DialogForm
      action="Give a sign-in"
      disabled={displayName === '' || userName === '' || password === ''}
      busy={busy}
      failure={failure}
      submit={async () => (await run({ displayName, userName, role, password })) && onDone()}
    >
      <TextInput
        label="Full name"
        data-autofocus
        value={displayName}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
      <TextInput
        label="User name"
        description="2 to 40 letters, digits, dots or dashes"
        autoComplete="off"
        value={userName}
        onChange={(event) => setUserName(event.currentTarget.value)}
      />
      <RoleSelect role={role} onRole={setRole} />
      <PasswordInput
        label="First password"
        description="At least 8 characters; the person changes it below their name"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </DialogForm>
  );
}

function RoleSelect({ role, onRole }: { role: Role; onRole: (role: Role) => void }) {
  return (
    <Select
      label="Role"
      data={roleChoices}
      allowDeselect={false}
      value={role}
      onChange={(value) => onRole((value as Role | null) ?? role)}
    />
  );
}

interface PersonDialogProps extends DialogProps {
  person: Person;
}

export function ChangeUser({ opened, onClose, person }: PersonDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Change ${person.displayName}`}
      closeButtonProps={closeButtonProps}
    >
      {opened && <ChangeForm person={person} onDone={onClose} />}
    </Modal>
  );
}

function ChangeForm({ person, onDone }: { person: Person; onDone: () => void }) {
  const { run, busy, failure } = useRun('user.change');
  // The version on opening: what somebody else changed meanwhile is not written over.
  const [version] = useState(person.version);
  const [displayName, setDisplayName] = useState(person.displayName);
  const [role, setRole] = useState<Role>(person.role);
  const [active, setActive] = useState(person.active);
  const [reason, setReason] = useState('');
  return (
    <DialogForm
      action="Change"
      disabled={displayName === '' || reason.trim() === ''}
      busy={busy}
      failure={failure}
      submit={async () =>
        (await run({ userId: person.id, displayName, role, active, reason }, { expectedVersion: version })) &&
        onDone()
      }
    >
      <TextInput
        label="Full name"
        data-autofocus
        value={displayName}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
      <RoleSelect role={role} onRole={setRole} />
      <Switch
        label="May sign in"
        checked={active}
        onChange={(event) => setActive(event.currentTarget.checked)}
      />
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

export function SetPassword({ opened, onClose, person }: PersonDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`New password for ${person.displayName}`}
      closeButtonProps={closeButtonProps}
    >
      {opened && <PasswordForm person={person} onDone={onClose} />}
    </Modal>
  );
}

function PasswordForm({ person, onDone }: { person: Person; onDone: () => void }) {
  const { run, busy, failure } = useRun('user.setPassword');
  const [password, setPassword] = useState('');
  return (
    <DialogForm
      action="Set the password"
      disabled={password === ''}
      busy={busy}
      failure={failure}
      submit={async () => (await run({ userId: person.id, password })) && onDone()}
    >
      <PasswordInput
        label="New password"
        description="At least 8 characters"
        data-autofocus
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
