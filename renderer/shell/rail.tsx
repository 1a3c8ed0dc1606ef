/** The workflow in its own order, each stage with how many wait and how many of them are late. */
import { Link, useLocation } from 'wouter';
import type { QueryResult } from '../../core/contract/index.ts';
import { useAsk } from '../client/hooks.ts';
import { useMe } from '../client/session.ts';
import { type Destination, isFor, rail } from './destinations.ts';
import classes from './frame.module.css';

/** What is late becomes so without an event. */
const countEvery = 60_000;

export function Rail() {
  const { may } = useMe();
  const { data } = useAsk('prescription.counts', {}, { everyMilliseconds: countEvery });
  return (
    <nav className={classes.rail} aria-label="Places">
      {rail.map(({ title, destinations }) => (
        <div key={title}>
          <h2>{title}</h2>
          <ul>
            {destinations
              .filter((destination) => isFor(may, destination))
              .map((destination) => (
                <li key={destination.path}>
                  <Place destination={destination} counts={data} />
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

interface PlaceProps {
  destination: Destination;
  counts: QueryResult<'prescription.counts'> | undefined;
}

function Place({ destination: { path, label, icon: Icon, keys, stage, count: other }, counts }: PlaceProps) {
  const [at] = useLocation();
  const count = stage ? counts?.stages[stage] : undefined;
  const total = count?.total ?? ((counts && other?.(counts)) || undefined);
  return (
    <Link
      href={path}
      className={classes.place}
      aria-current={at === path || at.startsWith(`${path}/`) ? 'page' : undefined}
      title={`${label}, key ${keys}`}
    >
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <span className={classes.placeLabel}>{label}</span>
      <span className={classes.count}>
        {count && count.late > 0 && <span className={classes.late}>{count.late} late </span>}
        {total}
      </span>
    </Link>
  );
}
