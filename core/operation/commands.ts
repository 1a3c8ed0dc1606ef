/** What a person does to the workstation itself. */
import { refuse } from '../contract/errors.ts';
import { type CommandHandlers, prepared } from '../handler.ts';
import { troubleOf } from '../store/database.ts';

const noRoom = 'The disk is full, so the backup could not be written. Free some space, then try again.';

/** @param backUp writes a backup and answers its file and size */
export const operationCommandHandlers = (
  backUp: () => Promise<{ file: string; bytes: number }>,
): CommandHandlers<'workstation.backUp'> => ({
  'workstation.backUp': prepared({
    prepare: () =>
      backUp().catch((error: unknown) =>
        refuse('backup.failed', troubleOf(error) === 'disk-full' ? noRoom : undefined),
      ),
    run: (_context, _input, written) => ({
      result: written,
      events: [
        { name: 'workstation.backedUp', subject: { kind: 'workstation', id: 'this' }, data: { ...written } },
      ],
    }),
  }),
});
