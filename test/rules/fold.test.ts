/** The rules by which the log decides, one by one, and what holds for any log at all. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { payloads } from '../../core/sync/envelope.ts';
import { fold, type Judged, type Standing } from '../../core/sync/fold.ts';
import { EventClass } from '../../core/sync/gen/mortar/v1/envelope_pb.js';
import { outsideEvent } from '../../core/sync/outside.ts';

const urn = 'urn:mortar:prescription:1';
const order = (more: Record<string, unknown> = {}) =>
  toBinary(
    payloads.PrescriptionChanged,
    create(payloads.PrescriptionChanged, {
      prescription: { id: '1', stage: 'verifying', branchId: 'east', filling: 1, ...more },
    }),
  );
const patient = (allergies: string[], address = '') =>
  toBinary(
    payloads.PatientChanged,
    create(payloads.PatientChanged, {
      patient: { id: '1', address, allergies: allergies.map((substance) => ({ substance })) },
    }),
  );
const lot = (movements: Record<string, number>) =>
  toBinary(
    payloads.StockChanged,
    create(payloads.StockChanged, {
      lot: { id: '1', branchId: 'east' },
      movements: Object.entries(movements).map(([id, quantity]) => ({ id, quantity: BigInt(quantity) })),
    }),
  );

const event = (eventId: string, baseEventId: string, more: Partial<Judged> = {}): Judged => ({
  ...{ eventId, baseEventId, urn, type: 'prescription.prioritised', eventClass: EventClass.DECISION },
  ...{ branchId: 'east', producerId: 'w1', userId: 'tina' },
  ...{ payloadType: 'mortar.v1.PrescriptionChanged', payload: order() },
  ...more,
});
const fact = (eventId: string, base: string, more: Partial<Judged> = {}) =>
  event(eventId, base, { eventClass: EventClass.FACT, ...more });
const start = fold(null, fact('a', ''), 0).standing!;
const orderOf = ({ image }: Standing) => fromBinary(payloads.PrescriptionChanged, image).prescription!;
const claim = (eventId: string, producerId: string, lastsMs = 1_000, released = false) =>
  event(eventId, 'a', {
    ...{
      type: released ? 'prescription.released' : 'prescription.claimed',
      eventClass: EventClass.CLAIM,
      producerId,
    },
    payloadType: 'mortar.v1.PrescriptionClaimed',
    payload: toBinary(
      payloads.PrescriptionClaimed,
      create(payloads.PrescriptionClaimed, { userId: producerId, lastsMs, released }),
    ),
  });

describe('a decision', () => {
  test('counts when nothing was decided since', () => {
    const { standing, verdict } = fold(start, event('b', 'a'), 1);
    expect([verdict, standing!.head]).toEqual(['accepted', 'b']);
  });

  test('is refused when somebody decided before, and both versions are kept for a person', () => {
    const first = fold(start, event('b', 'a'), 1).standing!;
    const { standing, verdict, conflict } = fold(first, event('c', 'a', { producerId: 'w2' }), 2);
    expect([verdict, standing!.head, conflict?.kind]).toEqual(['refused', 'b', 'refused']);
  });

  test('that goes on from a refused one belongs to the same conflict', () => {
    const first = fold(start, event('b', 'a'), 1).standing!;
    const lost = fold(first, event('c', 'a'), 2);
    const further = fold(lost.standing, event('d', 'c'), 3);
    expect([further.verdict, further.conflict?.id]).toEqual(['refused', lost.conflict!.id]);
  });

  test('about another branch’s order is refused, but for taking it over', () => {
    expect(fold(start, event('b', 'a', { branchId: 'west' }), 1).conflict?.kind).toBe('other-branch');
    const over = event('b', 'a', {
      branchId: 'west',
      type: 'prescription.takenOver',
      payload: order({ branchId: 'west' }),
    });
    expect(fold(start, over, 1)).toMatchObject({ verdict: 'accepted', standing: { branch: 'west' } });
  });
});

describe('a fact', () => {
  test('is kept whatever was decided, and the order stands where it physically is', () => {
    const rejected = fold(
      start,
      event('b', 'a', { type: 'prescription.reject', payload: order({ stage: 'rejected' }) }),
      1,
    ).standing!;
    const bag = order({ stage: 'ready', bagCode: 'B1' });
    const { standing, verdict, conflict } = fold(
      rejected,
      fact('c', 'a', { type: 'prescription.dispense', payload: bag }),
      2,
    );
    expect([verdict, conflict?.severity, orderOf(standing!).stage]).toEqual(['both-stand', 1, 'ready']);
  });

  test('of a second bag is a matter of the patient’s safety', () => {
    const one = fold(start, fact('b', 'a', { payload: order({ stage: 'ready', bagCode: 'B1' }) }), 1)
      .standing!;
    const { conflict } = fold(one, fact('c', 'a', { payload: order({ stage: 'ready', bagCode: 'B2' }) }), 2);
    expect(conflict).toMatchObject({ kind: 'double-dispense', severity: 1 });
  });

  test('after two were united does not replace what it never saw', () => {
    const scan = (at: string) => ({ at, userId: 'u', verdict: 'right' });
    const one = fold(start, fact('b', 'a', { payload: order({ stage: 'checking', scans: [scan('1')] }) }), 1)
      .standing!;
    const both = fold(one, fact('c', 'a', { payload: order({ stage: 'checking', scans: [scan('2')] }) }), 2)
      .standing!;
    const after = fold(both, fact('d', 'c', { payload: order({ stage: 'ready', scans: [scan('2')] }) }), 3)
      .standing!;
    expect(orderOf(after).scans.map(({ at }) => at)).toEqual(['1', '2']);
    expect(orderOf(after).stage).toBe('ready');
  });

  test('of stock is united with the others, and asks for a person only below zero', () => {
    const stock = { urn: 'urn:mortar:lot:1', payloadType: 'mortar.v1.StockChanged', type: 'lot.adjusted' };
    const received = fold(null, fact('a', '', { ...stock, payload: lot({ m1: 100 }) }), 0).standing;
    const one = fold(received, fact('b', 'a', { ...stock, payload: lot({ m1: 100, m2: -60 }) }), 1).standing;
    const fits = fold(one, fact('c', 'a', { ...stock, payload: lot({ m1: 100, m3: -40 }) }), 2);
    expect(fits.conflict).toBeUndefined();
    const { movements } = fromBinary(payloads.StockChanged, fits.standing!.image);
    expect(movements.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3']);
    expect(
      fold(one, fact('c', 'a', { ...stock, payload: lot({ m1: 100, m3: -50 }) }), 2).conflict,
    ).toBeDefined();
  });
});

describe('a claim', () => {
  test('is judged by the times of the broker alone', () => {
    const held = fold(start, claim('b', 'w1'), 10).standing!;
    expect(fold(held, claim('c', 'w2'), 1_010).verdict).toBe('refused');
    expect(fold(held, claim('c', 'w2'), 1_011)).toMatchObject({
      verdict: 'accepted',
      standing: { lease: { holder: 'w2' } },
    });
  });

  test('without a time of the broker ends nobody’s, and lasts until it is given back', () => {
    const held = fold(start, claim('b', 'w1'), null).standing!;
    expect(held.lease).toMatchObject({ holder: 'w1', until: null });
    expect(fold(held, claim('c', 'w2'), null).verdict).toBe('refused');
    expect(fold(held, claim('c', 'w2'), 4_102_444_800_000).verdict).toBe('refused');
    const timed = fold(start, claim('b', 'w1'), 10).standing!;
    expect(fold(timed, claim('c', 'w2'), null).verdict).toBe('refused');
    expect(fold(held, claim('c', 'w2', 0, true), null).standing!.lease).toBeNull();
    const begun = fold(start, event('c', 'a', { type: 'prescription.process' }), null).standing!;
    expect(begun.lease).toMatchObject({ holder: 'w1', until: null });
  });

  test('ends when it is given back, or when the order goes on', () => {
    const held = fold(start, claim('b', 'w1'), 10).standing!;
    expect(fold(held, claim('c', 'w1', 0, true), 11).standing!.lease).toBeNull();
    expect(fold(held, event('c', 'a', { type: 'prescription.approve' }), 11).standing!.lease).toBeNull();
  });
});

test('an allergy is not lost with the edit that lost', () => {
  const about = {
    urn: 'urn:mortar:patient:1',
    payloadType: 'mortar.v1.PatientChanged',
    type: 'patient.changed',
  };
  const first = fold(null, fact('a', '', { ...about, payload: patient(['latex']) }), 0).standing;
  const moved = fold(first, event('b', 'a', { ...about, payload: patient(['latex'], 'new') }), 1).standing;
  const { standing, conflict } = fold(
    moved,
    event('c', 'a', { ...about, payload: patient(['latex', 'penicillin'], 'other') }),
    2,
  );
  const image = fromBinary(payloads.PatientChanged, standing!.image).patient!;
  expect([image.address, image.allergies.map(({ substance }) => substance)]).toEqual([
    'new',
    ['latex', 'penicillin'],
  ]);
  expect(conflict?.kind).toBe('both-stand');
});

test('how something stood counts only where the log knew nothing of it', () => {
  const baseline = event('z', '', { eventClass: EventClass.BASELINE });
  expect(fold(null, baseline, 0).verdict).toBe('accepted');
  expect(fold(start, baseline, 0)).toEqual({ standing: start, verdict: 'noted' });
});

describe('another system', () => {
  const said = (name: string) => outsideEvent(start, { urn, event: name, payload: {} }, 'x', 5);

  test('moves an order where the workflow allows it', () => {
    const answer = said('prescription.approve');
    if (!('event' in answer)) throw new Error('it was not allowed');
    const { standing, verdict } = fold(start, answer.event, 5);
    expect([verdict, orderOf(standing!).stage, orderOf(standing!).approvedBy]).toEqual([
      'accepted',
      'to-fill',
      'outside',
    ]);
  });

  test('is told why where it does not', () => {
    expect(said('prescription.dispense')).toMatchObject({ sentence: expect.stringContaining('filled') });
    expect(said('prescription.unheard')).toHaveProperty('sentence');
  });
});

describe('for any log', () => {
  const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const any = fc
    .record({
      id: fc.uuid(),
      base: ids,
      branch: fc.constantFrom('east', 'west'),
      cls: fc.constantFrom(EventClass.FACT, EventClass.DECISION, EventClass.NOTE, EventClass.BASELINE),
      stage: fc.constantFrom('transcribing', 'to-fill', 'checking', 'ready', 'completed', 'rejected'),
    })
    .map(({ id, base, branch, cls, stage }) =>
      event(id, base, { branchId: branch, eventClass: cls, payload: order({ stage, bagCode: id }) }),
    );

  test('the same records give the same standing, and a refused one changes nothing that stands', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (events) => {
        const run = () =>
          events.reduce<Standing | null>((standing, one, at) => {
            const judged = fold(standing, one, at);
            if (judged.verdict === 'refused' || judged.verdict === 'noted') {
              expect(judged.standing?.image).toEqual(standing?.image);
              expect(judged.standing?.head).toBe(standing?.head);
            }
            return judged.standing;
          }, null);
        expect(run()).toEqual(run());
      }),
    );
  });

  test('a bag that was made is never un-made by what collides with it', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (events) => {
        const ready = fold(
          start,
          fact('r', 'a', { payload: order({ stage: 'completed', outcome: 'handed-over' }) }),
          0,
        ).standing!;
        const end = events.reduce<Standing>((standing, one, at) => fold(standing, one, at).standing!, ready);
        expect(orderOf(end).outcome).toBe('handed-over');
      }),
    );
  });
});
