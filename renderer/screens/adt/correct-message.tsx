/**
 * A message that could not be used, corrected and sent in its place: its segments as lines to type in, and beside them
 * what the corrected one would change. Always: the first stays as it came, and the new one points at it.
 */
import { Skeleton, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useParams } from 'wouter';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { FailureNote } from '../../components/failure.tsx';
import { useLeaveFor } from '../../shell/leave-for.ts';
import { Screen } from '../../shell/screen.tsx';
import classes from './adt.module.css';
import { Outlook } from './replay-dialog.tsx';

type View = QueryResult<'adt.message'>;

export default function CorrectMessage() {
  const { id = '' } = useParams<{ id: string }>();
  const { data, error } = useAsk('adt.message', { messageId: Number(id) });
  if (data) return <Editor key={id} message={data} />;
  return (
    <Screen title="Correct a message" back={`/adt/messages/${id}`}>
      {error ? <FailureNote failure={error.failure} /> : <Skeleton height={320} />}
    </Screen>
  );
}

const settlesAfter = 400;
const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

function Editor({ message }: { message: View }) {
  const leaveFor = useLeaveFor();
  const { run, busy, failure } = useRun('adt.resubmit');
  const [text, setText] = useState(message.raw.join('\n'));
  const [reason, setReason] = useState('');
  const [settled] = useDebouncedValue(text, settlesAfter);
  const lines = linesOf(settled);
  const preview = useAsk(
    'adt.replayPreview',
    { messageId: message.id, lines },
    { enabled: lines.length > 0, keepPrevious: true },
  );
  const changed = text !== message.raw.join('\n');
  const missing =
    (!changed && 'It is still the same.') || (reason.trim() === '' && 'Say what was wrong.') || null;
  const send = async () => {
    const done = await run({ messageId: message.id, lines: linesOf(text), reason });
    if (!done) return;
    notifications.show({ color: 'green', message: 'The corrected message was sent in its place.' });
    leaveFor(`/adt/messages/${done.messageId}`);
  };
  return (
    <Screen
      title="Correct a message"
      breadcrumb={`${message.event} ${message.title}, ${message.source}`}
      back={`/adt/messages/${message.id}`}
      primary={{
        label: 'Send the corrected one',
        run: () => void send(),
        busy,
        disabled: missing !== null,
        why: missing,
      }}
    >
      <Stack gap="md">
        {failure && <FailureNote failure={failure} />}
        {message.problem && <Text fw={600}>{message.problem}</Text>}
        <div className={classes.halves}>
          <Stack gap="sm">
            <Textarea
              label="Segments, one a line"
              description="Masked numbers of a line that is not changed are sent as they came."
              className={classes.editor}
              autosize
              minRows={12}
              maxRows={22}
              spellCheck={false}
              autoFocus
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <TextInput
              label="What was wrong, and how you know what is right"
              required
              maxLength={300}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </Stack>
          <section aria-live="polite">
            <Title order={2} size="h4" mb={4}>
              What it would change
            </Title>
            {preview.error && <FailureNote failure={preview.error.failure} />}
            {preview.isPending && lines.length > 0 && <Skeleton height={120} />}
            {preview.data && <Outlook preview={preview.data} />}
          </section>
        </div>
      </Stack>
    </Screen>
  );
}
