/** Every setting with its value, its default, its sentence and the JSON Schema of its value. */
import { z } from 'zod';
import { type SettingName, settings } from '../config.ts';
import type { QueryHandlers } from '../handler.ts';

export const settingQueryHandlers = {
  'setting.list': (context) => ({
    settings: (Object.keys(settings) as SettingName[]).map((name) => ({
      name,
      sentence: settings[name].sentence,
      value: context.setting(name),
      default: settings[name].default,
      schema: z.toJSONSchema(settings[name].schema, { io: 'input', unrepresentable: 'any' }),
    })),
  }),
} satisfies QueryHandlers<'setting.list'>;
