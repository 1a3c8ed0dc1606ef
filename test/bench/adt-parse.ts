/**
 * Reading of ADT messages: how many a second one core reads, in seconds of processor time, because the machine may have other work.
 *
 * Always: the same messages for both; from bytes to the same twelve values. The comparator is the package hl7-standard as it is,
 * without what it would need to read every message rightly (separators, ends of lines, escapes), which would slow it further.
 * Beside them: MSH alone, as it is read before a message is kept, and everything that is read of a message before it is applied.
 */
import HL7 from 'hl7-standard';
import { generate } from '../../core/adt/generator/generate.ts';
import { readMessage } from '../../core/adt/hl7.ts';
import { readHeader } from '../../core/adt/reading/header.ts';
import { readAdt } from '../../core/adt/reading/read-adt.ts';
import { sourceProfile } from '../../core/contract/adt-values.ts';
import { type Figure, median } from './measure.ts';

const ROUNDS = 7;
const GOAL = 4;
const profile = sourceProfile.parse({ authority: 'HOSP', timeZone: 'America/New_York' });

/** Segment, field and component. */
const asked: readonly (readonly [string, number, number])[] = [
  ['MSH', 9, 2],
  ['MSH', 10, 1],
  ['EVN', 2, 1],
  ['PID', 3, 1],
  ['PID', 5, 1],
  ['PID', 5, 2],
  ['PID', 7, 1],
  ['PID', 8, 1],
  ['PID', 11, 1],
  ['PV1', 2, 1],
  ['PV1', 3, 1],
  ['PV1', 19, 1],
];

/** The generated A08s that both can read, and the same with two hundred observations. */
const small = [...generate({ seed: 5, count: 3_000, persons: 200 })]
  .filter(
    ({ bytes, event }) => event === 'A08' && Buffer.from(bytes).includes('|^~\\&|') && !bytes.includes(10),
  )
  .slice(0, 300)
  .map(({ bytes }) => Buffer.from(bytes));
const large = small
  .slice(0, 40)
  .map((bytes) =>
    Buffer.concat([
      bytes,
      Buffer.from('OBX|9|NM|1751-7^Albumin^LN||4.1|g/dL|3.5-5.0|N|||F|||20261001\r'.repeat(200)),
    ]),
  );

const own = (bytes: Buffer): number => {
  const message = readMessage(bytes, 'auto');
  let length = 0;
  for (const [segment, field, component] of asked)
    length += message.first(segment)?.get(field, { component })?.length ?? 0;
  return length;
};
const standard = (bytes: Buffer): number => {
  const message = new HL7(bytes.toString('utf8'));
  message.transform();
  let length = 0;
  for (const [segment, field, component] of asked) {
    const value = message.get(`${segment}.${field}.${component}`) ?? message.get(`${segment}.${field}`);
    length += typeof value === 'string' ? value.length : 0;
  }
  return length;
};
const whole = (bytes: Buffer): number => {
  const header = readHeader(bytes)!;
  return readAdt(readMessage(bytes, 'auto', header), header, profile).persons.length;
};
const header = (bytes: Buffer): number => readHeader(bytes)!.controlId.length;

/** Messages a second of processor time: the median of some rounds after two that do not count. */
const rate = (messages: readonly Buffer[], read: (bytes: Buffer) => number): number => {
  const times = Math.ceil(600 / messages.length);
  const measured: number[] = [];
  let length = 0;
  for (let round = -2; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    for (let time = 0; time < times; time += 1) for (const bytes of messages) length += read(bytes);
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) measured.push((times * messages.length) / ((user + system) / 1e6));
  }
  if (length === 0) throw new Error('nothing was read');
  return median(measured);
};

const sizeOf = (messages: readonly Buffer[]): string => {
  const bytes = messages.reduce((sum, message) => sum + message.length, 0) / messages.length;
  return `${(bytes / 1_000).toFixed(1)} kB`;
};

export const adtParse = async (said: (text: string) => void): Promise<Figure[]> => {
  const figures = [small, large].map((messages): Figure => {
    const comparator = rate(messages, standard);
    const value = rate(messages, own);
    return {
      name: `ADT message of ${sizeOf(messages)}, twelve values read`,
      value,
      unit: '/s',
      comparator: { name: 'hl7-standard', value: comparator },
      ratio: value / comparator,
      goal: `≥ ${GOAL} × hl7-standard`,
      met: value >= GOAL * comparator,
    };
  });
  for (const [name, read] of [
    ['MSH alone', header],
    ['all that is read', whole],
  ] as const)
    said(`  ${name}, ${sizeOf(small)}: ${(1e6 / rate(small, read)).toFixed(1)} µs a message`);
  return figures;
};
