/**
 * A hospital’s messages from the wire to rows: over MLLP with TLS on eight connections, each acknowledged once it is on disk, until
 * the last is applied in the encrypted file. Beside it in the same run: the same rows put into such a file by the driver alone,
 * a pipeline with a transaction for each table and message, and only reading the messages.
 */

import { readMessage } from '../../core/adt/hl7.ts';
import { readHeader } from '../../core/adt/reading/header.ts';
import { readAdt } from '../../core/adt/reading/read-adt.ts';
import { sourceProfile } from '../../core/contract/adt-values.ts';
import { bareInserts, naivePipeline } from './adt-bare.ts';
import { assertOnce, CONNECTIONS, openHospital, standing, timed } from './adt-hospital.ts';
import { lanesOf, messagesWanted, oursOf } from './adt-messages.ts';
import type { Figure } from './measure.ts';

const GOAL = 5_000;
/** Of the pipeline so many, which tell enough. */
const NAIVE = 1_000;
const PARSED = 5_000;
const SEVERAL = 16;

const onlyRead = (seed: number): number => {
  const profile = sourceProfile.parse({ authority: 'HOSP', timeZone: 'UTC' });
  const messages = lanesOf({ count: PARSED, seed, connections: 1, ours: 0 })[0]!;
  let persons = 0;
  const read = () => {
    for (const { bytes } of messages) {
      const header = readHeader(bytes)!;
      persons += readAdt(readMessage(bytes, 'auto', header), header, profile).persons.length;
    }
  };
  read();
  const began = performance.now();
  read();
  if (persons === 0) throw new Error('nothing was read');
  return messages.length / ((performance.now() - began) / 1_000);
};

export const adtWire = async (said: (text: string) => void): Promise<Figure[]> => {
  const count = messagesWanted();
  const figures: Figure[] = [];
  for (const inFlight of [1, SEVERAL]) {
    const hospital = await openHospital(oursOf(count));
    try {
      const { store } = hospital;
      // What is warm in a workstation that runs.
      const warm = await timed(hospital, {
        made: { count: 2_000, seed: 9, connections: CONNECTIONS, ours: 0 },
        inFlight,
        rate: 0,
      });
      const { seconds, sent, busy } = await timed(hospital, {
        made: { count, seed: 1, connections: CONNECTIONS, ours: oursOf(count) },
        inFlight,
        rate: 0,
      });
      assertOnce(store, [...warm.sent.controlIds, ...sent.controlIds]);
      const rate = count / seconds;
      said(
        `  ${inFlight} in flight: ${seconds.toFixed(1)} s, ${busy}, answered p99 ${sent.answeredP99.toFixed(0)} ms; ${standing(store)}`,
      );
      const bare = bareInserts(store);
      const name = `${count.toLocaleString('en')} ADT messages over MLLP with TLS, ${inFlight} unanswered a connection`;
      figures.push({
        ...{ name, value: rate, unit: '/s' },
        comparator: { name: 'the same rows, bare driver', value: bare },
        ratio: rate / bare,
        goal: `≥ ${GOAL.toLocaleString('en')} a second`,
        met: rate >= GOAL,
      });
      if (inFlight === 1) continue;
      const naive = naivePipeline(store, NAIVE);
      figures.push({
        ...{ name: 'the same', value: rate, unit: '/s' },
        comparator: { name: 'a transaction for each table and message', value: naive },
        ratio: rate / naive,
        goal: '≥ 3 × as many',
        met: rate >= 3 * naive,
      });
      const read = onlyRead(1);
      figures.push({
        ...{ name: 'the same', value: rate, unit: '/s' },
        comparator: { name: 'only reading them', value: read },
        ratio: rate / read,
        goal: '≥ ¼ as many',
        met: rate >= read / 4,
      });
    } finally {
      await hospital.close();
    }
  }
  return figures;
};
