/** What can be done about the exchange with central, each asked about where it cannot be taken back. */
import { notifications } from '@mantine/notifications';
import { useRun } from '../../client/hooks.ts';
import { useReasonDialog } from '../../components/reason-dialog.tsx';

const megabytes = (bytes: number) => `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;

export function useWays() {
  const trying = useRun('sync.tryNow');
  const becoming = useRun('sync.becomeNew');
  const writing = useRun('sync.writeSnapshot');
  const askReason = useReasonDialog();
  return {
    tryNow: () => trying.run({}),
    becomeNew: async () => {
      const answer = await askReason({
        title: 'Make this a workstation of its own',
        explain:
          'It gets a new identity and sends what it has not sent yet. Do this only when the other copy is to go on too. If this is the old one, switch it off instead.',
        action: 'Make it one of its own',
      });
      if (answer) await becoming.run({ reason: answer.reason });
    },
    writeSnapshot: async () => {
      const done = await writing.run({});
      if (done)
        notifications.show({
          color: 'green',
          message: `The snapshot is written: ${done.standings.toLocaleString('en')} things, ${megabytes(done.bytes)}.`,
        });
    },
    busy: trying.busy || writing.busy || becoming.busy,
    failure: trying.failure ?? becoming.failure ?? writing.failure,
  };
}
