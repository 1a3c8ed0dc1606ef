/**
 * This is no prescription: what it is, and who looks at it. What the machine took the page for is proposed, with who
 * usually looks at such a page; two keys are enough then.
 */
import { Modal, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { setAsideDestinations, setAsideKinds } from '../../../core/contract/entry.ts';
import type { PageKind } from '../../../core/contract/recognition.ts';
import { useRun } from '../../client/hooks.ts';
import { Choices, choiceKeys } from '../../components/choices.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { useFocusBack } from '../../components/use-focus-back.ts';
import { words } from '../../words.ts';

type Kind = (typeof setAsideKinds)[number];
type Destination = (typeof setAsideDestinations)[number];

const usualDestination: Record<Kind, Destination> = {
  'cover-sheet': 'nobody',
  'lab-result': 'pharmacist',
  advert: 'nobody',
  letter: 'pharmacist',
  blank: 'nobody',
  'for-another-pharmacy': 'manager',
  other: 'pharmacist',
};

const kindKeys = '1234567';
const destinationKeys = 'abcde';
const kindName = (kind: Kind) => words.setAsideKind[kind];
const destinationName = (destination: Destination) => words.setAsideDestination[destination];

interface SetAsideDialogProps {
  prescriptionId: string;
  version: number;
  /** What the machine takes the pages for. */
  pageKind: PageKind | null;
  onClose: () => void;
  onDone: () => void;
}

export const SetAsideDialog = (props: SetAsideDialogProps) => (
  <Modal
    opened
    onClose={props.onClose}
    title="Not a prescription"
    size={600}
    closeButtonProps={{ 'aria-label': 'Close, change nothing' }}
  >
    <SetAsideForm {...props} />
  </Modal>
);

const SetAsideForm = ({ prescriptionId, version, pageKind, onDone }: SetAsideDialogProps) => {
  useFocusBack();
  const setAside = useRun('intake.setAside');
  const proposed = setAsideKinds.find((kind) => kind === pageKind) ?? null;
  const [kind, setKind] = useState<Kind | null>(proposed);
  const [chosen, setChosen] = useState<Destination | null>(null);
  const [note, setNote] = useState('');
  const destination = chosen ?? (kind && usualDestination[kind]);

  const submit = async () => {
    if (kind === null || destination === null) return;
    const input = { prescriptionId, kind, destination, note };
    if (await setAside.run(input, { expectedVersion: version })) onDone();
  };
  return (
    <DialogForm
      action="Set aside"
      missing={kind === null ? 'Say what it is.' : null}
      busy={setAside.busy}
      failure={setAside.failure}
      submit={submit}
      keys={[
        ...choiceKeys(setAsideKinds, kindKeys, kindName, setKind),
        ...choiceKeys(setAsideDestinations, destinationKeys, destinationName, setChosen),
      ]}
    >
      <Text size="sm">
        The order ends here. The page is kept, and whoever is to look at it finds it among the pages set
        aside.
        {proposed && ` The machine takes it for: ${kindName(proposed).toLowerCase()}.`}
      </Text>
      <Text size="sm" fw={600}>
        What it is
      </Text>
      <Choices
        label="What it is"
        codes={setAsideKinds}
        nameOf={kindName}
        keys={kindKeys}
        chosen={kind}
        choose={setKind}
        focusFirst
      />
      <Text size="sm" fw={600}>
        Who looks at it
      </Text>
      <Choices
        label="Who looks at it"
        codes={setAsideDestinations}
        nameOf={destinationName}
        keys={destinationKeys}
        chosen={destination}
        choose={setChosen}
      />
      <Textarea
        label="Note, if there is more to say"
        autosize
        minRows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </DialogForm>
  );
};
