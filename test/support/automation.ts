/**
 * Automation as a test plays it: a branch that puts its faxes to it, answers chosen by the test as the bytes that come
 * over the topic, and a sweep whose clocks the test moves.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { type Sweep, startSweep } from '../../core/automation/sweep.ts';
import type { ReadField } from '../../core/contract/recognition.ts';
import {
  AutomationOutcome,
  type IntakeAutomationResult,
  IntakeAutomationResultSchema,
} from '../../core/sync/gen/mortar/v1/intake_pb.js';
import { type Shelf, stockedCounter } from './counter.ts';
import { readFax } from './read-fax.ts';
import type { TestWorkstation } from './workstation.ts';

export type Says = Partial<Record<ReadField, string | readonly [value: string, confidence: number]>>;

/** What a clean page says of the shelf of `stockedCounter`. */
export const clean: Says = {
  patientName: 'Alvarez, Mariana',
  dateOfBirth: '1992-08-30',
  patientAddress: '77 Wilmer Street, Rochester, NY 14607',
  prescriberName: 'Okonjo, Ngozi',
  npi: '1234567893',
  drug: 'lisinopril',
  strength: '10 mg',
  form: 'tablet',
  sig: 'take 1 tablet by mouth daily',
  quantity: '30',
  daysSupply: '30',
  refills: '2',
  writtenOn: '2026-03-01',
};

/** Names a central and switches automation on, at a counter with something on the shelf. */
export const automatedCounter = async (
  test: TestWorkstation,
  drug: Parameters<typeof stockedCounter>[1] = {},
): Promise<Shelf> => {
  const shelf = await stockedCounter(test, drug);
  for (const [name, value] of Object.entries({
    'branch.id': 'north',
    'central.brokers': '127.0.0.1:9',
    'automation.on': true,
  }))
    await test.run('setting.change', { name, value, reason: 'test' }, 'mona');
  return shelf;
};

/** Receives a fax of one page that is put to automation. */
export const askedFax = async (
  test: TestWorkstation,
): Promise<{ documentId: string; prescriptionId: string; requestId: string }> => {
  const fax = await readFax(test, null);
  const [request] = test.ask('automation.ofPrescription', fax).requests;
  if (!request) throw new Error('automation was not asked');
  return { ...fax, requestId: request.requestId };
};

/** An answer as the bytes that come over the topic. */
export const answerBytes = (
  requestId: string,
  says: Says,
  more: Partial<Pick<IntakeAutomationResult, 'askedBy' | 'outcome' | 'problem'>> & { twice?: boolean } = {},
): Uint8Array => {
  const { twice = false, ...fields } = more;
  const found = {
    kind: 'prescription',
    pages: [1],
    values: (Object.entries(says) as [ReadField, NonNullable<Says[ReadField]>][]).map(
      ([field, said], line) => {
        const [value, confidence] = typeof said === 'string' ? ([said, 0.98] as const) : said;
        return {
          ...{ field, value, read: value, confidence },
          region: { page: 1, x: 10, y: 10 + 8 * line, width: 120, height: 8 },
        };
      },
    ),
  };
  return toBinary(
    IntakeAutomationResultSchema,
    create(IntakeAutomationResultSchema, {
      requestId,
      outcome: AutomationOutcome.READ,
      found: twice ? [found, found] : [found],
      pages: [{ number: 1, kind: 'prescription', why: 'says Rx', rotation: 90 }],
      layout: 'form',
      serviceName: 'test',
      serviceVersion: '1',
      ...fields,
    }),
  );
};

/** An answer arrives. */
export const answered = (test: TestWorkstation, bytes: Uint8Array) =>
  test.run('automation.answer', { payload: Buffer.from(bytes).toString('base64') }, test.workstation.system);

/** A sweep that looks when it is told, with a monotonic clock of its own. */
export const ownSweep = (test: TestWorkstation): Sweep & { pass(milliseconds: number): Promise<void> } => {
  let passed = 0;
  const sweep = startSweep({
    dispatcher: test.workstation.dispatcher,
    store: test.workstation.store,
    system: test.workstation.system,
    clock: test.clock.now,
    monotonic: () => passed,
    running: false,
  });
  return {
    ...sweep,
    /** Both clocks go on, as clocks do; then it looks. */
    pass: (milliseconds) => {
      passed += milliseconds;
      test.clock.advance(milliseconds);
      return sweep.look();
    },
  };
};
