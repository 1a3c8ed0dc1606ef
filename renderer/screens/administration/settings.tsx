/** Every setting, by what it is about, with its sentence, its value and its default; a change asks why. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { useCursor } from '../../components/cursor.ts';
import { FailureNote } from '../../components/failure.tsx';
import { type Column, Grid } from '../../components/grid.tsx';
import { GridPage } from '../../components/grid-page.tsx';
import { Screen } from '../../shell/screen.tsx';
import { SettingChips } from './setting-chips.tsx';
import { SettingDialog } from './setting-dialog.tsx';
import { sectionOfSetting } from './setting-sections.ts';
import { valueWords } from './setting-value.ts';

export type Setting = QueryResult<'setting.list'>['settings'][number];

const isDefault = ({ secret, value, default: usual }: Setting) =>
  secret ? value === 'not set' : JSON.stringify(value) === JSON.stringify(usual);

const columns: readonly Column<Setting>[] = [
  { title: 'Name', width: '200px', cell: ({ name }) => name },
  {
    title: 'Value',
    width: 'minmax(160px, 2fr)',
    cell: (setting) => (
      <span title={valueWords(setting.value)}>
        {isDefault(setting) ? valueWords(setting.value) : <strong>{valueWords(setting.value)}</strong>}
      </span>
    ),
  },
  {
    title: 'What it does',
    width: 'minmax(240px, 5fr)',
    cell: ({ sentence }) => <span title={sentence}>{sentence}</span>,
  },
];

export default function SettingsScreen() {
  const { may } = useMe();
  const { data, error } = useAsk('setting.list', {});
  const [search, setSearch] = useSearchParams();
  const section = search.get('of');
  const settings = (data?.settings ?? []).filter(
    ({ name }) => section === null || sectionOfSetting(name) === section,
  );
  const { index, row, moveTo } = useCursor(settings, ({ name }) => name);
  const [changing, setChanging] = useState<Setting | null>(null);
  const backingUp = useRun('workstation.backUp');
  const mayChange = may.has('setting.change');
  const failure = backingUp.failure ?? error?.failure;

  const backUp = async () => {
    const done = await backingUp.run({});
    if (done) notifications.show({ color: 'green', message: `The backup is written: ${done.file}` });
  };

  return (
    <Screen
      title="Settings"
      breadcrumb="bold: differs from the default"
      actions={
        may.has('workstation.backUp') && (
          <Button variant="default" loading={backingUp.busy} onClick={() => void backUp()}>
            Back up now
          </Button>
        )
      }
      primary={{
        label: 'Change',
        run: () => row && setChanging(row),
        disabled: !row || !mayChange,
        why: mayChange ? undefined : 'A manager or an administrator changes settings.',
      }}
    >
      <GridPage
        above={
          <>
            {failure && <FailureNote failure={failure} />}
            <SettingChips
              chosen={section}
              choose={(code) => setSearch(code === null ? {} : { of: code }, { replace: true })}
            />
          </>
        }
      >
        <Grid
          label="Settings"
          columns={columns}
          total={settings.length}
          rowAt={(at) => settings[at]}
          keyOf={({ name }) => name}
          cursor={index}
          onCursor={moveTo}
          onOpen={(setting) => mayChange && setChanging(setting)}
          empty={null}
        />
      </GridPage>
      <SettingDialog setting={changing} onClose={() => setChanging(null)} />
    </Screen>
  );
}
