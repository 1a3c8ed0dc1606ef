/**
 * The demo pharmacy is held together: numbers pass their checks, rows name what exists, every stage has work,
 * and the faxes can be read by the same code that reads real ones.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { stages } from '../../core/contract/values.ts';
import { demoDrug, demoDrugs } from '../../core/demo/drugs.ts';
import { dotsOf } from '../../core/demo/fax-paper.ts';
import { demoFaxSpecs } from '../../core/demo/fax-specs.ts';
import { drawPrescriptionPage, renderDemoFaxes } from '../../core/demo/faxes.ts';
import { branchDay, demoOrders } from '../../core/demo/orders.ts';
import {
  demoBranch,
  demoPatients,
  demoPrescribers,
  demoStaff,
  willCallBins,
} from '../../core/demo/people.ts';
import { demoLots } from '../../core/demo/stock.ts';
import { closePageReader, readPages } from '../../core/document/read-pages.ts';
import { parseNdc } from '../../core/drug/identifiers.ts';
import { deaProblem, deaWarning, npiProblem } from '../../core/prescriber/identifiers.ts';
import { daysSupply } from '../../core/prescription/days-supply.ts';
import { expandSig } from '../../core/prescription/sig.ts';

const NOW = new Date('2026-05-04T14:30:00.000Z');
const TODAY = '2026-05-04';

function repeated<T>(values: readonly T[]): T[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe('the demo shelf', () => {
  test('holds about three hundred packages or more, each NDC once and well formed', () => {
    expect(demoDrugs.length).toBeGreaterThanOrEqual(300);
    expect(repeated(demoDrugs.map(({ ndc11 }) => ndc11))).toEqual([]);
    for (const { ndc11 } of demoDrugs) expect(parseNdc(ndc11)).toHaveProperty('ndc11', ndc11);
  });

  test('no two packages would read the same in a list', () => {
    expect(repeated(demoDrugs.map(({ name, strength, form }) => `${name} ${strength} ${form}`))).toEqual([]);
  });

  test('every package says its strength with a unit and how much is in it', () => {
    for (const drug of demoDrugs) {
      expect(drug.strength).toMatch(/^\d.* ?(mg|mcg|mEq|units|%|actuation|h|mL|dose)/);
      expect(drug.packageSize).toBeGreaterThan(0);
      expect(drug.packageDescription).not.toBe('');
    }
  });

  test('stimulants and strong opioids are in Schedule II', () => {
    const names =
      /methylphenidate|amphetamine|oxycodone|hydrocodone|fentanyl|methadone|hydromorphone|^morphine/;
    for (const drug of demoDrugs.filter(({ name }) => names.test(name))) expect(drug.schedule).toBe('CII');
  });
});

describe('the demo people', () => {
  test('every NPI and DEA number passes its checksum and fits the surname', () => {
    for (const { npi, dea, familyName } of demoPrescribers) {
      expect(npiProblem(npi)).toBeNull();
      expect(deaProblem(dea)).toBeNull();
      expect(deaWarning(dea, familyName)).toBeNull();
    }
    expect(npiProblem(demoBranch.npi)).toBeNull();
    expect(deaProblem(demoBranch.dea)).toBeNull();
    expect(repeated(demoPrescribers.flatMap(({ npi, dea }) => [npi, dea]))).toEqual([]);
  });

  test('every telephone number is one that rings nowhere', () => {
    const numbers = [
      ...demoPatients.map(({ phone }) => phone),
      ...demoPrescribers.flatMap(({ phone, fax }) => [phone, fax]),
      demoBranch.phone,
      demoBranch.fax,
    ];
    for (const number of numbers) expect(number).toMatch(/^\d{3}-555-01\d\d$/);
    expect(repeated(numbers)).toEqual([]);
  });

  test('no patient is listed twice, and births are days of the past', () => {
    expect(
      repeated(
        demoPatients.map(({ givenNames, familyName, dateOfBirth }) =>
          [givenNames, familyName, dateOfBirth].join(),
        ),
      ),
    ).toEqual([]);
    for (const { dateOfBirth } of demoPatients) {
      expect(new Date(dateOfBirth).toISOString().slice(0, 10)).toBe(dateOfBirth);
      expect(dateOfBirth < TODAY).toBe(true);
    }
  });

  test('there are technicians, pharmacists, a manager and an administrator who can sign in', () => {
    const roles = Object.groupBy(demoStaff, ({ role }) => role);
    expect(roles.technician?.length).toBeGreaterThanOrEqual(2);
    expect(roles.pharmacist?.length).toBeGreaterThanOrEqual(2);
    expect(roles.manager).toHaveLength(1);
    expect(roles.administrator).toHaveLength(1);
    for (const { password, pin } of demoStaff) {
      expect(password.length).toBeGreaterThanOrEqual(8);
      expect(pin).toMatch(/^\d{4,6}$/);
    }
    expect(repeated(demoStaff.flatMap(({ userName, pin }) => [userName, pin]))).toEqual([]);
    expect(repeated(willCallBins)).toEqual([]);
  });
});

describe('the demo stock', () => {
  const lots = demoLots(TODAY);
  const usable = lots.filter(({ expiry, quarantine }) => expiry > TODAY && quarantine === undefined);

  test('is the same every time it is laid out on a day', () => {
    expect(demoLots(TODAY)).toEqual(lots);
  });

  test('has good lots, expired ones, some about to expire, some quarantined, and empty places', () => {
    expect(lots.some(({ expiry }) => expiry < TODAY)).toBe(true);
    expect(usable.some(({ expiry }) => expiry < '2026-06-20')).toBe(true);
    expect(lots.some(({ quarantine }) => quarantine !== undefined)).toBe(true);
    const stocked = new Set(lots.map(({ ndc11 }) => ndc11));
    expect(demoDrugs.length - stocked.size).toBe(6);
    expect(new Set(usable.map(({ ndc11 }) => ndc11))).toEqual(stocked);
  });

  test('every lot is of a drug on the shelf, a real day and more than nothing, and no lot of a drug comes twice', () => {
    for (const { ndc11, expiry, quantity } of lots) {
      expect(demoDrug(ndc11).ndc11).toBe(ndc11);
      expect(new Date(expiry).toISOString().slice(0, 10)).toBe(expiry);
      expect(Number(quantity)).toBeGreaterThan(0);
    }
    expect(repeated(lots.map(({ ndc11, lot }) => `${ndc11}/${lot}`))).toEqual([]);
  });

  test('is enough for every order that is past filling', () => {
    for (const { ndc11, quantity, stage } of demoOrders(NOW)) {
      if (!['filling', 'checking', 'ready', 'completed'].includes(stage)) continue;
      const onHand = usable
        .filter((lot) => lot.ndc11 === ndc11)
        .reduce((sum, lot) => sum + Number(lot.quantity), 0);
      expect(onHand, demoDrug(ndc11).name).toBeGreaterThanOrEqual(Number(quantity));
    }
  });
});

describe('the demo orders', () => {
  const orders = demoOrders(NOW);

  test('there are about forty, and every stage of the counter has work', () => {
    expect(orders.length).toBeGreaterThanOrEqual(40);
    expect(new Set(orders.map(({ stage }) => stage))).toEqual(new Set(stages));
  });

  test('transcribing has work from the telephone, the counter, the network and refills', () => {
    const waiting = orders.filter(({ stage }) => stage === 'transcribing');
    expect(new Set(waiting.map(({ source }) => source))).toEqual(
      new Set(['phone', 'walk-in', 'electronic', 'refill']),
    );
  });

  test('every order names a patient, a prescriber and a drug that exist', () => {
    for (const { patient, prescriber, ndc11 } of orders) {
      expect(demoPatients[patient]).toBeDefined();
      expect(demoPrescribers[prescriber]).toBeDefined();
      expect(demoDrug(ndc11)).toBeDefined();
    }
  });

  test('nothing in Schedule II comes by telephone or has refills, and III to V have no more than five', () => {
    for (const { ndc11, source, refills } of orders) {
      const { schedule } = demoDrug(ndc11);
      if (schedule !== null) expect(refills).toBeLessThanOrEqual(schedule === 'CII' ? 0 : 5);
      if (schedule === 'CII') expect(source).not.toBe('phone');
    }
  });

  test('directions are read without a refusal, and with the quantity they last as many days as stated', () => {
    const faxed = Object.values(demoFaxSpecs(TODAY)).flatMap(({ items }) => items);
    const ordered = orders.map((order) => ({ ...order, unit: demoDrug(order.ndc11).unit }));
    let reckoned = 0;
    for (const { sig, quantity, unit, daysSupply: stated } of [...ordered, ...faxed]) {
      const { dose, perDay, flags } = expandSig(sig, { unit, verb: 'Take' }, 'us');
      expect(flags.filter(({ severity }) => severity === 'refuse')).toEqual([]);
      const holds = dose?.unit === 'unit' ? { holds: { unit: 100 } } : {};
      const days = daysSupply(quantity, dose, perDay, { unit, ...holds });
      if (days === null) continue;
      expect(days, sig).toBe(stated);
      reckoned += 1;
    }
    expect(reckoned).toBeGreaterThan(50);
  });

  test('a refill repeats a completed order of the same patient, drug and date', () => {
    const refills = orders.filter(({ source }) => source === 'refill');
    expect(refills).not.toEqual([]);
    for (const { refillOf, patient, ndc11, writtenOn } of refills) {
      expect(orders[refillOf ?? -1]).toMatchObject({ stage: 'completed', patient, ndc11, writtenOn });
    }
  });

  test('rejected and failed orders say why; some orders are on hold; some promises are already broken', () => {
    for (const { stage, rejectReason, failReason } of orders) {
      expect(rejectReason !== undefined).toBe(stage === 'rejected');
      expect(failReason !== undefined).toBe(stage === 'failed');
    }
    expect(orders.filter(({ hold }) => hold !== undefined).length).toBeGreaterThanOrEqual(3);
    expect(
      orders.some(({ stage, promisedInMinutes }) => stage === 'transcribing' && promisedInMinutes < 0),
    ).toBe(true);
  });

  test('none was written after today at the branch, even late in the evening', () => {
    const lateEvening = new Date('2026-05-05T03:30:00.000Z');
    expect(branchDay(lateEvening)).toBe(TODAY);
    for (const { writtenOn } of demoOrders(lateEvening)) expect(writtenOn <= TODAY).toBe(true);
  });
});

describe('the demo faxes', () => {
  afterAll(closePageReader);
  const faxes = renderDemoFaxes(TODAY);

  test('are TIFF, two PDF and a PNG, none named after a patient', () => {
    expect(faxes).toHaveLength(14);
    expect(faxes.filter(({ fileName }) => fileName.endsWith('.pdf'))).toHaveLength(2);
    expect(faxes.filter(({ fileName }) => fileName.endsWith('.png'))).toHaveLength(1);
    for (const { fileName } of faxes) expect(fileName).toMatch(/^fax-\d{4}\.(tif|pdf|png)$/);
  });

  test('are byte for byte the same when drawn again for the same day', () => {
    const again = renderDemoFaxes(TODAY);
    for (const [index, { bytes }] of faxes.entries()) {
      expect(Buffer.compare(Buffer.from(again[index]!.bytes), Buffer.from(bytes))).toBe(0);
    }
  });

  test('are read whole by the page reader, one of them with two pages and one with three', async () => {
    const pageCounts: number[] = [];
    for (const { fileName, bytes } of faxes) {
      const read = await readPages(new Uint8Array(bytes));
      if (!read.ok) throw new Error(`${fileName} was refused: ${read.code}`);
      for (const { width, height, damagedRows } of read.pages) {
        expect(damagedRows).toBe(0);
        expect(height / width).toBeCloseTo(11 / 8.5, 1);
      }
      pageCounts.push(read.pages.length);
    }
    expect(pageCounts.filter((count) => count === 2)).toHaveLength(1);
    expect(pageCounts.filter((count) => count === 3)).toHaveLength(1);
    expect(pageCounts.filter((count) => count === 1)).toHaveLength(12);
  });

  test('a page is paper with ink on it: neither blank nor black', () => {
    for (const spec of Object.values(demoFaxSpecs(TODAY))) {
      const { bits, width, height } = dotsOf(drawPrescriptionPage(spec), { seed: 1 });
      expect(width).toBe(1728);
      expect(height).toBe(spec.yDpi === 98 ? 1078 : 2156);
      const ink = bits.reduce((sum, bit) => sum + bit, 0) / bits.length;
      expect(ink).toBeGreaterThan(0.01);
      expect(ink).toBeLessThan(0.15);
    }
  });
});
