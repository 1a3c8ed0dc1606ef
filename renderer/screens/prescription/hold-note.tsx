/** That a prescription is on hold: why, who follows up and when. */
import { Alert } from '@mantine/core';
import { When } from '../../components/when.tsx';
import { words } from '../../words.ts';
import type { Known } from './with-prescription.tsx';

export function HoldNote({ prescription: { hold } }: Pick<Known, 'prescription'>) {
  if (!hold) return null;
  return (
    <Alert color="orange" variant="outline" title={`On hold: ${words.holdReason[hold.reason]}`}>
      {hold.owner.name} follows up <When at={hold.followUpAt} />. {hold.note}
    </Alert>
  );
}
