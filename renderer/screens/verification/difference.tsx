/** One value that differs, from → to, and against what. */
import classes from './verify.module.css';

export interface Difference {
  from: string;
  to: string;
  /** "changed since the last look", "last dispensed 12 Mar 2026". */
  against: string;
}

export const DifferenceLine = ({ from, to, against }: Difference) => (
  <span className={classes.difference}>
    {against}: <del>{from}</del> → <ins>{to}</ins>
  </span>
);
