/** How the exchange with central stands: since when, what waits, what is to be read, and what a person has to do. */
import { Box, Progress, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCloudOff, IconRefresh } from '@tabler/icons-react';
import { Figure, Figures } from '../../components/facts.tsx';
import { When } from '../../components/when.tsx';
import { type CentralState, readingWords } from '../../shell/central-words.ts';
import { words } from '../../words.ts';
import classes from './sync.module.css';

const looks: Record<CentralState['state'], { tone: string; icon: typeof IconCircleCheck }> = {
  off: { tone: 'plain', icon: IconCloudOff },
  connecting: { tone: 'plain', icon: IconRefresh },
  'catching-up': { tone: 'plain', icon: IconRefresh },
  online: { tone: 'done', icon: IconCircleCheck },
  offline: { tone: 'late', icon: IconCloudOff },
  refused: { tone: 'late', icon: IconAlertTriangle },
  fenced: { tone: 'harm', icon: IconAlertTriangle },
};

/** What it means for the work, where the state alone does not say so. */
const meaning: Partial<Record<CentralState['state'], string>> = {
  offline:
    'Work goes on. What is done here is kept and sent as soon as central is reached; what others do is not seen until then.',
  'catching-up': 'Work goes on. Until it is done, what other workstations did may be missing.',
  fenced:
    'The folder of this workstation was copied, or restored elsewhere, and that copy sends under its name. Nothing is sent from here, so that nothing is told twice. If both are to go on, make this one a workstation of its own.',
};

export function StateCard({ state }: { state: CentralState }) {
  const { tone, icon: Icon } = looks[state.state];
  return (
    <section className={classes.card} aria-label="State of the exchange">
      <div className={classes.state} data-tone={tone} role="status">
        <Icon size={20} aria-hidden="true" />
        {words.centralState[state.state]}
      </div>
      {state.problem && <Text mt={4}>{state.problem}</Text>}
      {meaning[state.state] && (
        <Text size="sm" c="dimmed" mt={4}>
          {meaning[state.state]}
        </Text>
      )}
      {state.state === 'catching-up' && (
        <div className={classes.progress}>
          <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
            {readingWords(state)}
          </Text>
          <Progress value={(state.progress ?? 0) * 100} aria-label="Read so far" />
        </div>
      )}
      <Box mt={6}>
        <Figures>
          <Figure name="Since">
            <When at={state.since} />
          </Figure>
          <Figure name="Last heard">{state.heardAt ? <When at={state.heardAt} /> : 'never'}</Figure>
          <Figure name="Waits to be sent">
            {state.waiting.toLocaleString('en')}
            {state.oldestWaitingAt && (
              <Text span size="sm" c="dimmed">
                {' '}
                since <When at={state.oldestWaitingAt} />
              </Text>
            )}
          </Figure>
          <Figure name="To be read">
            {state.toRead === null ? 'not known' : state.toRead.toLocaleString('en')}
          </Figure>
          <Figure name="Held back">{state.heldBack.toLocaleString('en')}</Figure>
          <Figure name="Conflicts">{state.openConflicts.toLocaleString('en')}</Figure>
        </Figures>
      </Box>
    </section>
  );
}
