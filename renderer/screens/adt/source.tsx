/** One hospital: how its messages come, whose numbers they bear, what is acted on, and when somebody is told. */
import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useParams } from 'wouter';
import { useAsk, useRun } from '../../client/hooks.ts';
import { branchTimeZone, useMe } from '../../client/session.ts';
import { FailureNote } from '../../components/failure.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { useKeys } from '../../shell/keys.ts';
import { useLeaveFor } from '../../shell/leave-for.ts';
import { Screen } from '../../shell/screen.tsx';
import { Noise } from './noise.tsx';
import { draftOf, newDraft, profileOf } from './source-draft.ts';
import { type Typed, useSourceDraft } from './source-drafts.ts';
import { SourceFields } from './source-fields.tsx';
import type { Source } from './sources.tsx';

const list = '/adt/sources';

export default function SourceScreen() {
  const { id = '' } = useParams<{ id: string }>();
  const isNew = id === 'new';
  const { data, error } = useAsk('adt.sources', {});
  const source = data?.rows.find((one) => one.id === id);
  if (data && (isNew || source))
    return <SourceForm key={id} source={source} certificate={data.certificate} />;
  return (
    <Screen title="Hospital source" back={list}>
      {error && <FailureNote failure={error.failure} />}
      {data && (
        <FailureNote
          failure={{
            kind: 'not-found',
            code: 'adt.source',
            message: 'There is no such source. It may have another name now.',
          }}
        />
      )}
      {!data && !error && <Skeleton height={320} />}
    </Screen>
  );
}

function SourceForm({ source, certificate }: { source: Source | undefined; certificate: boolean }) {
  const leaveFor = useLeaveFor();
  const { may } = useMe();
  const adding = useRun('adt.addSource');
  const changing = useRun('adt.changeSource');
  const askReason = useReasonDialog();
  const [asOpened] = useState<Typed>(() => ({
    draft: source ? draftOf(source.name, source.profile) : newDraft(branchTimeZone()),
    version: source?.version,
  }));
  const { draft, version, isTyped, change: setDraft, forget } = useSourceDraft(source?.id ?? 'new', asOpened);
  const [tried, setTried] = useState(false);
  const { profile, errors } = profileOf(draft);
  const mayDo = may.has(source ? 'adt.changeSource' : 'adt.addSource');
  const noName = draft.name.trim() === '';
  const noWay = !draft.overMllp && !draft.overTopic && draft.folder.trim() === '';

  useKeys([
    {
      keys: 'Alt+z',
      label: source ? 'As it stands' : 'Empty the form',
      run: forget,
      when: isTyped && mayDo,
    },
  ]);
  const add = async () => {
    if (profile && (await adding.run({ name: draft.name, profile }))) {
      notifications.show({
        color: 'green',
        message: `${draft.name} is added; its messages are taken from now on.`,
      });
      forget();
      leaveFor(list);
    }
  };
  const change = async () => {
    if (!profile || !source) return;
    const answer = await askReason({
      title: `Change how messages of ${source.name} are taken`,
      explain: 'Its ways in are opened anew with what is written here.',
      noteRequired: true,
      action: 'Change it',
    });
    if (!answer) return;
    const done = await changing.run(
      { sourceId: source.id, name: draft.name, active: source.active, profile, reason: answer.note },
      version === undefined ? {} : { expectedVersion: version },
    );
    if (!done) return;
    forget();
    leaveFor(list);
  };
  const send = () => {
    setTried(true);
    if (profile && !noName && !noWay) void (source ? change() : add());
  };
  const failure = adding.failure ?? changing.failure;
  return (
    <Screen
      title={source ? source.name : 'Add a hospital'}
      breadcrumb="hospital source"
      back={list}
      primary={{
        label: source ? 'Change it' : 'Add it',
        run: send,
        busy: adding.busy || changing.busy,
        disabled: !mayDo || (tried && (errors !== null || noName || noWay)),
        why: !mayDo
          ? 'A manager or an administrator changes this.'
          : noWay
            ? 'Say at least one way its messages come.'
            : 'Some fields are not filled in right.',
      }}
    >
      <Stack gap="md">
        {failure && <FailureNote failure={failure} />}
        {isTyped && mayDo && (
          <Group gap="sm" role="status">
            <Text size="sm">Typed and not sent yet. It stays here while this window is open.</Text>
            <Button
              variant="default"
              size="compact-sm"
              onClick={forget}
              rightSection={<KeyHint keys="Alt+z" />}
            >
              {source ? 'As it stands' : 'Empty the form'}
            </Button>
          </Group>
        )}
        <SourceFields
          draft={draft}
          onDraft={setDraft}
          errors={tried ? { ...errors, ...(noName && { name: 'Fill this in.' }) } : {}}
          certificate={certificate}
          isNew={source === undefined}
          readOnly={!mayDo}
        />
        {source && <Noise sourceId={source.id} />}
      </Stack>
    </Screen>
  );
}
