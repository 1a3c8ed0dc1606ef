/** What runs just now: how far, how much longer, and the way to stop it. */
import { Button, Group, Progress, Text } from '@mantine/core';
import type { ReferenceJob } from '../../../core/contract/reference.ts';
import { useRun } from '../../client/hooks.ts';
import { FailureNote } from '../../components/failure.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';
import { words } from '../../words.ts';
import classes from './reference-data.module.css';

const megabytes = (bytes: number) => `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
const rows = (count: number) => count.toLocaleString('en');

/** "about 40 s", "about 3 min". */
const spanWords = (seconds: number) =>
  seconds < 90 ? `about ${seconds} s` : `about ${Math.round(seconds / 60)} min`;

const progressWords = ({ phase, done, total, secondsLeft }: ReferenceJob): string => {
  const inRows = phase === 'writing' || phase === 'setting-back';
  const far = inRows ? `${rows(done)} of ${rows(total)} rows` : `${megabytes(done)} of ${megabytes(total)}`;
  return secondsLeft === null ? far : `${far}, ${spanWords(secondsLeft)} left`;
};

export function ReferenceProgress({ job }: { job: ReferenceJob }) {
  const stopping = useRun('reference.stop');
  const stop = () => void stopping.run({});
  useKeys([{ keys: 's', label: 'Stop what is running', run: stop }]);
  const title = `${words.catalogue[job.catalogue]}: ${words.referencePhase[job.phase].toLowerCase()}`;
  const share = job.total === 0 ? 0 : (100 * job.done) / job.total;
  return (
    <section className={`${classes.step} ${classes.running}`} aria-label="What is running">
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text fw={600}>{title}</Text>
          <Text size="sm">{progressWords(job)}</Text>
        </div>
        <Button variant="default" loading={stopping.busy} onClick={stop} rightSection={<KeyHint keys="s" />}>
          Stop
        </Button>
      </Group>
      <Progress value={share} mt="xs" size="lg" aria-label={title} transitionDuration={0} />
      {stopping.failure && <FailureNote failure={stopping.failure} />}
    </section>
  );
}
