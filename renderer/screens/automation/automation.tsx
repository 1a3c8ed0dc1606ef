/**
 * Automation: the orders that wait for it and the way to take them, how well it does, and answers that could not be used.
 * Three views, each with an address.
 */
import { SegmentedControl } from '@mantine/core';
import { useLocation, useParams } from 'wouter';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { useCursor } from '../../components/cursor.ts';
import { FailureNote } from '../../components/failure.tsx';
import { GridPage } from '../../components/grid-page.tsx';
import { useKeys } from '../../shell/keys.ts';
import { useLeaveFor } from '../../shell/leave-for.ts';
import { Screen } from '../../shell/screen.tsx';
import { Report } from './report.tsx';
import { Unusable } from './unusable.tsx';
import { type Waiting, WaitingOrders } from './waiting.tsx';

const names = {
  waiting: 'Waiting',
  report: 'How well it does',
  unusable: 'Answers that could not be used',
};
type View = keyof typeof names;

export default function Automation() {
  const { view: named } = useParams<{ view?: string }>();
  const [, navigate] = useLocation();
  const leaveFor = useLeaveFor();
  const { may } = useMe();
  const views = (Object.keys(names) as View[]).filter((one) => may.has(`automation.${one}`));
  const view = views.find((one) => one === named) ?? 'waiting';
  const { data, error } = useAsk('automation.waiting', { limit: 500 });
  const rows = data?.rows ?? [];
  const { index, row, moveTo } = useCursor(rows, ({ prescriptionId }) => prescriptionId);
  const taking = useRun('automation.take');
  const show = (to: View) =>
    navigate(to === 'waiting' ? '/automation' : `/automation/${to}`, { replace: true });
  useKeys(
    views.map((one, at) => ({ keys: String(at + 1), label: `Show: ${names[one]}`, run: () => show(one) })),
  );

  const mayTake = may.has('automation.take');
  const take = async ({ prescriptionId, version }: Waiting) => {
    if (mayTake && (await taking.run({ prescriptionId }, { expectedVersion: version })))
      leaveFor(`/transcribe/${prescriptionId}`);
  };
  const failure = taking.failure ?? error?.failure;
  return (
    <Screen
      title="Automation"
      breadcrumb={data && (data.total === 1 ? '1 order waits for it' : `${data.total} orders wait for it`)}
      back="/queue/transcribing"
      {...(view === 'waiting' && {
        primary: {
          label: 'Take it',
          run: () => row && void take(row),
          busy: taking.busy,
          disabled: row === undefined || !mayTake,
        },
      })}
    >
      <GridPage
        above={
          views.length > 1 && (
            <SegmentedControl
              aria-label="Show"
              size="xs"
              style={{ alignSelf: 'start' }}
              data={views.map((one) => ({ value: one, label: names[one] }))}
              value={view}
              onChange={(value) => show(value as View)}
            />
          )
        }
        below={failure && <FailureNote failure={failure} />}
      >
        {view === 'report' && <Report />}
        {view === 'unusable' && <Unusable />}
        {view === 'waiting' && data && (
          <WaitingOrders rows={rows} cursor={index} onCursor={moveTo} onOpen={(one) => void take(one)} />
        )}
      </GridPage>
    </Screen>
  );
}
