/** Who may run what: every command against every role, and against a window nobody signed in to. */
import { expect, test } from 'vitest';
import { commands, queries } from '../../core/contract/index.ts';
import { type Role, roles } from '../../core/contract/values.ts';
import { newId } from '../../core/identity.ts';
import { askers, runners } from '../../core/roles.ts';
import { newSession } from '../../core/workstation.ts';
import { openTestWorkstation, type Person, type TestWorkstation } from '../support/workstation.ts';

const names = Object.keys(commands) as (keyof typeof commands)[];
const window = () => newSession(false, 0);

const someone = {
  familyName: 'Ash',
  givenNames: 'Ann',
  dateOfBirth: '1961-03-04',
  sex: 'female',
  reason: 'x',
};
const prescriber = { familyName: 'Ash', givenNames: 'Ann', npi: '1588400725', reason: 'x' };
const drug = {
  ndc11: '00093014701',
  name: 'naproxen',
  strength: '250 mg',
  form: 'tablet',
  unit: 'tablet',
  packageSize: '100',
  schedule: null,
};
const order = { prescriptionId: 'p' };
const hospital = { authority: 'STM', timeZone: 'America/New_York', folder: '/tmp/none' };
/** For each command an input that parses; what it names need not exist. */
const sampleInputs: Record<string, unknown> = {
  'intake.receive': { source: 'phone' },
  'intake.addPrescription': order,
  'document.receive': { fileName: 'a.tif', bytesBase64: 'AAAA' },
  'document.recordFailure': { fileName: 'a.tif', sha256: null, reason: 'broken' },
  'document.dismissFailure': { failureId: 'f' },
  'recognition.recordPage': { documentId: 'd', number: 1, outcome: { ok: false, problem: 'x' } },
  'recognition.recordDocument': {
    documentId: 'd',
    reading: { pages: [], found: [], layout: '', sender: '' },
  },
  'recognition.recordText': { prescriptionId: 'p', found: null },
  'recognition.readAgain': { documentId: 'd' },
  'adt.addSource': { name: 'St Mary', profile: hospital },
  'adt.changeSource': { sourceId: 's', name: 'St Mary', active: true, profile: hospital, reason: 'x' },
  'adt.settleTask': { taskId: 't', outcome: 'done' },
  'adt.link': { personId: 1, patientId: 'p', reason: 'x' },
  'adt.resume': { patientId: 'p', reason: 'x' },
  'adt.replay': { messageIds: [1], reason: 'x' },
  'adt.resubmit': { messageId: 1, lines: ['MSH|^~\\&'], reason: 'x' },
  'adt.dismiss': { messageId: 1, reason: 'x' },
  'sync.replay': { heldId: 'h' },
  'sync.dismiss': { heldId: 'h', reason: 'looked into' },
  'sync.settleConflict': { conflictId: 'c', decision: 'both-happened', reason: 'looked into' },
  'sync.dismissGap': { gapId: 'g', reason: 'looked into' },
  'sync.becomeNew': { reason: 'a copy' },
  'sync.tryNow': {},
  'sync.writeSnapshot': {},
  'automation.take': order,
  'automation.acknowledged': { requestId: 'r' },
  'automation.answer': { payload: '' },
  'automation.give': { requestId: 'r', because: 'offline' },
  'intake.takeFound': order,
  'intake.setAside': { ...order, kind: 'advert', destination: 'nobody' },
  'intake.settleSetAside': { setAsideId: 's' },
  'intake.takeBack': { setAsideId: 's', reason: 'x' },
  'prescription.setPages': { ...order, pages: [{ documentId: 'd', number: 1 }] },
  'prescription.join': { ...order, intoPrescriptionId: 'q', reason: 'x' },
  'prescription.takeAsRefill': { ...order, refillOf: 'q' },
  'prescription.enterAgain': {
    ...order,
    dateOfBirth: '1961-03-04',
    ndc11: drug.ndc11,
    sigText: '1 tab po qd',
    quantity: '30',
  },
  'prescription.decideEntry': { ...order, choices: [{ field: 'sig', take: 'first' }], reason: 'x' },
  'prescription.callBack': {
    ...order,
    template: 'unreadable',
    faxNumber: '585-555-0100',
    text: 'x',
    followUpAt: '2026-03-03T14:00:00.000Z',
  },
  'prescription.claim': order,
  'prescription.release': order,
  'prescription.prioritise': { ...order, priority: 'urgent', promisedAt: null },
  'prescription.hold': { ...order, reason: 'other', followUpAt: '2026-03-03T14:00:00.000Z' },
  'prescription.resume': order,
  'prescription.addNote': { ...order, note: 'x' },
  'prescription.saveDraft': { ...order, draft: {} },
  'prescription.transcribe': {
    ...order,
    patientId: 'p',
    prescriberId: 'p',
    ndc11: drug.ndc11,
    writtenOn: '2026-03-01',
    sigText: '1 tab po qd',
    quantity: '30',
    daysSupply: 30,
    refills: 0,
    substitutionAllowed: true,
  },
  'prescription.sendBack': { ...order, reason: 'wrong-drug' },
  'prescription.approve': { ...order, confirmed: [] },
  'prescription.reject': { ...order, reason: 'other' },
  'prescription.startFill': order,
  'prescription.scan': { ...order, barcode: 'x' },
  'prescription.fill': { ...order, lines: [{ lotId: 'l', quantity: '1' }] },
  'prescription.returnToFill': { ...order, reason: 'x' },
  'prescription.check': { ...order, confirmed: [], bin: 'A1' },
  'prescription.handOver': {
    prescriptionIds: ['p'],
    scannedBags: [],
    nameAsked: true,
    dateOfBirth: '1961-03-04',
    collector: { kind: 'patient', name: 'Ann Ash' },
    counselling: 'given',
    payment: 'paid',
    signature: [[[1, 1]]],
  },
  'prescription.returnToStock': { ...order, reason: 'x' },
  'prescription.fail': { ...order, reason: 'other' },
  'prescription.transfer': { ...order, branchId: 'riverside', reason: 'x' },
  'prescription.takeOver': { ...order, reason: 'x' },
  'patient.register': someone,
  'patient.change': { ...someone, patientId: 'p' },
  'patient.addNote': { patientId: 'p', kind: 'note', note: 'x' },
  'prescriber.register': prescriber,
  'prescriber.change': { ...prescriber, prescriberId: 'p' },
  'drug.add': drug,
  'drug.addMany': { drugs: [drug] },
  'reference.check': { files: [{ path: '/no/such/file' }] },
  'reference.apply': { checkId: 'c' },
  'reference.continue': { versionId: 'v' },
  'reference.stop': {},
  'reference.rollBack': { versionId: 'v', reason: 'x' },
  'stock.receive': { ndc11: drug.ndc11, lot: 'L1', expiry: '2027-01-31', quantity: '1', bin: 'A' },
  'stock.adjust': { lotId: 'l', counted: '1', reason: 'counted' },
  'stock.quarantine': { lotId: 'l', quarantine: 'x', reason: 'x' },
  'label.print': order,
  'label.settle': { labelId: 'l', printed: true },
  'user.lock': {},
  'user.signOut': {},
  'workstation.backUp': {},
  'user.signIn': { userName: 'x', password: 'x' },
  'user.unlock': { userName: 'x', pin: '1234' },
  'user.create': { userName: 'someone', displayName: 'S', role: 'technician', password: 'marble-lantern' },
  'user.change': { userId: 'u', displayName: 'S', role: 'technician', active: true, reason: 'x' },
  'user.setPassword': { userId: 'u', password: 'marble-lantern' },
  'user.setPin': { password: 'x', pin: '1234' },
  'setting.change': { name: 'x', value: 1, reason: 'x' },
  'delivery.retry': { deliveryId: 'd' },
  'delivery.dismiss': { deliveryId: 'd', reason: 'x' },
};

/** The code of the refusal, or `done`. */
const outcome = async (
  work: TestWorkstation,
  name: keyof typeof commands,
  input: unknown,
  as: Person | ReturnType<typeof window>,
) => {
  const session = typeof as === 'string' ? work.session(as) : as;
  const reply = await work.workstation.dispatcher.run(name, { commandId: newId(), input }, session);
  return reply.ok ? 'done' : reply.error.code;
};

const personOf = {
  technician: 'tina',
  pharmacist: 'phoebe',
  manager: 'mona',
  administrator: 'adam',
} as const satisfies Record<Role, Person>;

test('the sample inputs are right, so that only the role decides', () => {
  expect(Object.keys(sampleInputs).sort()).toEqual([...names].sort());
  for (const name of names)
    expect([name, commands[name].input.safeParse(sampleInputs[name]).success]).toEqual([name, true]);
});

test('each command is open to the roles listed for it, and to no other', async () => {
  const work = await openTestWorkstation();
  for (const name of names.filter((one) => !runners[one].includes('anyone')))
    for (const role of roles) {
      const code = await outcome(work, name, sampleInputs[name], personOf[role]);
      expect([name, role, code !== 'role']).toEqual([name, role, runners[name].includes(role)]);
    }
});

test('a window nobody signed in to may sign in and nothing else', async () => {
  const work = await openTestWorkstation();
  for (const name of names) {
    const code = await outcome(work, name, sampleInputs[name], window());
    expect([name, code === 'sign-in']).toEqual([name, !runners[name].includes('anyone')]);
  }
});

test('each query answers the roles listed for it, and no other, and nobody before sign-in unless it says so', async () => {
  const work = await openTestWorkstation();
  const asked = {
    prescriptionId: 'p',
    documentId: 'd',
    patientId: 'p',
    prescriberId: 'p',
    ndc11: drug.ndc11,
    bagCode: 'x',
    barcode: 'x',
  };
  const input = {
    ...asked,
    ...{ text: 'ann', sigText: '1 tab', npi: '', dea: '', template: 'unreadable' },
    ...{ from: '2026-03-01', to: '2026-03-31' },
    ...{ heldId: 'h', conflictId: 'c' },
    ...{ taskId: 't', messageId: 1, sourceId: 's' },
  };
  const { dispatcher } = work.workstation;
  for (const name of Object.keys(queries) as (keyof typeof queries)[]) {
    const codeFor = (session: ReturnType<typeof window>) => {
      const reply = dispatcher.ask(name, input, session);
      return reply.ok ? 'done' : reply.error.code;
    };
    const open = askers[name].includes('anyone');
    expect([name, codeFor(window()) !== 'sign-in']).toEqual([name, open]);
    for (const role of roles)
      expect([name, role, codeFor(work.session(personOf[role])) !== 'role']).toEqual([
        name,
        role,
        open || askers[name].includes(role),
      ]);
  }
});

test('a command that was tried without the role is in the history with who tried it', async () => {
  const work = await openTestWorkstation();
  await outcome(work, 'user.create', sampleInputs['user.create'], 'tina');
  const [entry] = work.ask('event.log', { name: 'workstation.refused' }, 'adam').entries;
  expect(entry).toMatchObject({ by: { id: 'user-tina' }, sentence: 'Refused: Your role may not do this.' });
});
