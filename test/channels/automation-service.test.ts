/** The service of automation on a real Kafka: requests come as records, pages are really read, answers go out once. */
import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from '@bufbuild/protobuf';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AskedPage, readAnswer } from '../../core/automation/message.ts';
import { startAutomationService } from '../../core/automation/service.ts';
import { demoLexicon } from '../../core/central/automation.ts';
import { readPages } from '../../core/document/read-pages.ts';
import { payloads } from '../../core/sync/envelope.ts';
import type { Envelope } from '../../core/sync/gen/mortar/v1/envelope_pb.js';
import { LinkError } from '../../core/sync/link.ts';
import { prefixed } from '../../core/sync/topics.ts';
import { asker, ownReader, ownTopics, published } from '../support/automation-topics.ts';
import { openLink, sharedBroker, until } from '../support/broker.ts';
import { drawnForm, sendFax } from '../support/drawn-fax.ts';

const bootstrap = await sharedBroker();

/** The pages of a file as the workstation keeps and sends them. */
const pagesOf = async (bytes: Uint8Array): Promise<AskedPage[]> => {
  const read = await readPages(bytes);
  if (!read.ok) throw new Error(read.sentence);
  return read.pages.map(({ png, ...page }) => ({
    ...{ ...page, png, documentId: 'd', sha256: hash('sha256', png, 'hex') },
  }));
};

/** A fax that is read well. */
const faxPages = (): Promise<AskedPage[]> => {
  const sheet = drawnForm({ prescriber: 'Prescott', patient: 'Lars Peterson', day: '2026-03-01' }, [
    {
      ...{ drug: 'amlodipine', strength: '5 mg', form: 'tablet', quantity: '90', refills: '3' },
      sig: 'Take 1 tablet by mouth once daily',
    },
  ]);
  return pagesOf(sendFax([sheet], () => ({ seed: 2 }), { day: '2026-03-01', time: '10:00' }).bytes);
};
const blankPages = (): Promise<AskedPage[]> => {
  const sheet = createCanvas(850, 1100);
  const context = sheet.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, 850, 1100);
  return pagesOf(sheet.toBuffer('image/png'));
};

const ownFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-automation-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const saidIn = ({ payload }: Envelope) => {
  const read = readAnswer(payload);
  if ('problem' in read) throw new Error(read.problem);
  return read.answer;
};
const valuesIn = (envelope: Envelope) =>
  Object.fromEntries(saidIn(envelope).found[0]?.values.map(({ field, value }) => [field, value]) ?? []);

const service = async (prefix: string, folder: string, more: { failing?: () => boolean } = {}) => {
  const link = openLink({ brokers: [bootstrap!] });
  const started = await startAutomationService({
    link: {
      ...link,
      publish: async (to, records) => {
        const offset = await link.publish(to, records);
        // The answer is there, and nobody learns of it.
        if (more.failing?.()) throw new LinkError('transient', 'The connection was cut.');
        return offset;
      },
    },
    ...{ prefix, folder, reader: ownReader(), drugs: demoLexicon(), pageWaitMs: 2_000 },
  });
  onTestFinished(() => started.stop());
  return started;
};

describe.skipIf(bootstrap === null)('the service of automation', () => {
  it('reads the pages of a request and answers with every value and its place', async () => {
    const prefix = await ownTopics(bootstrap!);
    const { ask, answers } = asker(bootstrap!, prefix);
    await service(prefix, ownFolder());
    const requestId = await ask(await faxPages());
    await until(() => answers().length === 1);
    const [envelope] = answers();
    expect(envelope).toMatchObject({
      correlationId: requestId,
      urn: `urn:mortar:intake:${requestId}`,
      producerSeq: 1n,
    });
    expect(saidIn(envelope!)).toMatchObject({ requestId, askedBy: 'north-1', problem: '' });
    expect(valuesIn(envelope!)).toMatchObject({
      ...{ patientName: 'Peterson, Lars', dateOfBirth: '1998-02-20', drug: 'amlodipine', strength: '5 mg' },
      ...{ form: 'tablet', sig: 'Take 1 tablet by mouth once daily', quantity: '90', refills: '3' },
    });
    for (const { region } of saidIn(envelope!).found[0]!.values) expect(region).toMatchObject({ page: 1 });
  });

  it('answers a page nobody can read, and one that says nothing, with the reason', async () => {
    const prefix = await ownTopics(bootstrap!);
    const { ask, answers } = asker(bootstrap!, prefix);
    await service(prefix, ownFolder());
    const [page] = await blankPages();
    const blank = await ask([page!]);
    const broken = await ask([{ ...page!, png: new Uint8Array([1, 2, 3]) }]);
    const without = await ask([]);
    const named = await ask([{ ...page!, png: null }]);
    await until(() => answers().length === 4);
    const problems = new Map(
      answers().map((envelope) => [saidIn(envelope).requestId, saidIn(envelope).problem]),
    );
    expect(problems.get(blank)).toBe('No prescription was found on the pages.');
    expect(problems.get(broken)).toMatch(/could not be read/);
    expect(problems.get(without)).toBe('There is neither a page nor a text to read.');
    expect(problems.get(named)).toMatch(/has not come/);
  });

  it('reads the text of what came without a page, and takes fields as they were received', async () => {
    const prefix = await ownTopics(bootstrap!);
    const { ask, answers } = asker(bootstrap!, prefix);
    await service(prefix, ownFolder());
    const said =
      'Eleanor Prescott, NPI 1234567893\nLars Peterson, DOB 2/20/1998\namlodipine 5 mg tablets\n1 tab po daily #90, 3 refills';
    const fields = { patientName: 'Peterson, Lars', drug: 'amlodipine', strength: '5 mg', quantity: '90' };
    const call = await ask([], undefined, { text: said });
    const message = await ask([], undefined, { text: said, fields });
    const talk = await ask([], undefined, { text: 'Please call Mrs Miller back about her delivery.' });
    await until(() => answers().length === 3);
    const of = (requestId: string) => answers().find(({ correlationId }) => correlationId === requestId)!;
    expect(valuesIn(of(call))).toMatchObject({
      ...{ patientName: 'Peterson, Lars', dateOfBirth: '1998-02-20', npi: '1234567893', drug: 'amlodipine' },
      ...{ strength: '5 mg', form: 'tablet', sig: '1 tab po daily', quantity: '90', refills: '3' },
    });
    const lines = said.split('\n');
    for (const { read, region } of saidIn(of(call)).found[0]!.values)
      expect(lines[region.y]!.slice(region.x, region.x + region.width)).toContain(read.split(' ')[0]);
    expect(valuesIn(of(message))).toEqual(fields);
    expect(saidIn(of(message)).found[0]!.values.every(({ confidence }) => confidence > 0.9)).toBe(true);
    expect(saidIn(of(talk)).problem).toBe('No prescription was found in the text.');
  });

  it('takes pages that are named from the topic of documents, whole or in parts', async () => {
    const prefix = await ownTopics(bootstrap!);
    const { ask, answers, send } = asker(bootstrap!, prefix);
    await service(prefix, ownFolder());
    const [page] = await faxPages();
    const half = Math.floor(page!.png!.length / 2);
    const requestId = await ask([{ ...page!, png: null }]);
    for (const [index, content] of [page!.png!.subarray(0, half), page!.png!.subarray(half)].entries()) {
      const facts = { documentId: 'd', number: 1, part: index + 1, parts: 2, sha256: page!.sha256, content };
      const part = create(payloads.DocumentPage, facts);
      await send('documents', 'urn:mortar:document:d', 'document.page', [{}, 'DocumentPage', part]);
    }
    await until(() => answers().length === 1);
    expect(saidIn(answers()[0]!)).toMatchObject({ requestId, problem: '' });
    expect(valuesIn(answers()[0]!)).toMatchObject({ drug: 'amlodipine' });
  });

  it('goes on after a restart where it was; an answer sent twice is the same one', async () => {
    const prefix = await ownTopics(bootstrap!);
    const { ask, answers } = asker(bootstrap!, prefix);
    const folder = ownFolder();
    const first = await ask([]);
    // It sends the answer and never learns of it: killed at that moment, as far as its file knows.
    const cut = await service(prefix, folder, { failing: () => true });
    await until(() => answers().length >= 1);
    await cut.stop();
    const second = await ask([]);
    const again = await service(prefix, folder);
    await until(() => answers().some((envelope) => envelope.correlationId === second));
    await again.stop();
    const byRequest = Map.groupBy(answers(), ({ correlationId }) => correlationId);
    expect([...byRequest.keys()].sort()).toEqual([first, second].sort());
    for (const same of byRequest.values()) {
      expect(new Set(same.map(({ eventId }) => eventId)).size).toBe(1);
      expect(new Set(same.map(({ producerSeq }) => producerSeq)).size).toBe(1);
    }
    expect(byRequest.get(second)).toHaveLength(1);
    expect(new Set(answers().map(({ producerId }) => producerId)).size).toBe(1);
  });

  it('leaves out what is no request, and goes on', async () => {
    const prefix = await ownTopics(bootstrap!);
    const { ask, answers } = asker(bootstrap!, prefix);
    const link = openLink({ brokers: [bootstrap!] });
    for (const partition of [0, 1, 2, 3])
      await published(link, { topic: prefixed(prefix, 'intake.automation.requests'), partition }, [
        { key: 'x', value: Buffer.from('no request'), headers: {} },
      ]);
    await service(prefix, ownFolder());
    const requestId = await ask([]);
    await until(() => answers().length === 1);
    expect(answers()[0]!.correlationId).toBe(requestId);
  });

  it('runs as a process of its own, and ends when it is told to', async () => {
    const prefix = await ownTopics(bootstrap!);
    const { ask, answers } = asker(bootstrap!, prefix);
    const program = spawn(
      process.execPath,
      ['core/central/automation.ts', '--brokers', bootstrap!, '--prefix', prefix, '--data', ownFolder()],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void program.kill('SIGKILL'));
    const requestId = await ask([]);
    await until(() => answers().length === 1);
    expect(answers()[0]!.correlationId).toBe(requestId);
    const ended = once(program, 'exit');
    program.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
