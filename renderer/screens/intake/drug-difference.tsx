/** How the drug picked differs from the one read on the page, in red words beneath it. */
import type { QueryResult } from '../../../core/contract/index.ts';
import classes from './ghost.module.css';

type Differences = QueryResult<'prescription.compareDrug'>['differences'];

/** “The prescription says 50 mg; you picked 100 mg.” */
export const differenceWords = (differences: Differences): string =>
  `The prescription says ${differences.map(({ page }) => page).join(', ')}; you picked ${differences
    .map(({ picked }) => picked)
    .join(', ')}.`;

export const DrugDifference = ({ differences }: { differences: Differences }) =>
  differences.length === 0 ? null : (
    <span className={classes.harm} role="alert" title={differenceWords(differences)}>
      {differenceWords(differences)}
    </span>
  );
