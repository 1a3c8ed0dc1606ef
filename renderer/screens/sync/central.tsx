/**
 * Central: how the exchange stands, what of it needs a person, and the ways on.
 * Three views, each with an address: topics, what is held back, who was heard of.
 */
import { Anchor, Group, SegmentedControl, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { useCentral } from '../../client/central.ts';
import { useAsk } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { useCursor } from '../../components/cursor.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { GridPage } from '../../components/grid-page.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { useKeys } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { Gaps } from './gaps.tsx';
import { HeardOf } from './heard-of.tsx';
import { Held, type HeldRow, type HeldView } from './held.tsx';
import { StateCard } from './state-card.tsx';
import classes from './sync.module.css';
import { Topics } from './topics.tsx';
import { useWays } from './use-ways.ts';

const views = ['topics', 'held', 'workstations'] as const;
type View = (typeof views)[number];
const viewNames: Record<View, string> = {
  topics: 'Topics',
  held: 'Held back',
  workstations: 'Workstations',
};
/** Numbers of topics change with every event: seldom while all is well, quickly while there is much to read. */
const seldom = 10_000;
const often = 1_000;
const heldViews: readonly HeldView[] = ['held', 'replayed', 'dismissed'];

export default function Central() {
  const { view: named } = useParams<{ view?: string }>();
  const view: View = views.find((one) => one === named) ?? 'topics';
  const [, navigate] = useLocation();
  const { may } = useMe();
  const { data: state, error } = useCentral();
  const known = useAsk(
    'sync.topics',
    {},
    { everyMilliseconds: state?.state === 'catching-up' ? often : seldom },
  );
  const [heldView, setHeldView] = useState<HeldView>('held');
  const held = useAsk('sync.held', { state: heldView, limit: 500 }, { keepPrevious: true });
  const rows = held.data?.rows ?? [];
  const { index, row, moveTo } = useCursor(rows, ({ id }) => id);
  const ways = useWays();

  const show = (to: View) => navigate(to === 'topics' ? '/central' : `/central/${to}`, { replace: true });
  const open = ({ id }: HeldRow) => navigate(`/central/held/${id}`);
  useKeys(
    views.map((one, at) => ({
      keys: String(at + 1),
      label: `Show: ${viewNames[one]}`,
      run: () => show(one),
    })),
  );

  const off = state === undefined || state.state === 'off';
  const looking = view === 'held' && row !== undefined;
  const fenced = state?.state === 'fenced';
  const mayTry = !off && may.has('sync.tryNow');
  const tryNow = () => void ways.tryNow();
  const actions = [
    { keys: 't', label: 'Try now', run: tryNow, when: mayTry && (looking || fenced) },
    {
      keys: 'w',
      label: 'Write a snapshot',
      run: () => void ways.writeSnapshot(),
      when: !off && may.has('sync.writeSnapshot'),
    },
  ];
  const primary = looking
    ? { label: 'Look at it', run: () => open(row) }
    : fenced
      ? {
          label: 'Make it one of its own',
          run: () => void ways.becomeNew(),
          disabled: !may.has('sync.becomeNew'),
          why: 'A manager or an administrator decides this.',
        }
      : {
          label: 'Try now',
          run: tryNow,
          busy: ways.busy,
          disabled: !mayTry,
          why: off ? 'No central is named yet.' : 'A pharmacist, a manager or an administrator does this.',
        };
  const failure = ways.failure ?? error?.failure ?? known.error?.failure ?? held.error?.failure;

  return (
    <Screen
      title="Central"
      breadcrumb="other workstations and branches, intake automation, reference data"
      back={null}
      actions={<ActionButtons actions={actions} />}
      primary={primary}
    >
      <GridPage
        above={
          <>
            {failure && <FailureNote failure={failure} />}
            {state ? <StateCard state={state} /> : <Skeleton height={104} />}
            <Group justify="space-between" gap="xs">
              <SegmentedControl
                aria-label="Show"
                size="xs"
                data={views.map((one) => ({
                  value: one,
                  label: one === 'held' && state?.heldBack ? `Held back ${state.heldBack}` : viewNames[one],
                }))}
                value={view}
                onChange={(value) => show(value as View)}
              />
              {view === 'held' && (
                <SegmentedControl
                  aria-label="Of these"
                  size="xs"
                  data={heldViews.map((one) => ({ value: one, label: words.heldState[one] }))}
                  value={heldView}
                  onChange={(value) => setHeldView(value as HeldView)}
                />
              )}
            </Group>
          </>
        }
      >
        <div className={classes.view}>
          {state?.state === 'off' && view !== 'held' ? (
            <NoCentral />
          ) : view === 'held' ? (
            held.data && <Held rows={rows} view={heldView} cursor={index} onCursor={moveTo} onOpen={open} />
          ) : (
            <ScrollRegion className={classes.frame} label={viewNames[view]}>
              {!known.data && <Skeleton height={240} />}
              {known.data && view === 'topics' && (
                <>
                  <Gaps gaps={known.data.gaps} />
                  <Topics topics={known.data.topics} />
                </>
              )}
              {known.data && view === 'workstations' && <HeardOf {...known.data} />}
            </ScrollRegion>
          )}
        </div>
      </GridPage>
    </Screen>
  );
}

function NoCentral() {
  const { may } = useMe();
  return (
    <Empty
      title="This workstation works by itself"
      hint="To work on the same prescriptions with other workstations and branches, name the addresses of central (central.brokers), how the way to it is secured (central.security), and who this is (branch.id, workstation.name, workstation.number). What was done until then is sent first."
      action={
        may.has('setting.list') ? (
          <Anchor component={Link} href="/settings?of=central" underline="always">
            Settings of central
          </Anchor>
        ) : (
          'A manager or an administrator does this in the settings.'
        )
      }
    />
  );
}
