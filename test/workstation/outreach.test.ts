/** What rests while a patient is in hospital or was reported deceased: messages wait, refills are held or refused. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { startOutbox } from '../../core/channel/outbox.ts';
import { mergePatients } from '../../core/patient/merge.ts';
import { outreachOf } from '../../core/patient/outreach.ts';
import { checkOrder, filledOrder, handOver, type Shelf, stockedCounter } from '../support/counter.ts';
import { soon } from '../support/soon.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

type Because = 'inpatient' | 'deceased';
const since = '2026-03-01T09:00:00.000Z';

/** Rows as a hospital's message leaves them. */
const pause = (work: TestWorkstation, patientId: string, because: Because = 'inpatient'): void =>
  work.workstation.dispatcher.record((store) => {
    store.run('INSERT INTO outreach_pause (id, patient_id, because, since) VALUES (?, ?, ?, ?)', [
      `${patientId.slice(0, 40)}-${because}`,
      ...[patientId, because, since],
    ]);
    return {
      result: undefined,
      events: [
        {
          name: 'outreach.paused',
          subject: { kind: 'patient', id: patientId },
          patientId,
          data: { patientId, because },
          reason: 'St Mary, ward 4B',
        },
      ],
    };
  });
const lift = (work: TestWorkstation, patientId: string): void =>
  work.workstation.dispatcher.record((store, now) => {
    store.run('UPDATE outreach_pause SET lifted_at = ? WHERE patient_id = ?', [now, patientId]);
    return {
      result: undefined,
      events: [
        {
          name: 'outreach.resumed',
          subject: { kind: 'patient', id: patientId },
          patientId,
          data: { patientId },
        },
      ],
    };
  });
/** A stay that another workstation heard of. */
const stay = (work: TestWorkstation, patientId: string, state: string, dischargedAt: string | null): void =>
  work.workstation.dispatcher.record((store) => {
    store.run(
      `INSERT INTO patient_stay (id, patient_id, revision, taken_back, source, workstation, branch_name, visit_number, class,
         state, ward, room, bed, facility, attending, consulting, admitted_at, discharged_at, disposition, reason, as_of)
       VALUES ('stay', ?, 1, 0, 'St Mary', 'Counter 2', '', 'V1', 'I', ?, '4B', '', '', 'St Mary', '', '', ?, ?, '', '', ?)`,
      [patientId, state, since, dischargedAt, since],
    );
    return { result: undefined, events: [] };
  });

const atCounter = async () => {
  const work = await openTestWorkstation();
  const shelf = await stockedCounter(work);
  return { work, shelf };
};

const handedOver = async (work: TestWorkstation, shelf: Shelf, refills = 0): Promise<string> => {
  const prescriptionId = await filledOrder(work, shelf, { refills });
  await handOver(work, prescriptionId, await checkOrder(work, prescriptionId));
  return prescriptionId;
};

describe('a message to a patient in hospital', () => {
  const messages = (work: TestWorkstation) =>
    work.ask('delivery.list', { outlet: 'patient-message' }, 'mona').rows;
  const open = (work: TestWorkstation) => {
    const outbox = startOutbox(work.workstation.dispatcher, work.workstation.store, {
      clock: work.clock.now,
    });
    onTestFinished(() => outbox.stop());
  };
  const othersWent = (work: TestWorkstation) =>
    soon(() =>
      expect(work.ask('delivery.list', { outlet: 'insurer' }, 'mona').rows[0]?.state).toBe('delivered'),
    );

  test.each([
    ['inpatient', /^Waits: the patient is in hospital since 1 March 2026\./],
    ['deceased', /^Not sent: the patient was reported deceased on 1 March 2026\.$/],
  ] as const)('waits with its reason and goes once the pause is lifted: %s', async (because, reason) => {
    const { work, shelf } = await atCounter();
    pause(work, shelf.patientId, because);
    await handedOver(work, shelf);
    open(work);
    await othersWent(work);
    expect(messages(work)).toMatchObject([{ state: 'waiting', problem: expect.stringMatching(reason) }]);
    lift(work, shelf.patientId);
    await soon(() => expect(messages(work)).toMatchObject([{ state: 'delivered', problem: null }]));
  });

  test('waits too where the pause is of another record of the patient', async () => {
    const { work, shelf } = await atCounter();
    const { patientId: survivor } = await work.run('patient.register', {
      ...{ familyName: 'Alvarez', givenNames: 'Mariana M', dateOfBirth: '1992-08-30', sex: 'female' },
      anotherPerson: true,
    });
    await handedOver(work, shelf);
    pause(work, survivor);
    work.workstation.dispatcher.record((store) => ({
      result: undefined,
      events: mergePatients({ store, actor: null }, shelf.patientId, survivor, { reason: 'twice' }),
    }));
    for (const id of [survivor, shelf.patientId])
      expect(outreachOf(work.workstation.store, id)).toEqual({ because: 'inpatient', since });
    open(work);
    await othersWent(work);
    expect(messages(work)).toMatchObject([{ state: 'waiting' }]);
  });
});

describe('a refill for a patient in hospital', () => {
  const refill = (work: TestWorkstation, refillOf: string) =>
    work.run('intake.receive', { source: 'refill', refillOf });

  test('is on hold at once, with the reason in words, and goes on when somebody has asked', async () => {
    const { work, shelf } = await atCounter();
    const first = await handedOver(work, shelf, 2);
    pause(work, shelf.patientId);
    const { prescriptionId } = await refill(work, first);
    const order = () => work.ask('prescription.get', { prescriptionId });
    const note = 'In hospital since 1 March 2026: ask before filling';
    expect(order().prescription.hold).toMatchObject({ note, owner: { name: 'Tina' } });
    expect(
      work.ask('prescription.timeline', { prescriptionId }).entries.map(({ sentence }) => sentence),
    ).toContain(`Put on hold: ${note}`);
    expect(work.ask('prescription.workQueue', {}).rows[0]?.flags[0]).toBe('in hospital');
    await work.run('prescription.resume', { prescriptionId, note: 'Her daughter fetches it.' });
    expect(order().prescription.hold).toBeNull();
    expect(order().draft).toMatchObject({ patientId: shelf.patientId, refills: '1' });
  });

  test('found to be one at the desk is on hold at once too', async () => {
    const { work, shelf } = await atCounter();
    const first = await handedOver(work, shelf, 2);
    pause(work, shelf.patientId);
    const { prescriptionId } = await work.run('intake.receive', { source: 'phone' });
    const { version } = await work.run('prescription.takeAsRefill', { prescriptionId, refillOf: first });
    const { prescription } = work.ask('prescription.get', { prescriptionId });
    expect(prescription).toMatchObject({ version, refillOf: first, hold: { reason: 'other' } });
  });

  test('is refused where the patient was reported deceased, and nothing comes in', async () => {
    const { work, shelf } = await atCounter();
    const first = await handedOver(work, shelf, 2);
    pause(work, shelf.patientId);
    pause(work, shelf.patientId, 'deceased');
    const refused = await work.refused('intake.receive', { source: 'refill', refillOf: first });
    expect(refused.code).toBe('patient.reported-deceased');
    expect(work.ask('prescription.workQueue', {}).rows).toEqual([]);
  });

  test('is like any other once the pause is lifted', async () => {
    const { work, shelf } = await atCounter();
    const first = await handedOver(work, shelf, 2);
    pause(work, shelf.patientId);
    lift(work, shelf.patientId);
    const { prescriptionId } = await refill(work, first);
    expect(work.ask('prescription.get', { prescriptionId }).prescription.hold).toBeNull();
  });
});

describe('what everybody at the counter sees of a stay', () => {
  const shown = (work: TestWorkstation, shelf: Shelf) =>
    work.ask('patient.get', { patientId: shelf.patientId }).patient.stay;

  test('nothing where no hospital says anything', async () => {
    const { work, shelf } = await atCounter();
    expect(shown(work, shelf)).toBeNull();
  });

  test('inpatient, with the place and since when, also beside an order', async () => {
    const { work, shelf } = await atCounter();
    stay(work, shelf.patientId, 'in', null);
    pause(work, shelf.patientId);
    const heard = { at: 'Counter 2', asOf: since };
    const expected = {
      heard,
      state: 'inpatient',
      text: 'Inpatient',
      place: 'St Mary, 4B',
      since,
      paused: true,
    };
    expect(shown(work, shelf)).toEqual(expected);
    const prescriptionId = await filledOrder(work, shelf);
    expect(work.ask('prescription.get', { prescriptionId }).patient?.stay).toEqual(expected);
  });

  test('discharged today, then just discharged, then no more', async () => {
    const { work, shelf } = await atCounter();
    stay(work, shelf.patientId, 'discharged', '2026-03-02T13:00:00.000Z');
    expect(shown(work, shelf)).toMatchObject({
      state: 'discharged',
      text: 'Discharged today',
      paused: false,
    });
    work.clock.advance(2 * 86_400_000);
    expect(shown(work, shelf)).toMatchObject({ text: 'Discharged', since: '2026-03-02T13:00:00.000Z' });
    work.clock.advance(3 * 86_400_000);
    expect(shown(work, shelf)).toBeNull();
  });

  test('reported deceased before all else', async () => {
    const { work, shelf } = await atCounter();
    stay(work, shelf.patientId, 'in', null);
    pause(work, shelf.patientId);
    pause(work, shelf.patientId, 'deceased');
    expect(shown(work, shelf)).toMatchObject({ state: 'deceased', text: 'Reported deceased', paused: true });
  });

  test('and the timeline tells it', async () => {
    const { work, shelf } = await atCounter();
    pause(work, shelf.patientId);
    expect(
      work
        .ask('patient.timeline', { patientId: shelf.patientId, limit: 1 })
        .entries.map((one) => one.sentence),
    ).toEqual(['Refills, delivery and messages rest: St Mary, ward 4B']);
  });
});
