/** What is typed in the transcription form becomes what is sent, or is not sent at all. */
import { describe, expect, it } from 'vitest';
import { asTranscription, sentFor } from '../../renderer/screens/intake/transcription.ts';
import { dayWords, readDay } from '../../renderer/screens/patient/day.ts';

const today = '2026-11-20';

describe('a date as it is typed', () => {
  it.each([
    ['2026-11-18', '2026-11-18'],
    ['11/18/2026', '2026-11-18'],
    ['11/18/26', '2026-11-18'],
    ['11/18', '2026-11-18'],
    ['1118', '2026-11-18'],
    ['111826', '2026-11-18'],
    ['11182026', '2026-11-18'],
    ['12/24', '2025-12-24'],
    ['4/2/61', '1961-04-02'],
    ['t', '2026-11-20'],
    ['y', '2026-11-19'],
    ['-3', '2026-11-17'],
  ])('%s is read as %s', (typed, read) => {
    expect(readDay(typed, today)).toBe(read);
  });

  it.each(['', '2/30', '13/01/2026', '31', 'soon', '2026-02-29', '0/1'])('“%s” is no day', (typed) => {
    expect(readDay(typed, today)).toBeNull();
  });

  it('is said back in words, near days by their names', () => {
    expect(dayWords('2026-11-19', today)).toBe('Thu 19 Nov 2026, yesterday');
    expect(dayWords('1961-04-02', today)).toBe('Sun 2 Apr 1961');
  });
});

describe('a typed prescription', () => {
  const typed = {
    patientId: 'p',
    prescriberId: 'd',
    ndc11: '00002140701',
    writtenOn: '2026-11-18',
    sigText: '1 tab po bid',
    quantity: '60',
  };

  it('is sent with the proposed days, no refills and substitution unless something else is typed', () => {
    expect(asTranscription(typed, sentFor(typed, 30)).ready).toMatchObject({
      daysSupply: 30,
      refills: 0,
      substitutionAllowed: true,
    });
    const changed = { ...typed, daysSupply: '28', refills: '2', substitutionAllowed: false };
    expect(asTranscription(changed, sentFor(changed, 30)).ready).toMatchObject({
      daysSupply: 28,
      refills: 2,
      substitutionAllowed: false,
    });
  });

  it('says of each field that is missing or wrong what to do, and is not sent', () => {
    const { patientId: _, ...gaps } = { ...typed, quantity: '0', writtenOn: '11/31' };
    const { ready, errors } = asTranscription(gaps, sentFor(gaps, null));
    expect(ready).toBeNull();
    expect(Object.keys(errors)).toEqual(['patientId', 'writtenOn', 'quantity', 'daysSupply']);
  });

  it('does not take a half number of days for a whole one', () => {
    const draft = { ...typed, daysSupply: '2.5', refills: 'two' };
    expect(Object.keys(asTranscription(draft, sentFor(draft, 30)).errors)).toEqual(['daysSupply', 'refills']);
  });
});
