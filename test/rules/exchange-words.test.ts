// What the window says of the exchange with central and of automation: quiet while all is well, and with a number and a
// way on while it is not. Pure functions; the screens are tested in test/e2e.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centralStates } from '../../core/contract/sync.ts';
import { sectionOfSetting, settingSections } from '../../renderer/screens/administration/setting-sections.ts';
import { durationWords } from '../../renderer/screens/automation/duration.ts';
import { nameOfJudged, unsureOf } from '../../renderer/screens/automation/judged.ts';
import { type CentralState, centralWords, readingWords } from '../../renderer/shell/central-words.ts';

const now = Date.parse('2026-11-21T15:00:00Z');
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const well: CentralState = {
  ...{ state: 'online', since: ago(90), waiting: 0, oldestWaitingAt: null, toRead: 0, progress: null },
  ...{ heardAt: ago(0), problem: null, openConflicts: 0, heldBack: 0 },
};
const said = (change: Partial<CentralState>) => centralWords({ ...well, ...change }, now);

describe('the status line', () => {
  test('says nothing while no central is named, while all is well, and of what is just being sent', () => {
    expect(said({})).toBeNull();
    expect(said({ state: 'off', waiting: 12, oldestWaitingAt: ago(999) })).toBeNull();
    expect(said({ waiting: 3, oldestWaitingAt: ago(0.5) })).toBeNull();
    expect(said({ state: 'connecting', since: ago(0.1) })).toBeNull();
  });

  test('says since when it is offline, how many events wait, and that none is lost', () => {
    const offline = { state: 'offline', oldestWaitingAt: ago(4) } as const;
    expect(said({ ...offline, waiting: 14 })?.text).toMatch(
      /^Offline since \S+\. 14 events wait\. Nothing is lost\.$/,
    );
    expect(said({ ...offline, waiting: 1 })?.text).toContain('1 event waits. Nothing is lost.');
    expect(said({ ...offline, waiting: 0, oldestWaitingAt: null })?.text).toMatch(/Nothing waits\.$/);
    expect(said({ ...offline, waiting: 1_234_567 })?.text).toContain('1,234,567 events wait');
  });

  test('says what waits although central answers', () => {
    expect(said({ waiting: 2, oldestWaitingAt: ago(10) })?.text).toMatch(/^2 events wait for central since/);
  });

  test('says what to do when central refuses, and that nothing is sent from a copied workstation', () => {
    const problem = 'The password is not right. Change central.secret.';
    expect(said({ state: 'refused', problem })?.text).toContain(problem);
    expect(said({ state: 'fenced' })).toMatchObject({ tone: 'harm' });
  });

  test('has words for every state, and never a word of Kafka', () => {
    for (const state of centralStates)
      expect(said({ state })?.text ?? '').not.toMatch(/kafka|offset|partition|broker/i);
  });
});

describe('progress', () => {
  test('is told as read of all there was', () => {
    expect(readingWords({ ...well, toRead: 67_600, progress: 0.155 })).toBe('Reading 12,400 of 80,000');
    expect(readingWords({ ...well, toRead: 500, progress: null })).toBe('Reading, 500 to go');
    expect(readingWords({ ...well, toRead: null })).toBe('Reading what happened meanwhile');
  });

  test('never goes beyond the whole, whatever is left and done', () => {
    fc.assert(
      fc.property(fc.nat(5_000_000), fc.nat(5_000_000), (left, done) => {
        const progress = left + done === 0 ? 1 : done / (left + done);
        const [read, all] = readingWords({ ...well, toRead: left, progress })
          .replaceAll(',', '')
          .match(/\d+/g)!
          .map(Number);
        if (all !== undefined) expect(read).toBeLessThanOrEqual(all);
      }),
    );
  });
});

describe('what automation said', () => {
  const judged = (about: 'drug' | 'sig' | 'quantity', confidence: number | null, passed = true) => ({
    ...{ about, confidence, passed, words: 'read', threshold: 0.7 },
  });

  test('lists what did not pass and what was read less than surely, the least sure first', () => {
    const unsure = unsureOf([judged('drug', 0.98), judged('sig', 0.8), judged('quantity', 0.71)]);
    expect(unsure.map(({ about }) => about)).toEqual(['quantity', 'sig']);
    expect(unsureOf([judged('drug', 0.99), judged('sig', null)])).toEqual([]);
    expect(unsureOf([judged('sig', null, false)])).toHaveLength(1);
  });

  test('names fields and matters by their words', () => {
    expect(nameOfJudged('sig')).toBe('Directions');
    expect(nameOfJudged('product')).toBe('Product');
    expect(nameOfJudged('days’ supply')).toBe('Days’ supply');
  });

  test('says times as they are compared', () => {
    expect([9.6, 60, 74, 3600, 7500].map(durationWords)).toEqual([
      '10 s',
      '1 min',
      '1 min 14 s',
      '1 h',
      '2 h 5 min',
    ]);
  });
});

test('every section of the settings has settings of its own, and a new one is not lost', async () => {
  const { settings } = await import('../../core/config.ts');
  const sections = Object.keys(settings).map(sectionOfSetting);
  for (const { code } of settingSections) expect(sections).toContain(code);
  for (const name of Object.keys(settings))
    expect(
      settingSections.some(({ of }) => of.includes(name.split('.')[0]!)),
      name,
    ).toBe(true);
});
