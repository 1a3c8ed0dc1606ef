/** Every setting with its value, its default, its sentence and the JSON Schema of its value; of a secret, whether it is set. */
import { z } from 'zod';
import { type SettingName, settings } from '../config.ts';
import type { QueryHandlers } from '../handler.ts';
import { shownValue } from './setting.ts';

export const settingQueryHandlers = {
  'setting.list': (context) => ({
    settings: (Object.keys(settings) as SettingName[]).map((name) => ({
      name,
      sentence: settings[name].sentence,
      value: settings[name].secret ? shownValue(name, context.setting(name)) : context.setting(name),
      secret: settings[name].secret,
      default: settings[name].default,
      schema: z.toJSONSchema(settings[name].schema, { io: 'input', unrepresentable: 'any' }),
    })),
  }),
} satisfies QueryHandlers<'setting.list'>;
