/** A work area that is a grid: what stands above it, the grid in all the room that is left, what is said below. */
import type { ReactNode } from 'react';
import classes from './grid-page.module.css';

interface GridPageProps {
  above?: ReactNode;
  below?: ReactNode;
  children: ReactNode;
}

export function GridPage({ above, below, children }: GridPageProps) {
  return (
    <div className={classes.page}>
      {above}
      <div className={classes.grid}>{children}</div>
      {below}
    </div>
  );
}
