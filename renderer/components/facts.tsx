/** Names with their values: one below the other to be read, or side by side as figures to be taken in at a glance. */
import type { ReactNode } from 'react';
import classes from './facts.module.css';

export type Fact = readonly [name: string, value: ReactNode];

export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className={classes.facts}>
    {facts.map(([name, value], index) => (
      <div key={`${index} ${name}`} style={{ display: 'contents' }}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

interface FiguresProps {
  children: ReactNode;
  /** Large where the figures are what one looks for; huge where they are read from a metre. */
  size?: 'large' | 'huge';
}

export const Figures = ({ children, size }: FiguresProps) => (
  <dl className={classes.figures} data-size={size}>
    {children}
  </dl>
);

interface FigureProps {
  name: string;
  children: ReactNode;
  /** What it is of, in small letters below. */
  aside?: string;
  tone?: 'harm' | 'late' | undefined;
}

export const Figure = ({ name, children, aside, tone }: FigureProps) => (
  <div data-tone={tone}>
    <dt>{name}</dt>
    <dd>
      {children}
      {aside !== undefined && <small>{aside}</small>}
    </dd>
  </div>
);
