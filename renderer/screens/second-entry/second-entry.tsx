/**
 * The high-risk fields typed a second time, from the page alone.
 * Always blind: nothing of the first entry is asked for or shown, and nothing the machine read is proposed; the answer
 * is only whether the two agree.
 */
import { Alert, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useParams } from 'wouter';
import { pluralUnit } from '../../../core/contract/amount.ts';
import { commands, type QueryResult } from '../../../core/contract/index.ts';
import { ask } from '../../client/api.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { FailureNote } from '../../components/failure.tsx';
import { PageViewer } from '../../components/page-viewer.tsx';
import { usePageFocus } from '../../components/use-page-focus.ts';
import { When } from '../../components/when.tsx';
import { useLeaveFor } from '../../shell/leave-for.ts';
import { Screen } from '../../shell/screen.tsx';
import { DrugPicker } from '../intake/drug-picker.tsx';
import { SigReading } from '../intake/sig-reading.tsx';
import halves from '../intake/transcribe.module.css';
import { WrittenDown } from '../intake/written-down.tsx';
import { DayField } from '../patient/day-field.tsx';
import { secondEntryQueue } from './second-entries.tsx';

type ForSecondEntry = QueryResult<'prescription.forSecondEntry'>;
type Field = 'dateOfBirth' | 'ndc11' | 'sigText' | 'quantity';
type Typed = Partial<Record<Field, string>>;

const list = '/second-entry';

export default function SecondEntry() {
  const { id = '' } = useParams<{ id: string }>();
  const { data, error } = useAsk('prescription.forSecondEntry', { prescriptionId: id });
  if (data) return <Entry key={id} {...data} />;
  return (
    <Screen title="Second entry" back={list}>
      {error ? <FailureNote failure={error.failure} /> : <Skeleton height="100%" />}
    </Screen>
  );
}

/** The next one this person may type, or the list. */
const nextPath = async (done: string): Promise<string> => {
  const { rows } = await ask('prescription.workQueue', secondEntryQueue);
  for (const { id } of rows.filter((row) => row.id !== done).slice(0, 10)) {
    const { refusal } = await ask('prescription.forSecondEntry', { prescriptionId: id });
    if (refusal === null) return `${list}/${id}`;
  }
  return list;
};

function Entry({ prescriptionId, version, pages, receivedAt, intake, refusal }: ForSecondEntry) {
  const leaveFor = useLeaveFor();
  const { viewer } = usePageFocus(pages);
  const [typed, setTyped] = useState<Typed>({});
  const [tried, setTried] = useState(false);
  const enter = useRun('prescription.enterAgain');
  const form = useRef<HTMLFormElement>(null);
  const fields = () => [...(form.current?.querySelectorAll<HTMLElement>('input:not(:disabled)') ?? [])];
  const goOn = () => fields()[fields().indexOf(document.activeElement as HTMLElement) + 1]?.focus();
  useEffect(() => form.current?.querySelector<HTMLElement>('input:not(:disabled)')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.defaultPrevented || event.ctrlKey || event.nativeEvent.isComposing)
      return;
    event.preventDefault();
    goOn();
  };
  const change = (field: Field) => (value: string) => setTyped((now) => ({ ...now, [field]: value }));

  const drug = useAsk('drug.get', { ndc11: typed.ndc11 ?? '' }, { enabled: typed.ndc11 !== undefined }).data
    ?.drug;
  const [question] = useDebouncedValue({ sigText: typed.sigText ?? '', ndc11: typed.ndc11 }, 120);
  const reading = useAsk(
    'prescription.readSig',
    { sigText: question.sigText, ...(question.ndc11 && { ndc11: question.ndc11 }) },
    { enabled: question.sigText.trim() !== '', keepPrevious: true },
  ).data;
  const parsed = useMemo(
    () =>
      commands['prescription.enterAgain'].input.safeParse({
        prescriptionId,
        dateOfBirth: typed.dateOfBirth ?? '',
        ndc11: typed.ndc11 ?? '',
        sigText: typed.sigText ?? '',
        quantity: typed.quantity ?? '',
      }),
    [prescriptionId, typed],
  );
  const missing = parsed.success ? [] : parsed.error.issues.map(({ path }) => path[0]);
  const errorOf = (field: Field) =>
    tried && missing.includes(field) ? 'Type this as it stands beside the form.' : undefined;

  const send = async () => {
    setTried(true);
    if (!parsed.success) return;
    const done = await enter.run(parsed.data, { expectedVersion: version });
    if (!done) return;
    notifications.show({
      message: done.agreed
        ? 'Both entries agree. A pharmacist verifies it next.'
        : 'The two entries differ. A pharmacist decides between them.',
      color: done.agreed ? 'green' : 'orange',
    });
    leaveFor(await nextPath(prescriptionId).catch(() => list));
  };
  const left = missing.length === 0 ? null : `${missing.length} of 4 fields are still to be typed.`;
  return (
    <Screen
      title="Second entry"
      breadcrumb={
        <>
          Came in <When at={receivedAt} />
        </>
      }
      back={list}
      primary={{
        label: 'Compare the two entries',
        run: () => void send(),
        busy: enter.busy,
        disabled: refusal !== null || missing.length > 0,
        why: refusal ?? left,
      }}
    >
      <div className={halves.halves}>
        {pages.length > 0 ? (
          <PageViewer {...viewer} />
        ) : (
          <div className={halves.half}>
            <WrittenDown intake={intake} />
          </div>
        )}
        <form
          className={`${halves.half} ${halves.form}`}
          aria-label="Second entry"
          ref={form}
          onKeyDown={onKeyDown}
          onSubmit={(event) => event.preventDefault()}
        >
          <Stack gap="xs">
            {refusal && (
              <Alert color="orange" p="xs" title="You cannot type this one">
                {refusal}
              </Alert>
            )}
            {enter.failure && <FailureNote failure={enter.failure} />}
            <Text size="sm">
              Type what {pages.length > 0 ? 'stands on the page' : 'was written down'}, as if nobody had typed
              it before. You will be told whether the two entries agree.
            </Text>
            <DayField
              label="Patient’s date of birth"
              value={typed.dateOfBirth ?? ''}
              error={errorOf('dateOfBirth')}
              disabled={refusal !== null}
              onChange={change('dateOfBirth')}
            />
            <DrugPicker
              ndc11={typed.ndc11}
              onPick={change('ndc11')}
              error={errorOf('ndc11')}
              disabled={refusal !== null}
              onDone={goOn}
            />
            <TextInput
              label="Directions"
              value={typed.sigText ?? ''}
              error={errorOf('sigText')}
              disabled={refusal !== null}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => change('sigText')(event.currentTarget.value)}
            />
            <SigReading reading={typed.sigText ? reading : undefined} />
            <TextInput
              label="Quantity"
              value={typed.quantity ?? ''}
              error={errorOf('quantity')}
              disabled={refusal !== null}
              description={drug ? pluralUnit(drug.unit) : ' '}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              inputMode="decimal"
              autoComplete="off"
              onChange={(event) => change('quantity')(event.currentTarget.value)}
            />
          </Stack>
        </form>
      </div>
    </Screen>
  );
}
