// Two workstations of a branch on one central, by keyboard: joined to it in the settings, cut off and in step again, a
// decision made at both while neither hears the other, a record nobody can read, and orders put to automation. A real
// Kafka, two real cores, the real service.
// Looked at on the way in every light and size.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeTopics } from '../../core/central/make-topics.ts';
import { branchDay } from '../../core/demo/orders.ts';
import { demoBranch } from '../../core/demo/people.ts';
import * as at from '../support/at-work.ts';
import { openLink, ownBroker, record } from '../support/broker.ts';
import { keepPicture, openWorkplace, type Workplace } from '../support/browser.ts';
import { wholeNetwork } from '../support/core-process.ts';
import { runner } from '../support/desk-data.ts';
import { drawnForm, sendFax } from '../support/drawn-fax.ts';
import { projectRoot } from '../support/electron.ts';
import { type Hands, handsOn } from '../support/hands.ts';
import { look, settled } from '../support/look.ts';
import { drawFax, layInto } from '../support/papers.ts';
import { setUpCounter } from '../support/second-counter.ts';

const broker = await ownBroker();

let first: Workplace;
let second: Workplace;
let page: Page;
let hands: Hands;
let other: Hands;

/** Broker and cores take their time on a busy machine. */
const patient = { timeout: 90_000, interval: 250 };

beforeAll(async () => {
  if (broker === null) return;
  await makeTopics(broker.bootstrap, '');
  first = await openWorkplace({ network: wholeNetwork });
  second = await openWorkplace({ network: wholeNetwork, demo: false });
  page = first.page;
  hands = handsOn(page);
  other = handsOn(second.page);
  await at.signIn(hands, 'marge');
  await at.inboxIsEmpty(first.core.inbox);
  await setUpCounter(second.page);
});
afterEach(async (context) => {
  await keepPicture(page, context);
  await keepPicture(second?.page, {
    ...context,
    task: { ...context.task, name: `second ${context.task.name}` },
  });
});
afterAll(async () => {
  await first?.close();
  await second?.close();
  await broker?.end();
});

/** A form as an electronic system sends it by fax. */
const formOf = (name: string, seed: number): Uint8Array => {
  const day = branchDay(new Date());
  const sheet = drawnForm({ prescriber: 'Prescott', patient: name, day }, [
    {
      ...{ drug: 'amlodipine', strength: '5 mg', form: 'tablet', quantity: '90', refills: '3' },
      sig: 'Take 1 tablet by mouth once daily',
    },
  ]);
  return sendFax([sheet], () => ({ seed }), { day, time: '10:00' }).bytes;
};

/** The reference service of automation, in a process of its own. */
const startService = (bootstrap: string): ChildProcess => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-automation-'));
  const words = [join(projectRoot, 'core/central/automation.ts'), '--brokers', bootstrap, '--data', folder];
  const service = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  onTestFinished(async () => {
    service.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  return service;
};

const stateOf = (of: Page) => at.askCore(of, 'sync.state', {});
const isState = (of: Page, state: string) =>
  vi.waitFor(async () => expect((await stateOf(of)).state).toBe(state), patient);
/** Nothing is on the way from one to the other. */
const inStep = async () => {
  for (const one of [page, second.page])
    await vi.waitFor(
      async () => expect(await stateOf(one)).toMatchObject({ state: 'online', waiting: 0 }),
      patient,
    );
};
const waitingOrders = async (of: Page, stage: 'transcribing' | 'verifying') =>
  (await at.askCore(of, 'prescription.workQueue', { stage, held: 'without', limit: 200 })).rows;
const footer = () => page.getByRole('contentinfo').last();
const saysOfCentral = () =>
  footer()
    .getByRole('link', { name: /central|offline/i })
    .count();

/** Goes to the screen of central. */
const goToCentral = async () => {
  await at.goTo(hands, 'x', 'Central');
  await settled(page);
};
const comeBack = async () => {
  await broker?.restart();
  await goToCentral();
  await at.doIt(hands);
  await page.getByText('In step with central').first().waitFor({ timeout: 90_000 });
  await runner(second.page)('sync.tryNow', {});
  await inStep();
};
const cutOff = async () => {
  await broker?.stop();
  await isState(page, 'offline');
  await isState(second.page, 'offline');
};

describe.skipIf(broker === null)('two workstations and a central', () => {
  test('a workstation that works by itself says nothing of central, and is joined to it in the settings', async () => {
    await goToCentral();
    await page.getByText('This workstation works by itself').waitFor();
    expect(await saysOfCentral()).toBe(0);
    expect(await look(page, 'central, none named')).toEqual([]);

    await at.goTo(hands, 'e', 'Settings');
    await hands.press('4');
    await page.getByRole('row', { name: /central\.brokers/, selected: true }).waitFor();
    expect(await look(page, 'settings of central')).toEqual([]);
    await hands.press('Enter');
    const value = page.getByRole('dialog').getByLabel('Value');
    await value.and(page.locator(':focus')).waitFor();
    await hands.type(broker!.bootstrap);
    await at.tabTo(hands, page.getByRole('dialog').getByLabel('Why'));
    await hands.type('two counters');
    await hands.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await goToCentral();
    await page.getByText('In step with central').first().waitFor({ timeout: 90_000 });
    await vi.waitFor(async () => expect((await stateOf(page)).waiting).toBe(0), patient);

    const change = runner(second.page);
    const reason = 'a second counter';
    await change('setting.change', { name: 'branch.id', value: demoBranch.id, reason });
    await change('setting.change', { name: 'workstation.name', value: 'Counter 2', reason });
    await change('setting.change', { name: 'workstation.number', value: 2, reason });
    await change('setting.change', { name: 'central.brokers', value: broker!.bootstrap, reason });
    await inStep();
    expect(await look(page, 'central, online')).toEqual([]);
    await expect.poll(saysOfCentral, { timeout: 60_000 }).toBe(0);
  }, 400_000);

  test('what the hospital told the first counter stands at the second, with where it was heard', async () => {
    await at.goTo(other, 'k', 'Hospital');
    const heardThere = (list: Locator) => list.getByText('heard at Counter 1').first().waitFor(patient);
    const tasks = second.page.getByRole('listbox', { name: 'What to do, worst first' });
    await heardThere(tasks);
    await heardThere(second.page.getByRole('group', { name: 'In hospital now' }));
    expect(await look(second.page, 'board of a hospital, heard elsewhere')).toEqual([]);

    const openTask = async (kind: RegExp) => {
      await at.goTo(other, 'k', 'Hospital');
      await heardThere(tasks);
      await other.press('ArrowLeft');
      await at.pressUntil(other, 'j', second.page.getByRole('option', { name: kind, selected: true }));
      await other.press('Enter');
    };
    await openTask(/Details differ/);
    await second.page.getByText('Came in at Counter 1. Settle it there').waitFor();
    expect(await look(second.page, 'task of a hospital, settled elsewhere')).toEqual([]);

    await openTask(/Reconcile medicines/);
    await second.page.getByRole('heading', { level: 2, name: 'What becomes of it' }).waitFor();
    expect(await look(second.page, 'task of a hospital, heard elsewhere')).toEqual([]);

    await at.goTo(other, 'k', 'Hospital');
    await heardThere(tasks);
    await other.press('ArrowRight', 'Enter');
    const banner = second.page.getByRole('region', { name: 'Patient', exact: true });
    await banner.getByText(/^heard at Counter 1, as of/).waitFor(patient);
    expect(await look(second.page, 'patient in hospital, heard elsewhere')).toEqual([]);
  }, 400_000);

  let order: string;

  test('cut off, it says since when and what waits; in step again, the order is at the other counter', async () => {
    await cutOff();
    await at.goToQueue(hands, 'transcribing');
    order = await at.receiveFax(
      page,
      first.core.inbox,
      drawFax('Lars Peterson', 'Sharma', {
        ...{ drug: 'lisinopril 20 mg tablet', sig: '1 tab po daily', quantity: '30', refills: 0 },
      }),
    );
    await footer()
      .getByText(/^Offline since \S+\. [1-9]\d* events? waits?\. Nothing is lost\.$/)
      .waitFor({ timeout: 60_000 });
    expect(await waitingOrders(second.page, 'transcribing')).not.toContainEqual(
      expect.objectContaining({ id: order }),
    );
    await goToCentral();
    await page.getByText('Central cannot be reached').first().waitFor();
    expect(await look(page, 'central, offline')).toEqual([]);

    await comeBack();
    await vi.waitFor(
      async () =>
        expect(await waitingOrders(second.page, 'transcribing')).toContainEqual(
          expect.objectContaining({ id: order }),
        ),
      patient,
    );
    await at.open(other, 'transcribing', order);
    await at.heading(second.page, 'Transcribe').waitFor();
    await other.press('Escape', 'Escape');
    expect(await saysOfCentral()).toBe(0);
  }, 400_000);

  test('what was decided at both while neither heard the other is shown side by side and settled', async () => {
    await inStep();
    const free = (await waitingOrders(page, 'verifying')).filter(({ claim }) => claim === null);
    const both = free[0]!.id;
    await cutOff();
    for (const [who, reason] of [
      [hands, '1'],
      [other, '4'],
    ] as const) {
      await at.goToQueue(who, 'verifying');
      await at.moveTo(who, 'verifying', both);
      await who.press('h');
      await who.page.getByRole('dialog').waitFor();
      await who.press(reason, 'Control+Enter');
      await who.page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await comeBack();
    await page.getByRole('link', { name: /^Conflicts\s*1$/ }).waitFor({ timeout: 90_000 });
    await at.goTo(hands, 'z', 'Conflicts');
    await page.getByRole('row', { name: /Decided elsewhere first/, selected: true }).waitFor();
    expect(await look(page, 'conflicts, one')).toEqual([]);
    await hands.press('Enter');
    await at.heading(page, 'Conflict').waitFor();
    const sides = page.getByRole('table', { name: 'Both versions' });
    await sides.getByText('Counter 1').waitFor();
    await sides.getByText('Counter 2').waitFor();
    expect(await look(page, 'conflict, both held')).toEqual([]);

    await hands.press('o');
    await at.heading(page, 'Prescription').waitFor();
    await page.getByRole('alert').filter({ hasText: 'Decided elsewhere first' }).waitFor();
    expect(await look(page, 'prescription with a conflict')).toEqual([]);
    await hands.press('Escape');
    await at.heading(page, 'Conflict').waitFor();
    await at.doIt(hands);
    await page.getByRole('dialog', { name: 'What was decided' }).waitFor();
    await hands.press('1');
    await hands.type('Called the other counter: one hold is enough.');
    await hands.press('Control+Enter');
    await page.getByText('Nothing is in conflict').waitFor();
    expect((await stateOf(page)).openConflicts).toBe(0);
    await vi.waitFor(async () => expect((await stateOf(second.page)).openConflicts).toBe(0), patient);
    await hands.press('2');
    await page.getByText(/Called the other counter/).waitFor();
  }, 400_000);

  test('a record nobody can read is held back, looked at and left; the rest goes on', async () => {
    const key = 'urn:mortar:prescription:0198c2b0-7f0e-7d3a-9d53-2f4b1a7c0e11';
    const outside = openLink({ brokers: [broker!.bootstrap], topics: { 'prescription.events': 8 } });
    await outside.publish({ topic: 'prescription.events', partition: 0 }, [
      record(key, 'half a message', { ce_type: 'prescription.approve' }),
    ]);

    await page.getByRole('link', { name: /^Central\s*1$/ }).waitFor({ timeout: 60_000 });
    await goToCentral();
    await hands.press('2');
    await page.getByRole('row', { name: /prescription\.events/, selected: true }).waitFor();
    expect(await look(page, 'central, one held back')).toEqual([]);
    await at.doIt(hands);
    await at.heading(page, 'Record held back').waitFor();
    await page
      .getByRole('region', { name: /^Bytes/ })
      .getByText('half a message')
      .waitFor();
    expect(await look(page, 'record held back')).toEqual([]);
    await hands.press('d');
    await page.getByRole('dialog', { name: 'Leave this record for good' }).waitFor();
    await hands.type('Sent by a test system by mistake.');
    await hands.press('Control+Enter');
    await page.getByText('Nothing is held back').waitFor();

    await hands.press('1');
    await page.getByRole('table', { name: 'Topics' }).getByText('prescription.events').waitFor();
    expect(await look(page, 'central, topics')).toEqual([]);
    await hands.press('3');
    await page.getByRole('row', { name: /Counter 2/ }).waitFor();
    expect(await look(page, 'central, workstations')).toEqual([]);

    const { rows } = await at.askCore(page, 'prescription.workQueue', { stage: 'ready', limit: 1 });
    await runner(second.page)('prescription.addNote', { prescriptionId: rows[0]!.id, note: 'Still in step' });
    await vi.waitFor(async () => {
      const { entries } = await at.askCore(page, 'prescription.timeline', { prescriptionId: rows[0]!.id });
      expect(entries.map(({ reason }) => reason)).toContain('Still in step');
    }, patient);
  }, 400_000);

  test('what automation is asked stands beside the queue and can be taken; what it typed in is in verification and says so', async () => {
    const change = runner(page);
    for (const [name, value] of Object.entries({
      'automation.offlineSeconds': 600,
      'automation.on': true,
    }))
      await change('setting.change', { name, value, reason: 'to try it' });
    await at.goToQueue(hands, 'transcribing');
    layInto(first.core.inbox, 'one.tif', formOf('Thandiwe Mbeki', 3));
    await page.getByRole('link', { name: '1 with automation' }).waitFor({ timeout: 60_000 });
    await hands.press('a');
    await at.heading(page, 'Automation').waitFor();
    await page
      .getByRole('row', { name: /central has it since/, selected: true })
      .waitFor({ timeout: 60_000 });
    expect(await look(page, 'automation, one waits')).toEqual([]);
    await at.doIt(hands);
    await at.heading(page, 'Transcribe').waitFor();
    await at.leaveField(hands);
    await hands.press('Escape');

    const known = new Set((await waitingOrders(page, 'verifying')).map(({ id }) => id));
    startService(broker!.bootstrap);
    layInto(first.core.inbox, 'two.tif', formOf('Åsa Bergström', 1));
    const typed = await vi.waitFor(async () => {
      const fresh = (await waitingOrders(page, 'verifying')).find(({ id }) => !known.has(id));
      expect(fresh).toBeDefined();
      return fresh!.id;
    }, patient);
    await at.goToQueue(hands, 'verifying');
    await at.moveTo(hands, 'verifying', typed);
    await hands.press('Shift+Enter');
    await at.heading(page, 'Prescription').waitFor();
    await page.getByText('Typed in by automation').first().waitFor();
    expect(await look(page, 'prescription, typed in by automation')).toEqual([]);
    await hands.press('Escape');
    await at.heading(page, 'To verify').waitFor();

    await at.goTo(hands, 'j', 'Automation');
    await hands.press('2');
    await page.getByText('1 of 2 orders').waitFor();
    expect(await look(page, 'automation, report')).toEqual([]);
    expect(first.complaints).toEqual([]);
    expect(second.complaints).toEqual([]);
  }, 400_000);
});
