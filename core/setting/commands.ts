/** Changing a setting: the value has to fit its schema in config.ts; who, when and why go to the event log. */
import { isSettingName, settings } from '../config.ts';
import { invalid, refuse } from '../contract/errors.ts';
import type { CommandHandlers } from '../handler.ts';

export const settingCommandHandlers: CommandHandlers<'setting.change'> = {
  'setting.change': (context, { name, value, reason }) => {
    if (!isSettingName(name)) return refuse('setting.unknown');
    const parsed = settings[name].schema.safeParse(value);
    if (!parsed.success)
      return invalid('setting.value', parsed.error.issues[0]?.message ?? 'This value does not fit.');
    const before = context.setting(name);
    context.store.run(
      'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      [name, JSON.stringify(parsed.data)],
    );
    return {
      result: {},
      events: [
        {
          name: 'setting.changed',
          subject: { kind: 'setting', id: name },
          data: { name },
          before: { value: before },
          after: { value: parsed.data },
          reason,
        },
      ],
    };
  },
};
