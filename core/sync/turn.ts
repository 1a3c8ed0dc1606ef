/**
 * Turns of the exchange: whatever takes some milliseconds waits for one, however many partitions are read and written
 * at once. Always: between two turns everything else of the core has its own, a command at the counter above all.
 */
const sending: (() => void)[] = [];
const others: (() => void)[] = [];

const give = (): void => {
  (sending.shift() ?? others.shift())!();
  if (sending.length + others.length > 0) setImmediate(give);
};

const waitIn = (queue: (() => void)[]) =>
  new Promise<void>((turn) => {
    queue.push(turn);
    if (sending.length + others.length === 1) setImmediate(give);
  });

export const nextTurn = (): Promise<void> => waitIn(others);

/** Before all others: what waits to be sent is little, or was gathered for long, and nobody else has it yet. */
export const nextTurnToSend = (): Promise<void> => waitIn(sending);
