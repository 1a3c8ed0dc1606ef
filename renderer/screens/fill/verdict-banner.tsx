/**
 * What the last scan said, across the whole width: green and a tick for right, red and a cross for wrong.
 * Always: the words come first; colour, sign and sound only repeat them. Announced at once to a screen reader.
 */
import { IconBarcode, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import classes from './fill.module.css';

export interface Shown {
  good: boolean;
  sentence: string;
}

export function VerdictBanner({ shown, waiting }: { shown: Shown | null; waiting: string }) {
  if (!shown) {
    return (
      <div className={classes.verdict} data-verdict="none" role="status">
        <IconBarcode size={32} aria-hidden />
        {waiting}
      </div>
    );
  }
  const Icon = shown.good ? IconCircleCheck : IconCircleX;
  return (
    <div className={classes.verdict} data-verdict={shown.good ? 'right' : 'wrong'} role="alert">
      <Icon size={40} aria-hidden />
      {shown.sentence}
    </div>
  );
}
