/**
 * Above the page and the form: how far the machine is with the fax, what it found there, the other orders of it, and
 * whether it came before; each with the key that follows from it.
 * Always: its room is kept from the start, so that nothing moves when the machine is done; where the machine does not
 * read, it is not there.
 */
import { Anchor, Button, Progress } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import type { QueryResult } from '../../../core/contract/index.ts';
import { KeyHint } from '../../components/key-hint.tsx';
import { When } from '../../components/when.tsx';
import { words } from '../../words.ts';
import classes from './desk-strip.module.css';
import { foundWords, onlyKind, unreadWords } from './found-words.ts';
import type { MachineReading } from './ghosts.ts';

/** What a key does about something that was found; told beside it. */
export interface DeskAction {
  keys: string;
  label: string;
  run: () => void;
}

export interface DeskActions {
  takeFound: DeskAction;
  setAside: DeskAction;
  readAgain: DeskAction;
  rejectDuplicate: DeskAction;
  /** Null while it is not known which prescription is to be refilled. */
  takeAsRefill: DeskAction | null;
}

interface Known {
  reading: MachineReading;
  siblings: QueryResult<'prescription.get'>['siblings'];
  actions: DeskActions;
}

/** @param reading undefined while it is not known yet: the room is kept */
export const DeskStrip = ({
  reading,
  siblings,
  actions,
}: Omit<Known, 'reading'> & { reading: MachineReading | undefined }) => {
  // What takes the place of the progress may be longer; its room is kept from then on.
  const [waited, setWaited] = useState(false);
  if (reading?.state === 'waiting' && !waited) setWaited(true);
  if (reading?.state === 'none') return null;
  if (reading === undefined)
    return (
      <div className={classes.strip}>
        <div className={classes.line} />
      </div>
    );
  return (
    <div className={classes.strip} role="status" data-waited={waited || undefined}>
      {reading.state === 'waiting' ? (
        <Waiting {...reading} />
      ) : (
        <Found reading={reading} siblings={siblings} actions={actions} />
      )}
      {reading.sameFax.map((earlier) => (
        <SameFax key={earlier.documentId} earlier={earlier} action={actions.rejectDuplicate} />
      ))}
    </div>
  );
};

const Waiting = ({ progress }: Pick<MachineReading, 'progress'>) => (
  <div className={classes.line}>
    <span className={classes.words}>
      Reading page {Math.min(progress.read + 1, progress.total)} of {progress.total} … You can type meanwhile.
    </span>
    <Progress
      value={(progress.read / progress.total) * 100}
      aria-label="Pages read"
      className={classes.progress}
    />
  </div>
);

const Found = ({ reading, siblings, actions }: Known) => {
  const found = foundWords(reading);
  const unread = unreadWords(reading);
  const waiting = reading.found.filter(({ prescriptionId }) => prescriptionId === null).length;
  const other = onlyKind(reading);
  const refill = reading.kind === 'refill-request';
  return (
    <div className={classes.line}>
      <span className={classes.words}>
        {reading.state === 'read' && `On this fax: ${found || 'nothing the machine knows'}. `}
        {unread !== '' && <span className={classes.problem}>Not read by the machine: {unread}. </span>}
        {refill && <b>This one asks for a refill. </b>}
        {siblings.length > 0 && 'Also: '}
        {siblings.map(({ id, stage, rxNumber, drug }, index) => (
          <Order
            key={id}
            href={stage === 'transcribing' ? `/transcribe/${id}` : `/prescription/${id}`}
            first={index === 0}
          >
            {drug ?? summaryOf(reading, id)}
            {rxNumber && `, Rx ${rxNumber}`} ({words.stage[stage].toLowerCase()})
          </Order>
        ))}
      </span>
      {unread !== '' && <Do action={actions.readAgain} />}
      {waiting > 0 && <Do action={actions.takeFound} />}
      {refill && actions.takeAsRefill && <Do action={actions.takeAsRefill} />}
      {other !== null && <Do action={actions.setAside} />}
    </div>
  );
};

/** What an order that is not typed yet was made of. */
const summaryOf = ({ found }: MachineReading, order: string) =>
  found.find(({ prescriptionId }) => prescriptionId === order)?.summary || 'not typed yet';

const SameFax = ({ earlier, action }: { earlier: MachineReading['sameFax'][number]; action: DeskAction }) => (
  <div className={classes.line} data-warning>
    <span className={classes.words}>
      <b>
        Probably the fax of <When at={earlier.receivedAt} /> once more
      </b>
      : {earlier.why}.{' '}
      {earlier.orders.map(({ id, rxNumber, drug, stage }, index) => (
        <Order key={id} href={`/prescription/${id}`} first={index === 0}>
          {drug ?? 'not typed yet'}
          {rxNumber && `, Rx ${rxNumber}`} ({words.stage[stage].toLowerCase()})
        </Order>
      ))}
    </span>
    <Do action={action} />
  </div>
);

const Order = ({ href, first, children }: { href: string; first: boolean; children: ReactNode }) => (
  <>
    {first ? ' ' : ', '}
    <Anchor component={Link} href={href} underline="always">
      {children}
    </Anchor>
  </>
);

const Do = ({ action: { keys, label, run } }: { action: DeskAction }) => (
  <Button size="xs" h={28} flex="none" variant="default" rightSection={<KeyHint keys={keys} />} onClick={run}>
    {label}
  </Button>
);
