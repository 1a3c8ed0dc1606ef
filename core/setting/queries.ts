/** Every setting with its value, its default and its sentence, for the settings screen. */
import { z } from 'zod';
import { type SettingName, settings } from '../config.ts';
import type { QueryHandlers } from '../handler.ts';

export const settingQueryHandlers: QueryHandlers<'setting.list'> = {
  'setting.list': (context) => ({
    settings: (Object.keys(settings) as SettingName[]).map((name) => ({
      name,
      sentence: settings[name].sentence,
      value: context.setting(name),
      default: settings[name].default,
      schema: z.toJSONSchema(settings[name].schema),
    })),
  }),
};
