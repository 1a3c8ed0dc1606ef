/** Drugs, prescribers and prices as central lists them, in every form a record may have, become what is on file here. */
import { create, toBinary, toJson } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../core/store/database.ts';
import { EnvelopeError, encodeEnvelope, recordValueOf } from '../../core/sync/envelope.ts';
import {
  DrugListedSchema,
  PrescriberListedSchema,
  PriceListedSchema,
} from '../../core/sync/gen/mortar/v1/reference_pb.js';
import {
  isListingTopic,
  type ListingTopic,
  readListing,
  takeListedRecord,
  takeListing,
} from '../../core/sync/reference-in.ts';
import { topicNames } from '../../core/sync/topics.ts';
import { verify } from '../../core/verification/verify.ts';
import { stockedCounter } from '../support/counter.ts';
import { openTestWorkstation } from '../support/workstation.ts';

const drug = create(DrugListedSchema, {
  ...{ ndc11: '00093005801', name: 'tramadol', strength: '50 mg', form: 'tablet', unit: 'tablet' },
  ...{ route: 'oral', labeler: 'Teva', packageSize: 100_000n, schedule: 'CIV' },
});
const prescriber = create(PrescriberListedSchema, {
  ...{ npi: '1234567893', familyName: "O'Brien", givenNames: 'Ada', phone: '585-555-0142' },
  ...{ credential: 'M.D.', profession: 'physician', dea: 'BB1388568', clinic: 'Elm Clinic' },
});
const price = create(PriceListedSchema, {
  ...{ ndc11: '00093005801', kind: 'nadac', price: 1234n, currency: 'USD', fromDay: '2026-03-01' },
});
const facts = {
  eventId: 'e1',
  type: 'drug.listed',
  urn: 'urn:central:drug:00093005801',
  producerId: 'central',
};

const taken = (store: Store, topic: ListingTopic, value: Uint8Array) =>
  store.transaction(() => takeListing(store, topic, readListing(topic, value)));
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

describe('a listing', () => {
  const whole = encodeEnvelope(facts, 'DrugListed', drug);
  test.each([
    ['bare Protobuf', toBinary(DrugListedSchema, drug)],
    ['Protobuf in an envelope', whole],
    ['bare JSON', json(toJson(DrugListedSchema, drug))],
    ['JSON with a payload', json({ urn: 'x', event: 'y', payload: toJson(DrugListedSchema, drug) })],
    ['JSON with what nobody knows yet', json({ ...(toJson(DrugListedSchema, drug) as object), later: 1 })],
    ['JSON around an envelope', recordValueOf(whole, 'json')],
  ])('is read as %s', (_form, value) => {
    expect(readListing('reference.drugs', value)).toEqual(drug);
  });

  test('of another kind, or garbage, is refused as unreadable', () => {
    expect(() => readListing('reference.prices', whole)).toThrow(EnvelopeError);
    expect(() => readListing('reference.prices', json({ price: 'much' }))).toThrow(EnvelopeError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (value) => {
        try {
          readListing('reference.prescribers', value);
        } catch (error) {
          expect(error).toBeInstanceOf(EnvelopeError);
        }
      }),
    );
  });

  test('comes in three topics', () => {
    expect(topicNames.filter(isListingTopic)).toEqual([
      'reference.drugs',
      'reference.prescribers',
      'reference.prices',
    ]);
  });
});

test('what is listed is on file, is found, changes, ends, and changes nothing when it comes again', async () => {
  const a = await openTestWorkstation();
  const { store } = a.workstation;
  const listed = (more: object = {}) => toBinary(DrugListedSchema, { ...drug, ...more });
  expect(taken(store, 'reference.drugs', listed())).toEqual({ outcome: 'written' });
  expect(taken(store, 'reference.drugs', listed())).toEqual({ outcome: 'unchanged' });
  expect(a.ask('drug.find', { text: 'tramadol' }).rows).toMatchObject([
    { ndc11: '00093005801', packageSize: '100', schedule: 'CIV', labeler: 'Teva' },
  ]);
  expect(taken(store, 'reference.drugs', listed({ labeler: 'Other' }))).toEqual({ outcome: 'written' });
  expect(taken(store, 'reference.drugs', listed({ endedOn: '2026-03-01' }))).toEqual({ outcome: 'written' });
  expect(a.ask('drug.get', { ndc11: '00093005801' }).drug).toMatchObject({ endedOn: '2026-03-01' });

  const doctor = (more: object = {}) => toBinary(PrescriberListedSchema, { ...prescriber, ...more });
  expect(taken(store, 'reference.prescribers', doctor())).toEqual({ outcome: 'written' });
  expect(taken(store, 'reference.prescribers', doctor())).toEqual({ outcome: 'unchanged' });
  expect(a.ask('prescriber.find', { text: 'obrien' }).rows).toMatchObject([
    { npi: '1234567893', dea: 'BB1388568', clinic: 'Elm Clinic', credential: 'M.D.' },
  ]);
  expect(taken(store, 'reference.prescribers', doctor({ clinic: '', dea: '', fax: '1' }))).toEqual({
    outcome: 'written',
  });
  expect(store.get('SELECT dea, clinic, fax FROM prescriber')).toEqual({
    ...{ dea: 'BB1388568', clinic: 'Elm Clinic', fax: '1' },
  });

  const costs = (more: object = {}) => toBinary(PriceListedSchema, { ...price, ...more });
  expect(taken(store, 'reference.prices', costs())).toEqual({ outcome: 'written' });
  expect(taken(store, 'reference.prices', costs())).toEqual({ outcome: 'unchanged' });
  expect(taken(store, 'reference.prices', costs({ price: 1300n }))).toEqual({ outcome: 'written' });
  expect(store.all('SELECT * FROM listed_price')).toEqual([
    { ndc11: '00093005801', kind: 'nadac', price: 1300, currency: 'USD', from_day: '2026-03-01' },
  ]);
  expect(verify(store).violations).toEqual([]);
});

test('what the pharmacy put on file itself stays, and the reason says so', async () => {
  const a = await openTestWorkstation();
  const shelf = await stockedCounter(a);
  const value = toBinary(DrugListedSchema, { ...drug, ndc11: shelf.ndc11 });
  const before = a.ask('drug.get', { ndc11: shelf.ndc11 });
  expect(taken(a.workstation.store, 'reference.drugs', value)).toEqual({
    outcome: 'kept',
    reason: expect.stringMatching(/^Yours\. .*name/),
  });
  expect(a.ask('drug.get', { ndc11: shelf.ndc11 })).toEqual(before);
});

test.each([
  ['reference.drugs', { ...drug, name: '' }, DrugListedSchema, /^name: /],
  ['reference.drugs', { ...drug, ndc11: '93-58' }, DrugListedSchema, /^ndc11: An NDC has 11 digits/],
  ['reference.drugs', { ...drug, packageSize: 0n }, DrugListedSchema, /^packageSize: /],
  ['reference.drugs', { ...drug, packageSize: -5n }, DrugListedSchema, /^packageSize: /],
  ['reference.drugs', { ...drug, schedule: 'CIX' }, DrugListedSchema, /^schedule: /],
  ['reference.drugs', { ...drug, endedOn: 'soon' }, DrugListedSchema, /^endedOn: /],
  ['reference.prescribers', { ...prescriber, npi: '1234567890' }, PrescriberListedSchema, /NPI/],
  ['reference.prescribers', { ...prescriber, dea: 'BB1388560' }, PrescriberListedSchema, /DEA/],
  ['reference.prescribers', { ...prescriber, familyName: '' }, PrescriberListedSchema, /^familyName: /],
  ['reference.prices', { ...price, price: -1n }, PriceListedSchema, /^price: below zero/],
  ['reference.prices', { ...price, price: 2n ** 60n }, PriceListedSchema, /^price: too high/],
  ['reference.prices', { ...price, currency: 'usd' }, PriceListedSchema, /^currency: /],
  ['reference.prices', { ...price, fromDay: '2026-02-30' }, PriceListedSchema, /^fromDay: /],
] as const)(
  'a listing of %s that cannot be right is refused in words',
  async (topic, message, schema, words) => {
    const a = await openTestWorkstation();
    const { store } = a.workstation;
    const counts = () =>
      store.get(
        'SELECT (SELECT count(*) FROM drug) AS d, (SELECT count(*) FROM prescriber) AS p, (SELECT count(*) FROM listed_price) AS l',
      );
    const before = counts();
    expect(taken(store, topic, toBinary(schema as typeof DrugListedSchema, message as typeof drug))).toEqual({
      outcome: 'refused',
      reason: expect.stringMatching(words),
    });
    const record = toBinary(schema as typeof DrugListedSchema, message as typeof drug);
    expect(() => store.transaction(() => takeListedRecord(store, topic, record))).toThrow(
      expect.objectContaining({ kind: 'corrupt', message: expect.stringMatching(/cannot be right\. ./) }),
    );
    expect(counts()).toEqual(before);
  },
);
