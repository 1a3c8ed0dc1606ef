/** The workflow in its own order, each stage with how many wait and how many of them are late. */
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { useCentral } from '../client/central.ts';
import { useAsk } from '../client/hooks.ts';
import { useHospital } from '../client/hospital.ts';
import { useMe } from '../client/session.ts';
import { type Counted, type Destination, isFor, rail } from './destinations.ts';
import classes from './frame.module.css';

/** What is late becomes so without an event. */
const countEvery = 60_000;

export function Rail() {
  const { may } = useMe();
  const work = useAsk('prescription.counts', {}, { everyMilliseconds: countEvery }).data;
  const central = useCentral().data;
  const hospital = useHospital().data;
  const counted = { work, central, hospital };
  return (
    <nav className={classes.rail} aria-label="Places">
      {rail.map(({ title, destinations }) => (
        <div key={title}>
          <h2>{title}</h2>
          <ul>
            {destinations
              .filter((destination) => isFor(may, destination) && destination.shown?.(counted) !== false)
              .map((destination) => (
                <li key={destination.path}>
                  <Place destination={destination} counted={counted} />
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
  counted: Counted;
}

function Place({ destination, counted }: PlaceProps) {
  const { path, label, icon: Icon, keys, stage, count: other } = destination;
  const [at] = useLocation();
  const isHere = at === path || at.startsWith(`${path}/`);
  const link = useRef<HTMLAnchorElement>(null);
  // In a low window the rail scrolls; where one is stays in sight.
  useEffect(() => {
    if (isHere) link.current?.scrollIntoView({ block: 'nearest' });
  }, [isHere]);
  const count = stage ? counted.work?.stages[stage] : undefined;
  const total = count?.total ?? (other?.(counted) || undefined);
  const urgent = destination.urgent?.(counted) ?? 0;
  return (
    <Link
      ref={link}
      href={path}
      className={classes.place}
      aria-current={isHere ? 'page' : undefined}
      title={`${label}, key ${keys}`}
    >
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <span className={classes.placeLabel}>{label}</span>
      <span className={classes.count}>
        {count && count.late > 0 && <span className={classes.late}>{count.late} late </span>}
        {urgent > 0 && <span className={classes.urgent}>{urgent} urgent </span>}
        {total}
      </span>
    </Link>
  );
}
