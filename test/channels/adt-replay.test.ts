/**
 * Messages kept are applied again, tried without leaving anything behind, corrected, and laid aside; what a person says of them is
 * written down.
 */

import { describe, expect, test } from 'vitest';
import { rawOf } from '../../core/adt/keeping/raw-store.ts';
import { group, type Hospital, message, mr, openHospital } from '../support/adt-effects.ts';

const idOf = (hospital: Hospital, controlId: string) =>
  hospital.rows<{ id: number }>('SELECT id FROM adt_message WHERE control_id = ?', [controlId])[0]!.id;
const stateOf = (hospital: Hospital, controlId: string) =>
  hospital.rows<{ state: string }>('SELECT state FROM adt_message WHERE control_id = ? ORDER BY id DESC', [
    controlId,
  ])[0]!.state;
const tables = [
  'adt_person',
  'adt_identifier',
  'adt_stay',
  'adt_list',
  'adt_task',
  'outreach_pause',
  'adt_change',
  'adt_message',
  'event',
  'patient',
];
const mariana = {
  familyName: 'Alvarez',
  givenNames: 'Mariana',
  dateOfBirth: '1992-08-30',
  sex: 'female',
  mrn: 'M1',
} as const;

describe('a dry run', () => {
  test('says what would change and leaves nothing behind', async () => {
    const hospital = await openHospital();
    await hospital.test.run('patient.register', mariana);
    await hospital.send({ event: 'A01', controlId: 'FIRST', at: '202603021000' });
    await hospital.send({ event: 'A19', controlId: 'NONE' });
    const before = hospital.whole(...tables);
    const again = hospital.test.ask('adt.replayPreview', { messageId: idOf(hospital, 'FIRST') }, 'mona');
    expect(again).toEqual({ state: 'applied', problem: null, changes: [] });
    const [, , , ...lines] = message({ event: 'A03', at: '202603021200' }).split('\r');
    const head = message({ event: 'A03', at: '202603021200', controlId: 'OTHER' }).split('\r').slice(0, 3);
    const other = hospital.test.ask(
      'adt.replayPreview',
      { messageId: idOf(hospital, 'FIRST'), lines: [...head, ...lines] },
      'mona',
    );
    expect(other.state).toBe('applied');
    expect(other.changes).toContainEqual({ what: 'Stay', field: 'State', before: 'in', after: 'discharged' });
    expect(other.changes.some(({ what }) => what === 'Task: reconcile' || what === 'Task')).toBe(true);
    expect(hospital.whole(...tables)).toEqual(before);
  });
});

describe('a message', () => {
  test('that could not be used is corrected; what came stays as it came, and names what took its place', async () => {
    const hospital = await openHospital();
    await hospital.test.run('patient.register', mariana);
    const wrong = message({
      event: 'A01',
      controlId: 'BAD',
      ids: '',
      family: 'ÁLVAREZ',
      rest: ['NK1|1|Ruiz^Ana|MTH', 'IN2||000-00-1234'],
    });
    expect(await hospital.send(wrong)).toEqual(['failed']);
    const id = idOf(hospital, 'BAD');
    const { raw } = hospital.test.ask('adt.message', { messageId: id }, 'mona');
    expect(raw.join()).not.toContain('000-00-1234');
    const lines = raw.map((line) => line.replace('PID|1||||', `PID|1||${mr('M1')}||`));
    const still = await hospital.test.refused(
      'adt.resubmit',
      { messageId: id, lines: raw, reason: 'Tried.' },
      'mona',
    );
    expect(still.code).toBe('adt.still-wrong');
    const { messageId } = await hospital.test.run(
      'adt.resubmit',
      { messageId: id, lines, reason: 'Number was missing.' },
      'mona',
    );
    expect(hospital.rows('SELECT state, instead_of FROM adt_message ORDER BY id')).toEqual([
      { state: 'superseded', instead_of: null },
      { state: 'applied', instead_of: id },
    ]);
    expect(hospital.rows('SELECT family_name, patient_id IS NOT NULL AS ours FROM adt_person')).toEqual([
      { family_name: 'ÁLVAREZ', ours: 1 },
    ]);
    // What was masked on the screen is in the bytes as it was.
    const kept = (messageId: number) =>
      Buffer.from(rawOf(hospital.test.workstation.store, messageId)).toString('utf8');
    expect(kept(id)).toBe(wrong);
    expect(kept(messageId)).toContain('IN2||000-00-1234');
    const shown = hospital.test.ask('adt.message', { messageId: id }, 'mona');
    expect(shown.replacedBy).toBe(messageId);
    expect(shown.history.at(-1)).toMatchObject({
      by: 'Mona',
      state: 'superseded',
      reason: 'Number was missing.',
    });
    expect(
      (await hospital.test.refused('adt.resubmit', { messageId: id, lines, reason: 'Once more.' }, 'mona'))
        .code,
    ).toBe('adt.superseded');
  });

  test('is laid aside with a reason, and nobody is asked about it any more', async () => {
    const hospital = await openHospital();
    await hospital.test.run('patient.register', mariana);
    await hospital.send(
      { event: 'A08', at: '202603021200' },
      { event: 'A03', at: '202603021100', controlId: 'LATE' },
    );
    expect(hospital.open()).toEqual(['contradiction 2']);
    await hospital.test.run(
      'adt.dismiss',
      { messageId: idOf(hospital, 'LATE'), reason: 'Sent by mistake.' },
      'mona',
    );
    expect(stateOf(hospital, 'LATE')).toBe('dismissed');
    expect(hospital.open()).toEqual([]);
    expect(
      (
        await hospital.test.refused(
          'adt.dismiss',
          { messageId: idOf(hospital, 'LATE'), reason: 'Again.' },
          'mona',
        )
      ).code,
    ).toBe('adt.not-open');
  });

  test('applied again has what was missing: a cancel that came before its admission', async () => {
    const hospital = await openHospital();
    await hospital.test.run('patient.register', mariana);
    expect(
      await hospital.send(
        { event: 'A11', at: '202603021200', controlId: 'CANCEL' },
        { event: 'A01', at: '202603021100' },
      ),
    ).toEqual(['no-action', 'applied']);
    const result = await hospital.test.run(
      'adt.replay',
      { messageIds: [idOf(hospital, 'CANCEL')], reason: 'It came first.' },
      'mona',
    );
    expect(result).toEqual({ applied: 1, unchanged: 0, failed: 0 });
    expect(hospital.rows('SELECT state FROM adt_stay')).toEqual([{ state: 'cancelled' }]);
    expect(stateOf(hospital, 'CANCEL')).toBe('applied');
    expect(hospital.told()).toContain('adt.replayed');
    expect(hospital.rows('SELECT lifted_at IS NOT NULL AS lifted FROM outreach_pause')).toEqual([
      { lifted: 1 },
    ]);
  });

  test('whose event a source leaves out has no effect; applied again once it does not, it has', async () => {
    const hospital = await openHospital({ leaveOut: ['A08'] });
    expect(await hospital.send({ event: 'A08', controlId: 'OUT' })).toEqual(['no-action']);
    expect(hospital.rows('SELECT * FROM adt_person')).toEqual([]);
    hospital.test.workstation.store.run(
      "UPDATE adt_source SET profile = json_set(profile, '$.leaveOut', json('[]'))",
    );
    const result = await hospital.test.run(
      'adt.replay',
      { messageIds: [idOf(hospital, 'OUT')], reason: 'Now it counts.' },
      'mona',
    );
    expect(result.applied).toBe(1);
    expect(hospital.rows('SELECT * FROM adt_person')).toHaveLength(1);
  });

  test('says what it changed, in words', async () => {
    const hospital = await openHospital();
    await hospital.send(
      { event: 'A01', at: '202603021000' },
      { event: 'A02', at: '202603021100', ward: 'ICU^3^2', controlId: 'MOVE' },
    );
    const { changes } = hospital.test.ask('adt.message', { messageId: idOf(hospital, 'MOVE') }, 'mona');
    expect(changes).toEqual([
      { what: 'Stay', field: 'Ward', before: '4B', after: 'ICU' },
      { what: 'Stay', field: 'Room', before: '12', after: '3' },
      { what: 'Stay', field: 'Bed', before: '1', after: '2' },
    ]);
  });

  test('a day applied once more, in earnest, changes nothing', async () => {
    const hospital = await openHospital();
    await hospital.test.run('patient.register', mariana);
    await hospital.send(
      { event: 'A05', at: '202603021000', class: 'P' },
      { event: 'A01', at: '202603021001', rest: ['AL1|1|DA|^Penicillin'] },
      { event: 'A02', at: '202603021002', ward: 'ICU' },
      { event: 'A12', at: '202603021003' },
      { event: 'A08', at: '202603021004', phone: '5855550100' },
      { event: 'A21', at: '202603021005' },
      { event: 'A22', at: '202603021006' },
      { event: 'A03', at: '202603021007', pv1: { 36: '01' } },
      { event: 'A13', at: '202603021008' },
      { event: 'A03', at: '202603021009', pv1: { 36: '01' } },
      { event: 'A28', at: '202603021010', ids: mr('M9'), visit: null },
      message({ event: 'A40', at: '202603021011' }, group({ mrg: mr('M9'), visit: null })),
      { event: 'A31', at: '202603021012', ids: mr('M9'), visit: null, address: '9 Low St' },
    );
    const before = hospital.whole(...tables.filter((table) => table !== 'event'));
    const messageIds = hospital.rows<{ id: number }>('SELECT id FROM adt_message').map(({ id }) => id);
    const result = await hospital.test.run('adt.replay', { messageIds, reason: 'The whole day.' }, 'mona');
    expect(result).toEqual({ applied: 0, unchanged: messageIds.length, failed: 0 });
    expect(hospital.whole(...tables.filter((table) => table !== 'event'))).toEqual(before);
  });
});
