/**
 * Asks the prescriber by fax: a template, the number, the text as it will be sent, and when to follow up. The order is
 * on hold until then.
 * Always: what was changed in the text of a template is there again when one comes back to it.
 */
import { Modal, Text, Textarea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { callBackTemplates } from '../../../core/contract/entry.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { Choices, choiceKeys } from '../../components/choices.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { FollowUp, followUpInstant, hoursFromNow } from '../../components/follow-up.tsx';
import { useFocusBack } from '../../components/use-focus-back.ts';
import { words } from '../../words.ts';

type Template = (typeof callBackTemplates)[number];

const templateKeys = '12345678';
const templateName = (template: Template) => words.callBackTemplate[template];

interface CallBackDialogProps {
  prescriptionId: string;
  version: number;
  /** The prescriber's fax number as it stands on the page; used where none is on file. */
  faxOnPage: string;
  onClose: () => void;
  onDone: () => void;
}

export const CallBackDialog = (props: CallBackDialogProps) => (
  <Modal
    opened
    onClose={props.onClose}
    title="Ask the prescriber by fax"
    size={720}
    closeButtonProps={{ 'aria-label': 'Close, send nothing' }}
  >
    <CallBackForm {...props} />
  </Modal>
);

const CallBackForm = ({ prescriptionId, version, faxOnPage, onDone }: CallBackDialogProps) => {
  useFocusBack();
  const callBack = useRun('prescription.callBack');
  const textField = useRef<HTMLTextAreaElement>(null);
  const [template, setTemplate] = useState<Template | null>(null);
  const [texts, setTexts] = useState<Partial<Record<Template, string>>>({});
  const [typedNumber, setTypedNumber] = useState<string | null>(null);
  const [followUpAt, setFollowUpAt] = useState(() => hoursFromNow(4));
  const drafted = useAsk(
    'prescription.callBackDraft',
    { prescriptionId, template: template ?? 'unreadable' },
    { keepPrevious: template === null },
  );

  const faxNumber = typedNumber ?? (drafted.data?.faxNumber || faxOnPage);
  const text = template === null ? '' : (texts[template] ?? drafted.data?.text ?? '');
  const followUp = followUpInstant(followUpAt);
  const missing =
    (template === null && 'Choose what to ask.') ||
    (faxNumber.trim() === '' && 'Type the fax number.') ||
    (text.trim() === '' && 'Write the text.') ||
    (followUp === null && 'Say when to follow up.') ||
    null;
  const choose = (next: Template) => {
    setTemplate(next);
    requestAnimationFrame(() => textField.current?.focus());
  };
  const submit = async () => {
    if (template === null || followUp === null) return;
    const input = { prescriptionId, template, faxNumber, text, followUpAt: followUp };
    if (await callBack.run(input, { expectedVersion: version })) onDone();
  };
  return (
    <DialogForm
      action="Send and hold"
      missing={missing}
      busy={callBack.busy}
      failure={callBack.failure ?? drafted.error?.failure ?? null}
      submit={submit}
      keys={choiceKeys(callBackTemplates, templateKeys, templateName, choose)}
    >
      <Choices
        label="What to ask"
        codes={callBackTemplates}
        nameOf={templateName}
        keys={templateKeys}
        chosen={template}
        choose={choose}
        focusFirst
      />
      <TextInput
        label="Fax number"
        value={faxNumber}
        maxLength={40}
        autoComplete="off"
        onChange={(event) => setTypedNumber(event.currentTarget.value)}
      />
      <Textarea
        label="Text"
        description="It goes as it stands here. Lines of ____ are for the prescriber to fill in."
        ref={textField}
        rows={11}
        maxLength={4000}
        value={text}
        disabled={template === null}
        onChange={(event) => template && setTexts({ ...texts, [template]: event.currentTarget.value })}
      />
      <FollowUp value={followUpAt} onChange={setFollowUpAt} />
      <Text size="xs" c="dimmed">
        Without an address for the fax service it waits among the messages sent, to be sent by hand.
      </Text>
    </DialogForm>
  );
};
