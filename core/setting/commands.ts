/** Changing a setting; checked against its own shape, with who, when and why. */
import { isSettingName } from '../config.ts';
import { invalid, refuse } from '../contract/errors.ts';
import type { CommandHandlers } from '../handler.ts';
import { isBranchKnown } from '../sync/author.ts';
import { problemBeside, readSetting, shownValue } from './setting.ts';
import { saveSetting } from './store.ts';

export const settingCommandHandlers = {
  'setting.change': (context, { name, value, reason }) => {
    if (!isSettingName(name)) return refuse('setting.unknown');
    const read = readSetting(name, value);
    if ('problem' in read) return invalid('setting.value', read.problem);
    const problem = problemBeside(name, read.value, context.setting);
    if (problem) return invalid('setting.value', problem);
    if (name === 'branch.id' && read.value !== context.setting(name) && isBranchKnown(context.store))
      refuse('setting.branch-is-known');
    saveSetting(context.store, name, read.value);
    return {
      result: {},
      events: [
        {
          name: 'setting.changed',
          subject: { kind: 'setting', id: name },
          data: { name },
          reason,
          before: { value: shownValue(name, context.setting(name)) },
          after: { value: shownValue(name, read.value) },
        },
      ],
    };
  },
} satisfies CommandHandlers<'setting.change'>;
