/**
 * What central lists, taken over: drugs and prescribers by the same rules as a reference file, prices into their table.
 * Always: what the pharmacy put on file itself is never overwritten; what cannot be right is refused with the reason, and
 * nothing of it is written. A listing is Protobuf or JSON, in an envelope or bare; what comes again changes nothing.
 */
import { fromBinary, fromJson, type JsonObject, type Message } from '@bufbuild/protobuf';
import type { GenMessage } from '@bufbuild/protobuf/codegenv2';
import { z } from 'zod';
import { drugCommands } from '../contract/drug.ts';
import { prescriberCommands } from '../contract/prescriber.ts';
import { day, ndc11 } from '../contract/values.ts';
import { drugRow } from '../drug/drug.ts';
import { deaProblem, npiProblem } from '../prescriber/identifiers.ts';
import { fromThousandths } from '../quantity.ts';
import { rulesOf, type Written } from '../reference/catalogue.ts';
import type { Writer } from '../store/database.ts';
import { EnvelopeError, jsonOf, type Payload, payloadOf, payloads } from './envelope.ts';
import { type Envelope, EnvelopeSchema } from './gen/mortar/v1/envelope_pb.js';
import type { TopicName } from './topics.ts';

const listings = {
  'reference.drugs': 'DrugListed',
  'reference.prescribers': 'PrescriberListed',
  'reference.prices': 'PriceListed',
} as const satisfies Partial<Record<TopicName, keyof typeof payloads>>;
export type ListingTopic = keyof typeof listings;
type Listing<T extends ListingTopic = ListingTopic> = Payload<(typeof listings)[T]>;

export const isListingTopic = (topic: TopicName): topic is ListingTopic => Object.hasOwn(listings, topic);

/** `kept`: the row on file is the pharmacy's own, or over already. `refused`: it cannot be right. Both say why. */
export type Listed = { outcome: 'written' | 'unchanged' } | { outcome: 'kept' | 'refused'; reason: string };

const refused = (reason: string): Listed => ({ outcome: 'refused', reason });
const sentenceOf = ({ issues }: z.ZodError): Listed => {
  const [first] = issues;
  return refused(`${first?.path.join('.') ?? ''}: ${first?.message ?? 'not right'}`);
};
/** No value is refused by what it must not be without saying where: the field's name is enough to look it up. */
const endedOnOf = (endedOn: string | undefined) => day.nullable().safeParse(endedOn ?? null);

const outcomeOf = ({ kind, change }: Written, why: string): Listed => {
  if (kind === 'unchanged') return { outcome: 'unchanged' };
  return change === null ? { outcome: 'kept', reason: why } : { outcome: 'written' };
};

const takeDrug = (store: Writer, listed: Listing<'reference.drugs'>): Listed => {
  const ended = endedOnOf(listed.endedOn);
  if (!ended.success) return refused('endedOn: not a day such as 2026-03-01');
  const fields = drugCommands['drug.add'].input.safeParse({
    ...listed,
    packageSize: fromThousandths(Number(listed.packageSize)),
    schedule: listed.schedule ?? null,
  });
  if (!fields.success) return sentenceOf(fields.error);
  const wanted = { ...drugRow(fields.data), ended_on: ended.data };
  const { decision } = rulesOf.drugs.hold(store, wanted);
  return outcomeOf(rulesOf.drugs.write(store, wanted), 'why' in decision ? decision.why : '');
};

const takePrescriber = (store: Writer, listed: Listing<'reference.prescribers'>): Listed => {
  const ended = endedOnOf(listed.endedOn);
  if (!ended.success) return refused('endedOn: not a day such as 2026-03-01');
  const fields = prescriberCommands['prescriber.register'].input.safeParse({ ...listed });
  if (!fields.success) return sentenceOf(fields.error);
  const { familyName, givenNames, npi, dea, clinic, phone, fax } = fields.data;
  const problem = npiProblem(npi) ?? (dea === '' ? null : deaProblem(dea));
  if (problem !== null) return refused(problem);
  const { credential, profession, address } = listed;
  const facts = { family_name: familyName, given_names: givenNames, npi, phone, fax };
  const wanted = {
    ...{ ...facts, credential, profession, address, ended_on: ended.data as null },
    // The national register has none of these; what a pharmacy knows of them stays where central says nothing.
    ...(dea !== '' && { dea: dea.toUpperCase() }),
    ...(clinic !== '' && { clinic }),
  };
  const { decision } = rulesOf.prescribers.hold(store, wanted);
  return outcomeOf(rulesOf.prescribers.write(store, wanted), 'why' in decision ? decision.why : '');
};

const price = z.object({
  ndc11,
  kind: z.string().trim().min(1).max(40),
  price: z.bigint().min(0n, 'below zero').max(BigInt(Number.MAX_SAFE_INTEGER), 'too high').transform(Number),
  currency: z.string().regex(/^[A-Z]{3}$/, 'not a currency such as USD'),
  fromDay: day,
});

const takePrice = (store: Writer, listed: Listing<'reference.prices'>): Listed => {
  const read = price.safeParse({ ...listed });
  if (!read.success) return sentenceOf(read.error);
  const { changes } = store.run(
    `INSERT INTO listed_price (ndc11, kind, price, currency, from_day)
     VALUES (:ndc11, :kind, :price, :currency, :fromDay)
     ON CONFLICT DO UPDATE SET price = excluded.price, currency = excluded.currency
     WHERE price <> excluded.price OR currency <> excluded.currency`,
    read.data,
  );
  return { outcome: changes > 0 ? 'written' : 'unchanged' };
};

const takers: { [T in ListingTopic]: (store: Writer, listed: Listing<T>) => Listed } = {
  'reference.drugs': takeDrug,
  'reference.prescribers': takePrescriber,
  'reference.prices': takePrice,
};

const DAMAGED = 'This listing cannot be read: it is neither Protobuf nor JSON of its kind.';

/** The envelope some bytes are, or null where they are none: a bare listing has no name of a payload in its place. */
const envelopeIn = (bytes: Uint8Array): Envelope | null => {
  try {
    const envelope = fromBinary(EnvelopeSchema, bytes);
    return envelope.payloadType.startsWith('mortar.') ? envelope : null;
  } catch {
    return null;
  }
};

/** Reads a record of a topic of listings. Throws `EnvelopeError`. */
export const readListing = <T extends ListingTopic>(topic: T, value: Uint8Array): Listing<T> => {
  const name = listings[topic];
  const schema = payloads[name] as unknown as GenMessage<Listing<T> & Message>;
  const json = jsonOf(value);
  const bytes = typeof json?.envelope === 'string' ? Buffer.from(json.envelope, 'base64') : value;
  try {
    if (json && bytes === value)
      return fromJson(schema, (json.payload ?? json) as JsonObject, { ignoreUnknownFields: true });
    const envelope = envelopeIn(bytes);
    return envelope === null
      ? fromBinary(schema, bytes)
      : (payloadOf(envelope, name) as unknown as Listing<T>);
  } catch (cause) {
    if (cause instanceof EnvelopeError) throw cause;
    throw new EnvelopeError('corrupt', DAMAGED, { cause });
  }
};

/** Takes a listing over, inside a transaction of the caller. */
export const takeListing = <T extends ListingTopic>(store: Writer, topic: T, listed: Listing<T>): Listed =>
  takers[topic](store, listed);

/**
 * Takes over a record of a topic of listings, inside a transaction of the caller; the same again changes nothing.
 * Throws `EnvelopeError` where it cannot be read or cannot be right.
 */
export const takeListedRecord = (store: Writer, topic: ListingTopic, value: Uint8Array): Listed => {
  const listed = takeListing(store, topic, readListing(topic, value) as never);
  if (listed.outcome === 'refused')
    throw new EnvelopeError('corrupt', `What central lists here cannot be right. ${listed.reason}`);
  return listed;
};
