/** The chips that narrow the list of settings to one matter, each with its key. */
import { Button, Group } from '@mantine/core';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';
import { settingSections } from './setting-sections.ts';

interface SettingChipsProps {
  /** The code of a section; null for all. */
  chosen: string | null;
  choose: (code: string | null) => void;
}

export function SettingChips({ chosen, choose }: SettingChipsProps) {
  const chips = [
    { keys: '0', name: 'All', code: null },
    ...settingSections.map(({ code, name }, at) => ({ keys: String(at + 1), name, code })),
  ];
  useKeys(chips.map(({ keys, name, code }) => ({ keys, label: `Show: ${name}`, run: () => choose(code) })));
  return (
    <Group gap={4} role="group" aria-label="Show only">
      {chips.map(({ keys, name, code }) => (
        <Button
          key={keys}
          size="xs"
          radius="xl"
          variant={chosen === code ? 'filled' : 'default'}
          aria-pressed={chosen === code}
          onClick={() => choose(code)}
          rightSection={<KeyHint keys={keys} />}
        >
          {name}
        </Button>
      ))}
    </Group>
  );
}
