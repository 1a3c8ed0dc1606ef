/** How far a value read by the machine may be trusted, as a word that is coloured too: sure, check, guess. */
import type { Confidence } from '../../core/contract/recognition.ts';
import { words } from '../words.ts';
import classes from './confidence.module.css';

export const ConfidenceWord = ({ confidence }: { confidence: Confidence }) => (
  <span className={classes.word} data-confidence={confidence}>
    {words.confidence[confidence]}
  </span>
);
