/**
 * Random real work at a workstation: it looks at what it shows and does, by chance, something that could be done there.
 * Refusals are part of it. What it does goes through the contract alone.
 */
import { createCanvas } from '@napi-rs/canvas';
import { outcomesOfTask, type TaskKind } from '../../core/contract/adt-values.ts';
import { Refusal } from '../../core/contract/errors.ts';
import { checkFields, highRiskFields } from '../../core/contract/prescription.ts';
import { mergePatients, undoPatientMerge } from '../../core/patient/merge.ts';
import type { Chance } from '../support/chance.ts';
import { hospitalSays } from './hospital.ts';
import { type Node, ndc11, type Person } from './node.ts';

interface OrderRow {
  id: string;
  stage: string;
  branch: string;
  bag_code: string | null;
  held_at: string | null;
}

const drug = {
  ...{ ndc11, name: 'lisinopril', strength: '10 mg', form: 'tablet', unit: 'tablet', route: 'oral' },
  ...{ packageSize: '100', labeler: 'Example', schedule: null },
} as const;

const first = async (node: Node, sql: string): Promise<string | null> =>
  node.workstation.store.get<{ id: string }>(sql)?.id ?? null;

/** What every workstation has before the first order: a drug, a lot, a patient, a prescriber. */
export const stock = async (node: Node, chance: Chance): Promise<void> => {
  await node.run('drug.add', drug, 'mona');
  const lot = { ndc11, lot: `LOT-${node.name}`, expiry: '2099-06-30', quantity: '900', bin: 'L-1' };
  await node.run('stock.receive', lot, 'mona');
  await register(node, chance);
  await node.run('prescriber.register', { familyName: 'Okonjo', givenNames: 'Ngozi', npi: '1234567893' });
};

const letters = (chance: Chance) =>
  Array.from({ length: 7 }, () => 'abcdefghijklmnop'[chance.below(16)]).join('');

const register = (node: Node, chance: Chance) =>
  node.run('patient.register', {
    ...{ familyName: letters(chance), givenNames: 'Mariana', dateOfBirth: '1992-08-30', sex: 'female' },
    mrn: letters(chance),
    ...{ address: '77 Wilmer Street', allergyStatus: 'none-known', anotherPerson: true },
  });

/** The steps that may be taken at a stage, each with who takes it. */
const steps: Record<string, ((node: Node, order: OrderRow, chance: Chance) => Promise<unknown>)[]> = {
  transcribing: [
    async (node, { id }, chance) => {
      const patients = node.workstation.store.all<{ id: string }>('SELECT id FROM patient ORDER BY id');
      const prescriberId = await first(node, 'SELECT id FROM prescriber LIMIT 1');
      if (patients.length === 0 || prescriberId === null) return;
      const patientId = chance.pick(patients).id;
      const reply = node.workstation.dispatcher.ask(
        'prescription.duplicates',
        { prescriptionId: id, patientId, ndc11 },
        node.workstation.system,
      );
      const rows = reply.ok ? (reply.result as { rows: { prescriptionId: string }[] }).rows : [];
      return node.run('prescription.transcribe', {
        prescriptionId: id,
        duplicate: rows[0] ? { of: rows[0].prescriptionId, answer: 'new', reason: 'A second supply.' } : null,
        ...{
          patientId,
          prescriberId,
          ndc11,
          writtenOn: '2026-02-01',
          sigText: '1 tab po daily',
          quantity: '30',
        },
        ...{ daysSupply: 30, refills: 0, substitutionAllowed: true },
      });
    },
    (node, { id }, chance) =>
      chance.percent(20)
        ? node.run('prescription.reject', { prescriptionId: id, reason: 'duplicate' })
        : Promise.resolve(),
  ],
  verifying: [
    (node, { id }) =>
      node.run('prescription.approve', { prescriptionId: id, confirmed: [...highRiskFields] }, 'phoebe'),
    (node, { id }) =>
      node.run('prescription.approve', { prescriptionId: id, confirmed: [...highRiskFields] }, 'paul'),
    (node, { id }, chance) =>
      chance.percent(50)
        ? node.run('prescription.sendBack', { prescriptionId: id, reason: 'wrong-quantity' }, 'phoebe')
        : Promise.resolve(),
    (node, { id }, chance) =>
      chance.percent(30)
        ? node.run('prescription.reject', { prescriptionId: id, reason: 'duplicate' })
        : Promise.resolve(),
  ],
  'to-fill': [(node, { id }) => node.run('prescription.startFill', { prescriptionId: id })],
  filling: [
    async (node, { id }) => {
      const lotId = await first(node, 'SELECT id FROM lot WHERE quarantine IS NULL ORDER BY expiry LIMIT 1');
      if (lotId === null) return;
      await node.run('prescription.scan', { prescriptionId: id, barcode: ndc11, lotId });
      return node.run('prescription.fill', { prescriptionId: id, lines: [{ lotId, quantity: '30' }] });
    },
    (node, { id }, chance) =>
      chance.percent(15)
        ? node.run('prescription.fail', { prescriptionId: id, reason: 'cancelled' }, 'paul')
        : Promise.resolve(),
  ],
  checking: [
    async (node, { id }) => {
      const printed = await node.run('label.print', { prescriptionId: id });
      if (printed.ok)
        await node.run('label.settle', {
          labelId: (printed.result as { labelId: string }).labelId,
          printed: true,
        });
      return node.run(
        'prescription.check',
        { prescriptionId: id, confirmed: [...checkFields], bin: 'A1' },
        'paul',
      );
    },
    (node, { id }, chance) =>
      chance.percent(25)
        ? node.run('prescription.returnToFill', { prescriptionId: id, reason: 'counted wrong' }, 'phoebe')
        : Promise.resolve(),
  ],
  ready: [
    (node, { id, bag_code }) =>
      node.run('prescription.handOver', {
        ...{ prescriptionIds: [id], scannedBags: [bag_code!], nameAsked: true, dateOfBirth: '1992-08-30' },
        ...{
          collector: { kind: 'patient', name: 'Mariana' },
          counselling: 'given',
          payment: 'paid',
          signature: [
            [
              [1, 1],
              [9, 9],
            ],
          ],
        },
      }),
    (node, { id }, chance) =>
      chance.percent(25)
        ? node.run('prescription.returnToStock', { prescriptionId: id, reason: 'nobody came' })
        : Promise.resolve(),
  ],
};

const onAnyOrder: ((node: Node, order: OrderRow, chance: Chance) => Promise<unknown>)[] = [
  (node, { id }, chance) =>
    node.run('prescription.claim', { prescriptionId: id }, chance.pick(['tina', 'paul'] as Person[])),
  (node, { id }) => node.run('prescription.release', { prescriptionId: id }, 'phoebe'),
  (node, { id }, chance) =>
    node.run('prescription.prioritise', {
      prescriptionId: id,
      priority: chance.pick(['urgent', 'routine']),
      promisedAt: null,
    }),
  (node, { id, held_at }) =>
    held_at === null
      ? node.run('prescription.hold', {
          prescriptionId: id,
          reason: 'insurance',
          followUpAt: '2099-01-01T10:00:00.000Z',
        })
      : node.run('prescription.resume', { prescriptionId: id }),
  (node, { id }) => node.run('prescription.addNote', { prescriptionId: id, note: 'asked' }),
  (node, { id, branch }, chance) =>
    branch === ''
      ? node.run(
          'prescription.transfer',
          { prescriptionId: id, branchId: chance.pick(['east', 'west']), reason: 'nearer' },
          'mona',
        )
      : node.run('prescription.takeOver', { prescriptionId: id, reason: 'the patient is here' }, 'phoebe'),
];

const changePatient = async (node: Node, chance: Chance): Promise<unknown> => {
  const rows = node.workstation.store.all<Record<string, string>>('SELECT * FROM patient ORDER BY id');
  if (rows.length === 0) return;
  const row = chance.pick(rows);
  const known = JSON.parse(row.allergies!) as { substance: string; reaction: string; severity: string }[];
  const allergies = chance.percent(50)
    ? [
        ...known,
        {
          substance: chance.pick(['penicillin', 'latex', 'ibuprofen', 'codeine']),
          reaction: 'rash',
          severity: 'mild',
        },
      ]
    : known;
  const unique = allergies.filter(
    (one, index) => allergies.findIndex(({ substance }) => substance === one.substance) === index,
  );
  return node.run('patient.change', {
    patientId: row.id!,
    reason: 'told at the counter',
    ...{
      familyName: row.family_name!,
      givenNames: row.given_names!,
      dateOfBirth: row.date_of_birth!,
      sex: 'female',
    },
    ...{ address: `${chance.below(99)} Wilmer Street`, phone: '', mrn: row.mrn!, nhsNumber: '' },
    allergyStatus: unique.length > 0 ? 'listed' : 'none-known',
    allergies: unique as never,
  });
};

const said = ['A01', 'A02', 'A03', 'A08', 'A11', 'A13', 'A31', 'A01', 'A54'];

/**
 * A hospital says something of a patient: one of some messages, each always the same, so that two workstations hear the same one,
 * in any order, and what does not go with what was said before.
 */
const hospital = async (node: Node, chance: Chance): Promise<unknown> => {
  const rows = node.workstation.store.all<{ mrn: string }>('SELECT mrn FROM patient ORDER BY id');
  if (rows.length === 0) return;
  const { mrn } = chance.pick(rows);
  const number = chance.below(36);
  return hospitalSays(node, {
    event: said[number % said.length]!,
    controlId: `${mrn}-${number}`,
    at: `202603${String(1 + (number >> 1)).padStart(2, '0')}1000`,
    ...{ ids: `${mrn}^^^STM^MR`, visit: `${mrn}${number % 2}`, ward: `${1 + (number % 7)}B` },
    ...(number % 11 === 0 && { dead: 'Y' }),
    ...(number % 5 === 0 && { rest: [`AL1|1|DA|^${number % 2 ? 'penicillin' : 'latex'}^L|SV|hives`] }),
    ...(number % 6 === 0 && { phone: `58555510${10 + number}` }),
  });
};

/** A pharmacist lets go on what rests for a patient. */
const resume = async (node: Node, chance: Chance): Promise<unknown> => {
  const rows = node.workstation.store.all<{ patient_id: string }>(
    'SELECT patient_id FROM outreach_pause WHERE lifted_at IS NULL ORDER BY id',
  );
  if (rows.length === 0) return;
  const patientId = chance.pick(rows).patient_id;
  return node.run('adt.resume', { patientId, reason: 'asked the ward' }, 'phoebe');
};

/** A pharmacist says what was done about a task, at whichever workstation it shows. */
const settleTask = async (node: Node, chance: Chance): Promise<unknown> => {
  const rows = node.workstation.store.all<{ id: string; kind: TaskKind }>(
    "SELECT id, kind FROM adt_task WHERE state = 'open' AND kind <> 'who-is-it' ORDER BY id",
  );
  if (rows.length === 0) return;
  const { id, kind } = chance.pick(rows);
  const outcome = chance.pick(outcomesOfTask[kind]);
  return node.run('adt.settleTask', { taskId: id, outcome, reason: 'asked the ward' }, 'phoebe');
};

/** A person of the hospital is somebody else, or nobody here, after all. */
const linkPerson = async (node: Node, chance: Chance): Promise<unknown> => {
  const persons = node.workstation.store.all<{ id: number }>('SELECT id FROM adt_person ORDER BY id');
  const patients = node.workstation.store.all<{ id: string }>('SELECT id FROM patient ORDER BY id');
  if (persons.length === 0 || patients.length === 0) return;
  const patientId = chance.percent(50) ? null : chance.pick(patients).id;
  return node.run('adt.link', { personId: chance.pick(persons).id, patientId, reason: 'asked' }, 'phoebe');
};

const ofHospitals = [hospital, hospital, hospital, resume, settleTask, linkPerson];

/** Two records are found to be of one patient, or not to be after all; what is refused is no work. */
const mergePatient = async (node: Node, chance: Chance): Promise<unknown> => {
  const { dispatcher, store } = node.workstation;
  const ids = store.all<{ id: string }>('SELECT id FROM patient ORDER BY id').map(({ id }) => id);
  if (ids.length < 2) return;
  const [retired, survivor] = [chance.pick(ids), chance.pick(ids)];
  const undo = chance.percent(30);
  try {
    return dispatcher.record((writer) => ({
      result: undefined,
      events: undo
        ? undoPatientMerge({ store: writer }, retired, { reason: 'two people after all' })
        : mergePatients({ store: writer, actor: null }, retired, survivor, { reason: 'one and the same' }),
    }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return;
  }
};

const otherWork: ((node: Node, chance: Chance) => Promise<unknown>)[] = [
  register,
  changePatient,
  changePatient,
  mergePatient,
  mergePatient,
  async (node, chance) => {
    const lotId = await first(node, 'SELECT id FROM lot ORDER BY id LIMIT 1');
    if (lotId !== null)
      await node.run(
        'stock.adjust',
        { lotId, counted: String(500 + chance.below(100)), reason: 'counted', note: '' } as never,
        'mona',
      );
  },
  (node) =>
    node.run(
      'stock.receive',
      { ndc11, lot: `LOT-${node.name}`, expiry: '2099-06-30', quantity: '60', bin: 'L-1' },
      'mona',
    ),
  async (node, chance) => {
    const page = createCanvas(30, 40);
    page.getContext('2d').fillText(String(chance.fraction()), 2, 20);
    await node.run('document.receive', {
      fileName: 'fax.png',
      bytesBase64: page.toBuffer('image/png').toString('base64'),
    });
  },
  async (node, chance) => {
    const id = await first(node, 'SELECT id FROM conflict WHERE settled_at IS NULL ORDER BY id LIMIT 1');
    if (id !== null && chance.percent(60))
      await node.run(
        'sync.settleConflict',
        { conflictId: id, decision: 'both-happened', reason: 'looked into' },
        'phoebe',
      );
  },
];

/** One thing done at a workstation. */
export const doSomething = async (node: Node, chance: Chance): Promise<void> => {
  if (chance.percent(15)) return void (await node.run('intake.receive', { source: 'phone' }));
  if (chance.percent(18)) return void (await chance.pick(otherWork)(node, chance));
  if (chance.percent(15)) return void (await chance.pick(ofHospitals)(node, chance));
  const orders = node.workstation.store.all<OrderRow>(
    "SELECT id, stage, branch, bag_code, held_at FROM prescription WHERE stage NOT IN ('completed', 'rejected', 'failed') ORDER BY id",
  );
  if (orders.length === 0) return void (await node.run('intake.receive', { source: 'phone' }));
  const order = chance.pick(orders);
  const step = chance.percent(20) ? chance.pick(onAnyOrder) : chance.pick(steps[order.stage] ?? onAnyOrder);
  await step(node, order, chance);
};
