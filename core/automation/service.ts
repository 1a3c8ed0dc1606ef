/**
 * The reference service of intake automation: reads requests from their topic, reads the pages, or the text of what came
 * without any, with the same recogniser as the intake desk, and answers. Fields that were received as such it takes.
 *
 * Always: every request is answered once its pages were tried, a page nobody can read with the reason; the answer to a
 * request has the same identity and number however often it is made, so that a restart in the middle doubles nothing;
 * how far it has come is kept in a file of its own, written after the answer is acknowledged.
 * Not here: how the link to central is opened and which drugs are known (core/central/automation.ts).
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { DocumentReading } from '../contract/recognition.ts';
import type { PageReader } from '../recognise/page-reader.ts';
import type { LexiconDrug, PageReading } from '../recognise/reading.ts';
import { receivedAsFields } from '../recognise/received-fields.ts';
import { textPage } from '../recognise/text-page.ts';
import {
  decodeRecord,
  encodeEnvelope,
  headersOf,
  type Payload,
  payloadOf,
  payloads,
} from '../sync/envelope.ts';
import { EventClass } from '../sync/gen/mortar/v1/envelope_pb.js';
import { AutomationOutcome } from '../sync/gen/mortar/v1/intake_pb.js';
import { type Following, type Link, LinkError, type LogRecord, type Position } from '../sync/link.ts';
import { partitionOf, prefixed, type TopicName, topics } from '../sync/topics.ts';
import { derivedId } from '../sync/urn.ts';
import { confidenceOfWord } from './message.ts';
import { type PageShelf, pageShelf } from './page-shelf.ts';
import { openProgress } from './progress.ts';

export interface ServiceParts {
  link: Link;
  /** Before the names of the topics at this central. */
  prefix: string;
  /** A folder of its own: how far it has come, and pages that came by reference. */
  folder: string;
  reader: PageReader;
  drugs: readonly LexiconDrug[];
  /** Told of what goes wrong, in words that hold nothing of a page. */
  onProblem?: (sentence: string) => void;
  clock?: () => number;
  /** How long a page named by reference is waited for. */
  pageWaitMs?: number;
}

export interface AutomationService {
  /** How many requests were answered since the start. */
  answered(): number;
  /** Takes nothing more; resolves when what is under way has ended. The link and the reader stay the caller's. */
  stop(): Promise<void>;
}

type Request = Payload<'IntakeAutomationRequest'>;
type Result = Payload<'IntakeAutomationResult'>;
/** What an answer says beside whose it is. */
type Said = Pick<Result, 'outcome' | 'problem' | 'layout' | 'sender'> & {
  found: DocumentReading['found'];
  pages: DocumentReading['pages'];
  rotations: readonly number[];
};

const NAME = 'mortar-reference';
const VERSION = '1';
const REQUESTS: TopicName = 'intake.automation.requests';
const RESULTS: TopicName = 'intake.automation.results';
const DOCUMENTS: TopicName = 'documents';
/** Who asked so long ago has a person on it. */
const TOO_OLD_MS = 24 * 3_600_000;
const TRY_AGAIN_MS = 1_000;

const sentences = {
  nothingToRead: 'There is neither a page nor a text to read.',
  notCome: 'A page that was named has not come over the topic of documents.',
  nothing: 'No prescription was found on the pages.',
  nothingInText: 'No prescription was found in the text.',
} as const;

const nothingRead = (outcome: AutomationOutcome, problem: string): Said => ({
  ...{ outcome, problem, layout: '', sender: '' },
  ...{ found: [], pages: [], rotations: [] },
});

const asReceived = (fields: Request['fields']): Said => ({
  ...nothingRead(AutomationOutcome.READ, ''),
  layout: 'fields',
  found: [receivedAsFields(Object.fromEntries(fields.map(({ field, value }) => [field, value])))],
});

const shortened = (text: string, most: number): string => text.slice(0, most);

/** Starts answering requests, from where it was before or from the first that central still has. */
export const startAutomationService = async (parts: ServiceParts): Promise<AutomationService> => {
  const { link, prefix, folder, reader, drugs, onProblem = () => {} } = parts;
  const { clock = Date.now, pageWaitMs = 60_000 } = parts;
  const progress = openProgress(folder);
  const shelf: PageShelf = pageShelf(folder);
  const follows = new Set<Following>();
  const ended = new AbortController();
  let answered = 0;
  /** Answers go out one at a time, so that their numbers have no holes. */
  let sending: Promise<unknown> = Promise.resolve();
  let lexiconKey = '';

  /** What extraction knows; given anew only when profile or day are others than before. */
  const prepareFor = ({ profile, receivedAt }: Request) => {
    const known = {
      profile: profile === 'uk' ? ('uk' as const) : ('us' as const),
      today: receivedAt.slice(0, 10),
    };
    const key = `${known.profile} ${known.today}`;
    if (key !== lexiconKey) reader.setLexicon({ ...known, drugs });
    lexiconKey = key;
  };

  /** The picture of a page; null where it does not come. */
  const pictureOf = async ({ png, sha256 }: Request['pages'][number]): Promise<Uint8Array | null> => {
    if (png.length > 0) return png;
    const until = performance.now() + pageWaitMs;
    for (;;) {
      const page = shelf.find(sha256);
      if (page !== null || performance.now() >= until || ended.signal.aborted) return page;
      await sleep(100);
    }
  };

  const said = async (readings: readonly PageReading[], nothing: string): Promise<Said> => {
    const { found, layout, sender, pages } = await reader.extract(readings);
    const outcome = found.length === 0 ? AutomationOutcome.NOTHING_FOUND : AutomationOutcome.READ;
    return {
      ...{ outcome, problem: found.length === 0 ? nothing : '', layout, sender, found, pages },
      rotations: readings.map(({ rotation }) => rotation),
    };
  };

  const say = async (request: Request): Promise<Said> => {
    const { pages, text, fields } = request;
    prepareFor(request);
    if (pages.length === 0 && fields.length > 0) return asReceived(fields);
    if (pages.length === 0 && text.trim() !== '') return said([textPage(text)], sentences.nothingInText);
    if (pages.length === 0) return nothingRead(AutomationOutcome.NOTHING_FOUND, sentences.nothingToRead);
    const pictures = await Promise.all(pages.map(pictureOf));
    if (pictures.includes(null)) return nothingRead(AutomationOutcome.UNREADABLE, sentences.notCome);
    const read = await Promise.all(pictures.map((picture) => reader.read(picture!)));
    // A page that was not read may hold a prescription of its own: then nobody knows what is on the fax.
    const unread = read.find((one) => !one.ok);
    if (unread && !unread.ok) return nothingRead(AutomationOutcome.UNREADABLE, unread.sentence);
    const readings = read.flatMap((one): PageReading[] => (one.ok ? [one.reading] : []));
    return said(readings, sentences.nothing);
  };

  const resultOf = (
    request: Request,
    said: Said,
    askedBy: string,
    inReplyTo: string,
    tookMs: number,
  ): Result => {
    // The recogniser counts the pages it was given; the request says which of its document they are.
    const numberOf = (at: number) => request.pages[at - 1]?.number ?? at;
    return create(payloads.IntakeAutomationResult, {
      ...{ requestId: request.requestId, inReplyTo, askedBy, outcome: said.outcome, problem: said.problem },
      ...{ layout: said.layout, sender: said.sender, serviceName: NAME, serviceVersion: VERSION },
      tookMs: Math.round(tookMs),
      pages: said.pages.map(({ number, kind, why }) => ({
        ...{ number: numberOf(number), kind, why, rotation: said.rotations[number - 1] ?? 0 },
      })),
      found: said.found.map(({ kind, pages, suggestions }) => ({
        kind,
        pages: pages.map(numberOf),
        values: suggestions.map(({ field, value, read, confidence, region, checks }) => ({
          ...{ field, value, read: shortened(read, 500), confidenceWord: confidence, checks },
          confidence: confidenceOfWord[confidence],
          region: { ...region, page: numberOf(region.page) },
        })),
      })),
    });
  };

  /** Sends until central has it: the same bytes every time. */
  const publish = async (key: string, result: Result): Promise<number> => {
    const { requestId } = result;
    const partition = partitionOf(key, topics[RESULTS].partitions);
    const seq = progress.numbered(partition) + 1;
    const facts = {
      ...{ eventId: derivedId('automation.result', requestId), type: 'automation.answered', typeVersion: 1 },
      ...{ urn: key, eventClass: EventClass.NOTE, correlationId: requestId, commandId: '' },
      ...{ producerId: progress.producerId, producerEpoch: 1, producerSeq: BigInt(seq) },
      ...{ workstationName: 'automation', occurredAt: timestampFromMs(clock()) },
    };
    const value = encodeEnvelope(facts, 'IntakeAutomationResult', result);
    const to = { topic: prefixed(prefix, RESULTS), partition };
    for (;;) {
      try {
        await link.publish(to, [{ key, value, headers: headersOf(facts, 'protobuf') }]);
        return partition;
      } catch (error) {
        if (ended.signal.aborted) throw error;
        onProblem(error instanceof Error ? error.message : 'An answer could not be sent.');
        await sleep(TRY_AGAIN_MS);
      }
    }
  };

  /** The answer to a record; null for what is no request and for what is too old to matter. */
  const answerTo = async (record: LogRecord): Promise<{ key: string; result: Result } | null> => {
    if (record.value === null || record.appendedAt < clock() - TOO_OLD_MS) return null;
    const request = ((): { request: Request; askedBy: string; eventId: string } | null => {
      try {
        const heard = decodeRecord(record.value);
        if (heard.by !== 'envelope') return null;
        const { producerId, eventId } = heard.envelope;
        return {
          request: payloadOf(heard.envelope, 'IntakeAutomationRequest'),
          askedBy: producerId,
          eventId,
        };
      } catch {
        onProblem('A record that is no request was left out.');
        return null;
      }
    })();
    if (request === null) return null;
    const began = performance.now();
    const answer = await say(request.request);
    if (ended.signal.aborted) throw new Error('stopped before it was answered');
    const result = resultOf(
      request.request,
      answer,
      request.askedBy,
      request.eventId,
      performance.now() - began,
    );
    return { key: record.key ?? request.request.intakeUrn, result };
  };

  const takeRequests = async (position: Omit<Position, 'next'>, records: readonly LogRecord[]) => {
    for (const record of records) {
      if (ended.signal.aborted) throw new Error('stopped');
      const next = { ...position, next: record.offset + 1 };
      const answer = await answerTo(record);
      const sent = sending.then(async () => {
        const partition = answer && (await publish(answer.key, answer.result));
        if (partition !== null) answered += 1;
        progress.take(next, partition);
      });
      sending = sent.catch(() => {});
      await sent;
    }
  };

  /** Keeps pages that come as records, for requests that name them. */
  const takeDocuments = (position: Omit<Position, 'next'>, records: readonly LogRecord[]) => {
    for (const record of records) {
      if (record.value === null || record.appendedAt < clock() - TOO_OLD_MS) continue;
      try {
        const heard = decodeRecord(record.value);
        if (heard.by === 'envelope' && heard.envelope.payloadType.endsWith('.DocumentPage')) {
          const page = payloadOf(heard.envelope, 'DocumentPage');
          if (page.number > 0) shelf.keep(page);
        }
      } catch {
        onProblem('A record of the topic of documents could not be read.');
      }
    }
    const last = records.at(-1);
    if (last) progress.take({ ...position, next: last.offset + 1 }, null);
  };

  const follow = (from: readonly Position[]): void => {
    const following = link.follow(from, {
      take: async ({ topic, partition, records }) => {
        const position = { topic, partition };
        if (topic === prefixed(prefix, REQUESTS)) await takeRequests(position, records);
        else takeDocuments(position, records);
      },
      // What is lost was asked long ago, and a person has had it.
      onOutOfRange: (position, earliest) => follow([{ ...position, next: earliest }]),
      onTrouble: (trouble) => {
        if (trouble) onProblem(trouble.message);
      },
    });
    follows.add(following);
  };

  /** Asks until central answers, unless it never will. */
  const reachOf = async (topic: string): ReturnType<Link['reach']> => {
    for (;;) {
      try {
        return await link.reach(topic);
      } catch (error) {
        if (!(error instanceof LinkError) || error.trouble !== 'transient') throw error;
        onProblem(error.message);
        await sleep(TRY_AGAIN_MS);
      }
    }
  };

  const positions: Position[] = [];
  for (const name of [REQUESTS, DOCUMENTS]) {
    const topic = prefixed(prefix, name);
    for (const { partition, earliest } of await reachOf(topic))
      positions.push({ topic, partition, next: progress.next({ topic, partition }) ?? earliest });
  }
  follow(positions);
  shelf.clear(clock() - TOO_OLD_MS);

  return {
    answered: () => answered,
    stop: async () => {
      ended.abort();
      await Promise.all([...follows].map((following) => following.stop()));
    },
  };
};
