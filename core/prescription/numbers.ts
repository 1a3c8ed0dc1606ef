/**
 * What an order is given to be known by: its Rx number and the code of its bag.
 * Always: workstations that bear different numbers never give the same; what is known here already, be it from before a
 * backup was restored or from another workstation, is not given again.
 */
import { randomBytes } from 'node:crypto';
import type { CommandContext, Context } from '../handler.ts';
import type { Writer } from '../store/database.ts';
import { bagCodeOf } from './prescription.ts';
import { nextNumber } from './store.ts';

const FIRST_RX_NUMBER = 7_000_000;

/** The number of this workstation in two digits. */
const ownDigits = (context: Context) => String(context.setting('workstation.number')).padStart(2, '0');

/** Whether this workstation exchanges with others, or is to. */
export const isCentralNamed = ({ setting }: Pick<Context, 'setting'>): boolean =>
  setting('central.brokers') !== '';

/** Draws until one comes that no order here bears. */
const unused = (store: Writer, column: 'rx_number' | 'bag_code', draw: () => string): string => {
  for (;;) {
    const drawn = draw();
    if (store.get(`SELECT 1 FROM prescription WHERE ${column} = ?`, [drawn]) === undefined) return drawn;
  }
};

/** The next Rx number. Once a central is named it begins with the number of the workstation. */
export const newRxNumber = (context: CommandContext): string => {
  const mark = isCentralNamed(context) ? ownDigits(context) : '';
  return unused(
    context.store,
    'rx_number',
    () => `${mark}${nextNumber(context.store, 'rx-number', FIRST_RX_NUMBER)}`,
  );
};

export const newBagCode = (context: CommandContext): string =>
  unused(context.store, 'bag_code', () => bagCodeOf(ownDigits(context), randomBytes(8)));
