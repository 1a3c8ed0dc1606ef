/** A share as a length and as a number. */
import classes from './share-bar.module.css';

interface ShareBarProps {
  part: number;
  whole: number;
  /** What stands beside the length; the percentage and the count unless told otherwise. */
  say?: string;
  /** A plain length counts something; the others are good. */
  tone?: 'done' | 'plain';
}

export function ShareBar({ part, whole, say, tone = 'done' }: ShareBarProps) {
  const percent = whole === 0 ? 0 : Math.round((part / whole) * 100);
  return (
    <div className={classes.bar}>
      <div className={classes.track} aria-hidden="true">
        <div className={classes.filled} data-tone={tone} style={{ width: `${percent}%` }} />
      </div>
      <span>
        {say ?? (
          <>
            {percent} % <span className={classes.of}>({part})</span>
          </>
        )}
      </span>
    </div>
  );
}
