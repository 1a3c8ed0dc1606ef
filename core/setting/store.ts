/** Rows of changed settings: SQL only. A setting without a row has its default. */
import type { SettingName } from '../config.ts';
import type { Writer } from '../store/database.ts';

export const saveSetting = (store: Writer, name: SettingName, value: unknown): void => {
  store.run(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    [name, JSON.stringify(value)],
  );
};
